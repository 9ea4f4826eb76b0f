# %% right: logarithms
def samples_to_twice_the_floor():
    d, sigma2, R0, r = (numbers[key] for key in ("d", "sigma2", "R0", "r"))
    eta = r / (d * sigma2 + (d + 2) * r)
    q = 1 - 4 * eta + 4 * (d + 2) * eta**2
    return math.ceil(math.log(r / (R0 - r)) / math.log(q))


# %% right: one sample after the other
def samples_to_twice_the_floor():
    d, sigma2, R0, r = (numbers[key] for key in ("d", "sigma2", "R0", "r"))
    eta = r / (d * sigma2 + (d + 2) * r)
    q = 1 - 4 * eta + 4 * (d + 2) * eta**2
    steps = 0
    while R0 > 2 * r:
        R0 = q * R0 + 4 * d * sigma2 * eta**2
        steps += 1
    return steps


# %% right: as a float
def samples_to_twice_the_floor():
    d, sigma2, R0, r = (numbers[key] for key in ("d", "sigma2", "R0", "r"))
    eta = r / (d * sigma2 + (d + 2) * r)
    q = 1 - 4 * eta + 4 * (d + 2) * eta**2
    return float(np.ceil(np.log2(R0 / r - 1) / -np.log2(q)))


# %% wrong, 0: limit not subtracted at the start
def samples_to_twice_the_floor():
    d, sigma2, R0, r = (numbers[key] for key in ("d", "sigma2", "R0", "r"))
    eta = r / (d * sigma2 + (d + 2) * r)
    q = 1 - 4 * eta + 4 * (d + 2) * eta**2
    return math.ceil(math.log(R0 / r) / -math.log(q)) + 20


# %% wrong, 0: only the mean step
def samples_to_twice_the_floor():
    d, sigma2, R0, r = (numbers[key] for key in ("d", "sigma2", "R0", "r"))
    eta = r / (d * sigma2 + (d + 2) * r)
    q = 1 - 4 * eta + 4 * (d + 2) * eta**2
    return math.ceil(math.log((R0 - r) / r) / -math.log((1 - 2 * eta) ** 2))


# %% wrong, 0: down to 2r without a floor
def samples_to_twice_the_floor():
    d, sigma2, R0, r = (numbers[key] for key in ("d", "sigma2", "R0", "r"))
    eta = r / (d * sigma2 + (d + 2) * r)
    q = 1 - 4 * eta + 4 * (d + 2) * eta**2
    return math.ceil(math.log(R0 / (2 * r)) / -math.log(q))


# %% wrong, 0: factor 2 of the loss forgotten
def samples_to_twice_the_floor():
    d, sigma2, R0, r = (numbers[key] for key in ("d", "sigma2", "R0", "r"))
    eta = r / (d * sigma2 + (d + 2) * r)
    q = 1 - 4 * eta + 4 * (d + 2) * eta**2
    return math.ceil(math.log((R0 - r) / r) / -math.log(1 - 2 * eta + (d + 2) * eta**2))


# %% wrong, 0: to three times the floor
def samples_to_twice_the_floor():
    d, sigma2, R0, r = (numbers[key] for key in ("d", "sigma2", "R0", "r"))
    eta = r / (d * sigma2 + (d + 2) * r)
    q = 1 - 4 * eta + 4 * (d + 2) * eta**2
    return math.ceil(math.log((R0 - r) / (2 * r)) / -math.log(q))


# %% wrong, 0: rate of the first order
def samples_to_twice_the_floor():
    d, sigma2, R0, r = (numbers[key] for key in ("d", "sigma2", "R0", "r"))
    eta = r / (d * sigma2 + (d + 2) * r)
    q = 1 - 4 * eta + 4 * (d + 2) * eta**2
    return math.ceil(math.log((R0 - r) / r) / (4 * eta))
