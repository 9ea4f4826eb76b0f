# %% right: two sums of binomial coefficients
def count_regions_arrangement(n, d, bias=True):
    if bias:
        return sum(math.comb(n, j) for j in range(d + 1))
    return 2 * sum(math.comb(n - 1, j) for j in range(d))


# %% right: the recursion in n, in tables
def count_regions_arrangement(n, d, bias=True):
    row = [1] * (d + 1)  # n = 0, dimensions 0 ... d
    start = 0
    if not bias:  # through the origin: one hyperplane makes 2 regions, and in dimension 0 there is 1 point
        row = [1] + [2] * d
        row = [1, 2] + [2] * (d - 1)
        start = 1
        for _ in range(start, n):
            row = [1, 2] + [row[k] + row[k - 1] for k in range(2, d + 1)]
        return row[d]
    for _ in range(start, n):
        row = [1] + [row[k] + row[k - 1] for k in range(1, d + 1)]
    return row[d]


# %% right: recursive, half a sphere at a time, as a numpy float
def count_regions_arrangement(n, d, bias=True):
    def r(n, d):
        return 1.0 if n == 0 or d == 0 else r(n - 1, d) + r(n - 1, d - 1)

    return np.float64(r(n, d) if bias else 2 * r(n - 1, d - 1))


# %% wrong, 0.5: bias is ignored
def count_regions_arrangement(n, d, bias=True):
    return sum(math.comb(n, j) for j in range(d + 1))


# %% wrong, 0.5: the sum with biases stops at d - 1
def count_regions_arrangement(n, d, bias=True):
    if bias:
        return sum(math.comb(n, j) for j in range(d))
    return 2 * sum(math.comb(n - 1, j) for j in range(d))


# %% wrong, 0.5: the factor 2 is forgotten
def count_regions_arrangement(n, d, bias=True):
    if bias:
        return sum(math.comb(n, j) for j in range(d + 1))
    return sum(math.comb(n - 1, j) for j in range(d))


# %% wrong, 0.0: every neuron doubles the number of regions
def count_regions_arrangement(n, d, bias=True):
    return 2**n


# %% wrong, 0.0: right only in the plane
def count_regions_arrangement(n, d, bias=True):
    return 1 + n + n * (n - 1) // 2 if bias else 2 * n


# %% wrong, 0.0: the empty choice j = 0 is forgotten
def count_regions_arrangement(n, d, bias=True):
    if bias:
        return sum(math.comb(n, j) for j in range(1, d + 1))
    return 2 * sum(math.comb(n - 1, j) for j in range(1, d))


# %% wrong, 0.5: n instead of n - 1 without biases
def count_regions_arrangement(n, d, bias=True):
    if bias:
        return sum(math.comb(n, j) for j in range(d + 1))
    return 2 * sum(math.comb(n, j) for j in range(d))


# %% wrong, 0.0: the bounded regions only
def count_regions_arrangement(n, d, bias=True):
    return math.comb(n - 1, d) if bias else 0
