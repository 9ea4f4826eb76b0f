# %% right: closed form
def hoeffding_sample_size(t, delta, B=1.0):
    return math.ceil(B**2 * math.log(2 / delta) / (2 * t**2))


# %% right: search for the smallest n
def hoeffding_sample_size(t, delta, B=1.0):
    high = 1
    while 2 * math.exp(-2 * high * t**2 / B**2) > delta:
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        if 2 * math.exp(-2 * middle * t**2 / B**2) > delta:
            low = middle
        else:
            high = middle
    return high


# %% right: numpy, a float comes out
def hoeffding_sample_size(t, delta, B=1.0):
    return np.ceil(-0.5 * np.log(delta / 2) * np.square(B / t))


# %% wrong, 0.0: rounded down
def hoeffding_sample_size(t, delta, B=1.0):
    return int(B**2 * math.log(2 / delta) / (2 * t**2))


# %% wrong, 0.0: rounded to the nearest integer
def hoeffding_sample_size(t, delta, B=1.0):
    return round(B**2 * math.log(2 / delta) / (2 * t**2))


# %% wrong, 0.0: the one-sided bound
def hoeffding_sample_size(t, delta, B=1.0):
    return math.ceil(B**2 * math.log(1 / delta) / (2 * t**2))


# %% wrong, 0.5: B is forgotten
def hoeffding_sample_size(t, delta, B=1.0):
    return math.ceil(math.log(2 / delta) / (2 * t**2))


# %% wrong, 0.5: missing square on B
def hoeffding_sample_size(t, delta, B=1.0):
    return math.ceil(B * math.log(2 / delta) / (2 * t**2))


# %% wrong, 0.0: missing square on t
def hoeffding_sample_size(t, delta, B=1.0):
    return math.ceil(B**2 * math.log(2 / delta) / (2 * t))


# %% wrong, 0.0: the loose constant, a factor 4 too many samples
def hoeffding_sample_size(t, delta, B=1.0):
    return math.ceil(2 * B**2 * math.log(2 / delta) / t**2)


# %% wrong, 0.0: logarithm to base 10
def hoeffding_sample_size(t, delta, B=1.0):
    return math.ceil(B**2 * math.log10(2 / delta) / (2 * t**2))


# %% wrong, 0.5: rounded up before multiplying by B^2
def hoeffding_sample_size(t, delta, B=1.0):
    return B**2 * math.ceil(math.log(2 / delta) / (2 * t**2))


# %% wrong, 0.0: one more than needed
def hoeffding_sample_size(t, delta, B=1.0):
    return math.floor(B**2 * math.log(2 / delta) / (2 * t**2)) + 2
