"""Stock nbgrader on a throw-away copy of a course, in a box that keeps the machine whole.

The box is not part of what is measured: nbgrader runs in it as it does anywhere, but only the scratch folder can be
written to, no process outlives it, and memory is bounded.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from course_utils.grading.course import Course

# nbgrader as it comes, with our names of folders and a time limit that suits the attacks.
CONFIG = """\
import os, pathlib, sysconfig
c = get_config()
c.CourseDirectory.root = str(pathlib.Path(__file__).resolve().parent)
c.CourseDirectory.course_id = "mdl"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])
c.Execute.timeout = {seconds}
"""
SCRATCH = {"tmp": "/tmp", "var-tmp": "/var/tmp", "shm": "/dev/shm"}
BOX = ["bwrap", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--unshare-pid", "--die-with-parent"]
MEMORY = "8000000000"  # bytes of address space
LEFT = "left.txt"  # the command lines of the processes that nbgrader left behind: the box ends with them
THEN_LOOK = '"$@"; code=$?; cat /proc/[0-9]*/cmdline > {left}; exit $code'


@contextmanager
def scratch_folder(prefix: str) -> Iterator[Path]:
    """A new folder, gone afterwards: Python's own removal fails in a thousand folders within one another."""
    folder = Path(mkdtemp(prefix=prefix))
    try:
        yield folder
    finally:
        subprocess.run(["rm", "-rf", str(folder)], check=False)


def boxed(folder: Path, command: list[str]) -> list[str]:
    """The command line that runs ``command`` with nothing but ``folder`` to write to."""
    line = [*BOX]
    for name, place in SCRATCH.items():
        (folder / name).mkdir(exist_ok=True)
        line += ["--bind", str(folder / name), place]
    line += ["--bind", str(folder), str(folder), "prlimit", f"--as={MEMORY}", "--core=0"]
    return [*line, "sh", "-c", THEN_LOOK.format(left=folder / LEFT), "sh", *command]


def nbgrader(course: Course, folder: Path, environment: dict[str, str], seconds: float, *arguments: str) -> str | None:
    """Runs a command of nbgrader in the box; returns what went wrong, if anything, in a word."""
    (folder / LEFT).touch()
    command = boxed(folder, [sys.executable, "-m", "nbgrader", *arguments])
    try:
        done = subprocess.run(
            command, cwd=course.root, env=environment, timeout=seconds,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return "never ended"
    return f"exit {done.returncode}" if done.returncode else None
