# %% right: all intervals sorted
def pieces_needed():
    lengths = np.ones(1)
    for _ in range(numbers["iterates"]):
        lengths = np.concatenate([numbers["a"] * lengths, (1 - numbers["a"]) * lengths])
    covered = np.cumsum(np.sort(lengths)[::-1])
    return int(np.argmax((1 - covered) / 2 <= numbers["error"])) + 1


# %% right: bisection with the bound of question 1
def pieces_needed():
    a, p, low, high = numbers["a"], numbers["iterates"], 0, 2 ** numbers["iterates"]
    while high - low > 1:
        N = (low + high) // 2
        low, high = (low, N) if error_bound(a, p, N) <= numbers["error"] else (N, high)
    return high


# %% wrong, 0.0: equal teeth
def pieces_needed():
    return math.ceil((1 - 2 * numbers["error"]) * 2 ** numbers["iterates"])


# %% wrong, 0.0: half missing in the bound
def pieces_needed():
    a, p, N = numbers["a"], numbers["iterates"], 1
    while 2 * error_bound(a, p, N) > numbers["error"]:
        N += 1 + N // 1000
    return N


# %% wrong, 0.0: shortest intervals first
def pieces_needed():
    lengths = np.ones(1)
    for _ in range(numbers["iterates"]):
        lengths = np.concatenate([numbers["a"] * lengths, (1 - numbers["a"]) * lengths])
    return int(np.argmax((1 - np.cumsum(np.sort(lengths))) / 2 <= numbers["error"])) + 1


# %% wrong, 0.0: all intervals as long as the longest
def pieces_needed():
    return math.ceil((1 - 2 * numbers["error"]) * numbers["a"] ** -numbers["iterates"])


# %% wrong, 0.0: width instead of pieces
def pieces_needed():
    a, p, N = numbers["a"], numbers["iterates"], 1
    while error_bound(a, p, N) > numbers["error"]:
        N += 1 + N // 1000
    return math.ceil(math.sqrt(N)) - 1


# %% wrong, 0.0: the bound at the error
def pieces_needed():
    return error_bound(numbers["a"], numbers["iterates"], int(1 / numbers["error"]))
