# %% right: eigenvalues, einsum
def mixture_score(x, t, weights, means, covariances):
    values, vectors = np.linalg.eigh(covariances)
    values = np.exp(-2 * t) * np.maximum(values, 0) - np.expm1(-2 * t)
    turned = np.einsum("nkd,kde->nke", x[:, None] - np.exp(-t) * means, vectors)
    logs = np.log(weights) - (turned**2 / values).sum(2) / 2 - np.log(values).sum(1) / 2
    r = np.exp(logs - special.logsumexp(logs, axis=1, keepdims=True))
    return -np.einsum("nk,nke,kde->nd", r, turned / values, vectors)


# %% right: point by point, explicit inverses
def mixture_score(x, t, weights, means, covariances):
    out = np.zeros(x.shape)
    eye = np.eye(x.shape[1])
    parts = [np.exp(-2 * t) * S - math.expm1(-2 * t) * eye for S in covariances]
    parts = [(np.linalg.inv(C), np.linalg.slogdet(C)[1]) for C in parts]
    for i, point in enumerate(x):
        pulls, logs = [], []
        for w, m, (inverse, logdet) in zip(weights, means, parts):
            z = point - math.exp(-t) * m
            pulls.append(-inverse @ z)
            logs.append(math.log(w) - z @ inverse @ z / 2 - logdet / 2)
        r = [math.exp(v - max(logs)) for v in logs]
        out[i] = sum(a * b for a, b in zip(r, pulls)) / sum(r)
    return out


# %% right: torch in float64, by automatic differentiation
def mixture_score(x, t, weights, means, covariances):
    import torch

    x = torch.tensor(x, requires_grad=True, dtype=torch.float64)
    means, weights = torch.as_tensor(means), torch.as_tensor(weights)
    C = math.exp(-2 * t) * torch.as_tensor(covariances) - math.expm1(-2 * t) * torch.eye(x.shape[1], dtype=torch.float64)
    offset = x[:, None] - math.exp(-t) * means
    solved = torch.linalg.solve(C[None], offset[..., None])[..., 0]
    logs = weights.log() - (offset * solved).sum(2) / 2 - torch.linalg.slogdet(C)[1] / 2
    return torch.autograd.grad(torch.logsumexp(logs, 1).sum(), x)[0]


# %% right: float32
def mixture_score(x, t, weights, means, covariances):
    x, means, covariances = (v.astype(np.float32) for v in (x, means, covariances))
    C = np.float32(np.exp(-2 * t)) * covariances - np.float32(np.expm1(-2 * t)) * np.eye(x.shape[1], dtype=np.float32)
    offset = x[None] - np.float32(np.exp(-t)) * means[:, None]
    pull = np.swapaxes(np.linalg.solve(C, np.swapaxes(offset, 1, 2)), 1, 2)
    logs = np.log(weights)[:, None] - (offset * pull).sum(2) / 2 - np.linalg.slogdet(C)[1][:, None] / 2
    return -(special.softmax(logs, axis=0)[..., None] * pull).sum(0)


# %% wrong, 1.0: densities, not logarithms
def mixture_score(x, t, weights, means, covariances):
    top, bottom = 0, 0
    for w, m, S in zip(weights, means, covariances):
        C = np.exp(-2 * t) * S + (1 - np.exp(-2 * t)) * np.eye(x.shape[1])
        z = x - np.exp(-t) * m
        pull = -np.linalg.solve(C, z.T).T
        density = w * np.exp((z * pull).sum(1) / 2) / np.sqrt(np.linalg.det(C))
        top, bottom = top + density[:, None] * pull, bottom + density
    return top / bottom[:, None]


# %% wrong, 1.0: logarithms, but of a determinant
def mixture_score(x, t, weights, means, covariances):
    C = np.exp(-2 * t) * covariances + (1 - np.exp(-2 * t)) * np.eye(x.shape[1])
    z = x[:, None] - np.exp(-t) * means
    pull = -np.linalg.solve(C[None], z[..., None])[..., 0]
    logs = np.log(weights) + (z * pull).sum(2) / 2 - np.log(np.linalg.det(C)) / 2
    return (special.softmax(logs, axis=1)[..., None] * pull).sum(1)


# %% wrong, 0.5: the determinants are forgotten
def mixture_score(x, t, weights, means, covariances):
    C = np.exp(-2 * t) * covariances + (1 - np.exp(-2 * t)) * np.eye(x.shape[1])
    z = x[:, None] - np.exp(-t) * means
    pull = -np.linalg.solve(C[None], z[..., None])[..., 0]
    logs = np.log(weights) + (z * pull).sum(2) / 2
    return (special.softmax(logs, axis=1)[..., None] * pull).sum(1)


# %% wrong, 1.0: by the inverse of Σ
def mixture_score(x, t, weights, means, covariances):
    eye = np.eye(x.shape[1])
    inverse = np.linalg.inv(covariances)
    C_inverse = inverse @ np.linalg.inv(np.exp(-2 * t) * eye + (1 - np.exp(-2 * t)) * inverse)
    z = x[:, None] - np.exp(-t) * means
    pull = -np.einsum("kde,nke->nkd", C_inverse, z)
    logs = np.log(weights) + (z * pull).sum(2) / 2 + np.linalg.slogdet(C_inverse)[1] / 2
    return (special.softmax(logs, axis=1)[..., None] * pull).sum(1)


# %% wrong, 0.0: the means stay where they are
def mixture_score(x, t, weights, means, covariances):
    C = np.exp(-2 * t) * covariances + (1 - np.exp(-2 * t)) * np.eye(x.shape[1])
    z = x[:, None] - means
    pull = -np.linalg.solve(C[None], z[..., None])[..., 0]
    logs = np.log(weights) + (z * pull).sum(2) / 2 - np.linalg.slogdet(C)[1] / 2
    return (special.softmax(logs, axis=1)[..., None] * pull).sum(1)


# %% wrong, 0.0: the lost sign
def mixture_score(x, t, weights, means, covariances):
    C = np.exp(-2 * t) * covariances + (1 - np.exp(-2 * t)) * np.eye(x.shape[1])
    z = x[:, None] - np.exp(-t) * means
    pull = np.linalg.solve(C[None], z[..., None])[..., 0]
    logs = np.log(weights) - (z * pull).sum(2) / 2 - np.linalg.slogdet(C)[1] / 2
    return (special.softmax(logs, axis=1)[..., None] * pull).sum(1)


# %% wrong, 0.5: round components
def mixture_score(x, t, weights, means, covariances):
    d = x.shape[1]
    v = np.exp(-2 * t) * np.trace(covariances, axis1=1, axis2=2) / d + 1 - np.exp(-2 * t)
    z = x[:, None] - np.exp(-t) * means
    logs = np.log(weights) - (z**2).sum(2) / (2 * v) - d * np.log(v) / 2
    return -(special.softmax(logs, axis=1)[..., None] * z / v[:, None]).sum(1)


# %% wrong, 0.0: the score at time 0
def mixture_score(x, t, weights, means, covariances):
    C = covariances + 1e-12 * np.eye(x.shape[1])
    z = x[:, None] - means
    pull = -np.linalg.solve(C[None], z[..., None])[..., 0]
    logs = np.log(weights) + (z * pull).sum(2) / 2 - np.linalg.slogdet(C)[1] / 2
    return (special.softmax(logs, axis=1)[..., None] * pull).sum(1)
