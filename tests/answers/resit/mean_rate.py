# %% right: the formula
def mean_rate():
    v, s2, beta = numbers["v"], numbers["s2"], numbers["beta"]
    return 0.5 * (math.log(v) - math.log(beta * s2))


# %% right: from the encoder
def mean_rate():
    v, s2, beta = numbers["v"], numbers["s2"], numbers["beta"]
    w2 = v - beta * s2
    slope, omega = math.sqrt(w2) / v, beta * s2 / v
    return (omega + slope**2 * v - 1 - np.log(omega)) / 2


# %% right: four digits
def mean_rate():
    v, s2, beta = numbers["v"], numbers["s2"], numbers["beta"]
    return float(f"{0.5 * math.log(v / (beta * s2)):.3e}")


# %% right: a list of one number
def mean_rate():
    v, s2, beta = (numbers[key] for key in ("v", "s2", "beta"))
    return [math.log(v / (beta * s2)) / 2]


# %% right: a matrix with one entry
def mean_rate():
    v, s2, beta = (numbers[key] for key in ("v", "s2", "beta"))
    return np.log(np.array([[v / (beta * s2)]])) / 2


# %% wrong, 0: bits
def mean_rate():
    v, s2, beta = numbers["v"], numbers["s2"], numbers["beta"]
    return 0.5 * math.log2(v / (beta * s2))


# %% wrong, 0: price forgotten
def mean_rate():
    v, s2, beta = numbers["v"], numbers["s2"], numbers["beta"]
    return 0.5 * math.log(v / s2)


# %% wrong, 0: half forgotten
def mean_rate():
    v, s2, beta = numbers["v"], numbers["s2"], numbers["beta"]
    return math.log(v / (beta * s2))


# %% wrong, 0: price times rate
def mean_rate():
    v, s2, beta = numbers["v"], numbers["s2"], numbers["beta"]
    return beta * 0.5 * math.log(v / (beta * s2))


# %% wrong, 0: means of the codes forgotten
def mean_rate():
    v, s2, beta = numbers["v"], numbers["s2"], numbers["beta"]
    omega = beta * s2 / v
    return (omega - 1 - math.log(omega)) / 2


# %% wrong, 0: one plus the ratio
def mean_rate():
    v, s2, beta = numbers["v"], numbers["s2"], numbers["beta"]
    return 0.5 * math.log(1 + v / (beta * s2))
