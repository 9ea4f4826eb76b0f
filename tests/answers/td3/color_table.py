# %% right: one-hot colours
def color_table(adjacency, colors):
    onehot = np.eye(colors.max() + 1)[colors]
    counts = adjacency @ onehot
    sizes = onehot.sum(axis=0)
    table = onehot.T @ counts / sizes[:, None]
    if not np.allclose(table[colors], counts):
        raise ValueError("not stable")
    return table


# %% right: a dictionary of vertices, nested lists
def color_table(adjacency, colors):
    k, rows = int(max(colors)) + 1, {}
    for i, c in enumerate(colors):
        row = [0] * k
        for j, d in enumerate(colors):
            row[int(d)] += int(adjacency[i][j])
        if rows.setdefault(int(c), row) != row:
            raise ValueError(f"vertex {i} differs from another one of colour {c}")
    return [rows[c] for c in range(k)]


# %% right: in torch, float32
def color_table(adjacency, colors):
    import torch

    A, c = torch.tensor(adjacency, dtype=torch.float32), torch.tensor(colors)
    counts = A @ torch.nn.functional.one_hot(c).float()
    table = torch.stack([counts[c == color].min(dim=0).values for color in range(int(c.max()) + 1)])
    if not torch.equal(table[c], counts):
        raise ValueError("not stable")
    return table


# %% wrong, 0.5: the number of edges between two colours
def color_table(adjacency, colors):
    onehot = np.eye(colors.max() + 1)[colors]
    counts = adjacency @ onehot
    for c in set(colors.tolist()):
        if np.ptp(counts[colors == c], axis=0).any():
            raise ValueError("not stable")
    return onehot.T @ counts


# %% wrong, 0.5: never refuses
def color_table(adjacency, colors):
    k = int(np.max(colors)) + 1
    counts = adjacency @ np.eye(k)[colors]
    return np.array([counts[colors == c][0] for c in range(k)])


# %% wrong, 0.5: the transpose
def color_table(adjacency, colors):
    k = int(np.max(colors)) + 1
    counts = adjacency @ np.eye(k)[colors]
    table = np.array([counts[colors == c][0] for c in range(k)])
    if np.any(counts != table[colors]):
        raise ValueError("not stable")
    return table.T


# %% wrong, 0.5: compares degrees only
def color_table(adjacency, colors):
    k = int(np.max(colors)) + 1
    counts = adjacency @ np.eye(k)[colors]
    table = np.array([counts[colors == c][0] for c in range(k)])
    if np.any(counts.sum(axis=1) != table[colors].sum(axis=1)):
        raise ValueError("not stable")
    return table


# %% wrong, 0.5: averages over the vertices of a colour without comparing them
def color_table(adjacency, colors):
    onehot = np.eye(colors.max() + 1)[colors]
    return (onehot.T @ adjacency @ onehot) / onehot.sum(axis=0)[:, None]


# %% wrong, 0.5: compares only the first two vertices of each colour
def color_table(adjacency, colors):
    k = int(np.max(colors)) + 1
    counts = adjacency @ np.eye(k)[colors]
    table = []
    for c in range(k):
        rows = counts[colors == c]
        if len(rows) > 1 and np.any(rows[0] != rows[1]):
            raise ValueError("not stable")
        table.append(rows[0])
    return np.array(table)


# %% wrong, 0.5: whether there is a neighbour, not how many
def color_table(adjacency, colors):
    k = int(np.max(colors)) + 1
    counts = adjacency @ np.eye(k)[colors]
    table = np.array([counts[colors == c][0] for c in range(k)])
    if np.any(counts != table[colors]):
        raise ValueError("not stable")
    return np.minimum(table, 1)


# %% wrong, 0.0: refuses whenever a colour is used twice
def color_table(adjacency, colors):
    if len(set(colors.tolist())) < len(colors):
        raise ValueError("not stable")
    return adjacency


# %% wrong, 0.5: counts the vertex itself
def color_table(adjacency, colors):
    k = int(np.max(colors)) + 1
    counts = (adjacency + np.eye(len(colors))) @ np.eye(k)[colors]
    table = np.array([counts[colors == c][0] for c in range(k)])
    if np.any(counts != table[colors]):
        raise ValueError("not stable")
    return table
