"""``fit_ensemble``: every member ends where ``fit`` alone would have brought it."""

from __future__ import annotations

import os
import signal

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from course_utils import MLP, cross_entropy, squared_error, top1_error
from course_utils.ensemble import Stack, Update, fit_ensemble, near_groups
from course_utils.loop import NonFiniteLossError
from course_utils.training import fit

pytestmark = pytest.mark.package

K = 4


def seeded(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def labelled(seed: int, n: int = 50) -> tuple[torch.Tensor, torch.Tensor]:
    X = torch.randn(n, 4, generator=seeded(seed))
    return X, (X[:, 0] * X[:, 1] > 0).long()


def nets(**options) -> list[MLP]:
    return [MLP([4, 8, 2], generator=seeded(k), **options) for k in range(K)]


def numbers(model: nn.Module) -> torch.Tensor:
    return torch.cat([p.detach().flatten() for p in model.parameters()])


def assert_equal_to_fit(together, alone, data, *, lr, batch_size=None, validation=None, loss=cross_entropy, **keywords):
    """Train ``together`` at once and ``alone`` one by one; parameters and histories agree to 1e-5."""
    members = range(len(alone))
    history = fit_ensemble(
        together, loss, data, lr=lr, batch_size=batch_size, validation=validation,
        generators=[seeded(100 + k) for k in members], **keywords,
    )  # fmt: skip
    for k in members:
        own = fit(
            alone[k], loss, data[k] if isinstance(data, list) else data,
            lr=lr if np.ndim(lr) == 0 else lr[k], batch_size=batch_size, generator=seeded(100 + k),
            validation=validation[k] if isinstance(validation, list) else validation, **keywords,
        )  # fmt: skip
        torch.testing.assert_close(numbers(together[k]), numbers(alone[k]), atol=1e-5, rtol=1e-5)
        assert history.steps.tolist() == own.steps.tolist()
        assert list(history) == list(own)
        for name in own:
            np.testing.assert_allclose(history[name][:, k], own[name], atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize(
    ("name", "lr", "options"),
    [
        ("sgd", 0.1, {"momentum": 0.9, "weight_decay": 1e-2}),
        ("sgd", 0.1, {"momentum": 0.9, "nesterov": True}),
        ("adam", 0.01, {}),
        ("adamw", 0.01, {"weight_decay": 0.1}),
        ("adadelta", 0.5, {}),
        ("adagrad", 0.05, {"lr_decay": 0.1}),
        ("adamax", 0.01, {}),
        ("nadam", 0.01, {}),
        ("radam", 0.01, {}),
        ("rmsprop", 0.01, {"momentum": 0.5}),
    ],
)
@pytest.mark.parametrize("own_rates", [False, True])
def test_every_optimiser_equals_fit(name, lr, options, own_rates):
    rates = [lr, lr / 2, lr / 3, lr / 10] if own_rates else lr
    assert_equal_to_fit(
        nets(), nets(), labelled(0), lr=rates, optimizer=name, epochs=4, batch_size=16, every=5, **options
    )  # fmt: skip


def test_own_data_validation_and_metrics():
    data = [labelled(k) for k in range(K)]
    validation = [labelled(50 + k, n=20) for k in range(K)]
    keywords = dict(lr=0.1, epochs=3, batch_size=16, metrics=[top1_error])
    assert_equal_to_fit(nets(), nets(), data, validation=validation, **keywords)
    assert_equal_to_fit(nets(), nets(), data, validation=validation[0], **keywords)


def test_full_batch():
    assert_equal_to_fit(nets(), nets(), labelled(0), lr=0.1, steps=10)


def test_each_member_gets_its_own_best_parameters():
    data, validation = [labelled(k, n=20) for k in range(K)], labelled(99)
    assert_equal_to_fit(
        nets(), nets(), data, optimizer="adam", lr=0.1, steps=60, validation=validation, restore_best=True
    )  # fmt: skip
    history = fit_ensemble(nets(), cross_entropy, data, lr=0.1, steps=30, validation=validation)
    assert history.best_step.shape == (K,)


def test_other_modules_than_mlps():
    def networks():
        models = [nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.LayerNorm(8), nn.Linear(8, 2)) for _ in range(K)]
        with torch.no_grad():
            for k, model in enumerate(models):
                for p in model.parameters():
                    p.copy_(torch.randn(p.shape, generator=seeded(k)) / 2)
        return models

    assert_equal_to_fit(networks(), networks(), labelled(0), lr=0.1, epochs=3, batch_size=16)


def test_frozen_parameters_stay():
    def networks():
        models = nets()
        for model in models:
            model.layers[0].requires_grad_(False)
        return models

    assert_equal_to_fit(networks(), networks(), labelled(0), lr=0.1, steps=5)


# --- other widths ---


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "softplus", torch.cos])
@pytest.mark.parametrize("init", ["he", "ntk", "mean_field"])
def test_other_widths_equal_separate_training(activation, init):
    widths = [(1, 3), (5, 2), (16, 16), (17, 20), (30, 4)]

    def networks():
        return [
            MLP([4, *hidden, 2], activation=activation, init=init, generator=seeded(k))
            for k, hidden in enumerate(widths)
        ]

    assert_equal_to_fit(
        networks(), networks(), labelled(0), lr=[0.1, 0.05, 0.1, 0.02, 0.1], momentum=0.9, weight_decay=0.01,
        epochs=3, batch_size=16,
    )  # fmt: skip


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_a_sweep_of_widths(optimizer):
    widths = [1, 2, 4, 8, 16, 32, 64, 128]

    def networks():
        return [MLP([4, width, 2], generator=seeded(width)) for width in widths]

    assert_equal_to_fit(
        networks(), networks(), labelled(0), optimizer=optimizer, lr=0.01, epochs=4, batch_size=16
    )  # fmt: skip


def test_without_biases():
    def networks():
        return [MLP([4, width, 2], bias=False, generator=seeded(width)) for width in (2, 7)]

    assert_equal_to_fit(networks(), networks(), labelled(0), lr=0.1, steps=5)


def test_padding_is_never_trained():
    models = [MLP([4, width, 2], activation="softplus", generator=seeded(width)) for width in (2, 7)]
    stack = Stack(models)
    update = Update(stack, "adam", 0.1, {"weight_decay": 0.1})
    X, y = labelled(0)
    for _ in range(3):
        prediction = stack(X.expand(2, *X.shape))
        cross_entropy(prediction.flatten(0, 1), y.repeat(2)).mean().backward()
        update()
    assert stack.state["layers.0.weight"][0, 2:].abs().max() == 0
    assert stack.state["layers.1.weight"][0, :, 2:].abs().max() == 0
    assert stack.state["layers.1.weight"][1].abs().min() > 0


def test_groups_waste_at_most_a_factor_of_two():
    models = [MLP([3, width, 2]) for width in range(1, 130)]
    groups = near_groups(models)
    assert sorted(k for group in groups for k in group) == list(range(129))
    for group in groups:
        widths = [models[k].dims[1] for k in group]
        assert max(widths) <= max(16, 2 * min(widths))


# --- how it ends ---


def test_the_member_that_diverges_is_named():
    X = torch.tensor([[1.0]])
    models = [nn.Linear(1, 1, bias=False) for _ in range(3)]
    for model in models:
        nn.init.ones_(model.weight)
    with pytest.raises(NonFiniteLossError, match="member 1 is inf after 9 updates") as caught:
        fit_ensemble(models, squared_error, (X, 0 * X), lr=[0.1, 100.0, 0.2], steps=1000, every=1000)
    assert (caught.value.step, caught.value.member) == (9, 1)
    assert models[0].weight.item() == pytest.approx(0.8**9, rel=1e-5)
    assert models[2].weight.item() == pytest.approx(0.6**9, rel=1e-5)


def test_ctrl_c_returns_the_history_so_far():
    def interrupt(step, models, history):
        if step == 5:
            os.kill(os.getpid(), signal.SIGINT)

    models, reference = nets(), nets()
    history = fit_ensemble(models, cross_entropy, labelled(0), lr=0.1, steps=2000, callbacks=interrupt)
    fit_ensemble(reference, cross_entropy, labelled(0), lr=0.1, steps=5)
    assert history.stopped_by == "interrupt" and history["loss"].shape == (6, K)
    for model, expected in zip(models, reference):
        assert torch.equal(numbers(model), numbers(expected))


def test_callbacks_see_the_present_parameters():
    seen = []
    fit_ensemble(
        nets(), cross_entropy, labelled(0), lr=0.1, steps=2,
        callbacks=lambda step, models, h: seen.append(numbers(models[0])),
    )  # fmt: skip
    reference = nets()[0]
    for parameters in seen:
        torch.testing.assert_close(parameters, numbers(reference))
        fit(reference, cross_entropy, labelled(0), lr=0.1, steps=1)


# --- what goes wrong ---


@pytest.mark.parametrize(
    ("keywords", "error", "message"),
    [
        ({"optimizer": "lbfgs"}, ValueError, "LBFGS cannot train stacked networks; use one of Adadelta"),
        ({"optimizer": "sdg"}, ValueError, "unknown optimiser 'sdg'"),
        ({"lr": [0.1, 0.2]}, ValueError, r"lr has shape \(2,\) for 4 models"),
        ({"lr": [0.1, -0.1, 0.1, 0.1]}, ValueError, "no step size is below 0"),
        ({"lr": None}, ValueError, "needs a step size"),
        ({"generators": [0, 1, 2, 3]}, TypeError, "manual_seed"),
        ({"generators": [seeded(0)]}, ValueError, "one torch.Generator for each of the 4"),
        ({"generators": [seeded(0)] * 2 + [seeded(1)]}, ValueError, "generators must be"),
        ({"restore_best": True}, ValueError, "pass validation"),
        ({"patience": 3, "validation": labelled(1)}, TypeError, "'patience' is neither an argument"),
    ],
)
def test_arguments_that_do_not_fit(keywords, error, message):
    with pytest.raises(error, match=message):
        fit_ensemble(nets(), cross_entropy, labelled(0), **{"lr": 0.1, "steps": 1, **keywords})


def test_models_that_do_not_fit():
    with pytest.raises(ValueError, match="at least one model"):
        fit_ensemble([], cross_entropy, labelled(0), lr=0.1, steps=1)
    with pytest.raises(ValueError, match="twice"):
        fit_ensemble(nets()[:1] * 2, cross_entropy, labelled(0), lr=0.1, steps=1)
    for other in (MLP([4, 8, 8, 2]), MLP([4, 8, 2], "tanh"), MLP([4, 8, 2], bias=False), nn.Linear(4, 2)):
        with pytest.raises(ValueError, match="member 1 differs from member 0"):
            fit_ensemble([nets()[0], other], cross_entropy, labelled(0), lr=0.1, steps=1)
    linear = [nn.Linear(4, 2), nn.Linear(4, 2, bias=False)]
    with pytest.raises(ValueError, match="member 1 differs"):
        fit_ensemble(linear, cross_entropy, labelled(0), lr=0.1, steps=1)
    model = nets()[0]
    with pytest.raises(TypeError, match="belongs to one model"):
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        fit_ensemble([model], cross_entropy, labelled(0), optimizer=optimizer, steps=1)
    with pytest.raises(ValueError, match="share a generator"):
        fit_ensemble(nets(), cross_entropy, labelled(0), lr=0.1, steps=1, generators=[seeded(0)] * K)


def test_data_that_do_not_fit():
    with pytest.raises(ValueError, match="one pair for each of 4"):
        fit_ensemble(nets(), cross_entropy, [labelled(0)] * 3, lr=0.1, steps=1)
    with pytest.raises(ValueError, match=r"member 3 has X, y of shapes .*\(49, 4\)"):
        fit_ensemble(nets(), cross_entropy, [labelled(0)] * 3 + [labelled(0, n=49)], lr=0.1, steps=1)
    with pytest.raises(ValueError, match="one value per sample"):
        fit_ensemble(nets(), F.cross_entropy, labelled(0), lr=0.1, steps=1)
