# %% right: layer by layer
def leaky_moment(widths, a, c, k):
    first = second = 1.0
    for n in widths:
        m2, m4 = (1 + a * a) / 2, 1.5 * (1 + a**4)
        first *= c * m2
        second *= c * c * (n * m4 + n * (n - 1) * m2 * m2) / (n * n)
    return first if k == 1 else second


# %% right: arrays, relative fluctuation, float32
def leaky_moment(widths, a, c, k):
    n = np.asarray(widths, dtype=np.float32)
    mean = np.float32(c * (1 + a**2) / 2) ** len(n)
    if k == 1:
        return mean
    kurtosis = 6 * (1 + a**4) / (1 + a**2) ** 2 - 1
    return mean**2 * np.prod(1 + np.float32(kurtosis) / n)


# %% right: torch
def leaky_moment(widths, a, c, k):
    import torch

    n = torch.tensor(widths, dtype=torch.float64)
    m2, m4 = (1 + a**2) / 2, 3 * (1 + a**4) / 2
    layers = torch.full_like(n, c * m2) if k == 1 else c**2 * (m2**2 + (m4 - m2**2) / n)
    return layers.prod()


# %% wrong, 0.5: the ReLU's 5 for every slope
def leaky_moment(widths, a, c, k):
    mean = (c * (1 + a**2) / 2) ** len(widths)
    return mean if k == 1 else mean**2 * math.prod(1 + 5 / n for n in widths)


# %% wrong, 0.0: the slope is not squared
def leaky_moment(widths, a, c, k):
    m2, m4 = (1 + a) / 2, 3 * (1 + a**2) / 2
    return (c * m2) ** len(widths) if k == 1 else math.prod(c**2 * (m2**2 + (m4 - m2**2) / n) for n in widths)


# %% wrong, 0.5: the fourth moment without its 3
def leaky_moment(widths, a, c, k):
    m2, m4 = (1 + a**2) / 2, (1 + a**4) / 2
    return (c * m2) ** len(widths) if k == 1 else math.prod(c**2 * (m2**2 + (m4 - m2**2) / n) for n in widths)


# %% wrong, 0.5: the square of the mean
def leaky_moment(widths, a, c, k):
    return (c * (1 + a**2) / 2) ** (len(widths) * k)


# %% wrong, 0.0: one layer too few
def leaky_moment(widths, a, c, k):
    m2, m4 = (1 + a**2) / 2, 3 * (1 + a**4) / 2
    inner = widths[:-1]
    return (c * m2) ** len(inner) if k == 1 else math.prod(c**2 * (m2**2 + (m4 - m2**2) / n) for n in inner)


# %% wrong, 0.0: c = 2 is built in
def leaky_moment(widths, a, c, k):
    m2, m4 = (1 + a**2) / 2, 3 * (1 + a**4) / 2
    return (2 * m2) ** len(widths) if k == 1 else math.prod(4 * (m2**2 + (m4 - m2**2) / n) for n in widths)


# %% wrong, 0.5: sums in place of products of layers
def leaky_moment(widths, a, c, k):
    mean = (c * (1 + a**2) / 2) ** len(widths)
    kurtosis = 6 * (1 + a**4) / (1 + a**2) ** 2 - 1
    return mean if k == 1 else mean**2 * (1 + sum(kurtosis / n for n in widths))


# %% wrong, 0.5: right second moment, root of the mean
def leaky_moment(widths, a, c, k):
    m2, m4 = (1 + a**2) / 2, 3 * (1 + a**4) / 2
    return (c * m2) ** (len(widths) / 2) if k == 1 else math.prod(c**2 * (m2**2 + (m4 - m2**2) / n) for n in widths)
