"""Checks of arguments that many functions share."""

from __future__ import annotations

import operator
from typing import Any

from torch import Generator


def whole(name: str, value: Any, least: int | None = None) -> int:
    """A number of things as an int.

    Raises:
        TypeError: it is no whole number; ValueError: it is below ``least``.

    >>> whole("n", 3, least=1)
    3
    """
    try:
        number = operator.index(value)
    except TypeError:
        raise TypeError(f"{name} counts things, so it must be an integer; got {value!r}.") from None
    if least is not None and number < least:
        raise ValueError(f"{name} must be at least {least}; got {value!r}.")
    return number


def check_generator(generator: Any) -> None:
    """Refuse a seed in place of a generator.

    Raises:
        TypeError: it is neither a ``torch.Generator`` nor None.
    """
    if not isinstance(generator, Generator | None):
        remedy = "for a seed s pass torch.Generator().manual_seed(s)"
        raise TypeError(f"generator={generator!r} is no torch.Generator; {remedy}.")
