# %% right: greedy over a queue of positions
def chain_product(matrices, multiply_all, p):
    left = [np.asarray(M) for M in matrices]
    while len(left) > 1:
        n = min(p, len(left) // 2)
        start = len(left) - 2 * n  # pairs at the end of the list
        pairs = [(left[start + 2 * i + 1], left[start + 2 * i]) for i in range(n)]
        left = left[:start] + list(multiply_all(pairs))
    return left[0]


# %% right: recursion on what is left
def chain_product(matrices, multiply_all, p):
    m = len(matrices)
    if m == 1:
        return matrices[0]
    n = min(p, m // 2)
    done = multiply_all([(b, a) for a, b in zip(matrices[0 : 2 * n : 2], matrices[1 : 2 * n : 2])])
    return chain_product(done + matrices[2 * n :], multiply_all, p)


# %% right: torch comes out
def chain_product(matrices, multiply_all, p):
    if len(matrices) == 1:
        return torch.as_tensor(matrices[0])
    n = min(p, len(matrices) // 2)
    tail = matrices[2 * n :]
    head = multiply_all([(matrices[2 * i + 1], matrices[2 * i]) for i in range(n)])
    return torch.as_tensor(chain_product([np.asarray(h) for h in head] + tail, multiply_all, p))


# %% right: nested lists come out
def chain_product(matrices, multiply_all, p):
    left = list(matrices)
    while len(left) > 1:
        n = min(p, len(left) // 2)
        left[: 2 * n] = multiply_all([(left[2 * i + 1], left[2 * i]) for i in range(n)])
    return left[0].tolist()


# %% wrong, 0.0: one after the other
def chain_product(matrices, multiply_all, p):
    product = matrices[0]
    for M in matrices[1:]:
        product = multiply_all([(M, product)])[0]
    return product


# %% wrong, 0.5: levels of a balanced tree, each cut into batches of p
def chain_product(matrices, multiply_all, p):
    left = list(matrices)
    while len(left) > 1:
        pairs = [(left[2 * i + 1], left[2 * i]) for i in range(len(left) // 2)]
        results = []
        for start in range(0, len(pairs), p):
            results += multiply_all(pairs[start : start + p])
        left = results + left[2 * len(pairs) :]
    return left[0]


# %% wrong, 0.0: the last of all prefix products, some at a time
def chain_product(matrices, multiply_all, p):
    products, span = list(matrices), 1
    while span < len(products):
        pairs, results = list(zip(products[span:], products[:-span])), []
        for start in range(0, len(pairs), p):
            results += multiply_all(pairs[start : start + p])
        products[span:] = results
        span *= 2
    return products[-1]


# %% wrong, 0.0: multiplies by itself
def chain_product(matrices, multiply_all, p):
    product = matrices[0]
    for M in matrices[1:]:
        product = M @ product
    return product


# %% wrong, 0.5: a block for each worker, then a tree
def chain_product(matrices, multiply_all, p):
    K = len(matrices)
    size = -(-K // p)
    blocks = [list(matrices[i : i + size]) for i in range(0, K, size)]
    while any(len(block) > 1 for block in blocks):
        busy = [block for block in blocks if len(block) > 1]
        for block, result in zip(busy, multiply_all([(block[1], block[0]) for block in busy])):
            block[:2] = [result]
    left = [block[0] for block in blocks]
    while len(left) > 1:
        n = len(left) // 2
        left[: 2 * n] = multiply_all([(left[2 * i + 1], left[2 * i]) for i in range(n)])
    return left[0]


# %% wrong, 0.5: the factors in the order of the list
def chain_product(matrices, multiply_all, p):
    left = list(matrices)
    while len(left) > 1:
        n = min(p, len(left) // 2)
        left[: 2 * n] = multiply_all([(left[2 * i], left[2 * i + 1]) for i in range(n)])
    return left[0]


# %% wrong, 0.0: a matrix without a partner is lost
def chain_product(matrices, multiply_all, p):
    left = list(matrices)
    while len(left) > 1:
        n = min(p, len(left) // 2)
        left = multiply_all([(left[2 * i + 1], left[2 * i]) for i in range(n)])
    return left[0]


# %% wrong, 0.5: asks for more workers than there are
def chain_product(matrices, multiply_all, p):
    left = list(matrices)
    while len(left) > 1:
        n = len(left) // 2
        left[: 2 * n] = multiply_all([(left[2 * i + 1], left[2 * i]) for i in range(n)])
    return left[0]


# %% wrong, 0.5: new results go to the end of the list
def chain_product(matrices, multiply_all, p):
    left = list(matrices)
    while len(left) > 1:
        n = min(p, len(left) // 2)
        left = left[2 * n :] + multiply_all([(left[2 * i + 1], left[2 * i]) for i in range(n)])
    return left[0]


# %% right: neighbours with the shortest products first
def chain_product(matrices, multiply_all, p):
    parts = [(1, M) for M in matrices]
    while len(parts) > 1:
        taken, order = set(), sorted(range(len(parts) - 1), key=lambda i: parts[i][0] + parts[i + 1][0])
        wanted = min(p, len(parts) // 2)
        chosen = []
        for i in order:
            if len(chosen) < wanted and i not in taken and i + 1 not in taken:
                chosen.append(i)
                taken |= {i, i + 1}
        if len(chosen) < wanted:  # a gap was left between two pairs
            chosen = [2 * i for i in range(wanted)]
        chosen.sort()
        results = multiply_all([(parts[i + 1][1], parts[i][1]) for i in chosen])
        for i, M in reversed(list(zip(chosen, results))):
            parts[i : i + 2] = [(parts[i][0] + parts[i + 1][0], M)]
    return parts[0][1]


# %% wrong, 0.0: half and half, one call after the other
def chain_product(matrices, multiply_all, p):
    if len(matrices) == 1:
        return matrices[0]
    n = len(matrices) // 2
    right, left = chain_product(matrices[:n], multiply_all, p), chain_product(matrices[n:], multiply_all, p)
    return multiply_all([(left, right)])[0]


# %% wrong, 0.5: only a power of two of the workers
def chain_product(matrices, multiply_all, p):
    left = list(matrices)
    while len(left) > 1:
        n = min(2 ** int(math.log2(p)), len(left) // 2)
        if 2 * p >= len(left):
            n = len(left) // 2
        left[: 2 * n] = multiply_all([(left[2 * i + 1], left[2 * i]) for i in range(n)])
    return left[0]
