"""Runs a grading command and watches it: seconds, and the most memory that all its processes held together."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

EVERY = 0.5  # seconds between two looks at the memory


@dataclass(frozen=True)
class Run:
    """What a command took."""

    seconds: float
    peak_megabytes: float


def ours(assignment: str, workers: int = 2) -> list[str]:
    """The command that grades a class in isolation."""
    return [sys.executable, "-m", "course_utils.grading", "autograde", assignment, "--workers", str(workers)]


def watched(command: list[str], folder: Path, environment: dict[str, str] | None = None) -> Run:
    """Runs a command in a folder. Raises CalledProcessError when it fails."""
    began, peak = time.perf_counter(), 0.0
    with open(folder / "bench.log", "ab") as log:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        while process.poll() is None:
            peak = max(peak, megabytes(process.pid))
            with suppress(subprocess.TimeoutExpired):
                process.wait(EVERY)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, (folder / "bench.log").read_text()[-2000:])
    return Run(time.perf_counter() - began, peak)


def megabytes(root: int) -> float:
    """The memory of a process and all its descendants, with what they share counted once (PSS)."""
    total = 0
    with suppress(psutil.Error):
        for process in [top := psutil.Process(root), *top.children(recursive=True)]:
            with suppress(psutil.Error):
                total += process.memory_full_info().pss
    return total / 1e6
