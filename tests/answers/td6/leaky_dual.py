# %% right: σ(s) = (1 + a)/2 s + (1 - a)/2 |s|
def leaky_dual(p, q, r, slope):
    rho = np.clip(r / np.sqrt(p * q), -1, 1)
    t = np.arccos(rho)
    absolute = rho + 2 / np.pi * (np.sin(t) - t * rho)
    value = (1 + slope) ** 2 / 4 * rho + (1 - slope) ** 2 / 4 * absolute
    signs = 1 - 2 * t / np.pi
    return np.sqrt(p * q) * value, (1 + slope) ** 2 / 4 + (1 - slope) ** 2 / 4 * signs


# %% right: entry by entry, with atan2
def leaky_dual(p, q, r, slope):
    p, q, r = np.broadcast_arrays(p, q, r)
    value, derivative = np.zeros(r.shape), np.zeros(r.shape)
    for i in np.ndindex(r.shape):
        t = math.atan2(math.sqrt(max(p[i] * q[i] - r[i] ** 2, 0.0)), r[i])
        k = lambda t: (math.sin(t) + (math.pi - t) * math.cos(t)) / (2 * math.pi)
        value[i] = math.sqrt(p[i] * q[i]) * ((1 + slope**2) * k(t) - 2 * slope * k(math.pi - t))
        derivative[i] = (1 + slope**2) * (math.pi - t) / (2 * math.pi) + slope * t / math.pi
    return value, derivative


# %% right: in torch, float32, a list of two
def leaky_dual(p, q, r, slope):
    p, q, r = (torch.as_tensor(z, dtype=torch.float32) for z in (p, q, r))
    size = (p * q).sqrt()
    t = torch.arccos((r / size).clamp(-1, 1))
    k = lambda t: (t.sin() + (math.pi - t) * t.cos()) / (2 * math.pi)
    equal = (math.pi - t) / math.pi
    return [
        size * ((1 + slope**2) * k(t) - 2 * slope * k(math.pi - t)),
        equal * (1 + slope**2) / 2 + (1 - equal) * slope,
    ]


# %% right: the arc-sine instead of the arc-cosine
def leaky_dual(p, q, r, slope):
    a, b = np.sqrt(p), np.sqrt(q)
    rho = np.minimum(np.maximum(r / a / b, -1), 1)
    s = np.arcsin(rho)
    relu = (np.sqrt(1 - rho**2) + (np.pi / 2 + s) * rho) / (2 * np.pi)
    crossed = (np.sqrt(1 - rho**2) - (np.pi / 2 - s) * rho) / (2 * np.pi)
    positive = 0.25 + s / (2 * np.pi)
    return (
        a * b * (relu + slope**2 * relu - 2 * slope * crossed),
        (1 + slope**2) * positive + 2 * slope * (0.5 - positive),
    )


# %% wrong, 1.5: no clipping
def leaky_dual(p, q, r, slope):
    size = np.sqrt(p * q)
    t = np.arccos(r / size)
    k = lambda t: (np.sin(t) + (np.pi - t) * np.cos(t)) / (2 * np.pi)
    value = size * ((1 + slope**2) * k(t) - 2 * slope * k(np.pi - t))
    return value, ((1 + slope**2) * (np.pi - t) + 2 * slope * t) / (2 * np.pi)


# %% wrong, 0.5: the sign of the mixed terms
def leaky_dual(p, q, r, slope):
    size = np.sqrt(p * q)
    t = np.arccos(np.clip(r / size, -1, 1))
    k = lambda t: (np.sin(t) + (np.pi - t) * np.cos(t)) / (2 * np.pi)
    value = size * ((1 + slope**2) * k(t) + 2 * slope * k(np.pi - t))
    return value, ((1 + slope**2) * (np.pi - t) + 2 * slope * t) / (2 * np.pi)


# %% wrong, 0.5: only the ReLU
def leaky_dual(p, q, r, slope):
    size = np.sqrt(p * q)
    t = np.arccos(np.clip(r / size, -1, 1))
    return size * (np.sin(t) + (np.pi - t) * np.cos(t)) / (2 * np.pi), (
        (1 + slope**2) * (np.pi - t) + 2 * slope * t
    ) / (2 * np.pi)


# %% wrong, 1.0: unit variances only
def leaky_dual(p, q, r, slope):
    t = np.arccos(np.clip(r / np.sqrt(p * q), -1, 1))
    k = lambda t: (np.sin(t) + (np.pi - t) * np.cos(t)) / (2 * np.pi)
    value = (1 + slope**2) * k(t) - 2 * slope * k(np.pi - t)
    return value, ((1 + slope**2) * (np.pi - t) + 2 * slope * t) / (2 * np.pi)


# %% wrong, 0.5: r is taken for the correlation
def leaky_dual(p, q, r, slope):
    t = np.arccos(np.clip(r, -1, 1))
    k = lambda t: (np.sin(t) + (np.pi - t) * np.cos(t)) / (2 * np.pi)
    value = np.sqrt(p * q) * ((1 + slope**2) * k(t) - 2 * slope * k(np.pi - t))
    return value, ((1 + slope**2) * (np.pi - t) + 2 * slope * t) / (2 * np.pi)


# %% wrong, 0.5: the size is p q, not its root
def leaky_dual(p, q, r, slope):
    t = np.arccos(np.clip(r / np.sqrt(p * q), -1, 1))
    k = lambda t: (np.sin(t) + (np.pi - t) * np.cos(t)) / (2 * np.pi)
    value = p * q * ((1 + slope**2) * k(t) - 2 * slope * k(np.pi - t))
    return value, (np.pi - t) / (2 * np.pi)


# %% wrong, 1.0: the derivative forgets the mixed signs
def leaky_dual(p, q, r, slope):
    size = np.sqrt(p * q)
    t = np.arccos(np.clip(r / size, -1, 1))
    k = lambda t: (np.sin(t) + (np.pi - t) * np.cos(t)) / (2 * np.pi)
    value = size * ((1 + slope**2) * k(t) - 2 * slope * k(np.pi - t))
    return value, (1 + slope**2) * (np.pi - t) / (2 * np.pi)


# %% wrong, 0.5: the mixed terms get the factor a once in the value
def leaky_dual(p, q, r, slope):
    size = np.sqrt(p * q)
    t = np.arccos(np.clip(r / size, -1, 1))
    k = lambda t: (np.sin(t) + (np.pi - t) * np.cos(t)) / (2 * np.pi)
    value = size * ((1 + slope**2) * k(t) - slope * k(np.pi - t))
    return value, ((1 + slope**2) * (np.pi - t) + 2 * slope * t) / (2 * np.pi)


# %% wrong, 1.5: correlations kept away from 1 by a thousandth
def leaky_dual(p, q, r, slope):
    size = np.sqrt(p * q)
    t = np.arccos(np.clip(r / size, -0.999, 0.999))
    k = lambda t: (np.sin(t) + (np.pi - t) * np.cos(t)) / (2 * np.pi)
    value = size * ((1 + slope**2) * k(t) - 2 * slope * k(np.pi - t))
    return value, ((1 + slope**2) * (np.pi - t) + 2 * slope * t) / (2 * np.pi)
