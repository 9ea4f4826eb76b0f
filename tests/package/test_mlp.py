"""The MLP is the lecture's definition, starts as its init says, and works on every device, dtype and transform."""

import copy
import math
import pickle

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn
from torch.func import functional_call, stack_module_state, vmap

from course_utils import MLP
from course_utils.mlp import ACTIVATIONS, INITS

pytestmark = pytest.mark.package

DEVICES = ["cpu"] + ["cuda"] * torch.cuda.is_available() + ["mps"] * torch.backends.mps.is_available()


def seeded(seed=0, device="cpu"):
    return torch.Generator(device).manual_seed(seed)


def by_the_definition(model, x, sigma=lambda u: np.maximum(u, 0)):
    """g^(0), ..., g^(2L-1) for one input, in numpy."""
    outputs = [x]
    for l, layer in enumerate(model.layers, start=1):
        W, b = layer.weight.detach().numpy(), layer.bias.detach().numpy()
        outputs.append(W @ outputs[-1] + b)
        if l < model.depth:
            outputs.append(sigma(outputs[-1]))
    return outputs


@settings(max_examples=40, deadline=None)
@given(dims=st.lists(st.integers(1, 6), min_size=2, max_size=6), seed=st.integers(0, 10**6))
def test_the_maps_are_those_of_the_definition(dims, seed):
    model = MLP(dims, generator=seeded(seed), dtype=torch.float64, init="default")
    X = torch.randn(3, dims[0], generator=seeded(seed + 1), dtype=torch.float64)
    got = model.intermediate(X)
    assert len(got) == 2 * model.depth == 2 * (len(dims) - 1)
    for i, x in enumerate(X):
        for ours, expected in zip(got, by_the_definition(model, x.numpy()), strict=True):
            np.testing.assert_allclose(ours[i].detach(), expected, atol=1e-13)
    assert torch.equal(model(X), got[-1])


def test_depth_one_is_affine_and_the_last_map_has_no_activation():
    model = MLP([3, 2], generator=seeded())
    x, y = torch.randn(2, 5, 3, generator=seeded(1))
    torch.testing.assert_close(model((x + y) / 2), (model(x) + model(y)) / 2)
    assert (MLP([3, 8, 50], generator=seeded())(x) < 0).any()


@pytest.mark.parametrize("init", INITS)
def test_one_input_and_a_batch_agree(init):
    model = MLP([3, 7, 2], init=init, generator=seeded())
    X = torch.randn(4, 3, generator=seeded(1))
    torch.testing.assert_close(model(X), torch.stack([model(x) for x in X]))
    assert model(X[0]).shape == (2,) and [len(g) for g in model.intermediate(X[0])] == [3, 7, 7, 2]
    assert torch.equal(model(X), model.intermediate(X)[-1])


def test_parameter_count():
    assert sum(p.numel() for p in MLP([3, 5, 4, 2]).parameters()) == 3 * 5 + 5 + 5 * 4 + 4 + 4 * 2 + 2
    assert sum(p.numel() for p in MLP([3, 5, 4, 2], bias=False).parameters()) == 3 * 5 + 5 * 4 + 4 * 2


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_activation_acts_on_each_coordinate(name):
    u = torch.linspace(-3, 3, 12, dtype=torch.float64)
    *_, before, after, _ = MLP([1, 12, 1], name, dtype=torch.float64, generator=seeded()).intermediate(torch.ones(1).double())
    torch.testing.assert_close(after, ACTIVATIONS[name](before))
    one_by_one = torch.stack([ACTIVATIONS[name](v) for v in u])
    torch.testing.assert_close(ACTIVATIONS[name](u), one_by_one)


def test_an_activation_may_be_a_function():
    model = MLP([2, 3, 1], activation=lambda u: u**2, generator=seeded())
    x = torch.ones(2)
    assert torch.equal(model.intermediate(x)[2], model.intermediate(x)[1] ** 2)


@pytest.mark.parametrize("dims", [[], [3], [3, 0], [3, -1, 2], (0, 1)])
def test_bad_dims(dims):
    with pytest.raises(ValueError, match="at least two entries.*at least 1"):
        MLP(dims)


@pytest.mark.parametrize("dims", [[3, 2.0], 5, [3, "4"], None])
def test_dims_that_are_no_integers(dims):
    with pytest.raises(TypeError, match="sequence of integers"):
        MLP(dims)


def test_a_seed_is_no_generator():
    with pytest.raises(TypeError, match="manual_seed"):
        MLP([3, 1], generator=0)


def test_numpy_integers_are_dims():
    assert MLP(np.array([3, 4, 1])).dims == (3, 4, 1)


def test_unknown_names_are_answered_by_the_allowed_ones():
    with pytest.raises(ValueError, match="'rele'.*relu.*tanh.*identity"):
        MLP([1, 1], activation="rele")
    with pytest.raises(ValueError, match="'hee'.*he, glorot, orthogonal, default, ntk, mean_field"):
        MLP([1, 1], init="hee")
    with pytest.raises(TypeError, match="a name or a function"):
        MLP([1, 1], activation=3)


@pytest.mark.parametrize("shape", [(5, 4), (4,), (), (3, 5)])
def test_a_wrong_input_width_names_both_shapes(shape):
    model = MLP([3, 2])
    for call in (model, model.intermediate):
        with pytest.raises(ValueError) as error:
            call(torch.zeros(shape))
        assert "(n, 3)" in str(error.value) and str(tuple(shape)) in str(error.value)


# The sample variance of N Gaussians has the standard error sigma^2 sqrt(2/N); here N = 120,000, and five of them are
# 2 %. The nearest wrong constant (d_out for d_in, or a factor 2) is off by at least 20 %.
WIDE = [400, 300, 200]


@pytest.mark.parametrize(
    ("init", "variance"),
    [
        ("he", lambda d_in, d_out: 2 / d_in),
        ("glorot", lambda d_in, d_out: 2 / (d_in + d_out)),
        ("orthogonal", lambda d_in, d_out: 1 / max(d_in, d_out)),
        ("default", lambda d_in, d_out: 1 / (3 * d_in)),
        ("ntk", lambda d_in, d_out: 1.0),
        ("mean_field", lambda d_in, d_out: 1.0),
    ],
)
def test_weights_have_the_stated_variance(init, variance):
    for layer in MLP(WIDE, init=init, generator=seeded()).layers:
        expected = variance(layer.in_features, layer.out_features)
        assert layer.weight.var().item() == pytest.approx(expected, rel=0.022)
        assert abs(layer.weight.mean().item()) < 5 * math.sqrt(expected / layer.weight.numel())


def test_biases_start_as_stated():
    for init in ("he", "glorot", "orthogonal"):
        assert all((layer.bias == 0).all() for layer in MLP([4, 5, 3], init=init, generator=seeded()).layers)
    for init in ("ntk", "mean_field"):
        bias = MLP([4, 20_000, 3], init=init, generator=seeded()).layers[0].bias
        assert bias.var().item() == pytest.approx(1, rel=0.05)


def test_default_is_the_law_of_torch_linear():
    layer = MLP([100, 5000], init="default", generator=seeded()).layers[0]
    for ours, theirs in zip(layer.parameters(), nn.Linear(100, 5000).parameters(), strict=True):
        assert ours.abs().max() <= 0.1 and theirs.abs().max() <= 0.1
        assert ours.abs().max().item() == pytest.approx(0.1, rel=0.01)
        assert ours.var().item() == pytest.approx(theirs.var().item(), rel=0.08)


@pytest.mark.parametrize("dims", [[30, 50], [50, 30], [20, 20]])
def test_orthogonal_rows_or_columns(dims):
    W = MLP(dims, init="orthogonal", generator=seeded(), dtype=torch.float64).layers[0].weight.detach()
    gram = W.T @ W if dims[1] >= dims[0] else W @ W.T
    torch.testing.assert_close(gram, torch.eye(min(dims)).double(), atol=1e-13, rtol=0)


def test_orthogonal_is_uniform():
    # Without the signs of R, LAPACK's Q has a diagonal of one sign only; for the uniform law its mean is 0.
    corner = [MLP([2, 2], init="orthogonal", generator=seeded(s)).layers[0].weight[0, 0].item() for s in range(400)]
    assert abs(np.mean(corner)) < 4 * math.sqrt(1 / 2 / 400)


def test_he_keeps_the_second_moment_and_ntk_halves_it():
    X = torch.randn(50, 100, generator=seeded(1))
    for init, factor in (("he", 1.0), ("ntk", 0.5)):
        ratios = []
        for seed in range(30):
            model = MLP([100, 500, 500, 500, 1], init=init, bias=False, generator=seeded(seed))
            g = model.intermediate(X)
            ratios.append([(g[k + 2].square().mean() / g[k].square().mean()).item() for k in (1, 3)])
        # Preactivations to preactivations, two layers; the spread over 30 seeds is about 1.5 %.
        np.testing.assert_allclose(np.mean(ratios, axis=0), factor, rtol=0.05)


def test_ntk_maps_are_as_documented():
    model = MLP([5, 7, 3], init="ntk", generator=seeded(), dtype=torch.float64)
    x = torch.randn(5, generator=seeded(1), dtype=torch.float64)
    first, last = model.layers
    hidden = torch.relu(first.weight @ x / math.sqrt(5) + first.bias)
    torch.testing.assert_close(model(x), last.weight @ hidden / math.sqrt(7) + last.bias)


def test_mean_field_is_ntk_divided_by_the_root_of_the_width():
    ntk, mean_field = (MLP([5, 49, 3], init=i, generator=seeded(), dtype=torch.float64) for i in ("ntk", "mean_field"))
    X = torch.randn(4, 5, generator=seeded(1), dtype=torch.float64)
    torch.testing.assert_close(mean_field(X), ntk(X) / 7)
    last = mean_field.layers[-1]
    hidden = mean_field.intermediate(X)[-2]
    torch.testing.assert_close(mean_field(X), hidden @ last.weight.T / 49 + last.bias / 7)


def test_gradient_descent_in_ntk_moves_the_function_as_the_kernel_says():
    """One small step changes f(x) by -eta k(x, x) times the loss' derivative, with k the squared norm of the gradient."""
    change = {}
    for width in (256, 4096):
        model = MLP([3, width, 1], "tanh", init="ntk", generator=seeded(), dtype=torch.float64)
        x = torch.ones(3).double()
        before = model(x)
        gradients = torch.autograd.grad(before.sum(), list(model.parameters()))
        with torch.no_grad():
            for p, g in zip(model.parameters(), gradients, strict=True):
                p -= 1e-6 * g
        change[width] = (model(x) - before).item() / -1e-6
        assert change[width] == pytest.approx(sum(g.square().sum().item() for g in gradients), rel=1e-4)
    assert change[256] == pytest.approx(change[4096], rel=0.3)  # a width-free limit; without the scales it grows by 16


def test_mean_field_with_step_m_eta_does_not_depend_on_the_width():
    moved = []
    for m in (200, 800, 3200):
        model = MLP([2, m, 1], "tanh", init="mean_field", generator=seeded(), dtype=torch.float64)
        start = copy.deepcopy(model)
        X = torch.randn(20, 2, generator=seeded(1), dtype=torch.float64)
        for _ in range(5):
            loss = (model(X) - 1).square().mean()
            gradients = torch.autograd.grad(loss, list(model.parameters()))
            with torch.no_grad():
                for p, g in zip(model.parameters(), gradients, strict=True):
                    p -= 0.05 * m * g
        particle = (model.layers[1].weight - start.layers[1].weight).abs().mean().item()
        moved.append([particle, (model(X) - start(X)).mean().item()])
    np.testing.assert_allclose(moved, np.broadcast_to(moved[-1], (3, 2)), rtol=0.25)
    assert min(moved[-1]) > 0.05


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("init", INITS)
def test_one_seed_gives_one_network_in_every_dtype_on_every_device(init, device):
    reference = MLP([4, 6, 2], init=init, generator=seeded(3))
    dtypes = (torch.float32,) if device == "mps" else (torch.float32, torch.float64)
    for dtype in dtypes:
        model = MLP([4, 6, 2], init=init, generator=seeded(3), dtype=dtype, device=device)
        for (name, a), b in zip(model.state_dict().items(), reference.state_dict().values(), strict=True):
            assert a.dtype == dtype and a.device.type == device, name
            torch.testing.assert_close(a.cpu().float(), b)
        assert model(torch.ones(3, 4, dtype=dtype, device=device)).device.type == device


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
@pytest.mark.parametrize("init", INITS)
def test_a_generator_on_the_gpu(init):
    for device in ("cpu", "cuda"):
        a, b = (MLP([4, 6, 2], init=init, generator=seeded(3, "cuda"), device=device) for _ in range(2))
        assert all(torch.equal(p, q) for p, q in zip(a.parameters(), b.parameters(), strict=True))


def test_a_generator_leaves_the_global_one_alone():
    state = torch.get_rng_state()
    for init in INITS:
        MLP([3, 4, 2], init=init, generator=seeded())
    assert torch.equal(torch.get_rng_state(), state)


@pytest.mark.parametrize("init", INITS)
def test_moving_dtype_takes_the_scales_along(init):
    model = MLP([3, 4, 2], init=init, generator=seeded()).double()
    assert model(torch.ones(1, 3).double()).dtype == torch.float64


@pytest.mark.parametrize("init", INITS)
def test_copies_pickles_and_state_dicts(init):
    model = MLP([3, 4, 2], init=init, generator=seeded())
    x = torch.ones(1, 3)
    other = MLP([3, 4, 2], init=init, generator=seeded(1))
    other.load_state_dict(model.state_dict())
    for twin in (copy.deepcopy(model), pickle.loads(pickle.dumps(model)), other):
        assert torch.equal(twin(x), model(x))


@pytest.mark.parametrize("init", INITS)
def test_stacked_networks_under_vmap(init):
    models = [MLP([3, 8, 2], init=init, generator=seeded(s)) for s in range(4)]
    parameters, buffers = stack_module_state(models)
    x = torch.randn(5, 3, generator=seeded(9))
    got = vmap(lambda p, b: functional_call(models[0], (p, b), (x,)))(parameters, buffers)
    torch.testing.assert_close(got, torch.stack([m(x) for m in models]))


@pytest.mark.parametrize("init", INITS)
def test_narrow_networks_padded_with_zeros_keep_their_function(init):
    """Weights and biases padded to a greater width, with the narrow network's own scales, give the narrow function."""
    narrow, wide = MLP([3, 5, 2], init=init, generator=seeded()), MLP([3, 8, 2], init=init, generator=seeded(1))
    state = {}
    for name, target in wide.state_dict().items():
        state[name] = torch.zeros_like(target)
        source = narrow.state_dict()[name]
        state[name][tuple(slice(s) for s in source.shape)] = source
    x = torch.randn(5, 3, generator=seeded(9))
    torch.testing.assert_close(functional_call(wide, state, (x,)), narrow(x))


def test_hooks_on_layers_run():
    model, seen = MLP([3, 4, 2], generator=seeded()), []
    for layer in model.layers:
        layer.register_forward_hook(lambda module, args, output: seen.append(tuple(output.shape)))
    model(torch.ones(6, 3))
    assert seen == [(6, 4), (6, 2)]


def test_gradients_by_finite_differences():
    model = MLP([3, 4, 2], "tanh", generator=seeded(), dtype=torch.float64)
    x = torch.randn(2, 3, generator=seeded(1), dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(model, (x,))
