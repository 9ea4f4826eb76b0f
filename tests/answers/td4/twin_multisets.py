# %% right: Chebyshev nodes and extrema
def twin_multisets(n):
    j = np.arange(n)
    return (1 + np.cos(2 * np.pi * j / n)) / 2, (1 + np.cos((2 * j + 1) * np.pi / n)) / 2


# %% right: other levels of the same polynomial, lists, sorted
def twin_multisets(n):
    def solutions(level):
        angle = math.acos(level)
        return sorted(0.5 + 0.5 * math.cos((angle + 2 * math.pi * j) / n) for j in range(n))

    return [solutions(0.9), solutions(-0.9)]


# %% right: sin^2, an array in float32
def twin_multisets(n):
    angles = np.pi * np.arange(n, dtype=np.float32) / n
    return np.stack([np.sin(angles) ** 2, np.sin(angles + np.float32(np.pi / (2 * n))) ** 2])


# %% wrong, 0.0: the same multiset twice, in another order
def twin_multisets(n):
    x = np.arange(1, n + 1) / n
    return x, x[::-1]


# %% wrong, 0.0: evenly spaced numbers, shrunk towards their mean
def twin_multisets(n):
    x = np.linspace(0, 1, n)
    return x, 0.5 + (x - 0.5) / 2


# %% wrong, 1.0: in [-1, 1]
def twin_multisets(n):
    angles = 2 * np.pi * np.arange(n) / n
    return np.cos(angles), np.cos(angles + np.pi / n)


# %% wrong, 0.5: found by hand for n = 2 and n = 3
def twin_multisets(n):
    if n == 2:
        return [0.0, 1.0], [0.5, 0.5]
    if n == 3:
        return [0.0, 4 / 6, 5 / 6], [1 / 6, 2 / 6, 1.0]
    return [0.0] * n, [0.0] * n


# %% wrong, 0.0: only the sums agree
def twin_multisets(n):
    return [0.0] + [0.5] * (n - 2) + [1.0], [0.1] + [0.5] * (n - 2) + [0.9]


# %% wrong, 0.0: double roots taken once
def twin_multisets(n):
    first = (1 + np.cos(np.pi * np.arange(0, n + 1, 2) / n)) / 2
    second = (1 + np.cos(np.pi * np.arange(1, n + 1, 2) / n)) / 2
    return first, second


# %% wrong, 0.0: the roots are too close to each other
def twin_multisets(n):
    angles = 2 * np.pi * np.arange(n) / n
    return (1 + np.cos(angles + 1.0)) / 2, (1 + np.cos(angles + 1.0 + 1e-3)) / 2


# %% wrong, 0.0: turned by 2 pi / n, which changes nothing
def twin_multisets(n):
    angles = 2 * np.pi * np.arange(n) / n
    return (1 + np.cos(angles)) / 2, (1 + np.cos(angles + 2 * np.pi / n)) / 2


# %% wrong, 0.0: roots of unity, complex twins
def twin_multisets(n):
    z = np.exp(2j * np.pi * np.arange(n) / n)
    return (1 + z) / 2, (1 + z * np.exp(1j * np.pi / n)) / 2
