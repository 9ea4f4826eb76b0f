# %% right: parabola
def risk_after(R0, d, sigma2, T):
    for _ in range(T):
        R0 = R0 - R0**2 / ((d + 2) * R0 + d * sigma2)
    return R0


# %% right: recursive, in inverse risks
def risk_after(R0, d, sigma2, T):
    if T == 0:
        return R0
    before = risk_after(R0, d, sigma2, T - 1)
    return np.float64(before / (1 + before / ((d + 1) * before + d * sigma2)))


# %% right: with the step itself
def risk_after(R0, d, sigma2, T):
    risk, t = float(R0), 0
    while t < T:
        eta = 0.5 * risk / ((d + 2) * risk + d * sigma2)
        risk = (1 - 2 * eta) ** 2 * risk + 4 * eta**2 * ((d + 1) * risk + d * sigma2)
        t += 1
    return risk


# %% right: float32
def risk_after(R0, d, sigma2, T):
    R0, d, sigma2 = np.float32(R0), np.float32(d), np.float32(sigma2)
    for _ in range(T):
        R0 = R0 * ((d + 1) * R0 + d * sigma2) / ((d + 2) * R0 + d * sigma2)
    return R0


# %% wrong, 0.5: the first step for ever
def risk_after(R0, d, sigma2, T):
    eta = R0 / (2 * ((d + 2) * R0 + d * sigma2))
    for _ in range(T):
        R0 = (1 - 4 * eta + 4 * (d + 2) * eta**2) * R0 + 4 * d * sigma2 * eta**2
    return R0


# %% wrong, 0.5: noise forgotten
def risk_after(R0, d, sigma2, T):
    return R0 * ((d + 1) / (d + 2)) ** T


# %% wrong, 0.5: noise of one coordinate
def risk_after(R0, d, sigma2, T):
    for _ in range(T):
        R0 = R0 - R0**2 / ((d + 2) * R0 + sigma2)
    return R0


# %% wrong, 0: fourth moment one too small
def risk_after(R0, d, sigma2, T):
    for _ in range(T):
        R0 = R0 - R0**2 / ((d + 1) * R0 + d * sigma2)
    return R0


# %% wrong, 0: the bound in place of the risk
def risk_after(R0, d, sigma2, T):
    return ((d + 1) * R0 + d * sigma2) / max(T, 1)


# %% wrong, 0: one step too many
def risk_after(R0, d, sigma2, T):
    for _ in range(T + 1):
        R0 = R0 - R0**2 / ((d + 2) * R0 + d * sigma2)
    return R0


# %% wrong, 0.5: no start without noise
def risk_after(R0, d, sigma2, T):
    if sigma2 == 0:
        return 0.0
    for _ in range(T):
        R0 = 1 / (1 / R0 + 1 / ((d + 1) * R0 + d * sigma2))
    return R0


# %% wrong, 0.5: the best step without noise for ever
def risk_after(R0, d, sigma2, T):
    eta = 1 / (2 * (d + 2))
    for _ in range(T):
        R0 = (1 - 4 * eta + 4 * (d + 2) * eta**2) * R0 + 4 * d * sigma2 * eta**2
    return R0


# %% wrong, 0: the first increment T times
def risk_after(R0, d, sigma2, T):
    return 1 / (1 / R0 + T / ((d + 1) * R0 + d * sigma2))
