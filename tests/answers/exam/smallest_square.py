# %% right: eigenvalues by numpy
def smallest_square():
    return np.linalg.eigvalsh([[numbers["p"], numbers["r"]], [numbers["r"], numbers["q"]]]).min()


# %% right: singular value of a square root of the Gram matrix
def smallest_square():
    gram = np.array([[numbers["p"], numbers["r"]], [numbers["r"], numbers["q"]]])
    return np.linalg.svd(np.linalg.cholesky(gram), compute_uv=False)[-1] ** 2


# %% right: quadratic formula, four digits
def smallest_square():
    p, q, r = numbers["p"], numbers["q"], numbers["r"]
    return float(f"{(p + q - math.sqrt((p + q) ** 2 - 4 * (p * q - r * r))) / 2:.4g}")


# %% wrong, 0.0: the singular value itself
def smallest_square():
    return math.sqrt(np.linalg.eigvalsh([[numbers["p"], numbers["r"]], [numbers["r"], numbers["q"]]])[0])


# %% wrong, 0.0: the largest one
def smallest_square():
    return np.linalg.eigvalsh([[numbers["p"], numbers["r"]], [numbers["r"], numbers["q"]]])[1]


# %% wrong, 0.0: singular value of the Gram matrix, squared
def smallest_square():
    return np.linalg.eigvalsh([[numbers["p"], numbers["r"]], [numbers["r"], numbers["q"]]])[0] ** 2


# %% wrong, 0.0: smallest diagonal entry
def smallest_square():
    return min(numbers["p"], numbers["q"])


# %% wrong, 0.0: determinant
def smallest_square():
    return numbers["p"] * numbers["q"] - numbers["r"] ** 2


# %% wrong, 0.0: Gershgorin's bound
def smallest_square():
    return min(numbers["p"], numbers["q"]) - numbers["r"]
