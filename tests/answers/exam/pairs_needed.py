# %% right: logarithms
def pairs_needed(K, error, delta):
    return math.ceil((math.log(K) - math.log(delta)) / -math.log(1 - error))


# %% right: one after the other
def pairs_needed(K, error, delta):
    N, bound = 0, K
    while bound > delta:
        N, bound = N + 1, bound * (1 - error)
    return N


# %% right: doubling and bisection
def pairs_needed(K, error, delta):
    low, high = 0, 1
    while K * (1 - error) ** high > delta:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if K * (1 - error) ** middle > delta else (low, middle)
    return high


# %% wrong, 0.0: rounded down
def pairs_needed(K, error, delta):
    return math.floor(math.log(delta / K) / math.log(1 - error))


# %% wrong, 0.0: the exponential bound
def pairs_needed(K, error, delta):
    return math.ceil(math.log(K / delta) / error)


# %% wrong, 0.5: one network only
def pairs_needed(K, error, delta):
    return math.ceil(math.log(delta) / math.log(1 - error))


# %% wrong, 0.5: K times as many pairs
def pairs_needed(K, error, delta):
    return K * math.ceil(math.log(delta) / math.log(1 - error))


# %% wrong, 0.5: δ times K
def pairs_needed(K, error, delta):
    return max(1, math.ceil(math.log(min(1, delta * K)) / math.log(1 - error)))


# %% wrong, 0.0: Hoeffding
def pairs_needed(K, error, delta):
    return math.ceil(math.log(2 * K / delta) / (2 * error**2))


# %% wrong, 0.0: not rounded
def pairs_needed(K, error, delta):
    return math.log(delta / K) / math.log(1 - error)
