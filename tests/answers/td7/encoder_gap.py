# %% right: the divergence of the two Gaussians itself, by eigenvalues
def encoder_gap(W, variance):
    M = W.T @ W + variance * np.eye(W.shape[1])
    scale = np.sqrt(np.diag(M))
    correlation = M / np.outer(scale, scale)
    return -np.log(np.linalg.eigvalsh(correlation)).sum() / 2


# %% right: torch, Cholesky
def encoder_gap(W, variance):
    import torch

    W = torch.as_tensor(W).double()
    M = W.T @ W + variance * torch.eye(W.shape[1], dtype=torch.float64)
    return (M.diagonal().log() / 2 - torch.linalg.cholesky(M).diagonal().log()).sum().float()


# %% wrong, 0.5: the logarithm of a determinant
def encoder_gap(W, variance):
    M = W.T @ W + variance * np.eye(W.shape[1])
    return np.log(np.prod(np.diag(M)) / np.linalg.det(M)) / 2


# %% wrong, 0.5: a difference of two logarithms of huge numbers
def encoder_gap(W, variance):
    M = W.T @ W + variance * np.eye(W.shape[1])
    return (np.log(np.diag(M)).sum() - np.log(np.linalg.det(M))) / 2


# %% wrong, 0.0: the half is forgotten
def encoder_gap(W, variance):
    M = W.T @ W + variance * np.eye(W.shape[1])
    return np.log(np.diag(M)).sum() - np.linalg.slogdet(M)[1]


# %% wrong, 0.0: the wrong sign
def encoder_gap(W, variance):
    M = W.T @ W + variance * np.eye(W.shape[1])
    return (np.linalg.slogdet(M)[1] - np.log(np.diag(M)).sum()) / 2


# %% wrong, 0.0: the covariance of the data, not of the posterior
def encoder_gap(W, variance):
    M = W @ W.T + variance * np.eye(W.shape[0])
    return (np.log(np.diag(M)).sum() - np.linalg.slogdet(M)[1]) / 2


# %% wrong, 0.0: the diagonal of the posterior's covariance
def encoder_gap(W, variance):
    C = np.linalg.inv(W.T @ W + variance * np.eye(W.shape[1]))
    return (np.linalg.slogdet(C)[1] + np.log(np.diag(C)).sum()) / 2


# %% wrong, 0.0: σ in place of σ²
def encoder_gap(W, variance):
    M = W.T @ W + math.sqrt(variance) * np.eye(W.shape[1])
    return (np.log(np.diag(M)).sum() - np.linalg.slogdet(M)[1]) / 2


# %% wrong, 0.0: logarithms to base 2
def encoder_gap(W, variance):
    M = W.T @ W + variance * np.eye(W.shape[1])
    return (np.log2(np.diag(M)).sum() - np.linalg.slogdet(M)[1] / math.log(2)) / 2
