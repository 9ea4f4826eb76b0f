# %% right: diagonal matrices
def rescale_network(layers, factors):
    for c in factors:
        if min(c) <= 0:
            raise ValueError("not positive")
    D = [np.eye(np.shape(layers[0][0])[1])] + [np.diag(c) for c in factors] + [np.eye(len(layers[-1][1]))]
    return [(D[l + 1] @ W @ np.linalg.inv(D[l]), D[l + 1] @ b) for l, (W, b) in enumerate(layers)]


# %% right: neuron by neuron, in place on copies, float32
def rescale_network(layers, factors):
    new = [(np.array(W, dtype=np.float32), np.array(b, dtype=np.float32)) for W, b in layers]
    for l, c in enumerate(factors):
        for j, factor in enumerate(c):
            if not factor > 0:
                raise ValueError(f"factor {factor}")
            new[l][0][j, :] *= factor
            new[l][1][j] *= factor
            new[l + 1][0][:, j] /= factor
    return new


# %% right: in torch
def rescale_network(layers, factors):
    import torch

    layers = [(torch.tensor(W), torch.tensor(b)) for W, b in layers]
    for l in range(len(factors)):
        c = torch.tensor(factors[l])
        if not bool((c > 0).all()):
            raise ValueError("factors must be positive")
        (W, b), (V, a) = layers[l], layers[l + 1]
        layers[l], layers[l + 1] = (torch.diag(c) @ W, c * b), (V / c, a)
    return layers


# %% right: nested lists
def rescale_network(layers, factors):
    if any(f <= 0 for c in factors for f in c):
        raise ValueError
    ones_in, ones_out = [1.0] * len(layers[0][0][0]), [1.0] * len(layers[-1][1])
    into, out = list(factors) + [ones_out], [ones_in] + list(factors)
    return [
        ([[c[i] * W[i][j] / a[j] for j in range(len(a))] for i in range(len(c))], [c[i] * b[i] for i in range(len(c))])
        for (W, b), c, a in zip(layers, into, out)
    ]


# %% wrong, 0.5: the biases are forgotten
def rescale_network(layers, factors):
    if any(np.any(c <= 0) for c in factors):
        raise ValueError("factors must be positive")
    before = [np.ones(layers[0][0].shape[1]), *factors]
    after = [*factors, np.ones(len(layers[-1][1]))]
    return [(c[:, None] * W / a, b) for (W, b), a, c in zip(layers, before, after)]


# %% wrong, 0.0: the columns are not divided, and nothing is refused
def rescale_network(layers, factors):
    before = [np.ones(layers[0][0].shape[1]), *factors]
    after = [*factors, np.ones(len(layers[-1][1]))]
    return [(W * c[:, None], c * b) for (W, b), a, c in zip(layers, before, after)]


# %% wrong, 1.0: nothing is refused
def rescale_network(layers, factors):
    before = [np.ones(layers[0][0].shape[1]), *factors]
    after = [*factors, np.ones(len(layers[-1][1]))]
    return [(c[:, None] * W / a, c * b) for (W, b), a, c in zip(layers, before, after)]


# %% wrong, 1.0: zero is not refused
def rescale_network(layers, factors):
    if any(np.any(c < 0) for c in factors):
        raise ValueError("factors must be positive")
    before = [np.ones(layers[0][0].shape[1]), *factors]
    after = [*factors, np.ones(len(layers[-1][1]))]
    return [(c[:, None] * W / a, c * b) for (W, b), a, c in zip(layers, before, after)]


# %% wrong, 1.0: only the first hidden layer's factors are checked
def rescale_network(layers, factors):
    if factors and np.any(factors[0] <= 0):
        raise ValueError("factors must be positive")
    before = [np.ones(layers[0][0].shape[1]), *factors]
    after = [*factors, np.ones(len(layers[-1][1]))]
    return [(c[:, None] * W / a, c * b) for (W, b), a, c in zip(layers, before, after)]


# %% wrong, 0.5: multiplied on the way out as well
def rescale_network(layers, factors):
    if any(np.any(c <= 0) for c in factors):
        raise ValueError("factors must be positive")
    before = [np.ones(layers[0][0].shape[1]), *factors]
    after = [*factors, np.ones(len(layers[-1][1]))]
    return [(c[:, None] * W * a, c * b) for (W, b), a, c in zip(layers, before, after)]


# %% wrong, 1.0: a middle layer loses its first change
def rescale_network(layers, factors):
    if any(np.any(c <= 0) for c in factors):
        raise ValueError("factors must be positive")
    new = list(layers)
    for l, c in enumerate(factors):
        W, b = layers[l]
        V, a = layers[l + 1]
        new[l], new[l + 1] = (c[:, None] * W, c * b), (V / c, a)
    return new


# %% wrong, 1.0: right only with one hidden layer
def rescale_network(layers, factors):
    c = factors[0]
    if np.any(c <= 0) or np.any(factors[-1] <= 0):
        raise ValueError("factors must be positive")
    (W, b), (V, a) = layers[0], layers[1]
    return [(c[:, None] * W, c * b), (V / c, a), *layers[2:]]


# %% wrong, 0.5: the network is returned as it is
def rescale_network(layers, factors):
    if any(np.any(c <= 0) for c in factors):
        raise ValueError("factors must be positive")
    return layers


# %% wrong, 0.5: rows and columns are exchanged
def rescale_network(layers, factors):
    if any(np.any(c <= 0) for c in factors):
        raise ValueError("factors must be positive")
    new = [(W.copy(), b.copy()) for W, b in layers]
    for l, c in enumerate(factors):
        size = min(len(c), new[l][0].shape[1])
        new[l][0][:, :size] *= c[:size]
        new[l][1][:] *= c
    return new


# %% wrong, 1.0: a negative factor is replaced by its absolute value
def rescale_network(layers, factors):
    if any(np.any(c == 0) for c in factors):
        raise ValueError("factors must not be 0")
    before = [np.ones(layers[0][0].shape[1]), *map(np.abs, factors)]
    after = [*map(np.abs, factors), np.ones(len(layers[-1][1]))]
    return [(c[:, None] * W / a, c * b) for (W, b), a, c in zip(layers, before, after)]
