"""What a training run measured, as arrays and as a picture."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class History:
    """The records of a training run.

    ``history["loss"]`` is an array of shape (records,), or (records, members) from ``fit_ensemble``: the mean loss
    over the whole training set with the parameters after ``history.steps`` updates. The first record is taken before
    the first update. Validation values and metrics stand beside it: ``history["validation_loss"]``,
    ``history["top1_error"]``, ``history["validation_top1_error"]``.

    ``history.stopped_by`` says why the run ended: ``"steps"`` (all done), ``"patience"``, ``"callback"`` or
    ``"interrupt"`` (Ctrl-C). ``history.best_step`` is the step of the smallest validation loss (``None`` without
    validation data; an array with one entry a member from ``fit_ensemble``).

    >>> history = History([(0, {"loss": 2.0}), (10, {"loss": 0.5})])
    >>> history.steps, history["loss"]
    (array([ 0, 10]), array([2. , 0.5]))
    """

    def __init__(self, records: list[tuple[int, dict[str, Any]]] | None = None) -> None:
        self.records: list[tuple[int, dict[str, Any]]] = list(records or [])
        self.stopped_by: str | None = None

    def append(self, step: int, values: dict[str, Any]) -> None:
        """Add one record: a number (or one number a member) for each name."""
        self.records.append((step, values))

    @property
    def steps(self) -> np.ndarray:
        """Number of updates before each record, shape (records,)."""
        return np.array([step for step, _ in self.records], dtype=int)

    def __getitem__(self, name: str) -> np.ndarray:
        if name not in self:
            raise KeyError(f"the history has no {name!r}; it has {', '.join(self) or 'no records'}.")
        return np.array([values[name] for _, values in self.records])

    def __iter__(self) -> Iterator[str]:
        return iter(self.records[0][1] if self.records else ())

    def __contains__(self, name: object) -> bool:
        return name in list(self)

    def __len__(self) -> int:
        return len(self.records)

    @property
    def best_step(self) -> int | np.ndarray | None:
        """Step of the smallest validation loss, for each member where there are several."""
        if "validation_loss" not in self:
            return None
        losses = np.where(np.isfinite(self["validation_loss"]), self["validation_loss"], np.inf)
        best = self.steps[losses.argmin(axis=0)]
        return int(best) if best.ndim == 0 else best

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the loss against the step, the validation loss dashed, and return the axes.

        Losses are drawn on a logarithmic axis where all of them are positive. Of an ensemble every member is a thin
        line and the median a thick one.
        """
        if ax is None:
            import matplotlib.pyplot as plt

            _, ax = plt.subplots()
        shown = [name for name in ("loss", "validation_loss") if name in self]
        for name, style in zip(shown, ("-", "--")):
            self._draw(ax, name, style)
        if all(np.all(self[name] > 0) for name in shown):
            ax.set_yscale("log")
        ax.set_xlabel("step")
        ax.set_ylabel("mean loss")
        ax.legend()
        return ax

    def _draw(self, ax: Axes, name: str, style: str) -> None:
        values, label = self[name], {"loss": "training", "validation_loss": "validation"}[name]
        if values.ndim == 1:
            ax.plot(self.steps, values, style, label=label)
            return
        (line,) = ax.plot(self.steps, np.median(values, axis=1), style, linewidth=2.5, label=f"{label} (median)")
        ax.plot(self.steps, values, style, color=line.get_color(), linewidth=0.5, alpha=0.5)

    def __repr__(self) -> str:
        if not self.records:
            return "History(no records)"
        step, last = self.records[-1]
        values = ", ".join(f"{name} {np.median(value):.4g}" for name, value in last.items())
        return f"History({len(self)} records, step {step}: {values})"
