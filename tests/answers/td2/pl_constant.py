# %% right: a loop over the points
def pl_constant(losses, gradients, minimum):
    best = math.inf
    for loss, gradient in zip(losses, gradients):
        if loss > minimum:
            best = min(best, sum(g * g for g in gradient) / (2 * (loss - minimum)))
    return best


# %% right: vectorised, infinity where a point says nothing
def pl_constant(losses, gradients, minimum):
    gap = losses - minimum
    above = gap > 0
    ratios = np.full(len(losses), np.inf)
    np.divide((gradients**2).sum(axis=1), 2 * gap, out=ratios, where=above)
    return ratios.min()


# %% right: torch, float32
def pl_constant(losses, gradients, minimum):
    import torch

    losses, gradients = torch.tensor(losses).float(), torch.tensor(gradients).float()
    above = losses > minimum
    if not above.any():
        return torch.tensor(math.inf)
    return (gradients[above].norm(dim=1) ** 2 / (losses[above] - minimum)).min() / 2


# %% wrong, 0.0: the factor 2 of the definition is lost
def pl_constant(losses, gradients, minimum):
    above = losses > minimum
    if not above.any():
        return math.inf
    return np.min((gradients[above] ** 2).sum(axis=1) / (losses[above] - minimum))


# %% wrong, 0.5: the mean of the ratios
def pl_constant(losses, gradients, minimum):
    above = losses > minimum
    if not above.any():
        return math.inf
    return np.mean((gradients[above] ** 2).sum(axis=1) / (2 * (losses[above] - minimum)))


# %% wrong, 0.5: the largest ratio
def pl_constant(losses, gradients, minimum):
    above = losses > minimum
    if not above.any():
        return math.inf
    return np.max((gradients[above] ** 2).sum(axis=1) / (2 * (losses[above] - minimum)))


# %% wrong, 0.0: missing square on the norm
def pl_constant(losses, gradients, minimum):
    above = losses > minimum
    if not above.any():
        return math.inf
    return np.min(np.linalg.norm(gradients[above], axis=1) / (2 * (losses[above] - minimum)))


# %% wrong, 1.0: 0/0 at the minimum
def pl_constant(losses, gradients, minimum):
    return np.min((gradients**2).sum(axis=1) / (2 * (losses - minimum)))


# %% wrong, 1.0: 0 if no point is left
def pl_constant(losses, gradients, minimum):
    above = losses > minimum
    if not above.any():
        return 0.0
    return np.min((gradients[above] ** 2).sum(axis=1) / (2 * (losses[above] - minimum)))


# %% wrong, 1.0: points a hair below the minimum give a negative ratio
def pl_constant(losses, gradients, minimum):
    above = losses != minimum
    if not above.any():
        return math.inf
    return np.min((gradients[above] ** 2).sum(axis=1) / (2 * (losses[above] - minimum)))


# %% wrong, 1.0: leaves out the points of gradient 0
def pl_constant(losses, gradients, minimum):
    moving = (gradients**2).sum(axis=1) > 1e-12
    if not moving.any():
        return math.inf
    return np.min((gradients[moving] ** 2).sum(axis=1) / (2 * (losses[moving] - minimum)))


# %% wrong, 1.0: right only in one dimension, the sum is squared
def pl_constant(losses, gradients, minimum):
    above = losses > minimum
    if not above.any():
        return math.inf
    return np.min(gradients[above].sum(axis=1) ** 2 / (2 * (losses[above] - minimum)))


# %% wrong, 1.0: one coordinate at a time
def pl_constant(losses, gradients, minimum):
    above = losses > minimum
    if not above.any():
        return math.inf
    return np.min(gradients[above] ** 2 / (2 * (losses[above, None] - minimum)))


# %% wrong, 0.0: the minimum is taken for 0
def pl_constant(losses, gradients, minimum):
    above = losses > minimum
    if not above.any():
        return math.inf
    return np.min((gradients[above] ** 2).sum(axis=1) / (2 * losses[above]))


# %% wrong, 0.5: one ratio of two sums
def pl_constant(losses, gradients, minimum):
    above = losses > minimum
    if not above.any():
        return math.inf
    return np.sum(gradients[above] ** 2) / (2 * np.sum(losses[above] - minimum))
