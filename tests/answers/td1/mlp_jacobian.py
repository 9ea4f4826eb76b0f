# %% right: forward accumulation
def mlp_jacobian(layers, x):
    h, J = x, np.eye(len(x))
    for W, b in layers[:-1]:
        a = W @ h + b
        J = np.diag(1 - np.tanh(a) ** 2) @ W @ J
        h = np.tanh(a)
    return layers[-1][0] @ J


# %% right: backward accumulation, with 1/cosh^2
def mlp_jacobian(layers, x):
    activations = []
    h = x
    for W, b in layers[:-1]:
        a = W @ h + b
        activations.append(a)
        h = np.tanh(a)
    J = layers[-1][0]
    for (W, _), a in zip(reversed(layers[:-1]), reversed(activations)):
        J = (J / np.cosh(a) ** 2) @ W
    return J


# %% right: recursion on nested lists, entry by entry
def mlp_jacobian(layers, x):
    (W, b), rest = layers[0], layers[1:]
    if not rest:
        return W.tolist()
    a = W @ x + b
    J = mlp_jacobian(rest, np.tanh(a))
    return [
        [sum(J[i][k] * (1 - math.tanh(a[k]) ** 2) * W[k, j] for k in range(len(a))) for j in range(len(x))]
        for i in range(len(J))
    ]


# %% right: automatic differentiation in torch, float64
def mlp_jacobian(layers, x):
    import torch

    def g(h):
        for W, b in layers[:-1]:
            h = torch.tanh(torch.tensor(W) @ h + torch.tensor(b))
        return torch.tensor(layers[-1][0]) @ h + torch.tensor(layers[-1][1])

    return torch.autograd.functional.jacobian(g, torch.tensor(x))


# %% right: float32
def mlp_jacobian(layers, x):
    h, J = np.float32(x), np.eye(len(x), dtype=np.float32)
    for W, b in layers[:-1]:
        h = np.tanh(np.float32(W) @ h + np.float32(b))
        J = (1 - h * h)[:, None] * (np.float32(W) @ J)
    return np.float32(layers[-1][0]) @ J


# %% wrong, 0.0: transposed
def mlp_jacobian(layers, x):
    h, J = x, np.eye(len(x))
    for W, b in layers[:-1]:
        h = np.tanh(W @ h + b)
        J = (1 - h**2)[:, None] * (W @ J)
    return (layers[-1][0] @ J).T


# %% wrong, 0.5: missing square in the derivative of tanh
def mlp_jacobian(layers, x):
    h, J = x, np.eye(len(x))
    for W, b in layers[:-1]:
        h = np.tanh(W @ h + b)
        J = (1 - h)[:, None] * (W @ J)
    return layers[-1][0] @ J


# %% wrong, 0.5: the activation's derivative is forgotten
def mlp_jacobian(layers, x):
    J = np.eye(len(x))
    for W, _ in layers:
        J = W @ J
    return J


# %% wrong, 0.0: an activation after the last layer
def mlp_jacobian(layers, x):
    h, J = x, np.eye(len(x))
    for W, b in layers:
        h = np.tanh(W @ h + b)
        J = (1 - h**2)[:, None] * (W @ J)
    return J


# %% wrong, 1.0: right only for one hidden layer
def mlp_jacobian(layers, x):
    if len(layers) == 1:
        return layers[0][0]
    W, b = layers[0]
    h = np.tanh(W @ x + b)
    return layers[-1][0] @ ((1 - h**2)[:, None] * W)


# %% wrong, 0.5: derivative taken at tanh(a) instead of a
def mlp_jacobian(layers, x):
    h, J = x, np.eye(len(x))
    for W, b in layers[:-1]:
        h = np.tanh(W @ h + b)
        J = (1 - np.tanh(h) ** 2)[:, None] * (W @ J)
    return layers[-1][0] @ J


# %% wrong, 0.5: the biases are forgotten
def mlp_jacobian(layers, x):
    h, J = x, np.eye(len(x))
    for W, _ in layers[:-1]:
        h = np.tanh(W @ h)
        J = (1 - h**2)[:, None] * (W @ J)
    return layers[-1][0] @ J


# %% wrong, 0.5: wrong axis, the derivatives scale columns
def mlp_jacobian(layers, x):
    h, J = x, np.eye(len(x))
    for W, b in layers[:-1]:
        h = np.tanh(W @ h + b)
        J = (W @ J) * (1 - h**2)
    return layers[-1][0] @ J


# %% wrong, 1.0: the hidden factors in reverse order
def mlp_jacobian(layers, x):
    h, J = x, np.eye(len(x))
    for W, b in layers[:-1]:
        h = np.tanh(W @ h + b)
        factor = (1 - h**2)[:, None] * W
        J = factor @ J if h is x or J.shape[0] != factor.shape[0] else J @ factor
    return layers[-1][0] @ J
