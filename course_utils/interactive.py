"""Slider figures: ``explore`` redraws when a control moves, and leaves a static picture in the notebook.

How a key press becomes a picture: the front end (``explore.js``) asks the kernel for the newest values, one
request at a time, so that fast presses are skipped and never queue; the kernel draws on one figure that it
keeps, without a display backend, and sends the picture. In the pauses the front end fetches the next values
in the direction of the last move, and it keeps the last 200 pictures (about 10 MB), so that most presses are
answered from the browser's memory.
"""

from __future__ import annotations

import inspect
import io
import itertools
import os
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from numbers import Real
from pathlib import Path
from typing import Any

import anywidget
import numpy as np
import traitlets
from IPython import get_ipython
from IPython.display import display
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox
from PIL import Image

MAX_STEPS = 2000


def explore(
    draw: Callable[..., None], *, alt: str, figsize: tuple[float, float] | None = None, **controls: Any
) -> None:
    """Show ``draw`` as a figure with one control for each of its arguments.

    Args:
        draw: ``draw(fig, **values)`` fills an empty matplotlib figure, say through ``ax = fig.subplots()``.
            Its picture may depend on nothing but the values: pictures are kept. The axes stay where the first
            picture's layout put them, so fix limits (``ax.set_ylim``) where tick labels would get longer.
        alt: what the picture shows, for readers who do not see it.
        figsize: width and height in inches; matplotlib's default if None.
        controls: one for each argument of ``draw`` but the first:

            * ``(lo, hi, step)``: a slider, whole numbers if all three are; it starts in the middle;
            * a list: a choice of one of its entries; it starts at the first;
            * True or False: a check box;
            * a mapping, to say more: ``{"min": 1, "max": 9, "step": 2, "value": 3, "label": "width n"}`` or
              ``{"options": ["he", "glorot"], "value": "glorot"}`` or ``{"value": True, "label": "ridge"}``.
              With ``"log": True`` the slider is logarithmic and ``step`` a power of ten (0.1 if not given).

    In a run without a reader (``jupyter nbconvert --execute``, nbval) only the static picture is stored. With
    the environment variable ``COURSE_EXPLORE=corners`` every corner of the controls is drawn too.

    Raises:
        TypeError, ValueError: a control or ``alt`` that makes no sense; the message says what would.
        Exception: whatever ``draw`` raises at the start values. Later errors stand in place of the picture.

    >>> def line(fig, slope):
    ...     fig.subplots().plot([0, 1], [0, slope])
    >>> explore(line, alt="A line through the origin.", slope=(-2, 2, 1))
    """
    explorer = Explorer(draw, alt=alt, figsize=figsize, **controls)
    picture = explorer.picture(explorer.start)
    if os.environ.get("COURSE_EXPLORE") == "corners":
        for values in explorer.corners():
            explorer.draw_at(**values)
    if get_ipython() is None:  # a plain Python process has nowhere to show it
        return
    data: dict[str, Any] = {"text/plain": f"[Figure: {explorer.alt}]", "image/png": picture}
    if _has_reader():
        data = _Widget(explorer, picture)._repr_mimebundle_()[0] | data
    display(data, raw=True, metadata={"image/png": {"alt": alt}})


@dataclass(frozen=True)
class Control:
    """One control: the values it can take, their texts, and where it starts."""

    name: str
    label: str
    kind: str  # "slider", "choice" or "check"
    values: tuple[Any, ...]
    texts: tuple[str, ...]
    start: int

    @property
    def corners(self) -> tuple[Any, ...]:
        """The two ends of a slider; every value of a choice or a check box."""
        return (self.values[0], self.values[-1]) if self.kind == "slider" else self.values


class Explorer:
    """A drawing function with its controls, and one figure that all pictures are drawn on.

    >>> def line(fig, slope, dashed):
    ...     fig.subplots().plot([0, 1], [0, slope], "--" if dashed else "-")
    >>> explorer = Explorer(line, alt="A line.", slope=(-2, 2, 1), dashed=False)
    >>> explorer.values(explorer.start)
    {'slope': 0, 'dashed': False}
    >>> list(explorer.corners())[0]
    {'slope': -2, 'dashed': False}
    >>> len(explorer.draw_at(slope=2, dashed=True).axes)
    1
    """

    def __init__(
        self,
        draw: Callable[..., None],
        *,
        alt: str,
        figsize: tuple[float, float] | None = None,
        **controls: Any,
    ) -> None:
        if not isinstance(alt, str) or not alt.strip():
            raise ValueError("explore needs alt='…': one or two sentences on what the picture shows.")
        _check_arguments(draw, controls)
        self.draw, self.alt = draw, alt.strip()
        self.controls = [_control(name, spec) for name, spec in controls.items()]
        self.figure = Figure(figsize=figsize, layout="constrained")
        self.canvas = FigureCanvasAgg(self.figure)
        self.positions: list[Bbox] = []
        self.start = tuple(control.start for control in self.controls)

    def values(self, indices: Sequence[int]) -> dict[str, Any]:
        """The arguments of ``draw`` at these positions of the controls."""
        return {control.name: control.values[i] for control, i in zip(self.controls, indices, strict=True)}

    def corners(self) -> Iterator[dict[str, Any]]:
        """Every combination of the ends of the sliders and of all choices."""
        names = [control.name for control in self.controls]
        for corner in itertools.product(*(control.corners for control in self.controls)):
            yield dict(zip(names, corner, strict=True))

    def draw_at(self, **values: Any) -> Figure:
        """Draw at these values and return the figure. An error of ``draw`` gets the values as a note."""
        self.figure.clear()
        try:
            self.draw(self.figure, **values)
            if not self.figure.get_children()[1:]:  # the first child is the background
                raise ValueError("the figure is empty: draw on the one passed in, ax = fig.subplots().")
            self._place_axes()
            self.canvas.draw()
        except Exception as error:
            error.add_note(f"explore: drawing at {', '.join(f'{k}={v!r}' for k, v in values.items())}")
            raise
        return self.figure

    def _place_axes(self) -> None:
        """Lay out the first picture, and keep its axes in place as long as their number stays.

        Pictures whose axes move are hard to compare, and the layout takes longer than the drawing.
        """
        axes = self.figure.axes
        if len(axes) != len(self.positions):
            self.figure.set_layout_engine("constrained")
            self.figure.get_layout_engine().execute(self.figure)
            self.positions = [ax.get_position(original=True) for ax in axes]
            self.figure.set_layout_engine("none")
        for ax, position in zip(axes, self.positions, strict=True):
            ax.set_position(position)

    def picture(self, indices: Sequence[int]) -> bytes:
        """The picture at these positions of the controls, as PNG."""
        self.draw_at(**self.values(indices))
        file = io.BytesIO()
        pixels = np.asarray(self.canvas.buffer_rgba())
        Image.fromarray(pixels[..., :3]).save(file, "png", compress_level=1)  # speed before size
        return file.getvalue()


class _Widget(anywidget.AnyWidget):
    """The live view. It holds the first picture; the others go as messages, outside its state."""

    _esm = Path(__file__).with_name("explore.js")
    _css = Path(__file__).with_name("explore.css")
    controls = traitlets.List().tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)
    width = traitlets.Int().tag(sync=True)
    first = traitlets.Bytes().tag(sync=True)

    def __init__(self, explorer: Explorer, picture: bytes) -> None:
        controls = [asdict(control) for control in explorer.controls]
        for control in controls:
            del control["values"]  # they stay here: the front end knows texts and positions
        width = int(explorer.figure.bbox.width)
        super().__init__(controls=controls, alt=explorer.alt, width=width, first=picture)
        self.explorer = explorer
        self.on_msg(self._answer)

    def _answer(self, _: Any, request: dict[str, Any], __: list[Any]) -> None:
        """Send the picture at ``request["indices"]``, or the error: every request gets an answer."""
        try:
            self.send(request, [self.explorer.picture(request["indices"])])
        except (Exception, KeyboardInterrupt) as error:
            self.send(request | {"error": _readable(error, self.explorer.draw)})


def _has_reader() -> bool:
    """Can a widget be shown? A run without a reader tells the kernel not to ask for input."""
    kernel = getattr(get_ipython(), "kernel", None)
    request = kernel.get_parent("shell") if kernel is not None else {}
    return bool(request.get("content", {}).get("allow_stdin", False))


def _check_arguments(draw: Callable[..., None], controls: Mapping[str, Any]) -> None:
    parameters = list(inspect.signature(draw).parameters.values())[1:]
    known = {p.name for p in parameters}
    if not controls:
        raise ValueError("explore needs at least one control, such as width=(1, 10, 1).")
    if unknown := [name for name in controls if name not in known]:
        if not any(p.kind is p.VAR_KEYWORD for p in parameters):
            names = ", ".join(unknown)
            raise ValueError(f"draw has no argument {names}; after the figure it takes {sorted(known)}.")
    missing = [p.name for p in parameters if p.default is p.empty and p.kind is not p.VAR_KEYWORD]
    if missing := [name for name in missing if name not in controls]:
        names = ", ".join(missing)
        raise ValueError(f"draw needs {names}: give a control for it, such as {missing[0]}=(0, 10, 1).")


def _control(name: str, spec: Any) -> Control:
    """A control from what the caller wrote; see ``explore``."""
    options = _as_mapping(name, spec)
    label = str(options.pop("label", name.replace("_", " ")))
    if "min" in options:
        kind = "slider"
        values, texts = _grid(name, options)
        start = options.pop("value", values[(len(values) - 1) // 2])
        if not (_is_number(start) and values[0] <= start <= values[-1]):
            raise ValueError(f"{name}: value={start!r} is not between {values[0]} and {values[-1]}.")
        position = int(np.argmin(np.abs(np.array(values) - start)))
    else:
        kind = "choice" if "options" in options else "check"
        values = tuple(options.pop("options", (False, True)))
        texts = tuple(str(value) for value in values)
        start = options.pop("value", values[0] if values else None)
        if start not in values:
            remedy = "it has to be one of them" if values else "give at least one choice"
            raise ValueError(f"{name}: value={start!r} is none of the choices {list(values)}; {remedy}.")
        position = values.index(start)
    if options:
        raise ValueError(f"{name}: a {kind} has no {sorted(options)}; see help(explore) for what it has.")
    return Control(name, label, kind, values, texts, position)


def _as_mapping(name: str, spec: Any) -> dict[str, Any]:
    if isinstance(spec, Mapping) and {"min", "options", "value"} & set(spec):
        return dict(spec)
    if isinstance(spec, bool):
        return {"value": spec}
    if isinstance(spec, list):
        return {"options": spec}
    if isinstance(spec, tuple) and len(spec) == 3 and all(_is_number(x) for x in spec):
        return dict(zip(("min", "max", "step"), spec, strict=True))
    remedy = "use (lo, hi, step), a list of choices, True, False or a mapping"
    raise TypeError(f"{name}={spec!r} is no control: {remedy}.")


def _grid(name: str, options: dict[str, Any]) -> tuple[tuple[Any, ...], tuple[str, ...]]:
    """The values of a slider and their texts; takes min, max, step and log out of ``options``."""
    log = options.pop("log", False)
    given = options.pop("min"), options.pop("max", None), options.pop("step", 0.1 if log else 1)
    lo, hi, step = (x.item() if isinstance(x, np.generic) else x for x in given)
    if not all(_is_number(x) for x in (lo, hi, step)) or not (lo < hi and step > 0 and (lo > 0 or not log)):
        positive = "0 < min" if log else "min"
        got = f"{lo!r}, {hi!r}, {step!r}"
        raise ValueError(f"{name}: a slider needs {positive} < max and step > 0; got {got}.")
    width = np.log10(hi / lo) if log else hi - lo
    count = int(width / step + 1e-9) + 1
    if not 2 <= count <= MAX_STEPS:
        raise ValueError(f"{name}: min, max and step give {count} values; a slider has 2 to {MAX_STEPS}.")
    if log:
        values = tuple(float(f"{lo * 10 ** (step * k):.3g}") for k in range(count))
        return values, tuple(f"{value:.3g}" for value in values)
    digits = max(0, *(-int(Decimal(repr(x)).normalize().as_tuple().exponent) for x in (lo, step)))
    values = tuple(lo + step * k if digits == 0 else round(lo + step * k, digits) for k in range(count))
    return values, tuple(f"{value:.{digits}f}" for value in values)


def _is_number(x: Any) -> bool:
    return isinstance(x, Real) and not isinstance(x, bool) and bool(np.isfinite(x))


def _readable(error: BaseException, draw: Callable[..., None]) -> str:
    """What went wrong, and in which line of the drawing function."""
    lines = [f"{type(error).__name__}: {error}"]
    code = inspect.unwrap(draw).__code__
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename == code.co_filename:
            lines.append(f"in {frame.name}, line {frame.lineno}: {frame.line}")
    return "\n".join(lines + list(getattr(error, "__notes__", [])))
