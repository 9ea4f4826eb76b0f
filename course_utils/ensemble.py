"""Training many networks at once: ``fit_ensemble``."""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Generator, Tensor, nn
from torch.func import functional_call, vmap
from torch.nn import functional as F
from torch.optim import Optimizer

from .arguments import check_generator
from .history import History
from .loop import SMALL_PROBLEM, Callback, Loop, Schedule, Watch, one_thread
from .mlp import MLP
from .optimizers import make_optimizer, optimizer_class
from .training import Loss, check_pair, named, per_sample, permutation, placed

Pair = tuple[Tensor, Tensor]

# Each of them treats every number on its own, and its step is proportional to lr: a member cannot tell that it shares
# its tensors, and has its own step size.
SUPPORTED = ("Adadelta", "Adagrad", "Adam", "AdamW", "Adamax", "NAdam", "RAdam", "RMSprop", "SGD")

_EVALUATION_CHUNK = 8192  # samples times members; more would leave the processor's cache
_NARROW = 16  # MLPs up to this width share a group; above it, a group spans a factor of two


def fit_ensemble(
    models: Sequence[nn.Module],
    loss: Loss,
    data: Pair | Sequence[Pair],
    *,
    lr: float | Sequence[float] | None = None,
    optimizer: str | type[Optimizer] = "sgd",
    epochs: int | None = None,
    steps: int | None = None,
    batch_size: int | None = None,
    validation: Pair | Sequence[Pair] | None = None,
    metrics: Sequence[Loss] | dict[str, Loss] | None = None,
    every: int | None = None,
    restore_best: bool = False,
    callbacks: Callback | Sequence[Callback] = (),
    generators: Sequence[Generator] | None = None,
    device: str | torch.device | None = None,
    progress: bool = True,
    **optimizer_options: Any,
) -> History:
    r"""Train K networks at once, in place; each ends where ``fit`` alone would have brought it, up to rounding.

    The parameters of the members are stacked along a new first axis, so that one tensor operation serves all. As the
    members share no parameter, the gradient of $\sum_k L_k(\theta_k)$ holds the gradient of every member. MLPs
    may differ in their hidden widths: near widths share a group, where narrow layers are padded with zeros that are
    never trained.

    Args:
        models: networks of one architecture; MLPs may differ in widths.
        loss: ``loss(prediction, label)`` with one value per sample, shape (n,).
        data: one pair ``(X, y)`` for all members, or a list with one pair each, all of one shape.
        lr: one step size, or one for each member.
        optimizer: a name or class among those that treat each parameter on its own: Adadelta, Adagrad, Adam, AdamW,
            Adamax, NAdam, RAdam, RMSprop, SGD.
        validation: one pair for all, or one for each member.
        restore_best: leave each member with the parameters of its own smallest recorded validation loss.
        callbacks: called as ``callback(step, models, history)`` after each record.
        generators: one for each member, for its permutations. Default: torch's global generator.

    The other keywords are those of :func:`course_utils.fit`.

    Returns:
        A history with arrays of shape (records, members).

    Raises:
        NonFiniteLossError: names the first step at which a member's loss was infinite or NaN, and the member. All
            members then hold their parameters of that step.
        ValueError, TypeError: arguments that do not fit together.

    >>> from course_utils import squared_error
    >>> X = torch.linspace(-1, 1, 8).unsqueeze(1)
    >>> models = [MLP([1, width, 1], generator=torch.Generator().manual_seed(width)) for width in (1, 4, 16)]
    >>> history = fit_ensemble(models, squared_error, (X, X.abs()), lr=[0.1, 0.1, 0.05], steps=20)
    >>> history["loss"].shape
    (21, 3)
    """
    models = list(models)
    _check_models(models)
    for model in models if device is not None else ():
        model.to(device)
    data = _pairs("the training data", models, data, device)
    validation = None if validation is None else _pairs("the validation data", models, validation, device)
    if restore_best and validation is None:
        raise ValueError("restore_best looks at the validation loss; pass validation=(X, y).")
    _check_optimizer(optimizer)
    schedule = Schedule.of(len(data[0][0]), batch_size, epochs, steps, every)
    rates = _rates(lr, len(models))
    generators = _generators(generators, len(models))
    groups = []
    for members in near_groups(models):
        stack = Stack([models[k] for k in members])
        pairs = _stacked([data[k] for k in members])
        groups.append(
            Group(
                members=members,
                stack=stack,
                update=Update(stack, optimizer, rates if np.ndim(rates) == 0 else rates[members], optimizer_options),
                batches=stacked_batches(*pairs, schedule.batch_size, [generators[k] for k in members]),
                training=pairs,
                validation=None if validation is None else _stacked([validation[k] for k in members]),
            )
        )
    run = _FitEnsemble(models, schedule, callbacks, groups, {"loss": loss, **named(metrics)}, restore_best)
    work = schedule.batch_size * sum(p.numel() for model in models for p in model.parameters())
    with one_thread(run.device.type == "cpu" and work < SMALL_PROBLEM), run.written_back():
        return run.train(progress)


# --- members in one stack --------------------------------------------------------------------------------------------


class Stack:
    """Networks of one architecture as one function from (K, n, …) to (K, n, …).

    Parameters and buffers get a new first axis. Those of narrower MLPs are padded with zeros up to the widest; then
    ``masks`` holds, for each trained tensor, 1 where there is a parameter and 0 where there is padding.
    """

    def __init__(self, models: list[nn.Module]) -> None:
        self.models = models
        self.base = copy.deepcopy(models[0]).to("meta").train()  # the architecture; the numbers come from state
        tensors = [{**dict(model.named_parameters()), **dict(model.named_buffers())} for model in models]
        self.shapes = {name: _widest([own[name].shape for own in tensors]) for name in tensors[0]}
        self.state = {
            name: torch.stack([_padded(own[name].detach(), shape) for own in tensors])
            for name, shape in self.shapes.items()
        }
        names = [name for name, parameter in models[0].named_parameters() if parameter.requires_grad]
        self.trained = [self.state[name].requires_grad_() for name in names]
        self.masks = [
            torch.stack([_padded(torch.ones_like(own[name]), self.shapes[name]) for own in tensors]) for name in names
        ]
        if all(bool(mask.all()) for mask in self.masks):
            self.masks = []

    def __call__(self, X: Tensor) -> Tensor:
        if type(self.base) is MLP and all(name.startswith("layers.") for name in self.state):
            return self._mlp(X)

        def one(state: dict[str, Tensor], x: Tensor) -> Tensor:
            return functional_call(self.base, state, (x,))

        return vmap(one, randomness="different")(self.state, X)

    def _mlp(self, X: Tensor) -> Tensor:
        """``MLP.forward`` for all members, each affine map in one call: faster than vmap.

        Samples stand in columns on the way, because then the gradient of a weight arrives in the weight's own layout.
        """
        X = X.mT
        for index in range(self.base.depth):
            weight, bias, weight_scale, bias_scale = (
                self.state.get(f"layers.{index}.{name}") for name in ("weight", "bias", "weight_scale", "bias_scale")
            )
            X = X if index == 0 else self.base.activation(X)
            X = X if weight_scale is None else X * _as_first_axis(weight_scale, X)
            if bias is None:
                X = torch.bmm(weight, X)
            else:
                bias = bias if bias_scale is None else bias * _as_first_axis(bias_scale, bias)
                X = torch.baddbmm(bias.unsqueeze(2), weight, X)
        return X.mT

    @torch.no_grad()
    def write_back(self) -> None:
        """Copy the numbers into the models."""
        for k, model in enumerate(self.models):
            for name, own in [*model.named_parameters(), *model.named_buffers()]:
                own.copy_(self.state[name][k][tuple(slice(length) for length in own.shape)])

    @torch.no_grad()
    def load(self, state: dict[str, Tensor]) -> None:
        """Take over other numbers."""
        for name, value in self.state.items():
            value.copy_(state[name])

    def copied(self) -> dict[str, Tensor]:
        """A copy of all numbers."""
        return {name: value.detach().clone() for name, value in self.state.items()}


class Update:
    """One step of an optimiser on a stack, with a step size for each member.

    The step of a supported optimiser is proportional to lr. So we make the step with lr = 1, from θ to θ + s, and move
    to θ + lr_k s.
    """

    def __init__(
        self, stack: Stack, optimizer: str | type[Optimizer], rates: float | np.ndarray | None, options: dict[str, Any]
    ) -> None:
        self.trained, self.masks = stack.trained, stack.masks
        common = np.ndim(rates) == 0
        self.optimizer = make_optimizer(optimizer, self.trained, rates if common else 1.0, options)
        self.rates: list[Tensor] = []
        if not common:
            each = torch.as_tensor(rates)
            self.rates = [_as_first_axis(each.to(p.device, p.dtype), p) for p in self.trained]

    @torch.no_grad()
    def __call__(self) -> None:
        for parameter, mask in zip(self.trained, self.masks):
            parameter.grad.mul_(mask)
        before = [parameter.clone() for parameter in self.trained] if self.rates else []
        self.optimizer.step()
        for parameter, old, rate in zip(self.trained, before, self.rates):
            torch.lerp(old, parameter, rate, out=parameter)
        for parameter in self.trained:
            parameter.grad = None


def stacked_batches(
    X: Tensor, y: Tensor, batch_size: int, generators: list[Generator]
) -> Iterator[tuple[Tensor, Tensor]]:
    """Batches (K, b, …) without end: every member has the permutations that ``fit`` would draw for it."""
    members, samples = X.shape[:2]
    while batch_size == samples:
        yield X, y
    rows = torch.arange(members, device=X.device).unsqueeze(1)
    while True:
        index = torch.stack([permutation(samples, generator) for generator in generators]).to(X.device)
        yield from zip(X[rows, index].split(batch_size, dim=1), y[rows, index].split(batch_size, dim=1))


@dataclass
class Group:
    """Members in one stack, with what they need to train."""

    members: list[int]
    stack: Stack
    update: Update
    batches: Iterator[Pair]
    training: Pair
    validation: Pair | None

    def losses(self, loss: Loss) -> Tensor:
        """The loss of each member on each sample of its next batch, shape (K, b)."""
        X, y = next(self.batches)
        return member_values("loss", loss, self.stack(X), y)

    def evaluate(self, functions: dict[str, Loss]) -> dict[str, np.ndarray]:
        """Mean loss and metrics of each member over whole data sets."""
        self.stack.base.eval()
        values = {}
        for prefix, pair in (("", self.training), ("validation_", self.validation)):
            if pair is None:
                continue
            X, y = pair
            parts = X.split(max(1, _EVALUATION_CHUNK // len(X)), dim=1)
            prediction = torch.cat([self.stack(part) for part in parts], dim=1)
            for name, function in functions.items():
                means = member_values(name, function, prediction, y).mean(dim=1)
                values[prefix + name] = means.cpu().numpy().astype(float)
        self.stack.base.train()
        return values


def member_values(name: str, function: Loss, prediction: Tensor, label: Tensor) -> Tensor:
    """A loss or metric of each member and sample, (K, n): to the function, all members together are one long batch."""
    values = per_sample(name, function, prediction.flatten(0, 1), label.flatten(0, 1))
    return values.view(len(label), -1)


# --- the run ---------------------------------------------------------------------------------------------------------


class _FitEnsemble(Loop):
    """All groups, advancing together."""

    def __init__(
        self,
        models: list[nn.Module],
        schedule: Schedule,
        callbacks: Callback | Sequence[Callback],
        groups: list[Group],
        functions: dict[str, Loss],
        restore_best: bool,
    ) -> None:
        super().__init__(models, schedule, callbacks)
        self.groups, self.functions, self.restore_best = groups, functions, restore_best
        self.device = groups[0].training[0].device
        self.watch = Watch(self.device)
        # The groups' members one after the other, brought back into the caller's order.
        self.order = np.argsort(np.concatenate([group.members for group in groups]))
        self.order_on_device = torch.as_tensor(self.order, device=self.device)
        self.best = [group.stack.copied() for group in groups] if restore_best else []

    def advance(self, step: int) -> None:
        losses = [group.losses(self.functions["loss"]) for group in self.groups]
        means = torch.cat([values.detach().mean(dim=1) for values in losses])
        self.watch.see(step, means[self.order_on_device])
        for group, values in zip(self.groups, losses):
            values.backward(torch.full_like(values, 1 / values.shape[1]))
            group.update()

    @torch.no_grad()
    def evaluate(self, step: int) -> dict[str, np.ndarray]:
        self.watch.check()
        parts = [group.evaluate(self.functions) for group in self.groups]
        values = {name: np.concatenate([part[name] for part in parts])[self.order] for name in parts[0]}
        self.watch.see(step, torch.as_tensor(values["loss"]))
        self.watch.check()
        return values

    def keep(self, step: int) -> None:
        if self.restore_best:
            improved = torch.as_tensor(self.history.best_step == step, device=self.device)
            for group, best in zip(self.groups, self.best):
                for name, value in group.stack.state.items():
                    better = _as_first_axis(improved[group.members], value)
                    best[name] = torch.where(better, value.detach(), best[name])
        if self.callbacks:
            self.write_back()

    def finish(self) -> None:
        for group, best in zip(self.groups, self.best):
            group.stack.load(best)

    def write_back(self) -> None:
        """Copy the numbers of all stacks into the models."""
        for group in self.groups:
            group.stack.write_back()

    @contextmanager
    def written_back(self) -> Iterator[None]:
        """However the training ends, the models have its numbers afterwards."""
        try:
            yield
        finally:
            self.write_back()


# --- arguments -------------------------------------------------------------------------------------------------------


def near_groups(models: Sequence[nn.Module]) -> list[list[int]]:
    """Members that share a stack: equal shapes, or MLPs whose widths lie between the same powers of two.

    >>> near_groups([MLP([1, width, 1]) for width in (3, 100, 16, 65)])
    [[0, 2], [1, 3]]
    """
    groups: dict[tuple[int, ...], list[int]] = {}
    for k, model in enumerate(models):
        widths = model.dims[1:-1] if type(model) is MLP else ()
        key = tuple(max(_NARROW, 2 ** math.ceil(math.log2(width))) for width in widths)
        groups.setdefault(key, []).append(k)
    return list(groups.values())


def _check_models(models: list[nn.Module]) -> None:
    if not models:
        raise ValueError("fit_ensemble needs at least one model.")
    if len({id(model) for model in models}) < len(models):
        raise ValueError("a model stands in the list twice; make one model for each member.")
    first = _architecture(models[0])
    for k, model in enumerate(models):
        if _architecture(model) != first:
            raise ValueError(
                f"member {k} differs from member 0: {model} and {models[0]}. The members of an ensemble have one "
                "architecture; only the hidden widths of MLPs may differ. Train the others in a second call."
            )


def _architecture(model: nn.Module) -> tuple[Any, ...]:
    """What the members have in common."""
    tensors = [*model.named_parameters(), *model.named_buffers()]
    kinds = [(name, value.dtype, value.device, value.requires_grad) for name, value in tensors]
    if type(model) is MLP:
        return MLP, model.activation, model.dims[0], model.depth, model.dims[-1], kinds
    return type(model), str(model), [tuple(value.shape) for _, value in tensors], kinds


def _pairs(what: str, models: list[nn.Module], data: Any, device: str | torch.device | None) -> list[Pair]:
    """One pair a member, where they belong; all of one shape."""
    if isinstance(data, (tuple, list)) and len(data) == 2 and all(isinstance(part, Tensor) for part in data):
        return [placed(models[0], check_pair(what, data), device)] * len(models)
    if not isinstance(data, (tuple, list)) or len(data) != len(models):
        raise ValueError(f"{what} must be one pair (X, y) for all, or a list with one pair for each of {len(models)}.")
    pairs = [
        placed(model, check_pair(f"{what} of member {k}", pair), device)
        for k, (model, pair) in enumerate(zip(models, data))
    ]
    shapes = [tuple(tuple(part.shape) for part in pair) for pair in pairs]
    for k, shape in enumerate(shapes):
        if shape != shapes[0]:
            raise ValueError(
                f"{what}: member {k} has X, y of shapes {shape}, member 0 {shapes[0]}; they must be equal. "
                "Train sets of different sizes in one call each."
            )
    return pairs


def _stacked(pairs: list[Pair]) -> Pair:
    """X and y with a first axis of members; a pair that all share is not copied."""
    if all(pair is pairs[0] for pair in pairs):
        X, y = pairs[0]
        return X.expand(len(pairs), *X.shape), y.expand(len(pairs), *y.shape)
    return torch.stack([X for X, _ in pairs]), torch.stack([y for _, y in pairs])


def _rates(lr: float | Sequence[float] | None, members: int) -> float | np.ndarray | None:
    """The common step size, or the array of all."""
    if lr is None or np.ndim(lr) == 0:
        return lr
    if np.shape(lr) != (members,):
        raise ValueError(f"lr has shape {np.shape(lr)} for {members} models; give one number, or one for each model.")
    rates = np.asarray(lr, dtype=float)
    if not np.all(rates >= 0):  # written so that NaN fails
        raise ValueError(f"lr={lr}; no step size is below 0.")
    return rates


def _generators(generators: Sequence[Generator] | None, members: int) -> list[Generator]:
    if generators is None:
        return [torch.default_generator] * members
    if isinstance(generators, Generator) or len(generators) != members:
        raise ValueError(f"generators must be a list with one torch.Generator for each of the {members} models.")
    for generator in generators:
        check_generator(generator)
    if len({id(generator) for generator in generators}) < members:
        raise ValueError("two members share a generator, so their batches would depend on each other; make one each.")
    return list(generators)


def _check_optimizer(optimizer: str | type[Optimizer]) -> None:
    if isinstance(optimizer, Optimizer):
        raise TypeError("an optimiser instance belongs to one model; pass its class or name and its options.")
    name = optimizer_class(optimizer).__name__
    if name not in SUPPORTED:
        raise ValueError(f"{name} cannot train stacked networks; use one of {', '.join(SUPPORTED)}, or fit.")


def _widest(shapes: list[torch.Size]) -> tuple[int, ...]:
    return tuple(max(lengths) for lengths in zip(*shapes))


def _padded(value: Tensor, shape: tuple[int, ...]) -> Tensor:
    """The tensor with zeros after its end in every axis."""
    missing = [wanted - length for wanted, length in zip(shape, value.shape)]
    return F.pad(value, [amount for m in reversed(missing) for amount in (0, m)]) if any(missing) else value


def _as_first_axis(values: Tensor, like: Tensor) -> Tensor:
    """Values of shape (K,), ready to be broadcast against a tensor of shape (K, …)."""
    return values.view(-1, *[1] * (like.ndim - 1))
