# %% right: all candidates at once
def greedy_terms(features, target, n):
    chosen, mean = [], 0 * target
    for t in range(1, n + 1):
        candidates = (1 - 1 / t) * mean + features / t
        j = int(((candidates - target) ** 2).sum(axis=1).argmin())
        chosen.append(j)
        mean = candidates[j]
    return chosen


# %% right: with inner products only, last of equal ones, an array
def greedy_terms(features, target, n):
    gram, to_target = features @ features.T, features @ target
    chosen = np.zeros(n, dtype=int)
    total = np.zeros(len(features))  # inner products of the features with the sum so far
    for t in range(1, n + 1):
        # ||total + phi - t target||^2 without what does not depend on phi
        scores = np.diag(gram) + 2 * total - 2 * t * to_target
        j = len(scores) - 1 - int(np.argmin(scores[::-1]))
        chosen[t - 1] = j
        total += gram[:, j]
    return chosen


# %% right: loops, torch in float32
def greedy_terms(features, target, n):
    import torch

    features, target = torch.tensor(features, dtype=torch.float32), torch.tensor(target, dtype=torch.float32)
    total, chosen = torch.zeros_like(target), []
    for t in range(1, n + 1):
        errors = [float(torch.linalg.norm((total + phi) / t - target)) for phi in features]
        chosen.append(errors.index(min(errors)))
        total += features[chosen[-1]]
    return chosen


# %% wrong, 0.5: the nearest function, again and again
def greedy_terms(features, target, n):
    return [int(((features - target) ** 2).sum(axis=1).argmin())] * n


# %% wrong, 0.5: the n nearest functions
def greedy_terms(features, target, n):
    return np.argsort(((features - target) ** 2).sum(axis=1))[:n]


# %% wrong, 0.5: without repetition
def greedy_terms(features, target, n):
    chosen, total = [], 0 * target
    for t in range(1, n + 1):
        errors = (((total + features) / t - target) ** 2).sum(axis=1)
        errors[chosen] = np.inf
        chosen.append(int(errors.argmin()))
        total = total + features[chosen[-1]]
    return chosen


# %% wrong, 0.0: largest inner product with the residual, as in matching pursuit
def greedy_terms(features, target, n):
    chosen, total = [], 0 * target
    for t in range(1, n + 1):
        residual = target - total / max(1, t - 1)
        chosen.append(int(np.argmax(features @ residual)))
        total = total + features[chosen[-1]]
    return chosen


# %% wrong, 0.0: steps 1/(t + 1), so that f_0 = 0 keeps a weight
def greedy_terms(features, target, n):
    chosen, mean = [], 0 * target
    for t in range(1, n + 1):
        candidates = mean + (features - mean) / (t + 1)
        chosen.append(int(((candidates - target) ** 2).sum(axis=1).argmin()))
        mean = candidates[chosen[-1]]
    return chosen


# %% wrong, 0.0: the largest error in place of the smallest
def greedy_terms(features, target, n):
    chosen, total = [], 0 * target
    for t in range(1, n + 1):
        chosen.append(int((((total + features) / t - target) ** 2).sum(axis=1).argmax()))
        total = total + features[chosen[-1]]
    return chosen


# %% wrong, 0.5: the sum is compared with the target, without the division by t
def greedy_terms(features, target, n):
    chosen, total = [], 0 * target
    for _ in range(n):
        chosen.append(int(((total + features - target) ** 2).sum(axis=1).argmin()))
        total = total + features[chosen[-1]]
    return chosen


# %% wrong, 1.0: never more than 50 terms
def greedy_terms(features, target, n):
    chosen, total = [], 0 * target
    for t in range(1, min(n, 50) + 1):
        chosen.append(int((((total + features) / t - target) ** 2).sum(axis=1).argmin()))
        total = total + features[chosen[-1]]
    return chosen


# %% wrong, 0.0: counted from 1
def greedy_terms(features, target, n):
    chosen, total = [], 0 * target
    for t in range(1, n + 1):
        j = int((((total + features) / t - target) ** 2).sum(axis=1).argmin())
        chosen.append(j + 1)
        total = total + features[j]
    return chosen


# %% wrong, 0.5: starts with the first function, then greedy
def greedy_terms(features, target, n):
    chosen, total = [0], features[0]
    for t in range(2, n + 1):
        chosen.append(int((((total + features) / t - target) ** 2).sum(axis=1).argmin()))
        total = total + features[chosen[-1]]
    return chosen
