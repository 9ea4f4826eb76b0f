# %% right: eigenvalues of each matrix
def heavy_ball_factor(curvatures, eta, momentum):
    worst = 0.0
    for lam in curvatures:
        M = np.array([[1 + momentum - eta * lam, -momentum], [1, 0]])
        worst = max(worst, np.abs(np.linalg.eigvals(M)).max())
    return worst


# %% right: roots in closed form
def heavy_ball_factor(curvatures, eta, momentum):
    half = np.abs(1 + momentum - eta * curvatures) / 2
    gap = half**2 - momentum
    return np.where(gap > 0, half + np.sqrt(np.maximum(gap, 0)), math.sqrt(momentum)).max()


# %% right: torch, float32, one big matrix for the whole state
def heavy_ball_factor(curvatures, eta, momentum):
    import torch

    d = len(curvatures)
    H, eye = torch.diag(torch.tensor(curvatures).float()), torch.eye(d)
    top = torch.cat([(1 + momentum) * eye - eta * H, -momentum * eye], dim=1)
    bottom = torch.cat([eye, torch.zeros(d, d)], dim=1)
    return torch.linalg.eigvals(torch.cat([top, bottom])).abs().max()


# %% right: complex square roots
def heavy_ball_factor(curvatures, eta, momentum):
    b = np.asarray(1 + momentum - eta * curvatures, dtype=complex)
    root = np.sqrt(b * b - 4 * momentum)
    return max(np.abs(b + root).max(), np.abs(b - root).max()) / 2


# %% wrong, 1.0: the real parts only
def heavy_ball_factor(curvatures, eta, momentum):
    matrices = [[[1 + momentum - eta * lam, -momentum], [1, 0]] for lam in curvatures]
    return np.abs(np.linalg.eigvals(np.array(matrices)).real).max()


# %% wrong, 0.5: the best coordinate instead of the worst
def heavy_ball_factor(curvatures, eta, momentum):
    matrices = [[[1 + momentum - eta * lam, -momentum], [1, 0]] for lam in curvatures]
    return np.abs(np.linalg.eigvals(np.array(matrices))).max(axis=1).min()


# %% wrong, 0.5: lost sign of the momentum
def heavy_ball_factor(curvatures, eta, momentum):
    matrices = [[[1 + momentum - eta * lam, momentum], [1, 0]] for lam in curvatures]
    return np.abs(np.linalg.eigvals(np.array(matrices))).max()


# %% wrong, 1.0: momentum forgotten in the first entry
def heavy_ball_factor(curvatures, eta, momentum):
    matrices = [[[1 - eta * lam, -momentum], [1, 0]] for lam in curvatures]
    return np.abs(np.linalg.eigvals(np.array(matrices))).max()


# %% wrong, 0.5: Nesterov's method
def heavy_ball_factor(curvatures, eta, momentum):
    matrices = [[[(1 + momentum) * (1 - eta * lam), -momentum * (1 - eta * lam)], [1, 0]] for lam in curvatures]
    return np.abs(np.linalg.eigvals(np.array(matrices))).max()


# %% wrong, 0.5: always the square root of the momentum
def heavy_ball_factor(curvatures, eta, momentum):
    return math.sqrt(momentum)


# %% wrong, 0.5: gradient descent, the momentum is ignored
def heavy_ball_factor(curvatures, eta, momentum):
    return np.abs(1 - eta * curvatures).max()


# %% wrong, 0.5: the larger real root, negative ones forgotten
def heavy_ball_factor(curvatures, eta, momentum):
    b = 1 + momentum - eta * curvatures
    gap = b**2 - 4 * momentum
    return np.where(gap >= 0, (b + np.sqrt(np.maximum(gap, 0))) / 2, math.sqrt(momentum)).max()


# %% wrong, 0.0: the norm of the matrix
def heavy_ball_factor(curvatures, eta, momentum):
    matrices = [[[1 + momentum - eta * lam, -momentum], [1, 0]] for lam in curvatures]
    return max(np.linalg.norm(np.array(M), 2) for M in matrices)


# %% wrong, 1.0: only the first and the last curvature
def heavy_ball_factor(curvatures, eta, momentum):
    matrices = [[[1 + momentum - eta * lam, -momentum], [1, 0]] for lam in (curvatures[0], curvatures[-1])]
    return np.abs(np.linalg.eigvals(np.array(matrices))).max()


# %% wrong, 1.0: missing square root, the eigenvalues' product
def heavy_ball_factor(curvatures, eta, momentum):
    b = np.abs(1 + momentum - eta * curvatures) / 2
    gap = b**2 - momentum
    return np.where(gap >= 0, b + np.sqrt(np.maximum(gap, 0)), momentum).max()
