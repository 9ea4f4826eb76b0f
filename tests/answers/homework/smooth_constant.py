# %% right: local maxima by a bounded search around each kink
def smoothness_constant(kinks, jumps, gamma):
    def curvature(x):
        return abs(np.sum(jumps * np.exp(-(((x - kinks) / gamma) ** 2) / 2))) / (gamma * math.sqrt(2 * math.pi))

    best = 0.0
    for c in kinks:
        for k in range(-12, 12):
            a, b = c + k * gamma / 3, c + (k + 1) * gamma / 3
            found = optimize.minimize_scalar(lambda x: -curvature(x), bounds=(a, b), method="bounded")
            best = max(best, -found.fun, curvature(a))
    return best


# %% right: all points at once, in units of gamma
def smoothness_constant(kinks, jumps, gamma):
    c = kinks / gamma
    x = (c[:, None] + np.arange(-500, 501) / 100).ravel()
    density = stats.norm.pdf(x[:, None] - c[None, :])
    return np.max(np.abs(density @ jumps)) / gamma


# %% wrong, 0.5: only at the kinks
def smoothness_constant(kinks, jumps, gamma):
    u = (kinks[:, None] - kinks) / gamma
    return np.abs(np.exp(-(u**2) / 2) @ jumps).max() / (gamma * math.sqrt(2 * math.pi))


# %% wrong, 0.5: the largest single jump
def smoothness_constant(kinks, jumps, gamma):
    return np.abs(jumps).max() / (gamma * math.sqrt(2 * math.pi))


# %% wrong, 0.5: one grid over all kinks, whatever gamma
def smoothness_constant(kinks, jumps, gamma):
    x = np.linspace(kinks.min() - 4 * gamma, kinks.max() + 4 * gamma, 5001)
    u = (x - kinks[:, None]) / gamma
    return np.abs(jumps @ np.exp(-(u**2) / 2)).max() / (gamma * math.sqrt(2 * math.pi))


# %% wrong, 0.0: the bound of the theorem, from the largest slope
def smoothness_constant(kinks, jumps, gamma):
    slopes = np.concatenate([[0.0], np.cumsum(jumps[np.argsort(kinks)])])
    rho = (slopes.max() - slopes.min()) / 2
    return math.sqrt(2 / math.pi) * rho / gamma


# %% wrong, 0.0: the sign is forgotten, largest curvature only
def smoothness_constant(kinks, jumps, gamma):
    best = 0.0
    for c in kinks:
        u = ((c - kinks)[:, None] + gamma * np.linspace(-5, 5, 1001)) / gamma
        best = max(best, (jumps @ np.exp(-(u**2) / 2)).max() / (gamma * math.sqrt(2 * math.pi)))
    return best


# %% wrong, 0.0: the density without its 1/gamma
def smoothness_constant(kinks, jumps, gamma):
    best = 0.0
    for c in kinks:
        u = (c - kinks)[:, None] / gamma + np.linspace(-5, 5, 1001)
        best = max(best, np.abs(jumps @ stats.norm.pdf(u)).max())
    return best


# %% wrong, 0.0: factor 2, as if the jumps were weights of |theta - c|
def smoothness_constant(kinks, jumps, gamma):
    best = 0.0
    for c in kinks:
        u = (c - kinks)[:, None] / gamma + np.linspace(-5, 5, 1001)
        best = max(best, 2 * np.abs(jumps @ stats.norm.pdf(u)).max() / gamma)
    return best


# %% wrong, 0.0: the sum of all absolute jumps
def smoothness_constant(kinks, jumps, gamma):
    return np.abs(jumps).sum() / (gamma * math.sqrt(2 * math.pi))
