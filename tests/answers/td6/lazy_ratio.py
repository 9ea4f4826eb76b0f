# %% right: the eigenvalue of the tangent kernel
def lazy_ratio(X, y, u, v):
    gap = X @ (u * u - v * v) - y
    K = 4 * (X * (u * u + v * v)) @ X.T
    return np.sqrt(gap @ gap) * 2 * np.sqrt((X * X).sum(0).max()) / np.linalg.eigvalsh(K)[-1]


# %% right: columns in a loop, singular values
def lazy_ratio(X, y, u, v):
    d = X.shape[1]
    gap = [sum(row[i] * (u[i] ** 2 - v[i] ** 2) for i in range(d)) - label for row, label in zip(X, y)]
    first = np.linalg.svd(np.column_stack([X @ np.diag(2 * u), X @ np.diag(-2 * v)]), compute_uv=False)[0]
    second = max(2 * math.sqrt(sum(X[:, i] ** 2)) for i in range(d))
    return math.sqrt(sum(g * g for g in gap)) * second / first**2


# %% right: torch, float32, the Jacobian by automatic differentiation
def lazy_ratio(X, y, u, v):
    X, y, u, v = (torch.tensor(z, dtype=torch.float32) for z in (X, y, u, v))
    h = lambda theta: X @ (theta[0] ** 2 - theta[1] ** 2)
    theta = torch.stack([u, v])
    first = torch.linalg.matrix_norm(jacrev(h)(theta).flatten(1), 2)
    return (h(theta) - y).norm() * 2 * X.norm(dim=0).max() / first**2


# %% wrong, 0.5: the residual is y
def lazy_ratio(X, y, u, v):
    first = np.linalg.norm(2 * np.hstack([X * u, -X * v]), 2)
    return np.linalg.norm(y) * 2 * np.linalg.norm(X, axis=0).max() / first**2


# %% wrong, 0.5: the Frobenius norm of the first derivative
def lazy_ratio(X, y, u, v):
    first = np.linalg.norm(2 * np.hstack([X * u, -X * v]))
    return np.linalg.norm(X @ (u**2 - v**2) - y) * 2 * np.linalg.norm(X, axis=0).max() / first**2


# %% wrong, 0.0: the norm of the whole matrix for the second derivative
def lazy_ratio(X, y, u, v):
    first = np.linalg.norm(2 * np.hstack([X * u, -X * v]), 2)
    return np.linalg.norm(X @ (u**2 - v**2) - y) * 2 * np.linalg.norm(X, 2) / first**2


# %% wrong, 0.0: the first derivative is not squared
def lazy_ratio(X, y, u, v):
    first = np.linalg.norm(2 * np.hstack([X * u, -X * v]), 2)
    return np.linalg.norm(X @ (u**2 - v**2) - y) * 2 * np.linalg.norm(X, axis=0).max() / first


# %% wrong, 0.0: v is forgotten in the derivative
def lazy_ratio(X, y, u, v):
    first = np.linalg.norm(2 * X * u, 2)
    return np.linalg.norm(X @ (u**2 - v**2) - y) * 2 * np.linalg.norm(X, axis=0).max() / first**2


# %% wrong, 0.0: the derivative without the factor 2
def lazy_ratio(X, y, u, v):
    first = np.linalg.norm(np.hstack([X * u, -X * v]), 2)
    return np.linalg.norm(X @ (u**2 - v**2) - y) * 2 * np.linalg.norm(X, axis=0).max() / first**2


# %% wrong, 0.5: the largest entry instead of the largest column
def lazy_ratio(X, y, u, v):
    first = np.linalg.norm(2 * np.hstack([X * u, -X * v]), 2)
    return np.linalg.norm(X @ (u**2 - v**2) - y) * 2 * np.abs(X).max() / first**2
