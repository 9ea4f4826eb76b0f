# %% right: three cases
def excess_risk(n, p, s2, r2):
    if p <= n - 2:
        return s2 * p / (n - p - 1)
    if p >= n + 2:
        return (1 - n / p) * r2 + s2 * n / (p - n - 1)
    return float("inf")


# %% right: one formula for both sides
def excess_risk(n, p, s2, r2):
    gap = abs(n - p) - 1
    variance = np.divide(s2 * min(n, p), max(gap, 0))
    return np.float64(max(0.0, 1 - n / p) * r2 + variance)


# %% right: float32 arrays and np.where
def excess_risk(n, p, s2, r2):
    n, p = np.float32(n), np.float32(p)
    bias = np.where(p > n, (1 - n / p) * r2, 0)
    return bias + np.where(np.abs(p - n) < 1.5, np.inf, s2 * np.minimum(n, p) / (np.abs(p - n) - 1))


# %% right: exact fractions
def excess_risk(n, p, s2, r2):
    from fractions import Fraction

    gap = abs(n - p) - 1
    if gap <= 0:
        return math.inf
    return max(0, 1 - Fraction(n, p)) * Fraction(r2) + Fraction(s2) * Fraction(min(n, p), gap)


# %% right: an array with one entry
def excess_risk(n, p, s2, r2):
    if abs(p - n) <= 1:
        return np.array([np.inf])
    return np.array([s2 * min(n, p) / (abs(n - p) - 1) + max(0, 1 - n / p) * r2])


# %% wrong, 0.0: off by one in both denominators
def excess_risk(n, p, s2, r2):
    if p < n:
        return s2 * p / (n - p)
    if p > n:
        return (1 - n / p) * r2 + s2 * n / (p - n)
    return math.inf


# %% wrong, 1.0: the bias term is forgotten
def excess_risk(n, p, s2, r2):
    if abs(p - n) <= 1:
        return math.inf
    return s2 * min(n, p) / (abs(n - p) - 1)


# %% wrong, 0.5: s2 and r2 squared once more
def excess_risk(n, p, s2, r2):
    if abs(p - n) <= 1:
        return math.inf
    if p < n:
        return s2**2 * p / (n - p - 1)
    return (1 - n / p) * r2**2 + s2**2 * n / (p - n - 1)


# %% wrong, 1.0: infinite only at p = n
def excess_risk(n, p, s2, r2):
    if p == n:
        return math.inf
    if p < n:
        return s2 * p / (n - p - 1 or 1)
    return (1 - n / p) * r2 + s2 * n / (p - n - 1 or 1)


# %% wrong, 1.0: infinite one step too far
def excess_risk(n, p, s2, r2):
    if abs(p - n) <= 2:
        return math.inf
    return s2 * min(n, p) / (abs(n - p) - 1) + max(0, 1 - n / p) * r2


# %% wrong, 0.5: n and p exchanged
def excess_risk(n, p, s2, r2):
    n, p = p, n
    if abs(p - n) <= 1:
        return math.inf
    if p < n:
        return s2 * p / (n - p - 1)
    return (1 - n / p) * r2 + s2 * n / (p - n - 1)


# %% wrong, 1.0: integer division in n / p
def excess_risk(n, p, s2, r2):
    if abs(p - n) <= 1:
        return math.inf
    if p < n:
        return s2 * p / (n - p - 1)
    return (1 - n // p) * r2 + s2 * n / (p - n - 1)


# %% wrong, 0.5: adds the noise variance, the prediction risk instead of the excess
def excess_risk(n, p, s2, r2):
    if abs(p - n) <= 1:
        return math.inf
    if p < n:
        return s2 + s2 * p / (n - p - 1)
    return s2 + (1 - n / p) * r2 + s2 * n / (p - n - 1)


# %% wrong, 0.0: right only in the limit of large n and p
def excess_risk(n, p, s2, r2):
    gamma = p / n
    if gamma == 1:
        return math.inf
    if gamma < 1:
        return s2 * gamma / (1 - gamma)
    return r2 * (1 - 1 / gamma) + s2 / (gamma - 1)


# %% wrong, 0.5: the formula for p < n used everywhere
def excess_risk(n, p, s2, r2):
    return s2 * p / (n - p - 1)
