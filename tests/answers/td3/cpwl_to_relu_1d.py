# %% right: slopes and their jumps, the left slope looks to the left
def cpwl_to_relu_1d(knots, values, left_slope=0.0, right_slope=0.0):
    p = len(knots)
    slopes = [(values[i + 1] - values[i]) / (knots[i + 1] - knots[i]) for i in range(p - 1)] + [right_slope]
    W1 = [[-1.0]] + [[1.0]] * p
    b1 = [float(knots[0])] + [-float(t) for t in knots]
    W2, before = [-left_slope], 0.0
    for slope in slopes:
        W2.append(slope - before)
        before = slope
    return [(W1, b1), ([W2], [float(values[0])])]


# %% right: everything looks to the left, float32
def cpwl_to_relu_1d(knots, values, left_slope=0.0, right_slope=0.0):
    knots, values = np.asarray(knots), np.asarray(values)
    slopes = np.concatenate([[left_slope], np.diff(values) / np.diff(knots), [0.0]])
    jumps = slopes[1:] - slopes[:-1]
    W1 = np.append(-np.ones(len(knots)), 1.0).reshape(-1, 1)
    b1 = np.append(knots, -knots[-1])
    W2 = np.append(jumps, right_slope).reshape(1, -1)
    return [(W1.astype(np.float32), b1.astype(np.float32)), (W2.astype(np.float32), values[-1:].astype(np.float32))]


# %% right: coefficients by solving for the values at test points, in torch
def cpwl_to_relu_1d(knots, values, left_slope=0.0, right_slope=0.0):
    import torch

    t, v = torch.tensor(knots, dtype=torch.float64), torch.tensor(values, dtype=torch.float64)
    w = torch.cat([torch.ones(len(t), dtype=torch.float64), -torch.ones(1, dtype=torch.float64)])
    b = torch.cat([-t, t[:1]])
    x = torch.cat([t[:1] - 1, t, t[-1:] + 1])
    y = torch.cat([v[:1] - left_slope, v, v[-1:] + right_slope])
    hidden = torch.relu(x[:, None] * w + b)
    A = torch.cat([hidden, torch.ones(len(x), 1, dtype=torch.float64)], dim=1)
    c = torch.linalg.solve(A, y)
    return [(w[:, None], b), (c[None, :-1], c[-1:])]


# %% wrong, 1.5: the last knot has no neuron for the constant part
def cpwl_to_relu_1d(knots, values, left_slope=0.0, right_slope=0.0):
    slopes = np.concatenate([[0.0], np.diff(values) / np.diff(knots), [right_slope]])
    jumps = np.diff(slopes)
    if right_slope == 0.0 and left_slope == 0.0:
        jumps[-1] = 0.0
    inner = (np.append(np.ones(len(knots)), -1.0)[:, None], np.append(-knots, knots[0]))
    return [inner, (np.append(jumps, -left_slope)[None, :], values[:1])]


# %% wrong, 1.5: the slopes outside are ignored
def cpwl_to_relu_1d(knots, values, left_slope=0.0, right_slope=0.0):
    slopes = np.concatenate([[0.0], np.diff(values) / np.diff(knots), [0.0]])
    return [(np.ones((len(knots), 1)), -knots), (np.diff(slopes)[None, :], values[:1])]


# %% wrong, 1.5: lost sign of the left slope
def cpwl_to_relu_1d(knots, values, left_slope=0.0, right_slope=0.0):
    slopes = np.concatenate([[0.0], np.diff(values) / np.diff(knots), [right_slope]])
    inner = (np.append(np.ones(len(knots)), -1.0)[:, None], np.append(-knots, knots[0]))
    return [inner, (np.append(np.diff(slopes), left_slope)[None, :], values[:1])]


# %% wrong, 0.5: slopes instead of differences of slopes
def cpwl_to_relu_1d(knots, values, left_slope=0.0, right_slope=0.0):
    slopes = np.concatenate([np.diff(values) / np.diff(knots), [right_slope]])
    inner = (np.append(np.ones(len(knots)), -1.0)[:, None], np.append(-knots, knots[0]))
    return [inner, (np.append(slopes, -left_slope)[None, :], values[:1])]


# %% wrong, 0.5: the output bias is forgotten
def cpwl_to_relu_1d(knots, values, left_slope=0.0, right_slope=0.0):
    slopes = np.concatenate([[0.0], np.diff(values) / np.diff(knots), [right_slope]])
    inner = (np.append(np.ones(len(knots)), -1.0)[:, None], np.append(-knots, knots[0]))
    return [inner, (np.append(np.diff(slopes), -left_slope)[None, :], np.zeros(1))]


# %% wrong, 0.5: rises instead of slopes, right only for knots at distance 1
def cpwl_to_relu_1d(knots, values, left_slope=0.0, right_slope=0.0):
    slopes = np.concatenate([[0.0], np.diff(values), [right_slope]])
    inner = (np.append(np.ones(len(knots)), -1.0)[:, None], np.append(-knots, knots[0]))
    return [inner, (np.append(np.diff(slopes), -left_slope)[None, :], values[:1])]


# %% wrong, 1.5: three neurons for each knot
def cpwl_to_relu_1d(knots, values, left_slope=0.0, right_slope=0.0):
    p = len(knots)
    t = np.concatenate([knots[:1] - 1, knots, knots[-1:] + 1])
    w, b, c = [], [], []
    for i in range(1, p + 1):
        left, right = t[i] - t[i - 1], t[i + 1] - t[i]
        up, down = values[i - 1] / left * (i > 1), values[i - 1] / right * (i < p)
        w += [1.0, 1.0, 1.0]
        b += [-t[i - 1], -t[i], -t[i + 1]]
        c += [up, -up - down, down]
    c[0] = c[1] = 0.0
    # the first hat starts as the constant values[0]
    if p > 1:
        c[1], c[2] = -values[0] / (t[2] - t[1]), values[0] / (t[2] - t[1])
    else:
        c[2] = 0.0
    w += [-1.0, 1.0]
    b += [knots[0], -knots[-1]]
    c += [-left_slope, right_slope]
    return [(np.array(w)[:, None], np.array(b)), (np.array([c]), values[:1])]


# %% wrong, 1.5: two neurons for the slope on the left, one more than allowed
def cpwl_to_relu_1d(knots, values, left_slope=0.0, right_slope=0.0):
    slopes = np.concatenate([[left_slope], np.diff(values) / np.diff(knots), [right_slope]])
    inner = (np.append(np.ones(len(knots)), [1.0, -1.0])[:, None], np.append(-knots, [0.0, 0.0]))
    start = values[0] - left_slope * knots[0]
    return [inner, (np.append(np.diff(slopes), [left_slope, -left_slope])[None, :], np.array([start]))]


# %% wrong, 0.5: sign of the knots in the first bias
def cpwl_to_relu_1d(knots, values, left_slope=0.0, right_slope=0.0):
    slopes = np.concatenate([[0.0], np.diff(values) / np.diff(knots), [right_slope]])
    inner = (np.append(np.ones(len(knots)), -1.0)[:, None], np.append(knots, knots[0]))
    return [inner, (np.append(np.diff(slopes), -left_slope)[None, :], values[:1])]


# %% wrong, 1.0: goes on with the outermost slopes
def cpwl_to_relu_1d(knots, values, left_slope=0.0, right_slope=0.0):
    if len(knots) == 1:
        return [(np.ones((1, 1)), np.zeros(1)), (np.zeros((1, 1)), values[:1])]
    slopes = np.diff(values) / np.diff(knots)
    inner = (np.append(np.ones(len(knots) - 1), -1.0)[:, None], np.append(-knots[:-1], knots[0]))
    return [inner, (np.append(np.diff(np.append(0.0, slopes)), -slopes[0])[None, :], values[:1])]
