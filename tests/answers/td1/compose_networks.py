# %% right: merge the two layers that meet
def compose_networks(f, g):
    W = f[0][0] @ g[-1][0]
    b = f[0][0] @ g[-1][1] + f[0][1]
    return g[:-1] + [(W, b)] + f[1:]


# %% right: loops, tuples and lists
def compose_networks(f, g):
    layers = [(W.tolist(), b.tolist()) for W, b in g]
    V, c = layers.pop()
    (W, b), *rest = f
    joint = [[sum(W[i, k] * V[k][j] for k in range(len(V))) for j in range(len(V[0]))] for i in range(len(W))]
    shift = [b[i] + sum(W[i, k] * c[k] for k in range(len(c))) for i in range(len(W))]
    return tuple(layers) + ((joint, shift),) + tuple((W.tolist(), b.tolist()) for W, b in rest)


# %% right: homogeneous coordinates, float32 torch tensors
def compose_networks(f, g):
    import torch

    def lift(layer):
        W, b = (torch.tensor(part, dtype=torch.float32) for part in layer)
        top = torch.cat([W, b[:, None]], dim=1)
        bottom = torch.zeros(1, W.shape[1] + 1)
        bottom[0, -1] = 1.0
        return torch.cat([top, bottom])

    joint = lift(f[0]) @ lift(g[-1])
    return [*g[:-1], (joint[:-1, :-1], joint[:-1, -1]), *f[1:]]


# %% wrong, 0.0: one list after the other
def compose_networks(f, g):
    return g + f


# %% wrong, 0.0: g after f
def compose_networks(f, g):
    return f[:-1] + [(g[0][0] @ f[-1][0], g[0][0] @ f[-1][1] + g[0][1])] + g[1:]


# %% wrong, 0.5: the bias of the inner layer is forgotten
def compose_networks(f, g):
    return g[:-1] + [(f[0][0] @ g[-1][0], f[0][1])] + f[1:]


# %% wrong, 0.0: the inner bias is not multiplied by the outer weight
def compose_networks(f, g):
    return g[:-1] + [(f[0][0] @ g[-1][0], g[-1][1] + f[0][1])] + f[1:]


# %% wrong, 0.0: the two matrices multiplied in the wrong order
def compose_networks(f, g):
    return g[:-1] + [(g[-1][0] @ f[0][0], f[0][0] @ g[-1][1] + f[0][1])] + f[1:]


# %% wrong, 0.0: the layer where the networks meet is taken from f alone
def compose_networks(f, g):
    return g[:-1] + f


# %% wrong, 1.0: right values, but one layer too many
def compose_networks(f, g):
    eye = np.eye(len(g[-1][1]))
    W, b = g[-1]
    up = (np.vstack([W, -W]), np.concatenate([b, -b]))
    down = (f[0][0] @ np.hstack([eye, -eye]), f[0][1])
    return g[:-1] + [up, down] + f[1:]


# %% wrong, 1.0: an affine f is returned without its bias
def compose_networks(f, g):
    W, b = f[0]
    V, c = g[-1]
    if len(f) == 1:
        return g[:-1] + [(W @ V, W @ c)]
    return g[:-1] + [(W @ V, W @ c + b)] + f[1:]
