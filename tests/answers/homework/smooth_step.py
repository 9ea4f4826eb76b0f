# %% right: a loop over the draws
def smoothed_step(loss, theta, noise, gamma, eta):
    total = np.zeros(len(theta))
    for xi in noise:
        high, low = loss(np.stack([theta + gamma * xi, theta - gamma * xi]))
        total += (high - low) / (2 * gamma) * xi
    return theta - eta * total / len(noise)


# %% right: one call for all points
def smoothed_step(loss, theta, noise, gamma, eta):
    K = noise.shape[0]
    values = loss(np.concatenate([theta + gamma * noise, theta - gamma * noise]))
    slopes = (values[:K] - values[K:]) / (2 * gamma)
    return theta - eta * np.mean(slopes[:, None] * noise, axis=0)


# %% right: the mean of forward estimates over both signs
def smoothed_step(loss, theta, noise, gamma, eta):
    both = np.vstack([noise, -noise])
    differences = loss(theta + gamma * both) - loss(theta[None])[0]
    return theta - eta * np.average(differences[:, None] * both, axis=0) / gamma


# %% wrong, 0.5: forward differences
def smoothed_step(loss, theta, noise, gamma, eta):
    differences = loss(theta + gamma * noise) - loss(theta[None])
    return theta - eta * differences @ noise / (gamma * len(noise))


# %% wrong, 0.5: the sum over the draws
def smoothed_step(loss, theta, noise, gamma, eta):
    differences = loss(theta + gamma * noise) - loss(theta - gamma * noise)
    return theta - eta * differences @ noise / (2 * gamma)


# %% wrong, 0.0: uphill
def smoothed_step(loss, theta, noise, gamma, eta):
    differences = loss(theta + gamma * noise) - loss(theta - gamma * noise)
    return theta + eta * differences @ noise / (2 * gamma * len(noise))


# %% wrong, 0.0: the factor 2 is missing
def smoothed_step(loss, theta, noise, gamma, eta):
    differences = loss(theta + gamma * noise) - loss(theta - gamma * noise)
    return theta - eta * differences @ noise / (gamma * len(noise))


# %% wrong, 0.0: the noise is not scaled
def smoothed_step(loss, theta, noise, gamma, eta):
    differences = loss(theta + noise) - loss(theta - noise)
    return theta - eta * differences @ noise / (2 * gamma * len(noise))


# %% wrong, 0.0: the gradient alone
def smoothed_step(loss, theta, noise, gamma, eta):
    differences = loss(theta + gamma * noise) - loss(theta - gamma * noise)
    return differences @ noise / (2 * gamma * len(noise))


# %% wrong, 0.0: no baseline
def smoothed_step(loss, theta, noise, gamma, eta):
    return theta - eta * loss(theta + gamma * noise) @ noise / (gamma * len(noise))


# %% wrong, 0.5: one step after the other, each from the new theta
def smoothed_step(loss, theta, noise, gamma, eta):
    for xi in noise:
        difference = loss((theta + gamma * xi)[None])[0] - loss((theta - gamma * xi)[None])[0]
        theta = theta - eta * difference / (2 * gamma) * xi
    return theta
