"""Checks: ``verify`` holds a lecture's statements to what was measured, ``check_*`` hold answers to their exercise.

A ``check_*`` message says what was tried, what came, what was expected, and the usual reason.
"""

from __future__ import annotations

import contextlib
import copy
import io
import math
import traceback
import warnings
from collections.abc import Callable
from types import FunctionType
from typing import Any

import numpy as np
import torch
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
        ValueError: no theory or several, no measurement, an empty one or both, too few samples or points of a slope,
            no margin for an equality.

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
    if value.size == 0:
        raise ValueError(f"{statement}: the measurement is empty, so nothing was compared.")
    error = np.asarray(error if se is None else se, dtype=float)
    theory = np.asarray(theory, dtype=float)
    margin = np.broadcast_to(n_se * error + rtol * np.abs(theory) + atol, np.broadcast(value, theory).shape)
    if name in ("equals", "slope") and not np.all(margin > 0):
        raise ValueError(f"{statement}: an equality needs a margin; pass samples, se, rtol or atol.")
    line = _line(statement, name, value, error, theory)
    if not np.all(np.isfinite(value) & (_excess(name, value, theory) <= margin)):
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
    if x.ndim != 1 or len(x) < 2 or y.shape[-1:] != x.shape:
        shapes = f"got shapes {x.shape} and {y.shape}"
        raise ValueError(f"a slope needs x of shape (points,), two or more, and y of shape (…, points); {shapes}.")
    slopes = np.polyfit(x, y.T, 1)[0]
    return (np.asarray(slopes), 0.0) if np.ndim(slopes) == 0 else _mean_and_error(slopes)


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


class CheckError(AssertionError):
    """An answer to an exercise is not what the statement asks for."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in a traceback's place: the message, and the answer's own lines where it raised.

        The lines of the checks would push the message out of sight.
        """
        lines = [str(self)]
        if self.__cause__ is not None and not isinstance(self.__cause__, NotImplementedError):
            own = self.__cause__.__traceback__ and self.__cause__.__traceback__.tb_next  # without the line of ``call``
            lines += ["", "In your code:", *"".join(traceback.format_tb(own)).splitlines()]
        return lines


def call(function: Callable[..., Any], *arguments: Any) -> Any:
    """The value of ``function(*arguments)``, computed on copies and without a word on stderr.

    A mark depends on the value alone: warnings are silenced because nbgrader gives 0 to a test cell that writes
    to stderr, and the arguments are copied so that an answer that works in place spoils no later check.

    Raises:
        CheckError: the function raised; the message names the call and the error.

    >>> call(max, [3, 1, 2])
    3
    """
    try:
        with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()):
            warnings.simplefilter("ignore")
            return function(*copy.deepcopy(arguments))
    except NotImplementedError as error:
        raise CheckError(f"✗ {_call_text(function, arguments)} is not answered yet.") from error
    except Exception as error:
        text = f"✗ {_call_text(function, arguments)}\n  raised    {type(error).__name__}: {error}"
        raise CheckError(text) from error


def call_in_place(function: Callable[..., Any], *arguments: Any) -> tuple[Any, tuple[Any, ...]]:
    """The value of ``function(*arguments)`` on copies of the arguments, and these copies as the call left them.

    >>> call_in_place(list.reverse, [1, 2, 3])
    (None, ([3, 2, 1],))
    """
    remote = getattr(type(function), "__call_in_place__", None)  # of the marking kernel's proxies
    if remote is not None:
        return remote(function, *arguments)
    copies = copy.deepcopy(arguments)
    return function(*copies), copies


def class_names(value: Any) -> list[str]:
    """The names of the classes that ``value`` is an instance of, its own first.

    A test asks by them what it cannot ask by ``isinstance`` of an object that lives in another kernel.

    >>> class_names(True)
    ['bool', 'int', 'object']
    """
    remote = getattr(type(value), "__class_names__", None)  # of the marking kernel's proxies
    return [kind.__name__ for kind in type(value).__mro__] if remote is None else remote(value)


def ship(function: Callable[..., Any]) -> Callable[..., Any]:
    """Marks a function of a test cell: where tests and answers live in different kernels, the answer gets a copy.

    Without the mark the answer's calls come back to the test, one message each, and cannot be differentiated. The
    copy is for many calls, for autograd and for torch.func; the students' side then holds the function's code.

    >>> ship(lambda x: 2 * x)(3)
    6
    """
    function.__shipped__ = True
    return function


def check_value(
    function: Callable[..., Any],
    *arguments: Any,
    equals: ArrayLike,
    hint: str = "",
    rtol: float = 1e-4,
    atol: float = 1e-7,
) -> None:
    """Check that ``function(*arguments)`` is ``equals``, a number or an array, up to rounding.

    The margin, ``rtol * |equals| + atol`` entry by entry, lets an answer in float32 pass. ``hint`` is the
    usual reason for a wrong answer.

    Raises:
        CheckError: the call raised, or its value is no number, has another shape or another value.

    >>> check_value(lambda x: x**2, 3.0, equals=9)
    """
    got = call(function, *arguments)
    check_close(got, equals, what=_call_text(function, arguments), hint=hint, rtol=rtol, atol=atol)


def check_close(
    got: Any,
    expected: ArrayLike,
    *,
    what: str = "the answer",
    hint: str = "",
    rtol: float = 1e-4,
    atol: float = 1e-7,
) -> None:
    """Check that ``got`` (number, list, numpy array or torch tensor) equals ``expected`` up to rounding.

    Raises:
        CheckError: with what was tried, what came, what was expected and ``hint``.

    >>> check_close([1, 2.0], np.array([1.0, 2.0]))
    """
    wanted = np.asarray(expected, dtype=float)
    value = _number(got, what, hint)
    if wanted.ndim == 0 and value.size == 1:
        value = value.reshape(())
    if value.shape != wanted.shape:
        _fail(what, f"shape {value.shape}", f"shape {wanted.shape}", _suspicion(value, wanted), hint)
    wrong = ~np.isclose(value, wanted, rtol=rtol, atol=atol)
    if np.any(wrong):
        if value.size > 6:
            # the first wrong entry says more than a page of numbers
            place = tuple(int(i) for i in np.argwhere(wrong)[0])
            what = f"{what}, entry {list(place)} ({wrong.sum()} of {wrong.size} entries are wrong)"
            _fail(what, f"{value[place]:.6g}", f"{wanted[place]:.6g}", _suspicion(value, wanted), hint)
        _fail(what, _array_text(value), _array_text(wanted), _suspicion(value, wanted), hint)


def check_shape(got: Any, shape: tuple[int, ...], *, what: str = "the answer", hint: str = "") -> None:
    """Check the shape of an array of numbers.

    Raises:
        CheckError: it is no array of numbers, or has another shape.

    >>> check_shape([[1, 2, 3]], (1, 3))
    """
    value = _number(got, what, hint)
    if value.shape != tuple(shape):
        _fail(what, f"shape {value.shape}", f"shape {tuple(shape)}", hint)


def check_raises(
    error: type[Exception], function: Callable[..., Any], *arguments: Any, hint: str = ""
) -> None:
    """Check that ``function(*arguments)`` refuses its arguments with this kind of error.

    Raises:
        CheckError: the call gave a value, or raised another error.

    >>> check_raises(ValueError, int, "one")
    """
    try:
        value = call(function, *arguments)
    except CheckError as refusal:
        if isinstance(refusal.__cause__, error):
            return
        cause = refusal.__cause__
        _fail(_call_text(function, arguments), f"{type(cause).__name__}: {cause}", error.__name__, hint)
    _fail(_call_text(function, arguments), _short(value), error.__name__, hint)


def check_gradient(
    function: Callable[..., Any],
    derivative: Callable[..., Any],
    *arguments: Any,
    hint: str = "",
    rtol: float = 1e-4,
    atol: float = 1e-6,
) -> None:
    """Check ``derivative(*arguments)`` against central differences of ``function`` in its last argument x.

    For values of shape s and x of shape d the derivative has shape s + d: a gradient for a scalar function, the
    Jacobian (outputs in rows, inputs in columns) for a vector function. The differences are taken in float64
    with step h = 1e-5 max(1, |x_i|); their error is O(h^2) and does not show at ``rtol``.

    Raises:
        CheckError: a call raised or gave no number, or the derivative has another shape or another value.

    >>> check_gradient(lambda x: np.sum(x**2), lambda x: 2 * x, np.array([1.0, -2.0]))
    """
    *fixed, point = arguments
    what = _call_text(function, arguments)
    point = _number(point, "the last argument", hint)
    columns = []
    for index in np.ndindex(point.shape):
        step = np.zeros_like(point)
        step[index] = 1e-5 * max(1.0, abs(point[index]))
        ahead, behind = (_number(call(function, *fixed, point + s), what, hint) for s in (step, -step))
        columns.append((ahead - behind) / (2 * step[index]))
    wanted = np.stack(columns, axis=-1).reshape(columns[0].shape + point.shape)
    check_value(derivative, *arguments, equals=wanted, hint=hint, rtol=rtol, atol=atol)


def _fail(what: str, got: str, expected: str, *reasons: str) -> None:
    """Raise the message that all checks share."""
    hints = "".join(f"\n  Hint: {reason}" for reason in reasons if reason)
    raise CheckError(f"✗ {what}\n  returned  {got}\n  expected  {expected}{hints}")


def _number(got: Any, what: str, hint: str) -> np.ndarray:
    """``got`` as a float array; anything else than real numbers fails."""
    if got is None:
        _fail(what, "None", "a number or an array", "the function has no return statement on this path.")
    try:
        value = _array(got)
        if value.dtype.kind in "biufO":
            return value.astype(float)
    except Exception:  # ragged lists, objects of the answer's own making, …
        pass
    _fail(what, _short(got), "a number or an array of real numbers", hint)


def _array(value: Any) -> np.ndarray:
    """A list, array or tensor as an array; of tensors also those that NumPy does not know: sparse ones, bfloat16."""
    if not isinstance(value, torch.Tensor):
        return np.asarray(value)
    value = value.detach().cpu().to_dense()
    return (value.float() if value.dtype is torch.bfloat16 else value).numpy()


def _suspicion(value: np.ndarray, wanted: np.ndarray) -> str:
    """The usual slip that explains the difference, if one does."""

    def same(other: np.ndarray) -> bool:
        # relative to the largest entry: tiny numbers are not all alike
        atol = 1e-7 * np.abs(wanted).max(initial=0.0)
        return other.shape == wanted.shape and np.allclose(other, wanted, rtol=1e-4, atol=atol)

    if not np.all(np.isfinite(value)):
        if np.all(np.isfinite(wanted)):
            return "nan or inf came out: look for an overflow, a logarithm of 0 or a division by 0."
        return ""
    if value.ndim == 2 and same(value.T):
        return "this is the transpose of the right answer."
    if same(-value):
        return "this is the right answer with the opposite sign."
    if value.shape == wanted.shape and np.all(np.isfinite(wanted)) and value.any() and wanted.any():
        with np.errstate(all="ignore"):  # squares of numbers near 1e-300 or 1e300 leave the range of floats
            factor = float(np.vdot(value, wanted) / np.vdot(value, value))
        if wanted.size > 1 and math.isfinite(factor) and same(factor * value):
            return f"every entry must be multiplied by {factor:.4g}."
    return ""


def _call_text(function: Callable[..., Any], arguments: tuple[Any, ...]) -> str:
    """The call as one would type it, long arguments shortened."""
    name = getattr(function, "__name__", "the function")
    return f"{name}({', '.join(_short(argument) for argument in arguments)})"


def _short(value: Any) -> str:
    """A value in at most about 60 characters."""
    if isinstance(value, (np.ndarray, torch.Tensor)):
        value = _array(value)
        return _array_text(value) if value.size <= 6 else f"<array of shape {value.shape}>"
    if isinstance(value, (list, tuple)):
        brackets = "[]" if isinstance(value, list) else "()"
        text = brackets[0] + ", ".join(_short(item) for item in value) + brackets[1]
        return text if len(text) <= 60 else f"<{type(value).__name__} of {len(value)}>"
    if isinstance(value, FunctionType):
        return value.__name__
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _array_text(value: np.ndarray) -> str:
    text = np.array2string(value, separator=", ", formatter={"float_kind": lambda v: f"{v:.6g}"})
    return text.replace("\n", "")
