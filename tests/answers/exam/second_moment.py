# %% right: the formula
def second_moment():
    keep, n, l = numbers["keep"], numbers["width"], numbers["layers"]
    return math.exp(l * math.log1p((6 / keep - 1) / n))


# %% right: layer by layer
def second_moment():
    keep, n, l = numbers["keep"], numbers["width"], numbers["layers"]
    value = 1.0
    for _ in range(l):
        value *= 1 + 6 / (keep * n) - 1 / n
    return value


# %% wrong, 0.0: without dropout
def second_moment():
    keep, n, l = numbers["keep"], numbers["width"], numbers["layers"]
    return (1 + 5 / n) ** l


# %% wrong, 0.0: one layer
def second_moment():
    keep, n, l = numbers["keep"], numbers["width"], numbers["layers"]
    return 1 + (6 / keep - 1) / n


# %% wrong, 0.0: layers added
def second_moment():
    keep, n, l = numbers["keep"], numbers["width"], numbers["layers"]
    return 1 + l * (6 / keep - 1) / n


# %% wrong, 0.0: 5/κ
def second_moment():
    keep, n, l = numbers["keep"], numbers["width"], numbers["layers"]
    return (1 + 5 / keep / n) ** l


# %% wrong, 0.0: κ times instead of divided
def second_moment():
    keep, n, l = numbers["keep"], numbers["width"], numbers["layers"]
    return (1 + (6 * keep - 1) / n) ** l


# %% wrong, 0.0: one layer too few
def second_moment():
    keep, n, l = numbers["keep"], numbers["width"], numbers["layers"]
    return (1 + (6 / keep - 1) / n) ** (l - 1)


# %% wrong, 0.0: mean instead of mean square
def second_moment():
    keep, n, l = numbers["keep"], numbers["width"], numbers["layers"]
    return 1.0
