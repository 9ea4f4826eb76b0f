"""Checks: ``verify`` holds a lecture's statements to what was measured."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike


class VerificationError(AssertionError):
    """A measurement contradicts the statement beside it."""


def verify(
    statement: str,
    *,
    measured: Any = None,
    samples: ArrayLike | None = None,
    equals: ArrayLike | None = None,
    at_most: ArrayLike | None = None,
    at_least: ArrayLike | None = None,
    slope: float | None = None,
    se: ArrayLike | None = None,
    n_se: float = 4.0,
    rtol: float = 0.0,
    atol: float = 0.0,
) -> None:
    """Compare a measurement with a statement, print one line, and raise if they disagree.

    Give the measurement in one of two forms:

    * ``measured``: a number or an array, compared entry by entry. With ``slope`` it is a pair ``(x, y)``, and the
      least-squares slope of ``log y`` against ``log x`` is compared; ``y`` of shape (repetitions, len(x)) gives one
      slope a repetition, hence a standard error.
    * ``samples``: independent repetitions along axis 0 (at least 20). Their mean is compared and their standard
      error is std / sqrt(n).

    Give the theory as exactly one of ``equals``, ``at_most``, ``at_least`` or ``slope``. The margin allowed is
    ``n_se * se + rtol * |theory| + atol``, where ``se`` is the standard error of the measurement: computed from
    ``samples``, passed in, or 0. An equality needs a margin that is not zero; for a deterministic identity say
    which rounding error you allow (``rtol=1e-12``).

    Four standard errors are passed by chance with probability 6e-5 for a Gaussian mean.

    Raises:
        VerificationError: the measurement is outside the margin, or not finite.
        ValueError: no theory or several, no measurement or both, too few samples, no margin for an equality.

    >>> verify("Theorem 0.1 (an example)", measured=2.0, at_most=3.0)
    ✓ Theorem 0.1 (an example): measured 2, at most 3
    >>> x = np.array([1.0, 2.0, 4.0])
    >>> verify("Theorem 0.2", measured=(x, 5 / np.sqrt(x)), slope=-0.5, atol=1e-9)
    ✓ Theorem 0.2: log–log slope measured -0.5, theory -0.5
    """
    name, theory = _one_of("theory", equals=equals, at_most=at_most, at_least=at_least, slope=slope)
    form, _ = _one_of("measurement", measured=measured, samples=samples)
    if name == "slope":
        value, error = _slope(measured)
    elif form == "samples":
        value, error = _mean_and_error(samples)
    else:
        value, error = np.asarray(measured, dtype=float), 0.0
    error = np.asarray(error if se is None else se, dtype=float)
    theory = np.asarray(theory, dtype=float)
    margin = np.broadcast_to(n_se * error + rtol * np.abs(theory) + atol, np.broadcast(value, theory).shape)
    if name in ("equals", "slope") and not np.all(margin > 0):
        raise ValueError(f"{statement}: an equality needs a margin; pass samples, se, rtol or atol.")
    line = _line(statement, name, value, error, theory)
    if not np.all(_excess(name, value, theory) <= margin):  # written so that NaN fails
        raise VerificationError(f"✗ {line} does not hold within the allowed margin of {_text(margin)}.")
    print(f"✓ {line}")


def _one_of(what: str, **options: Any) -> tuple[str, Any]:
    """The one option that is not None."""
    given = [(name, value) for name, value in options.items() if value is not None]
    if len(given) != 1:
        names = ", ".join(options)
        raise ValueError(f"verify needs exactly one {what} out of {names}; got {len(given)}.")
    return given[0]


def _mean_and_error(samples: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Mean over axis 0 and its standard error."""
    values = np.asarray(samples, dtype=float)
    if values.ndim == 0 or len(values) < 20:
        raise ValueError("verify needs at least 20 samples for a standard error; draw more, or pass measured and se.")
    return values.mean(axis=0), values.std(axis=0, ddof=1) / np.sqrt(len(values))


def _slope(pair: Any) -> tuple[np.ndarray, np.ndarray | float]:
    """Least-squares slope of log y against log x, with its standard error over repetitions if there are any."""
    if not isinstance(pair, (tuple, list)) or len(pair) != 2:
        raise ValueError("verify(…, slope=…) needs measured=(x, y).")
    x, y = np.log(np.asarray(pair[0], dtype=float)), np.log(np.asarray(pair[1], dtype=float))
    slopes = np.polyfit(x, y.T, 1)[0]
    return (slopes, 0.0) if np.ndim(slopes) == 0 else _mean_and_error(slopes)


def _excess(name: str, value: np.ndarray, theory: np.ndarray) -> np.ndarray:
    """By how much the measurement breaks the statement (negative: it holds)."""
    if name == "at_most":
        return value - theory
    if name == "at_least":
        return theory - value
    return np.abs(value - theory)


def _line(statement: str, name: str, value: np.ndarray, error: np.ndarray, theory: np.ndarray) -> str:
    sign = {"equals": ", theory ", "slope": ", theory ", "at_most": ", at most ", "at_least": ", at least "}[name]
    prefix = "log–log slope measured" if name == "slope" else "measured"
    spread = f" ± {_text(error)}" if np.any(error > 0) else ""
    return f"{statement}: {prefix} {_text(value)}{spread}{sign}{_text(theory)}"


def _text(values: ArrayLike) -> str:
    """Up to six numbers in full, more as a range, four significant digits each."""
    flat = np.atleast_1d(np.asarray(values, dtype=float)).ravel()
    if np.all(flat == flat[0]):
        return f"{flat[0]:.4g}"
    if len(flat) <= 6:
        return "[" + ", ".join(f"{v:.4g}" for v in flat) + "]"
    return f"[{flat.min():.4g} … {flat.max():.4g}] ({len(flat)} values)"
