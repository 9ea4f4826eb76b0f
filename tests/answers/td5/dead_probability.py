# %% right: logarithms
def dead_probability(widths):
    return -math.expm1(sum(math.log1p(-(0.5**n)) for n in widths if n > 0))


# %% right: exact fractions of integers
def dead_probability(widths):
    alive = total = 1
    for n in widths:
        alive, total = alive * (2**n - 1), total * 2**n
    return (total - alive) / total


# %% right: chances to die in each layer, arrays, float32
def dead_probability(widths):
    off = np.float32(0.5) ** np.asarray(widths, dtype=np.float32)
    alive = np.concatenate([[1.0], np.cumprod(1 - off)[:-1]])
    return np.sum(off * alive, dtype=np.float32)


# %% wrong, 0.5: one minus the product
def dead_probability(widths):
    return 1 - math.prod(1 - 0.5**n for n in widths)


# %% wrong, 0.5: union bound
def dead_probability(widths):
    return sum(0.5**n for n in widths)


# %% wrong, 0.0: all layers off at once
def dead_probability(widths):
    return math.prod(0.5**n for n in widths)


# %% wrong, 0.0: the narrowest layer only
def dead_probability(widths):
    return 0.5 ** min(widths)


# %% wrong, 0.0: the last layer only
def dead_probability(widths):
    return 0.5 ** widths[-1]


# %% wrong, 0.0: the probability to survive
def dead_probability(widths):
    return math.prod(1 - 0.5**n for n in widths)


# %% wrong, 0.0: one neuron off is enough
def dead_probability(widths):
    return 1 - 0.5 ** sum(widths)
