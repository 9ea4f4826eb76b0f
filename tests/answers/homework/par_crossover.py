# %% right: rounds by the greedy game
def rounds_needed(K, p):
    rounds = 0
    while K > 1:
        K, rounds = K - min(p, K // 2), rounds + 1
    return rounds


def largest_width(K, p):
    d = 0
    while K > 1 and (d + 1) * rounds_needed(K, p) < K - 1:
        d += 1
    return d


def smallest_depth(d, p):
    if d >= p:
        return None
    K = 1
    while d * rounds_needed(K, p) >= K - 1:
        K += 1
    return K


# %% right: the formula of question 3
def R(K, p):
    s = int(p).bit_length() - 1
    if K <= 2 ** (s + 1):
        return (K - 1).bit_length()
    return s + 1 + -(-(K - 2 ** (s + 1)) // p)


def largest_width(K, p):
    if K <= 2:
        return 0
    return math.ceil((K - 1) / R(K, p)) - 1


def smallest_depth(d, p):
    if p <= d:
        return
    return next(K for K in range(2, 10**7) if d * R(K, p) < K - 1)


# %% wrong, 0.0: as many workers as one likes
def largest_width(K, p):
    rounds = math.ceil(math.log2(K))
    return (K - 2) // rounds if rounds else 0


def smallest_depth(d, p):
    K = 1
    while d * math.ceil(math.log2(K)) >= K - 1:
        K += 1
    return K


# %% wrong, 0.0: a draw is a win
def rounds_needed(K, p):
    rounds = 0
    while K > 1:
        K, rounds = K - min(p, K // 2), rounds + 1
    return rounds


def largest_width(K, p):
    return (K - 1) // rounds_needed(K, p) if K > 1 else 0


def smallest_depth(d, p):
    if p < d:
        return None
    return next(K for K in range(2, 10**6) if d * rounds_needed(K, p) <= K - 1)


# %% wrong, 0.5: bisection, as if every depth above a win were a win
def rounds_needed(K, p):
    rounds = 0
    while K > 1:
        K, rounds = K - min(p, K // 2), rounds + 1
    return rounds


def largest_width(K, p):
    return (K - 2) // rounds_needed(K, p) if K > 1 else 0


def smallest_depth(d, p):
    if p <= d:
        return None
    low, high = 1, 10**6
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if d * rounds_needed(middle, p) < middle - 1 else (middle, high)
    return high


# %% wrong, 0.5: never is 0
def rounds_needed(K, p):
    rounds = 0
    while K > 1:
        K, rounds = K - min(p, K // 2), rounds + 1
    return rounds


def largest_width(K, p):
    return (K - 2) // rounds_needed(K, p) if K > 1 else 0


def smallest_depth(d, p):
    if p <= d:
        return 0
    return next(K for K in range(2, 10**6) if d * rounds_needed(K, p) < K - 1)


# %% wrong, 0.5: one layer divides by zero
def rounds_needed(K, p):
    rounds = 0
    while K > 1:
        K, rounds = K - min(p, K // 2), rounds + 1
    return rounds


def largest_width(K, p):
    return (K - 2) // rounds_needed(K, p)


def smallest_depth(d, p):
    if p <= d:
        return None
    return next(K for K in range(1, 10**6) if d * rounds_needed(K, p) < K - 1)


# %% wrong, 0.0: rounds of a tree level by level
def rounds_needed(K, p):
    rounds = 0
    while K > 1:
        rounds += -(-(K // 2) // p)
        K -= K // 2
    return rounds


def largest_width(K, p):
    return (K - 2) // rounds_needed(K, p) if K > 1 else 0


def smallest_depth(d, p):
    if p <= d:
        return None
    return next(K for K in range(1, 10**6) if d * rounds_needed(K, p) < K - 1)


# %% wrong, 0.5: -1 for two layers and one
def rounds_needed(K, p):
    rounds = 0
    while K > 1:
        K, rounds = K - min(p, K // 2), rounds + 1
    return rounds


def largest_width(K, p):
    return math.ceil((K - 1) / max(1, rounds_needed(K, p))) - 1


def smallest_depth(d, p):
    if p <= d:
        return None
    return next(K for K in range(1, 10**6) if d * rounds_needed(K, p) < K - 1)


# %% wrong, 0.0: number of products by number of workers
def largest_width(K, p):
    rounds = -(-(K - 1) // p)
    return (K - 2) // rounds if rounds else 0


def smallest_depth(d, p):
    if p <= d:
        return None
    return next(K for K in range(2, 10**6) if d * -(-(K - 1) // p) < K - 1)


# %% right: from the numbers N_r
def reached(r, p):
    s = int(math.log2(p))
    return 2**r if r <= s + 1 else 2 ** (s + 1) + (r - s - 1) * p


def largest_width(K, p):
    r = next(r for r in range(K + 1) if reached(r, p) >= K)
    return max([0] + [d for d in range((K - 2) // max(r, 1), 0, -1) if d * r < K - 1][:1])


def smallest_depth(d, p):
    if p > d:
        for r in range(1, 10**6):
            if d * r + 2 <= reached(r, p):
                return d * r + 2


# %% wrong, 0.5: powers of two only
def largest_width(K, p):
    m, rounds = K, 0
    while m > 1:
        m, rounds = m - min(p, m // 2), rounds + 1
    return (K - 2) // rounds if rounds else 0


def smallest_depth(d, p):
    if p <= d:
        return None
    K, rounds = 1, 0
    while d * rounds >= K - 1:
        K *= 2
        m, rounds = K, 0
        while m > 1:
            m, rounds = m - min(p, m // 2), rounds + 1
    return K


# %% wrong, 0.5: the depth for as many workers as one likes
def largest_width(K, p):
    m, rounds = K, 0
    while m > 1:
        m, rounds = m - min(p, m // 2), rounds + 1
    return (K - 2) // rounds if rounds else 0


def smallest_depth(d, p):
    if p > d:
        return next(K for K in range(2, 10**6) if d * (K - 1).bit_length() < K - 1)
