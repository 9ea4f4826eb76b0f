# %% right: dynamic programming over changes and last sign
def best_K_piece_error(labels, K):
    plus, minus = [0] * (K + 1), [0] * (K + 1)
    for y in labels:
        new_plus = [min(plus[k], minus[k - 1] if k else plus[k]) + int(y != 1) for k in range(K + 1)]
        new_minus = [min(minus[k], plus[k - 1] if k else minus[k]) + int(y != -1) for k in range(K + 1)]
        plus, minus = new_plus, new_minus
    return min(plus[K], minus[K])


# %% right: arrays, the last sign on the second axis, a float comes out
def best_K_piece_error(labels, K):
    E = np.zeros((K + 1, 2))
    for y in np.asarray(labels):
        switched = np.vstack([[np.inf, np.inf], E[:-1, ::-1]])
        E = np.minimum(E, switched) + np.array([y != -1, y != 1])
    return E.min()


# %% right: over positions of the changes, with sums of labels, float32 torch
def best_K_piece_error(labels, K):
    import torch

    # agreements minus disagreements is the sum of s_i y_i; best[k] = largest sum with k + 1 blocks so far
    total = torch.zeros(K + 1, 2, dtype=torch.float32)
    for y in np.asarray(labels).tolist():
        total = torch.maximum(total, torch.cat([total[:1], total[:-1].flip(1)])) + torch.tensor([y, -y])
    return (len(labels) - total.max()) / 2


# %% wrong, 0.0: K pieces taken as K - 1 changes
def best_K_piece_error(labels, K):
    E = np.zeros((K, 2))
    for y in labels:
        E = np.minimum(E, np.vstack([[np.inf, np.inf], E[:-1, ::-1]])) + np.array([y != -1, y != 1])
    return int(E.min())


# %% wrong, 0.5: the lecture's formula for alternating labels, with n
def best_K_piece_error(labels, K):
    return max(0, math.ceil((len(labels) - 1 - K) / 2))


# %% wrong, 0.5: the bound of proof C for c changes, as if it were attained
def best_K_piece_error(labels, K):
    c = int(np.sum(labels[1:] != labels[:-1]))
    return max(0, math.ceil((c - K) / 2))


# %% wrong, 1.0: give up the shortest block first
def best_K_piece_error(labels, K):
    blocks = []
    for y in labels.tolist():
        if blocks and blocks[-1][0] == y:
            blocks[-1][1] += 1
        else:
            blocks.append([y, 1])
    errors = 0
    while len(blocks) - 1 > K:
        i = min(range(len(blocks)), key=lambda i: (blocks[i][1], i in (0, len(blocks) - 1)))
        errors += blocks[i][1]
        blocks[i][0] *= -1
        merged = []
        for y, size in blocks:
            if merged and merged[-1][0] == y:
                merged[-1][1] += size
            else:
                merged.append([y, size])
        blocks = merged
    return errors


# %% wrong, 1.0: all sign patterns, impossible for 300 labels
def best_K_piece_error(labels, K):
    n = len(labels)
    patterns = 2 * np.indices((2,) * n).reshape(n, -1) - 1
    changes = (patterns[1:] != patterns[:-1]).sum(axis=0)
    return int((patterns != np.asarray(labels)[:, None]).sum(axis=0)[changes <= K].min())


# %% wrong, 0.5: exactly one sign is tried at the start
def best_K_piece_error(labels, K):
    E = np.full((K + 1, 2), np.inf)
    E[0, 1] = 0
    for y in labels:
        E = np.minimum(E, np.vstack([[np.inf, np.inf], E[:-1, ::-1]])) + np.array([y != -1, y != 1])
    return int(E.min())


# %% wrong, 0.0: new values overwrite the old ones too early
def best_K_piece_error(labels, K):
    E = np.zeros((K + 1, 2))
    for y in labels:
        for k in range(K + 1):
            for s in (0, 1):
                E[k, s] = min(E[k, s], E[k - 1, 1 - s] if k else np.inf) + (y != 2 * s - 1)
    return int(E[K].min())


# %% wrong, 0.0: agreements in place of errors
def best_K_piece_error(labels, K):
    E = np.zeros((K + 1, 2))
    for y in labels:
        E = np.minimum(E, np.vstack([[np.inf, np.inf], E[:-1, ::-1]])) + np.array([y == -1, y == 1])
    return int(len(labels) - E.min())
