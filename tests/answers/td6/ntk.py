# %% right: three arrays and Θ
def ntk(X, Y, L, dual, c, beta):
    p, q, r = c * (X * X).mean(1) + beta**2, c * (Y * Y).mean(1) + beta**2, c * X @ Y.T / X.shape[1] + beta**2
    theta = r.copy()
    for _ in range(L - 1):
        value, slope = dual(p[:, None], q[None, :], r)
        p, q, r = c * dual(p, p, p)[0] + beta**2, c * dual(q, q, q)[0] + beta**2, c * value + beta**2
        theta = r + c * slope * theta
    return theta


# %% right: the sum over layers, with the products of the slopes
def ntk(X, Y, L, dual, c, beta):
    Z = np.concatenate([X, Y])
    S = [c * Z @ Z.T / Z.shape[1] + beta**2]
    slopes = []
    for _ in range(L - 1):
        v = np.diag(S[-1])
        value, slope = dual(v[:, None], v[None, :], S[-1])
        S.append(c * value + beta**2)
        slopes.append(c * slope)
    theta = sum(S[l] * math.prod(slopes[l:]) for l in range(L))
    return theta[: len(X), len(X) :]


# %% right: built on 2a
def ntk(X, Y, L, dual, c, beta):
    if L == 1:
        return nngp(X, Y, 1, dual, c, beta)
    p = np.array([nngp(x[None], x[None], L - 1, dual, c, beta)[0, 0] for x in X])
    q = np.array([nngp(y[None], y[None], L - 1, dual, c, beta)[0, 0] for y in Y])
    slope = dual(p[:, None], q[None, :], nngp(X, Y, L - 1, dual, c, beta))[1]
    return nngp(X, Y, L, dual, c, beta) + c * slope * ntk(X, Y, L - 1, dual, c, beta)


# %% right: float32
def ntk(X, Y, L, dual, c, beta):
    X, Y = X.astype(np.float32), Y.astype(np.float32)
    c, b = np.float32(c), np.float32(beta**2)
    p, q, r = c * (X * X).mean(1) + b, c * (Y * Y).mean(1) + b, c * (X @ Y.T) / np.float32(X.shape[1]) + b
    theta = r
    for _ in range(L - 1):
        value, slope = dual(p[:, None], q[None, :], r)
        r = c * value + b
        theta = r + c * slope * theta
        p, q = c * dual(p, p, p)[0] + b, c * dual(q, q, q)[0] + b
    return theta


# %% wrong, 0.0: the slope is taken at the new Σ
def ntk(X, Y, L, dual, c, beta):
    p, q, r = c * (X * X).mean(1) + beta**2, c * (Y * Y).mean(1) + beta**2, c * X @ Y.T / X.shape[1] + beta**2
    theta = r
    for _ in range(L - 1):
        r = c * dual(p[:, None], q[None, :], r)[0] + beta**2
        p, q = c * dual(p, p, p)[0] + beta**2, c * dual(q, q, q)[0] + beta**2
        theta = r + c * dual(p[:, None], q[None, :], r)[1] * theta
    return theta


# %% wrong, 0.5: no c in front of the slope
def ntk(X, Y, L, dual, c, beta):
    p, q, r = c * (X * X).mean(1) + beta**2, c * (Y * Y).mean(1) + beta**2, c * X @ Y.T / X.shape[1] + beta**2
    theta = r
    for _ in range(L - 1):
        value, slope = dual(p[:, None], q[None, :], r)
        r = c * value + beta**2
        theta = r + slope * theta
        p, q = c * dual(p, p, p)[0] + beta**2, c * dual(q, q, q)[0] + beta**2
    return theta


# %% wrong, 0.5: the bias counts twice
def ntk(X, Y, L, dual, c, beta):
    p, q, r = c * (X * X).mean(1) + beta**2, c * (Y * Y).mean(1) + beta**2, c * X @ Y.T / X.shape[1] + beta**2
    theta = r
    for _ in range(L - 1):
        value, slope = dual(p[:, None], q[None, :], r)
        r = c * value + beta**2
        theta = r + c * slope * theta + beta**2
        p, q = c * dual(p, p, p)[0] + beta**2, c * dual(q, q, q)[0] + beta**2
    return theta


# %% wrong, 0.5: the biases are not trained
def ntk(X, Y, L, dual, c, beta):
    p, q, r = c * (X * X).mean(1) + beta**2, c * (Y * Y).mean(1) + beta**2, c * X @ Y.T / X.shape[1] + beta**2
    theta = r - beta**2
    for _ in range(L - 1):
        value, slope = dual(p[:, None], q[None, :], r)
        r = c * value + beta**2
        theta = c * value + c * slope * theta
        p, q = c * dual(p, p, p)[0] + beta**2, c * dual(q, q, q)[0] + beta**2
    return theta


# %% wrong, 0.0: the last layer is frozen
def ntk(X, Y, L, dual, c, beta):
    p, q, r = c * (X * X).mean(1) + beta**2, c * (Y * Y).mean(1) + beta**2, c * X @ Y.T / X.shape[1] + beta**2
    theta = r
    for _ in range(L - 1):
        value, slope = dual(p[:, None], q[None, :], r)
        r = c * value + beta**2
        theta = c * slope * theta
        p, q = c * dual(p, p, p)[0] + beta**2, c * dual(q, q, q)[0] + beta**2
    return theta


# %% wrong, 0.0: only the last layer is trained
def ntk(X, Y, L, dual, c, beta):
    return nngp(X, Y, L, dual, c, beta)


# %% wrong, 0.0: a product of matrices instead of entries
def ntk(X, Y, L, dual, c, beta):
    p, q, r = c * (X * X).mean(1) + beta**2, c * (Y * Y).mean(1) + beta**2, c * X @ Y.T / X.shape[1] + beta**2
    theta = r
    for _ in range(L - 1):
        value, slope = dual(p[:, None], q[None, :], r)
        r = c * value + beta**2
        theta = r + c * slope @ theta
        p, q = c * dual(p, p, p)[0] + beta**2, c * dual(q, q, q)[0] + beta**2
    return theta


# %% wrong, 0.5: right only for X = Y
def ntk(X, Y, L, dual, c, beta):
    r = theta = c * X @ Y.T / X.shape[1] + beta**2
    for _ in range(L - 1):
        p, q = np.resize(np.diag(r), len(X)), np.resize(np.diag(r), len(Y))
        value, slope = dual(p[:, None], q[None, :], r)
        r = c * value + beta**2
        theta = r + c * slope * theta
    return theta
