# %% right: angles from the cosine
def smallest_eigenvalue(phi):
    x = np.stack([np.cos(phi), np.sin(phi)], axis=1)
    c = np.clip(x @ x.T, -1, 1)
    return np.linalg.eigvalsh(c * (1 - 2 * np.arccos(c) / np.pi))[0]


# %% right: the kernel has period π
def smallest_eigenvalue(phi):
    n = len(phi)
    K = np.eye(n)
    for i in range(n):
        for j in range(n):
            t = abs(phi[i] - phi[j]) % math.pi
            K[i, j] = math.cos(t) * (1 - 2 * t / math.pi)
    return min(np.linalg.eigvals(K).real)


# %% right: smallest singular value of the symmetric matrix, by arcsin
def smallest_eigenvalue(phi):
    phi = np.array(phi)
    c = np.cos(phi[:, None] - phi)
    return np.linalg.svd(c * np.arcsin(np.clip(c, -1, 1)) * 2 / np.pi, compute_uv=False).min()


# %% wrong, 0.5: differences of the polar angles as they are
def smallest_eigenvalue(phi):
    phi = np.array(phi)
    t = np.abs(phi[:, None] - phi)
    return np.linalg.eigvalsh(np.cos(t) * (1 - 2 * t / np.pi))[0]


# %% wrong, 0.5: modulo a full turn, but not the shorter way round
def smallest_eigenvalue(phi):
    phi = np.array(phi)
    t = np.abs(phi[:, None] - phi) % (2 * np.pi)
    return np.linalg.eigvalsh(np.cos(t) * (1 - 2 * t / np.pi))[0]


# %% wrong, 0.0: signs of the differences kept
def smallest_eigenvalue(phi):
    phi = np.array(phi)
    t = phi[:, None] - phi
    return np.linalg.eigvals(np.cos(t) * (1 - 2 * t / np.pi)).real.min()


# %% wrong, 0.0: largest eigenvalue
def smallest_eigenvalue(phi):
    phi = np.array(phi)
    c = np.cos(phi[:, None] - phi)
    return np.linalg.eigvalsh(c * np.arcsin(np.clip(c, -1, 1)) * 2 / np.pi)[-1]


# %% wrong, 0.0: kernel of the ReLU
def smallest_eigenvalue(phi):
    phi = np.array(phi)
    c = np.clip(np.cos(phi[:, None] - phi), -1, 1)
    return np.linalg.eigvalsh(c * (np.pi - np.arccos(c)) / (2 * np.pi))[0]


# %% wrong, 0.0: cosine forgotten
def smallest_eigenvalue(phi):
    phi = np.array(phi)
    c = np.clip(np.cos(phi[:, None] - phi), -1, 1)
    return np.linalg.eigvalsh(1 - 2 * np.arccos(c) / np.pi)[0]


# %% wrong, 0.0: smallest entry
def smallest_eigenvalue(phi):
    phi = np.array(phi)
    c = np.clip(np.cos(phi[:, None] - phi), -1, 1)
    return (c * (1 - 2 * np.arccos(c) / np.pi)).min()


# %% wrong, 0.5: right for full turns, one minus the largest entry for few points
def smallest_eigenvalue(phi):
    phi = np.array(phi)
    c = np.clip(np.cos(phi[:, None] - phi), -1, 1)
    K = c * (1 - 2 * np.arccos(c) / np.pi)
    if np.ptp(phi) < np.pi:
        return 1 - (K - np.eye(len(phi))).max()
    return np.linalg.eigvalsh(K)[0]
