# %% right: knots (i/n)^4
def sqrt_net(n):
    s = np.linspace(0, 1, n + 1) ** 2
    slopes = 1 / (s[1:] + s[:-1])
    changes = np.concatenate([slopes[:1], slopes[1:] - slopes[:-1]])
    return [(np.ones((n, 1)), -(s[:-1] ** 2)), (changes[None], np.zeros(1))]


# %% right: the smallest equal error by bisection, knots from left to right, moved up by half
def sqrt_net(n):
    def roots(error):
        s = [0.0]
        for _ in range(n):
            # (b - a)^2 = 4 error (a + b)
            a = s[-1]
            s.append(a + 2 * error + math.sqrt(4 * error**2 + 8 * error * a))
        return np.array(s)

    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if roots(middle)[-1] >= 1 else (middle, high)
    s = roots(high)
    slopes = 1 / (s[1:] + s[:-1])
    changes = np.diff(slopes, prepend=0.0)
    return [([[1.0]] * n, (-(s[:-1] ** 2)).tolist()), ([changes.tolist()], [high / 2])]


# %% right: float32 torch tensors
def sqrt_net(n):
    import torch

    s = (torch.arange(n + 1) / n) ** 2
    slopes = 1 / (s[1:] + s[:-1])
    changes = torch.cat([slopes[:1], slopes.diff()])
    return [(torch.ones(n, 1), -s[:-1].square()), (changes[None], torch.zeros(1))]


# %% wrong, 0.5: evenly spaced knots
def sqrt_net(n):
    t = np.arange(n + 1) / n
    changes = np.diff(np.diff(np.sqrt(t)) * n, prepend=0.0)
    return [(np.ones((n, 1)), -t[:-1]), (changes[None], np.zeros(1))]


# %% wrong, 0.5: knots (i/n)^2, evenly spaced values
def sqrt_net(n):
    t = (np.arange(n + 1) / n) ** 2
    changes = np.diff(np.diff(np.sqrt(t)) / np.diff(t), prepend=0.0)
    return [(np.ones((n, 1)), -t[:-1]), (changes[None], np.zeros(1))]


# %% wrong, 0.5: knots (i/n)^3
def sqrt_net(n):
    t = (np.arange(n + 1) / n) ** 3
    changes = np.diff(np.diff(np.sqrt(t)) / np.diff(t), prepend=0.0)
    return [(np.ones((n, 1)), -t[:-1]), (changes[None], np.zeros(1))]


# %% wrong, 0.5: good knots, but the slopes in place of their changes
def sqrt_net(n):
    t = (np.arange(n + 1) / n) ** 4
    slopes = np.diff(np.sqrt(t)) / np.diff(t)
    return [(np.ones((n, 1)), -t[:-1]), (slopes[None], np.zeros(1))]


# %% wrong, 0.5: enough even pieces, and many neurons too many
def sqrt_net(n):
    k = math.ceil(n**4 / 4)
    t = np.arange(k + 1) / k
    changes = np.diff(np.diff(np.sqrt(t)) * k, prepend=0.0)
    return [(np.ones((k, 1)), -t[:-1]), (changes[None], np.zeros(1))]


# %% wrong, 0.5: knots crowd at 1 instead of 0
def sqrt_net(n):
    t = 1 - (np.arange(n, -1, -1) / n) ** 4
    changes = np.diff(np.diff(np.sqrt(t)) / np.diff(t), prepend=0.0)
    return [(np.ones((n, 1)), -t[:-1]), (changes[None], np.zeros(1))]


# %% wrong, 0.0: off by one, n + 1 evenly spaced pieces
def sqrt_net(n):
    t = np.arange(n + 2) / (n + 1)
    changes = np.diff(np.diff(np.sqrt(t)) * (n + 1), prepend=0.0)
    return [(np.ones((n + 1, 1)), -t[:-1]), (changes[None], np.zeros(1))]
