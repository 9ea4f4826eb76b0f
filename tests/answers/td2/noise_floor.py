# %% right: a loop over the coordinates
def noise_floor(curvatures, variances, eta):
    total = 0.0
    for lam, s2 in zip(curvatures, variances):
        if eta * lam >= 2:
            return math.inf
        if lam > 0:
            total += eta * s2 / (2 * (2 - eta * lam))
    return total


# %% right: from the stationary second moment
def noise_floor(curvatures, variances, eta):
    if eta * max(curvatures) >= 2:
        return math.inf
    flat = curvatures == 0
    shrink = (1 - eta * curvatures) ** 2
    moment = eta**2 * variances / np.where(flat, 1.0, 1 - shrink)
    return 0.5 * curvatures @ moment


# %% right: torch, float32
def noise_floor(curvatures, variances, eta):
    import torch

    lam, s2 = torch.tensor(curvatures).float(), torch.tensor(variances).float()
    terms = torch.where(eta * lam < 2, eta * s2 / (4 - 2 * eta * lam), torch.inf)
    return torch.where(lam > 0, terms, torch.zeros_like(terms)).sum()


# %% wrong, 1.0: the formula also where it does not hold
def noise_floor(curvatures, variances, eta):
    curved = curvatures > 0
    return np.sum(eta * variances[curved] / (2 * (2 - eta * curvatures[curved])))


# %% wrong, 1.0: infinite only if all coordinates are
def noise_floor(curvatures, variances, eta):
    if np.all(eta * curvatures >= 2):
        return math.inf
    curved = (curvatures > 0) & (eta * curvatures < 2)
    return np.sum(eta * variances[curved] / (2 * (2 - eta * curvatures[curved])))


# %% wrong, 1.0: a flat direction counts as the limit of small curvatures
def noise_floor(curvatures, variances, eta):
    if np.any(eta * curvatures >= 2):
        return math.inf
    return np.sum(eta * variances / (2 * (2 - eta * curvatures)))


# %% wrong, 1.0: infinite as soon as a direction is flat
def noise_floor(curvatures, variances, eta):
    if np.any(eta * curvatures >= 2) or np.any(curvatures == 0):
        return math.inf
    return np.sum(eta * variances / (2 * (2 - eta * curvatures)))


# %% wrong, 0.0: the mean over the coordinates
def noise_floor(curvatures, variances, eta):
    if np.any(eta * curvatures >= 2):
        return math.inf
    curved = curvatures > 0
    terms = np.where(curved, eta * variances / (2 * (2 - eta * curvatures)), 0)
    return terms.mean()


# %% wrong, 0.0: the variances are squared
def noise_floor(curvatures, variances, eta):
    if np.any(eta * curvatures >= 2):
        return math.inf
    curved = curvatures > 0
    return np.sum(eta * variances[curved] ** 2 / (2 * (2 - eta * curvatures[curved])))


# %% wrong, 0.0: missing 1/2
def noise_floor(curvatures, variances, eta):
    if np.any(eta * curvatures >= 2):
        return math.inf
    curved = curvatures > 0
    return np.sum(eta * variances[curved] / (2 - eta * curvatures[curved]))


# %% wrong, 0.0: the second moment of theta instead of the loss
def noise_floor(curvatures, variances, eta):
    if np.any(eta * curvatures >= 2):
        return math.inf
    curved = curvatures > 0
    return np.sum(eta * variances[curved] / (curvatures[curved] * (2 - eta * curvatures[curved])))


# %% wrong, 0.0: the bound by PL instead of the exact law
def noise_floor(curvatures, variances, eta):
    if np.any(eta * curvatures >= 2):
        return math.inf
    curved = curvatures > 0
    return np.sum(eta * variances[curved] / 2)


# %% wrong, 0.5: stable only below eta lambda = 1
def noise_floor(curvatures, variances, eta):
    if np.any(eta * curvatures > 1):
        return math.inf
    curved = curvatures > 0
    return np.sum(eta * variances[curved] / (2 * (2 - eta * curvatures[curved])))
