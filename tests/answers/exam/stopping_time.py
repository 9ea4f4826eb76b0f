# %% right: solved
def stopping_time():
    d, eps = numbers["bits"], numbers["tv"]
    return -0.5 * math.log(math.expm1(math.log1p(4 * eps**2) / d))


# %% right: a fine search
def stopping_time():
    d, eps = numbers["bits"], numbers["tv"]
    t = 0.0
    for step in (1.0, 0.1, 0.01, 0.001, 0.0001):
        while 0.5 * math.sqrt((1 + math.exp(-2 * (t + step))) ** d - 1) > eps:
            t += step
    return t


# %% wrong, 0.0: the bound of 5A
def stopping_time():
    d, eps = numbers["bits"], numbers["tv"]
    return math.log(d / (2 * eps))


# %% wrong, 0.0: e^(-t) for e^(-2t)
def stopping_time():
    d, eps = numbers["bits"], numbers["tv"]
    return -math.log(math.expm1(math.log1p(4 * eps**2) / d))


# %% wrong, 0.0: half missing
def stopping_time():
    d, eps = numbers["bits"], numbers["tv"]
    return -0.5 * math.log(math.expm1(math.log1p(eps**2) / d))


# %% wrong, 0.0: root missing
def stopping_time():
    d, eps = numbers["bits"], numbers["tv"]
    return -0.5 * math.log(math.expm1(math.log1p(2 * eps) / d))


# %% wrong, 0.0: no power d
def stopping_time():
    d, eps = numbers["bits"], numbers["tv"]
    return -0.5 * math.log(4 * eps**2)


# %% wrong, 0.0: sign
def stopping_time():
    d, eps = numbers["bits"], numbers["tv"]
    return 0.5 * math.log(math.expm1(math.log1p(4 * eps**2) / d))


# %% wrong, 0.0: total variation without its half
def stopping_time():
    d, eps = numbers["bits"], numbers["tv"]
    return -0.5 * math.log(math.expm1(math.log1p(16 * eps**2) / d))


# %% wrong, 0.0: first order for small e^(-2t)
def stopping_time():
    return 0.5 * math.log(numbers["bits"] / (4 * numbers["tv"] ** 2))
