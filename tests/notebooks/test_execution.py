"""Lectures run in a real kernel: every corner of every slider can be drawn, within the time and memory of a laptop.

Time is processor time, not the clock's: a busy machine does not make a lecture slower. Two cores for 60 s are 120 s.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import psutil
import pytest
from nbclient import NotebookClient

from committed import LECTURES, name


@dataclass
class Run:
    """Processor seconds of each code cell, and the largest memory (bytes) seen after a cell."""

    seconds: dict[int, float] = field(default_factory=dict)
    memory: int = 0


@pytest.fixture(scope="module", params=LECTURES, ids=name)
def run(request: pytest.FixtureRequest) -> Iterator[Run]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_EXPLORE", "corners")
        yield execute(request.param)


def execute(path: Path) -> Run:
    """Execute a lecture from top to bottom; an error in a cell or in a corner of a slider is raised."""
    run = Run()

    def kernel() -> psutil.Process:
        return psutil.Process(client.km.provisioner.pid)

    def spent() -> float:
        times = kernel().cpu_times()
        return times.user + times.system

    def before(cell: object, cell_index: int) -> None:
        run.seconds[cell_index] = -spent()

    def after(cell: object, cell_index: int, execute_reply: object) -> None:
        run.seconds[cell_index] += spent()
        run.memory = max(run.memory, kernel().memory_info().rss)

    client = NotebookClient(
        nbformat.read(path, as_version=4), timeout=300, on_cell_execute=before, on_cell_executed=after
    )
    client.execute(cwd=str(path.parent))
    return run


def test_every_corner_is_drawn_within_the_time_of_a_lecture(run: Run) -> None:
    assert sum(run.seconds.values()) < 2 * 60


def test_no_cell_keeps_the_reader_waiting(run: Run) -> None:
    assert max(run.seconds.values()) < 2 * 15


def test_memory_of_a_laptop(run: Run) -> None:
    assert run.memory < 2e9
