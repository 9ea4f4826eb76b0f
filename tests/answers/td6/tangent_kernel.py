# %% right: one backward pass for each output
def tangent_kernel(f, params, X, Y, rates):
    params = [p.clone().requires_grad_() for p in params]

    def rows(Z):
        values = f(params, Z)
        grads = [[torch.autograd.grad(v, params, retain_graph=True) for v in row] for row in values]
        return [torch.stack([torch.stack([g[s].flatten() for g in row]) for row in grads]) for s in range(len(params))]

    return sum(eta * torch.tensordot(J, K, dims=([2], [2])) for eta, J, K in zip(rates, rows(X), rows(Y)))


# %% right: one vjp and one jvp for each output of Y, no Jacobian
def tangent_kernel(f, params, X, Y, rates):
    at_Y, pull = vjp(lambda p: f(p, Y), params)
    columns = []
    for unit in torch.eye(at_Y.numel()).to(at_Y):
        (direction,) = pull(unit.reshape(at_Y.shape))
        direction = [eta * g for eta, g in zip(rates, direction)]
        columns.append(jvp(lambda p: f(p, X), (params,), (direction,))[1])
    return torch.stack(columns, dim=-1).reshape(*columns[0].shape, *at_Y.shape)


# %% right: every tensor multiplied by the root of its step size, numpy
def tangent_kernel(f, params, X, Y, rates):
    def jacobian(Z):
        parts = torch.func.jacrev(f)(params, Z)
        return np.concatenate([eta**0.5 * J.flatten(2).numpy() for eta, J in zip(rates, parts)], axis=2)

    J, K = jacobian(X), jacobian(Y)
    return np.einsum("iaw,jbw->iajb", J, K)


# %% right: float32, by autograd.functional
def tangent_kernel(f, params, X, Y, rates):
    params = tuple(p.float() for p in params)
    total = 0.0
    J = torch.autograd.functional.jacobian(lambda *p: f(list(p), X.float()), params)
    K = torch.autograd.functional.jacobian(lambda *p: f(list(p), Y.float()), params)
    for eta, A, B in zip(rates, J, K):
        n, k, m = A.shape[0], A.shape[1], B.shape[0]
        total = total + eta * (A.reshape(n * k, -1) @ B.reshape(m * k, -1).T).reshape(n, k, m, k)
    return total


# %% wrong, 1.0: the step sizes are ignored
def tangent_kernel(f, params, X, Y, rates):
    at_X, at_Y = jacrev(f)(params, X), jacrev(f)(params, Y)
    return sum(torch.einsum("iaw,jbw->iajb", J.flatten(2), K.flatten(2)) for J, K in zip(at_X, at_Y))


# %% wrong, 1.0: the step sizes come in squared
def tangent_kernel(f, params, X, Y, rates):
    at_X, at_Y = jacrev(f)(params, X), jacrev(f)(params, Y)
    return sum(
        torch.einsum("iaw,jbw->iajb", e * J.flatten(2), e * K.flatten(2)) for e, J, K in zip(rates, at_X, at_Y)
    )


# %% wrong, 0.0: another order of the indices
def tangent_kernel(f, params, X, Y, rates):
    at_X, at_Y = jacrev(f)(params, X), jacrev(f)(params, Y)
    return sum(e * torch.einsum("iaw,jbw->ijab", J.flatten(2), K.flatten(2)) for e, J, K in zip(rates, at_X, at_Y))


# %% wrong, 1.0: gradients of the sum of the outputs
def tangent_kernel(f, params, X, Y, rates):
    k = f(params, X).shape[1]
    total = lambda p, Z: f(p, Z).sum(dim=1, keepdim=True)
    at_X, at_Y = jacrev(total)(params, X), jacrev(total)(params, Y)
    kernel = sum(e * torch.einsum("iaw,jbw->iajb", J.flatten(2), K.flatten(2)) for e, J, K in zip(rates, at_X, at_Y))
    return kernel.expand(-1, k, -1, k)


# %% wrong, 1.0: only equal outputs
def tangent_kernel(f, params, X, Y, rates):
    at_X, at_Y = jacrev(f)(params, X), jacrev(f)(params, Y)
    kernel = sum(e * torch.einsum("iaw,jbw->iajb", J.flatten(2), K.flatten(2)) for e, J, K in zip(rates, at_X, at_Y))
    same = torch.eye(kernel.shape[1]).double()
    return kernel * same[:, None, :]


# %% wrong, 0.0: only the first tensor
def tangent_kernel(f, params, X, Y, rates):
    J, K = jacrev(f)(params, X)[0], jacrev(f)(params, Y)[0]
    return rates[0] * torch.einsum("iaw,jbw->iajb", J.flatten(2), K.flatten(2))


# %% wrong, 0.0: all gradients at X
def tangent_kernel(f, params, X, Y, rates):
    at_X = jacrev(f)(params, X)
    return sum(e * torch.einsum("iaw,jbw->iajb", J.flatten(2), J.flatten(2)) for e, J in zip(rates, at_X))


# %% wrong, 1.0: the two outputs exchanged
def tangent_kernel(f, params, X, Y, rates):
    at_X, at_Y = jacrev(f)(params, X), jacrev(f)(params, Y)
    return sum(e * torch.einsum("iaw,jbw->ibja", J.flatten(2), K.flatten(2)) for e, J, K in zip(rates, at_X, at_Y))
