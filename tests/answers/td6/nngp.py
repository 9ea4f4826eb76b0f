# %% right: three arrays through the layers
def nngp(X, Y, L, dual, c, beta):
    p, q, r = c * (X * X).mean(1) + beta**2, c * (Y * Y).mean(1) + beta**2, c * X @ Y.T / X.shape[1] + beta**2
    for _ in range(1, L):
        p, q, r = (
            c * dual(p, p, p)[0] + beta**2,
            c * dual(q, q, q)[0] + beta**2,
            c * dual(p[:, None], q, r)[0] + beta**2,
        )
    return r


# %% right: one big square matrix of all inputs
def nngp(X, Y, L, dual, c, beta):
    Z = np.concatenate([X, Y])
    S = c * Z @ Z.T / Z.shape[1] + beta**2
    for _ in range(L - 1):
        v = np.diag(S)
        S = c * dual(v[:, None], v[None, :], S)[0] + beta**2
    return S[: len(X), len(X) :]


# %% right: recursion, pair by pair
def nngp(X, Y, L, dual, c, beta):
    def sigma(x, y, l):
        if l == 1:
            return c * float(x @ y) / len(x) + beta**2
        p, q, r = np.array(sigma(x, x, l - 1)), np.array(sigma(y, y, l - 1)), np.array(sigma(x, y, l - 1))
        return c * float(dual(p, q, r)[0]) + beta**2

    return [[sigma(x, y, L) for y in Y] for x in X]


# %% right: float32
def nngp(X, Y, L, dual, c, beta):
    X, Y = X.astype(np.float32), Y.astype(np.float32)
    c, b = np.float32(c), np.float32(beta**2)
    p, q, r = c * (X * X).mean(1) + b, c * (Y * Y).mean(1) + b, c * (X @ Y.T) / np.float32(X.shape[1]) + b
    for _ in range(L - 1):
        r = c * dual(p[:, None], q[None, :], r)[0] + b
        p, q = c * dual(p, p, p)[0] + b, c * dual(q, q, q)[0] + b
    return r


# %% wrong, 1.0: the variances are read off the diagonal of r
def nngp(X, Y, L, dual, c, beta):
    r = c * X @ Y.T / X.shape[1] + beta**2
    for _ in range(L - 1):
        k = min(r.shape)
        p, q = np.resize(np.diag(r), len(X)), np.resize(np.diag(r)[:k], len(Y))
        r = c * dual(p[:, None], q[None, :], r)[0] + beta**2
    return r


# %% wrong, 1.0: the bias only at the first layer
def nngp(X, Y, L, dual, c, beta):
    p, q, r = c * (X * X).mean(1) + beta**2, c * (Y * Y).mean(1) + beta**2, c * X @ Y.T / X.shape[1] + beta**2
    for _ in range(L - 1):
        r = c * dual(p[:, None], q[None, :], r)[0]
        p, q = c * dual(p, p, p)[0], c * dual(q, q, q)[0]
    return r


# %% wrong, 1.0: β instead of β²
def nngp(X, Y, L, dual, c, beta):
    p, q, r = c * (X * X).mean(1) + beta, c * (Y * Y).mean(1) + beta, c * X @ Y.T / X.shape[1] + beta
    for _ in range(L - 1):
        r = c * dual(p[:, None], q[None, :], r)[0] + beta
        p, q = c * dual(p, p, p)[0] + beta, c * dual(q, q, q)[0] + beta
    return r


# %% wrong, 1.0: the biases have no part in the variances
def nngp(X, Y, L, dual, c, beta):
    p, q, r = c * (X * X).mean(1), c * (Y * Y).mean(1), c * X @ Y.T / X.shape[1] + beta**2
    for _ in range(L - 1):
        r = c * dual(p[:, None], q[None, :], r)[0] + beta**2
        p, q = c * dual(p, p, p)[0], c * dual(q, q, q)[0]
    return r


# %% wrong, 0.0: one layer too many
def nngp(X, Y, L, dual, c, beta):
    p, q, r = c * (X * X).mean(1) + beta**2, c * (Y * Y).mean(1) + beta**2, c * X @ Y.T / X.shape[1] + beta**2
    for _ in range(L):
        r = c * dual(p[:, None], q[None, :], r)[0] + beta**2
        p, q = c * dual(p, p, p)[0] + beta**2, c * dual(q, q, q)[0] + beta**2
    return r


# %% wrong, 0.0: the input dimension is forgotten
def nngp(X, Y, L, dual, c, beta):
    p, q, r = c * (X * X).sum(1) + beta**2, c * (Y * Y).sum(1) + beta**2, c * X @ Y.T + beta**2
    for _ in range(L - 1):
        r = c * dual(p[:, None], q[None, :], r)[0] + beta**2
        p, q = c * dual(p, p, p)[0] + beta**2, c * dual(q, q, q)[0] + beta**2
    return r


# %% wrong, 0.0: p and q are overwritten before r is computed
def nngp(X, Y, L, dual, c, beta):
    p, q, r = c * (X * X).mean(1) + beta**2, c * (Y * Y).mean(1) + beta**2, c * X @ Y.T / X.shape[1] + beta**2
    for _ in range(L - 1):
        p, q = c * dual(p, p, p)[0] + beta**2, c * dual(q, q, q)[0] + beta**2
        r = c * dual(p[:, None], q[None, :], r)[0] + beta**2
    return r


# %% wrong, 1.0: c only at the first layer
def nngp(X, Y, L, dual, c, beta):
    p, q, r = c * (X * X).mean(1) + beta**2, c * (Y * Y).mean(1) + beta**2, c * X @ Y.T / X.shape[1] + beta**2
    for _ in range(L - 1):
        r = dual(p[:, None], q[None, :], r)[0] + beta**2
        p, q = dual(p, p, p)[0] + beta**2, dual(q, q, q)[0] + beta**2
    return r


# %% wrong, 0.0: the variances stay those of the first layer
def nngp(X, Y, L, dual, c, beta):
    p, q, r = c * (X * X).mean(1) + beta**2, c * (Y * Y).mean(1) + beta**2, c * X @ Y.T / X.shape[1] + beta**2
    for _ in range(L - 1):
        r = c * dual(p[:, None], q[None, :], r)[0] + beta**2
    return r
