# %% right: correct b0 by the min-norm solution for the residual
def gradient_descent_limit(X, y, b0):
    return b0 + np.linalg.pinv(X) @ (y - X @ b0)


# %% right: run gradient descent for a long time
def gradient_descent_limit(X, y, b0):
    step = 1 / np.linalg.norm(X, 2) ** 2
    b = b0
    for _ in range(3000):
        b = b - step * X.T @ (X @ b - y)
    return b


# %% right: kernel and row space from the SVD, in torch
def gradient_descent_limit(X, y, b0):
    import torch

    X, y, b0 = torch.tensor(X), torch.tensor(y), torch.tensor(b0)
    U, s, Vh = torch.linalg.svd(X, full_matrices=True)
    rank = int((s > 1e-10 * s[0]).sum())
    kernel = Vh[rank:]
    return kernel.T @ (kernel @ b0) + Vh[:rank].T @ ((U.T @ y)[:rank] / s[:rank])


# %% right: eigenvectors of X^T X, closed form of the iteration at t = infinity
def gradient_descent_limit(X, y, b0):
    values, vectors = np.linalg.eigh(X.T @ X)
    limit = np.zeros(len(b0))
    for value, v in zip(values, vectors.T):
        limit += (v @ (X.T @ y) / value if value > 1e-9 * values[-1] else v @ b0) * v
    return limit


# %% wrong, 0.5: forgets the start
def gradient_descent_limit(X, y, b0):
    return np.linalg.pinv(X) @ y


# %% wrong, 0.5: adds the whole start
def gradient_descent_limit(X, y, b0):
    return b0 + np.linalg.pinv(X) @ y


# %% wrong, 0.5: keeps the row space instead of the kernel
def gradient_descent_limit(X, y, b0):
    P = np.linalg.pinv(X)
    return P @ X @ b0 + P @ y


# %% wrong, 0.0: lost sign in the residual
def gradient_descent_limit(X, y, b0):
    return b0 + np.linalg.pinv(X) @ (X @ b0 - y)


# %% wrong, 0.5: lost sign in front of X b0
def gradient_descent_limit(X, y, b0):
    return b0 + np.linalg.pinv(X) @ (y + X @ b0)


# %% wrong, 1.0: right only for independent rows
def gradient_descent_limit(X, y, b0):
    if X.shape[0] > X.shape[1]:
        return np.linalg.lstsq(X, y, rcond=None)[0]
    return b0 + X.T @ np.linalg.inv(X @ X.T) @ (y - X @ b0)


# %% wrong, 0.0: only one step
def gradient_descent_limit(X, y, b0):
    return b0 - X.T @ (X @ b0 - y) / len(y)


# %% wrong, 0.0: stops too early
def gradient_descent_limit(X, y, b0):
    b = b0
    for _ in range(10):
        b = b - 0.1 * X.T @ (X @ b - y) / len(y)
    return b


# %% wrong, 0.5: X^T X taken for the projection on the row space
def gradient_descent_limit(X, y, b0):
    return b0 - X.T @ X @ b0 + np.linalg.pinv(X) @ y
