# %% right: normalised inputs
def sign_kernel(X, L):
    if L == 1:
        return X @ X.T / len(X[0])
    U = X / np.linalg.norm(X, axis=1, keepdims=True)
    rho = U @ U.T
    for _ in range(L - 1):
        rho = 1 - 2 / np.pi * np.arccos(np.clip(rho, -1, 1))
    return rho


# %% right: loops
def sign_kernel(X, L):
    n = len(X)
    K = [[float(X[i] @ X[j]) / X.shape[1] for j in range(n)] for i in range(n)]
    for _ in range(L - 1):
        scale = [math.sqrt(K[i][i]) for i in range(n)]
        K = [[2 / math.pi * math.asin(max(-1.0, min(1.0, K[i][j] / scale[i] / scale[j]))) for j in range(n)] for i in range(n)]
    return K


# %% right: variances set to 1
def sign_kernel(X, L):
    K = X @ X.T / X.shape[1]
    for _ in range(L - 1):
        scale = np.sqrt(np.diag(K))
        K = 2 / np.pi * np.arcsin(np.clip(K / scale / scale[:, None], -1, 1))
        np.fill_diagonal(K, 1.0)
    return K


# %% right: float32
def sign_kernel(X, L):
    K = np.float32(X) @ np.float32(X).T / np.float32(X.shape[1])
    for _ in range(L - 1):
        scale = np.sqrt(np.diag(K))
        K = np.float32(2 / np.pi) * np.arcsin(np.clip(K / np.outer(scale, scale), -1, 1))
    return K


# %% right: float32, normalised inputs
def sign_kernel(X, L):
    X = np.float32(X)
    if L == 1:
        return X @ X.T / X.shape[1]
    U = X / np.linalg.norm(X, axis=1, keepdims=True)
    rho = U @ U.T
    for _ in range(L - 1):
        rho = np.float32(2 / np.pi) * np.arcsin(np.clip(rho, -1, 1))
    return rho


# %% wrong, 0.5: no clip
def sign_kernel(X, L):
    K = X @ X.T / X.shape[1]
    for _ in range(L - 1):
        scale = np.sqrt(np.diag(K))
        K = 2 / np.pi * np.arcsin(K / np.outer(scale, scale))
    return K


# %% wrong, 0.5: one layer is normalised too
def sign_kernel(X, L):
    U = X / np.linalg.norm(X, axis=1, keepdims=True)
    rho = U @ U.T
    for _ in range(L - 1):
        rho = 2 / np.pi * np.arcsin(np.clip(rho, -1, 1))
    return rho


# %% wrong, 0: lengths kept
def sign_kernel(X, L):
    K = X @ X.T / X.shape[1]
    scale = np.sqrt(np.diag(K))
    for _ in range(L - 1):
        K = np.outer(scale, scale) * 2 / np.pi * np.arcsin(np.clip(K / np.outer(scale, scale), -1, 1))
    return K


# %% wrong, 0.5: one layer too many
def sign_kernel(X, L):
    U = X / np.linalg.norm(X, axis=1, keepdims=True)
    rho = U @ U.T
    for _ in range(L):
        rho = 2 / np.pi * np.arcsin(np.where(np.abs(rho) > 1 - 1e-9, np.sign(rho), rho))
    return rho


# %% wrong, 0: factor 2/π forgotten
def sign_kernel(X, L):
    K = X @ X.T / X.shape[1]
    for _ in range(L - 1):
        scale = np.sqrt(np.diag(K))
        K = np.arcsin(np.clip(K / np.outer(scale, scale), -1, 1))
    return K


# %% wrong, 0.5: opposite inputs taken as equal
def sign_kernel(X, L):
    K = X @ X.T / X.shape[1]
    for _ in range(L - 1):
        scale = np.sqrt(np.diag(K))
        rho = K / np.outer(scale, scale)
        rho = np.where(np.abs(rho) > 1 - 1e-9, 1.0, rho)
        K = 2 / np.pi * np.arcsin(rho)
    return K


# %% wrong, 0.5: the ReLU beyond two layers
def sign_kernel(X, L):
    K = X @ X.T / X.shape[1]
    for layer in range(L - 1):
        scale = np.sqrt(np.diag(K))
        t = np.arccos(np.clip(K / np.outer(scale, scale), -1, 1))
        K = 1 - 2 * t / np.pi if layer == 0 else (np.sin(t) + (np.pi - t) * np.cos(t)) / np.pi
    return K


# %% wrong, 0.5: two layers always
def sign_kernel(X, L):
    K = X @ X.T / X.shape[1]
    if L == 1:
        return K
    scale = np.sqrt(np.diag(K))
    return 2 / np.pi * np.arcsin(np.clip(K / np.outer(scale, scale), -1, 1))
