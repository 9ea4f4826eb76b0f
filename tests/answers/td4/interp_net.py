# %% right: changes of slope
def interp_net(knots, values):
    slopes = (values[1:] - values[:-1]) / (knots[1:] - knots[:-1])
    a = slopes.copy()
    a[1:] -= slopes[:-1]
    return [(np.ones((len(a), 1)), -knots[:-1]), (a[None, :], values[:1])]


# %% right: a loop that corrects from left to right, lists
def interp_net(knots, values):
    knots, values = [float(t) for t in knots], [float(v) for v in values]
    weights = []
    for i in range(len(knots) - 1):
        now = values[0] + sum(a * (knots[i + 1] - t) for a, t in zip(weights, knots))
        weights.append((values[i + 1] - now) / (knots[i + 1] - knots[i]))
    return [([[1.0]] * len(weights), [-t for t in knots[:-1]]), ([weights], [values[0]])]


# %% right: from the right end, a triangular system, float32
def interp_net(knots, values):
    knots, values = np.asarray(knots), np.asarray(values)
    hidden = np.maximum(knots[None, 1:] - knots[:-1, None], 0.0)  # at the left knots, seen from the right
    weights = np.linalg.solve(hidden, values[:-1] - values[-1]).astype(np.float32)
    return [(-np.ones((len(weights), 1)), knots[1:]), (weights[None], values[-1:])]


# %% wrong, 0.5: the slopes in place of their changes
def interp_net(knots, values):
    slopes = np.diff(values) / np.diff(knots)
    return [(np.ones((len(slopes), 1)), -knots[:-1]), (slopes[None], values[:1])]


# %% wrong, 0.5: the output bias v_0 is forgotten
def interp_net(knots, values):
    slopes = np.diff(values) / np.diff(knots)
    return [(np.ones((len(slopes), 1)), -knots[:-1]), (np.diff(slopes, prepend=0.0)[None], np.zeros(1))]


# %% wrong, 0.5: right only for equally spaced knots in [0, 1]
def interp_net(knots, values):
    n = len(knots) - 1
    changes = np.diff(np.diff(values) * n, prepend=0.0)
    return [(np.ones((n, 1)), -np.arange(n) / n), (changes[None], values[:1])]


# %% wrong, 0.5: lost sign of the kinks
def interp_net(knots, values):
    slopes = np.diff(values) / np.diff(knots)
    return [(np.ones((len(slopes), 1)), knots[:-1]), (np.diff(slopes, prepend=0.0)[None], values[:1])]


# %% wrong, 0.5: the kinks are one knot too far to the right
def interp_net(knots, values):
    slopes = np.diff(values) / np.diff(knots)
    return [(np.ones((len(slopes), 1)), -knots[1:]), (np.diff(slopes, prepend=0.0)[None], values[:1])]


# %% wrong, 0.5: right values, with two neurons more for the linear part
def interp_net(knots, values):
    slopes = np.diff(values) / np.diff(knots)
    W = np.concatenate([[1.0, -1.0], np.ones(len(slopes) - 1)])
    b = np.concatenate([[0.0, 0.0], -knots[1:-1]])
    a = np.concatenate([[slopes[0], -slopes[0]], np.diff(slopes)])
    return [(W[:, None], b), (a[None], values[:1] - slopes[0] * knots[0])]


# %% wrong, 0.0: a hat function of three neurons for each knot
def interp_net(knots, values):
    h = knots[1] - knots[0]
    W = np.ones((3 * len(knots), 1))
    b = np.concatenate([[-t + h, -t, -t - h] for t in knots])
    a = np.concatenate([[v / h, -2 * v / h, v / h] for v in values])
    return [(W, b), (a[None], np.zeros(1))]
