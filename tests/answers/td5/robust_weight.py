# %% right: a loop
def robust_weight(mu, sigma, eps):
    w = []
    for m, s, e in zip(mu, sigma, eps):
        w.append((m - e if m > e else m + e if m < -e else 0.0) / s**2)
    length = math.sqrt(sum(v * v for v in w))
    return [v / length if length else 0.0 for v in w]


# %% right: torch, float32, soft threshold
def robust_weight(mu, sigma, eps):
    import torch

    mu, sigma, eps = (torch.as_tensor(v, dtype=torch.float32) for v in (mu, sigma, eps))
    nearest = torch.maximum(torch.minimum(mu, eps), -eps)
    return torch.nn.functional.normalize((mu - nearest) / sigma.square(), dim=0)


# %% right: nearest point of the box
def robust_weight(mu, sigma, eps):
    w = (mu - np.clip(mu, -eps, eps)) / sigma**2
    return w / max(np.linalg.norm(w), 1e-300)


# %% wrong, 0.0: standard deviation in place of variance
def robust_weight(mu, sigma, eps):
    w = np.sign(mu) * np.maximum(np.abs(mu) - eps, 0) / sigma
    return w / np.linalg.norm(w)


# %% wrong, 0.5: negative weights for weak features
def robust_weight(mu, sigma, eps):
    w = np.sign(mu) * (np.abs(mu) - eps) / sigma**2
    return w / np.linalg.norm(w)


# %% wrong, 0.5: positive means only
def robust_weight(mu, sigma, eps):
    w = np.maximum(mu - eps, 0) / sigma**2
    length = np.linalg.norm(w)
    return w / length if length else w


# %% wrong, 0.5: 0/0 when no feature is left
def robust_weight(mu, sigma, eps):
    w = np.sign(mu) * np.maximum(np.abs(mu) - eps, 0) / sigma**2
    return w / np.linalg.norm(w)


# %% wrong, 0.0: not of length 1
def robust_weight(mu, sigma, eps):
    return np.sign(mu) * np.maximum(np.abs(mu) - eps, 0) / sigma**2


# %% wrong, 0.0: the attack is forgotten
def robust_weight(mu, sigma, eps):
    w = mu / sigma**2
    return w / np.linalg.norm(w)


# %% wrong, 0.0: weak features are dropped, strong ones keep their full mean
def robust_weight(mu, sigma, eps):
    w = np.where(np.abs(mu) > eps, mu, 0) / sigma**2
    length = np.linalg.norm(w)
    return w / length if length else w


# %% wrong, 0.0: noise is forgotten
def robust_weight(mu, sigma, eps):
    w = np.sign(mu) * np.maximum(np.abs(mu) - eps, 0)
    length = np.linalg.norm(w)
    return w / length if length else w
