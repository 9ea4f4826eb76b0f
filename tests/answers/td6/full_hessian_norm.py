# %% right: the 2x2 matrices of all neurons at once
def full_hessian_norm(a, W, x):
    z, size = W @ x, np.linalg.norm(x)
    s1 = 1 / np.cosh(z) ** 2
    blocks = np.zeros((len(a), 2, 2))
    blocks[:, 0, 1] = blocks[:, 1, 0] = s1 * size
    blocks[:, 1, 1] = -2 * a * np.tanh(z) * s1 * size**2
    return np.abs(np.linalg.eigvalsh(blocks)).max() / len(a) ** 0.5


# %% right: neuron by neuron, plain Python
def full_hessian_norm(a, W, x):
    size, best = math.sqrt(sum(float(c) ** 2 for c in x)), 0.0
    for weight, row in zip(a.tolist(), W.tolist()):
        t = math.tanh(sum(w * c for w, c in zip(row, x.tolist())))
        A, B = abs(2 * weight * t * (1 - t * t)) * size**2, (1 - t * t) * size
        best = max(best, A + math.hypot(A, 2 * B))
    return best / 2 / math.sqrt(len(a))


# %% right: automatic differentiation in the plane of a and x / |x|, torch, float32
def full_hessian_norm(a, W, x):
    a, W, x = (torch.tensor(v, dtype=torch.float32) for v in (a, W, x))
    size = x.norm()

    def neuron(pair, z):
        return pair[0] * torch.tanh(z + pair[1] * size)

    start = torch.stack([a, torch.zeros_like(a)], dim=1)
    H = vmap(jacfwd(jacrev(neuron)))(start, W @ x)
    return torch.linalg.eigvalsh(H).abs().max() / len(a) ** 0.5


# %% wrong, 0.0: the lecture's formula, with the a_j fixed
def full_hessian_norm(a, W, x):
    t = np.tanh(W @ x)
    return np.max(np.abs(2 * a * t * (1 - t**2))) * (x @ x) / np.sqrt(len(a))


# %% wrong, 0.5: the sum over the neurons
def full_hessian_norm(a, W, x):
    t = np.tanh(W @ x)
    B, A = (1 - t**2) * np.linalg.norm(x), -2 * a * t * (1 - t**2) * (x @ x)
    return np.sum(np.abs(A) + np.sqrt(A**2 + 4 * B**2)) / 2 / np.sqrt(len(a))


# %% wrong, 0.5: no factor 1/√m
def full_hessian_norm(a, W, x):
    t = np.tanh(W @ x)
    B, A = (1 - t**2) * np.linalg.norm(x), -2 * a * t * (1 - t**2) * (x @ x)
    return np.max(np.abs(A) + np.sqrt(A**2 + 4 * B**2)) / 2


# %% wrong, 0.5: 1/m for 1/√m
def full_hessian_norm(a, W, x):
    t = np.tanh(W @ x)
    B, A = (1 - t**2) * np.linalg.norm(x), -2 * a * t * (1 - t**2) * (x @ x)
    return np.max(np.abs(A) + np.sqrt(A**2 + 4 * B**2)) / 2 / len(a)


# %% wrong, 0.0: the second layer gives a block of its own
def full_hessian_norm(a, W, x):
    t = np.tanh(W @ x)
    B, A = (1 - t**2) * np.linalg.norm(x), np.abs(2 * a * t * (1 - t**2)) * (x @ x)
    return np.max(np.maximum(A, B)) / np.sqrt(len(a))


# %% wrong, 0.0: the largest eigenvalue with its sign
def full_hessian_norm(a, W, x):
    t = np.tanh(W @ x)
    B, A = (1 - t**2) * np.linalg.norm(x), -2 * a * t * (1 - t**2) * (x @ x)
    return np.max(A + np.sqrt(A**2 + 4 * B**2)) / 2 / np.sqrt(len(a))


# %% wrong, 1.0: the whole Hessian, for at most 2000 parameters
def full_hessian_norm(a, W, x):
    m, d = W.shape
    if m * (d + 1) > 2000:
        raise MemoryError("the Hessian does not fit")
    x = torch.tensor(x)
    f = lambda theta: theta[:m] @ torch.tanh(theta[m:].reshape(m, d) @ x) / m**0.5
    H = jacfwd(jacrev(f))(torch.tensor(np.append(a, W)))
    return torch.linalg.matrix_norm(H, 2)


# %% wrong, 1.0: the neuron with the largest |a|
def full_hessian_norm(a, W, x):
    t = np.tanh(W @ x)
    B, A = (1 - t**2) * np.linalg.norm(x), -2 * a * t * (1 - t**2) * (x @ x)
    j = np.argmax(np.abs(a))
    return (abs(A[j]) + np.sqrt(A[j] ** 2 + 4 * B[j] ** 2)) / 2 / np.sqrt(len(a))


# %% wrong, 0.0: the factor 2 of tanh'' is missing
def full_hessian_norm(a, W, x):
    t = np.tanh(W @ x)
    B, A = (1 - t**2) * np.linalg.norm(x), -a * t * (1 - t**2) * (x @ x)
    return np.max(np.abs(A) + np.sqrt(A**2 + 4 * B**2)) / 2 / np.sqrt(len(a))
