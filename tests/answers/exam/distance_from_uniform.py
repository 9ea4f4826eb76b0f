# %% right: the sum as it stands
def distance_from_uniform(d, t):
    w = (1 - math.exp(-t)) / 2
    return sum(math.comb(d, j) * abs(w**j * (1 - w) ** (d - j) - 2.0**-d) for j in range(d + 1)) / 2


# %% right: big integers for the binomials, logarithms for the rest
def distance_from_uniform(d, t):
    if t == 0:
        return 1 - 0.5**d
    w, count, total = -math.expm1(-t) / 2, 1, 0.0
    for j in range(d + 1):
        size = math.log(count)
        total += max(math.exp(size + j * math.log(w) + (d - j) * math.log(1 - w)) - math.exp(size - d * math.log(2)), 0)
        count = count * (d - j) // (j + 1)
    return total


# %% right: arrays of cumulated logarithms
def distance_from_uniform(d, t):
    logs = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, d + 1)))])
    j = np.arange(d + 1)
    count = logs[d] - logs - logs[::-1]
    w = (1 - math.exp(-t)) / 2
    noisy = np.where(j == 0, 1.0, 0.0) if w == 0 else np.exp(count + j * np.log(w) + (d - j) * np.log(1 - w))
    return 0.5 * np.abs(noisy - np.exp(count - d * np.log(2))).sum()


# %% right: the event that at most j bits are wrong
def distance_from_uniform(d, t):
    w = (1 - math.exp(-t)) / 2
    if w == 0:
        return 1 - 0.5**d
    best = first = second = 0.0
    for j in range(d + 1):
        count = math.lgamma(d + 1) - math.lgamma(j + 1) - math.lgamma(d - j + 1)
        first += math.exp(count + j * math.log(w) + (d - j) * math.log1p(-w))
        second += math.exp(count - d * math.log(2))
        best = max(best, first - second)
    return best


# %% wrong, 0.5: logarithm of 0 at t = 0
def distance_from_uniform(d, t):
    w, total = (1 - math.exp(-t)) / 2, 0.0
    for j in range(d + 1):
        count = math.lgamma(d + 1) - math.lgamma(j + 1) - math.lgamma(d - j + 1)
        noisy = math.exp(count + j * math.log(w) + (d - j) * math.log1p(-w))
        total += abs(noisy - math.exp(count - d * math.log(2)))
    return total / 2


# %% wrong, 0.0: half missing
def distance_from_uniform(d, t):
    w, total = max((1 - math.exp(-t)) / 2, 1e-300), 0.0
    for j in range(d + 1):
        count = math.lgamma(d + 1) - math.lgamma(j + 1) - math.lgamma(d - j + 1)
        noisy = math.exp(count + j * math.log(w) + (d - j) * math.log1p(-w))
        total += abs(noisy - math.exp(count - d * math.log(2)))
    return total


# %% wrong, 0.0: a replaced bit is always wrong
def distance_from_uniform(d, t):
    w, total = min(max(1 - math.exp(-t), 1e-300), 1 - 1e-12), 0.0
    for j in range(d + 1):
        count = math.lgamma(d + 1) - math.lgamma(j + 1) - math.lgamma(d - j + 1)
        noisy = math.exp(count + j * math.log(w) + (d - j) * math.log1p(-w))
        total += abs(noisy - math.exp(count - d * math.log(2)))
    return total / 2


# %% wrong, 0.0: binomials forgotten
def distance_from_uniform(d, t):
    w = (1 - math.exp(-t)) / 2
    return sum(abs(w**j * (1 - w) ** (d - j) - 0.5**d) for j in range(d + 1)) / 2


# %% wrong, 0.0: the bound instead of the distance
def distance_from_uniform(d, t):
    return math.sqrt((1 + math.exp(-2 * t)) ** d - 1) / 2


# %% wrong, 0.0: bit by bit, as if distances added
def distance_from_uniform(d, t):
    return min(1.0, d * math.exp(-t) / 2)


# %% wrong, 0.5: Pascal's triangle in 64 bits
def distance_from_uniform(d, t):
    w, count = (1 - math.exp(-t)) / 2, np.ones(1, dtype=np.int64)
    for _ in range(d):
        count = np.append(count, 0) + np.append(0, count)
    return sum(int(count[j]) * abs(w**j * (1 - w) ** (d - j) - 0.5**d) for j in range(d + 1)) / 2


# %% wrong, 0.5: a Gaussian instead of the binomials of long words
def distance_from_uniform(d, t):
    if d > 100:
        return math.erf(math.sqrt(d / 8) * math.exp(-t))
    w = (1 - math.exp(-t)) / 2
    return sum(math.comb(d, j) * abs(w**j * (1 - w) ** (d - j) - 0.5**d) for j in range(d + 1)) / 2
