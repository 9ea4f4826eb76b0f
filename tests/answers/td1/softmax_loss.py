# %% right: shift by the maximum of each row
def softmax_loss(scores, labels):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(labels)), labels])


def softmax_loss_gradient(scores, labels):
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    p[np.arange(len(labels)), labels] -= 1
    return p / len(labels)


# %% right: loops and plain floats
def softmax_loss(scores, labels):
    total = 0.0
    for row, label in zip(scores.tolist(), labels.tolist()):
        top = max(row)
        total += top + math.log(sum(math.exp(s - top) for s in row)) - row[label]
    return total / len(labels)


def softmax_loss_gradient(scores, labels):
    gradient = []
    for row, label in zip(scores.tolist(), labels.tolist()):
        weights = [math.exp(s - max(row)) for s in row]
        gradient.append([(w / sum(weights) - (k == label)) / len(labels) for k, w in enumerate(weights)])
    return gradient


# %% right: torch, log-sum-exp and automatic differentiation
def softmax_loss(scores, labels):
    import torch

    return torch.nn.functional.cross_entropy(torch.tensor(scores), torch.tensor(labels))


def softmax_loss_gradient(scores, labels):
    import torch

    s = torch.tensor(scores, requires_grad=True)
    torch.nn.functional.cross_entropy(s, torch.tensor(labels)).backward()
    return s.grad


# %% right: logaddexp, in float32
def softmax_loss(scores, labels):
    s = np.float32(scores)
    return (np.logaddexp.reduce(s, axis=1) - s[np.arange(len(s)), labels]).mean()


def softmax_loss_gradient(scores, labels):
    s = np.float32(scores)
    p = np.exp(s - np.logaddexp.reduce(s, axis=1)[:, None])
    return (p - np.eye(s.shape[1], dtype=np.float32)[labels]) / len(s)


# %% wrong, 1.0: the value only
def softmax_loss(scores, labels):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(labels)), labels])


def softmax_loss_gradient(scores, labels):
    raise NotImplementedError()


# %% wrong, 1.0: unstable at large scores
def softmax_loss(scores, labels):
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    return -np.log(p[np.arange(len(labels)), labels]).mean()


def softmax_loss_gradient(scores, labels):
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    return (p - np.eye(scores.shape[1])[labels]) / len(labels)


# %% wrong, 1.5: the logarithm of a clipped probability
def softmax_loss(scores, labels):
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    return -np.log(np.clip(p[np.arange(len(labels)), labels], 1e-12, 1)).mean()


def softmax_loss_gradient(scores, labels):
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    return (p - np.eye(scores.shape[1])[labels]) / len(labels)


# %% wrong, 1.0: one shift for all rows
def softmax_loss(scores, labels):
    shifted = scores - scores.max()
    return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(labels)), labels])


def softmax_loss_gradient(scores, labels):
    p = np.exp(scores - scores.max())
    p /= p.sum(axis=1, keepdims=True)
    return (p - np.eye(scores.shape[1])[labels]) / len(labels)


# %% wrong, 0.0: sum for mean
def softmax_loss(scores, labels):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.sum(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(labels)), labels])


def softmax_loss_gradient(scores, labels):
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    return p - np.eye(scores.shape[1])[labels]


# %% wrong, 0.0: lost sign
def softmax_loss(scores, labels):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.mean(shifted[np.arange(len(labels)), labels] - np.log(np.exp(shifted).sum(axis=1)))


def softmax_loss_gradient(scores, labels):
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    return (np.eye(scores.shape[1])[labels] - p) / len(labels)


# %% wrong, 0.0: wrong axis
def softmax_loss(scores, labels):
    shifted = scores - scores.max(axis=0)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=0))
    return -np.mean(log_p[np.arange(len(labels)), labels])


def softmax_loss_gradient(scores, labels):
    p = np.exp(scores - scores.max(axis=0))
    p /= p.sum(axis=0)
    return (p - np.eye(scores.shape[1])[labels]) / len(labels)


# %% wrong, 0.5: a naive value, and a gradient without the one-hot vector
def softmax_loss(scores, labels):
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    return -np.log(p[np.arange(len(labels)), labels]).mean()


def softmax_loss_gradient(scores, labels):
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    return p / p.sum(axis=1, keepdims=True) / len(labels)


# %% wrong, 1.0: the gradient divided by n C, as a mean over all entries would be
def softmax_loss(scores, labels):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(labels)), labels])


def softmax_loss_gradient(scores, labels):
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    return (p - np.eye(scores.shape[1])[labels]) / p.size


# %% wrong, 1.0: right only for one sample
def softmax_loss(scores, labels):
    row = scores[0] - scores[0].max()
    return np.log(np.exp(row).sum()) - row[labels[0]]


def softmax_loss_gradient(scores, labels):
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    return (p - np.eye(scores.shape[1])[labels]) / len(labels)


# %% wrong, 1.0: logarithm to base 2
def softmax_loss(scores, labels):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.mean(np.log2(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(labels)), labels])


def softmax_loss_gradient(scores, labels):
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    return (p - np.eye(scores.shape[1])[labels]) / len(labels)


# %% wrong, 1.0: scores clipped where the exponential overflows
def softmax_loss(scores, labels):
    scores = np.clip(scores, -700, 700)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    return -np.log(p[np.arange(len(labels)), labels]).mean()


def softmax_loss_gradient(scores, labels):
    weights = np.exp(np.clip(scores, -700, 700))
    p = weights / weights.sum(axis=1, keepdims=True)
    return (p - np.eye(scores.shape[1])[labels]) / len(labels)


# %% wrong, 1.0: scores rescaled where the exponential overflows
def softmax_loss(scores, labels):
    scores = scores * min(1, 700 / (np.abs(scores).max() + 1e-300))
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    return -np.log(p[np.arange(len(labels)), labels]).mean()


def softmax_loss_gradient(scores, labels):
    weights = np.exp(scores * min(1, 700 / (np.abs(scores).max() + 1e-300)))
    p = weights / weights.sum(axis=1, keepdims=True)
    return (p - np.eye(scores.shape[1])[labels]) / len(labels)


# %% wrong, 1.5: a right value, and a gradient from clipped scores
def softmax_loss(scores, labels):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(labels)), labels])


def softmax_loss_gradient(scores, labels):
    weights = np.exp(np.clip(scores, -700, 700))
    p = weights / weights.sum(axis=1, keepdims=True)
    return (p - np.eye(scores.shape[1])[labels]) / len(labels)


# %% wrong, 1.5: a right gradient, and a value from clipped scores
def softmax_loss(scores, labels):
    scores = np.clip(scores, -700, 700)
    return np.mean(np.log(np.exp(scores).sum(axis=1)) - scores[np.arange(len(labels)), labels])


def softmax_loss_gradient(scores, labels):
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    return (p - np.eye(scores.shape[1])[labels]) / len(labels)
