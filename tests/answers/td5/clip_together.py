# %% right: scaled by the largest entry first
def clip_together(gradients, c):
    top = max(float(np.abs(g).max()) for g in gradients)
    if top == 0:
        return gradients
    norm = top * sum(float(np.sum((np.asarray(g, dtype=float) / top) ** 2)) for g in gradients) ** 0.5
    return [g / norm * c if norm > c else g for g in gradients]


# %% right: one long vector, float32 at the end
def clip_together(gradients, c):
    norm = np.linalg.norm(np.concatenate([np.ravel(g).astype(np.float64) for g in gradients]))
    factor = min(1.0, c / norm) if norm else 1.0
    return [(np.asarray(g) * factor).astype(np.float32) for g in gradients]


# %% right: torch, a tuple of tensors
def clip_together(gradients, c):
    import torch

    tensors = [torch.as_tensor(np.asarray(g)).double() for g in gradients]
    norm = torch.stack([t.norm() for t in tensors]).norm()
    return tuple(t / torch.clamp(norm / c, min=1.0) for t in tensors)


# %% wrong, 0.0: each array on its own
def clip_together(gradients, c):
    norms = [float(np.linalg.norm(np.asarray(g, dtype=np.float64))) for g in gradients]
    return [g * (c / norm) if norm > c else g for g, norm in zip(gradients, norms)]


# %% wrong, 0.0: 0/0 and always to the length c
def clip_together(gradients, c):
    norm = math.sqrt(sum(float(np.sum(np.asarray(g, dtype=float) ** 2)) for g in gradients))
    return [c * np.asarray(g, dtype=float) / norm for g in gradients]


# %% wrong, 0.5: squares in the precision of the gradient
def clip_together(gradients, c):
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    return [g * (c / norm) if norm > c else g for g in gradients]


# %% wrong, 0.0: each entry is cut
def clip_together(gradients, c):
    return [np.clip(g, -c, c) for g in gradients]


# %% wrong, 0.5: 0/0 for a zero gradient
def clip_together(gradients, c):
    norm = np.sqrt(sum(np.sum(np.asarray(g, dtype=np.float64) ** 2) for g in gradients))
    return [g / norm * np.minimum(norm, c) for g in gradients]


# %% wrong, 0.0: the squared norm
def clip_together(gradients, c):
    square = sum(float(np.sum(np.asarray(g, dtype=np.float64) ** 2)) for g in gradients)
    return [g * (c / square) if square > c else g for g in gradients]


# %% wrong, 0.0: the sum of the norms
def clip_together(gradients, c):
    norm = sum(float(np.linalg.norm(np.asarray(g, dtype=np.float64))) for g in gradients)
    return [g * (c / norm) if norm > c else g for g in gradients]


# %% wrong, 0.5: short gradients are made longer
def clip_together(gradients, c):
    norm = math.sqrt(sum(float(np.sum(np.asarray(g, dtype=float) ** 2)) for g in gradients))
    return [np.asarray(g, dtype=float) * (c / norm) if norm else g for g in gradients]
