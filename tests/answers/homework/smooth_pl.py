# %% right: adaptive integrals, point by point
def smoothed_pl_constant(gradient, gamma, left, right):
    z, p = np.polynomial.legendre.leggauss(900)
    z = 8 * z
    p = 8 * p * np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)

    def slope(x):
        return float(p @ gradient(x + gamma * z))

    a, b = left, right
    for _ in range(60):
        c = (a + b) / 2
        a, b = (c, b) if slope(c) < 0 else (a, c)
    zero, h = (a + b) / 2, 2e-2
    best = (slope(zero + h) - slope(zero - h)) / (2 * h)
    for end in (left, right):
        n, gap = 400, 0.0
        x = np.linspace(zero, end, n + 1)
        before = 0.0
        for i in range(n):
            middle, after = slope((x[i] + x[i + 1]) / 2), slope(x[i + 1])
            gap += (x[i + 1] - x[i]) * (before + 4 * middle + after) / 6
            best = min(best, after**2 / (2 * gap))
            before = after
    return best


# %% right: smoothing by scipy on a long grid
def smoothed_pl_constant(gradient, gamma, left, right):
    h = 0.002
    x = np.arange(left - 9 * gamma, right + 9 * gamma, h)
    k = np.arange(-int(8 * gamma / h), int(8 * gamma / h) + 1)
    kernel = np.exp(-((k * h / gamma) ** 2) / 2)
    g = np.convolve(gradient(x), kernel / kernel.sum(), mode="same")
    inside = (x >= left - h / 2) & (x <= right + h / 2)
    x, g = x[inside], g[inside]
    i = int(np.argmax(g >= 0))
    zero = x[i - 1] - g[i - 1] * h / (g[i] - g[i - 1])
    best = (g[i] - g[i - 1]) / h
    gap = (x[i] - zero) * g[i] / 2 + np.concatenate([[0], np.cumsum((g[i:-1] + g[i + 1 :]) / 2 * h)])
    best = min(best, np.min(g[i:][gap > 0] ** 2 / (2 * gap[gap > 0])))
    y = g[:i][::-1]
    gap = (x[i - 1] - zero) * y[0] / 2 + np.concatenate([[0], np.cumsum(-(y[:-1] + y[1:]) / 2 * h)])
    return float(min(best, np.min(y[gap > 0] ** 2 / (2 * gap[gap > 0]))))


# %% wrong, 0.0: the loss is not smoothed
def smoothed_pl_constant(gradient, gamma, left, right):
    zero = optimize.brentq(lambda x: float(gradient(np.array([x]))[0]), left, right)
    best = math.inf
    for end in (left, right):
        x = np.linspace(zero, end, 4001)
        g = gradient(x)
        gap = np.cumsum((g[1:] + g[:-1]) / 2 * np.diff(x))
        keep = gap > 1e-12
        best = min(best, np.min(g[1:][keep] ** 2 / (2 * gap[keep])))
    return float(best)


# %% wrong, 0.5: only the second derivative at the minimiser
def smoothed_pl_constant(gradient, gamma, left, right):
    z = np.linspace(-8, 8, 4001)
    p = stats.norm.pdf(z) * (z[1] - z[0])

    def slope(x):
        return float(p @ gradient(x + gamma * z))

    zero = optimize.brentq(slope, left, right)
    return (slope(zero + 1e-3) - slope(zero - 1e-3)) / 2e-3


# %% wrong, 0.5: small gaps are left out
def smoothed_pl_constant(gradient, gamma, left, right):
    z = np.linspace(-8, 8, 1601)
    p = stats.norm.pdf(z) * (z[1] - z[0])
    zero = optimize.brentq(lambda x: float(p @ gradient(x + gamma * z)), left, right)
    best = math.inf
    for end in (left, right):
        x = np.linspace(zero, end, 1001)
        g = gradient(x[:, None] + gamma * z) @ p
        gap = np.cumsum((g[1:] + g[:-1]) / 2 * np.diff(x))
        keep = gap > 0.05
        best = min(best, np.min(g[1:][keep] ** 2 / (2 * gap[keep])))
    return float(best)


# %% wrong, 0.0: without the factor 2
def smoothed_pl_constant(gradient, gamma, left, right):
    z = np.linspace(-8, 8, 1601)
    p = stats.norm.pdf(z) * (z[1] - z[0])
    zero = optimize.brentq(lambda x: float(p @ gradient(x + gamma * z)), left, right)
    best = math.inf
    for end in (left, right):
        x = np.linspace(zero, end, 1001)
        g = gradient(x[:, None] + gamma * z) @ p
        gap = np.cumsum((g[1:] + g[:-1]) / 2 * np.diff(x))
        best = min(best, np.min(g[1:] ** 2 / gap))
    return float(best)


# %% wrong, 0.5: the smallest second derivative, as for strong convexity
def smoothed_pl_constant(gradient, gamma, left, right):
    z = np.linspace(-8, 8, 1601)
    p = stats.norm.pdf(z) * (z[1] - z[0])
    x = np.linspace(left, right, 1001)
    g = gradient(x[:, None] + gamma * z) @ p
    return float(np.min(np.diff(g) / np.diff(x)))


# %% wrong, 0.0: the mean of the squared gradient instead of the square of the mean
def smoothed_pl_constant(gradient, gamma, left, right):
    z = np.linspace(-8, 8, 1601)
    p = stats.norm.pdf(z) * (z[1] - z[0])
    zero = optimize.brentq(lambda x: float(p @ gradient(x + gamma * z)), left, right)
    best = math.inf
    for end in (left, right):
        x = np.linspace(zero, end, 1001)
        G = gradient(x[:, None] + gamma * z)
        g, square = G @ p, G**2 @ p
        gap = np.cumsum((g[1:] + g[:-1]) / 2 * np.diff(x))
        best = min(best, np.min(square[1:] / (2 * gap)))
    return float(best)


# %% wrong, 0.0: only to the right of the minimiser, and variance gamma
def smoothed_pl_constant(gradient, gamma, left, right):
    z = np.linspace(-8, 8, 1601)
    p = stats.norm.pdf(z) * (z[1] - z[0])
    gamma = math.sqrt(gamma)
    zero = optimize.brentq(lambda x: float(p @ gradient(x + gamma * z)), left, right)
    x = np.linspace(zero, right, 1001)
    g = gradient(x[:, None] + gamma * z) @ p
    gap = np.cumsum((g[1:] + g[:-1]) / 2 * np.diff(x))
    return float(np.min(g[1:] ** 2 / (2 * gap)))
