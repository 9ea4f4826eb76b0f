# %% right: the closed formulas of Tipping and Bishop
def em_step(S, W, variance):
    D, q = W.shape
    M = W.T @ W + variance * np.eye(q)
    SW = S @ W
    new = SW @ np.linalg.inv(variance * np.eye(q) + np.linalg.solve(M, W.T @ SW))
    return new, np.trace(S - SW @ np.linalg.solve(M, new.T)) / D


# %% right: torch, the mean squared residual written out
def em_step(S, W, variance):
    import torch

    S, W = torch.as_tensor(S), torch.as_tensor(W)
    M = W.T @ W + variance * torch.eye(W.shape[1], dtype=W.dtype)
    A = torch.linalg.solve(M, W.T)
    xz, zz = S @ A.T, variance * torch.linalg.inv(M) + A @ S @ A.T
    new = torch.linalg.solve(zz, xz.T).T
    residual = S.trace() - 2 * (new * xz).sum() + (new @ zz * new).sum()
    return [new.float(), (residual / len(S)).float()]


# %% wrong, 0.5: the variance with the old W
def em_step(S, W, variance):
    inverse = np.linalg.inv(W.T @ W + variance * np.eye(W.shape[1]))
    xz = S @ W @ inverse
    zz = variance * inverse + inverse @ W.T @ xz
    residual = np.trace(S) - 2 * np.trace(xz @ W.T) + np.trace(W @ zz @ W.T)
    return xz @ np.linalg.inv(zz), residual / len(S)


# %% wrong, 0.0: the posterior's covariance is forgotten
def em_step(S, W, variance):
    A = np.linalg.solve(W.T @ W + variance * np.eye(W.shape[1]), W.T)
    new = S @ A.T @ np.linalg.pinv(A @ S @ A.T)
    return new, np.trace(S - new @ A @ S) / len(S)


# %% wrong, 0.0: the old model
def em_step(S, W, variance):
    return W, variance


# %% wrong, 0.0: the posterior's covariance without σ²
def em_step(S, W, variance):
    inverse = np.linalg.inv(W.T @ W + variance * np.eye(W.shape[1]))
    xz = S @ W @ inverse
    new = xz @ np.linalg.inv(inverse + inverse @ W.T @ xz)
    return new, np.trace(S - xz @ new.T) / len(S)


# %% wrong, 0.5: the sum over coordinates, not the mean
def em_step(S, W, variance):
    inverse = np.linalg.inv(W.T @ W + variance * np.eye(W.shape[1]))
    xz = S @ W @ inverse
    new = xz @ np.linalg.inv(variance * inverse + inverse @ W.T @ xz)
    return new, np.trace(S - xz @ new.T)


# %% wrong, 0.5: the spread of the posterior is left out of the residual
def em_step(S, W, variance):
    A = np.linalg.solve(W.T @ W + variance * np.eye(W.shape[1]), W.T)
    xz = S @ A.T
    new = xz @ np.linalg.inv(variance * np.linalg.inv(W.T @ W + variance * np.eye(W.shape[1])) + A @ xz)
    rest = np.eye(len(S)) - new @ A
    return new, np.trace(rest @ S @ rest.T) / len(S)


# %% wrong, 0.0: the best model at once
def em_step(S, W, variance):
    values, vectors = np.linalg.eigh(S)
    q = W.shape[1]
    noise = values[: len(S) - q].mean() if q < len(S) else 0.0
    return vectors[:, ::-1][:, :q] * np.sqrt(np.maximum(values[::-1][:q] - noise, 0)), noise


# %% wrong, 0.5: the new W transposed
def em_step(S, W, variance):
    inverse = np.linalg.inv(W.T @ W + variance * np.eye(W.shape[1]))
    xz = S @ W @ inverse
    new = xz @ np.linalg.inv(variance * inverse + inverse @ W.T @ xz)
    return new.T, np.trace(S - xz @ new.T) / len(S)
