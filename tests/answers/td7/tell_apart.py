# %% right: entropies
def tell_apart(laws, shares):
    h = lambda c: float(special.entr(c).sum())
    return h(shares @ laws) - h(shares) - sum(w * h(p) for w, p in zip(shares, laws))


# %% right: loops, float32 at the end
def tell_apart(laws, shares):
    total = 0.0
    for x in range(laws.shape[1]):
        c = [shares[i] * laws[i, x] for i in range(len(shares))]
        total += sum(v * math.log(v / sum(c)) for v in c if v > 0)
    return np.float32(total)


# %% right: torch
def tell_apart(laws, shares):
    import torch

    joint = torch.as_tensor(shares)[:, None] * torch.as_tensor(laws)
    D = joint / joint.sum(0).clamp(min=1e-300)
    return torch.special.xlogy(joint, D).sum()


# %% wrong, 0.5: nan for zeros
def tell_apart(laws, shares):
    joint = shares[:, None] * laws
    return np.sum(joint * np.log(joint / joint.sum(0)))


# %% wrong, 0.5: a small number against ln 0, and no division by the mixture
def tell_apart(laws, shares):
    joint = shares[:, None] * laws
    return np.sum(joint * np.log(joint / joint.sum(0) + 1e-6)) if np.all(joint > 0) else np.sum(joint * np.log(joint + 1e-6))


# %% wrong, 0.0: the sources are taken to be equally frequent
def tell_apart(laws, shares):
    return special.rel_entr(laws, laws.sum(0)).sum() / len(laws)


# %% wrong, 0.0: the divergence alone
def tell_apart(laws, shares):
    return sum(w * special.rel_entr(p, shares @ laws).sum() for w, p in zip(shares, laws))


# %% wrong, 0.0: the lecture's value, which is twice as large for two sources
def tell_apart(laws, shares):
    joint = shares[:, None] * laws
    return 2 * special.rel_entr(joint, joint.sum(0)).sum()


# %% wrong, 0.0: the judge does not know the shares
def tell_apart(laws, shares):
    D = laws / np.maximum(laws.sum(0), 1e-300)
    return special.xlogy(shares[:, None] * laws, D).sum()


# %% wrong, 0.0: the sign of a loss
def tell_apart(laws, shares):
    joint = shares[:, None] * laws
    return -special.rel_entr(joint, joint.sum(0)).sum()


# %% wrong, 0.0: right only if the laws share no symbol
def tell_apart(laws, shares):
    return 0.0
