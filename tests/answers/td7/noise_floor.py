# %% right: a loop
def noise_floor(eigenvalues, t):
    total = 0.0
    for value in eigenvalues:
        if value > 0:
            total += 1 / (1 + math.expm1(2 * t) / float(value))
    return total


# %% right: torch in float32
def noise_floor(eigenvalues, t):
    import torch

    value = torch.as_tensor(eigenvalues).float()
    return (value / (value + math.expm1(2 * t))).sum()


# %% wrong, 0.5: 1 - exp
def noise_floor(eigenvalues, t):
    left = np.exp(-2 * t) * eigenvalues
    return np.sum(left / (left + 1 - np.exp(-2 * t)))


# %% wrong, 0.5: the difference of nearly equal numbers
def noise_floor(eigenvalues, t):
    noise = -np.expm1(-2 * t)
    return np.sum(1 - noise / (np.exp(-2 * t) * eigenvalues + noise))


# %% wrong, 0.0: the constant of the score
def noise_floor(eigenvalues, t):
    noise = -np.expm1(-2 * t)
    left = np.exp(-2 * t) * eigenvalues
    return np.sum(left / (left + noise) / noise)


# %% wrong, 0.0: the error of the best guess of X_0
def noise_floor(eigenvalues, t):
    noise = -np.expm1(-2 * t)
    return np.sum(eigenvalues * noise / (np.exp(-2 * t) * eigenvalues + noise))


# %% wrong, 0.0: the share that can be guessed
def noise_floor(eigenvalues, t):
    noise = -np.expm1(-2 * t)
    return np.sum(noise / (np.exp(-2 * t) * eigenvalues + noise))


# %% wrong, 0.0: the mean over coordinates
def noise_floor(eigenvalues, t):
    left = np.exp(-2 * t) * eigenvalues
    return np.mean(left / (left - np.expm1(-2 * t)))


# %% wrong, 0.0: e^{-t} in place of e^{-2t} on the data
def noise_floor(eigenvalues, t):
    left = np.exp(-t) * eigenvalues
    return np.sum(left / (left - np.expm1(-2 * t)))


# %% wrong, 0.0: the number of directions with data
def noise_floor(eigenvalues, t):
    return np.count_nonzero(eigenvalues)
