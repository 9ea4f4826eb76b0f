# %% right: a lambda
def symmetrize(f, group):
    return lambda x: np.mean([f(x[g]) for g in group])


# %% right: a loop, with the inverse permutations
def symmetrize(f, group):
    def average(x):
        total = 0.0
        for g in group:
            permuted = [0.0] * len(x)
            for i in range(len(x)):
                permuted[int(g[i])] = float(x[i])
            total += f(np.array(permuted))
        return total / len(group)

    return average


# %% right: permutation matrices, an object that can be called
class Average:
    def __init__(self, f, group):
        self.f, self.matrices = f, [np.eye(len(g))[g] for g in group]

    def __call__(self, x):
        return float(np.mean([self.f(P @ x) for P in self.matrices]))


def symmetrize(f, group):
    return Average(f, group)


# %% wrong, 0.5: the sum instead of the mean
def symmetrize(f, group):
    return lambda x: sum(f(x[g]) for g in group)


# %% wrong, 0.0: f itself
def symmetrize(f, group):
    return f


# %% wrong, 0.5: the points are averaged, not the values
def symmetrize(f, group):
    return lambda x: f(np.mean([x[g] for g in group], axis=0))


# %% wrong, 0.0: only the last element of the group
def symmetrize(f, group):
    return lambda x: f(x[group[-1]])


# %% wrong, 0.5: the largest value
def symmetrize(f, group):
    return lambda x: max(f(x[g]) for g in group)


# %% wrong, 0.5: sorts the point
def symmetrize(f, group):
    return lambda x: f(np.sort(x))


# %% wrong, 0.0: the identity is left out
def symmetrize(f, group):
    return lambda x: sum(f(x[g]) for g in group[1:]) / max(len(group) - 1, 1)


# %% wrong, 0.5: divides by the number of coordinates, not of permutations
def symmetrize(f, group):
    return lambda x: sum(f(x[g]) for g in group) / len(x)


# %% wrong, 0.0: a number instead of a function
def symmetrize(f, group):
    x = np.arange(len(group[0])) + 1.0
    return sum(f(x[g]) for g in group) / len(group)
