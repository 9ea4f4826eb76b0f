# %% right: argsort
def make_equivariant(f, group):
    return lambda x: np.mean([np.asarray(f(x[g]))[np.argsort(g)] for g in group], axis=0)


# %% right: written to the permuted places
def make_equivariant(f, group):
    def average(x):
        total = np.zeros(len(x))
        for g in group:
            total[g] += f(x[g])
        return total / len(group)

    return average


# %% right: the other way round, matrices, float32
def make_equivariant(f, group):
    matrices = [np.eye(len(g))[:, g] for g in group]

    def average(x):
        return (sum(P.T @ f(P @ x) for P in matrices) / len(matrices)).astype(np.float32)

    return average


# %% wrong, 0.5: permuted by g instead of its inverse
def make_equivariant(f, group):
    return lambda x: sum(f(x[g])[g] for g in group) / len(group)


# %% wrong, 0.0: not permuted back
def make_equivariant(f, group):
    return lambda x: sum(f(x[g]) for g in group) / len(group)


# %% wrong, 0.0: the sum instead of the mean
def make_equivariant(f, group):
    return lambda x: sum(f(x[g])[np.argsort(g)] for g in group)


# %% wrong, 0.0: the argument is not permuted
def make_equivariant(f, group):
    return lambda x: sum(f(x)[np.argsort(g)] for g in group) / len(group)


# %% wrong, 0.0: f itself
def make_equivariant(f, group):
    return f


# %% wrong, 0.0: the mean over coordinates as well
def make_equivariant(f, group):
    return lambda x: np.mean([f(x[g])[np.argsort(g)] for g in group])


# %% wrong, 0.5: reversed order taken for the inverse of the group's list
def make_equivariant(f, group):
    return lambda x: sum(f(x[g])[h] for g, h in zip(group, group[::-1] if len(group) > 2 else group)) / len(group)


# %% wrong, 0.5: right only for rotations listed in order: the inverse is looked up at -k
def make_equivariant(f, group):
    m = len(group)
    return lambda x: sum(f(x[group[k]])[group[-k % m]] for k in range(m)) / m


# %% wrong, 0.0: the value is permuted first and the argument afterwards
def make_equivariant(f, group):
    return lambda x: sum(f(f(x)[g]) for g in group) / len(group)
