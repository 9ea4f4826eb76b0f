"""Training one network: ``fit``."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Generator, Tensor, nn
from torch.optim import Optimizer

from .arguments import check_generator
from .history import History
from .loop import SMALL_PROBLEM, Callback, Loop, NonFiniteLossError, Schedule, Watch, one_thread
from .optimizers import make_optimizer, step_function

Loss = Callable[[Tensor, Tensor], Tensor]

_EVALUATION_CHUNK = 8192  # samples, so that evaluating a large set needs little memory


def fit(
    model: nn.Module,
    loss: Loss,
    data: tuple[Tensor, Tensor],
    *,
    optimizer: str | type[Optimizer] | Optimizer = "sgd",
    lr: float | None = None,
    epochs: int | None = None,
    steps: int | None = None,
    batch_size: int | None = None,
    validation: tuple[Tensor, Tensor] | None = None,
    metrics: Sequence[Loss] | dict[str, Loss] | None = None,
    every: int | None = None,
    patience: int | None = None,
    restore_best: bool = False,
    checkpoint: str | Path | None = None,
    callbacks: Callback | Sequence[Callback] = (),
    generator: Generator | None = None,
    device: str | torch.device | None = None,
    progress: bool = True,
    **optimizer_options: Any,
) -> History:
    r"""Minimise the mean loss $\frac1n\sum_i \ell(f_\theta(x_i), y_i)$ over the parameters, in place.

    Without ``batch_size`` a step uses all samples. With it every epoch draws one permutation and cuts it into
    batches; the last batch holds what is left. A record (see :class:`History`) is taken before the first step, every
    ``every`` steps (default: once an epoch) and after the last one, with the model in evaluation mode.

    Args:
        model: any ``nn.Module``; trained in place.
        loss: ``loss(prediction, label)`` with one value per sample, shape (n,).
        data: ``(X, y)``, both of length n, on the model's device unless ``device`` is given.
        optimizer: a name ("sgd", "adam", …), a class of ``torch.optim``, or an instance made from the model.
        lr: the step size; further keywords (``momentum=0.9``, ``weight_decay=…``) go to the optimiser as well.
        epochs, steps: how long; give one of them.
        validation: a second pair; its values are recorded as ``validation_…``.
        metrics: functions like ``loss``, in a list or under names of your own in a dict.
        patience: stop after this many records in a row without a new smallest validation loss.
        restore_best: leave the model with the parameters of the smallest recorded validation loss.
        checkpoint: a file. It is written at each record, and when it exists the run goes on from it: with the same
            arguments the result equals, bit for bit, that of a run never interrupted. The state of torch's random
            numbers (dropout) is part of it.
        callbacks: called as ``callback(step, model, history)`` after each record; returning True ends the training.
        generator: draws the permutations; with it the run is deterministic. Default: torch's global generator.
        device: move the model (in place) and the data there first.
        progress: show a bar when the run takes over two seconds.

    Returns:
        The history. Ctrl-C ends the run and returns the history so far; the model stays as it is at that moment.

    Raises:
        NonFiniteLossError: the training loss became infinite or NaN (names the step and the value).
        ValueError, TypeError: arguments that do not fit together.

    >>> X = torch.linspace(-1, 1, 8).unsqueeze(1)
    >>> model = nn.Linear(1, 1)
    >>> history = fit(model, lambda p, y: (p - y).square().sum(1), (X, 3 * X + 1), lr=0.3, steps=100)
    >>> bool(history["loss"][-1] < 1e-8), round(model.weight.item(), 3)
    (True, 3.0)
    """
    schedule = Schedule.of(len(check_pair("the training data", data)[0]), batch_size, epochs, steps, every)
    _check_stopping(validation, patience, restore_best)
    check_generator(generator)
    if device is not None:
        model.to(device)
    data = placed(model, data, device)
    if validation is not None:
        validation = placed(model, check_pair("the validation data", validation), device)
    parameters = [p for p in model.parameters() if p.requires_grad]
    run = _Fit(
        model,
        schedule,
        callbacks,
        optimizer=make_optimizer(optimizer, parameters, lr, optimizer_options),
        batches=Batches(*data, schedule.batch_size, generator),
        evaluator=Evaluator({"loss": loss, **named(metrics)}, data, validation),
        patience=patience,
        restore_best=restore_best,
        checkpoint=None if checkpoint is None else Path(checkpoint),
        own_optimizer=not isinstance(optimizer, Optimizer),
    )
    work = schedule.batch_size * sum(p.numel() for p in parameters)
    with one_thread(data[0].device.type == "cpu" and work < SMALL_PROBLEM), own_mode(model):
        return run.train(progress)


class _Fit(Loop):
    """One network with its optimiser."""

    def __init__(
        self,
        model: nn.Module,
        schedule: Schedule,
        callbacks: Callback | Sequence[Callback],
        *,
        optimizer: Optimizer,
        batches: Batches,
        evaluator: Evaluator,
        patience: int | None,
        restore_best: bool,
        checkpoint: Path | None,
        own_optimizer: bool,
    ) -> None:
        super().__init__(model, schedule, callbacks)
        self.optimizer, self.batches, self.evaluator = optimizer, batches, evaluator
        self.patience, self.restore_best, self.checkpoint = patience, restore_best, checkpoint
        self.loss = evaluator.functions["loss"]
        self.step = step_function(optimizer, own_optimizer)
        self.parameters = [p for group in optimizer.param_groups for p in group["params"]]
        self.watch = Watch(batches.X.device)
        self.best: dict[str, Tensor] = {}
        if checkpoint is not None and checkpoint.exists():
            self._resume()
        self.stream = iter(batches)

    def advance(self, step: int) -> None:
        X, y = next(self.stream)

        def closure() -> Tensor:
            for parameter in self.parameters:  # faster than optimizer.zero_grad()
                parameter.grad = None
            values = self.loss(self.model(X), y)
            value = values.detach().mean()
            self.watch.see(step, value)
            # The gradient of the mean, asked for at its terms: a small network's step is a tenth faster for it.
            values.backward(torch.full_like(values, 1 / len(values)))
            return value

        self.step(closure)  # a closure, because LBFGS evaluates the loss several times a step

    def evaluate(self, step: int) -> dict[str, float]:
        self.watch.check()
        values = self.evaluator(self.model)
        if not math.isfinite(values["loss"]):
            raise NonFiniteLossError(step, values["loss"])
        return values

    def keep(self, step: int) -> None:
        if self.restore_best and self.history.best_step == step:
            self.best = {name: value.clone() for name, value in self.model.state_dict().items()}
        if self.checkpoint is not None:
            self._save()

    def why_stop(self) -> str | None:
        if self.patience is None:
            return None
        since_best = np.sum(self.history.steps > self.history.best_step)
        return "patience" if since_best >= self.patience else None

    def finish(self) -> None:
        if self.restore_best:
            self.model.load_state_dict(self.best)

    def _save(self) -> None:
        """Write the whole state, at once or not at all."""
        state = {
            "settings": self._settings(),
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "best": self.best,
            "batches": self.batches.state(),
            "random": torch.get_rng_state(),
            "history": self.history.records,
        }
        partial = self.checkpoint.with_name(self.checkpoint.name + ".part")
        torch.save(state, partial)
        os.replace(partial, self.checkpoint)

    def _resume(self) -> None:
        """Go back to the state that the file holds."""
        state = torch.load(self.checkpoint, map_location=self.batches.X.device, weights_only=True)
        for name, value in self._settings().items():
            if state["settings"][name] != value:
                raise ValueError(
                    f"the checkpoint {self.checkpoint} comes from a run with {name} {state['settings'][name]}, this "
                    f"one has {value}. Delete the file to start afresh, or give another path."
                )
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.best = state["best"]
        torch.set_rng_state(state["random"].cpu())
        self.batches.restore(state["batches"])
        self.history.records = state["history"]

    def _settings(self) -> dict[str, Any]:
        """What must agree for a run to go on; the sums stand for the data."""
        return {
            "samples": self.schedule.samples,
            "batch size": self.schedule.batch_size,
            "every": self.schedule.every,
            "optimiser": f"{type(self.optimizer).__name__} {self.optimizer.defaults}",
            "parameters": [tuple(p.shape) for p in self.model.parameters()],
            "data (sums of X and y)": [part.sum().item() for part in (self.batches.X, self.batches.y)],
        }


def check_pair(what: str, data: Any) -> tuple[Tensor, Tensor]:
    """The pair (X, y) if it is one: two tensors of the same length, at least 1."""
    if not isinstance(data, (tuple, list)) or len(data) != 2:
        raise TypeError(f"{what} must be a pair (X, y) of tensors; got {type(data).__name__}.")
    for name, value in zip("Xy", data):
        if not isinstance(value, Tensor):
            raise TypeError(f"{what}: {name} is a {type(value).__name__}; convert it with torch.as_tensor({name}).")
    X, y = data
    if X.ndim == 0 or y.ndim == 0 or len(X) != len(y) or len(X) == 0:
        shapes = f"X of shape {tuple(X.shape)} and y of shape {tuple(y.shape)}"
        raise ValueError(f"{what}: {shapes}; both need the same first dimension, the number of samples.")
    return X, y


def placed(
    model: nn.Module, data: tuple[Tensor, Tensor], device: str | torch.device | None
) -> tuple[Tensor, Tensor]:
    """The pair on ``device``; without one it must already be where the model is. X has the model's precision."""
    X, y = data if device is None else (part.to(device) for part in data)
    weight = next(model.parameters(), None)
    if weight is None:
        return X, y
    for name, value in (("X", X), ("y", y)):
        if value.device != weight.device:
            raise ValueError(f"the model is on {weight.device}, {name} on {value.device}; pass device=… to move both.")
    if X.is_floating_point() and X.dtype != weight.dtype:
        raise ValueError(f"the model has {weight.dtype}, X has {X.dtype}; convert with X.to({weight.dtype}).")
    return X, y


def _check_stopping(validation: Any, patience: int | None, restore_best: bool) -> None:
    if validation is None and (patience is not None or restore_best):
        raise ValueError("patience and restore_best look at the validation loss; pass validation=(X, y).")
    if patience is not None and patience < 1:
        raise ValueError(f"patience={patience}; it counts records and must be at least 1.")


class Batches:
    """Batches of (X, y) without end: one permutation an epoch, gathered once and split.

    ``permutation`` and ``position`` (the next batch of the epoch) say where in the epoch we are.
    """

    def __init__(self, X: Tensor, y: Tensor, batch_size: int, generator: Generator | None) -> None:
        self.X, self.y, self.batch_size = X, y, batch_size
        self.generator = torch.default_generator if generator is None else generator
        self.permutation: Tensor | None = None
        self.position = 0

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
        while self.batch_size == len(self.X):
            yield self.X, self.y
        while True:
            if self.position == 0:
                self.permutation = permutation(len(self.X), self.generator)
            index = self.permutation.to(self.X.device)
            epoch = list(zip(self.X[index].split(self.batch_size), self.y[index].split(self.batch_size)))
            for batch in epoch[self.position :]:
                self.position = (self.position + 1) % len(epoch)
                yield batch

    def state(self) -> dict[str, Any]:
        """What ``restore`` needs to go on in mid-epoch."""
        return {
            "permutation": self.permutation,
            "position": self.position,
            "generator": self.generator.get_state(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on where ``state`` was taken."""
        self.permutation, self.position = state["permutation"], state["position"]
        self.generator.set_state(state["generator"].cpu())


def permutation(samples: int, generator: Generator) -> Tensor:
    """A random order of the samples, drawn where the generator lives."""
    return torch.randperm(samples, generator=generator, device=generator.device)


class Evaluator:
    """Mean loss and metrics over whole data sets."""

    def __init__(
        self,
        functions: dict[str, Loss],
        training: tuple[Tensor, Tensor],
        validation: tuple[Tensor, Tensor] | None,
    ) -> None:
        self.functions = functions
        self.sets = {"": training} if validation is None else {"": training, "validation_": validation}

    @torch.no_grad()
    def __call__(self, model: nn.Module) -> dict[str, float]:
        """The values of one record."""
        model.eval()
        values = {}
        for prefix, (X, y) in self.sets.items():
            prediction = torch.cat([model(part) for part in X.split(_EVALUATION_CHUNK)])
            for name, function in self.functions.items():
                values[prefix + name] = per_sample(name, function, prediction, y).mean().item()
        model.train()
        return values


def named(metrics: Sequence[Loss] | dict[str, Loss] | None) -> dict[str, Loss]:
    """Metrics under their names; a list takes the names of the functions."""
    if callable(metrics):
        raise TypeError("metrics must be a list or a dict of functions; write metrics=[…] around the one.")
    if metrics is None or isinstance(metrics, dict):
        functions = dict(metrics or {})
    else:
        functions = {getattr(function, "__name__", repr(function)): function for function in metrics}
        if len(functions) < len(metrics):
            raise ValueError("two metrics have the same name; pass a dict such as metrics={'error': f, 'other': g}.")
    if "loss" in functions:
        raise ValueError("'loss' names the training loss; give the metric another name.")
    return functions


def per_sample(name: str, function: Loss, prediction: Tensor, label: Tensor) -> Tensor:
    """The values of a loss or metric, checked to be one per sample."""
    values = function(prediction, label)
    if not isinstance(values, Tensor) or values.shape != (len(label),):
        got = f"shape {tuple(values.shape)}" if isinstance(values, Tensor) else type(values).__name__
        raise ValueError(
            f"{name} must return one value per sample, shape ({len(label)},); got {got} for predictions of shape "
            f"{tuple(prediction.shape)} and labels of shape {tuple(label.shape)}. Use course_utils.losses, "
            "or reduction='none' with a loss of torch, and sum over the outputs of a sample."
        )
    return values.float() if not values.is_floating_point() else values


@contextmanager
def own_mode(model: nn.Module) -> Iterator[None]:
    """Put the model back into the mode (training or evaluation) it had, without gradients left over."""
    was_training = model.training
    model.train()
    try:
        yield
    finally:
        model.train(was_training)
        model.zero_grad()


