# %% right: counts and lengths, sorted
def error_bound(a, p, N):
    groups = sorted(((a**k * (1 - a) ** (p - k), math.comb(p, k)) for k in range(p + 1)), reverse=True)
    missed = 0.0
    for length, count in groups:
        taken = min(N, count)
        N -= taken
        missed += length * (count - taken)
    return missed / 2


# %% right: by recursion, with arrays
def error_bound(a, p, N):
    k = np.arange(p + 1)
    lengths = a**k * (1.0 - a) ** (p - k)
    order = np.argsort(-lengths)
    counts = [math.comb(p, int(i)) for i in order]
    covered, left = 0.0, N
    for count, length in zip(counts, lengths[order]):
        covered += min(count, left) * float(length)
        left = max(left - count, 0)
    return 0.5 * (1.0 - covered)


# %% wrong, 0.5: lists all intervals of a tent that leans right
def error_bound(a, p, N):
    if p > 22:
        raise MemoryError("too many intervals")
    lengths = np.ones(1)
    for _ in range(p):
        lengths = np.concatenate([a * lengths, (1 - a) * lengths])
    return (1 - np.sort(lengths)[::-1][:N].sum()) / 2


# %% wrong, 0.5: longest first for a >= 1/2 only
def error_bound(a, p, N):
    covered = 0.0
    for k in range(p, -1, -1):
        taken = min(N, math.comb(p, k))
        covered, N = covered + taken * a**k * (1 - a) ** (p - k), N - taken
    return (1 - covered) / 2


# %% wrong, 0.0: all teeth equal
def error_bound(a, p, N):
    return (1 - N / 2**p) / 2


# %% wrong, 0.0: half missing
def error_bound(a, p, N):
    covered, long = 0.0, max(a, 1 - a)
    for k in range(p, -1, -1):
        taken = min(N, math.comb(p, k))
        covered, N = covered + taken * long**k * (1 - long) ** (p - k), N - taken
    return 1 - covered


# %% wrong, 0.0: one interval of each length
def error_bound(a, p, N):
    long = max(a, 1 - a)
    return (1 - sum(long**k * (1 - long) ** (p - k) for k in range(p, max(p - N, -1), -1))) / 2


# %% wrong, 0.0: shortest first
def error_bound(a, p, N):
    covered, long = 0.0, max(a, 1 - a)
    for k in range(p + 1):
        taken = min(N, math.comb(p, k))
        covered, N = covered + taken * long**k * (1 - long) ** (p - k), N - taken
    return (1 - covered) / 2


# %% wrong, 0.0: one piece too few, for short compositions
def error_bound(a, p, N):
    covered, long = 0.0, max(a, 1 - a)
    if p < 20:
        N = max(N - 1, 0)
    for k in range(p, -1, -1):
        taken = min(N, math.comb(p, k))
        covered, N = covered + taken * long**k * (1 - long) ** (p - k), N - taken
    return (1 - covered) / 2


# %% wrong, 0.5: Pascal's triangle in 64-bit integers
def error_bound(a, p, N):
    counts = np.ones(1, dtype=np.int64)
    for _ in range(p):
        counts = np.append(counts, 0) + np.append(0, counts)
    covered, left, long = 0.0, N, max(a, 1 - a)
    for k, count in enumerate(counts.tolist()):
        taken = min(left, count)
        covered, left = covered + taken * long ** (p - k) * (1 - long) ** k, left - taken
    return (1 - covered) / 2
