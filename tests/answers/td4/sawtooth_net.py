# %% right: one ReLU for each piece, middle layers merged
def sawtooth_net(w, p):
    slopes = np.array([2 * w * (-1) ** i for i in range(w)], dtype=float)
    slopes[0] = w
    up, b = np.ones((w, 1)), -np.arange(w) / w
    layers = [(up, b)]
    for _ in range(p - 1):
        layers.append((np.tile(slopes, (w, 1)), b))
    return layers + [(slopes[None], np.zeros(1))]


# %% right: nested lists, the ReLUs hold w x - i
def sawtooth_net(w, p):
    weight = [1.0] + [2.0 * (-1) ** i for i in range(1, w)]
    bias = [-float(i) for i in range(w)]
    first = ([[float(w)] for _ in range(w)], bias)
    middle = ([[w * a for a in weight] for _ in range(w)], bias)
    return [first] + [middle] * (p - 1) + [([weight], [0.0])]


# %% right: built from the right end, float32 torch tensors
def sawtooth_net(w, p):
    import torch

    # 1 - x = u; relu(u - i/w) sees the pieces from the right
    start = float(w % 2)
    sign = 1.0 if w % 2 == 0 else -1.0
    change = torch.tensor([sign * w * (1 if i == 0 else 2) * (-1) ** i for i in range(w)])
    shift = torch.tensor([1 - i / w for i in range(w)])
    layers = [(-torch.ones(w, 1), shift)]
    layers += [(-change.repeat(w, 1), shift - start) for _ in range(p - 1)]
    return layers + [(change[None], torch.tensor([start]))]


# %% wrong, 1.0: right for w = 2 and one iterate only
def sawtooth_net(w, p):
    slopes = 2.0 * w * (-1.0) ** np.arange(w)
    slopes[0] = w
    up, b = np.ones((w, 1)), -np.arange(w) / w
    return [(up, b)] + [(np.eye(w), np.zeros(w))] * (p - 1) + [(slopes[None], np.zeros(1))]


# %% wrong, 0.5: always the tent
def sawtooth_net(w, p):
    up, b, down = np.ones((w, 1)), np.zeros(w), np.zeros((1, w))
    b[1], down[0, :2] = -0.5, [2.0, -4.0]
    return [(up, b)] + [(up @ down, b)] * (p - 1) + [(down, np.zeros(1))]


# %% wrong, 0.5: the slope changes by w instead of 2w
def sawtooth_net(w, p):
    down = w * (-1.0) ** np.arange(w)[None]
    up, b = np.ones((w, 1)), -np.arange(w) / w
    return [(up, b)] + [(up @ down, b)] * (p - 1) + [(down, np.zeros(1))]


# %% wrong, 0.5: lost sign, all changes go down
def sawtooth_net(w, p):
    down = np.full((1, w), -2.0 * w)
    down[0, 0] = w
    up, b = np.ones((w, 1)), -np.arange(w) / w
    return [(up, b)] + [(up @ down, b)] * (p - 1) + [(down, np.zeros(1))]


# %% wrong, 0.0: off by one, p + 1 iterates
def sawtooth_net(w, p):
    down = 2.0 * w * (-1.0) ** np.arange(w)[None]
    down[0, 0] = w
    up, b = np.ones((w, 1)), -np.arange(w) / w
    return [(up, b)] + [(up @ down, b)] * p + [(down, np.zeros(1))]


# %% wrong, 0.5: the zigzags are not merged, two layers each
def sawtooth_net(w, p):
    down = 2.0 * w * (-1.0) ** np.arange(w)[None]
    down[0, 0] = w
    zigzag = [(np.ones((w, 1)), -np.arange(w) / w), (down, np.zeros(1))]
    return zigzag * p if p == 1 else zigzag + [(np.ones((1, 1)), np.zeros(1))] * (p - 1)


# %% wrong, 1.0: all the pieces in one hidden layer
def sawtooth_net(w, p):
    n = w**p
    down = 2.0 * n * (-1.0) ** np.arange(n)[None]
    down[0, 0] = n
    return [(np.ones((n, 1)), -np.arange(n) / n), (down, np.zeros(1))]


# %% wrong, 1.0: the zigzags follow each other, each with a ReLU at its output
def sawtooth_net(w, p):
    down = 2.0 * w * (-1.0) ** np.arange(w)[None]
    down[0, 0] = w
    return [(np.ones((w, 1)), -np.arange(w) / w), (down, np.zeros(1))] * p
