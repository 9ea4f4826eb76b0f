# %% right: blocks
def product_net(square):
    weights = [np.asarray(W) for W, b in square]
    biases = [np.asarray(b) for W, b in square]
    A = np.array([[1.0, 1.0], [-1.0, -1.0], [1.0, -1.0], [-1.0, 1.0]])
    half = 0.5 * np.array([[1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0]])
    layers = [(A, np.zeros(4)), (np.kron(np.eye(2), weights[0]) @ half, np.concatenate([biases[0]] * 2))]
    for W, b in zip(weights[1:-1], biases[1:-1]):
        layers.append((np.kron(np.eye(2), W), np.concatenate([b, b])))
    return layers + [(np.hstack([weights[-1], -weights[-1]]), np.zeros(1))]


# %% right: neurons of the two copies interleaved, the halves in the first layer, nested lists
def product_net(square):
    layers = [([[0.5, 0.5], [0.5, -0.5], [-0.5, -0.5], [-0.5, 0.5]], [0.0] * 4)]
    for number, (W, b) in enumerate(square):
        weight = np.kron(np.asarray(W), np.eye(2))
        bias = np.repeat(np.asarray(b), 2)
        if number == 0:
            weight = weight @ np.hstack([np.eye(2), np.eye(2)])
        if number == len(square) - 1:
            weight, bias = weight[:1] - weight[1:], bias[:1] - bias[1:]
        layers.append((weight.tolist(), bias.tolist()))
    return layers


# %% right: float32 torch tensors
def product_net(square):
    import torch

    def block(W):
        W = torch.as_tensor(np.asarray(W), dtype=torch.float32)
        return torch.block_diag(W, W)

    A = torch.tensor([[1.0, 1.0], [-1.0, -1.0], [1.0, -1.0], [-1.0, 1.0]])
    half = torch.tensor([[0.5, 0.5, 0.0, 0.0], [0.0, 0.0, 0.5, 0.5]])
    layers = [(block(W), torch.as_tensor(np.asarray(b), dtype=torch.float32).repeat(2)) for W, b in square]
    layers[0] = (layers[0][0] @ half, layers[0][1])
    d = torch.tensor([[1.0, -1.0]])
    layers[-1] = (d @ layers[-1][0], d @ layers[-1][1])
    return [(A, torch.zeros(4)), *layers]


# %% wrong, 0.5: no absolute values, one layer too few
def product_net(square):
    half = np.array([[0.5, 0.5], [0.5, -0.5]])
    pairs = [(np.kron(np.eye(2), W), np.tile(b, 2)) for W, b in square]
    d = np.array([[1.0, -1.0]])
    layers = [(pairs[0][0] @ half, pairs[0][1]), *pairs[1:]]
    return [*layers[:-1], (d @ layers[-1][0], d @ layers[-1][1])]


# %% wrong, 1.0: relu(u) in place of |u|
def product_net(square):
    A = np.array([[1.0, 1.0], [1.0, -1.0]]) / 2
    pairs = [(np.kron(np.eye(2), W), np.tile(b, 2)) for W, b in square]
    d = np.array([[1.0, -1.0]])
    return [(A, np.zeros(2)), *pairs[:-1], (d @ pairs[-1][0], d @ pairs[-1][1])]


# %% wrong, 0.5: the factor 1/2 is forgotten
def product_net(square):
    A = np.array([[1.0, 1.0], [-1.0, -1.0], [1.0, -1.0], [-1.0, 1.0]])
    half = np.array([[1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0]])
    pairs = [(np.kron(np.eye(2), W), np.tile(b, 2)) for W, b in square]
    d = np.array([[1.0, -1.0]])
    return [(A, np.zeros(4)), (pairs[0][0] @ half, pairs[0][1]), *pairs[1:-1], (d @ pairs[-1][0], d @ pairs[-1][1])]


# %% wrong, 0.5: lost sign, the squares are added
def product_net(square):
    A = np.array([[1.0, 1.0], [-1.0, -1.0], [1.0, -1.0], [-1.0, 1.0]])
    half = 0.5 * np.array([[1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0]])
    pairs = [(np.kron(np.eye(2), W), np.tile(b, 2)) for W, b in square]
    d = np.array([[1.0, 1.0]])
    return [(A, np.zeros(4)), (pairs[0][0] @ half, pairs[0][1]), *pairs[1:-1], (d @ pairs[-1][0], d @ pairs[-1][1])]


# %% wrong, 0.5: the last bias of s does not cancel
def product_net(square):
    A = np.array([[1.0, 1.0], [-1.0, -1.0], [1.0, -1.0], [-1.0, 1.0]])
    half = 0.5 * np.array([[1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0]])
    pairs = [(np.kron(np.eye(2), W), np.tile(b, 2)) for W, b in square]
    d = np.array([[1.0, -1.0]])
    return [(A, np.zeros(4)), (pairs[0][0] @ half, pairs[0][1]), *pairs[1:-1], (d @ pairs[-1][0], square[-1][1])]


# %% wrong, 1.0: right values, with a layer for u and v of their own
def product_net(square):
    A = np.array([[1.0, 1.0], [-1.0, -1.0], [1.0, -1.0], [-1.0, 1.0]])
    half = 0.5 * np.array([[1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0]])
    pairs = [(np.kron(np.eye(2), W), np.tile(b, 2)) for W, b in square]
    d = np.array([[1.0, -1.0]])
    return [(A, np.zeros(4)), (half, np.zeros(2)), *pairs[:-1], (d @ pairs[-1][0], d @ pairs[-1][1])]


# %% wrong, 0.5: the product xy = ((x + y)^2 - x^2 - y^2) / 2 is read as s((x + y)/2) - s(x) - s(y)
def product_net(square):
    A = np.array([[1.0, 1.0], [-1.0, -1.0], [1.0, 0.0], [-1.0, 0.0]])
    half = 0.5 * np.array([[1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0]])
    pairs = [(np.kron(np.eye(2), W), np.tile(b, 2)) for W, b in square]
    d = np.array([[1.0, -1.0]])
    return [(A, np.zeros(4)), (pairs[0][0] @ half, pairs[0][1]), *pairs[1:-1], (d @ pairs[-1][0], d @ pairs[-1][1])]


# %% wrong, 0.5: hard-wired for s with two neurons
def product_net(square):
    A = np.array([[1.0, 1.0], [-1.0, -1.0], [1.0, -1.0], [-1.0, 1.0]])
    W = np.array([[0.5, 0.5, 0, 0], [0.5, 0.5, 0, 0], [0, 0, 0.5, 0.5], [0, 0, 0.5, 0.5]])
    return [(A, np.zeros(4)), (W, np.array([0, -0.5, 0, -0.5])), (np.array([[0.5, 1.0, -0.5, -1.0]]), np.zeros(1))] + [
        (np.ones((1, 1)), np.zeros(1))
    ] * (len(square) - 2)
