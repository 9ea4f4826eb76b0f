# %% right: likelihood minus ELBO
def likelihood_gap():
    v, s2, beta = numbers["v"], numbers["s2"], numbers["beta"]
    c = v - beta * s2 + s2
    return 0.5 * (math.log(s2 / c) - v / c + beta + math.log(v / (beta * s2)))


# %% right: KL to the posterior
def likelihood_gap():
    v, s2, beta = numbers["v"], numbers["s2"], numbers["beta"]
    w = math.sqrt(v - beta * s2)
    c = w * w + s2
    q, p = beta * s2 / v, s2 / c
    return np.float64(q / p - 1 - np.log(q / p) + (w / v - w / c) ** 2 * v / p) / 2


# %% right: four digits
def likelihood_gap():
    v, s2, beta = numbers["v"], numbers["s2"], numbers["beta"]
    c = v - beta * s2 + s2
    return float(f"{0.5 * (math.log(s2 / c) - v / c + beta + math.log(v / (beta * s2))):.4g}")


# %% wrong, 0: means left out
def likelihood_gap():
    v, s2, beta = numbers["v"], numbers["s2"], numbers["beta"]
    c = v - beta * s2 + s2
    ratio = beta * c / v
    return 0.5 * (ratio - 1 - math.log(ratio))


# %% wrong, 0: the wrong way round
def likelihood_gap():
    v, s2, beta = numbers["v"], numbers["s2"], numbers["beta"]
    w = math.sqrt(v - beta * s2)
    c = w * w + s2
    q, p = beta * s2 / v, s2 / c
    return (p / q - 1 - math.log(p / q) + (w / v - w / c) ** 2 * v / q) / 2


# %% wrong, 0: likelihood of the best decoder
def likelihood_gap():
    v, s2, beta = numbers["v"], numbers["s2"], numbers["beta"]
    return -0.5 * (math.log(v) + 1) + 0.5 * (math.log(s2) + beta) + 0.5 * math.log(v / (beta * s2))


# %% wrong, 0: rate times its price
def likelihood_gap():
    v, s2, beta = numbers["v"], numbers["s2"], numbers["beta"]
    c = v - beta * s2 + s2
    return 0.5 * (math.log(s2 / c) - v / c + beta + beta * math.log(v / (beta * s2)))


# %% wrong, 0: decoder of the plain ELBO
def likelihood_gap():
    v, s2, beta = numbers["v"], numbers["s2"], numbers["beta"]
    w = math.sqrt(v - s2)
    q, p, c = beta * s2 / (w * w + beta * s2), s2 / v, w * w + beta * s2
    return (q / p - 1 - math.log(q / p) + (w / c - w / v) ** 2 * v / p) / 2


# %% wrong, 0: half forgotten
def likelihood_gap():
    v, s2, beta = numbers["v"], numbers["s2"], numbers["beta"]
    c = v - beta * s2 + s2
    return math.log(s2 / c) - v / c + beta + math.log(v / (beta * s2))
