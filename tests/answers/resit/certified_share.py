# %% right: numpy
def certified_share(votes, N, alpha, b, radius):
    votes = np.array(votes)
    rest = 1 - votes / N + np.sqrt(np.log(len(votes) / alpha) / (2 * N))
    return np.mean(b * np.log(0.5 / rest) >= radius)


# %% right: least number of votes
def certified_share(votes, N, alpha, b, radius):
    m = len(votes)
    tau = math.sqrt(-math.log(alpha / m) / (2 * N))
    least = N * (1 + tau - math.exp(-radius / b) / 2)
    return sum(1 for count in votes if count >= least) / m


# %% right: float32
def certified_share(votes, N, alpha, b, radius):
    rest = 1 - np.float32(votes) / np.float32(N) + np.float32(math.sqrt(math.log(len(votes) / alpha) / (2 * N)))
    return (np.float32(b) * np.log(1 / (2 * rest)) >= radius).mean()


# %% wrong, 0.5: each certificate by itself
def certified_share(votes, N, alpha, b, radius):
    tau = math.sqrt(math.log(1 / alpha) / (2 * N))
    return sum(b * math.log(0.5 / (1 - count / N + tau)) >= radius for count in votes) / len(votes)


# %% wrong, 0.5: a count in place of a share
def certified_share(votes, N, alpha, b, radius):
    tau = math.sqrt(math.log(len(votes) / alpha) / (2 * N))
    return sum(b * math.log(0.5 / (1 - count / N + tau)) >= radius for count in votes)


# %% wrong, 0.5: only the first image
def certified_share(votes, N, alpha, b, radius):
    tau = math.sqrt(math.log(len(votes) / alpha) / (2 * N))
    return float(b * math.log(0.5 / (1 - votes[0] / N + tau)) >= radius)


# %% wrong, 0: both sides of Hoeffding
def certified_share(votes, N, alpha, b, radius):
    tau = math.sqrt(math.log(2 * len(votes) / alpha) / (2 * N))
    return sum(b * math.log(0.5 / (1 - count / N + tau)) >= radius for count in votes) / len(votes)


# %% wrong, 0: share of votes as if exact
def certified_share(votes, N, alpha, b, radius):
    return sum(count < N and b * math.log(0.5 / (1 - count / N)) >= radius for count in votes) / len(votes)


# %% wrong, 0: scale forgotten
def certified_share(votes, N, alpha, b, radius):
    tau = math.sqrt(math.log(len(votes) / alpha) / (2 * N))
    return sum(math.log(0.5 / (1 - count / N + tau)) >= radius for count in votes) / len(votes)


# %% wrong, 0: any certificate
def certified_share(votes, N, alpha, b, radius):
    tau = math.sqrt(math.log(len(votes) / alpha) / (2 * N))
    return sum(count / N - tau > 0.5 for count in votes) / len(votes)


# %% wrong, 0.5: a radius for images without certificate
def certified_share(votes, N, alpha, b, radius):
    m = len(votes)
    tau = math.sqrt(math.log(m / alpha) / (2 * N))
    return sum(b * abs(math.log(0.5 / (1 - count / N + tau))) >= radius for count in votes) / m if m == 1 else (
        sum(b * math.log(0.5 / (1 - count / N + tau)) >= radius for count in votes) / m)


# %% wrong, 0.5: as if the images were independent
def certified_share(votes, N, alpha, b, radius):
    each = 1 - (1 - alpha) ** (1 / len(votes))
    tau = math.sqrt(math.log(1 / each) / (2 * N))
    return sum(b * math.log(0.5 / (1 - count / N + tau)) >= radius for count in votes) / len(votes)


# %% wrong, 0.5: all votes in one mean
def certified_share(votes, N, alpha, b, radius):
    tau = math.sqrt(math.log(1 / alpha) / (2 * N * len(votes)))
    return sum(b * math.log(0.5 / (1 - count / N + tau)) >= radius for count in votes) / len(votes)
