# %% right: point by point, 1 / cosh²
def planar_map(x, u, w, b):
    images, logs = [], []
    for point in x:
        a = float(point @ w) + b
        images.append(point + math.tanh(a) * u)
        logs.append(math.log(abs(1 + float(w @ u) / math.cosh(a) ** 2)) if abs(a) < 300 else 0.0)
    return np.array(images), logs


# %% right: torch in float32, a list of two
def planar_map(x, u, w, b):
    import torch

    x, u, w = (torch.as_tensor(v).float() for v in (x, u, w))
    bent = torch.tanh(x @ w + b)
    return [x + torch.outer(bent, u), torch.log((1 + (1 - bent**2) * torch.dot(w, u)).abs())]


# %% wrong, 0.5: the whole Jacobian
def planar_map(x, u, w, b):
    bent = np.tanh(x @ w + b)
    if len(u) > 20_000:
        raise MemoryError("a matrix for each point")
    logs = [np.linalg.slogdet(np.eye(len(u)) + (1 - g**2) * np.outer(u, w))[1] for g in bent]
    return x + np.outer(bent, u), np.array(logs)


# %% wrong, 0.5: the determinant, not its logarithm
def planar_map(x, u, w, b):
    bent = np.tanh(x @ w + b)
    return x + np.outer(bent, u), 1 + (1 - bent**2) * (u @ w)


# %% wrong, 0.5: tanh' = 1 - tanh
def planar_map(x, u, w, b):
    bent = np.tanh(x @ w + b)
    return x + np.outer(bent, u), np.log(np.abs(1 + (1 - np.abs(bent)) * (u @ w)))


# %% wrong, 0.5: one log-determinant for the batch
def planar_map(x, u, w, b):
    bent = np.tanh(x @ w + b)
    return x + np.outer(bent, u), np.log1p((1 - bent**2) * (u @ w)).sum()


# %% wrong, 0.0: u and w exchanged
def planar_map(x, u, w, b):
    bent = np.tanh(x @ u + b)
    return x + np.outer(bent, w), np.log(np.abs(1 + (1 - bent**2) * (u @ w)))


# %% wrong, 0.5: b outside of tanh
def planar_map(x, u, w, b):
    bent = np.tanh(x @ w + b)
    return x + np.outer(np.tanh(x @ w) + b, u), np.log1p((1 - bent**2) * (u @ w))


# %% wrong, 0.5: tanh in each coordinate
def planar_map(x, u, w, b):
    bent = np.tanh(x @ w + b)
    return x + u * np.tanh(w * x + b), np.log1p((1 - bent**2) * (u @ w))


# %% wrong, 0.0: the inverse direction
def planar_map(x, u, w, b):
    bent = np.tanh(x @ w + b)
    return x - np.outer(bent, u), -np.log(np.abs(1 + (1 - bent**2) * (u @ w)))


# %% wrong, 0.0: only the images
def planar_map(x, u, w, b):
    return x + np.tanh(x @ w + b)[:, None] * u
