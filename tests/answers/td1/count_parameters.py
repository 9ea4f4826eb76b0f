# %% right: sum over consecutive widths
def count_parameters(dims, bias=True):
    return sum(m * (d + bias) for d, m in zip(dims[:-1], dims[1:]))


# %% right: count the entries of real arrays
def count_parameters(dims, bias=True):
    total = 0
    for l in range(1, len(dims)):
        total += np.zeros((dims[l], dims[l - 1])).size
        if bias:
            total += np.zeros(dims[l]).size
    return total


# %% right: scalar products, a float comes out
def count_parameters(dims, bias=True):
    d = np.array(dims, dtype=np.float32)
    weights = d[1:] @ d[:-1]
    return weights + d[1:].sum() if bias else weights


# %% wrong, 0.5: the biases are always counted
def count_parameters(dims, bias=True):
    return sum(m * (d + 1) for d, m in zip(dims[:-1], dims[1:]))


# %% wrong, 0.5: the biases are never counted
def count_parameters(dims, bias=True):
    return sum(m * d for d, m in zip(dims[:-1], dims[1:]))


# %% wrong, 0.5: one bias per input instead of per output
def count_parameters(dims, bias=True):
    return sum((m + bias) * d for d, m in zip(dims[:-1], dims[1:]))


# %% wrong, 0.5: one bias per layer
def count_parameters(dims, bias=True):
    return sum(m * d + bias for d, m in zip(dims[:-1], dims[1:]))


# %% wrong, 0.5: no bias in the last layer
def count_parameters(dims, bias=True):
    total = sum(m * d for d, m in zip(dims[:-1], dims[1:]))
    return total + sum(dims[1:-1]) if bias else total


# %% wrong, 0.0: off by one, the last layer is forgotten
def count_parameters(dims, bias=True):
    return sum(dims[l] * (dims[l - 1] + bias) for l in range(1, len(dims) - 1))


# %% wrong, 0.0: the formula for equal widths
def count_parameters(dims, bias=True):
    return (len(dims) - 1) * dims[0] * (dims[0] + bias)


# %% wrong, 0.0: counts neurons
def count_parameters(dims, bias=True):
    return sum(dims)
