# %% right: Newton from the left, on the convex function
def time_to_loss(eigenvalues, residual, epsilon):
    n = len(residual)
    weight, rate = residual**2 / n, 4 * eigenvalues / n
    if weight.sum() <= epsilon:
        return 0
    if weight[rate == 0].sum() >= epsilon:
        return math.inf
    t = 0.0
    for _ in range(100_000):
        parts = weight * np.exp(-rate * t)
        step = (parts.sum() - epsilon) / (rate * parts).sum()
        t += step
        if step <= 1e-9 * t:
            break
    return t


# %% right: bisection in the logarithm of t, plain Python
def time_to_loss(eigenvalues, residual, epsilon):
    n = len(residual)
    loss = lambda t: sum(r * r * math.exp(-4 * s * t / n) if s > 0 else r * r for s, r in zip(eigenvalues, residual)) / n
    if loss(0.0) <= epsilon:
        return 0.0
    if loss(1e300) > epsilon or max(eigenvalues) == 0:
        return math.inf
    low, high = -300.0, 300.0
    for _ in range(80):
        middle = (low + high) / 2
        if loss(10.0**middle) > epsilon:
            low = middle
        else:
            high = middle
    return 10.0**high


# %% right: float32, a numpy number
def time_to_loss(eigenvalues, residual, epsilon):
    s, r, n = np.float32(eigenvalues), np.float32(residual), len(residual)
    loss = lambda t: np.mean(r**2 * np.exp(-4 * s * np.float32(t) / n))
    if loss(0) <= epsilon:
        return np.float32(0)
    if np.mean(np.where(s > 0, np.float32(0), r**2)) >= epsilon:
        return np.float32(np.inf)
    low, high = np.float32(0), np.float32(1e-6)
    while loss(high) > epsilon:
        low, high = high, 2 * high
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if loss(middle) > epsilon else (low, middle)
    return high


# %% wrong, 0.5: the residual instead of the loss
def time_to_loss(eigenvalues, residual, epsilon):
    n = len(residual)
    loss = lambda t: np.mean(residual**2 * np.exp(-2 * eigenvalues * t / n))
    if loss(0.0) <= epsilon:
        return 0.0
    if np.sum(residual[eigenvalues == 0] ** 2) / n >= epsilon:
        return math.inf
    if np.ptp(eigenvalues) > 0 and 0 in eigenvalues:
        loss = lambda t: np.mean(residual**2 * np.exp(-4 * eigenvalues * t / n))
    low, high = 0.0, n / np.max(eigenvalues)
    while loss(high) > epsilon:
        high *= 2
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if loss(middle) > epsilon else (low, middle)
    return high


# %% wrong, 0.5: the slowest mode alone
def time_to_loss(eigenvalues, residual, epsilon):
    start = np.mean(residual**2)
    if start <= epsilon:
        return 0.0
    slowest = np.min(eigenvalues)
    return math.inf if slowest == 0 else len(residual) * math.log(start / epsilon) / (4 * slowest)


# %% wrong, 0.0: the sum instead of the mean
def time_to_loss(eigenvalues, residual, epsilon):
    n = len(residual)
    loss = lambda t: np.sum(residual**2 * np.exp(-4 * eigenvalues * t / n))
    if loss(0.0) <= epsilon:
        return 0.0
    if np.sum(residual[eigenvalues == 0] ** 2) >= epsilon:
        return math.inf
    low, high = 0.0, n / np.max(eigenvalues)
    while loss(high) > epsilon:
        high *= 2
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if loss(middle) > epsilon else (low, middle)
    return high


# %% wrong, 1.0: never says inf or 0
def time_to_loss(eigenvalues, residual, epsilon):
    n = len(residual)
    loss = lambda t: np.mean(residual**2 * np.exp(-4 * eigenvalues * t / n))
    low, high = 0.0, 1e-3
    for _ in range(60):
        if loss(high) > epsilon:
            low, high = high, 2 * high
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if loss(middle) > epsilon else (low, middle)
    return high


# %% wrong, 1.0: a bracket of fixed size
def time_to_loss(eigenvalues, residual, epsilon):
    n = len(residual)
    loss = lambda t: np.mean(residual**2 * np.exp(-4 * eigenvalues * t / n))
    if loss(0.0) <= epsilon:
        return 0.0
    if np.sum(residual[eigenvalues == 0] ** 2) / n >= epsilon:
        return math.inf
    low, high = 0.0, 1000.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if loss(middle) > epsilon else (low, middle)
    return high


# %% wrong, 1.0: any eigenvalue 0 means never
def time_to_loss(eigenvalues, residual, epsilon):
    n = len(residual)
    loss = lambda t: np.mean(residual**2 * np.exp(-4 * eigenvalues * t / n))
    if loss(0.0) <= epsilon:
        return 0.0
    if np.min(eigenvalues) == 0:
        return math.inf
    low, high = 0.0, n / np.max(eigenvalues)
    while loss(high) > epsilon:
        high *= 2
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if loss(middle) > epsilon else (low, middle)
    return high


# %% wrong, 0.5: the mean eigenvalue
def time_to_loss(eigenvalues, residual, epsilon):
    start, rate = np.mean(residual**2), 4 * np.mean(eigenvalues) / len(residual)
    if start <= epsilon:
        return 0.0
    return math.inf if rate == 0 or 0 in eigenvalues else math.log(start / epsilon) / rate
