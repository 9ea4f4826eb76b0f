# %% right: solved for the price
def price_for_rate():
    v, s2, kappa = numbers["v"], numbers["s2"], numbers["kappa"]
    return v / s2 * math.exp(-2 * kappa)


# %% right: numpy, from the distortion
def price_for_rate():
    v, s2, kappa = numbers["v"], numbers["s2"], numbers["kappa"]
    distortion = v / np.exp(kappa) ** 2
    return distortion / s2


# %% right: by bisection
def price_for_rate():
    v, s2, kappa = numbers["v"], numbers["s2"], numbers["kappa"]
    low, high = 1.0, v / s2
    for _ in range(60):
        middle = (low + high) / 2
        if 0.5 * math.log(v / (middle * s2)) > kappa:
            low = middle
        else:
            high = middle
    return middle


# %% right: four digits
def price_for_rate():
    v, s2, kappa = numbers["v"], numbers["s2"], numbers["kappa"]
    return float(f"{math.exp(math.log(v / s2) - 2 * kappa):.3e}")


# %% wrong, 0: half forgotten
def price_for_rate():
    v, s2, kappa = numbers["v"], numbers["s2"], numbers["kappa"]
    return v / s2 * math.exp(-kappa)


# %% wrong, 0: half on the wrong side
def price_for_rate():
    v, s2, kappa = numbers["v"], numbers["s2"], numbers["kappa"]
    return v / s2 * math.exp(-kappa / 2)


# %% wrong, 0: bits
def price_for_rate():
    v, s2, kappa = numbers["v"], numbers["s2"], numbers["kappa"]
    return v / s2 * 4**-kappa


# %% wrong, 0: sign lost
def price_for_rate():
    v, s2, kappa = numbers["v"], numbers["s2"], numbers["kappa"]
    return v / s2 * math.exp(2 * kappa)


# %% wrong, 0: noise and variance exchanged
def price_for_rate():
    v, s2, kappa = numbers["v"], numbers["s2"], numbers["kappa"]
    return s2 / v * math.exp(2 * kappa)


# %% wrong, 0: distortion, not price
def price_for_rate():
    v, kappa = numbers["v"], numbers["kappa"]
    return v * math.exp(-2 * kappa)


# %% wrong, 0: the price for which nothing is coded
def price_for_rate():
    return numbers["v"] / numbers["s2"]


# %% wrong, 0: the paper's own price
def price_for_rate():
    return numbers["beta"]


# %% wrong, 0: w² taken for the variance
def price_for_rate():
    v, s2, kappa = numbers["v"], numbers["s2"], numbers["kappa"]
    return v / s2 / (math.exp(2 * kappa) + 1)
