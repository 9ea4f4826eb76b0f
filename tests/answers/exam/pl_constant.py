# %% right: eigenvalues by numpy
def pl_constant():
    gram = np.array([[numbers["p"], numbers["r"]], [numbers["r"], numbers["q"]]])
    return numbers["slope"] ** 2 * numbers["outer"] * np.linalg.eigvalsh(gram).min()


# %% right: singular value of a square root of the Gram matrix
def pl_constant():
    gram = np.array([[numbers["p"], numbers["r"]], [numbers["r"], numbers["q"]]])
    s = np.linalg.svd(np.linalg.cholesky(gram), compute_uv=False)[-1]
    return 2 * (numbers["slope"] * s) ** 2 * numbers["outer"] / 2


# %% right: quadratic formula, three digits
def pl_constant():
    p, q, r = numbers["p"], numbers["q"], numbers["r"]
    root = math.sqrt((p + q) ** 2 - 4 * (p * q - r * r))
    return float(f"{numbers['slope'] ** 2 * numbers['outer'] * (p + q - root) / 2:.4g}")


# %% wrong, 0.0: twice: the inequality's whole factor
def pl_constant():
    gram = np.array([[numbers["p"], numbers["r"]], [numbers["r"], numbers["q"]]])
    mu = numbers["slope"] ** 2 * numbers["outer"] * np.linalg.eigvalsh(gram)[0]
    return 2 * mu


# %% wrong, 0.0: n left out
def pl_constant():
    gram = np.array([[numbers["p"], numbers["r"]], [numbers["r"], numbers["q"]]])
    mu = numbers["slope"] ** 2 * numbers["outer"] * np.linalg.eigvalsh(gram)[0]
    return 4 * mu


# %% wrong, 0.0: slope not squared
def pl_constant():
    gram = np.array([[numbers["p"], numbers["r"]], [numbers["r"], numbers["q"]]])
    mu = numbers["slope"] ** 2 * numbers["outer"] * np.linalg.eigvalsh(gram)[0]
    return mu / numbers["slope"]


# %% wrong, 0.0: norm of b squared again
def pl_constant():
    gram = np.array([[numbers["p"], numbers["r"]], [numbers["r"], numbers["q"]]])
    mu = numbers["slope"] ** 2 * numbers["outer"] * np.linalg.eigvalsh(gram)[0]
    return mu * numbers["outer"]


# %% wrong, 0.0: singular value not squared
def pl_constant():
    gram = np.array([[numbers["p"], numbers["r"]], [numbers["r"], numbers["q"]]])
    return numbers["slope"] ** 2 * numbers["outer"] * math.sqrt(np.linalg.eigvalsh(gram)[0])


# %% wrong, 0.0: largest eigenvalue
def pl_constant():
    gram = np.array([[numbers["p"], numbers["r"]], [numbers["r"], numbers["q"]]])
    return numbers["slope"] ** 2 * numbers["outer"] * np.linalg.eigvalsh(gram)[1]


# %% wrong, 0.0: smallest diagonal entry
def pl_constant():
    return numbers["slope"] ** 2 * numbers["outer"] * min(numbers["p"], numbers["q"])


# %% wrong, 0.0: not a number
def pl_constant():
    return math.nan
