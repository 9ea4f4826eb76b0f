# %% right: two pointers, as one would do it with two heaps of sand
def transport_line(x, a, y, b, p):
    xs, ys = sorted(zip(x.tolist(), a.tolist())), sorted(zip(y.tolist(), b.tolist()))
    i = j = 0
    left, right, cost = xs[0][1], ys[0][1], 0.0
    while i < len(xs) and j < len(ys):
        moved = min(left, right)
        cost += moved * abs(xs[i][0] - ys[j][0]) ** p
        left, right = left - moved, right - moved
        if left <= 0:
            i += 1
            left = xs[i][1] if i < len(xs) else 0
        if right <= 0:
            j += 1
            right = ys[j][1] if j < len(ys) else 0
    return cost ** (1 / p)


# %% right: torch, partial sums of both samples merged
def transport_line(x, a, y, b, p):
    import torch

    x, a, y, b = (torch.as_tensor(np.array(v, dtype=float)) for v in (x, a, y, b))
    (x, i), (y, j) = x.sort(), y.sort()
    F, G = a[i].cumsum(0), b[j].cumsum(0)
    levels = torch.cat([F, G]).sort()[0].clamp(max=1.0)
    before = torch.cat([torch.zeros(1, dtype=torch.float64), levels[:-1]])
    middle = (levels + before) / 2
    i = torch.searchsorted(F, middle).clamp(max=len(x) - 1)
    j = torch.searchsorted(G, middle).clamp(max=len(y) - 1)
    return ((levels - before) * (x[i] - y[j]).abs() ** p).sum() ** (1 / p)


# %% right: the result in float32
def transport_line(x, a, y, b, p):
    i, j = np.argsort(x), np.argsort(y)
    F, G = np.cumsum(a[i]), np.cumsum(b[j])
    F[-1] = G[-1] = 1.0
    u = np.union1d(F, G)
    gaps = np.abs(x[i][np.searchsorted(F, u)] - y[j][np.searchsorted(G, u)]).astype(np.float32)
    return np.float32(np.sum(np.diff(u, prepend=0.0) * gaps**p)) ** np.float32(1 / p)


# %% wrong, 0.5: the area between the distribution functions, whatever p is, with a table of all pairs
def transport_line(x, a, y, b, p):
    if len(x) * len(y) > 10**8:
        raise MemoryError("a table of all pairs")
    line = np.sort(np.concatenate([x, y]))
    F = (a * (x[None, :] <= line[:-1, None])).sum(1)
    G = (b * (y[None, :] <= line[:-1, None])).sum(1)
    return np.abs(F - G) @ np.diff(line)


# %% wrong, 0.5: the p-th root is forgotten, and a table of all pairs
def transport_line(x, a, y, b, p):
    from scipy.optimize import linprog

    if len(x) * len(y) > 10**8:
        raise MemoryError("a table of all pairs")
    cost = np.abs(np.subtract.outer(x, y)) ** p
    n, m = cost.shape
    A = np.zeros((n + m, n * m))
    for i in range(n):
        A[i, i * m : (i + 1) * m] = 1
    for j in range(m):
        A[n + j, j::m] = 1
    return linprog(cost.ravel(), A_eq=A, b_eq=np.concatenate([a, b])).fun


# %% wrong, 1.0: a linear program, too large for many points
def transport_line(x, a, y, b, p):
    from scipy.optimize import linprog

    if len(x) * len(y) > 10**8:
        raise MemoryError("a table of all pairs")
    cost = np.abs(np.subtract.outer(x, y)) ** p
    n, m = cost.shape
    A = np.zeros((n + m, n * m))
    for i in range(n):
        A[i, i * m : (i + 1) * m] = 1
    for j in range(m):
        A[n + j, j::m] = 1
    return linprog(cost.ravel(), A_eq=A, b_eq=np.concatenate([a, b])).fun ** (1 / p)


# %% wrong, 0.5: the points are sorted, their weights are not
def transport_line(x, a, y, b, p):
    x, y = np.sort(x), np.sort(y)
    F, G = np.cumsum(a)[:-1], np.cumsum(b)[:-1]
    edges = np.concatenate([[0.0], np.sort(np.concatenate([F, G])), [1.0]])
    u = (edges[1:] + edges[:-1]) / 2
    return (np.diff(edges) @ np.abs(x[np.searchsorted(F, u)] - y[np.searchsorted(G, u)]) ** p) ** (1 / p)


# %% wrong, 0.0: samples of equal size, without weights
def transport_line(x, a, y, b, p):
    return np.mean(np.abs(np.sort(x) - np.sort(y)) ** p) ** (1 / p)


# %% wrong, 1.0: powers of the difference of the distribution functions
def transport_line(x, a, y, b, p):
    i, j = np.argsort(x), np.argsort(y)
    line = np.sort(np.concatenate([x, y]))
    F = np.concatenate([[0], np.cumsum(a[i])])[np.searchsorted(x[i], line, side="right")]
    G = np.concatenate([[0], np.cumsum(b[j])])[np.searchsorted(y[j], line, side="right")]
    return (np.abs(F - G)[:-1] ** p @ np.diff(line)) ** (1 / p)


# %% wrong, 0.5: the weights are ignored
def transport_line(x, a, y, b, p):
    u = (np.arange(600_000) + 0.5) / 600_000
    gap = np.sort(x)[(u * len(x)).astype(int)] - np.sort(y)[(u * len(y)).astype(int)]
    return np.mean(np.abs(gap) ** p) ** (1 / p)
