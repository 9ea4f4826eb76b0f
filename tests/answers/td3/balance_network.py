# %% right: the factor (||v|| / ||u||)^(1/2)
def balance_network(layers):
    (W, b), (V, a) = layers
    c = np.sqrt(np.sqrt((V**2).sum(0)) / np.sqrt((W**2).sum(1) + b**2))
    return [(W * c[:, None], b * c), (V / c, a)]


# %% right: neuron by neuron, lists
def balance_network(layers):
    (W, b), (V, a) = layers
    W, b, V = W.tolist(), b.tolist(), V.tolist()
    for j in range(len(b)):
        size_in = sum(w * w for w in W[j]) + b[j] ** 2
        size_out = sum(row[j] ** 2 for row in V)
        c = (size_out / size_in) ** 0.25
        W[j], b[j] = [c * w for w in W[j]], c * b[j]
        for row in V:
            row[j] /= c
    return [(W, b), (V, a)]


# %% right: in torch, float32
def balance_network(layers):
    import torch

    (W, b), (V, a) = [(torch.tensor(w, dtype=torch.float32), torch.tensor(c, dtype=torch.float32)) for w, c in layers]
    c = (V.norm(dim=0) / torch.cat([W, b[:, None]], dim=1).norm(dim=1)).sqrt()
    return [(c[:, None] * W, c * b), (V / c, a)]


# %% right: gradient descent on the sum of squares over log c
def balance_network(layers):
    (W, b), (V, a) = layers
    u, v = (W**2).sum(1) + b**2, (V**2).sum(0)
    z = np.zeros(len(b))
    for _ in range(400):  # Newton's method on u e^(2z) + v e^(-2z)
        z -= 0.5 * (u * np.exp(2 * z) - v * np.exp(-2 * z)) / (u * np.exp(2 * z) + v * np.exp(-2 * z))
    return [(np.exp(z)[:, None] * W, np.exp(z) * b), (V * np.exp(-z), a)]


# %% wrong, 0.0: the bias does not count
def balance_network(layers):
    (W, b), (V, a) = layers
    c = np.sqrt(np.linalg.norm(V, axis=0) / np.linalg.norm(W, axis=1))
    return [(W * c[:, None], b * c), (V / c, a)]


# %% wrong, 0.0: the square root is missing
def balance_network(layers):
    (W, b), (V, a) = layers
    c = np.linalg.norm(V, axis=0) / np.sqrt((W**2).sum(1) + b**2)
    return [(W * c[:, None], b * c), (V / c, a)]


# %% wrong, 0.0: upside down
def balance_network(layers):
    (W, b), (V, a) = layers
    c = np.sqrt(np.sqrt((W**2).sum(1) + b**2) / np.linalg.norm(V, axis=0))
    return [(W * c[:, None], b * c), (V / c, a)]


# %% wrong, 0.5: right only for one output
def balance_network(layers):
    (W, b), (V, a) = layers
    c = np.sqrt(np.abs(V[0]) / np.sqrt((W**2).sum(1) + b**2))
    return [(W * c[:, None], b * c), (V / np.maximum(c, 1e-12), a)]


# %% wrong, 0.0: every vector gets length 1
def balance_network(layers):
    (W, b), (V, a) = layers
    size = np.sqrt((W**2).sum(1) + b**2)
    return [(W / size[:, None], b / size), (V / np.linalg.norm(V, axis=0), a)]


# %% wrong, 0.0: the bias is not rescaled
def balance_network(layers):
    (W, b), (V, a) = layers
    c = np.sqrt(np.linalg.norm(V, axis=0) / np.sqrt((W**2).sum(1) + b**2))
    return [(W * c[:, None], b), (V / c, a)]


# %% wrong, 0.5: the norm of the whole last matrix
def balance_network(layers):
    (W, b), (V, a) = layers
    size = np.sqrt((V**2).sum(axis=0)) if len(V) == 1 else np.full(len(b), np.linalg.norm(V))
    c = np.sqrt(size / np.sqrt((W**2).sum(1) + b**2))
    return [(W * c[:, None], b * c), (V / c, a)]


# %% wrong, 0.0: one factor for the whole layer
def balance_network(layers):
    (W, b), (V, a) = layers
    c = np.sqrt(np.linalg.norm(V) / np.linalg.norm(np.column_stack([W, b])))
    return [(W * c, b * c), (V / c, a)]


# %% wrong, 0.0: the last bias counts as a weight
def balance_network(layers):
    (W, b), (V, a) = layers
    c = np.sqrt(np.linalg.norm(np.vstack([V, np.full(len(b), a[0])]), axis=0) / np.sqrt((W**2).sum(1) + b**2))
    return [(W * c[:, None], b * c), (V / c, a)]
