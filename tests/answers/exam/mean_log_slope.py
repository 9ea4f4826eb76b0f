# %% right: entropy
def mean_log_slope():
    a, p = numbers["a"], numbers["iterates"]
    return p * (a * math.log(1 / a) + (1 - a) * math.log(1 / (1 - a)))


# %% right: sum over all intervals, doubled p times
def mean_log_slope():
    lengths = np.ones(1)
    for _ in range(numbers["iterates"]):
        lengths = np.concatenate([numbers["a"] * lengths, (1 - numbers["a"]) * lengths])
    return float(-(lengths * np.log(lengths)).sum())


# %% wrong, 0.0: one step only
def mean_log_slope():
    a, p = numbers["a"], numbers["iterates"]
    return -(a * math.log(a) + (1 - a) * math.log(1 - a))


# %% wrong, 0.0: sign
def mean_log_slope():
    a, p = numbers["a"], numbers["iterates"]
    return p * (a * math.log(a) + (1 - a) * math.log(1 - a))


# %% wrong, 0.0: the symmetric tent
def mean_log_slope():
    a, p = numbers["a"], numbers["iterates"]
    return p * math.log(2)


# %% wrong, 0.0: mean over intervals, each counted once
def mean_log_slope():
    a, p = numbers["a"], numbers["iterates"]
    return -p * (math.log(a) + math.log(1 - a)) / 2


# %% wrong, 0.0: logarithm of the mean slope
def mean_log_slope():
    a, p = numbers["a"], numbers["iterates"]
    return p * math.log(a / a + (1 - a) / (1 - a))


# %% wrong, 0.0: logarithms in base 2
def mean_log_slope():
    a, p = numbers["a"], numbers["iterates"]
    return -p * (a * math.log2(a) + (1 - a) * math.log2(1 - a))


# %% wrong, 0.0: sides exchanged
def mean_log_slope():
    a, p = numbers["a"], numbers["iterates"]
    return -p * ((1 - a) * math.log(a) + a * math.log(1 - a))
