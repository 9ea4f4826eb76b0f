# %% right: three cases, a loop over the entries
def worst_shift(w, eps, p):
    w = [float(x) for x in w]
    top = max(abs(x) for x in w)
    if top == 0:
        return [0.0] * len(w)
    if p == math.inf:
        return [-eps * ((x > 0) - (x < 0)) for x in w]
    if p == 1:
        i = max(range(len(w)), key=lambda i: abs(w[i]))
        return [-eps * (1 if w[i] > 0 else -1) if j == i else 0.0 for j in range(len(w))]
    r = [math.copysign((abs(x) / top) ** (1 / (p - 1)), x) for x in w]
    length = sum(abs(x) ** p for x in r) ** (1 / p)
    return [-eps * x / length for x in r]


# %% right: torch, float32, through logarithms
def worst_shift(w, eps, p):
    import torch

    w = torch.as_tensor(w, dtype=torch.float32)
    if not w.any():
        return w
    logs = w.abs().log()
    logs = logs - logs.max()
    if p == 1:
        shape = (torch.arange(len(w)) == logs.argmax()).float()
    elif p == math.inf:
        shape = torch.ones(len(w))
    else:
        shape = (logs / (p - 1)).exp()
        shape = shape / ((logs * p / (p - 1)).exp().sum()) ** (1 / p)
    return -eps * shape * w.sign()


# %% right: the gradient of the dual norm, 1-norm shared among ties
def worst_shift(w, eps, p):
    size = np.abs(w) / max(np.abs(w).max(), 1e-320)
    if p == 1:
        share = (size == size.max()) * 1.0
        return -eps * np.sign(w) * share / share.sum()
    q = 1.0 if p == math.inf else p / (p - 1)
    total = np.sum(size**q)
    return -eps * np.sign(w) * size ** (q - 1) / (total ** ((q - 1) / q) if total > 0 else 1.0)


# %% wrong, 0.0: raises the score
def worst_shift(w, eps, p):
    size = np.abs(w)
    if not size.any():
        return np.ones(len(w))
    if p == 1:
        direction = np.sign(w) * (np.arange(len(w)) == size.argmax())
    else:
        direction = np.sign(w) * (size / size.max()) ** (1 / (p - 1))
    return eps * direction / p_norm(direction, p)


# %% wrong, 0.5: the fast gradient sign method, shrunk to the ball
def worst_shift(w, eps, p):
    s = np.sign(w)
    return -eps * s / p_norm(s, p) if s.any() else s


# %% wrong, 0.5: straight against w, scaled to the ball
def worst_shift(w, eps, p):
    return -eps * w / p_norm(w, p) if np.any(w) else np.zeros(len(w))


# %% wrong, 1.5: powers before scaling
def worst_shift(w, eps, p):
    if not np.any(w):
        return np.zeros(len(w))
    if p == 1:
        direction = np.sign(w) * (np.arange(len(w)) == np.abs(w).argmax())
    elif p == math.inf:
        return -eps * np.sign(w)
    else:
        direction = np.sign(w) * np.abs(w) ** (1 / (p - 1))
    return -eps * direction / np.sum(np.abs(direction) ** p) ** (1 / p)


# %% wrong, 1.5: 0/0 for w = 0
def worst_shift(w, eps, p):
    size = np.abs(w)
    if p == 1:
        direction = np.sign(w) * (np.arange(len(w)) == size.argmax())
    else:
        direction = np.sign(w) * (size / size.max()) ** (1 / (p - 1))
    return -eps * direction / np.sum(np.abs(direction) ** p) ** (1 / p) if p < math.inf else -eps * direction


# %% wrong, 1.0: scaled by the dual norm of the direction
def worst_shift(w, eps, p):
    size = np.abs(w)
    if not size.any():
        return np.zeros(len(w))
    if p == 1:
        direction, q = np.sign(w) * (np.arange(len(w)) == size.argmax()), math.inf
    else:
        direction = np.sign(w) * (size / size.max()) ** (1 / (p - 1))
        q = 1.0 if p == math.inf else p / (p - 1)
    return -eps * direction / (p_norm(direction, q) if 1 < p < math.inf else 1.0)


# %% wrong, 0.5: p and q exchanged
def worst_shift(w, eps, p):
    size = np.abs(w)
    if not size.any():
        return np.zeros(len(w))
    if p == math.inf:
        direction = np.sign(w) * (np.arange(len(w)) == size.argmax())
    else:
        direction = np.sign(w) * (size / size.max()) ** (p - 1)
    return -eps * direction / p_norm(direction, p)


# %% wrong, 1.0: only the three classical norms
def worst_shift(w, eps, p):
    if not np.any(w):
        return np.zeros(len(w))
    if p == math.inf:
        return -eps * np.sign(w)
    if p == 1:
        return -eps * np.sign(w) * (np.arange(len(w)) == np.abs(w).argmax())
    return -eps * w / np.linalg.norm(w)
