# %% right: truncated SVD
def min_norm_solution(X, y):
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    inverse = np.zeros_like(s)
    inverse[s > 1e-10 * s[0]] = 1 / s[s > 1e-10 * s[0]]
    return Vt.T @ (inverse * (U.T @ y))


# %% right: a sum of rank-one terms, in a loop
def min_norm_solution(X, y):
    U, s, Vt = np.linalg.svd(X)
    b = [0.0] * X.shape[1]
    for j in range(len(s)):
        if s[j] >= 1e-10 * max(s):
            coefficient = float(U[:, j] @ y) / float(s[j])
            b = [old + coefficient * float(v) for old, v in zip(b, Vt[j])]
    return b


# %% right: numpy's lstsq
def min_norm_solution(X, y):
    return np.linalg.lstsq(X, y, rcond=1e-10)[0]


# %% right: torch's pseudo-inverse
def min_norm_solution(X, y):
    import torch

    return torch.linalg.pinv(torch.tensor(X), rtol=1e-10) @ torch.tensor(y)


# %% wrong, 1.0: normal equations, right only for independent columns
def min_norm_solution(X, y):
    return np.linalg.solve(X.T @ X, X.T @ y)


# %% wrong, 0.5: right only for independent rows
def min_norm_solution(X, y):
    return X.T @ np.linalg.solve(X @ X.T, y)


# %% wrong, 1.5: every singular value is inverted
def min_norm_solution(X, y):
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    return Vt.T @ ((U.T @ y) / s)


# %% wrong, 1.5: absolute threshold
def min_norm_solution(X, y):
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    keep = s > 1e-10
    return Vt[keep].T @ ((U[:, keep].T @ y) / s[keep])


# %% wrong, 0.0: multiplied by the singular values instead of divided
def min_norm_solution(X, y):
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    return Vt.T @ (s * (U.T @ y))


# %% wrong, 0.0: Vt taken for V
def min_norm_solution(X, y):
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    keep = s > 1e-10 * s[0]
    return Vt[:, keep] @ ((U[:, keep].T @ y) / s[keep])


# %% wrong, 0.0: a little ridge
def min_norm_solution(X, y):
    return np.linalg.solve(X.T @ X + 1e-3 * np.eye(X.shape[1]), X.T @ y)


# %% wrong, 0.0: lost sign
def min_norm_solution(X, y):
    return -np.linalg.pinv(X, rcond=1e-10) @ y


# %% wrong, 1.0: a least-squares solution, but not the shortest
def min_norm_solution(X, y):
    b = np.linalg.pinv(X, rcond=1e-10) @ y
    U, s, Vt = np.linalg.svd(X)
    rank = int(np.sum(s > 1e-10 * s[0]))
    return b + Vt[rank:].sum(axis=0)


# %% wrong, 1.5: a cut at one percent of the largest singular value
def min_norm_solution(X, y):
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    keep = s > 1e-2 * s[0]
    return Vt[keep].T @ ((U[:, keep].T @ y) / s[keep])


# %% wrong, 1.5: a ridge too small to show on well-conditioned data
def min_norm_solution(X, y):
    gram = X.T @ X
    return np.linalg.solve(gram + 1e-9 * np.trace(gram) * np.eye(len(gram)), X.T @ y)
