# %% right: closed form
def training_time():
    t, b, eps = math.radians(numbers["angle"]), numbers["label"], numbers["loss"]
    h = math.cos(t) * (1 - 2 * t / math.pi)
    return math.log(b * b / eps) / 2 / (1 - h)


# %% right: bisection with eigenvalues
def training_time():
    t, b, eps = math.radians(numbers["angle"]), numbers["label"], numbers["loss"]
    h = math.cos(t) * (1 - 2 * t / math.pi)
    values, vectors = np.linalg.eigh([[1, h], [h, 1]])
    parts = (vectors.T @ [b, -b]) ** 2
    low, high = 0.0, 1000.0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if (parts * np.exp(-2 * values * middle)).sum() / 2 > eps else (low, middle)
    return high


# %% wrong, 0.0: rate of the residual
def training_time():
    t, b, eps = math.radians(numbers["angle"]), numbers["label"], numbers["loss"]
    h = math.cos(t) * (1 - 2 * t / math.pi)
    return math.log(b * b / eps) / (1 - h)


# %% wrong, 0.0: the fast mode
def training_time():
    t, b, eps = math.radians(numbers["angle"]), numbers["label"], numbers["loss"]
    h = math.cos(t) * (1 - 2 * t / math.pi)
    return math.log(b * b / eps) / 2 / (1 + h)


# %% wrong, 0.0: sum instead of mean
def training_time():
    t, b, eps = math.radians(numbers["angle"]), numbers["label"], numbers["loss"]
    h = math.cos(t) * (1 - 2 * t / math.pi)
    return math.log(2 * b * b / eps) / 2 / (1 - h)


# %% wrong, 0.0: b not squared
def training_time():
    t, b, eps = math.radians(numbers["angle"]), numbers["label"], numbers["loss"]
    h = math.cos(t) * (1 - 2 * t / math.pi)
    return math.log(b / eps) / 2 / (1 - h)


# %% wrong, 0.0: kernel of the ReLU
def training_time():
    t, b, eps = math.radians(numbers["angle"]), numbers["label"], numbers["loss"]
    h = math.cos(t) * (1 - 2 * t / math.pi)
    return math.log(b * b / eps) / 2 / (0.5 - math.cos(t) * (math.pi - t) / (2 * math.pi))


# %% wrong, 0.0: cosine forgotten
def training_time():
    t, b, eps = math.radians(numbers["angle"]), numbers["label"], numbers["loss"]
    h = math.cos(t) * (1 - 2 * t / math.pi)
    return math.log(b * b / eps) / 2 / (2 * t / math.pi)


# %% wrong, 0.0: degrees in the cosine
def training_time():
    t = numbers["angle"]
    h = math.cos(t) * (1 - 2 * t / math.pi)
    return math.log(numbers["label"] ** 2 / numbers["loss"]) / 2 / (1 - h)


# %% wrong, 0.0: factor 1/n left in
def training_time():
    t, b, eps = math.radians(numbers["angle"]), numbers["label"], numbers["loss"]
    h = math.cos(t) * (1 - 2 * t / math.pi)
    return math.log(b * b / eps) / (1 - h) * 2
