# %% right: a fine grid of directions
def plane_lipschitz(W, v):
    best = 0.0
    for t in np.linspace(0, 2 * np.pi, 20000):
        active = W @ np.array([np.cos(t), np.sin(t)]) > 0
        best = max(best, float(np.linalg.norm((v * active) @ W)))
    return best


# %% right: a little to both sides of each switch
def plane_lipschitz(W, v):
    best = 0.0
    for x, y in W:
        for side in (1, -1):
            for turn in (1e-5, -1e-5):
                at = math.atan2(y, x) + side * math.pi / 2 + turn
                active = (W @ [math.cos(at), math.sin(at)]) > 0
                best = max(best, math.hypot(*(W.T @ (v * active))))
    return best


# %% right: many random directions
def plane_lipschitz(W, v):
    x = np.random.default_rng(0).standard_normal((2, 20000))
    gradients = ((W @ x > 0) * v[:, None]).T @ W
    return np.sqrt((gradients**2).sum(axis=1).max())


# %% wrong, 0.5: all subsets, also those that never occur
def plane_lipschitz(W, v):
    k = len(v)
    sets = (np.arange(2**k)[:, None] >> np.arange(k)) & 1
    return np.linalg.norm((sets * v) @ W, axis=1).max()


# %% wrong, 0.0: product of operator norms
def plane_lipschitz(W, v):
    return np.linalg.norm(v) * np.linalg.norm(W, 2)


# %% wrong, 0.0: sum of the neurons' constants
def plane_lipschitz(W, v):
    return float(np.sum(np.abs(v) * np.linalg.norm(W, axis=1)))


# %% wrong, 0.0: all neurons active
def plane_lipschitz(W, v):
    return np.linalg.norm(v @ W)


# %% wrong, 0.0: one neuron at a time
def plane_lipschitz(W, v):
    return np.max(np.abs(v) * np.linalg.norm(W, axis=1))


# %% wrong, 0.0: outer weights forgotten
def plane_lipschitz(W, v):
    x = np.random.default_rng(0).standard_normal((2, 20000))
    return np.sqrt((((W @ x > 0).T @ W) ** 2).sum(axis=1).max())


# %% wrong, 0.0: square of the norm
def plane_lipschitz(W, v):
    x = np.random.default_rng(0).standard_normal((2, 20000))
    return ((((W @ x > 0) * v[:, None]).T @ W) ** 2).sum(axis=1).max()


# %% wrong, 0.5: only the directions of the neurons themselves, for more than two
def plane_lipschitz(W, v):
    x = np.random.default_rng(0).standard_normal((2, 20000)) if len(v) <= 2 else W.T
    return np.sqrt(((((W @ x > 0) * v[:, None]).T @ W) ** 2).sum(axis=1).max())


# %% wrong, 0.5: only two neurons are looked at
def plane_lipschitz(W, v):
    sets = [v[i] * W[i] for i in range(len(v))]
    sets += [sets[i] + sets[j] for i in range(len(v)) for j in range(i)]
    return max(math.hypot(*g) for g in sets)


# %% wrong, 0.5: the case of one neuron forgotten
def plane_lipschitz(W, v):
    if len(v) < 2:
        return 0.0
    x = np.random.default_rng(0).standard_normal((2, 20000))
    return np.sqrt(((((W @ x > 0) * v[:, None]).T @ W) ** 2).sum(axis=1).max())
