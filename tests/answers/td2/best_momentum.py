# %% right: closed form
def best_momentum(curvatures, eta):
    return np.max(np.abs(1 - np.sqrt(eta * curvatures)) ** 2)


# %% right: a fine grid of momenta, eigenvalues of the recursion
def best_momentum(curvatures, eta):
    def factor(m):
        matrices = [[[1 + m - eta * lam, -m], [1, 0]] for lam in curvatures]
        return np.abs(np.linalg.eigvals(np.array(matrices))).max()

    return min(np.linspace(0, 0.999, 1000), key=factor)


# %% right: search by thirds, roots in closed form
def best_momentum(curvatures, eta):
    def factor(m):
        b = [abs(1 + m - eta * lam) / 2 for lam in curvatures]
        return max(h + math.sqrt(h * h - m) if h * h > m else math.sqrt(m) for h in b)

    low, high = 0.0, 1.0
    for _ in range(100):
        third = (high - low) / 3
        low, high = (low, high - third) if factor(low + third) < factor(high - third) else (low + third, high)
    return (low + high) / 2


# %% right: torch, float32, the two extreme curvatures
def best_momentum(curvatures, eta):
    import torch

    root = (eta * torch.tensor(curvatures).float()).sqrt()
    return torch.maximum(1 - root.min(), root.max() - 1) ** 2


# %% wrong, 0.0: missing square, the factor instead of the momentum
def best_momentum(curvatures, eta):
    return np.max(np.abs(1 - np.sqrt(eta * curvatures)))


# %% wrong, 0.0: missing square root
def best_momentum(curvatures, eta):
    return np.max((1 - eta * curvatures) ** 2)


# %% wrong, 1.0: the best coordinate instead of the slowest
def best_momentum(curvatures, eta):
    return np.min((1 - np.sqrt(eta * curvatures)) ** 2)


# %% wrong, 1.0: only the smallest curvature
def best_momentum(curvatures, eta):
    return (1 - np.sqrt(eta * curvatures.min())) ** 2


# %% wrong, 0.5: momentum only for small steps
def best_momentum(curvatures, eta):
    return np.max(np.maximum(0, 1 - np.sqrt(eta * curvatures)) ** 2)


# %% wrong, 1.0: the mean over the coordinates
def best_momentum(curvatures, eta):
    return np.mean((1 - np.sqrt(eta * curvatures)) ** 2)


# %% wrong, 0.0: the best pair of step and momentum, the given step is ignored
def best_momentum(curvatures, eta):
    root = np.sqrt(curvatures.max() / curvatures.min())
    return ((root - 1) / (root + 1)) ** 2


# %% wrong, 0.0: the step is forgotten
def best_momentum(curvatures, eta):
    return np.max((1 - np.sqrt(curvatures)) ** 2)


# %% wrong, 0.5: the real parts of the eigenvalues are minimised
def best_momentum(curvatures, eta):
    def factor(m):
        matrices = [[[1 + m - eta * lam, -m], [1, 0]] for lam in curvatures]
        return np.abs(np.linalg.eigvals(np.array(matrices)).real).max()

    return min(np.linspace(0, 0.999, 1000), key=factor)


# %% wrong, 1.0: the larger root without its absolute value
def best_momentum(curvatures, eta):
    def factor(m):
        b = [(1 + m - eta * lam) / 2 for lam in curvatures]
        return max(h + math.sqrt(h * h - m) if h * h > m else math.sqrt(m) for h in b)

    return min(np.linspace(0, 0.999, 1000), key=factor)


# %% wrong, 0.0: Nesterov's recursion
def best_momentum(curvatures, eta):
    def factor(m):
        matrices = [[[(1 + m) * (1 - eta * lam), -m * (1 - eta * lam)], [1, 0]] for lam in curvatures]
        return np.abs(np.linalg.eigvals(np.array(matrices))).max()

    return min(np.linspace(0, 0.999, 1000), key=factor)
