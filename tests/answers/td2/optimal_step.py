# %% right: closed form
def optimal_step(T, beta, delta, s2):
    if s2 == 0:
        return 1 / beta
    return min(1 / beta, math.sqrt(2 * delta / (T * beta * s2)))


def best_bound(T, beta, delta, s2):
    eta = optimal_step(T, beta, delta, s2)
    return 2 * delta / (eta * T) + beta * eta * s2


# %% right: two regimes, values written out
def optimal_step(T, beta, delta, s2):
    noisy = T * s2 > 2 * beta * delta
    return (2 * delta / T / beta / s2) ** 0.5 if noisy else beta**-1


def best_bound(T, beta, delta, s2):
    if T * s2 > 2 * beta * delta:
        return 2 * math.sqrt(2 * beta * delta * s2 / T)
    return 2 * beta * delta / T + s2


# %% right: search by thirds, on a logarithmic scale
def optimal_step(T, beta, delta, s2):
    low, high = math.log(1e-12 / beta), math.log(1 / beta)
    for _ in range(200):
        a, b = (2 * low + high) / 3, (low + 2 * high) / 3
        B = [2 * delta / (math.exp(z) * T) + beta * math.exp(z) * s2 for z in (a, b)]
        low, high = (low, b) if B[0] < B[1] else (a, high)
    return math.exp(high)


def best_bound(T, beta, delta, s2):
    eta = optimal_step(T, beta, delta, s2)
    return 2 * delta / (eta * T) + beta * eta * s2


# %% right: numpy, float32, with a division by 0 that gives infinity
def optimal_step(T, beta, delta, s2):
    T, beta, delta, s2 = np.float32([T, beta, delta, s2])
    return np.minimum(1 / beta, np.sqrt(2 * delta / (T * beta * s2)))


def best_bound(T, beta, delta, s2):
    eta = optimal_step(T, beta, delta, s2)
    return 2 * delta / (eta * T) + beta * eta * s2


# %% wrong, 0.5: steps above 1/beta
def optimal_step(T, beta, delta, s2):
    return math.sqrt(2 * delta / (T * beta * s2)) if s2 > 0 else 1 / beta


def best_bound(T, beta, delta, s2):
    eta = optimal_step(T, beta, delta, s2)
    return 2 * delta / (eta * T) + beta * eta * s2


# %% wrong, 0.5: division by 0 without noise
def optimal_step(T, beta, delta, s2):
    return min(1 / beta, math.sqrt(2 * delta / (T * beta * s2)))


def best_bound(T, beta, delta, s2):
    eta = optimal_step(T, beta, delta, s2)
    return 2 * delta / (eta * T) + beta * eta * s2


# %% wrong, 0.0: the factor 2 is lost
def optimal_step(T, beta, delta, s2):
    return min(1 / beta, math.sqrt(delta / (T * beta * s2))) if s2 > 0 else 1 / beta


def best_bound(T, beta, delta, s2):
    eta = optimal_step(T, beta, delta, s2)
    return 2 * delta / (eta * T) + beta * eta * s2


# %% wrong, 0.0: missing square root
def optimal_step(T, beta, delta, s2):
    return min(1 / beta, 2 * delta / (T * beta * s2)) if s2 > 0 else 1 / beta


def best_bound(T, beta, delta, s2):
    eta = optimal_step(T, beta, delta, s2)
    return 2 * delta / (eta * T) + beta * eta * s2


# %% wrong, 0.0: the larger of the two steps
def optimal_step(T, beta, delta, s2):
    return max(1 / beta, math.sqrt(2 * delta / (T * beta * s2))) if s2 > 0 else 1 / beta


def best_bound(T, beta, delta, s2):
    eta = optimal_step(T, beta, delta, s2)
    return 2 * delta / (eta * T) + beta * eta * s2


# %% wrong, 0.5: always 1/beta
def optimal_step(T, beta, delta, s2):
    return 1 / beta


def best_bound(T, beta, delta, s2):
    return 2 * beta * delta / T + s2


# %% wrong, 1.0: a cruder bound, the sum of both regimes
def optimal_step(T, beta, delta, s2):
    return min(1 / beta, math.sqrt(2 * delta / (T * beta * s2))) if s2 > 0 else 1 / beta


def best_bound(T, beta, delta, s2):
    return 2 * beta * delta / T + 2 * math.sqrt(2 * beta * delta * s2 / T)


# %% wrong, 1.0: the noise term only in the noisy regime, the other only in the other
def optimal_step(T, beta, delta, s2):
    return min(1 / beta, math.sqrt(2 * delta / (T * beta * s2))) if s2 > 0 else 1 / beta


def best_bound(T, beta, delta, s2):
    return max(2 * beta * delta / T, math.sqrt(2 * beta * delta * s2 / T))


# %% wrong, 0.0: s2 is squared once more
def optimal_step(T, beta, delta, s2):
    return min(1 / beta, math.sqrt(2 * delta / (T * beta)) / s2) if s2 > 0 else 1 / beta


def best_bound(T, beta, delta, s2):
    eta = optimal_step(T, beta, delta, s2)
    return 2 * delta / (eta * T) + beta * eta * s2


# %% wrong, 0.5: T is forgotten in the step
def optimal_step(T, beta, delta, s2):
    return min(1 / beta, math.sqrt(2 * delta / (beta * s2))) if s2 > 0 else 1 / beta


def best_bound(T, beta, delta, s2):
    eta = optimal_step(T, beta, delta, s2)
    return 2 * delta / (eta * T) + beta * eta * s2
