# %% right: solved for N
def votes_for_radius():
    b, alpha, N, K, r = (numbers[key] for key in ("b", "alpha", "N", "votes", "radius"))
    return math.ceil(2 * math.exp(2 * r / b) * -math.log(alpha))


# %% right: searched
def votes_for_radius():
    b, alpha, N, K, r = (numbers[key] for key in ("b", "alpha", "N", "votes", "radius"))
    N = 1
    while True:
        tau = math.sqrt(math.log(1 / alpha) / (2 * N))
        if tau < 0.5 and b * math.log(1 / (2 * tau)) >= r:
            return N
        N += 1


# %% right: numpy float
def votes_for_radius():
    b, alpha, N, K, r = (numbers[key] for key in ("b", "alpha", "N", "votes", "radius"))
    return np.ceil(np.log(1 / alpha) / (0.5 * np.exp(-r / b)) ** 2 / 2)


# %% wrong, 0: radius not doubled
def votes_for_radius():
    b, alpha, N, K, r = (numbers[key] for key in ("b", "alpha", "N", "votes", "radius"))
    return math.ceil(2 * math.exp(r / b) * -math.log(alpha))


# %% wrong, 0: a factor 2 lost
def votes_for_radius():
    b, alpha, N, K, r = (numbers[key] for key in ("b", "alpha", "N", "votes", "radius"))
    return math.ceil(math.exp(2 * r / b) * -math.log(alpha))


# %% wrong, 0: both sides of Hoeffding
def votes_for_radius():
    b, alpha, N, K, r = (numbers[key] for key in ("b", "alpha", "N", "votes", "radius"))
    return math.ceil(2 * math.exp(2 * r / b) * math.log(2 / alpha))


# %% wrong, 0: scale forgotten
def votes_for_radius():
    b, alpha, N, K, r = (numbers[key] for key in ("b", "alpha", "N", "votes", "radius"))
    return math.ceil(2 * math.exp(2 * r / b**2) * -math.log(alpha)) + 7


# %% wrong, 0: a factor 4
def votes_for_radius():
    b, alpha, N, K, r = (numbers[key] for key in ("b", "alpha", "N", "votes", "radius"))
    return math.ceil(4 * math.exp(2 * r / b) * -math.log(alpha))


# %% wrong, 0: chance that all votes agree
def votes_for_radius():
    b, alpha, N, K, r = (numbers[key] for key in ("b", "alpha", "N", "votes", "radius"))
    return math.ceil(math.log(alpha) / math.log(1 - 0.5 * math.exp(-r / b)))
