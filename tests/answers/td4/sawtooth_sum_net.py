# %% right: positive and negative part of the partial sum
def sawtooth_sum_net(coefficients):
    c = np.asarray(coefficients, dtype=float)
    layers = [(np.array([[1.0], [1.0], [c[0]], [-c[0]]]), np.array([0.0, -0.5, 0.0, 0.0]))]
    for k in range(1, len(c)):
        t = np.array([2.0, -4.0, 0.0, 0.0])
        s = np.array([0.0, 0.0, 1.0, -1.0]) + c[k] * t
        layers.append((np.stack([t, t, s, -s]), np.array([0.0, -0.5, 0.0, 0.0])))
    weight = layers.pop()[0]
    return layers + [(weight[2:3], np.zeros(1))]


# %% right: width 3, a constant keeps the sum positive
def sawtooth_sum_net(coefficients):
    big = float(np.abs(coefficients).sum())
    layers = [([[1.0], [1.0], [float(coefficients[0])]], [0.0, -0.5, big])]
    for c in coefficients[1:-1]:
        layers.append(([[2.0, -4.0, 0.0], [2.0, -4.0, 0.0], [2.0 * c, -4.0 * c, 1.0]], [0.0, -0.5, 0.0]))
    c = coefficients[-1]
    return layers + [([[2.0 * c, -4.0 * c, 1.0]], [-big])]


# %% right: torch in float32, the tent as 1 - |2x - 1|
def sawtooth_sum_net(coefficients):
    import torch

    c = torch.as_tensor(coefficients, dtype=torch.float32)
    layers, t, s = [], (torch.tensor([[1.0]]), torch.tensor([0.0])), (c[:1, None], torch.tensor([0.0]))
    for k in range(1, len(c)):
        weight = torch.cat([2 * t[0], -2 * t[0], s[0], -s[0]])
        layers.append((weight, torch.cat([2 * t[1] - 1, 1 - 2 * t[1], s[1], -s[1]])))
        t = torch.tensor([[-1.0, -1.0, 0.0, 0.0]]), torch.tensor([1.0])
        s = torch.tensor([[0.0, 0.0, 1.0, -1.0]]) + c[k] * t[0], c[k] * t[1]
    return layers + [s]


# %% wrong, 1.0: one neuron for the sum loses its negative part
def sawtooth_sum_net(coefficients):
    read, shift = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]), np.array([0.0, -0.5, 0.0])
    layers, affine = [], np.array([[1.0], [coefficients[0]]])
    for c in coefficients[1:]:
        layers.append((read @ affine, shift))
        affine = np.array([[2.0, -4.0, 0.0], [2 * c, -4 * c, 1.0]])
    return [*layers, (affine[1:], np.zeros(1))]


# %% wrong, 0.5: c_0 is taken to be 1
def sawtooth_sum_net(coefficients):
    read, shift = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, -1.0]]), np.array([0.0, -0.5, 0.0, 0.0])
    layers, affine = [], np.ones((2, 1))
    for c in np.append(coefficients[1:-1], 2 * coefficients[-1]):
        layers.append((read @ affine, shift))
        affine = np.array([[2.0, -4.0, 0.0, 0.0], [2 * c, -4 * c, 1.0, -1.0]])
    return [*layers, (affine[1:], np.zeros(1))]


# %% wrong, 1.0: the lecture's squaring network, whatever the coefficients
def sawtooth_sum_net(coefficients):
    read, shift = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]), np.array([0.0, -0.5, 0.0])
    layers, affine = [], np.ones((2, 1))
    for k in range(1, len(coefficients)):
        layers.append((read @ affine, shift))
        affine = np.array([[2.0, -4.0, 0.0], [-2 / 4**k, 4 / 4**k, 1.0]])
    return [*layers, (affine[1:], np.zeros(1))]


# %% wrong, 0.5: lost sign of the coefficients
def sawtooth_sum_net(coefficients):
    read, shift = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, -1.0]]), np.array([0.0, -0.5, 0.0, 0.0])
    layers, affine = [], np.array([[1.0], [coefficients[0]]])
    for c in coefficients[1:]:
        layers.append((read @ affine, shift))
        affine = np.array([[2.0, -4.0, 0.0, 0.0], [-2 * c, 4 * c, 1.0, -1.0]])
    return [*layers, (affine[1:], np.zeros(1))]


# %% wrong, 0.5: the sum is not carried along, only the last term counts
def sawtooth_sum_net(coefficients):
    up, down, shift = np.ones((2, 1)), np.array([[2.0, -4.0]]), np.array([0.0, -0.5])
    m = len(coefficients) - 1
    return [(up, shift)] + [(up @ down, shift)] * (m - 1) + [(coefficients[-1] * down, coefficients[:1])]


# %% wrong, 0.0: off by one, the last coefficient is forgotten
def sawtooth_sum_net(coefficients):
    read, shift = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, -1.0]]), np.array([0.0, -0.5, 0.0, 0.0])
    layers, affine = [], np.array([[1.0], [coefficients[0]]])
    for c in coefficients[1:-1]:
        layers.append((read @ affine, shift))
        affine = np.array([[2.0, -4.0, 0.0, 0.0], [2 * c, -4 * c, 1.0, -1.0]])
    return [*layers, (affine[1:], np.zeros(1))]


# %% wrong, 1.0: all the pieces in one hidden layer
def sawtooth_sum_net(coefficients):
    m = len(coefficients) - 1
    t = np.arange(2**m + 1) / 2**m
    values, tent = coefficients[0] * t, t
    for c in coefficients[1:]:
        tent = 1 - np.abs(2 * tent - 1)
        values = values + c * tent
    changes = np.diff(np.diff(values) * 2**m, prepend=0.0)
    return [(np.ones((2**m, 1)), -t[:-1]), (changes[None], values[:1])]
