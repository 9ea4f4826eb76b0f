# %% right: loops
def draft_and_result(p, q):
    k = len(p)
    lack = [max(p[y] - q[y], 0) for y in range(k)]
    J = [[0.0] * k for _ in range(k)]
    for x in range(k):
        if q[x] == 0:
            continue
        keep = min(1, p[x] / q[x])
        J[x][x] += q[x] * keep
        if keep < 1:
            for y in range(k):
                J[x][y] += q[x] * (1 - keep) * lack[y] / sum(lack)
    return J


# %% right: torch in float32
def draft_and_result(p, q):
    import torch

    p, q = torch.as_tensor(p), torch.as_tensor(q)
    lack, excess = (p - q).clamp(min=0), (q - p).clamp(min=0)
    return (torch.diag(torch.minimum(p, q)) + torch.outer(excess, lack) / lack.sum().clamp(min=1e-300)).float()


# %% wrong, 0.5: 0/0 for equal laws
def draft_and_result(p, q):
    lack = np.maximum(p - q, 0)
    return np.diag(np.minimum(p, q)) + np.outer(np.maximum(q - p, 0), lack / lack.sum())


# %% wrong, 0.5: a quotient by q(x), nan where no draft can be
def draft_and_result(p, q):
    keep = np.minimum(1, p / q)
    lack = np.maximum(p - q, 0)
    r = lack / max(lack.sum(), 1e-300)
    return np.diag(q * keep) + np.outer(q * (1 - keep), r)


# %% wrong, 0.0: the new draw is from p itself
def draft_and_result(p, q):
    return np.diag(np.minimum(p, q)) + np.outer(np.maximum(q - p, 0), p)


# %% wrong, 0.0: independent draft and result
def draft_and_result(p, q):
    return np.outer(q, p)


# %% wrong, 0.0: results in rows
def draft_and_result(p, q):
    lack = np.maximum(p - q, 0)
    return np.diag(np.minimum(p, q)) + np.outer(lack, np.maximum(q - p, 0)) / max(lack.sum(), 1e-300)


# %% wrong, 0.0: conditional probabilities instead of joint ones
def draft_and_result(p, q):
    q_safe = np.maximum(q, 1e-300)
    lack = np.maximum(p - q, 0)
    return np.diag(np.minimum(1, p / q_safe)) + np.outer(np.maximum(1 - p / q_safe, 0), lack / max(lack.sum(), 1e-300))


# %% wrong, 0.0: the new draw is not normalised
def draft_and_result(p, q):
    return np.diag(np.minimum(p, q)) + np.outer(np.maximum(q - p, 0), np.maximum(p - q, 0))


# %% wrong, 0.0: right for common symbols of two laws that share all or nothing
def draft_and_result(p, q):
    if np.array_equal(p, q):
        return np.diag(p)
    return np.outer(np.maximum(q - p, 0), np.maximum(p - q, 0)) / np.maximum(p - q, 0).sum()
