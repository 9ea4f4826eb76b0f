# %% right: Gram-Schmidt by hand, values from the 2 x 2 Gram matrix
def two_stretches(jvp, vjp, start, steps):
    a, b = start[:, 0], start[:, 1]
    for _ in range(steps):
        a, b = vjp(jvp(a)), vjp(jvp(b))
        a = a / np.sqrt(a @ a)
        b = b - (a @ b) * a
        b = b / np.sqrt(b @ b)
    Ja, Jb = jvp(a), jvp(b)
    trace, product = Ja @ Ja + Jb @ Jb, Ja @ Jb
    root = np.sqrt((Ja @ Ja - Jb @ Jb) ** 2 + 4 * product**2)
    return [float(np.sqrt((trace + root) / 2)), float(np.sqrt((trace - root) / 2))]


# %% right: float32, orthonormal columns by the singular value decomposition
def two_stretches(jvp, vjp, start, steps):
    V = start.astype(np.float32)
    for _ in range(steps):
        W = np.stack([vjp(jvp(V[:, k])) for k in (0, 1)], axis=1).astype(np.float32)
        V = np.linalg.svd(W, full_matrices=False)[0]
    images = np.stack([jvp(V[:, k]) for k in (0, 1)]).astype(np.float32)
    return np.linalg.svd(images)[1]


# %% right: orthonormal at the beginning too, torch at the end
def two_stretches(jvp, vjp, start, steps):
    import torch

    V = np.linalg.qr(start)[0]
    for _ in range(steps):
        U = np.linalg.qr(np.column_stack([jvp(v) for v in V.T]))[0]
        V = np.linalg.qr(np.column_stack([vjp(u) for u in U.T]))[0]
    return torch.linalg.svdvals(torch.as_tensor(np.column_stack([jvp(v) for v in V.T])))


# %% wrong, 1.0: lengths of the images of the two columns
def two_stretches(jvp, vjp, start, steps):
    V = start
    for _ in range(steps):
        V, _ = np.linalg.qr(np.stack([vjp(jvp(v)) for v in V.T], axis=1))
    return np.array([np.linalg.norm(jvp(v)) for v in V.T])


# %% wrong, 1.0: the whole matrix, column by column
def two_stretches(jvp, vjp, start, steps):
    J = np.stack([jvp(e) for e in np.eye(len(start))], axis=1)
    return np.linalg.svd(J, compute_uv=False)[:2]


# %% wrong, 0.0: two single power iterations, which find the same vector
def two_stretches(jvp, vjp, start, steps):
    found = []
    for v in start.T:
        for _ in range(steps):
            v = vjp(jvp(v))
            v = v / np.linalg.norm(v)
        found.append(np.linalg.norm(jvp(v)))
    return np.array(found)


# %% wrong, 0.0: the squares, eigenvalues of the transpose times the matrix
def two_stretches(jvp, vjp, start, steps):
    V = start
    for _ in range(steps):
        V, _ = np.linalg.qr(np.stack([vjp(jvp(v)) for v in V.T], axis=1))
    return np.linalg.svd(np.stack([jvp(v) for v in V.T], axis=1), compute_uv=False) ** 2


# %% wrong, 0.0: smallest first
def two_stretches(jvp, vjp, start, steps):
    V = start
    for _ in range(steps):
        V, _ = np.linalg.qr(np.stack([vjp(jvp(v)) for v in V.T], axis=1))
    images = np.stack([jvp(v) for v in V.T], axis=1)
    return np.sqrt(np.linalg.eigvalsh(images.T @ images))


# %% wrong, 1.0: one vector first, then a second one with the first removed
def two_stretches(jvp, vjp, start, steps):
    a, b = start.T
    for _ in range(steps):
        a = vjp(jvp(a))
        a = a / np.linalg.norm(a)
    for _ in range(steps):
        b = b - (a @ b) * a
        b = vjp(jvp(b))
        b = b - (a @ b) * a
        b = b / np.linalg.norm(b)
    return np.array([np.linalg.norm(jvp(a)), np.linalg.norm(jvp(b))])


# %% wrong, 0.0: columns are scaled, but not made orthogonal, and the start is forgotten
def two_stretches(jvp, vjp, start, steps):
    V = np.ones_like(start)
    for _ in range(steps):
        V = np.stack([vjp(jvp(v)) for v in V.T], axis=1)
        V = V / np.linalg.norm(V, axis=0)
    return np.linalg.svd(np.stack([jvp(v) for v in V.T], axis=1), compute_uv=False)
