# %% right: closed form
def plain_error():
    p, theta, k, n = (numbers[key] for key in ("p", "theta", "k", "n"))
    square = (theta**2 / 2 + (1 - theta) ** 2 / 2) ** p
    return (1 / 2 - square) / n


# %% right: mean square from samples of a grid
def plain_error():
    p, theta, k, n = (numbers[key] for key in ("p", "theta", "k", "n"))
    x = np.linspace(-np.pi, np.pi, 100, endpoint=False)
    f = theta * np.cos(x) + (1 - theta) * np.cos(2 * x)
    return (0.5 - (f @ f / 100) ** p) / n


# %% right: four digits
def plain_error():
    p, theta, k, n = (numbers[key] for key in ("p", "theta", "k", "n"))
    square = (theta**2 / 2 + (1 - theta) ** 2 / 2) ** p
    return float(f"{(1 / 2 - square) / n:.4g}")


# %% wrong, 0: the target's norm forgotten
def plain_error():
    p, theta, k, n = (numbers[key] for key in ("p", "theta", "k", "n"))
    return 0.5 / n


# %% wrong, 0: half of each wave forgotten
def plain_error():
    p, theta, k, n = (numbers[key] for key in ("p", "theta", "k", "n"))
    return (0.5 - (theta**2 + (1 - theta) ** 2) ** p) / n


# %% wrong, 0: one coordinate only
def plain_error():
    p, theta, k, n = (numbers[key] for key in ("p", "theta", "k", "n"))
    return (0.5 - (theta**2 + (1 - theta) ** 2) / 2) / n


# %% wrong, 0: mean square of a cosine is 1
def plain_error():
    p, theta, k, n = (numbers[key] for key in ("p", "theta", "k", "n"))
    square = (theta**2 / 2 + (1 - theta) ** 2 / 2) ** p
    return (1 - square) / n


# %% wrong, 0: frequencies as if mixed in one
def plain_error():
    p, theta, k, n = (numbers[key] for key in ("p", "theta", "k", "n"))
    return (0.5 - 0.5**p) / n


# %% wrong, 0: root of the error
def plain_error():
    p, theta, k, n = (numbers[key] for key in ("p", "theta", "k", "n"))
    square = (theta**2 / 2 + (1 - theta) ** 2 / 2) ** p
    return math.sqrt((0.5 - square) / n)
