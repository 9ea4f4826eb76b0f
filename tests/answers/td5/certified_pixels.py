# %% right: exact integers for small images, logarithms of factorials for large ones
def certified_pixels(p, d, keep):
    def delta(r):
        if r > d - keep:
            return 1.0
        if d < 200:
            return 1 - math.comb(d - r, keep) / math.comb(d, keep)
        f = math.lgamma
        return 1 - math.exp(f(d - r + 1) - f(d - r - keep + 1) - f(d + 1) + f(d - keep + 1))

    r = -1
    while r < d and delta(r + 1) < p - 0.5:
        r += 1
    return r


# %% right: all fractions by a cumulative product
def certified_pixels(p, d, keep):
    r = np.arange(d - keep + 1)
    seen = 1 - np.concatenate([[1.0], np.cumprod((d - r - keep) / (d - r))])
    return int(np.sum(seen < p - 0.5)) - 1


# %% right: the hidden pixels one by one, float32
def certified_pixels(p, d, keep):
    import torch

    r = torch.arange(d - keep)
    unseen = torch.cumprod(1 - keep / (d - r).float(), dim=0)
    if p <= 0.5:
        return -1
    return int((1 - unseen < p - 0.5).sum())


# %% wrong, 0.0: the first number that is too large
def certified_pixels(p, d, keep):
    r, unseen = 0, 1.0
    while 1 - unseen < p - 0.5 and r < d:
        unseen *= max(0.0, (d - r - keep) / (d - r))
        r += 1
    return r


# %% wrong, 0.0: one half is forgotten
def certified_pixels(p, d, keep):
    r, unseen = -1, 1.0
    while 1 - unseen < p and r < d:
        r += 1
        unseen *= max(0.0, (d - r - keep) / (d - r)) if r < d else 0.0
    return r


# %% wrong, 0.5: binomial coefficients in floating point
def certified_pixels(p, d, keep):
    r, total = -1, special.comb(d, keep)
    while r < d and 1 - special.comb(d - r - 1, keep) / total < p - 0.5:
        r += 1
    return r


# %% wrong, 0.5: 0 in place of -1
def certified_pixels(p, d, keep):
    r, unseen = -1, 1.0
    while 1 - unseen < p - 0.5:
        r += 1
        unseen *= max(0.0, (d - r - keep) / (d - r)) if r < d else 0.0
    return max(r, 0)


# %% wrong, 0.0: pixels shown with replacement
def certified_pixels(p, d, keep):
    r = -1
    while r < d and 1 - (1 - (r + 1) / d) ** keep < p - 0.5:
        r += 1
    return r


# %% wrong, 0.0: union bound for the changed pixels
def certified_pixels(p, d, keep):
    return max([r for r in range(d + 1) if r * keep / d < p - 0.5], default=-1)


# %% wrong, 0.0: the second class may gain as much again
def certified_pixels(p, d, keep):
    r, unseen = -1, 1.0
    while 2 * (1 - unseen) < p - 0.5:
        r += 1
        unseen *= max(0.0, (d - r - keep) / (d - r)) if r < d else 0.0
    return r
