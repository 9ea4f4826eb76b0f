# %% right: the ratio of variances
def symmetric_units():
    p, theta, k, n = (numbers[key] for key in ("p", "theta", "k", "n"))
    square = (theta**2 / 2 + (1 - theta) ** 2 / 2) ** p
    return math.ceil(n * (0.5 ** (k + 1) - square) / (0.5 - square))


# %% right: counted
def symmetric_units():
    p, theta, k, n = (numbers[key] for key in ("p", "theta", "k", "n"))
    square = (theta**2 / 2 + (1 - theta) ** 2 / 2) ** p
    units = 1
    while (2.0 ** -(k + 1) - square) / units > (0.5 - square) / n:
        units += 1
    return units


# %% right: integer division
def symmetric_units():
    p, theta, k, n = (numbers[key] for key in ("p", "theta", "k", "n"))
    square = (theta**2 / 2 + (1 - theta) ** 2 / 2) ** p
    return int(-(-n * (2.0 ** -(k + 1) - square) // (0.5 - square)))


# %% wrong, 0: one factor 1/2 too many
def symmetric_units():
    p, theta, k, n = (numbers[key] for key in ("p", "theta", "k", "n"))
    square = (theta**2 / 2 + (1 - theta) ** 2 / 2) ** p
    return math.ceil(n * (0.5 ** (k + 2) - square) / (0.5 - square))


# %% wrong, 0: all flips
def symmetric_units():
    p, theta, k, n = (numbers[key] for key in ("p", "theta", "k", "n"))
    square = (theta**2 / 2 + (1 - theta) ** 2 / 2) ** p
    return math.ceil(n * (0.5 ** (k + 1) - square) / (0.5 - square)) * 2**k


# %% wrong, 0: norm of the target forgotten
def symmetric_units():
    p, theta, k, n = (numbers[key] for key in ("p", "theta", "k", "n"))
    return math.ceil(n * 0.5**k)


# %% wrong, 0: the flipped cosines only
def symmetric_units():
    p, theta, k, n = (numbers[key] for key in ("p", "theta", "k", "n"))
    square = (theta**2 / 2 + (1 - theta) ** 2 / 2) ** p
    return math.ceil(n * (0.5**k - square) / (0.5 - square))


# %% wrong, 0: gain in place of the rest
def symmetric_units():
    p, theta, k, n = (numbers[key] for key in ("p", "theta", "k", "n"))
    square = (theta**2 / 2 + (1 - theta) ** 2 / 2) ** p
    return math.ceil(n * (0.5 - 0.5 ** (k + 1)) / (0.5 - square)) + n
