# %% right: the best step put into the bound by hand, and steps of one
def sampling_plan(rho, d, Delta, bias, eps, P):
    m = math.sqrt(2) * math.exp(math.lgamma((d + 1) / 2) - math.lgamma(d / 2))
    gamma = bias / (rho * m)
    beta = math.sqrt(2 / math.pi) * rho / gamma

    def bound(T, K):
        if 2 * Delta * K * beta < T * rho**2:
            return 2 * rho * math.sqrt(2 * Delta * beta / (T * K))
        return 2 * Delta * beta / T + rho**2 / K

    T = 1
    while bound(T, P) > eps**2:
        T += 1
    K = 1
    while bound(T, K) > eps**2:
        K += 1
    return gamma, T, K


# %% right: the mean norm by the product formula, T from inverted formulas
def sampling_plan(rho, d, Delta, bias, eps, P):
    if d < 1000:
        m = math.sqrt(2 / math.pi) if d % 2 else math.sqrt(math.pi / 2)
        for k in range(1 if d % 2 else 2, d, 2):
            m *= (k + 1) / k
    else:
        m = math.sqrt(d - 0.5)
    gamma = bias / (rho * m)
    beta = math.sqrt(2 / math.pi) * rho**2 * m / bias

    def rounds(K):
        slow = math.ceil(8 * Delta * beta * rho**2 / (K * eps**4))
        if 2 * Delta * K * beta <= slow * rho**2:
            return max(slow, 1)
        T = 2 * Delta * beta / (eps**2 - rho**2 / K)
        return max(math.ceil(T), 1)

    T = rounds(P)
    return gamma, T, min(K for K in range(1, P + 1) if rounds(K) <= T)


# %% wrong, 0.5: sqrt(d) for the mean norm
def sampling_plan(rho, d, Delta, bias, eps, P):
    gamma = bias / (rho * (math.sqrt(d - 0.5) if d > 1000 else math.sqrt(d)))
    m = math.sqrt(2) * math.exp(math.lgamma((d + 1) / 2) - math.lgamma(d / 2))
    beta = math.sqrt(2 / math.pi) * rho**2 * m / bias

    def bound(T, K):
        eta = min(1 / beta, math.sqrt(2 * Delta * K / (T * beta)) / rho)
        return 2 * Delta / (eta * T) + beta * eta * rho**2 / K

    T = next(T for T in range(1, 10**6) if bound(T, P) <= eps**2)
    return gamma, T, next(K for K in range(1, P + 1) if bound(T, K) <= eps**2)


# %% wrong, 0.0: sqrt(d) for the mean norm, everywhere
def sampling_plan(rho, d, Delta, bias, eps, P):
    gamma = bias / (rho * math.sqrt(d))
    beta = math.sqrt(2 / math.pi) * rho / gamma

    def bound(T, K):
        eta = min(1 / beta, math.sqrt(2 * Delta * K / (T * beta)) / rho)
        return 2 * Delta / (eta * T) + beta * eta * rho**2 / K

    T = next(T for T in range(1, 10**6) if bound(T, P) <= eps**2)
    return gamma, T, next(K for K in range(1, P + 1) if bound(T, K) <= eps**2)


# %% wrong, 0.5: Gamma itself, which overflows
def sampling_plan(rho, d, Delta, bias, eps, P):
    gamma = bias / (rho * math.sqrt(2) * math.gamma((d + 1) / 2) / math.gamma(d / 2))
    beta = math.sqrt(2 / math.pi) * rho / gamma

    def bound(T, K):
        eta = min(1 / beta, math.sqrt(2 * Delta * K / (T * beta)) / rho)
        return 2 * Delta / (eta * T) + beta * eta * rho**2 / K

    T = next(T for T in range(1, 10**6) if bound(T, P) <= eps**2)
    return gamma, T, next(K for K in range(1, P + 1) if bound(T, K) <= eps**2)


# %% wrong, 0.5: the simplified bound of the lecture
def sampling_plan(rho, d, Delta, bias, eps, P):
    m = math.sqrt(2) * math.exp(math.lgamma((d + 1) / 2) - math.lgamma(d / 2))
    gamma = bias / (rho * m)
    beta = math.sqrt(2 / math.pi) * rho / gamma

    def bound(T, K):
        return 2 * beta * Delta / T + 2 * rho * math.sqrt(2 * beta * Delta / (K * T))

    T = next(T for T in range(1, 10**6) if bound(T, P) <= eps**2)
    return gamma, T, next(K for K in range(1, P + 1) if bound(T, K) <= eps**2)


# %% wrong, 0.5: the step is not kept below 1/beta
def sampling_plan(rho, d, Delta, bias, eps, P):
    m = math.sqrt(2) * math.exp(math.lgamma((d + 1) / 2) - math.lgamma(d / 2))
    gamma = bias / (rho * m)
    beta = math.sqrt(2 / math.pi) * rho / gamma
    T = max(1, math.ceil(8 * Delta * beta * rho**2 / (P * eps**4)))
    return gamma, T, max(1, math.ceil(8 * Delta * beta * rho**2 / (T * eps**4)))


# %% wrong, 0.5: all processors are occupied
def sampling_plan(rho, d, Delta, bias, eps, P):
    m = math.sqrt(2) * math.exp(math.lgamma((d + 1) / 2) - math.lgamma(d / 2))
    gamma = bias / (rho * m)
    beta = math.sqrt(2 / math.pi) * rho / gamma

    def bound(T, K):
        eta = min(1 / beta, math.sqrt(2 * Delta * K / (T * beta)) / rho)
        return 2 * Delta / (eta * T) + beta * eta * rho**2 / K

    return gamma, next(T for T in range(1, 10**6) if bound(T, P) <= eps**2), P


# %% wrong, 0.5: always the step 1/beta
def sampling_plan(rho, d, Delta, bias, eps, P):
    m = math.sqrt(2) * math.exp(math.lgamma((d + 1) / 2) - math.lgamma(d / 2))
    gamma = bias / (rho * m)
    beta = math.sqrt(2 / math.pi) * rho / gamma

    def bound(T, K):
        return 2 * Delta * beta / T + rho**2 / K

    T = next((T for T in range(1, 10**4) if bound(T, P) <= eps**2), -1)
    return gamma, T, next((K for K in range(1, P + 1) if bound(T, K) <= eps**2), -1)


# %% wrong, 0.5: eps instead of its square
def sampling_plan(rho, d, Delta, bias, eps, P):
    m = math.sqrt(2) * math.exp(math.lgamma((d + 1) / 2) - math.lgamma(d / 2))
    gamma = bias / (rho * m)
    beta = math.sqrt(2 / math.pi) * rho / gamma

    def bound(T, K):
        eta = min(1 / beta, math.sqrt(2 * Delta * K / (T * beta)) / rho)
        return 2 * Delta / (eta * T) + beta * eta * rho**2 / K

    T = next(T for T in range(1, 10**6) if bound(T, P) <= eps)
    return gamma, T, next(K for K in range(1, P + 1) if bound(T, K) <= eps)
