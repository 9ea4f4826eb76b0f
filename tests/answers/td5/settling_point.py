# %% right: between the corners of h it is affine
def settling_point(values, probabilities, c):
    h = lambda t: float(sum(p * max(-c, min(c, t - x)) for x, p in zip(values, probabilities)))
    corners = sorted([x - c for x in values] + [x + c for x in values])
    for a, b in zip(corners, corners[1:]):
        if h(a) <= 0 <= h(b):
            return a if h(a) == h(b) else a - h(a) * (b - a) / (h(b) - h(a))


# %% right: bisection in float32, an array comes out
def settling_point(values, probabilities, c):
    x, p = values.astype(np.float32), probabilities.astype(np.float32)
    low, high = x.min(), x.max()
    for _ in range(60):
        middle = (low + high) / np.float32(2)
        if (p * np.clip(middle - x, -c, c)).sum() < 0:
            low = middle
        else:
            high = middle
    return np.array([(low + high) / 2])


# %% right: gradient descent on Huber's loss with many steps, then bisection nearby, torch
def settling_point(values, probabilities, c):
    import torch

    x, p = torch.as_tensor(values), torch.as_tensor(probabilities)
    h = lambda t: (p * (t - x).clamp(-c, c)).sum()
    theta = (p * x).sum()
    for _ in range(200):
        theta = theta - h(theta)
    low, high = theta - (x.max() - x.min()) - 1, theta + (x.max() - x.min()) + 1
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if h(middle) < 0 else (low, middle)
    return middle


# %% wrong, 0.0: the mean
def settling_point(values, probabilities, c):
    return np.dot(probabilities, values)


# %% wrong, 0.0: the mean of the clipped values
def settling_point(values, probabilities, c):
    return np.dot(probabilities, np.clip(values, -c, c))


# %% wrong, 0.5: bisection on a fixed interval
def settling_point(values, probabilities, c):
    low, high = -50.0, 50.0
    for _ in range(100):
        middle = (low + high) / 2
        if np.dot(probabilities, np.clip(middle - values, -c, c)) < 0:
            low = middle
        else:
            high = middle
    return middle


# %% wrong, 0.0: mean or median
def settling_point(values, probabilities, c):
    if c > np.ptp(values):
        return np.dot(probabilities, values)
    order = np.argsort(values)
    return values[order][np.searchsorted(np.cumsum(probabilities[order]), 0.5)]


# %% wrong, 0.0: the probabilities are forgotten
def settling_point(values, probabilities, c):
    low, high = float(np.min(values)), float(np.max(values))
    for _ in range(100):
        middle = (low + high) / 2
        if np.sum(np.clip(middle - values, -c, c)) < 0:
            low = middle
        else:
            high = middle
    return middle


# %% wrong, 0.0: values further than c from the mean are thrown away
def settling_point(values, probabilities, c):
    mean = np.dot(probabilities, values)
    near = np.abs(values - mean) <= c
    return np.sum((probabilities * values)[near]) / max(np.sum(probabilities[near]), 1e-12)


# %% wrong, 0.0: clipped SGD itself, with noise and constant steps
def settling_point(values, probabilities, c):
    rng = np.random.default_rng(0)
    theta = 0.0
    for x in rng.choice(values, size=2000, p=probabilities):
        theta -= 0.1 * np.clip(theta - x, -c, c)
    return theta


# %% wrong, 0.5: three thousand mean steps from 0, too few for far values
def settling_point(values, probabilities, c):
    theta = 0.0
    for _ in range(3000):
        theta -= 0.5 * np.dot(probabilities, np.clip(theta - values, -c, c))
    return theta
