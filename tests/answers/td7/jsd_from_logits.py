# %% right: softplus of torch
def jsd_from_logits(real, fake):
    import torch
    from torch.nn.functional import softplus

    real, fake = torch.as_tensor(real), torch.as_tensor(fake)
    return (math.log(4) - softplus(-real).mean() - softplus(fake).mean()) / 2


# %% right: two cases of the sign, with log1p, float32
def jsd_from_logits(real, fake):
    bend = lambda a: np.maximum(a, 0) + np.log1p(np.exp(-np.abs(a)))
    real, fake = real.astype(np.float32), fake.astype(np.float32)
    return np.log(np.float32(2)) - bend(-real).mean() / 2 - bend(fake).mean() / 2


# %% right: a loop
def jsd_from_logits(real, fake):
    log_sigmoid = lambda a: -math.log1p(math.exp(-a)) if a > 0 else a - math.log1p(math.exp(a))
    total = sum(log_sigmoid(a) for a in real) / len(real) + sum(log_sigmoid(-a) for a in fake) / len(fake)
    return (math.log(4) + total) / 2


# %% wrong, 0.5: the logarithm of 0
def jsd_from_logits(real, fake):
    D, E = special.expit(real), special.expit(fake)
    return (math.log(4) + np.log(D).mean() + np.log(1 - E).mean()) / 2


# %% wrong, 0.5: probabilities clipped at 10^-12
def jsd_from_logits(real, fake):
    D, E = (np.clip(special.expit(a), 1e-12, 1 - 1e-12) for a in (real, fake))
    return (math.log(4) + np.log(D).mean() + np.log(1 - E).mean()) / 2


# %% wrong, 0.5: exp overflows
def jsd_from_logits(real, fake):
    return (math.log(4) - np.log(1 + np.exp(-real)).mean() - np.log(1 + np.exp(fake)).mean()) / 2


# %% wrong, 0.0: D in place of 1 - D on the made samples
def jsd_from_logits(real, fake):
    return (math.log(4) - np.logaddexp(0, -real).mean() - np.logaddexp(0, -fake).mean()) / 2


# %% wrong, 0.0: one mean over both samples
def jsd_from_logits(real, fake):
    return (math.log(4) - 2 * np.logaddexp(0, np.concatenate([-real, fake])).mean()) / 2


# %% wrong, 0.0: the half is forgotten
def jsd_from_logits(real, fake):
    return math.log(4) - np.logaddexp(0, -real).mean() - np.logaddexp(0, fake).mean()


# %% wrong, 0.5: the large-logit formula for all logits
def jsd_from_logits(real, fake):
    return math.log(2) - (np.maximum(-real, 0).mean() + np.maximum(fake, 0).mean()) / 2


# %% wrong, 0.0: the logits are taken for probabilities
def jsd_from_logits(real, fake):
    return (math.log(4) + np.log(np.abs(real) + 1e-9).mean() + np.log(np.abs(1 - fake) + 1e-9).mean()) / 2
