# %% right: one block matrix
def ensemble_covariance(K, k, S_train, S_cross, S_test):
    B = np.hstack([-k @ np.linalg.inv(K), np.eye(len(k))])
    return B @ np.block([[S_train, S_cross.T], [S_cross, S_test]]) @ B.T


# %% right: entry by entry
def ensemble_covariance(K, k, S_train, S_cross, S_test):
    m, n = k.shape
    A = [np.linalg.solve(K, row) for row in k]
    return [
        [
            S_test[i, j]
            - sum(A[i][s] * S_cross[j, s] + A[j][s] * S_cross[i, s] for s in range(n))
            + sum(A[i][s] * S_train[s, r] * A[j][r] for s in range(n) for r in range(n))
            for j in range(m)
        ]
        for i in range(m)
    ]


# %% right: in torch
def ensemble_covariance(K, k, S_train, S_cross, S_test):
    K, k, S_train, S_cross, S_test = (torch.tensor(z) for z in (K, k, S_train, S_cross, S_test))
    A = torch.linalg.solve(K, k, left=False)
    half = S_cross - A @ S_train / 2
    return S_test - half @ A.T - A @ half.T


# %% wrong, 0.5: the posterior of the tangent kernel's blocks
def ensemble_covariance(K, k, S_train, S_cross, S_test):
    return S_test - k @ np.linalg.solve(K, S_cross.T)


# %% wrong, 0.5: the posterior of the process, whatever is trained
def ensemble_covariance(K, k, S_train, S_cross, S_test):
    return S_test - S_cross @ np.linalg.solve(S_train, S_cross.T)


# %% wrong, 0.0: independent starts at training and test inputs
def ensemble_covariance(K, k, S_train, S_cross, S_test):
    A = np.linalg.solve(K, k.T).T
    return S_test + A @ S_train @ A.T


# %% wrong, 0.0: plus instead of minus
def ensemble_covariance(K, k, S_train, S_cross, S_test):
    A = np.linalg.solve(K, k.T).T
    return S_test + A @ S_cross.T + S_cross @ A.T + A @ S_train @ A.T


# %% wrong, 0.0: a mixed term is forgotten
def ensemble_covariance(K, k, S_train, S_cross, S_test):
    A = np.linalg.solve(K, k.T).T
    return S_test - A @ S_cross.T + A @ S_train @ A.T


# %% wrong, 0.0: the variances only
def ensemble_covariance(K, k, S_train, S_cross, S_test):
    A = np.linalg.solve(K, k.T).T
    return np.diag(S_test - A @ S_cross.T - S_cross @ A.T + A @ S_train @ A.T)


# %% wrong, 0.5: the mixed term twice instead of once transposed
def ensemble_covariance(K, k, S_train, S_cross, S_test):
    A = np.linalg.solve(K, k.T).T
    return S_test - 2 * A @ S_cross.T + A @ K @ A.T


# %% wrong, 0.5: the last term with K
def ensemble_covariance(K, k, S_train, S_cross, S_test):
    A = np.linalg.solve(K, k.T).T
    return S_test - A @ S_cross.T - S_cross @ A.T + A @ K @ A.T


# %% right: float32
def ensemble_covariance(K, k, S_train, S_cross, S_test):
    K, k, S_train, S_cross, S_test = (np.float32(z) for z in (K, k, S_train, S_cross, S_test))
    A = k @ np.linalg.inv(K)
    return S_test - A @ S_cross.T - (A @ S_cross.T).T + A @ S_train @ A.T
