# %% right: arcsin
def residual_share():
    angle, L, s = math.radians(numbers["phi2"]), numbers["L"], numbers["s"]
    rho = math.cos(angle)
    for _ in range(L - 1):
        rho = math.asin(rho) * 2 / math.pi
    return rho**s


# %% right: steps of gradient descent
def residual_share():
    angle, L, s = math.radians(numbers["phi2"]), numbers["L"], numbers["s"]
    rho = math.cos(angle)
    for _ in range(L - 1):
        rho = 1 - 2 * math.acos(rho) / math.pi
    residual = np.array([numbers["y1"], numbers["y2"]])
    start = np.linalg.norm(residual)
    for _ in range(s):
        residual = residual - np.array([[1, rho], [rho, 1]]) @ residual
    return np.linalg.norm(residual) / start


# %% right: numpy
def residual_share():
    angle, L, s = math.radians(numbers["phi2"]), numbers["L"], numbers["s"]
    rho = np.cos(angle)
    for _ in range(1, L):
        rho = np.arcsin(rho) / np.arcsin(1.0)
    return rho**s


# %% wrong, 0: one layer too many
def residual_share():
    angle, L, s = math.radians(numbers["phi2"]), numbers["L"], numbers["s"]
    rho = math.cos(angle)
    for _ in range(L):
        rho = math.asin(rho) * 2 / math.pi
    return rho**s


# %% wrong, 0: one layer too few
def residual_share():
    angle, L, s = math.radians(numbers["phi2"]), numbers["L"], numbers["s"]
    rho = math.cos(angle)
    for _ in range(L - 2):
        rho = math.asin(rho) * 2 / math.pi
    return rho**s


# %% wrong, 0: degrees
def residual_share():
    angle, L, s = math.radians(numbers["phi2"]), numbers["L"], numbers["s"]
    rho = math.cos(numbers['phi2'])
    for _ in range(L - 1):
        rho = math.asin(rho) * 2 / math.pi
    return abs(rho) ** s


# %% wrong, 0: the loss in place of the norm
def residual_share():
    angle, L, s = math.radians(numbers["phi2"]), numbers["L"], numbers["s"]
    rho = math.cos(angle)
    for _ in range(L - 1):
        rho = math.asin(rho) * 2 / math.pi
    return rho ** (2 * s)


# %% wrong, 0: step 1/2
def residual_share():
    angle, L, s = math.radians(numbers["phi2"]), numbers["L"], numbers["s"]
    rho = math.cos(angle)
    for _ in range(L - 1):
        rho = math.asin(rho) * 2 / math.pi
    return ((1 + rho) / 2) ** s


# %% wrong, 0: slope at 0 for every layer
def residual_share():
    angle, L, s = math.radians(numbers["phi2"]), numbers["L"], numbers["s"]
    return (math.cos(angle) * (2 / math.pi) ** (L - 1)) ** s
