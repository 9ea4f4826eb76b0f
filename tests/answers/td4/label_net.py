# %% right: a triangle wave of slopes 1 and -1
def label_net(labels):
    labels = np.asarray(labels, dtype=float)
    n = len(labels) - 1
    z = np.array([(i + 0.5) / n for i in range(n) if labels[i] != labels[i + 1]])
    if z.size == 0:
        return [(np.zeros((1, 1)), np.zeros(1)), (np.zeros((1, 1)), labels[:1])]
    kinks = [0.0] + [(a + b) / 2 for a, b in zip(z[:-1], z[1:])]
    out = [-labels[0]] + [2 * labels[0] * (-1) ** j for j in range(len(z) - 1)]
    return [(np.ones((len(z), 1)), -np.array(kinks)), (np.array([out]), labels[:1] * z[0])]


# %% right: interpolation of the values of the wave at its turning points, lists
def label_net(labels):
    y = [int(label) for label in labels]
    n = len(y) - 1
    z = [(2 * i + 1) / (2 * n) for i in range(n) if y[i] != y[i + 1]]
    if not z:
        return [([[1.0]], [0.0]), ([[0.0]], [float(y[0])])]
    turns = [0.0] + [(a + b) / 2 for a, b in zip(z, z[1:])] + [1.0]
    heights = [y[0] * (-1) ** j * min(abs(t - a) for a in z) for j, t in enumerate(turns)]
    slopes = [(heights[j + 1] - heights[j]) / (turns[j + 1] - turns[j]) for j in range(len(z))]
    changes = [slopes[0]] + [b - a for a, b in zip(slopes, slopes[1:])]
    return [([[1.0]] * len(z), [-t for t in turns[:-1]]), ([changes], [heights[0]])]


# %% right: seen from the right end, float32 torch tensors
def label_net(labels):
    import torch

    y = torch.as_tensor(np.asarray(labels)).flip(0)
    n = len(y) - 1
    z = (torch.nonzero(y[1:] != y[:-1])[:, 0] + 0.5) / n
    if len(z) == 0:
        return [(torch.zeros(1, 1), torch.zeros(1)), (torch.zeros(1, 1), y[:1].float())]
    kinks = torch.cat([torch.zeros(1), (z[1:] + z[:-1]) / 2])
    out = 2.0 * (-1.0) ** torch.arange(1, len(z) + 1)
    out[0] = -1.0
    return [(-torch.ones(len(z), 1), 1 - kinks), (y[0] * out[None], y[0] * z[:1])]


# %% wrong, 0.5: right only for alternating labels
def label_net(labels):
    n = len(labels) - 1
    changes = 2.0 * (-1.0) ** np.arange(1, n + 1)
    changes[0] = -1.0
    return [(np.ones((n, 1)), -np.arange(n) / n), (labels[0] * changes[None], labels[:1] / (2 * n))]


# %% wrong, 1.0: interpolation of all the labels, n neurons
def label_net(labels):
    n = len(labels) - 1
    changes = np.diff(np.diff(labels.astype(float)) * n, prepend=0.0)
    return [(np.ones((n, 1)), -np.arange(n) / n), (changes[None], labels[:1])]


# %% wrong, 0.5: the sign of the first label is forgotten
def label_net(labels):
    n = len(labels) - 1
    z = (np.flatnonzero(labels[:-1] != labels[1:]) + 0.5) / n
    if len(z) == 0:
        return [(np.zeros((1, 1)), np.zeros(1)), (np.zeros((1, 1)), np.ones(1))]
    kinks = np.concatenate([[0.0], (z[1:] + z[:-1]) / 2])
    changes = 2.0 * (-1.0) ** np.arange(1, len(z) + 1)
    changes[0] = -1.0
    return [(np.ones((len(z), 1)), -kinks), (changes[None], z[:1])]


# %% wrong, 0.5: no change, no neuron: the constant is forgotten
def label_net(labels):
    n = len(labels) - 1
    z = (np.flatnonzero(labels[:-1] != labels[1:]) + 0.5) / n
    kinks = np.concatenate([[0.0], (z[1:] + z[:-1]) / 2])
    changes = 2.0 * (-1.0) ** np.arange(1, len(kinks) + 1)
    changes[0] = -1.0
    return [(np.ones((len(kinks), 1)), -kinks), (labels[0] * changes[None], labels[:1] * z[0])]


# %% wrong, 0.5: the wave turns at its zeros
def label_net(labels):
    n = len(labels) - 1
    z = (np.flatnonzero(labels[:-1] != labels[1:]) + 0.5) / n
    if len(z) == 0:
        return [(np.zeros((1, 1)), np.zeros(1)), (np.zeros((1, 1)), labels[:1])]
    changes = 2.0 * (-1.0) ** np.arange(1, len(z) + 1)
    changes[0] = -1.0
    return [(np.ones((len(z), 1)), -z), (labels[0] * changes[None], labels[:1] * z[0])]


# %% wrong, 0.5: zeros at the points themselves, where 0 is an error
def label_net(labels):
    n = len(labels) - 1
    z = (np.flatnonzero(labels[:-1] != labels[1:]) + 1.0) / n
    if len(z) == 0:
        return [(np.zeros((1, 1)), np.zeros(1)), (np.zeros((1, 1)), labels[:1])]
    kinks = np.concatenate([[0.0], (z[1:] + z[:-1]) / 2])
    changes = 2.0 * (-1.0) ** np.arange(1, len(z) + 1)
    changes[0] = -1.0
    return [(np.ones((len(z), 1)), -kinks), (labels[0] * changes[None], labels[:1] * z[0])]


# %% wrong, 1.0: one neuron more than changes
def label_net(labels):
    n = len(labels) - 1
    z = (np.flatnonzero(labels[:-1] != labels[1:]) + 0.5) / n
    if len(z) == 0:
        return [(np.zeros((1, 1)), np.zeros(1)), (np.zeros((1, 1)), labels[:1])]
    kinks = np.concatenate([[0.0, 0.0], (z[1:] + z[:-1]) / 2])
    changes = 2.0 * (-1.0) ** np.arange(len(kinks))
    changes[:2] = 0.0, -1.0
    return [(np.ones((len(kinks), 1)), -kinks), (labels[0] * changes[None], labels[:1] * z[0])]
