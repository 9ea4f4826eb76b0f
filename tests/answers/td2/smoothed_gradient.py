# %% right: a loop over the draws
def smoothed_gradient(loss, theta, gamma, K, seed):
    rng = np.random.default_rng(seed)
    total, level = np.zeros(len(theta)), loss(theta)
    for _ in range(K):
        xi = rng.standard_normal(len(theta))
        total += (loss(theta + gamma * xi) - level) * xi / gamma
    return total / K


# %% right: antithetic pairs
def smoothed_gradient(loss, theta, gamma, K, seed):
    xi = np.random.default_rng(seed).standard_normal((K, theta.size))
    slopes = np.array([(loss(theta + gamma * x) - loss(theta - gamma * x)) / (2 * gamma) for x in xi])
    return (slopes[:, None] * xi).mean(axis=0)


# %% right: numbers from torch, in float32
def smoothed_gradient(loss, theta, gamma, K, seed):
    import torch

    generator = torch.Generator().manual_seed(seed)
    xi = torch.randn(K, len(theta), generator=generator)
    level = loss(theta)
    slopes = torch.tensor([(loss(theta + gamma * x.numpy()) - level) / gamma for x in xi], dtype=torch.float32)
    return xi.T @ slopes / K


# %% right: another sequence of draws, theta as float32
def smoothed_gradient(loss, theta, gamma, K, seed):
    rng = np.random.default_rng([seed, 77])
    xi = rng.normal(size=(K, len(theta)))
    values = [loss(np.float32(theta) + gamma * x) for x in xi]
    return np.average((np.array(values) - loss(theta))[:, None] * xi, axis=0) / gamma


# %% wrong, 1.0: the level of the loss is not subtracted
def smoothed_gradient(loss, theta, gamma, K, seed):
    xi = np.random.default_rng(seed).standard_normal((K, len(theta)))
    return np.array([loss(theta + gamma * x) for x in xi]) @ xi / (K * gamma)


# %% wrong, 0.0: one draw, used K times
def smoothed_gradient(loss, theta, gamma, K, seed):
    xi = np.random.default_rng(seed).standard_normal(len(theta))
    return np.mean([(loss(theta + gamma * xi) - loss(theta)) * xi / gamma for _ in range(K)], axis=0)


# %% wrong, 0.0: the sum over the draws
def smoothed_gradient(loss, theta, gamma, K, seed):
    xi = np.random.default_rng(seed).standard_normal((K, len(theta)))
    return np.array([loss(theta + gamma * x) - loss(theta) for x in xi]) @ xi / gamma


# %% wrong, 0.0: missing 1/gamma
def smoothed_gradient(loss, theta, gamma, K, seed):
    xi = np.random.default_rng(seed).standard_normal((K, len(theta)))
    return np.array([loss(theta + gamma * x) - loss(theta) for x in xi]) @ xi / K


# %% wrong, 0.0: the noise is not scaled by gamma
def smoothed_gradient(loss, theta, gamma, K, seed):
    xi = np.random.default_rng(seed).standard_normal((K, len(theta)))
    return np.array([loss(theta + x) - loss(theta) for x in xi]) @ xi / (K * gamma)


# %% wrong, 0.0: lost sign
def smoothed_gradient(loss, theta, gamma, K, seed):
    xi = np.random.default_rng(seed).standard_normal((K, len(theta)))
    return np.array([loss(theta) - loss(theta + gamma * x) for x in xi]) @ xi / (K * gamma)


# %% wrong, 0.5: the same noise in all coordinates
def smoothed_gradient(loss, theta, gamma, K, seed):
    xi = np.random.default_rng(seed).standard_normal((K, 1)) * np.ones(len(theta))
    return np.array([loss(theta + gamma * x) - loss(theta) for x in xi]) @ xi / (K * gamma)


# %% wrong, 0.0: uniform noise
def smoothed_gradient(loss, theta, gamma, K, seed):
    xi = np.random.default_rng(seed).uniform(-1, 1, size=(K, len(theta)))
    return np.array([loss(theta + gamma * x) - loss(theta) for x in xi]) @ xi / (K * gamma)


# %% wrong, 1.0: finite differences of the loss itself, not smoothed
def smoothed_gradient(loss, theta, gamma, K, seed):
    h = 1e-6
    steps = h * np.eye(len(theta))
    return np.array([(loss(theta + step) - loss(theta - step)) / (2 * h) for step in steps])


# %% wrong, 0.0: only the mean slope, without the direction
def smoothed_gradient(loss, theta, gamma, K, seed):
    xi = np.random.default_rng(seed).standard_normal((K, len(theta)))
    slopes = np.array([loss(theta + gamma * x) - loss(theta - gamma * x) for x in xi]) / (2 * gamma)
    return np.full(len(theta), slopes.mean())
