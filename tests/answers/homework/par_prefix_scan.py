# %% right: two sweeps in place
def prefix_scan(items, combine_all):
    x, K, step = list(items), len(items), 1
    while 2 * step <= K:
        places = list(range(2 * step - 1, K, 2 * step))
        for i, value in zip(places, combine_all([(x[i - step], x[i]) for i in places])):
            x[i] = value
        step *= 2
    while step >= 1:
        places = list(range(3 * step - 1, K, 2 * step))
        if places:
            for i, value in zip(places, combine_all([(x[i - step], x[i]) for i in places])):
                x[i] = value
        step //= 2
    return x


# %% right: recursion with explicit indices
def prefix_scan(items, combine_all):
    K = len(items)
    if K < 2:
        return [items[0]]
    pairs = combine_all([(items[2 * j], items[2 * j + 1]) for j in range(K // 2)])
    even = prefix_scan(list(pairs), combine_all)
    odd = combine_all([(even[j - 1], items[2 * j]) for j in range(1, (K + 1) // 2)]) if K > 2 else []
    result = [items[0]]
    for j in range(K // 2):
        result.append(even[j])
        if j < len(odd):
            result.append(odd[j])
    return result


# %% right: calls with no pairs
def prefix_scan(items, combine_all):
    items = list(items)
    if len(items) <= 1:
        return tuple(items)
    half = prefix_scan(combine_all(list(zip(items[::2], items[1::2]))), combine_all)
    rest = combine_all([(h, x) for h, x in zip(half, items[2::2])])
    out = [None] * len(items)
    out[0], out[1::2], out[2::2] = items[0], half, rest
    return tuple(out)


# %% wrong, 0.0: one after the other
def prefix_scan(items, combine_all):
    result = list(items[:1])
    for x in items[1:]:
        result += combine_all([(result[-1], x)])
    return result


# %% wrong, 0.5: doubling
def prefix_scan(items, combine_all):
    x, span = list(items), 1
    while span < len(x):
        x[span:] = combine_all(list(zip(x[:-span], x[span:])))
        span *= 2
    return x


# %% wrong, 0.0: halves one after the other, then the second half all at once
def prefix_scan(items, combine_all):
    if len(items) == 1:
        return list(items)
    n = len(items) // 2
    left, right = prefix_scan(items[:n], combine_all), prefix_scan(items[n:], combine_all)
    return left + combine_all([(left[-1], x) for x in right])


# %% wrong, 0.5: adds the factors in the wrong order
def prefix_scan(items, combine_all):
    if len(items) == 1:
        return list(items)
    out = list(items)
    out[1::2] = prefix_scan(combine_all([(b, a) for a, b in zip(items[::2], items[1::2])]), combine_all)
    if len(items) > 2:
        out[2::2] = combine_all([(x, h) for h, x in zip(out[1::2], items[2::2])])
    return out


# %% wrong, 0.0: right for powers of two only
def prefix_scan(items, combine_all):
    if len(items) == 1:
        return list(items)
    out = list(items)
    half = prefix_scan(combine_all([(items[2 * j], items[2 * j + 1]) for j in range(len(items) // 2)]), combine_all)
    rest = combine_all([(half[j], items[2 * j + 2]) for j in range(len(items) // 2 - 1)])
    for j in range(len(items) // 2):
        out[2 * j + 1] = half[j]
        if j + 1 < len(items) // 2:
            out[2 * j + 2] = rest[j]
    return out


# %% wrong, 0.0: an exclusive scan
def prefix_scan(items, combine_all):
    result = [0 * items[0] if not isinstance(items[0], tuple) else items[0]]
    for x in items[:-1]:
        result += combine_all([(result[-1], x)])
    return result


# %% wrong, 0.0: only the last prefix
def prefix_scan(items, combine_all):
    left = list(items)
    while len(left) > 1:
        n = len(left) // 2
        left[: 2 * n] = combine_all([(left[2 * i], left[2 * i + 1]) for i in range(n)])
    return left


# %% wrong, 0.0: the odd places start from the wrong prefix
def prefix_scan(items, combine_all):
    if len(items) == 1:
        return list(items)
    out = list(items)
    out[1::2] = prefix_scan(combine_all(list(zip(items[::2], items[1::2]))), combine_all)
    if len(items) > 2:
        out[2::2] = combine_all(list(zip(items[1::2], items[2::2])))
    return out


# %% wrong, 0.0: nothing for a single item
def prefix_scan(items, combine_all):
    if len(items) == 1:
        return []
    out = list(items)
    out[1::2] = prefix_scan(combine_all(list(zip(items[::2], items[1::2]))), combine_all) or items[:1]
    if len(items) > 2:
        out[2::2] = combine_all(list(zip(out[1::2], items[2::2])))
    return out


# %% right: the levels of a tree, up and down
def prefix_scan(items, combine_all):
    levels = [list(items)]
    while len(levels[-1]) > 1:
        row = levels[-1]
        levels.append(combine_all([(row[i], row[i + 1]) for i in range(0, len(row) - 1, 2)]))
    prefixes = levels.pop()
    while levels:
        row, above = levels.pop(), prefixes
        rest = combine_all([(above[i // 2 - 1], row[i]) for i in range(2, len(row), 2)])
        prefixes = [row[0] if i == 0 else above[i // 2] if i % 2 else rest[i // 2 - 1] for i in range(len(row))]
    return prefixes


# %% wrong, 0.5: filled up to a power of two
def prefix_scan(items, combine_all):
    def scan(row):
        if len(row) == 1:
            return list(row)
        out = list(row)
        out[1::2] = scan(combine_all(list(zip(row[::2], row[1::2]))))
        if len(row) > 2:
            out[2::2] = combine_all(list(zip(out[1::2], row[2::2])))
        return out

    K = len(items)
    return scan(list(items) + [items[-1]] * (2 ** math.ceil(math.log2(K)) - K))[:K]


# %% wrong, 0.5: blocks of 1, 2, 4, ... and the last prefix of the left one for all of the right
def prefix_scan(items, combine_all):
    x, span = list(items), 1
    while span < len(x):
        places = [i for i in range(len(x)) if i // span % 2]
        for i, value in zip(places, combine_all([(x[i // span * span - 1], x[i]) for i in places])):
            x[i] = value
        span *= 2
    return x
