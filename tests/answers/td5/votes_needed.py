# %% right: the survival function, from below
def votes_needed(p, n, alpha):
    for k in range(1, n + 1):
        if special.bdtrc(k - 1, n, p) <= alpha:
            return k
    return n + 1


# %% right: Clopper and Pearson's bound turned around
def votes_needed(p, n, alpha):
    k = np.arange(1, n + 1)
    return n + 1 - int(np.sum(special.betaincinv(k, n - k + 1, alpha) >= p))


# %% right: recursion for the probabilities with logarithms
def votes_needed(p, n, alpha):
    log = n * math.log(p)
    tail = 0.0
    for k in range(n, 0, -1):
        tail += math.exp(log)
        if tail > alpha:
            return k + 1
        log += math.log(k) - math.log(n - k + 1) + math.log1p(-p) - math.log(p)
    return 0 if tail + math.exp(log) <= alpha else 1


# %% wrong, 0.0: the tail without k itself
def votes_needed(p, n, alpha):
    return next((k for k in range(n + 1) if special.bdtrc(k, n, p) <= alpha), n + 1)


# %% wrong, 0.0: two-sided
def votes_needed(p, n, alpha):
    return next((k for k in range(1, n + 1) if special.bdtrc(k - 1, n, p) <= alpha / 2), n + 1)


# %% wrong, 0.0: normal approximation
def votes_needed(p, n, alpha):
    return min(n + 1, math.ceil(n * p + special.ndtri(1 - alpha) * math.sqrt(n * p * (1 - p))))


# %% wrong, 0.0: Hoeffding's inequality
def votes_needed(p, n, alpha):
    return min(n + 1, math.ceil(n * (p + math.sqrt(math.log(1 / alpha) / (2 * n)))))


# %% wrong, 0.0: n when n votes are not enough
def votes_needed(p, n, alpha):
    return next((k for k in range(1, n + 1) if special.bdtrc(k - 1, n, p) <= alpha), n)


# %% wrong, 0.0: the lower tail
def votes_needed(p, n, alpha):
    return next((k for k in range(1, n + 1) if special.bdtr(k, n, p) >= alpha), n + 1)


# %% wrong, 0.0: the probability of exactly k votes
def votes_needed(p, n, alpha):
    pmf = lambda k: math.comb(n, k) * p**k * (1 - p) ** (n - k)
    return next((k for k in range(math.ceil(n * p), n + 1) if pmf(k) <= alpha), n + 1)
