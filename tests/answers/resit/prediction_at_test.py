# %% right: solved
def prediction_at_test():
    a, t, L, y1, y2 = (numbers[key] for key in ("phi2", "phi3", "L", "y1", "y2"))

    def layers(degrees, count):
        rho = math.cos(math.radians(degrees))
        for _ in range(count):
            rho = math.asin(rho) * 2 / math.pi
        return rho

    rho, k = layers(a, L - 1), np.array([layers(t, L - 1), layers(a - t, L - 1)])
    K = np.array([[1, rho], [rho, 1]])
    return k @ np.linalg.solve(K, np.array([y1, y2]))


# %% right: by modes
def prediction_at_test():
    a, t, L, y1, y2 = (numbers[key] for key in ("phi2", "phi3", "L", "y1", "y2"))

    def layers(degrees, count):
        rho = math.cos(math.radians(degrees))
        for _ in range(count):
            rho = math.asin(rho) * 2 / math.pi
        return rho

    rho, one, two = layers(a, L - 1), layers(t, L - 1), layers(a - t, L - 1)
    return (one + two) * (y1 + y2) / (2 * (1 + rho)) + (one - two) * (y1 - y2) / (2 * (1 - rho))


# %% right: steps of gradient descent
def prediction_at_test():
    a, t, L, y1, y2 = (numbers[key] for key in ("phi2", "phi3", "L", "y1", "y2"))

    def layers(degrees, count):
        rho = math.cos(math.radians(degrees))
        for _ in range(count):
            rho = math.asin(rho) * 2 / math.pi
        return rho

    rho, k = layers(a, L - 1), np.array([layers(t, L - 1), layers(a - t, L - 1)])
    K, weights = np.array([[1, rho], [rho, 1]]), np.zeros(2)
    for _ in range(500):
        weights += np.array([y1, y2]) - K @ weights
    return float(k @ weights)


# %% wrong, 0: kernel smoothing without the inverse
def prediction_at_test():
    a, t, L, y1, y2 = (numbers[key] for key in ("phi2", "phi3", "L", "y1", "y2"))

    def layers(degrees, count):
        rho = math.cos(math.radians(degrees))
        for _ in range(count):
            rho = math.asin(rho) * 2 / math.pi
        return rho

    return layers(t, L - 1) * y1 + layers(a - t, L - 1) * y2


# %% wrong, 0: one layer too many
def prediction_at_test():
    a, t, L, y1, y2 = (numbers[key] for key in ("phi2", "phi3", "L", "y1", "y2"))

    def layers(degrees, count):
        rho = math.cos(math.radians(degrees))
        for _ in range(count):
            rho = math.asin(rho) * 2 / math.pi
        return rho

    rho, k = layers(a, L), np.array([layers(t, L), layers(a - t, L)])
    K = np.array([[1, rho], [rho, 1]])
    return k @ np.linalg.solve(K, np.array([y1, y2]))


# %% wrong, 0: one layer too few
def prediction_at_test():
    a, t, L, y1, y2 = (numbers[key] for key in ("phi2", "phi3", "L", "y1", "y2"))

    def layers(degrees, count):
        rho = math.cos(math.radians(degrees))
        for _ in range(count):
            rho = math.asin(rho) * 2 / math.pi
        return rho

    rho, k = layers(a, L - 2), np.array([layers(t, L - 2), layers(a - t, L - 2)])
    K = np.array([[1, rho], [rho, 1]])
    return k @ np.linalg.solve(K, np.array([y1, y2]))


# %% wrong, 0: distance to the second input not taken
def prediction_at_test():
    a, t, L, y1, y2 = (numbers[key] for key in ("phi2", "phi3", "L", "y1", "y2"))

    def layers(degrees, count):
        rho = math.cos(math.radians(degrees))
        for _ in range(count):
            rho = math.asin(rho) * 2 / math.pi
        return rho

    rho, k = layers(a, L - 1), np.array([layers(t, L - 1), layers(a, L - 1)])
    K = np.array([[1, rho], [rho, 1]])
    return k @ np.linalg.solve(K, np.array([y1, y2]))


# %% wrong, 0: labels exchanged
def prediction_at_test():
    a, t, L, y1, y2 = (numbers[key] for key in ("phi2", "phi3", "L", "y1", "y2"))

    def layers(degrees, count):
        rho = math.cos(math.radians(degrees))
        for _ in range(count):
            rho = math.asin(rho) * 2 / math.pi
        return rho

    y1, y2 = y2 + 0.01, y1
    rho, k = layers(a, L - 1), np.array([layers(t, L - 1), layers(a - t, L - 1)])
    K = np.array([[1, rho], [rho, 1]])
    return k @ np.linalg.solve(K, np.array([y1, y2]))


# %% wrong, 0: half of the kernel as a ridge
def prediction_at_test():
    a, t, L, y1, y2 = (numbers[key] for key in ("phi2", "phi3", "L", "y1", "y2"))

    def layers(degrees, count):
        rho = math.cos(math.radians(degrees))
        for _ in range(count):
            rho = math.asin(rho) * 2 / math.pi
        return rho

    rho, k = layers(a, L - 1), np.array([layers(t, L - 1), layers(a - t, L - 1)])
    K = np.array([[1.5, rho], [rho, 1.5]])
    return k @ np.linalg.solve(K, np.array([y1, y2]))
