# %% right: two loops over samples and classes
def pairwise_radius(scores, W, K):
    out = []
    for f in np.asarray(scores).tolist():
        t = f.index(max(f))
        best = math.inf
        for i in range(len(f)):
            if i == t:
                continue
            if f[i] == f[t]:
                best = 0.0
            else:
                length = math.dist(W[i], W[t])
                if length > 0:
                    best = min(best, (f[t] - f[i]) / (K * length))
        out.append(best)
    return out


# %% right: all pairs at once, torch, float32
def pairwise_radius(scores, W, K):
    import torch

    f, W = torch.as_tensor(scores, dtype=torch.float32), torch.as_tensor(W, dtype=torch.float32)
    t = f.argmax(dim=1)
    gaps = f.max(dim=1, keepdim=True).values - f
    lengths = (W[t][:, None] - W).norm(dim=2) * K
    radii = torch.where(gaps == 0, 0.0, gaps / lengths)
    radii[torch.arange(len(f)), t] = math.inf
    return radii.min(dim=1).values


# %% right: a matrix of lengths between all classes, in advance
def pairwise_radius(scores, W, K):
    lengths = np.array([[np.linalg.norm(a - b) for b in W] for a in W])
    lengths[lengths == 0] = 1e-310
    radii = []
    for f in scores:
        order = np.argsort(-f, kind="stable")
        radii.append(np.min((f[order[0]] - f[order[1:]]) / lengths[order[0], order[1:]]) / K)
    return np.where(np.array(radii) > 1e290, np.inf, np.array(radii))


# %% wrong, 0.5: the runner-up only
def pairwise_radius(scores, W, K):
    radii = []
    for f in scores:
        i, t = np.argsort(f)[-2:]
        gap, length = f[t] - f[i], np.linalg.norm(W[t] - W[i])
        radii.append(0.0 if gap == 0 else gap / (K * length) if length else math.inf)
    return np.array(radii)


# %% wrong, 0.0: the lecture's certificate, with the norm of W
def pairwise_radius(scores, W, K):
    top = np.sort(scores, axis=1)
    return (top[:, -1] - top[:, -2]) / (math.sqrt(2) * K * np.linalg.norm(W, 2))


# %% wrong, 1.0: nan for a shared first place with equal rows
def pairwise_radius(scores, W, K):
    t = scores.argmax(axis=1)
    gaps = scores.max(axis=1, keepdims=True) - scores
    radii = gaps / (K * np.linalg.norm(W[t][:, None] - W, axis=2))
    radii[np.arange(len(scores)), t] = np.inf
    return radii.min(axis=1)


# %% wrong, 1.0: nanmin skips a shared first place
def pairwise_radius(scores, W, K):
    t = scores.argmax(axis=1)
    gaps = scores.max(axis=1, keepdims=True) - scores
    return np.nanmin(gaps / (K * np.linalg.norm(W[t][:, None] - W, axis=2)), axis=1, initial=np.inf)


# %% wrong, 0.5: K is forgotten
def pairwise_radius(scores, W, K):
    out = []
    for f in scores:
        t = int(np.argmax(f))
        gaps, lengths = np.delete(f[t] - f, t), np.linalg.norm(np.delete(W, t, axis=0) - W[t], axis=1)
        out.append(min(0.0 if g == 0 else g / n if n else math.inf for g, n in zip(gaps, lengths)))
    return np.array(out)


# %% wrong, 0.5: the smallest gap over the largest length
def pairwise_radius(scores, W, K):
    out = []
    for f in scores:
        t = int(np.argmax(f))
        gap, length = np.delete(f[t] - f, t).min(), np.linalg.norm(W - W[t], axis=1).max()
        out.append(gap / (K * length) if length else math.inf)
    return np.array(out)


# %% wrong, 0.0: squared lengths
def pairwise_radius(scores, W, K):
    out = []
    for f in scores:
        t = int(np.argmax(f))
        gaps, lengths = np.delete(f[t] - f, t), np.sum((np.delete(W, t, axis=0) - W[t]) ** 2, axis=1)
        out.append(min(0.0 if g == 0 else g / (K * n) if n else math.inf for g, n in zip(gaps, lengths)))
    return np.array(out)


# %% wrong, 1.0: a small number against division by 0
def pairwise_radius(scores, W, K):
    out = []
    for f in scores:
        t = int(np.argmax(f))
        gaps, lengths = np.delete(f[t] - f, t), np.linalg.norm(np.delete(W, t, axis=0) - W[t], axis=1)
        out.append(np.min(gaps / (K * lengths + 1e-9)))
    return np.array(out)
