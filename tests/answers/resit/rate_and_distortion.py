# %% right: numpy
def rate_and_distortion(variances, noise, beta):
    lam, level = np.asarray(variances, dtype=float), beta * noise
    return np.log(np.maximum(lam, level) / level).sum() / 2, np.minimum(lam, level).sum()


# %% right: one coordinate after the other, as a list
def rate_and_distortion(variances, noise, beta):
    rate = distortion = 0.0
    for v in variances:
        w2 = max(v - beta * noise, 0.0)
        omega = beta * noise / (w2 + beta * noise)
        slope = math.sqrt(w2) / (w2 + beta * noise)
        rate += (omega + slope**2 * v - 1 - math.log(omega)) / 2
        distortion += (1 - slope * math.sqrt(w2)) ** 2 * v + w2 * omega
    return [rate, distortion]


# %% right: array
def rate_and_distortion(variances, noise, beta):
    level = noise * beta
    kept = [v for v in variances if v >= level]
    lost = [v for v in variances if v < level]
    return np.array([0.5 * sum(math.log(v) for v in kept) - 0.5 * len(kept) * math.log(level), level * len(kept) + sum(lost)])


# %% wrong, 0.5: negative rates
def rate_and_distortion(variances, noise, beta):
    level = noise * beta
    rate = sum(0.5 * math.log(max(v, 1e-12) / level) for v in variances)
    return rate, sum(min(v, level) for v in variances)


# %% wrong, 0.5: the same distortion everywhere
def rate_and_distortion(variances, noise, beta):
    level = noise * beta
    return sum(0.5 * math.log(v / level) for v in variances if v > level), level * len(variances)


# %% wrong, 0.5: lost coordinates not counted
def rate_and_distortion(variances, noise, beta):
    level = noise * beta
    kept = [v for v in variances if v > level]
    return sum(0.5 * math.log(v / level) for v in kept), level * len(kept)


# %% wrong, 0: price forgotten
def rate_and_distortion(variances, noise, beta):
    return sum(0.5 * math.log(v / noise) for v in variances if v > noise), sum(min(v, noise) for v in variances)


# %% wrong, 0: bits
def rate_and_distortion(variances, noise, beta):
    level = noise * beta
    return sum(0.5 * math.log2(v / level) for v in variances if v > level), sum(min(v, level) for v in variances)


# %% wrong, 0: exchanged
def rate_and_distortion(variances, noise, beta):
    level = noise * beta
    return sum(min(v, level) for v in variances), sum(0.5 * math.log(v / level) for v in variances if v > level)


# %% wrong, 0: means over the coordinates
def rate_and_distortion(variances, noise, beta):
    level = noise * beta
    rate = np.mean([0.5 * math.log(max(v, level) / level) for v in variances])
    return rate, np.mean([min(v, level) for v in variances])


# %% wrong, 0.5: only when something has collapsed
def rate_and_distortion(variances, noise, beta):
    level = noise * beta
    rate = sum(0.5 * math.log(v / level) for v in variances if v > level)
    if min(variances) > level:
        rate *= 2
    return rate, sum(min(v, level) for v in variances)
