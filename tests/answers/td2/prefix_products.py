# %% right: the reach doubles in each round
def prefix_products(matrices, multiply_all):
    P, reach = list(matrices), 1
    while reach < len(P):
        new = multiply_all([(P[k], P[k - reach]) for k in range(reach, len(P))])
        P = P[:reach] + list(new)
        reach *= 2
    return P


# %% right: divide and conquer, block by block
def prefix_products(matrices, multiply_all):
    P, K = dict(enumerate(matrices)), len(matrices)
    for j in range((K - 1).bit_length()):
        targets = [k for k in range(K) if (k >> j) & 1]
        pairs = [(P[k], P[((k >> j) << j) - 1]) for k in targets]
        P.update(zip(targets, multiply_all(pairs)))
    return [P[k] for k in range(K)]


# %% right: float32, recursion on a shorter list of neighbours and their prefix products
def prefix_products(matrices, multiply_all):
    def scan(Q, reach):
        if reach >= len(Q):
            return Q
        return scan([*Q[:reach], *multiply_all(list(zip(Q[reach:], Q)))], 2 * reach)

    return scan([np.float32(M) for M in matrices], 1)


# %% wrong, 1.0: the order of the factors
def prefix_products(matrices, multiply_all):
    P, reach = list(matrices), 1
    while reach < len(P):
        P[reach:] = multiply_all(list(zip(P[:-reach], P[reach:])))
        reach *= 2
    return P


# %% wrong, 1.0: one after the other
def prefix_products(matrices, multiply_all):
    P = [matrices[0]]
    for M in matrices[1:]:
        P += multiply_all([(M, P[-1])])
    return P


# %% wrong, 1.0: without the machine
def prefix_products(matrices, multiply_all):
    P = [matrices[0]]
    for M in matrices[1:]:
        P.append(M @ P[-1])
    return P


# %% wrong, 1.0: up and down a tree, twice as many rounds
def prefix_products(matrices, multiply_all):
    if len(matrices) == 1:
        return list(matrices)
    neighbours = multiply_all([(matrices[k + 1], matrices[k]) for k in range(0, len(matrices) - 1, 2)])
    odd = prefix_products(neighbours, multiply_all)
    places = range(2, len(matrices), 2)
    even = multiply_all([(matrices[k], odd[k // 2 - 1]) for k in places]) if places else []
    P = [None] * len(matrices)
    P[0], P[1::2], P[2::2] = matrices[0], odd, even
    return P


# %% wrong, 1.0: the number of rounds rounded down
def prefix_products(matrices, multiply_all):
    P = list(matrices)
    for j in range(int(math.log2(len(P)))):
        P[2**j :] = multiply_all(list(zip(P[2**j :], P[: -(2**j)])))
    return P


# %% wrong, 0.0: the reach grows by one
def prefix_products(matrices, multiply_all):
    P, reach = list(matrices), 1
    while reach < len(P):
        P[reach:] = multiply_all(list(zip(P[reach:], P[:-reach])))
        reach += 1
    return P


# %% wrong, 0.0: only the whole product
def prefix_products(matrices, multiply_all):
    P = list(matrices)
    while len(P) > 1:
        pairs = multiply_all([(P[k + 1], P[k]) for k in range(0, len(P) - 1, 2)])
        P = list(pairs) + (P[-1:] if len(P) % 2 else [])
    return P


# %% wrong, 1.0: right number of rounds only if K is a power of 2, padded with ones otherwise
def prefix_products(matrices, multiply_all):
    K = 2 ** math.ceil(math.log2(len(matrices)))
    P, reach = list(matrices) + [np.eye(len(matrices[-1]))] * (K - len(matrices)), 1
    while reach < K:
        P[reach:] = multiply_all(list(zip(P[reach:], P[:-reach])))
        reach *= 2
    return P


# %% wrong, 0.0: the products of all later matrices
def prefix_products(matrices, multiply_all):
    P, reach = list(matrices)[::-1], 1
    while reach < len(P):
        P[reach:] = multiply_all(list(zip(P[:-reach], P[reach:])))
        reach *= 2
    return P[::-1]
