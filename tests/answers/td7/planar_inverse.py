# %% right: scipy's root finder, point by point
def planar_inverse(y, u, w, b):
    from scipy.optimize import brentq

    out, c = [], float(w @ u)
    for point in y:
        target = float(w @ point)
        f = lambda a: a + c * math.tanh(a + b) - target
        a = brentq(f, target - abs(c) - 1, target + abs(c) + 1, xtol=1e-14)
        out.append(point - math.tanh(a + b) * u)
    return np.array(out)


# %% right: bisection in float32
def planar_inverse(y, u, w, b):
    y, u, w = (np.asarray(v, dtype=np.float32) for v in (y, u, w))
    target, c = y @ w, w @ u
    low, high = target - np.abs(c), target + np.abs(c)
    for _ in range(60):
        middle = (low + high) / np.float32(2)
        up = middle + c * np.tanh(middle + np.float32(b)) >= target
        low, high = np.where(up, low, middle), np.where(up, middle, high)
    return y - np.tanh(low + np.float32(b))[:, None] * u


# %% right: Newton's method that falls back to bisection, torch
def planar_inverse(y, u, w, b):
    import torch

    y, u, w = (torch.as_tensor(v).double() for v in (y, u, w))
    target, c = y @ w, torch.dot(u, w)
    low, high = target - c.abs(), target + c.abs()
    a = target.clone()
    for k in range(200):
        value = a + c * torch.tanh(a + b) - target
        low, high = torch.where(value < 0, a, low), torch.where(value < 0, high, a)
        newton = a - value / (1 + c * (1 - torch.tanh(a + b) ** 2))
        a = torch.where((newton > low) & (newton < high), newton, (low + high) / 2) if k % 2 else (low + high) / 2
    return y - torch.outer(torch.tanh(a + b), u)


# %% wrong, 0.5: fixed-point iteration
def planar_inverse(y, u, w, b):
    x = y
    for _ in range(60):
        x = y - np.tanh(x @ w + b)[:, None] * u
    return x


# %% wrong, 0.5: twenty steps of Newton's method
def planar_inverse(y, u, w, b):
    target, c = y @ w, u @ w
    a = target
    for _ in range(20):
        g = np.tanh(a + b)
        a = a - (a + c * g - target) / (1 + c * (1 - g**2))
    return y - np.tanh(a + b)[:, None] * u


# %% wrong, 0.5: bisection on a fixed interval
def planar_inverse(y, u, w, b):
    low, high = np.full(len(y), -20.0), np.full(len(y), 20.0)
    for _ in range(60):
        middle = (low + high) / 2
        below = middle + (u @ w) * np.tanh(middle + b) < y @ w
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return y - np.tanh(low + b)[:, None] * u


# %% wrong, 0.0: one step only
def planar_inverse(y, u, w, b):
    return y - np.tanh(y @ w + b)[:, None] * u


# %% wrong, 0.0: minus becomes plus
def planar_inverse(y, u, w, b):
    low, high = y @ w - abs(u @ w), y @ w + abs(u @ w)
    for _ in range(100):
        middle = (low + high) / 2
        below = middle + (u @ w) * np.tanh(middle + b) < y @ w
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return y + np.tanh(low + b)[:, None] * u


# %% wrong, 0.0: b is forgotten, and fixed-point iteration
def planar_inverse(y, u, w, b):
    x = y
    for _ in range(60):
        x = y - np.tanh(x @ w)[:, None] * u
    return x


# %% wrong, 0.0: the bracket is taken for the answer
def planar_inverse(y, u, w, b):
    return y - u
