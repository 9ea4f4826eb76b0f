# %% right: counted
def unit_norm(w, k):
    rest = 0
    for frequency in w[k:]:
        if frequency:
            rest = 1
    return 2.0 ** -(sum(1 for frequency in w[:k] if frequency) + rest)


# %% right: numpy
def unit_norm(w, k):
    w = np.asarray(w)
    return np.float64(0.5 ** (np.count_nonzero(w[:k]) + np.any(w[k:] != 0)))


# %% right: as a fraction of waves
def unit_norm(w, k):
    signs, total = [()], 0
    for _ in range(k):
        signs = [s + (e,) for s in signs for e in (1, -1)]
    waves = [tuple(e * f for e, f in zip(s, w)) + tuple(w[k:]) for s in signs]
    for a in waves:  # <cos a, cos b> = 1/2 for a = b, 1/2 for a = -b, and 1 if both are 0
        total += sum(0.5 * (a == b) + 0.5 * (a == tuple(-f for f in b)) for b in waves)
    return total / len(waves) ** 2


# %% wrong, 0.5: the formula of 2b for all
def unit_norm(w, k):
    return 2.0 ** -min(k + 1, len(w))


# %% wrong, 0.5: the rest counts if there is one
def unit_norm(w, k):
    return 0.5 ** (sum(f != 0 for f in w[:k]) + (k < len(w)))


# %% wrong, 0.5: zeros of the flipped counted
def unit_norm(w, k):
    return 0.5 ** (k + any(f != 0 for f in w[k:]))


# %% wrong, 0: the rest forgotten
def unit_norm(w, k):
    return 0.5 ** sum(f != 0 for f in w[:k])


# %% wrong, 0: each coordinate counted
def unit_norm(w, k):
    return 0.5 ** sum(f != 0 for f in w)


# %% wrong, 0: the case k = p forgotten
def unit_norm(w, k):
    return 0.5 ** (sum(f != 0 for f in w[:k]) + 1)


# %% wrong, 0: norm instead of its square
def unit_norm(w, k):
    return 0.5 ** ((sum(f != 0 for f in w[:k]) + any(f != 0 for f in w[k:])) / 2)


# %% wrong, 0.5: no answer with a zero
def unit_norm(w, k):
    if 0 in w:
        raise ValueError(w)
    return 2.0 ** -min(k + 1, len(w))


# %% wrong, 0.5: only with a zero
def unit_norm(w, k):
    if 0 not in w:
        return 0.5 ** len(w)
    return 0.5 ** (sum(f != 0 for f in w[:k]) + any(f != 0 for f in w[k:]))


# %% wrong, 0.5: the frequencies of the rest added up
def unit_norm(w, k):
    return 0.5 ** (sum(f != 0 for f in w[:k]) + (sum(w[k:]) != 0))
