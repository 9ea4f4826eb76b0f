# %% right: Bayes with likelihoods
def first_word_probability():
    prior, h, k, t = numbers["prior"], numbers["differ"], numbers["agree"], numbers["time"]
    right = (1 + math.exp(-t)) / 2
    one = prior * right**k * (1 - right) ** (h - k)
    two = (1 - prior) * right ** (h - k) * (1 - right) ** k
    return one / (one + two)


# %% right: logistic function of the score
def first_word_probability():
    prior, h, k, t = numbers["prior"], numbers["differ"], numbers["agree"], numbers["time"]
    score = math.log(prior / (1 - prior)) + (2 * k - h) * 2 * math.atanh(math.exp(-t))
    return 1 / (1 + math.exp(-score))


# %% wrong, 0.0: prior forgotten
def first_word_probability():
    prior, h, k, t = numbers["prior"], numbers["differ"], numbers["agree"], numbers["time"]
    return 1 / (1 + ((1 - math.exp(-t)) / (1 + math.exp(-t))) ** (2 * k - h))


# %% wrong, 0.0: the prior alone
def first_word_probability():
    return numbers['prior']


# %% wrong, 0.0: a replaced bit is always wrong
def first_word_probability():
    prior, h, k, t = numbers["prior"], numbers["differ"], numbers["agree"], numbers["time"]
    right = math.exp(-t)
    one = prior * right**k * (1 - right) ** (h - k)
    two = (1 - prior) * right ** (h - k) * (1 - right) ** k
    return one / (one + two)


# %% wrong, 0.0: the other word
def first_word_probability():
    prior, h, k, t = numbers["prior"], numbers["differ"], numbers["agree"], numbers["time"]
    odds = prior / (1 - prior) * ((1 + math.exp(-t)) / (1 - math.exp(-t))) ** (2 * k - h)
    return 1 / (1 + odds)


# %% wrong, 0.0: odds
def first_word_probability():
    prior, h, k, t = numbers["prior"], numbers["differ"], numbers["agree"], numbers["time"]
    return prior / (1 - prior) * ((1 + math.exp(-t)) / (1 - math.exp(-t))) ** (2 * k - h)


# %% wrong, 0.0: places of disagreement forgotten
def first_word_probability():
    prior, h, k, t = numbers["prior"], numbers["differ"], numbers["agree"], numbers["time"]
    odds = prior / (1 - prior) * ((1 + math.exp(-t)) / (1 - math.exp(-t))) ** k
    return odds / (1 + odds)


# %% wrong, 0.0: e^(-2t)
def first_word_probability():
    prior, h, k, t = numbers["prior"], numbers["differ"], numbers["agree"], numbers["time"]
    odds = prior / (1 - prior) * ((1 + math.exp(-2 * t)) / (1 - math.exp(-2 * t))) ** (2 * k - h)
    return odds / (1 + odds)
