# %% right: breadth-first search
def equivariant_basis(perms):
    n, seen, basis = len(perms[0]), set(), []
    for start in np.ndindex(n, n):
        if start in seen:
            continue
        W, queue = np.zeros((n, n)), [start]
        seen.add(start)
        while queue:
            i, j = queue.pop()
            W[i, j] = 1
            for g in perms:
                image = int(g[i]), int(g[j])
                if image not in seen:
                    seen.add(image)
                    queue.append(image)
        basis.append(W)
    return basis


# %% right: the whole group first, then orbits, in one array
def equivariant_basis(perms):
    n = len(perms[0])
    group = {tuple(range(n))}
    new = list(group)
    while new:
        new = list({tuple(int(g[i]) for i in h) for g in perms for h in new} - group)
        group.update(new)
    orbits = {frozenset((h[i], h[j]) for h in group) for i in range(n) for j in range(n)}
    return np.array([[[int((i, j) in orbit) for j in range(n)] for i in range(n)] for orbit in orbits])


# %% right: union-find, torch matrices
def equivariant_basis(perms):
    import torch

    n = len(perms[0])
    parent = list(range(n * n))

    def root(a):
        while parent[a] != a:
            a = parent[a]
        return a

    for g in perms:
        for i in range(n):
            for j in range(n):
                parent[root(i * n + j)] = root(int(g[i]) * n + int(g[j]))
    roots = torch.tensor([root(a) for a in range(n * n)]).reshape(n, n)
    return [(roots == value).to(torch.float32) for value in roots.unique()]


# %% right: reachability by powers of a matrix of pairs
def equivariant_basis(perms):
    n = len(perms[0])
    step = np.eye(n * n, dtype=bool)
    for g in perms:
        P = np.eye(n, dtype=int)[g]
        step |= np.kron(P, P).astype(bool)
    while True:
        more = step @ step
        if np.array_equal(more, step):
            break
        step = more
    return [row.reshape(n, n).astype(bool) for row in np.unique(step, axis=0)]


# %% wrong, 0.0: the list is taken for the whole group
def equivariant_basis(perms):
    n, basis = len(perms[0]), []
    seen = set()
    for i in range(n):
        for j in range(n):
            if (i, j) not in seen:
                W = np.zeros((n, n))
                for g in perms:
                    W[g[i], g[j]] = 1
                    seen.add((int(g[i]), int(g[j])))
                basis.append(W)
    return basis


# %% wrong, 0.5: pairs without order
def equivariant_basis(perms):
    n = len(perms[0])
    label, before = np.arange(n * n).reshape(n, n), None
    label = np.minimum(label, label.T)
    while before is None or np.any(label != before):
        before = label
        for g in perms:
            label = np.minimum(label, label[np.ix_(g, g)])
    return [(label == value).astype(float) for value in np.unique(label)]


# %% wrong, 0.0: circulant matrices, whatever the group
def equivariant_basis(perms):
    n = len(perms[0])
    return [np.roll(np.eye(n), k, axis=1) for k in range(n)]


# %% wrong, 0.5: the identity and the rest, as for all permutations
def equivariant_basis(perms):
    n = len(perms[0])
    return [np.eye(n)] + ([np.ones((n, n)) - np.eye(n)] if n > 1 else [])


# %% wrong, 1.0: right only for transitive groups: orbits of the pairs (0, j)
def equivariant_basis(perms):
    n = len(perms[0])
    label, before = np.arange(n * n).reshape(n, n), None
    while before is None or np.any(label != before):
        before = label
        for g in perms:
            label = np.minimum(label, label[np.ix_(g, g)])
    return [(label == value).astype(float) for value in np.unique(label[0])]


# %% wrong, 1.0: the whole diagonal is taken for one orbit
def equivariant_basis(perms):
    n = len(perms[0])
    label, before = np.arange(n * n).reshape(n, n), None
    np.fill_diagonal(label, -1)
    while before is None or np.any(label != before):
        before = label
        for g in perms:
            label = np.minimum(label, label[np.ix_(g, g)])
    return [(label == value).astype(float) for value in np.unique(label)]


# %% wrong, 1.0: a basis from linear algebra, with entries other than 0 and 1
def equivariant_basis(perms):
    n = len(perms[0])
    rows = []
    for g in perms:
        P = np.eye(n)[g]
        rows.append(np.kron(P, np.eye(n)) - np.kron(np.eye(n), P.T))
    _, s, Vt = np.linalg.svd(np.vstack(rows))
    return list(Vt[(s > 1e-9).sum() :].reshape(-1, n, n))


# %% wrong, 0.0: one pass only
def equivariant_basis(perms):
    n = len(perms[0])
    label = np.arange(n * n).reshape(n, n)
    for g in perms:
        label = np.minimum(label, label[np.ix_(g, g)])
    return [(label == value).astype(float) for value in np.unique(label)]


# %% wrong, 0.5: rows and columns are permuted on their own
def equivariant_basis(perms):
    n = len(perms[0])
    label, before = np.arange(n * n).reshape(n, n), None
    while before is None or np.any(label != before):
        before = label
        for g in perms:
            label = np.minimum(label, np.minimum(label[g], label[:, g]))
    return [(label == value).astype(float) for value in np.unique(label)]


# %% wrong, 0.0: only the orbits that have n pairs
def equivariant_basis(perms):
    n = len(perms[0])
    label, before = np.arange(n * n).reshape(n, n), None
    while before is None or np.any(label != before):
        before = label
        for g in perms:
            label = np.minimum(label, label[np.ix_(g, g)])
    return [(label == value).astype(float) for value in np.unique(label) if (label == value).sum() == n]
