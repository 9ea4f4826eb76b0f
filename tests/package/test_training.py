"""``fit``: what it computes, how it stops, resumes and refuses."""

from __future__ import annotations

import copy
import os
import signal

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from course_utils import MLP, cross_entropy, squared_error, top1_error
from course_utils.history import History
from course_utils.loop import NonFiniteLossError
from course_utils.training import fit


pytestmark = pytest.mark.package


def seeded(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@pytest.fixture
def data():
    X = torch.randn(50, 4, generator=seeded(0))
    return X, (X[:, 0] * X[:, 1] > 0).long()


@pytest.fixture
def validation():
    X = torch.randn(30, 4, generator=seeded(1))
    return X, (X[:, 0] * X[:, 1] > 0).long()


def net(seed: int = 3, **options) -> MLP:
    return MLP([4, 8, 2], generator=seeded(seed), **options)


def numbers(model: nn.Module) -> torch.Tensor:
    return torch.cat([p.detach().flatten() for p in model.parameters()])


def plain_loop(model, optimizer, X, y, epochs, batch_size, generator):
    for _ in range(epochs):
        order = torch.randperm(len(X), generator=generator)
        for start in range(0, len(X), batch_size):
            index = order[start : start + batch_size]
            optimizer.zero_grad()
            F.cross_entropy(model(X[index]), y[index]).backward()
            optimizer.step()


@pytest.mark.parametrize(
    ("name", "options"),
    [("sgd", {"lr": 0.1, "momentum": 0.9}), ("adam", {"lr": 0.01}), ("adamw", {"lr": 0.01}), ("rmsprop", {"lr": 0.01})],
)
def test_mini_batches_follow_the_plain_loop(data, name, options):
    ours, theirs = net(), net()
    cls = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam, "adamw": torch.optim.AdamW, "rmsprop": torch.optim.RMSprop}
    plain_loop(theirs, cls[name](theirs.parameters(), **options), *data, 3, 16, seeded(7))
    fit(ours, cross_entropy, data, optimizer=name, epochs=3, batch_size=16, generator=seeded(7), **options)
    torch.testing.assert_close(numbers(ours), numbers(theirs), atol=1e-6, rtol=1e-5)


def test_full_batch_is_gradient_descent():
    X = torch.randn(20, 3, generator=seeded(0), dtype=torch.float64)
    y = X @ torch.tensor([[1.0], [2.0], [-1.0]], dtype=torch.float64)
    model = nn.Linear(3, 1, bias=False, dtype=torch.float64)
    w = model.weight.detach().clone()
    history = fit(model, squared_error, (X, y), lr=0.1, steps=5)
    losses = []
    for _ in range(6):
        losses.append(((X @ w.T - y) ** 2).mean().item())
        w = w - 0.1 * 2 * (X @ w.T - y).T @ X / 20
    np.testing.assert_allclose(history["loss"], losses, rtol=1e-12)
    assert history.steps.tolist() == [0, 1, 2, 3, 4, 5]


def test_class_instance_and_name_agree(data):
    models = [net() for _ in range(3)]
    fit(models[0], cross_entropy, data, optimizer="Adam", lr=0.01, steps=5)
    fit(models[1], cross_entropy, data, optimizer=torch.optim.Adam, lr=0.01, steps=5)
    instance = torch.optim.Adam(models[2].parameters(), lr=0.01, fused=True)
    fit(models[2], cross_entropy, data, optimizer=instance, steps=5)
    assert torch.equal(numbers(models[0]), numbers(models[1]))
    assert torch.equal(numbers(models[0]), numbers(models[2]))


def test_lbfgs_gets_its_closure(data):
    history = fit(net(), cross_entropy, data, optimizer="lbfgs", lr=1.0, steps=5)
    assert history["loss"][-1] < 0.7 * history["loss"][0]


def test_records_metrics_and_validation(data, validation):
    model = net()
    history = fit(
        model, cross_entropy, data, lr=0.1, epochs=4, batch_size=20, every=5, generator=seeded(0),
        validation=validation, metrics=[top1_error],
    )  # fmt: skip
    assert history.steps.tolist() == [0, 5, 10, 12]
    assert list(history) == ["loss", "top1_error", "validation_loss", "validation_top1_error"]
    with torch.no_grad():
        expected = top1_error(model(validation[0]), validation[1]).mean().item()
    assert history["validation_top1_error"][-1] == pytest.approx(expected)
    renamed = fit(net(), cross_entropy, data, lr=0.1, steps=1, metrics={"error": top1_error})
    assert "error" in renamed and "top1_error" not in renamed
    with pytest.raises(KeyError, match="it has loss, error"):
        renamed["accuracy"]


def test_records_are_taken_in_evaluation_mode_and_the_mode_is_restored(data):
    model = nn.Sequential(nn.Linear(4, 2), nn.Dropout(0.5)).eval()
    seen = []
    history = fit(model, cross_entropy, data, lr=1e-9, steps=3, callbacks=lambda step, m, h: seen.append(m.training))
    assert np.ptp(history["loss"]) < 1e-5
    assert seen == [True] * 4 and not model.training


def test_a_generator_makes_the_run_deterministic(data):
    first, second, third = net(), net(), net()
    for model, seed in ((first, 5), (second, 5), (third, 6)):
        fit(model, cross_entropy, data, lr=0.1, epochs=3, batch_size=8, generator=seeded(seed))
    assert torch.equal(numbers(first), numbers(second))
    assert not torch.equal(numbers(first), numbers(third))


def test_patience_and_best_parameters(data, validation):
    model = net()
    kept = {}
    history = fit(
        model, cross_entropy, data, optimizer="adam", lr=0.1, steps=500, validation=validation, patience=7,
        restore_best=True, callbacks=lambda step, m, h: kept.update({step: numbers(m)}),
    )  # fmt: skip
    best = history["validation_loss"].argmin()
    assert history.stopped_by == "patience" and history.steps[-1] == history.steps[best] + 7
    assert history.best_step == history.steps[best]
    assert torch.equal(numbers(model), kept[history.best_step])


def test_a_callback_ends_the_training(data):
    history = fit(net(), cross_entropy, data, lr=0.1, steps=100, callbacks=[lambda step, model, h: step == 7])
    assert history.steps[-1] == 7 and history.stopped_by == "callback"


# --- interrupted and resumed ---


def dropout_net() -> nn.Sequential:
    model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Dropout(0.2), nn.Linear(8, 2))
    with torch.no_grad():
        for p in model.parameters():
            p.copy_(torch.randn(p.shape, generator=seeded(2)) / 2)
    return model


@pytest.mark.parametrize("name", ["sgd", "adam"])
def test_resuming_is_bit_equal_to_never_stopping(data, validation, tmp_path, name):
    keywords = dict(
        optimizer=name, lr=0.05, epochs=6, batch_size=16, every=3, validation=validation, metrics=[top1_error],
        restore_best=True, **({"momentum": 0.9} if name == "sgd" else {}),
    )  # fmt: skip
    with torch.random.fork_rng():
        torch.manual_seed(0)
        whole = dropout_net()
        expected = fit(whole, cross_entropy, data, generator=seeded(4), **keywords)
        torch.manual_seed(0)
        first = fit(
            dropout_net(), cross_entropy, data, generator=seeded(4), checkpoint=tmp_path / "run.pt", **keywords,
            callbacks=lambda step, m, h: os.kill(os.getpid(), signal.SIGINT) if step == 9 else None,
        )  # fmt: skip
        assert first.stopped_by == "interrupt" and first.steps[-1] == 9
        torch.manual_seed(99)
        resumed = dropout_net()
        history = fit(
            resumed, cross_entropy, data, generator=seeded(99), checkpoint=tmp_path / "run.pt", **keywords
        )  # fmt: skip
    assert torch.equal(numbers(whole), numbers(resumed))
    assert history.steps.tolist() == expected.steps.tolist()
    for column in expected:
        assert np.array_equal(history[column], expected[column])


def test_a_finished_run_is_read_back(data, tmp_path):
    models = net(), net(seed=8)
    runs = [
        fit(model, cross_entropy, data, lr=0.1, epochs=4, batch_size=16, checkpoint=tmp_path / "run.pt")
        for model in models
    ]
    assert torch.equal(numbers(models[0]), numbers(models[1]))
    assert np.array_equal(runs[0]["loss"], runs[1]["loss"])


def test_a_checkpoint_of_another_run_is_refused(data, tmp_path):
    path = tmp_path / "run.pt"
    fit(net(), cross_entropy, data, lr=0.1, steps=2, checkpoint=path)
    with pytest.raises(ValueError, match="optimiser.*Delete the file"):
        fit(net(), cross_entropy, data, lr=0.2, steps=2, checkpoint=path)
    with pytest.raises(ValueError, match="data"):
        fit(net(), cross_entropy, (data[0] + 1, data[1]), lr=0.1, steps=2, checkpoint=path)


def test_ctrl_c_returns_the_history_so_far(data):
    model = net()

    def interrupt(step, model, history):
        if step == 5:
            os.kill(os.getpid(), signal.SIGINT)

    history = fit(model, cross_entropy, data, lr=0.1, steps=2000, callbacks=interrupt)
    assert history.stopped_by == "interrupt" and history.steps.tolist() == [0, 1, 2, 3, 4, 5]
    reference = net()
    fit(reference, cross_entropy, data, lr=0.1, steps=5)
    assert torch.equal(numbers(model), numbers(reference))


def test_the_number_of_threads_is_restored(data):
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        fit(net(), cross_entropy, data, lr=0.1, steps=1)
        assert torch.get_num_threads() == 2
        with pytest.raises(NonFiniteLossError):
            fit(net(), lambda p, y: p[:, 0] * float("nan"), data, lr=0.1, steps=1)
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)


# --- what goes wrong ---


def test_a_diverging_run_names_step_and_value():
    X = torch.tensor([[1.0]])
    model = nn.Linear(1, 1, bias=False)
    nn.init.ones_(model.weight)
    # w <- w - lr 2 w = -199 w: the loss is 199^(2 t), above the largest float from t = 9 on.
    with pytest.raises(NonFiniteLossError, match="inf after 9 updates.*smaller lr") as caught:
        fit(model, squared_error, (X, 0 * X), lr=100.0, steps=1000, every=1000)
    assert caught.value.step == 9 and caught.value.value == float("inf")
    assert model.weight.isfinite().all()
    assert caught.value.history.steps.tolist() == [0]


def test_a_loss_that_is_infinite_only_after_the_last_step_raises():
    X = torch.tensor([[1.0]])
    model = nn.Linear(1, 1, bias=False)
    with pytest.raises(NonFiniteLossError, match="after 1 updates"):
        fit(model, squared_error, (X, 0 * X), lr=1e30, steps=1)


@pytest.mark.parametrize(
    ("keywords", "message"),
    [
        ({}, "exactly one of epochs and steps"),
        ({"epochs": 1, "steps": 1}, "exactly one of epochs and steps"),
        ({"steps": 1, "batch_size": 0}, "batch_size=0.*at least 1"),
        ({"steps": 1.5}, "steps=1.5.*integer"),
        ({"steps": float("inf")}, "steps=inf.*integer"),
        ({"steps": "1"}, "steps='1'.*integer"),
        ({"steps": 1, "every": 0}, "every=0"),
        ({"steps": 1, "lr": None}, "needs a step size"),
        ({"steps": 1, "optimizer": "sdg"}, "unknown optimiser 'sdg'.*adam.*sgd"),
        ({"steps": 1, "patience": 3}, "pass validation"),
        ({"steps": 1, "restore_best": True}, "pass validation"),
        ({"steps": 1, "metrics": {"loss": top1_error}}, "another name"),
        ({"steps": 1, "metrics": [top1_error, top1_error]}, "the same name"),
    ],
)
def test_arguments_that_do_not_fit(data, keywords, message):
    with pytest.raises(ValueError, match=message):
        fit(net(), cross_entropy, data, **{"lr": 0.1, **keywords})


def test_data_that_do_not_fit(data):
    X, y = data
    with pytest.raises(ValueError, match=r"X of shape \(50, 4\) and y of shape \(49,\)"):
        fit(net(), cross_entropy, (X, y[:-1]), lr=0.1, steps=1)
    with pytest.raises(TypeError, match="torch.as_tensor"):
        fit(net(), cross_entropy, (X.numpy(), y), lr=0.1, steps=1)
    with pytest.raises(TypeError, match="pair"):
        fit(net(), cross_entropy, X, lr=0.1, steps=1)
    with pytest.raises(ValueError, match="float32.*float64"):
        fit(net(), cross_entropy, (X.double(), y), lr=0.1, steps=1)


def test_functions_that_do_not_fit(data):
    with pytest.raises(ValueError, match=r"one value per sample, shape \(50,\); got shape \(\)"):
        fit(net(), F.cross_entropy, data, lr=0.1, steps=1)
    with pytest.raises(TypeError, match="'epoch' is neither an argument.*option of SGD.*momentum"):
        fit(net(), cross_entropy, data, lr=0.1, epoch=1, steps=1)
    with pytest.raises(TypeError, match="list"):
        fit(net(), cross_entropy, data, lr=0.1, steps=1, metrics=top1_error)
    with pytest.raises(ValueError, match="no parameter of this model"):
        fit(net(), cross_entropy, data, optimizer=torch.optim.SGD(net().parameters(), lr=0.1), steps=1)
    model = net()
    with pytest.raises(ValueError, match="leave out lr"):
        fit(model, cross_entropy, data, optimizer=torch.optim.SGD(model.parameters(), lr=0.1), lr=0.1, steps=1)
    with pytest.raises(ValueError, match="nothing to train"):
        fit(nn.Identity(), cross_entropy, data, lr=0.1, steps=1)


# --- looks ---


def test_no_bar_for_a_short_run_and_one_for_a_long_run(data, capsys, monkeypatch):
    fit(net(), cross_entropy, data, lr=0.1, steps=50)
    assert capsys.readouterr().err == ""
    clock = iter(range(10**6))
    monkeypatch.setattr("time.time", lambda: next(clock))  # tqdm's clock: a second each time it looks
    monkeypatch.setattr("tqdm.std.time", lambda: next(clock))
    fit(net(), cross_entropy, data, lr=0.1, steps=50)
    assert "step" in capsys.readouterr().err
    fit(net(), cross_entropy, data, lr=0.1, steps=50, progress=False)
    assert capsys.readouterr().err == ""


def test_the_history_draws_itself(data, validation):
    history = fit(net(), cross_entropy, data, lr=0.1, steps=5, validation=validation)
    ax = history.plot()
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["training", "validation"]
    assert ax.get_xlabel() and ax.get_ylabel() and ax.get_yscale() == "log"
    many = History([(0, {"loss": np.array([2.0, 3.0])}), (1, {"loss": np.array([1.0, 2.0])})])
    assert many["loss"].shape == (2, 2)
    assert len(many.plot().lines) == 3


def test_the_data_are_left_alone(data):
    before = copy.deepcopy(data)
    fit(net(), cross_entropy, data, lr=0.1, epochs=2, batch_size=8)
    assert torch.equal(before[0], data[0]) and torch.equal(before[1], data[1])


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
def test_a_gpu_follows_the_cpu(data):
    on_cpu, on_gpu = net(), net()
    expected = fit(on_cpu, cross_entropy, data, lr=0.1, epochs=3, batch_size=16, generator=seeded(1))
    history = fit(on_gpu, cross_entropy, data, lr=0.1, epochs=3, batch_size=16, generator=seeded(1), device="cuda")
    np.testing.assert_allclose(history["loss"], expected["loss"], rtol=1e-4)
    with pytest.raises(ValueError, match="pass device"):
        fit(on_gpu, cross_entropy, data, lr=0.1, steps=1)
