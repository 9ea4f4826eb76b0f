# %% right: kinks where two lines meet and no third is above
def smoothed_max(slopes, intercepts, theta, gamma):
    def top(x):
        return max(a * x + b for a, b in zip(slopes, intercepts))

    points = set()
    for i in range(len(slopes)):
        for j in range(i):
            if slopes[i] != slopes[j]:
                x = (intercepts[j] - intercepts[i]) / (slopes[i] - slopes[j])
                if abs(slopes[i] * x + intercepts[i] - top(x)) < 1e-10 * (1 + abs(top(x))):
                    points.add(round(float(x), 9))
    points = sorted(points)
    if not points:
        return top(theta), float(slopes[np.argmax(slopes * theta + intercepts)])
    h = [points[0] - 1] + [(p + q) / 2 for p, q in zip(points, points[1:])] + [points[-1] + 1]
    pieces = [slopes[np.argmax(slopes * x + intercepts)] for x in h]
    value, slope = top(h[0]) + pieces[0] * (theta - h[0]), pieces[0]
    for c, before, after in zip(points, pieces, pieces[1:]):
        t = theta - c
        p = 0.5 * (1 + math.erf(t / gamma / math.sqrt(2)))
        value += (after - before) * (t * p + gamma * math.exp(-((t / gamma) ** 2) / 2) / math.sqrt(2 * math.pi))
        slope += (after - before) * p
    return value, slope


# %% right: a very fine grid
def smoothed_max(slopes, intercepts, theta, gamma):
    z = np.linspace(-8, 8, 400_001)
    p = np.exp(-(z**2) / 2)
    p /= p.sum()
    best, which = np.full(len(z), -np.inf), np.zeros(len(z))
    for a, b in zip(slopes, intercepts):
        line = a * (theta + gamma * z) + b
        which = np.where(line > best, a, which)
        best = np.maximum(best, line)
    # the slope from the values, by parts
    return float(p @ best), float(p @ (best * z)) / gamma


# %% right: the pieces of the upper envelope, each with a truncated Gaussian
def smoothed_max(slopes, intercepts, theta, gamma):
    lines = {}
    for a, b in zip(slopes.tolist(), intercepts.tolist()):
        lines[a] = max(b, lines.get(a, -math.inf))
    value = slope = 0.0
    for a, b in lines.items():
        low = max([(b - d) / (c - a) for c, d in lines.items() if c < a], default=-math.inf)
        high = min([(b - d) / (c - a) for c, d in lines.items() if c > a], default=math.inf)
        u, v = (low - theta) / gamma, (high - theta) / gamma
        if u < v:
            p = special.ndtr(v) - special.ndtr(u)
            q = math.exp(-(u**2) / 2) - math.exp(-(v**2) / 2)
            value += (a * theta + b) * p + a * gamma * q / math.sqrt(2 * math.pi)
            slope += a * p
    return value, slope


# %% wrong, 0.0: not smoothed
def smoothed_max(slopes, intercepts, theta, gamma):
    lines = slopes * theta + intercepts
    return float(lines.max()), float(slopes[lines.argmax()])


# %% wrong, 0.0: lost density term
def smoothed_max(slopes, intercepts, theta, gamma):
    z = np.linspace(-8, 8, 100_001)
    p = np.exp(-(z**2) / 2)
    p /= p.sum()
    which = (np.outer(slopes, theta + gamma * z) + intercepts[:, None]).argmax(0)
    return float((p * (slopes[which] * theta + intercepts[which])).sum()), float(p @ slopes[which])


# %% wrong, 0.5: all crossings of neighbours by slope count
def smoothed_max(slopes, intercepts, theta, gamma):
    order = np.argsort(slopes)
    a, b = slopes[order], intercepts[order]
    value, slope = a[0] * theta + b[0], a[0]
    for i in range(1, len(a)):
        if a[i] > a[i - 1]:
            u = (theta - (b[i - 1] - b[i]) / (a[i] - a[i - 1])) / gamma
            value += (a[i] - a[i - 1]) * gamma * (u * stats.norm.cdf(u) + stats.norm.pdf(u))
            slope += (a[i] - a[i - 1]) * stats.norm.cdf(u)
    return value, slope


# %% wrong, 0.5: only the first and the last line
def smoothed_max(slopes, intercepts, theta, gamma):
    i, j = np.argmin(slopes), np.argmax(slopes)
    if slopes[i] == slopes[j]:
        return slopes[0] * theta + intercepts.max(), slopes[0]
    w = slopes[j] - slopes[i]
    u = (theta - (intercepts[i] - intercepts[j]) / w) / gamma
    value = slopes[i] * theta + intercepts[i] + w * gamma * (u * stats.norm.cdf(u) + stats.norm.pdf(u))
    return value, slopes[i] + w * stats.norm.cdf(u)


# %% wrong, 0.0: variance gamma instead of standard deviation gamma
def smoothed_max(slopes, intercepts, theta, gamma):
    z = np.linspace(-8, 8, 200_001)
    p = np.exp(-(z**2) / 2)
    p /= p.sum()
    lines = np.outer(slopes, theta + math.sqrt(gamma) * z) + intercepts[:, None]
    return float(p @ lines.max(0)), float(p @ slopes[lines.argmax(0)])


# %% wrong, 0.0: a Gauss-Hermite rule with 20 nodes
def smoothed_max(slopes, intercepts, theta, gamma):
    z, p = np.polynomial.hermite_e.hermegauss(20)
    lines = np.outer(slopes, theta + gamma * z) + intercepts[:, None]
    return float(p @ lines.max(0) / p.sum()), float(p @ slopes[lines.argmax(0)] / p.sum())


# %% wrong, 0.0: a grid of 5001 points: four digits only
def smoothed_max(slopes, intercepts, theta, gamma):
    z = np.linspace(-8, 8, 5001)
    p = stats.norm.pdf(z)
    p /= p.sum()
    best = (np.outer(slopes, theta + gamma * z) + intercepts[:, None]).max(0)
    return float(p @ best), float(p @ (best * z)) / gamma


# %% wrong, 0.5: parallel lines in the order in which they come
def smoothed_max(slopes, intercepts, theta, gamma):
    line = int(np.argmin(slopes))
    value, slope = slopes[line] * theta + intercepts[line], slopes[line]
    while np.any(slopes > slopes[line]):
        steeper = np.flatnonzero(slopes > slopes[line])
        meets = (intercepts[line] - intercepts[steeper]) / (slopes[steeper] - slopes[line])
        following, u = steeper[np.argmin(meets)], (theta - meets.min()) / gamma
        jump = slopes[following] - slopes[line]
        value += jump * gamma * (u * stats.norm.cdf(u) + stats.norm.pdf(u))
        slope += jump * stats.norm.cdf(u)
        line = following
    return value, slope


# %% wrong, 0.0: 1000 random draws
def smoothed_max(slopes, intercepts, theta, gamma):
    z = np.random.default_rng(0).standard_normal(1000)
    lines = np.outer(slopes, theta + gamma * z) + intercepts[:, None]
    return float(lines.max(0).mean()), float(slopes[lines.argmax(0)].mean())


# %% wrong, 0.0: the jump taken as 1, right for a ReLU; a line alone is treated
def smoothed_max(slopes, intercepts, theta, gamma):
    i, j = np.argmin(slopes), np.argmax(slopes)
    if slopes[i] == slopes[j]:
        return slopes[0] * theta + intercepts.max(), slopes[0]
    u = (theta - (intercepts[i] - intercepts[j]) / (slopes[j] - slopes[i])) / gamma
    value = slopes[i] * theta + intercepts[i] + gamma * (u * stats.norm.cdf(u) + stats.norm.pdf(u))
    return value, slopes[i] + stats.norm.cdf(u)
