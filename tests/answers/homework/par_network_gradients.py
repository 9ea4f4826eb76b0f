# %% right: a constant map with no columns
def network_gradients(weights, biases, x0, targets, compose_all):
    xs = [x0]
    for W, b in zip(weights, biases):
        xs.append(np.tanh(W @ xs[-1] + b))
    K = len(weights)
    s = [np.zeros_like(x) if y is None else 2 * (x - y) for x, y in zip(xs[1:], targets)]
    J = [np.diag(1 - xs[k + 1] ** 2) @ weights[k] for k in range(K)]
    maps = [(np.zeros((len(s[-1]), 0)), s[-1])] + [(J[k].T, s[k - 1]) for k in reversed(range(1, K))]
    deltas = [m[1] for m in prefix_scan(maps, compose_all)][::-1]
    errors = [(1 - x**2) * delta for x, delta in zip(xs[1:], deltas)]
    return [(np.outer(e, xs[k]), e) for k, e in enumerate(errors)]


# %% right: a square zero matrix, and the pairs as lists
def network_gradients(weights, biases, x0, targets, compose_all):
    xs = [x0]
    for W, b in zip(weights, biases):
        xs.append(np.tanh(W @ xs[-1] + b))
    K = len(weights)
    s = [np.zeros_like(x) if y is None else 2 * (x - y) for x, y in zip(xs[1:], targets)]
    J = [np.diag(1 - xs[k + 1] ** 2) @ weights[k] for k in range(K)]
    maps = [(np.zeros((len(s[-1]), len(s[-1]))), s[-1])] + [(J[k].T, s[k - 1]) for k in reversed(range(1, K))]
    deltas = [m[1] for m in prefix_scan(maps, compose_all)][::-1]
    errors = [delta - x * x * delta for x, delta in zip(xs[1:], deltas)]
    return [(np.outer(e[:, None], xs[k][None, :]), e) for k, e in enumerate(errors)]


# %% right: two sweeps of its own, torch comes out
def network_gradients(weights, biases, x0, targets, compose_all):
    x, xs, K = torch.as_tensor(x0), [torch.as_tensor(x0)], len(weights)
    for W, b in zip(weights, biases):
        x = torch.tanh(torch.as_tensor(W) @ x + torch.as_tensor(b))
        xs.append(x)
    s = [0 * x if y is None else 2 * x - 2 * torch.as_tensor(y) for x, y in zip(xs[1:], targets)]
    slopes = [(1 - x**2).numpy() for x in xs]
    maps = [(np.zeros((len(s[-1]), 2)), s[-1].numpy())]
    for k in range(K - 1, 0, -1):
        maps.append((weights[k].T @ np.diag(slopes[k + 1]), s[k - 1].numpy()))
    step = 1
    while 2 * step <= K:
        places = list(range(2 * step - 1, K, 2 * step))
        for i, m in zip(places, compose_all([(maps[i - step], maps[i]) for i in places])):
            maps[i] = m
        step *= 2
    while step >= 1:
        places = list(range(3 * step - 1, K, 2 * step))
        for i, m in zip(places, compose_all([(maps[i - step], maps[i]) for i in places]) if places else []):
            maps[i] = m
        step //= 2
    gradients = []
    for k in range(K):
        e = torch.as_tensor(slopes[k + 1] * maps[K - 1 - k][1])
        gradients.append((e[:, None] * xs[k], e))
    return gradients


# %% right: the linear maps with the step to delta_0 as well
def network_gradients(weights, biases, x0, targets, compose_all):
    xs = [x0]
    for W, b in zip(weights, biases):
        xs.append(np.tanh(W @ xs[-1] + b))
    K = len(weights)
    s = [np.zeros_like(x) if y is None else 2 * (x - y) for x, y in zip(xs[1:], targets)]
    J = [np.diag(1 - xs[k + 1] ** 2) @ weights[k] for k in range(K)]
    maps = [(np.zeros((len(s[-1]), 0)), s[-1])] + [(J[k].T, s[k - 1]) for k in reversed(range(1, K))]
    deltas = [m[1] for m in prefix_scan(maps + [(J[0].T, 0 * x0)], compose_all)[:K]][::-1]
    errors = [(1 - x**2) * delta for x, delta in zip(xs[1:], deltas)]
    return [(np.outer(e, xs[k]), e) for k, e in enumerate(errors)]


# %% wrong, 1.0: one after the other, by the machine
def one_by_one(maps, compose_all):
    done = maps[:1]
    for m in maps[1:]:
        done += compose_all([(done[-1], m)])
    return done


def network_gradients(weights, biases, x0, targets, compose_all):
    xs = [x0]
    for W, b in zip(weights, biases):
        xs.append(np.tanh(W @ xs[-1] + b))
    K = len(weights)
    s = [np.zeros_like(x) if y is None else 2 * (x - y) for x, y in zip(xs[1:], targets)]
    J = [np.diag(1 - xs[k + 1] ** 2) @ weights[k] for k in range(K)]
    maps = [(np.zeros((len(s[-1]), 0)), s[-1])] + [(J[k].T, s[k - 1]) for k in reversed(range(1, K))]
    deltas = [m[1] for m in one_by_one(maps, compose_all)][::-1]
    errors = [(1 - x**2) * delta for x, delta in zip(xs[1:], deltas)]
    return [(np.outer(e, xs[k]), e) for k, e in enumerate(errors)]


# %% wrong, 1.0: doubling
def doubling(x, compose_all):
    span = 1
    while span < len(x):
        x[span:] = compose_all(list(zip(x[:-span], x[span:])))
        span *= 2
    return x


def network_gradients(weights, biases, x0, targets, compose_all):
    xs = [x0]
    for W, b in zip(weights, biases):
        xs.append(np.tanh(W @ xs[-1] + b))
    K = len(weights)
    s = [np.zeros_like(x) if y is None else 2 * (x - y) for x, y in zip(xs[1:], targets)]
    J = [np.diag(1 - xs[k + 1] ** 2) @ weights[k] for k in range(K)]
    maps = [(np.zeros((len(s[-1]), 0)), s[-1])] + [(J[k].T, s[k - 1]) for k in reversed(range(1, K))]
    deltas = [m[1] for m in doubling(maps, compose_all)][::-1]
    errors = [(1 - x**2) * delta for x, delta in zip(xs[1:], deltas)]
    return [(np.outer(e, xs[k]), e) for k, e in enumerate(errors)]


# %% wrong, 0.0: the sweep, without the machine
def sweep(maps):
    done = [maps[0][1]]
    for A, b in maps[1:]:
        done.append(A @ done[-1] + b)
    return [(None, delta) for delta in done]


def network_gradients(weights, biases, x0, targets, compose_all):
    xs = [x0]
    for W, b in zip(weights, biases):
        xs.append(np.tanh(W @ xs[-1] + b))
    K = len(weights)
    s = [np.zeros_like(x) if y is None else 2 * (x - y) for x, y in zip(xs[1:], targets)]
    J = [np.diag(1 - xs[k + 1] ** 2) @ weights[k] for k in range(K)]
    maps = [(np.zeros((len(s[-1]), 0)), s[-1])] + [(J[k].T, s[k - 1]) for k in reversed(range(1, K))]
    deltas = [m[1] for m in sweep(maps)][::-1]
    errors = [(1 - x**2) * delta for x, delta in zip(xs[1:], deltas)]
    return [(np.outer(e, xs[k]), e) for k, e in enumerate(errors)]


# %% wrong, 0.0: automatic differentiation
def network_gradients(weights, biases, x0, targets, compose_all):
    return autograd_gradients(weights, biases, x0, targets)


# %% wrong, 1.0: the source only of the last target
def network_gradients(weights, biases, x0, targets, compose_all):
    xs = [x0]
    for W, b in zip(weights, biases):
        xs.append(np.tanh(W @ xs[-1] + b))
    K = len(weights)
    s = [2 * (x - y) if y is not None and y is targets[-1] else 0 * x for x, y in zip(xs[1:], targets)]
    J = [np.diag(1 - xs[k + 1] ** 2) @ weights[k] for k in range(K)]
    maps = [(np.zeros((len(s[-1]), 0)), s[-1])] + [(J[k].T, s[k - 1]) for k in reversed(range(1, K))]
    deltas = [m[1] for m in prefix_scan(maps, compose_all)][::-1]
    errors = [(1 - x**2) * delta for x, delta in zip(xs[1:], deltas)]
    return [(np.outer(e, xs[k]), e) for k, e in enumerate(errors)]


# %% wrong, 0.0: square loss with 1/2
def network_gradients(weights, biases, x0, targets, compose_all):
    xs = [x0]
    for W, b in zip(weights, biases):
        xs.append(np.tanh(W @ xs[-1] + b))
    K = len(weights)
    s = [np.zeros_like(x) if y is None else x - y for x, y in zip(xs[1:], targets)]
    J = [np.diag(1 - xs[k + 1] ** 2) @ weights[k] for k in range(K)]
    maps = [(np.zeros((len(s[-1]), 0)), s[-1])] + [(J[k].T, s[k - 1]) for k in reversed(range(1, K))]
    deltas = [m[1] for m in prefix_scan(maps, compose_all)][::-1]
    errors = [(1 - x**2) * delta for x, delta in zip(xs[1:], deltas)]
    return [(np.outer(e, xs[k]), e) for k, e in enumerate(errors)]


# %% wrong, 0.0: no derivative of tanh in the Jacobians
def network_gradients(weights, biases, x0, targets, compose_all):
    xs = [x0]
    for W, b in zip(weights, biases):
        xs.append(np.tanh(W @ xs[-1] + b))
    K = len(weights)
    s = [np.zeros_like(x) if y is None else 2 * (x - y) for x, y in zip(xs[1:], targets)]
    J = [weights[k] for k in range(K)]
    maps = [(np.zeros((len(s[-1]), 0)), s[-1])] + [(J[k].T, s[k - 1]) for k in reversed(range(1, K))]
    deltas = [m[1] for m in prefix_scan(maps, compose_all)][::-1]
    errors = [(1 - x**2) * delta for x, delta in zip(xs[1:], deltas)]
    return [(np.outer(e, xs[k]), e) for k, e in enumerate(errors)]


# %% wrong, 0.0: no derivative of tanh inside the layer
def network_gradients(weights, biases, x0, targets, compose_all):
    xs = [x0]
    for W, b in zip(weights, biases):
        xs.append(np.tanh(W @ xs[-1] + b))
    K = len(weights)
    s = [np.zeros_like(x) if y is None else 2 * (x - y) for x, y in zip(xs[1:], targets)]
    J = [np.diag(1 - xs[k + 1] ** 2) @ weights[k] for k in range(K)]
    maps = [(np.zeros((len(s[-1]), 0)), s[-1])] + [(J[k].T, s[k - 1]) for k in reversed(range(1, K))]
    deltas = [m[1] for m in prefix_scan(maps, compose_all)][::-1]
    errors = [delta for x, delta in zip(xs[1:], deltas)]
    return [(np.outer(e, xs[k]), e) for k, e in enumerate(errors)]


# %% wrong, 0.0: the deltas in the order of the scan
def network_gradients(weights, biases, x0, targets, compose_all):
    xs = [x0]
    for W, b in zip(weights, biases):
        xs.append(np.tanh(W @ xs[-1] + b))
    K = len(weights)
    s = [np.zeros_like(x) if y is None else 2 * (x - y) for x, y in zip(xs[1:], targets)]
    J = [np.diag(1 - xs[k + 1] ** 2) @ weights[k] for k in range(K)]
    maps = [(np.zeros((len(s[-1]), 0)), s[-1])] + [(J[k].T, s[k - 1]) for k in reversed(range(1, K))]
    deltas = [m[1] for m in prefix_scan(maps, compose_all)]
    errors = [(1 - x**2) * delta for x, delta in zip(xs[1:], deltas)]
    return [(np.outer(e, xs[k]), e) for k, e in enumerate(errors)]


# %% wrong, 0.0: the Jacobian of the wrong layer
def network_gradients(weights, biases, x0, targets, compose_all):
    xs = [x0]
    for W, b in zip(weights, biases):
        xs.append(np.tanh(W @ xs[-1] + b))
    K = len(weights)
    s = [np.zeros_like(x) if y is None else 2 * (x - y) for x, y in zip(xs[1:], targets)]
    J = [np.diag(1 - xs[k + 1] ** 2) @ weights[k] for k in range(K)]
    maps = [(np.zeros((len(s[-1]), 0)), s[-1])] + [((np.diag(1 - xs[k] ** 2) @ weights[k - 1]).T, s[k - 1]) for k in reversed(range(1, K))]
    deltas = [m[1] for m in prefix_scan(maps, compose_all)][::-1]
    errors = [(1 - x**2) * delta for x, delta in zip(xs[1:], deltas)]
    return [(np.outer(e, xs[k]), e) for k, e in enumerate(errors)]


# %% wrong, 0.5: the output of the layer for its input
def network_gradients(weights, biases, x0, targets, compose_all):
    xs = [x0]
    for W, b in zip(weights, biases):
        xs.append(np.tanh(W @ xs[-1] + b))
    K = len(weights)
    s = [np.zeros_like(x) if y is None else 2 * (x - y) for x, y in zip(xs[1:], targets)]
    J = [np.diag(1 - xs[k + 1] ** 2) @ weights[k] for k in range(K)]
    maps = [(np.zeros((len(s[-1]), 0)), s[-1])] + [(J[k].T, s[k - 1]) for k in reversed(range(1, K))]
    deltas = [m[1] for m in prefix_scan(maps, compose_all)][::-1]
    errors = [(1 - x**2) * delta for x, delta in zip(xs[1:], deltas)]
    return [(np.outer(e, xs[k + 1]), e) for k, e in enumerate(errors)]


# %% wrong, 0.0: the slope on the wrong side
def network_gradients(weights, biases, x0, targets, compose_all):
    xs = [x0]
    for W, b in zip(weights, biases):
        xs.append(np.tanh(W @ xs[-1] + b))
    K = len(weights)
    s = [np.zeros_like(x) if y is None else 2 * (x - y) for x, y in zip(xs[1:], targets)]
    J = [weights[k] * (1 - xs[k] ** 2) for k in range(K)]
    maps = [(np.zeros((len(s[-1]), 0)), s[-1])] + [(J[k].T, s[k - 1]) for k in reversed(range(1, K))]
    deltas = [m[1] for m in prefix_scan(maps, compose_all)][::-1]
    errors = [(1 - x**2) * delta for x, delta in zip(xs[1:], deltas)]
    return [(np.outer(e, xs[k]), e) for k, e in enumerate(errors)]


# %% wrong, 1.0: a missing last target is taken for 0
def network_gradients(weights, biases, x0, targets, compose_all):
    xs = [x0]
    for W, b in zip(weights, biases):
        xs.append(np.tanh(W @ xs[-1] + b))
    K = len(weights)
    s = [2 * x if y is None and x is xs[-1] else 0 * x if y is None else 2 * (x - y) for x, y in zip(xs[1:], targets)]
    J = [np.diag(1 - xs[k + 1] ** 2) @ weights[k] for k in range(K)]
    maps = [(np.zeros((len(s[-1]), 0)), s[-1])] + [(J[k].T, s[k - 1]) for k in reversed(range(1, K))]
    deltas = [m[1] for m in prefix_scan(maps, compose_all)][::-1]
    errors = [(1 - x**2) * delta for x, delta in zip(xs[1:], deltas)]
    return [(np.outer(e, xs[k]), e) for k, e in enumerate(errors)]


# %% wrong, 0.0: the composition the other way round
def network_gradients(weights, biases, x0, targets, compose_all):
    xs = [x0]
    for W, b in zip(weights, biases):
        xs.append(np.tanh(W @ xs[-1] + b))
    K = len(weights)
    s = [np.zeros_like(x) if y is None else 2 * (x - y) for x, y in zip(xs[1:], targets)]
    J = [np.diag(1 - xs[k + 1] ** 2) @ weights[k] for k in range(K)]
    maps = [(np.zeros((len(s[-1]), 0)), s[-1])] + [(J[k].T, s[k - 1]) for k in reversed(range(1, K))]
    deltas = [m[1] for m in [m for m in prefix_scan(maps, lambda pairs: compose_all([(b, a) for a, b in pairs]))]][::-1]
    errors = [(1 - x**2) * delta for x, delta in zip(xs[1:], deltas)]
    return [(np.outer(e, xs[k]), e) for k, e in enumerate(errors)]


# %% right: columns instead of vectors
def network_gradients(weights, biases, x0, targets, compose_all):
    xs = [np.reshape(x0, (-1, 1))]
    for W, b in zip(weights, biases):
        xs.append(np.tanh(W @ xs[-1] + b.reshape(-1, 1)))
    maps = []
    for k in range(len(weights), 0, -1):
        y = targets[k - 1]
        s = np.zeros(xs[k].shape) if y is None else 2.0 * (xs[k] - np.reshape(y, (-1, 1)))
        A = np.zeros((len(s), 1)) if not maps else weights[k].T @ np.diagflat(1 - xs[k + 1] ** 2)
        maps.append((A, s))
    gradients = []
    for k, (_, delta) in enumerate(reversed(prefix_scan(maps, compose_all))):
        e = (1 - xs[k + 1] ** 2) * delta
        gradients.append((e @ xs[k].T, e[:, 0]))
    return gradients


# %% wrong, 1.0: a mean over the targets
def network_gradients(weights, biases, x0, targets, compose_all):
    xs = [x0]
    for W, b in zip(weights, biases):
        xs.append(np.tanh(W @ xs[-1] + b))
    K = len(weights)
    n = max(1, sum(y is not None for y in targets))
    s = [np.zeros_like(x) if y is None else 2 * (x - y) / n for x, y in zip(xs[1:], targets)]
    J = [np.diag(1 - xs[k + 1] ** 2) @ weights[k] for k in range(K)]
    maps = [(np.zeros((len(s[-1]), 0)), s[-1])] + [(J[k].T, s[k - 1]) for k in reversed(range(1, K))]
    deltas = [m[1] for m in prefix_scan(maps, compose_all)][::-1]
    errors = [(1 - x**2) * delta for x, delta in zip(xs[1:], deltas)]
    return [(np.outer(e, xs[k]), e) for k, e in enumerate(errors)]


# %% wrong, 0.0: the sources one layer too late
def network_gradients(weights, biases, x0, targets, compose_all):
    xs = [x0]
    for W, b in zip(weights, biases):
        xs.append(np.tanh(W @ xs[-1] + b))
    K = len(weights)
    s = [np.zeros_like(x) if y is None else 2 * (x - y) for x, y in zip(xs[1:], targets)]
    maps = [(np.zeros((len(s[-1]), 1)), 0 * s[-1])]
    for k in reversed(range(1, K)):
        maps.append((weights[k].T * (1 - xs[k + 1] ** 2), weights[k].T @ ((1 - xs[k + 1] ** 2) * s[k])))
    deltas = [m[1] for m in prefix_scan(maps, compose_all)][::-1]
    errors = [(1 - x**2) * delta for x, delta in zip(xs[1:], deltas)]
    return [(np.outer(e, xs[k]), e) for k, e in enumerate(errors)]
