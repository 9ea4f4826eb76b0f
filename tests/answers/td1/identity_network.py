# %% right: blocks
def identity_network(d, L):
    I = np.eye(d)
    if L == 1:
        return [(I, np.zeros(d))]
    up, down = np.vstack([I, -I]), np.hstack([I, -I])
    return [(up, np.zeros(2 * d))] + [(np.eye(2 * d), np.zeros(2 * d))] * (L - 2) + [(down, np.zeros(d))]


# %% right: split and merge again at each layer, nested lists
def identity_network(d, L):
    up = [[float(i == j) - float(i == j + d) for j in range(d)] for i in range(2 * d)]
    down = [[float(i == j) - float(i + d == j) for j in range(2 * d)] for i in range(d)]
    if L == 1:
        return [([[float(i == j) for j in range(d)] for i in range(d)], [0.0] * d)]
    middle = (np.array(up) @ np.array(down)).tolist()
    return [(up, [0.0] * 2 * d)] + [(middle, [0.0] * 2 * d) for _ in range(L - 2)] + [(down, [0.0] * d)]


# %% right: positive and negative parts interleaved, scaled by 2 and 1/2
def identity_network(d, L):
    up = np.kron(np.eye(d), np.array([[2.0], [-2.0]]))
    down = np.kron(np.eye(d), np.array([[0.5, -0.5]]))
    layers = [(np.eye(d), np.zeros(d))] if L == 1 else [(up, np.zeros(2 * d))]
    for _ in range(L - 2):
        layers.append((np.eye(2 * d), np.zeros(2 * d)))
    return layers if L == 1 else layers + [(down, np.zeros(d))]


# %% wrong, 0.0: identity matrices lose the negative entries
def identity_network(d, L):
    return [(np.eye(d), np.zeros(d)) for _ in range(L)]


# %% wrong, 0.5: lost sign in the last layer gives the absolute value
def identity_network(d, L):
    I = np.eye(d)
    if L == 1:
        return [(I, np.zeros(d))]
    up, down = np.vstack([I, -I]), np.hstack([I, I])
    return [(up, np.zeros(2 * d))] + [(np.eye(2 * d), np.zeros(2 * d))] * (L - 2) + [(down, np.zeros(d))]


# %% wrong, 0.5: off by one, L hidden layers
def identity_network(d, L):
    I = np.eye(d)
    up, down = np.vstack([I, -I]), np.hstack([I, -I])
    return [(up, np.zeros(2 * d))] + [(np.eye(2 * d), np.zeros(2 * d))] * (L - 1) + [(down, np.zeros(d))]


# %% wrong, 0.5: right only for depth 2
def identity_network(d, L):
    I = np.eye(d)
    return [(np.vstack([I, -I]), np.zeros(2 * d)), (np.hstack([I, -I]), np.zeros(d))]


# %% wrong, 0.5: depth 1 is forgotten
def identity_network(d, L):
    I = np.eye(d)
    up, down = np.vstack([I, -I]), np.hstack([I, -I])
    return [(up, np.zeros(2 * d))] + [(np.eye(2 * d), np.zeros(2 * d))] * (L - 2) + [(down, np.zeros(d))]


# %% wrong, 1.0: the middle layers shrink the signal
def identity_network(d, L):
    I = np.eye(d)
    if L == 1:
        return [(I, np.zeros(d))]
    up, down = np.vstack([I, -I]), np.hstack([I, -I])
    middle = [(np.ones((2 * d, 2 * d)) / (2 * d), np.zeros(2 * d))] * (L - 2)
    return [(up, np.zeros(2 * d))] + middle + [(down, np.zeros(d))]


# %% wrong, 0.0: a large bias keeps only bounded inputs positive
def identity_network(d, L):
    I = np.eye(d)
    if L == 1:
        return [(I, np.zeros(d))]
    return [(I, np.full(d, 100.0))] + [(I, np.zeros(d))] * (L - 2) + [(I, np.full(d, -100.0))]


# %% wrong, 0.0: right only for d = 1
def identity_network(d, L):
    if L == 1:
        return [(np.ones((1, 1)), np.zeros(1))]
    up, down = np.array([[1.0], [-1.0]]), np.array([[1.0, -1.0]])
    return [(up, np.zeros(2))] + [(np.eye(2), np.zeros(2))] * (L - 2) + [(down, np.zeros(1))]


# %% wrong, 1.0: hidden layers wider than asked
def identity_network(d, L):
    I = np.eye(d)
    if L == 1:
        return [(I, np.zeros(d))]
    up, down = np.vstack([I, -I, I]), np.hstack([I, -I, 0 * I])
    return [(up, np.zeros(3 * d))] + [(np.eye(3 * d), np.zeros(3 * d))] * (L - 2) + [(down, np.zeros(d))]
