# %% right: recursion over the times
def heun_back(x, times, score):
    if len(times) < 2:
        return x
    t, s = float(times[0]), float(times[1])
    v = x + score(x, t)
    ahead = x + (t - s) * v
    return heun_back(x + (t - s) * (v + ahead + score(ahead, s)) / 2, times[1:], score)


# %% right: an index, in place on a copy, float32
def heun_back(x, times, score):
    x = np.array(x, dtype=np.float32)
    for i in range(len(times) - 1):
        h = times[i] - times[i + 1]
        one = (x + score(x, times[i])).astype(np.float32)
        two = x + h * one
        two = two + score(two, times[i + 1])
        x += (h / 2 * (one + two)).astype(np.float32)
    return x


# %% wrong, 0.0: Euler
def heun_back(x, times, score):
    for t, s in zip(times, times[1:]):
        x = x + (t - s) * (x + score(x, t))
    return x


# %% wrong, 0.0: the drift of the SDE
def heun_back(x, times, score):
    for t, s in zip(times, times[1:]):
        one = x + 2 * score(x, t)
        ahead = x + (t - s) * one
        x = x + (t - s) / 2 * (one + ahead + 2 * score(ahead, s))
    return x


# %% wrong, 0.5: steps of equal length
def heun_back(x, times, score):
    h = (times[0] - times[-1]) / max(len(times) - 1, 1)
    for t, s in zip(times, times[1:]):
        one = x + score(x, t)
        ahead = x + h * one
        x = x + h / 2 * (one + ahead + score(ahead, s))
    return x


# %% wrong, 0.0: forwards in time
def heun_back(x, times, score):
    for t, s in zip(times, times[1:]):
        one = x + score(x, t)
        ahead = x + (s - t) * one
        x = x + (s - t) / 2 * (one + ahead + score(ahead, s))
    return x


# %% wrong, 0.0: the second slope at the old time
def heun_back(x, times, score):
    for t, s in zip(times, times[1:]):
        one = x + score(x, t)
        ahead = x + (t - s) * one
        x = x + (t - s) / 2 * (one + ahead + score(ahead, t))
    return x


# %% wrong, 0.0: the midpoint rule
def heun_back(x, times, score):
    for t, s in zip(times, times[1:]):
        half = x + (t - s) / 2 * (x + score(x, t))
        x = x + (t - s) * (half + score(half, (t + s) / 2))
    return x


# %% wrong, 0.0: the first step is left out
def heun_back(x, times, score):
    for t, s in zip(times[1:], times[2:]):
        one = x + score(x, t)
        ahead = x + (t - s) * one
        x = x + (t - s) / 2 * (one + ahead + score(ahead, s))
    return x


# %% wrong, 0.0: the second slope at the old point
def heun_back(x, times, score):
    for t, s in zip(times, times[1:]):
        x = x + (t - s) / 2 * (2 * x + score(x, t) + score(x, s))
    return x
