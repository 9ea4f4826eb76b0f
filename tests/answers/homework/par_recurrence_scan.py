# %% right: two sweeps in place
def recurrence_scan(a, b, compose):
    a, b, K, step = a.copy(), b.copy(), len(a), 1
    while 2 * step <= K:
        right = slice(2 * step - 1, K, 2 * step)
        left = slice(step - 1, K - step, 2 * step)
        a[right], b[right] = compose((a[left], b[left]), (a[right], b[right]))
        step *= 2
    while step >= 1:
        right = slice(3 * step - 1, K, 2 * step)
        left = slice(2 * step - 1, K - step, 2 * step)
        if len(a[right]):
            a[right], b[right] = compose((a[left], b[left]), (a[right], b[right]))
        step //= 2
    return b


# %% right: recursion on both arrays at once
def all_maps(a, b, compose):
    K = len(a)
    if K == 1:
        return a, b
    h = K // 2
    pairs = compose((a[0 : 2 * h : 2], b[0 : 2 * h : 2]), (a[1 : 2 * h : 2], b[1 : 2 * h : 2]))
    ea, eb = all_maps(pairs[0], pairs[1], compose)
    out_a, out_b = np.zeros(a.shape), np.zeros(b.shape)
    out_a[0], out_b[0], out_a[1::2], out_b[1::2] = a[0], b[0], ea, eb
    n = len(a[2::2])
    if n:
        out_a[2::2], out_b[2::2] = compose((ea[:n], eb[:n]), (a[2::2], b[2::2]))
    return out_a, out_b


def recurrence_scan(a, b, compose):
    return all_maps(np.asarray(a, dtype=float), np.asarray(b, dtype=float), compose)[1]


# %% wrong, 0.0: the loop
def recurrence_scan(a, b, compose):
    return recurrence_loop(a, b)


# %% wrong, 0.0: the loop through compose
def recurrence_scan(a, b, compose):
    rows, current = [b[0]], (a[:1], b[:1])
    for k in range(1, len(a)):
        current = compose(current, (a[k : k + 1], b[k : k + 1]))
        rows.append(current[1][0])
    return np.array(rows)


# %% wrong, 0.0: doubling
def recurrence_scan(a, b, compose):
    a, b, span = a.copy(), b.copy(), 1
    while span < len(a):
        a[span:], b[span:] = compose((a[:-span], b[:-span]), (a[span:], b[span:]))
        span *= 2
    return b


# %% wrong, 0.0: the other one first
def recurrence_scan(a, b, compose):
    def scan(a, b):
        if len(a) == 1:
            return a, b
        n = len(a) // 2
        half = scan(*compose((a[1::2], b[1::2]), (a[: 2 * n : 2], b[: 2 * n : 2])))
        full = a.copy(), b.copy()
        full[0][1::2], full[1][1::2] = half
        m = (len(a) - 1) // 2
        if m:
            full[0][2::2], full[1][2::2] = compose((a[2::2], b[2::2]), (half[0][:m], half[1][:m]))
        return full

    return scan(a, b)[1]


# %% wrong, 0.0: cumulative products and division
def recurrence_scan(a, b, compose):
    products = np.cumprod(a, axis=0)
    return products * np.cumsum(b / products, axis=0)


# %% wrong, 0.0: even numbers of rows only
def recurrence_scan(a, b, compose):
    if len(a) == 1:
        return b
    half_a, half_b = compose((a[::2], b[::2]), (a[1::2], b[1::2]))
    out = b.copy()
    out[1::2] = recurrence_scan(half_a, half_b, compose)
    return out


# %% wrong, 0.0: the first parts come out
def recurrence_scan(a, b, compose):
    return np.cumprod(a, axis=0)


# %% right: the levels of a tree, up and down
def recurrence_scan(a, b, compose):
    levels = [(a, b)]
    while len(levels[-1][0]) > 1:
        x, y = levels[-1]
        n = len(x) // 2 * 2
        levels.append(compose((x[0:n:2], y[0:n:2]), (x[1:n:2], y[1:n:2])))
    u, v = levels.pop()
    for x, y in reversed(levels):
        full_x, full_y = x.copy(), y.copy()
        full_x[1::2], full_y[1::2] = u, v
        rest = (len(x) - 1) // 2
        if rest:
            full_x[2::2], full_y[2::2] = compose((u[:rest], v[:rest]), (x[2::2], y[2::2]))
        u, v = full_x, full_y
    return v


# %% wrong, 0.0: blocks of the square root of K
def recurrence_scan(a, b, compose):
    K, (x, y) = len(a), (a.copy(), b.copy())
    n = math.isqrt(K - 1) + 1
    for j in range(1, n):  # all blocks at the same time
        x[j::n], y[j::n] = compose((x[j - 1 :: n][: len(x[j::n])], y[j - 1 :: n][: len(x[j::n])]), (x[j::n], y[j::n]))
    for i in range(n, K, n):
        block = slice(i, i + n)
        rows = len(x[block])
        last = np.repeat(x[i - 1 : i], rows, axis=0), np.repeat(y[i - 1 : i], rows, axis=0)
        x[block], y[block] = compose(last, (x[block], y[block]))
    return y


# %% wrong, 0.0: the states before the step
def recurrence_scan(a, b, compose):
    def scan(a, b):
        if len(a) == 1:
            return a, b
        n = len(a) // 2
        half = scan(*compose((a[: 2 * n : 2], b[: 2 * n : 2]), (a[1::2], b[1::2])))
        full = a.copy(), b.copy()
        full[0][1::2], full[1][1::2] = half
        m = (len(a) - 1) // 2
        if m:
            full[0][2::2], full[1][2::2] = compose((half[0][:m], half[1][:m]), (a[2::2], b[2::2]))
        return full

    return np.concatenate([np.zeros((1, b.shape[1])), scan(a, b)[1][:-1]])
