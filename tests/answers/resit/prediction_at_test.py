# %% right: the formula of Theorem 6.13
def prediction_at_test():
    a, t, L, y1, y2, s = (numbers[key] for key in ("phi2", "phi3", "L", "y1", "y2", "s"))

    def layers(degrees, count):
        rho = math.cos(math.radians(degrees))
        for _ in range(count):
            rho = math.asin(rho) * 2 / math.pi
        return rho

    rho, k = layers(a, L - 1), np.array([layers(t, L - 1), layers(a - t, L - 1)])
    K = np.array([[1, rho], [rho, 1]])
    return k @ np.linalg.solve(K, (np.eye(2) - np.linalg.matrix_power(np.eye(2) - 0.5 * K, s)) @ np.array([y1, y2]))


# %% right: by modes
def prediction_at_test():
    a, t, L, y1, y2, s = (numbers[key] for key in ("phi2", "phi3", "L", "y1", "y2", "s"))

    def layers(degrees, count):
        rho = math.cos(math.radians(degrees))
        for _ in range(count):
            rho = math.asin(rho) * 2 / math.pi
        return rho

    rho, one, two = layers(a, L - 1), layers(t, L - 1), layers(a - t, L - 1)
    plus, minus = 1 - (0.5 - rho / 2) ** s, 1 - (0.5 + rho / 2) ** s
    return (one + two) * (y1 + y2) * plus / (2 * (1 + rho)) + (one - two) * (y1 - y2) * minus / (2 * (1 - rho))


# %% right: steps of gradient descent on the weights of the kernel
def prediction_at_test():
    a, t, L, y1, y2, s = (numbers[key] for key in ("phi2", "phi3", "L", "y1", "y2", "s"))

    def layers(degrees, count):
        rho = math.cos(math.radians(degrees))
        for _ in range(count):
            rho = math.asin(rho) * 2 / math.pi
        return rho

    rho, k = layers(a, L - 1), np.array([layers(t, L - 1), layers(a - t, L - 1)])
    K = np.array([[1, rho], [rho, 1]])
    weights = np.zeros(2)
    for _ in range(s):
        weights += (np.array([y1, y2]) - K @ weights) / 2
    return float(k @ weights)


# %% right: predictions at all three inputs, in a list
def prediction_at_test():
    a, t, L, y1, y2, s = (numbers[key] for key in ("phi2", "phi3", "L", "y1", "y2", "s"))

    def layers(degrees, count):
        rho = math.cos(math.radians(degrees))
        for _ in range(count):
            rho = math.asin(rho) * 2 / math.pi
        return rho

    place = [0, a, t]
    K = np.array([[layers(abs(p - q), L - 1) if p != q else 1.0 for p in place] for q in place])
    f = np.zeros(3)
    for _ in range(s):
        f = f - 0.5 * K[:, :2] @ (f[:2] - [y1, y2])
    return round(f.tolist()[2], 5)


# %% wrong, 0: trained to the end
def prediction_at_test():
    a, t, L, y1, y2, s = (numbers[key] for key in ("phi2", "phi3", "L", "y1", "y2", "s"))

    def layers(degrees, count):
        rho = math.cos(math.radians(degrees))
        for _ in range(count):
            rho = math.asin(rho) * 2 / math.pi
        return rho

    rho, k = layers(a, L - 1), np.array([layers(t, L - 1), layers(a - t, L - 1)])
    K = np.array([[1, rho], [rho, 1]])
    return k @ np.linalg.solve(K, np.array([y1, y2]))


# %% wrong, 0: the best step, not half of it
def prediction_at_test():
    a, t, L, y1, y2, s = (numbers[key] for key in ("phi2", "phi3", "L", "y1", "y2", "s"))

    def layers(degrees, count):
        rho = math.cos(math.radians(degrees))
        for _ in range(count):
            rho = math.asin(rho) * 2 / math.pi
        return rho

    rho, k = layers(a, L - 1), np.array([layers(t, L - 1), layers(a - t, L - 1)])
    K = np.array([[1, rho], [rho, 1]])
    return k @ np.linalg.solve(K, (np.eye(2) - np.linalg.matrix_power(np.eye(2) - 1 * K, s)) @ np.array([y1, y2]))


# %% wrong, 0: a quarter of the best step
def prediction_at_test():
    a, t, L, y1, y2, s = (numbers[key] for key in ("phi2", "phi3", "L", "y1", "y2", "s"))

    def layers(degrees, count):
        rho = math.cos(math.radians(degrees))
        for _ in range(count):
            rho = math.asin(rho) * 2 / math.pi
        return rho

    rho, k = layers(a, L - 1), np.array([layers(t, L - 1), layers(a - t, L - 1)])
    K = np.array([[1, rho], [rho, 1]])
    return k @ np.linalg.solve(K, (np.eye(2) - np.linalg.matrix_power(np.eye(2) - 0.25 * K, s)) @ np.array([y1, y2]))


# %% wrong, 0: one step too many
def prediction_at_test():
    a, t, L, y1, y2, s = (numbers[key] for key in ("phi2", "phi3", "L", "y1", "y2", "s"))

    def layers(degrees, count):
        rho = math.cos(math.radians(degrees))
        for _ in range(count):
            rho = math.asin(rho) * 2 / math.pi
        return rho

    rho, k = layers(a, L - 1), np.array([layers(t, L - 1), layers(a - t, L - 1)])
    K = np.array([[1, rho], [rho, 1]])
    return k @ np.linalg.solve(K, (np.eye(2) - np.linalg.matrix_power(np.eye(2) - 0.5 * K, s + 1)) @ np.array([y1, y2]))


# %% wrong, 0: kernel smoothing without the inverse
def prediction_at_test():
    a, t, L, y1, y2, s = (numbers[key] for key in ("phi2", "phi3", "L", "y1", "y2", "s"))

    def layers(degrees, count):
        rho = math.cos(math.radians(degrees))
        for _ in range(count):
            rho = math.asin(rho) * 2 / math.pi
        return rho

    rho, k = layers(a, L - 1), np.array([layers(t, L - 1), layers(a - t, L - 1)])
    K = np.array([[1, rho], [rho, 1]])
    return k @ np.array([y1, y2]) * (1 - 0.5**s)


# %% wrong, 0: the residual, not what is learnt
def prediction_at_test():
    a, t, L, y1, y2, s = (numbers[key] for key in ("phi2", "phi3", "L", "y1", "y2", "s"))

    def layers(degrees, count):
        rho = math.cos(math.radians(degrees))
        for _ in range(count):
            rho = math.asin(rho) * 2 / math.pi
        return rho

    rho, k = layers(a, L - 1), np.array([layers(t, L - 1), layers(a - t, L - 1)])
    K = np.array([[1, rho], [rho, 1]])
    return k @ np.linalg.solve(K, np.linalg.matrix_power(np.eye(2) - K / 2, s) @ np.array([y1, y2]))


# %% wrong, 0: the gradient flow
def prediction_at_test():
    a, t, L, y1, y2, s = (numbers[key] for key in ("phi2", "phi3", "L", "y1", "y2", "s"))

    def layers(degrees, count):
        rho = math.cos(math.radians(degrees))
        for _ in range(count):
            rho = math.asin(rho) * 2 / math.pi
        return rho

    rho, k = layers(a, L - 1), np.array([layers(t, L - 1), layers(a - t, L - 1)])
    K = np.array([[1, rho], [rho, 1]])
    values, modes = np.linalg.eigh(K)
    return k @ modes @ np.diag((1 - np.exp(-values * s / 2)) / values) @ modes.T @ np.array([y1, y2])


# %% wrong, 0: one layer too many
def prediction_at_test():
    a, t, L, y1, y2, s = (numbers[key] for key in ("phi2", "phi3", "L", "y1", "y2", "s"))

    def layers(degrees, count):
        rho = math.cos(math.radians(degrees))
        for _ in range(count):
            rho = math.asin(rho) * 2 / math.pi
        return rho

    rho, k = layers(a, L), np.array([layers(t, L), layers(a - t, L)])
    K = np.array([[1, rho], [rho, 1]])
    return k @ np.linalg.solve(K, (np.eye(2) - np.linalg.matrix_power(np.eye(2) - 0.5 * K, s)) @ np.array([y1, y2]))


# %% wrong, 0: one layer too few
def prediction_at_test():
    a, t, L, y1, y2, s = (numbers[key] for key in ("phi2", "phi3", "L", "y1", "y2", "s"))

    def layers(degrees, count):
        rho = math.cos(math.radians(degrees))
        for _ in range(count):
            rho = math.asin(rho) * 2 / math.pi
        return rho

    rho, k = layers(a, L - 2), np.array([layers(t, L - 2), layers(a - t, L - 2)])
    K = np.array([[1, rho], [rho, 1]])
    return k @ np.linalg.solve(K, (np.eye(2) - np.linalg.matrix_power(np.eye(2) - 0.5 * K, s)) @ np.array([y1, y2]))


# %% wrong, 0: distance to the second input not taken
def prediction_at_test():
    a, t, L, y1, y2, s = (numbers[key] for key in ("phi2", "phi3", "L", "y1", "y2", "s"))

    def layers(degrees, count):
        rho = math.cos(math.radians(degrees))
        for _ in range(count):
            rho = math.asin(rho) * 2 / math.pi
        return rho

    rho, k = layers(a, L - 1), np.array([layers(t, L - 1), layers(a, L - 1)])
    K = np.array([[1, rho], [rho, 1]])
    return k @ np.linalg.solve(K, (np.eye(2) - np.linalg.matrix_power(np.eye(2) - 0.5 * K, s)) @ np.array([y1, y2]))


# %% wrong, 0: labels exchanged
def prediction_at_test():
    a, t, L, y1, y2, s = (numbers[key] for key in ("phi2", "phi3", "L", "y1", "y2", "s"))

    def layers(degrees, count):
        rho = math.cos(math.radians(degrees))
        for _ in range(count):
            rho = math.asin(rho) * 2 / math.pi
        return rho

    rho, k = layers(a, L - 1), np.array([layers(t, L - 1), layers(a - t, L - 1)])
    K = np.array([[1, rho], [rho, 1]])
    return k @ np.linalg.solve(K, (np.eye(2) - np.linalg.matrix_power(np.eye(2) - 0.5 * K, s)) @ np.array([y2, y1]))
