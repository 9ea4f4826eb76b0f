# %% right: all intervals sorted
def smallest_width():
    lengths = np.ones(1)
    for _ in range(numbers["iterates"]):
        lengths = np.concatenate([numbers["a"] * lengths, (1 - numbers["a"]) * lengths])
    covered = np.cumsum(np.sort(lengths)[::-1])
    pieces = int(np.argmax((1 - covered) / 2 <= numbers["error"])) + 1
    return math.ceil(math.sqrt(pieces)) - 1


# %% right: one width after the other
def smallest_width():
    a, p = numbers["a"], numbers["iterates"]
    W = 0
    while True:
        W, left, covered = W + 1, (W + 2) ** 2, 0.0
        for k in range(p, -1, -1):
            taken = min(left, math.comb(p, k))
            left, covered = left - taken, covered + taken * a**k * (1 - a) ** (p - k)
        if (1 - covered) / 2 <= numbers["error"]:
            return W


# %% wrong, 0.0: the number of pieces
def smallest_width():
    lengths = np.ones(1)
    for _ in range(numbers["iterates"]):
        lengths = np.concatenate([numbers["a"] * lengths, (1 - numbers["a"]) * lengths])
    covered = np.cumsum(np.sort(lengths)[::-1])
    return int(np.argmax((1 - covered) / 2 <= numbers["error"])) + 1


# %% wrong, 0.0: one hidden layer
def smallest_width():
    lengths = np.ones(1)
    for _ in range(numbers["iterates"]):
        lengths = np.concatenate([numbers["a"] * lengths, (1 - numbers["a"]) * lengths])
    covered = np.cumsum(np.sort(lengths)[::-1])
    return int(np.argmax((1 - covered) / 2 <= numbers["error"]))


# %% wrong, 0.0: three hidden layers
def smallest_width():
    lengths = np.ones(1)
    for _ in range(numbers["iterates"]):
        lengths = np.concatenate([numbers["a"] * lengths, (1 - numbers["a"]) * lengths])
    covered = np.cumsum(np.sort(lengths)[::-1])
    pieces = int(np.argmax((1 - covered) / 2 <= numbers["error"])) + 1
    return math.ceil(pieces ** (1 / 3)) - 1


# %% wrong, 0.0: W instead of W + 1
def smallest_width():
    lengths = np.ones(1)
    for _ in range(numbers["iterates"]):
        lengths = np.concatenate([numbers["a"] * lengths, (1 - numbers["a"]) * lengths])
    covered = np.cumsum(np.sort(lengths)[::-1])
    pieces = int(np.argmax((1 - covered) / 2 <= numbers["error"])) + 1
    return math.ceil(math.sqrt(pieces))


# %% wrong, 0.0: equal teeth
def smallest_width():
    pieces = (1 - 2 * numbers["error"]) * 2 ** numbers["iterates"]
    return math.ceil(math.sqrt(pieces)) - 1


# %% wrong, 0.0: half missing in the bound
def smallest_width():
    lengths = np.ones(1)
    for _ in range(numbers["iterates"]):
        lengths = np.concatenate([numbers["a"] * lengths, (1 - numbers["a"]) * lengths])
    covered = np.cumsum(np.sort(lengths)[::-1])
    pieces = int(np.argmax(1 - covered <= numbers["error"])) + 1
    return math.ceil(math.sqrt(pieces)) - 1
