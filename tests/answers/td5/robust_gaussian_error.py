# %% right: a loop, and the error function
def robust_gaussian_error(w, mu, sigma, eps):
    margin = variance = 0.0
    for a, m, s, e in zip(w, mu, sigma, eps):
        margin += a * m - abs(a) * e
        variance += (a * s) ** 2
    return 0.5 * math.erfc(margin / math.sqrt(2 * variance))


# %% right: torch, float32
def robust_gaussian_error(w, mu, sigma, eps):
    import torch

    w, mu, sigma, eps = (torch.as_tensor(v, dtype=torch.float32) for v in (w, mu, sigma, eps))
    return torch.special.ndtr((eps @ w.abs() - w @ mu) / (w * sigma).norm())


# %% right: the shift of the means, then an ordinary error
def robust_gaussian_error(w, mu, sigma, eps):
    shifted = mu - eps * np.sign(w)
    return 1 - special.ndtr(w @ shifted / np.linalg.norm(w * sigma))


# %% wrong, 0.0: variance in place of standard deviation
def robust_gaussian_error(w, mu, sigma, eps):
    return special.ndtr((eps @ np.abs(w) - w @ mu) / np.sum((w * sigma) ** 2))


# %% wrong, 0.5: the attack without absolute values
def robust_gaussian_error(w, mu, sigma, eps):
    return special.ndtr((eps @ w - w @ mu) / np.linalg.norm(w * sigma))


# %% wrong, 0.5: one attack of Euclidean length
def robust_gaussian_error(w, mu, sigma, eps):
    return special.ndtr((np.linalg.norm(eps) * np.linalg.norm(w) - w @ mu) / np.linalg.norm(w * sigma))


# %% wrong, 0.0: the accuracy
def robust_gaussian_error(w, mu, sigma, eps):
    return special.ndtr((w @ mu - eps @ np.abs(w)) / np.linalg.norm(w * sigma))


# %% wrong, 0.0: noise 1 for all features
def robust_gaussian_error(w, mu, sigma, eps):
    return special.ndtr((eps @ np.abs(w) - w @ mu) / np.linalg.norm(w))


# %% wrong, 0.5: the attack is forgotten
def robust_gaussian_error(w, mu, sigma, eps):
    return special.ndtr(-(w @ mu) / np.linalg.norm(w * sigma))


# %% wrong, 0.5: the largest attack on every feature
def robust_gaussian_error(w, mu, sigma, eps):
    return special.ndtr((np.max(eps) * np.abs(w).sum() - w @ mu) / np.linalg.norm(w * sigma))


# %% wrong, 0.5: a margin that cannot fall below 0
def robust_gaussian_error(w, mu, sigma, eps):
    margin = w @ mu
    attacked = margin - eps @ np.abs(w)
    return special.ndtr(-(max(attacked, 0.0) if np.any(eps) else margin) / np.linalg.norm(w * sigma))


# %% wrong, 0.5: an error is at most 1/2
def robust_gaussian_error(w, mu, sigma, eps):
    value = special.ndtr(-(w @ mu - np.abs(w) @ eps) / np.linalg.norm(w * sigma))
    return min(value, 0.5) if np.any(eps > 0) else value
