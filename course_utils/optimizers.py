"""A torch optimiser from its name, its class or an instance."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.optim import Optimizer

#: The usual names: "sgd", "adam", "adamw", "rmsprop", "adagrad", "lbfgs", …
OPTIMIZERS: dict[str, type[Optimizer]] = {
    name.lower(): cls
    for name, cls in vars(torch.optim).items()
    if inspect.isclass(cls) and issubclass(cls, Optimizer) and cls is not Optimizer
}

# One fused kernel updates all parameters of these, on every device that the course uses but MPS.
_FUSED = (torch.optim.SGD, torch.optim.Adam, torch.optim.AdamW)


def optimizer_class(optimizer: str | type[Optimizer]) -> type[Optimizer]:
    """The class that a name means; a class passes through.

    >>> optimizer_class("adam").__name__
    'Adam'
    """
    if inspect.isclass(optimizer) and issubclass(optimizer, Optimizer):
        return optimizer
    if isinstance(optimizer, str) and optimizer.lower() in OPTIMIZERS:
        return OPTIMIZERS[optimizer.lower()]
    allowed = ", ".join(sorted(OPTIMIZERS))
    raise ValueError(f"unknown optimiser {optimizer!r}; use one of {allowed}, a torch optimiser class or an instance.")


def make_optimizer(
    optimizer: str | type[Optimizer] | Optimizer, parameters: list[Tensor], lr: float | None, options: dict[str, Any]
) -> Optimizer:
    """Build the optimiser for these parameters, fused where that is possible; an instance passes through.

    Raises:
        ValueError: unknown name, no parameters, no step size, or an instance together with lr or options.
        TypeError: an option that the optimiser does not have.
    """
    if not parameters:
        raise ValueError("the model has no parameter that requires a gradient; there is nothing to train.")
    if isinstance(optimizer, Optimizer):
        return _checked_instance(optimizer, parameters, lr, options)
    cls = optimizer_class(optimizer)
    if lr is None:
        raise ValueError(f"{cls.__name__} needs a step size: pass lr=…, for example lr=0.1.")
    known = inspect.signature(cls).parameters
    unknown = [name for name in options if name not in known]
    if unknown:
        names = ", ".join(name for name in known if name not in ("params", "lr"))
        raise TypeError(
            f"{unknown[0]!r} is neither an argument of this function nor an option of {cls.__name__}, which has {names}."
        )
    if cls in _FUSED and not {"fused", "foreach", "differentiable"} & set(options):
        options = {**options, "fused": all(p.device.type in ("cpu", "cuda") for p in parameters)}
    return cls(parameters, lr=lr, **options)


def step_function(optimizer: Optimizer, own: bool) -> Callable[[Callable[[], Tensor]], Any]:
    """``optimizer.step``; for an optimiser that we made, without the profiler's label around it.

    Torch wraps every step to label it for its profiler and to run hooks, which costs a small network a seventh of its
    time. Hooks can hang only on an instance that someone else made.
    """
    step = type(optimizer).step
    if own and getattr(step, "hooked", False):
        return functools.partial(step.__wrapped__, optimizer)
    return optimizer.step


def _checked_instance(
    optimizer: Optimizer, parameters: list[Tensor], lr: float | None, options: dict[str, Any]
) -> Optimizer:
    if lr is not None or options:
        given = ", ".join((["lr"] if lr is not None else []) + list(options))
        raise ValueError(f"an optimiser instance has its own options; leave out {given} or pass the class instead.")
    held = {id(p) for group in optimizer.param_groups for p in group["params"]}
    if not held & {id(p) for p in parameters}:
        raise ValueError("the optimiser instance holds no parameter of this model; build it from model.parameters().")
    return optimizer
