# %% right: a tournament with three neurons for each pair
def relu_max(K):
    layers, read, k = [], np.eye(K), K
    while k > 1:
        up, down = [], []
        for j in range(0, k - 1, 2):
            x, y = np.eye(k)[j], np.eye(k)[j + 1]
            up += [x - y, y, -y]
            down.append([1.0, 1.0, -1.0])
        if k % 2:
            up += [np.eye(k)[-1], -np.eye(k)[-1]]
            down.append([1.0, -1.0])
        V = np.zeros((len(down), len(up)))
        start = 0
        for row, entries in enumerate(down):
            V[row, start : start + len(entries)] = entries
            start += len(entries)
        layers.append((np.array(up) @ read, np.zeros(len(up))))
        read, k = V, len(down)
    return layers + [(read, np.zeros(1))]


# %% right: padded with copies to a power of two, (x + y + |x - y|) / 2, float32
def relu_max(K):
    rounds = math.ceil(math.log2(K))
    size = 2**rounds
    read = np.eye(K)[np.minimum(np.arange(size), K - 1)]
    layers = []
    for _ in range(rounds):
        size //= 2
        up = np.kron(np.eye(size), np.array([[1, 1], [-1, -1], [1, -1], [-1, 1]]))
        layers.append(((up @ read).astype(np.float32), np.zeros(4 * size, dtype=np.float32)))
        read = np.kron(np.eye(size), np.array([[0.5, -0.5, 0.5, 0.5]]))
    return layers + [(read.astype(np.float32), np.zeros(1, dtype=np.float32))]


# %% right: halves compared by recursion, in torch
def relu_max(K):
    import torch

    def merge(f, g):
        """The two networks side by side, up to the depth of the deeper one, then their maximum."""
        depth = max(len(f), len(g))
        f, g = pad(f, depth), pad(g, depth)
        layers = [(np.vstack([A, B]), np.zeros(len(A) + len(B))) for (A, _), (B, _) in zip(f[:1], g[:1])]
        for (A, _), (B, _) in zip(f[1:], g[1:]):
            W = np.block([[A, np.zeros((A.shape[0], B.shape[1]))], [np.zeros((B.shape[0], A.shape[1])), B]])
            layers.append((W, np.zeros(len(W))))
        W, b = layers[-1]
        layers[-1] = (np.array([[1.0, -1.0], [0.0, 1.0], [0.0, -1.0]]) @ W, np.zeros(3))
        return layers + [(np.array([[1.0, 1.0, -1.0]]), np.zeros(1))]

    def pad(f, depth):
        while len(f) < depth:
            f = f[:-1] + [(np.array([[1.0], [-1.0]]) @ f[-1][0], np.zeros(2)), (np.array([[1.0, -1.0]]), np.zeros(1))]
        return f

    def network_of(indices):
        if len(indices) == 1:
            return [(np.eye(K)[indices], np.zeros(1))]
        half = (len(indices) + 1) // 2
        return merge(network_of(indices[:half]), network_of(indices[half:]))

    return [(torch.tensor(W), torch.tensor(b)) for W, b in network_of(list(range(K)))]


# %% wrong, 1.5: one number after the other, depth K
def relu_max(K):
    layers, read = [], np.eye(K)
    for k in range(K, 1, -1):
        up, down = np.zeros((3 + 2 * (k - 2), k)), np.zeros((k - 1, 3 + 2 * (k - 2)))
        up[:3, :2] = [[1, -1], [0, 1], [0, -1]]
        down[0, :3] = [1, 1, -1]
        for j in range(k - 2):
            up[3 + 2 * j : 5 + 2 * j, 2 + j] = [1, -1]
            down[1 + j, 3 + 2 * j : 5 + 2 * j] = [1, -1]
        layers.append((up @ read, np.zeros(len(up))))
        read = down
    return layers + [(read, np.zeros(1))]


# %% wrong, 1.0: max(x, y) = relu(x - y) + relu(y), right for positive numbers only
def relu_max(K):
    layers, read, k = [], np.eye(K), K
    while k > 1:
        pairs, alone = divmod(k, 2)
        up, down = np.zeros((2 * pairs + alone, k)), np.zeros((pairs + alone, 2 * pairs + alone))
        for j in range(pairs):
            up[2 * j : 2 * j + 2, 2 * j : 2 * j + 2] = [[1, -1], [0, 1]]
            down[j, 2 * j : 2 * j + 2] = 1
        if alone:
            up[-1, -1] = down[-1, -1] = 1
        layers.append((up @ read, np.zeros(len(up))))
        read, k = down, pairs + alone
    return layers + [(read, np.zeros(1))]


# %% wrong, 1.0: right only for powers of two
def relu_max(K):
    layers, read = [], np.eye(K)
    while len(read) > 1:
        half = len(read) // 2
        up = np.kron(np.eye(half), np.array([[1.0, -1.0], [0.0, 1.0], [0.0, -1.0]]))
        layers.append((up @ read[: 2 * half], np.zeros(len(up))))
        read = np.kron(np.eye(half), np.array([[1.0, 1.0, -1.0]]))
    return layers + [(read, np.zeros(1))]


# %% wrong, 1.5: padded with zeros to a power of two
def relu_max(K):
    rounds = math.ceil(math.log2(K))
    read, layers = np.eye(2**rounds)[:, :K], []
    for r in range(rounds - 1, -1, -1):
        up = np.kron(np.eye(2**r), np.array([[1.0, -1.0], [0.0, 1.0], [0.0, -1.0]]))
        layers.append((up @ read, np.zeros(len(up))))
        read = np.kron(np.eye(2**r), np.array([[1.0, 1.0, -1.0]]))
    return layers + [(read, np.zeros(1))]


# %% wrong, 1.5: the last number drops out when their number is odd
def relu_max(K):
    layers, read = [], np.eye(K)
    for _ in range(math.ceil(math.log2(K))):
        half = max(len(read) // 2, 1)
        pair = [[1.0, -1.0], [0.0, 1.0], [0.0, -1.0]] if len(read) > 1 else [[1.0], [0.0], [-1.0]]
        up = np.kron(np.eye(half), np.array(pair))
        layers.append((up @ read[: up.shape[1]], np.zeros(len(up))))
        read = np.kron(np.eye(half), np.array([[1.0, 1.0, -1.0]] if len(read) > 1 else [[1.0, 0.0, -1.0]]))
    return layers + [(read, np.zeros(1))]


# %% wrong, 0.5: lost sign in front of relu(x - y)
def relu_max(K):
    layers, read, k = [], np.eye(K), K
    while k > 1:
        pairs, alone = divmod(k, 2)
        up = np.zeros((3 * pairs + 2 * alone, k))
        down = np.zeros((pairs + alone, len(up)))
        for j in range(pairs):
            up[3 * j : 3 * j + 3, 2 * j : 2 * j + 2] = [[1, -1], [0, 1], [0, -1]]
            down[j, 3 * j : 3 * j + 3] = [-1, 1, -1]
        if alone:
            up[-2:, -1] = down[-1, -2:] = [1, -1]
        layers.append((up @ read, np.zeros(len(up))))
        read, k = down, pairs + alone
    return layers + [(read, np.zeros(1))]


# %% wrong, 1.5: depth 1 is forgotten, a network of depth 2 for K = 1
def relu_max(K):
    layers, read, k = [], np.eye(K), K
    if K == 1:
        return [(np.array([[1.0], [-1.0]]), np.zeros(2)), (np.array([[1.0, -1.0]]), np.zeros(1))]
    while k > 1:
        pairs, alone = divmod(k, 2)
        up = np.zeros((3 * pairs + 2 * alone, k))
        down = np.zeros((pairs + alone, len(up)))
        for j in range(pairs):
            up[3 * j : 3 * j + 3, 2 * j : 2 * j + 2] = [[1, -1], [0, 1], [0, -1]]
            down[j, 3 * j : 3 * j + 3] = [1, 1, -1]
        if alone:
            up[-2:, -1] = down[-1, -2:] = [1, -1]
        layers.append((up @ read, np.zeros(len(up))))
        read, k = down, pairs + alone
    return layers + [(read, np.zeros(1))]


# %% wrong, 0.5: U and V kept as layers of their own, with a ReLU between the rounds
def relu_max(K):
    layers, k = [], K
    while k > 1:
        pairs, alone = divmod(k, 2)
        up, down = np.zeros((3 * pairs + 2 * alone, k)), np.zeros((pairs + alone, 3 * pairs + 2 * alone))
        for j in range(pairs):
            up[3 * j : 3 * j + 3, 2 * j : 2 * j + 2] = [[1, -1], [0, 1], [0, -1]]
            down[j, 3 * j : 3 * j + 3] = [1, 1, -1]
        if alone:
            up[-2:, -1] = down[-1, -2:] = [1, -1]
        layers += [(up, np.zeros(len(up))), (down, np.zeros(len(down)))]
        k = pairs + alone
    return layers


# %% wrong, 0.0: the sum
def relu_max(K):
    return [(np.ones((1, K)), np.zeros(1))]
