# %% right: bisection on β at the largest |x_i|
def flow_end(x, y, alpha):
    k = np.argmax(np.abs(x))
    beta = lambda top: 2 * alpha**2 * np.sinh(x / x[k] * np.arcsinh(top / (2 * alpha**2)))
    low, high = sorted([0.0, y / x[k]])
    for _ in range(120):
        top = (low + high) / 2
        if (x @ beta(top) - y) * x[k] < 0:
            low = top
        else:
            high = top
    return beta((low + high) / 2)


# %% right: Newton from the right end of the bracket, plain Python
def flow_end(x, y, alpha):
    x, target, scale = [float(c) for c in x], abs(y), 2 * alpha**2
    largest = max(abs(c) for c in x)
    s = math.asinh(target / (scale * largest)) / (2 * largest)
    for _ in range(500):
        value = scale * sum(c * math.sinh(2 * s * c) for c in x) - target
        slope = scale * sum(2 * c * c * math.cosh(2 * s * c) for c in x)
        s -= value / slope
    return [math.copysign(1.0, y) * scale * math.sinh(2 * s * c) for c in x]


# %% right: doubling, then bisection, torch
def flow_end(x, y, alpha):
    x = torch.tensor(x)
    value = lambda s: float(2 * alpha**2 * (x * torch.sinh(2 * s * x)).sum())
    high = 1e-12
    while value(high) < abs(y):
        high *= 1.5
    low = 0.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if value(middle) < abs(y) else (low, middle)
    return (1 if y >= 0 else -1) * 2 * alpha**2 * torch.sinh(2 * low * x)


# %% wrong, 0.5: the shortest solution
def flow_end(x, y, alpha):
    return y * x / (x @ x)


# %% wrong, 0.0: all at the largest entry
def flow_end(x, y, alpha):
    beta = np.zeros(len(x))
    k = np.argmax(np.abs(x))
    beta[k] = y / x[k]
    return beta


# %% wrong, 1.0: Newton from 0
def flow_end(x, y, alpha):
    s = 0.0
    with np.errstate(all="ignore"):
        for _ in range(60):
            value = 2 * alpha**2 * np.sum(x * np.sinh(2 * s * x)) - y
            s -= value / (4 * alpha**2 * np.sum(x**2 * np.cosh(2 * s * x)))
        return 2 * alpha**2 * np.sinh(2 * s * x)


# %% wrong, 1.0: a bracket of fixed size
def flow_end(x, y, alpha):
    low, high = -5.0, 5.0
    for _ in range(200):
        s = (low + high) / 2
        low, high = (s, high) if 2 * alpha**2 * np.sum(x * np.sinh(2 * s * x)) < y else (low, s)
    return 2 * alpha**2 * np.sinh(2 * s * x)


# %% wrong, 0.0: only positive labels
def flow_end(x, y, alpha):
    largest = np.max(np.abs(x))
    low, high = 0.0, np.arcsinh(abs(y) / (2 * alpha**2 * largest)) / (2 * largest)
    for _ in range(200):
        s = (low + high) / 2
        low, high = (s, high) if 2 * alpha**2 * np.sum(x * np.sinh(2 * s * x)) < abs(y) else (low, s)
    return 2 * alpha**2 * np.sinh(2 * high * x)


# %% wrong, 0.5: sinh(2 s x) without the 2 in front of α²
def flow_end(x, y, alpha):
    largest = np.max(np.abs(x))
    low, high = 0.0, np.arcsinh(abs(y) / (alpha**2 * largest)) / (2 * largest)
    for _ in range(200):
        s = (low + high) / 2
        low, high = (s, high) if alpha**2 * np.sum(x * np.sinh(2 * s * x)) < abs(y) else (low, s)
    return np.sign(y) * alpha**2 * np.sinh(2 * high * x)


# %% wrong, 0.5: α for α²
def flow_end(x, y, alpha):
    largest = np.max(np.abs(x))
    low, high = 0.0, np.arcsinh(abs(y) / (2 * alpha * largest)) / (2 * largest)
    for _ in range(200):
        s = (low + high) / 2
        low, high = (s, high) if 2 * alpha * np.sum(x * np.sinh(2 * s * x)) < abs(y) else (low, s)
    return np.sign(y) * 2 * alpha * np.sinh(2 * high * x)


# %% wrong, 0.0: the sum of β instead of its product with x
def flow_end(x, y, alpha):
    k = np.argmax(np.abs(x))
    low, high = -np.arcsinh(abs(y) / alpha**2) / abs(x[k]), np.arcsinh(abs(y) / alpha**2) / abs(x[k])
    for _ in range(200):
        s = (low + high) / 2
        low, high = (s, high) if 2 * alpha**2 * np.sum(np.sinh(2 * s * x)) < y else (low, s)
    return 2 * alpha**2 * np.sinh(2 * high * x)


# %% wrong, 0.5: a few steps of gradient descent, each with the step of its curvature
def flow_end(x, y, alpha):
    u, v = np.full(len(x), alpha), np.full(len(x), alpha)
    for _ in range(30):
        gap = x @ (u * u - v * v) - y
        step = gap / (4 * np.sum(x * x * (u * u + v * v)))
        u, v = u - 2 * step * x * u, v + 2 * step * x * v
    return u * u - v * v
