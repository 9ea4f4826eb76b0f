# %% right: determinant and singular values
def discriminant(p):
    i = np.arange((len(p) + 1) // 2)
    return np.linalg.det(p[i[:, None] + i])


def count_distinct(p):
    i = np.arange((len(p) + 1) // 2)
    return np.linalg.matrix_rank(p[i[:, None] + i], 1e-9 * np.max(np.abs(p)))


# %% right: eigenvalues of the symmetric matrix, built by loops
def hankel(p):
    n = round(p[0])
    return np.array([[p[i + j] for j in range(n)] for i in range(n)])


def discriminant(p):
    return float(np.prod(np.linalg.eigvalsh(hankel(p))))


def count_distinct(p):
    values = np.abs(np.linalg.eigvalsh(hankel(p)))
    return int((values > 1e-9 * values.max()).sum())


# %% right: torch
def discriminant(p):
    import torch

    n = (len(p) + 1) // 2
    return torch.linalg.det(torch.tensor(p, dtype=torch.float64).unfold(0, n, 1))


def count_distinct(p):
    import torch

    n = (len(p) + 1) // 2
    return torch.linalg.matrix_rank(torch.tensor(p, dtype=torch.float64).unfold(0, n, 1), rtol=1e-9)


# %% right: the elements first, by Newton's identities and a root finder
def elements(p):
    n = round(p[0])
    e = [1.0]
    for k in range(1, n + 1):
        e.append(sum((-1) ** (i - 1) * e[k - i] * newton(p, i) for i in range(1, k + 1)) / k)
    return np.roots([(-1) ** k * value for k, value in enumerate(e)])


def newton(p, k):
    # for n = 1 the list ends at p_0: the element is not known, nor needed
    return p[k] if k < len(p) else 0.0


def discriminant(p):
    if len(p) <= 3:
        return 1.0 if len(p) == 1 else p[0] * p[2] - p[1] ** 2
    x = elements(p)
    return float(np.real(np.prod([(a - b) ** 2 for i, a in enumerate(x) for b in x[:i]])))


def count_distinct(p):
    return 1 if len(p) == 1 else len(set(np.round(elements(p).real).tolist()))


# %% wrong, 0.5: p_0 is left out, the matrix starts with p_1
def discriminant(p):
    n = (len(p) + 1) // 2
    i = np.arange(n)
    return np.linalg.det(np.append(p, 0.0)[1 + i[:, None] + i])


def count_distinct(p):
    i = np.arange((len(p) + 1) // 2)
    return np.linalg.matrix_rank(p[i[:, None] + i], 1e-9 * np.max(np.abs(p)))


# %% wrong, 0.5: the root of the discriminant
def discriminant(p):
    i = np.arange((len(p) + 1) // 2)
    return math.sqrt(abs(np.linalg.det(p[i[:, None] + i])))


def count_distinct(p):
    i = np.arange((len(p) + 1) // 2)
    return np.linalg.matrix_rank(p[i[:, None] + i], 1e-9 * np.max(np.abs(p)))


# %% wrong, 1.0: right only for n = 1 and n = 2
def discriminant(p):
    return 1.0 if len(p) == 1 else p[0] * p[2] - p[1] ** 2


def count_distinct(p):
    i = np.arange((len(p) + 1) // 2)
    return np.linalg.matrix_rank(p[i[:, None] + i], 1e-9 * np.max(np.abs(p)))


# %% wrong, 0.5: the sum of squared differences
def discriminant(p):
    return 1.0 if len(p) == 1 else p[0] * p[2] - p[1] ** 2


def count_distinct(p):
    return int(p[0])


# %% wrong, 1.0: by the determinant: n or n - 1 different elements
def discriminant(p):
    i = np.arange((len(p) + 1) // 2)
    return np.linalg.det(p[i[:, None] + i])


def count_distinct(p):
    n = (len(p) + 1) // 2
    return n - (abs(discriminant(p)) < 1e-6)


# %% wrong, 1.0: Toeplitz in place of Hankel for the rank
def discriminant(p):
    i = np.arange((len(p) + 1) // 2)
    return np.linalg.det(p[i[:, None] + i])


def count_distinct(p):
    i = np.arange((len(p) + 1) // 2)
    return np.linalg.matrix_rank(p[np.abs(i[:, None] - i)], 1e-9 * np.max(np.abs(p)))


# %% wrong, 1.0: singular values above 10^-2 times the largest one
def discriminant(p):
    i = np.arange((len(p) + 1) // 2)
    return np.linalg.det(p[i[:, None] + i])


def count_distinct(p):
    i = np.arange((len(p) + 1) // 2)
    return np.linalg.matrix_rank(p[i[:, None] + i], 1e-2 * np.max(np.abs(p)))


# %% wrong, 1.0: an empty matrix gives 0 for n = 1
def discriminant(p):
    n = (len(p) + 1) // 2
    if n == 1:
        return 0.0
    i = np.arange(n)
    return np.linalg.det(p[i[:, None] + i])


def count_distinct(p):
    i = np.arange((len(p) + 1) // 2)
    return np.linalg.matrix_rank(p[i[:, None] + i], 1e-9 * np.max(np.abs(p)))


# %% wrong, 0.0: lost sign, and one element too few
def discriminant(p):
    i = np.arange((len(p) + 1) // 2)
    return -np.linalg.det(p[i[:, None] + i])


def count_distinct(p):
    n = len(p) // 2
    i = np.arange(n)
    return np.linalg.matrix_rank(p[i[:, None] + i], 1e-9 * np.max(np.abs(p))) if n else 0
