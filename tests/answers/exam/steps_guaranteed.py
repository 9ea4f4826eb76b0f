# %% right: step by step
def steps_guaranteed(mu):
    loss, steps = numbers["start"], 0
    while loss > numbers["goal"]:
        loss, steps = loss - numbers["eta"] * (1 - numbers["beta"] * numbers["eta"] / 2) * 2 * mu * loss, steps + 1
    return steps


# %% right: logarithms, as a float
def steps_guaranteed(mu):
    q = 1 - 2 * mu * numbers["eta"] * (1 - numbers["beta"] * numbers["eta"] / 2)
    return float(np.ceil(np.log(numbers["start"] / numbers["goal"]) / -np.log(q)))


# %% wrong, 0.5: rounded down
def steps_guaranteed(mu):
    q = 1 - 2 * mu * numbers["eta"] * (1 - numbers["beta"] * numbers["eta"] / 2)
    return math.log(numbers["start"] / numbers["goal"]) // -math.log(q)


# %% wrong, 0.0: one's own μ, whatever is asked
def steps_guaranteed(mu):
    mu = pl_constant()
    q = 1 - 2 * mu * numbers["eta"] * (1 - numbers["beta"] * numbers["eta"] / 2)
    return math.ceil(math.log(numbers["start"] / numbers["goal"]) / -math.log(q))


# %% wrong, 0.5: not rounded
def steps_guaranteed(mu):
    q = 1 - 2 * mu * numbers["eta"] * (1 - numbers["beta"] * numbers["eta"] / 2)
    return math.log(numbers["start"] / numbers["goal"]) / -math.log(q)


# %% wrong, 0.0: rate of the gradient flow
def steps_guaranteed(mu):
    return math.log(numbers["start"] / numbers["goal"]) / (2 * mu * numbers["eta"])


# %% wrong, 0.0: factor 1 - μη for the step 1/β
def steps_guaranteed(mu):
    return math.log(numbers["start"] / numbers["goal"]) / -math.log(1 - mu * numbers["eta"])


# %% wrong, 0.0: best step instead of one's own
def steps_guaranteed(mu):
    return math.log(numbers["start"] / numbers["goal"]) / -math.log(1 - mu / numbers["beta"])


# %% wrong, 0.0: 2μ missing its 2
def steps_guaranteed(mu):
    q = 1 - mu * numbers["eta"] * (1 - numbers["beta"] * numbers["eta"] / 2)
    return math.ceil(math.log(numbers["start"] / numbers["goal"]) / -math.log(q))


# %% wrong, 0.0: half missing in the descent lemma
def steps_guaranteed(mu):
    q = 1 - 2 * mu * numbers["eta"] * abs(1 - numbers["beta"] * numbers["eta"])
    return math.ceil(math.log(numbers["start"] / numbers["goal"]) / -math.log(q))


# %% wrong, 0.0: start forgotten
def steps_guaranteed(mu):
    q = 1 - 2 * mu * numbers["eta"] * (1 - numbers["beta"] * numbers["eta"] / 2)
    return math.ceil(math.log(1 / numbers["goal"]) / -math.log(q))


# %% wrong, 0.0: sign
def steps_guaranteed(mu):
    q = 1 - 2 * mu * numbers["eta"] * (1 - numbers["beta"] * numbers["eta"] / 2)
    return math.ceil(math.log(numbers["start"] / numbers["goal"]) / math.log(q))
