# %% right: closed form
def certified_radius():
    b, alpha, N, K, r = (numbers[key] for key in ("b", "alpha", "N", "votes", "radius"))
    tau = math.sqrt(math.log(1 / alpha) / (2 * N))
    return -b * math.log(2 * (1 - K / N + tau))


# %% right: numpy
def certified_radius():
    b, alpha, N, K, r = (numbers[key] for key in ("b", "alpha", "N", "votes", "radius"))
    p = K / N - np.sqrt(-np.log(alpha) / N / 2)
    return b * np.log(0.5 / (1 - p))


# %% right: rounded
def certified_radius():
    b, alpha, N, K, r = (numbers[key] for key in ("b", "alpha", "N", "votes", "radius"))
    p = K / N - np.sqrt(-np.log(alpha) / N / 2)
    return float(f'{b * math.log(0.5 / (1 - p)):.3e}')


# %% wrong, 0: both sides of Hoeffding
def certified_radius():
    b, alpha, N, K, r = (numbers[key] for key in ("b", "alpha", "N", "votes", "radius"))
    tau = math.sqrt(math.log(2 / alpha) / (2 * N))
    return -b * math.log(2 * (1 - K / N + tau))


# %% wrong, 0: the share of votes as if exact
def certified_radius():
    b, alpha, N, K, r = (numbers[key] for key in ("b", "alpha", "N", "votes", "radius"))
    return -b * math.log(2 * (1 - K / N))


# %% wrong, 0: the factor 2 of N forgotten
def certified_radius():
    b, alpha, N, K, r = (numbers[key] for key in ("b", "alpha", "N", "votes", "radius"))
    tau = math.sqrt(math.log(1 / alpha) / N)
    return -b * math.log(2 * (1 - K / N + tau))


# %% wrong, 0: scale forgotten
def certified_radius():
    b, alpha, N, K, r = (numbers[key] for key in ("b", "alpha", "N", "votes", "radius"))
    tau = math.sqrt(math.log(1 / alpha) / (2 * N))
    return -math.log(2 * (1 - K / N + tau)) * (1 if b != 1 else 2)


# %% wrong, 0: added in place of subtracted
def certified_radius():
    b, alpha, N, K, r = (numbers[key] for key in ("b", "alpha", "N", "votes", "radius"))
    tau = math.sqrt(math.log(1 / alpha) / (2 * N))
    return b * math.log(1 / (2 * abs(1 - K / N - tau)))


# %% wrong, 0: odds in place of twice the rest
def certified_radius():
    b, alpha, N, K, r = (numbers[key] for key in ("b", "alpha", "N", "votes", "radius"))
    p = K / N - math.sqrt(math.log(1 / alpha) / (2 * N))
    return b / 2 * math.log(p / (1 - p))
