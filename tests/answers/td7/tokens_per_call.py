# %% right: the distribution of the number of kept drafts
def tokens_per_call(p, q, k):
    alpha = 1 - sum(abs(float(s) - float(t)) for s, t in zip(p, q)) / 2
    return sum((j + 1) * alpha**j * (1 - alpha) for j in range(k)) + (k + 1) * alpha**k


# %% right: Horner, float32, torch
def tokens_per_call(p, q, k):
    import torch

    alpha = torch.minimum(torch.as_tensor(p), torch.as_tensor(q)).sum().float()
    total = torch.ones(())
    for _ in range(k):
        total = 1 + alpha * total
    return total


# %% right: the geometric series with its exception
def tokens_per_call(p, q, k):
    alpha = np.minimum(p, q).sum()
    return k + 1.0 if alpha == 1 else (1 - alpha ** (k + 1)) / (1 - alpha)


# %% wrong, 0.5: 0/0 for equal laws
def tokens_per_call(p, q, k):
    alpha = np.minimum(p, q).sum()
    return (1 - alpha ** (k + 1)) / (1 - alpha)


# %% wrong, 0.0: the further symbol is forgotten, also after a rejection
def tokens_per_call(p, q, k):
    alpha = np.minimum(p, q).sum()
    return sum(alpha**j for j in range(1, k + 1))


# %% wrong, 0.0: the replacement is forgotten after a rejection
def tokens_per_call(p, q, k):
    alpha = np.minimum(p, q).sum()
    return sum(alpha**j for j in range(1, k + 1)) + alpha**k


# %% wrong, 0.5: each draft is judged whatever came before it
def tokens_per_call(p, q, k):
    return 1 + k * np.minimum(p, q).sum()


# %% wrong, 0.0: no symbol of the large model after k kept drafts
def tokens_per_call(p, q, k):
    alpha = np.minimum(p, q).sum()
    return sum(alpha**j for j in range(k)) if k else 1.0


# %% wrong, 0.5: the full sum of |p - q| as rejection probability
def tokens_per_call(p, q, k):
    alpha = max(1 - np.abs(p - q).sum(), 0)
    return sum(alpha**j for j in range(k + 1))


# %% wrong, 0.0: drafts are kept if they meet an independent symbol
def tokens_per_call(p, q, k):
    alpha = float(np.dot(p, q))
    return sum(alpha**j for j in range(k + 1))
