# %% right: gain of a Kalman filter
def bridge(x, x0, t, s):
    prior, noise = -math.expm1(-2 * s), -math.expm1(-2 * (t - s))
    a = math.exp(s - t)
    gain = a * prior / (a * a * prior + noise)
    guess = math.exp(-s) * x0
    return guess + gain * (x - a * guess), noise * prior / (a * a * prior + noise)


# %% right: torch, a list, float32
def bridge(x, x0, t, s):
    import torch

    x, x0 = torch.as_tensor(x).float(), torch.as_tensor(x0).float()
    sigma2 = lambda u: -torch.expm1(torch.tensor(-2.0 * u, dtype=torch.float64))
    w = sigma2(s) / sigma2(t)
    v = sigma2(t - s) / sigma2(t)
    return [v * math.exp(-s) * x0 + w * math.exp(-(t - s)) * x, (sigma2(s) * v).float()]


# %% wrong, 0.5: precisions, with a division by 0 at s = 0
def bridge(x, x0, t, s):
    a, b = 1 / np.float64(-np.expm1(-2 * s)), np.exp(-2 * (t - s)) / np.float64(-np.expm1(-2 * (t - s)))
    mean = (np.exp(-s) * a * x0 + np.exp(s - t) / -np.expm1(-2 * (t - s)) * x) / (a + b)
    return mean, 1 / (a + b)


# %% wrong, 0.5: 1 - exp loses its digits
def bridge(x, x0, t, s):
    sigma2 = lambda u: 1 - math.exp(-2 * u)
    mean = (math.exp(-s) * sigma2(t - s) * x0 + math.exp(s - t) * sigma2(s) * x) / sigma2(t)
    return mean, sigma2(s) * sigma2(t - s) / sigma2(t)


# %% wrong, 0.5: e^t overflows for long times
def bridge(x, x0, t, s):
    up = lambda u: math.expm1(2 * u)
    mean = (math.exp(-s) * -math.expm1(-2 * (t - s)) * x0 + math.exp(s - t) * -math.expm1(-2 * s) * x) / -math.expm1(-2 * t)
    return mean, up(s) * up(t - s) / up(t)


# %% wrong, 0.5: the standard deviation
def bridge(x, x0, t, s):
    a, b, c = (-math.expm1(-2 * u) for u in (s, t - s, t))
    return (math.exp(-s) * b * x0 + math.exp(s - t) * a * x) / c, math.sqrt(a * b / c)


# %% wrong, 0.5: the variance without the end
def bridge(x, x0, t, s):
    a, b, c = (-math.expm1(-2 * u) for u in (s, t - s, t))
    return (math.exp(-s) * b * x0 + math.exp(s - t) * a * x) / c, a


# %% wrong, 0.0: a straight line
def bridge(x, x0, t, s):
    return x0 + s / t * (x - x0), 2 * s * (t - s) / t


# %% wrong, 0.5: the weights without the decay
def bridge(x, x0, t, s):
    a, b, c = (-math.expm1(-2 * u) for u in (s, t - s, t))
    return (b * x0 + a * x) / c, a * b / c


# %% wrong, 0.5: the weights are exchanged
def bridge(x, x0, t, s):
    a, b, c = (-math.expm1(-2 * u) for u in (s, t - s, t))
    return (math.exp(-s) * a * x0 + math.exp(s - t) * b * x) / c, a * b / c


# %% wrong, 0.0: a single result
def bridge(x, x0, t, s):
    a, b, c = (-math.expm1(-2 * u) for u in (s, t - s, t))
    return a * b / c
