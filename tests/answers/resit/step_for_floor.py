# %% right: solved for the step
def step_for_floor():
    d, sigma2, R0, r = (numbers[key] for key in ("d", "sigma2", "R0", "r"))
    return r / (d * sigma2 + (d + 2) * r)


# %% right: rounded to four digits
def step_for_floor():
    d, sigma2, R0, r = (numbers[key] for key in ("d", "sigma2", "R0", "r"))
    return float(f"{1 / (d * sigma2 / r + d + 2):.3e}")


# %% right: by bisection
def step_for_floor():
    d, sigma2, R0, r = (numbers[key] for key in ("d", "sigma2", "R0", "r"))
    low, high = 0.0, 1 / (d + 2)
    for _ in range(100):
        eta = (low + high) / 2
        if eta * d * sigma2 < r * (1 - (d + 2) * eta):
            low = eta
        else:
            high = eta
    return np.float64(low)


# %% wrong, 0: the loss with a factor 1/2
def step_for_floor():
    d, sigma2, R0, r = (numbers[key] for key in ("d", "sigma2", "R0", "r"))
    return 2 * r / (d * sigma2 + (d + 2) * r)


# %% wrong, 0: the noise of one coordinate
def step_for_floor():
    d, sigma2, R0, r = (numbers[key] for key in ("d", "sigma2", "R0", "r"))
    return r / (sigma2 + (d + 2) * r)


# %% wrong, 0: fourth moment forgotten
def step_for_floor():
    d, sigma2, R0, r = (numbers[key] for key in ("d", "sigma2", "R0", "r"))
    return r / (d * sigma2 + r)


# %% wrong, 0: only the leading order
def step_for_floor():
    d, sigma2, R0, r = (numbers[key] for key in ("d", "sigma2", "R0", "r"))
    return r / (d * sigma2)


# %% wrong, 0: the limit of stability
def step_for_floor():
    d, sigma2, R0, r = (numbers[key] for key in ("d", "sigma2", "R0", "r"))
    return 1 / (d + 2)


# %% wrong, 0: sign lost
def step_for_floor():
    d, sigma2, R0, r = (numbers[key] for key in ("d", "sigma2", "R0", "r"))
    return r / (d * sigma2 - (d + 2) * r)


# %% wrong, 0: no number
def step_for_floor():
    d, sigma2, R0, r = (numbers[key] for key in ("d", "sigma2", "R0", "r"))
    return float("nan")
