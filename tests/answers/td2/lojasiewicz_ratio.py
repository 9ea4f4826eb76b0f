# %% right: softmax of the other scores
def lojasiewicz_ratio(scores, label):
    others = np.delete(scores, label)
    q = np.exp(others - others.max())
    return np.sqrt(1 + (q**2).sum() / q.sum() ** 2)


# %% right: lists and math
def lojasiewicz_ratio(scores, label):
    others = [s for k, s in enumerate(scores) if k != label]
    top = max(others)
    weights = [math.exp(s - top) for s in others]
    return math.hypot(1, *(w / sum(weights) for w in weights))


# %% right: torch, float32, logarithms
def lojasiewicz_ratio(scores, label):
    import torch

    x = torch.tensor(scores, dtype=torch.float32)
    others = torch.cat([x[:label], x[label + 1 :]])
    return torch.sqrt(1 + torch.exp(2 * torch.log_softmax(others, dim=0)).sum())


# %% right: the logarithms of numerator and denominator
def lojasiewicz_ratio(scores, label):
    x = np.array(scores)
    x[label] = -np.inf
    top = x.max()
    log_sum = top + np.log(np.exp(x - top).sum())
    log_squares = 2 * top + np.log(np.exp(2 * (x - top)).sum())
    return math.sqrt(1 + math.exp(log_squares - 2 * log_sum))


# %% wrong, 0.5: the formula as it stands
def lojasiewicz_ratio(scores, label):
    p = np.exp(scores) / np.exp(scores).sum()
    return np.linalg.norm(p - np.eye(len(p))[label]) / (1 - p[label])


# %% wrong, 1.0: the largest score subtracted, then the formula as it stands
def lojasiewicz_ratio(scores, label):
    p = np.exp(scores - scores.max())
    p /= p.sum()
    return np.linalg.norm(p - np.eye(len(p))[label]) / (1 - p[label])


# %% wrong, 1.5: no cancellation, but 0/0 when all probabilities but one vanish
def lojasiewicz_ratio(scores, label):
    p = np.exp(scores - scores.max())
    p /= p.sum()
    p[label] = 0
    rest = p.sum()
    return np.sqrt(rest**2 + (p**2).sum()) / rest


# %% wrong, 1.0: a small number added to the denominator
def lojasiewicz_ratio(scores, label):
    p = np.exp(scores - scores.max())
    p /= p.sum()
    p[label] = 0
    rest = p.sum()
    return np.sqrt(rest**2 + (p**2).sum()) / (rest + 1e-12)


# %% wrong, 1.0: exponents clipped at 500
def lojasiewicz_ratio(scores, label):
    others = np.delete(scores, label) - scores[label]
    q = np.exp(np.clip(others, -500, 500))
    q /= q.sum()
    return np.sqrt(1 + (q**2).sum())


# %% wrong, 1.0: the other scores overflow
def lojasiewicz_ratio(scores, label):
    q = np.exp(np.delete(scores, label))
    q /= q.sum()
    return np.sqrt(1 + (q**2).sum())


# %% wrong, 1.0: the quotient of two limits, 1 for a network that is right
def lojasiewicz_ratio(scores, label):
    p = np.exp(scores - scores.max())
    p /= p.sum()
    if p[label] > 1 - 1e-7:
        return 1.0
    return np.linalg.norm(p - np.eye(len(p))[label]) / (1 - p[label])


# %% wrong, 0.0: the sum of the entries' absolute values
def lojasiewicz_ratio(scores, label):
    return 2.0


# %% wrong, 0.0: the square of the ratio
def lojasiewicz_ratio(scores, label):
    others = np.delete(scores, label)
    q = np.exp(others - others.max())
    q /= q.sum()
    return 1 + (q**2).sum()


# %% wrong, 0.0: the label's own entry is forgotten
def lojasiewicz_ratio(scores, label):
    others = np.delete(scores, label)
    q = np.exp(others - others.max())
    q /= q.sum()
    return np.linalg.norm(q)


# %% wrong, 0.0: right only for two classes
def lojasiewicz_ratio(scores, label):
    return math.sqrt(2)


# %% wrong, 0.0: divided by the probability of the label
def lojasiewicz_ratio(scores, label):
    p = np.exp(scores - scores.max())
    p /= p.sum()
    return np.linalg.norm(p - np.eye(len(p))[label]) / p[label]
