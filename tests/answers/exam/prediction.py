# %% right: linear system
def prediction():
    t, s, y = math.radians(numbers["angle"]), math.radians(numbers["new"]), np.array([numbers["y1"], numbers["y2"]])
    H = lambda r: math.cos(r) * (1 - 2 * r / math.pi)
    K = np.array([[1, H(t)], [H(t), 1]])
    return np.array([H(s), H(s - t)]) @ np.linalg.solve(K, y)


# %% right: the flow, for a long time
def prediction():
    t, s, y = math.radians(numbers["angle"]), math.radians(numbers["new"]), np.array([numbers["y1"], numbers["y2"]])
    H = lambda r: math.cos(r) * (1 - 2 * r / math.pi)
    K = np.array([[1, H(t)], [H(t), 1]])
    f, new = np.zeros(2), 0.0
    for _ in range(4000):
        new, f = new - 0.02 * np.dot([H(s), H(s - t)], f - y), f - 0.02 * K @ (f - y)
    return float(new)


# %% right: modes (1, 1) and (1, -1)
def prediction():
    t, s, y = math.radians(numbers["angle"]), math.radians(numbers["new"]), np.array([numbers["y1"], numbers["y2"]])
    H = lambda r: math.cos(r) * (1 - 2 * r / math.pi)
    K = np.array([[1, H(t)], [H(t), 1]])
    even, odd = (y[0] + y[1]) / 2 / (1 + H(t)), (y[0] - y[1]) / 2 / (1 - H(t))
    return even * (H(s) + H(s - t)) + odd * (H(s) - H(s - t))


# %% wrong, 0.0: no inverse
def prediction():
    t, s, y = math.radians(numbers["angle"]), math.radians(numbers["new"]), np.array([numbers["y1"], numbers["y2"]])
    H = lambda r: math.cos(r) * (1 - 2 * r / math.pi)
    K = np.array([[1, H(t)], [H(t), 1]])
    return np.array([H(s), H(s - t)]) @ y


# %% wrong, 0.0: times the Gram matrix
def prediction():
    t, s, y = math.radians(numbers["angle"]), math.radians(numbers["new"]), np.array([numbers["y1"], numbers["y2"]])
    H = lambda r: math.cos(r) * (1 - 2 * r / math.pi)
    K = np.array([[1, H(t)], [H(t), 1]])
    return np.array([H(s), H(s - t)]) @ K @ y


# %% wrong, 0.0: points exchanged
def prediction():
    t, s, y = math.radians(numbers["angle"]), math.radians(numbers["new"]), np.array([numbers["y1"], numbers["y2"]])
    H = lambda r: math.cos(r) * (1 - 2 * r / math.pi)
    K = np.array([[1, H(t)], [H(t), 1]])
    return np.array([H(s - t), H(s)]) @ np.linalg.solve(K, y)


# %% wrong, 0.0: one angle for both
def prediction():
    t, s, y = math.radians(numbers["angle"]), math.radians(numbers["new"]), np.array([numbers["y1"], numbers["y2"]])
    H = lambda r: math.cos(r) * (1 - 2 * r / math.pi)
    K = np.array([[1, H(t)], [H(t), 1]])
    return np.array([H(s), H(s)]) @ np.linalg.solve(K, y)


# %% wrong, 0.0: cosines only
def prediction():
    t, s, y = math.radians(numbers["angle"]), math.radians(numbers["new"]), np.array([numbers["y1"], numbers["y2"]])
    H = lambda r: math.cos(r) * (1 - 2 * r / math.pi)
    K = np.array([[1, H(t)], [H(t), 1]])
    K = np.array([[1, math.cos(t)], [math.cos(t), 1]])
    return np.array([math.cos(s), math.cos(s - t)]) @ np.linalg.solve(K, y)


# %% wrong, 0.0: half of it
def prediction():
    t, s, y = math.radians(numbers["angle"]), math.radians(numbers["new"]), np.array([numbers["y1"], numbers["y2"]])
    H = lambda r: math.cos(r) * (1 - 2 * r / math.pi)
    K = np.array([[1, H(t)], [H(t), 1]])
    return np.array([H(s), H(s - t)]) @ np.linalg.solve(K, y) / 2
