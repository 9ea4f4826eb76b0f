# %% right: a dictionary of atoms
def cosine_barron_norm(amplitudes, frequencies, phases):
    masses = {}
    for a, w, b in zip(amplitudes, frequencies, phases):
        for sign in (1, -1):
            key = tuple(float(sign * v) for v in w)
            masses[key] = masses.get(key, 0) + a / 2 * complex(math.cos(b), sign * math.sin(b))
    return sum(abs(m) * math.sqrt(sum(v * v for v in key)) for key, m in masses.items())


# %% right: one representative of w and -w, cosine and sine coefficients
def cosine_barron_norm(amplitudes, frequencies, phases):
    w = np.array(frequencies, dtype=float)
    b = np.array(phases, dtype=float)
    for i, row in enumerate(w):
        nonzero = row[row != 0]
        if nonzero.size and nonzero[0] < 0:
            w[i], b[i] = -row, -b[i]
    rows, place = np.unique(w + 0.0, axis=0, return_inverse=True)
    place = np.ravel(place)
    c = np.bincount(place, weights=amplitudes * np.cos(b), minlength=len(rows))
    s = np.bincount(place, weights=amplitudes * np.sin(b), minlength=len(rows))
    return float(np.hypot(c, s) @ np.linalg.norm(rows, axis=1))


# %% right: float32 torch, comparing all pairs of atoms
def cosine_barron_norm(amplitudes, frequencies, phases):
    import torch

    a = torch.as_tensor(amplitudes, dtype=torch.float32)
    w = torch.as_tensor(frequencies, dtype=torch.float32)
    b = torch.as_tensor(phases, dtype=torch.float32)
    atoms = torch.cat([w, -w])
    masses = torch.cat([torch.polar(torch.ones_like(b), b), torch.polar(torch.ones_like(b), -b)]) * a.repeat(2) / 2
    same = (atoms[:, None] == atoms[None]).all(dim=2)
    merged = same.to(masses.dtype) @ masses
    return (merged.abs() * atoms.norm(dim=1) / same.sum(dim=1)).sum()


# %% wrong, 0.5: equal frequencies are not added up
def cosine_barron_norm(amplitudes, frequencies, phases):
    return float(np.abs(amplitudes) @ np.linalg.norm(frequencies, axis=1))


# %% wrong, 1.0: equal frequencies are added up, opposite ones are not
def cosine_barron_norm(amplitudes, frequencies, phases):
    masses = {}
    for a, w, b in zip(amplitudes, frequencies, phases):
        key = tuple(w.tolist())
        masses[key] = masses.get(key, 0) + a * np.exp(1j * b)
    return float(sum(abs(m) * np.linalg.norm(key) for key, m in masses.items()))


# %% wrong, 1.0: opposite frequencies added up without the conjugate
def cosine_barron_norm(amplitudes, frequencies, phases):
    masses = {}
    for a, w, b in zip(amplitudes, frequencies, phases):
        key = max(tuple(w.tolist()), tuple((-w).tolist()))
        masses[key] = masses.get(key, 0) + a * np.exp(1j * b)
    return float(sum(abs(m) * np.linalg.norm(key) for key, m in masses.items()))


# %% wrong, 0.5: the phases are ignored
def cosine_barron_norm(amplitudes, frequencies, phases):
    masses = {}
    for a, w in zip(amplitudes, frequencies):
        key = max(tuple(w.tolist()), tuple((-w).tolist()))
        masses[key] = masses.get(key, 0) + a
    return float(sum(abs(m) * np.linalg.norm(key) for key, m in masses.items()))


# %% wrong, 0.0: the sum of absolute entries in place of the Euclidean norm
def cosine_barron_norm(amplitudes, frequencies, phases):
    masses = {}
    for a, w, b in zip(amplitudes, frequencies, phases):
        for sign in (1, -1):
            key = tuple((sign * w).tolist())
            masses[key] = masses.get(key, 0) + a * np.exp(1j * sign * b)
    return float(sum(abs(m) * sum(map(abs, key)) for key, m in masses.items()))


# %% wrong, 0.0: one atom per term, so half of the norm
def cosine_barron_norm(amplitudes, frequencies, phases):
    return float(np.abs(amplitudes) @ np.linalg.norm(frequencies, axis=1)) / 2


# %% wrong, 0.0: amplitudes without absolute values
def cosine_barron_norm(amplitudes, frequencies, phases):
    return float(amplitudes @ np.linalg.norm(frequencies, axis=1))


# %% wrong, 0.0: square of the frequency, as for a second derivative
def cosine_barron_norm(amplitudes, frequencies, phases):
    masses = {}
    for a, w, b in zip(amplitudes, frequencies, phases):
        for sign in (1, -1):
            key = tuple((sign * w).tolist())
            masses[key] = masses.get(key, 0) + a / 2 * np.exp(1j * sign * b)
    return float(sum(abs(m) * np.dot(key, key) for key, m in masses.items()))
