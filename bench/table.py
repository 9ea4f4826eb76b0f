"""One row of the benchmark's table, and the table as text."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """Our time beside theirs, measured side by side in one run.

    ``target`` says what the ratio ours / theirs has to be, in words for the reader, e.g. ``"≤ 0.5"``.
    """

    name: str
    ours: float
    theirs: float
    ratio: float
    target: str


def side_by_side(name: str, ours: Callable[[], object], theirs: Callable[[], object], rounds: int, target: str) -> Row:
    """Run both in turns; the ratio is the median over the rounds, so that a busy moment slows both sides alike.

    One round more goes first, unmeasured.
    """
    times: tuple[list[float], list[float]] = ([], [])
    for k in range(rounds + 1):
        for action, seconds in zip((ours, theirs), times):
            start = time.perf_counter()
            action()
            if k > 0:
                seconds.append(time.perf_counter() - start)
    ratio = statistics.median(a / b for a, b in zip(*times))
    return Row(name, statistics.median(times[0]), statistics.median(times[1]), ratio, target)


def markdown(rows: Iterable[Row]) -> str:
    """The table in Markdown, ready for the README."""
    lines = ["| what | ours (s) | theirs (s) | ours / theirs | target |", "| --- | --- | --- | --- | --- |"]
    lines += [f"| {r.name} | {r.ours:.4f} | {r.theirs:.4f} | {r.ratio:.2f} | {r.target} |" for r in rows]
    return "\n".join(lines)
