# %% right: law of cosines
def certified_radius():
    A, B, m, t = numbers["A"], numbers["B"], numbers["margin"], math.radians(numbers["theta"])
    return m / max(A, B, math.sqrt(A * A + B * B - 2 * A * B * math.cos(t)))


# %% right: complex numbers
def certified_radius():
    A, B, m, t = numbers["A"], numbers["B"], numbers["margin"], math.radians(numbers["theta"])
    w = B * complex(math.cos(t), math.sin(t))
    return m / max(abs(g) for g in (A, w, A - w))


# %% wrong, 0.0: AutoLip
def certified_radius():
    A, B, m, t = numbers["A"], numbers["B"], numbers["margin"], math.radians(numbers["theta"])
    return m / math.sqrt((A**2 + B**2) * (1 + abs(math.cos(t))))


# %% wrong, 0.0: sum of the slopes
def certified_radius():
    A, B, m, t = numbers["A"], numbers["B"], numbers["margin"], math.radians(numbers["theta"])
    return m / (A + B)


# %% wrong, 0.0: degrees taken for radians
def certified_radius():
    A, B, m, t = numbers["A"], numbers["B"], numbers["margin"], math.radians(numbers["theta"])
    return m / max(A, B, math.sqrt(A**2 + B**2 - 2 * A * B * math.cos(numbers["theta"])))


# %% wrong, 0.0: lost sign
def certified_radius():
    A, B, m, t = numbers["A"], numbers["B"], numbers["margin"], math.radians(numbers["theta"])
    return m / max(A, B, math.sqrt(A**2 + B**2 + 2 * A * B * math.cos(t)))


# %% wrong, 0.0: missing root
def certified_radius():
    A, B, m, t = numbers["A"], numbers["B"], numbers["margin"], math.radians(numbers["theta"])
    return m / max(A, B, A**2 + B**2 - 2 * A * B * math.cos(t))


# %% wrong, 0.0: the larger neuron alone
def certified_radius():
    A, B, m, t = numbers["A"], numbers["B"], numbers["margin"], math.radians(numbers["theta"])
    return m / max(A, B)


# %% wrong, 0.0: the factor √2 of many classes
def certified_radius():
    A, B, m, t = numbers["A"], numbers["B"], numbers["margin"], math.radians(numbers["theta"])
    return m / math.sqrt(2) / max(A, B, math.sqrt(A**2 + B**2 - 2 * A * B * math.cos(t)))
