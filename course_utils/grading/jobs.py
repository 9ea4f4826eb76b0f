"""The unit of work: a sanitised notebook goes in, the executed one comes out.

A job needs no gradebook and no course folder, and doing it twice gives the same: it can run in any process,
on any machine that has the same environment.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import find_all_files

from .environment import environment
from .isolation.limits import Limits


STUDENT_FILE = "student_id.txt"


@dataclass(frozen=True)
class Job:
    """A sanitised notebook as JSON, the assignment's data files by their relative paths, and the limits."""

    notebook: str
    files: dict[str, bytes]
    limits: Limits

    @cached_property
    def key(self) -> str:
        """A hash of what the result depends on: submission, source, data, limits, environment."""
        parts = {
            "notebook": essence(self.notebook),
            "files": {name: hashlib.sha256(content).hexdigest() for name, content in self.files.items()},
            "limits": asdict(self.limits),
            "environment": environment(),
        }
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Result:
    """The executed notebook as JSON."""

    notebook: str


def make_job(notebook: NotebookNode, directory: CourseDirectory, assignment: str, limits: Limits) -> Job:
    """The job that runs a sanitised notebook of an assignment, with the data files beside its source.

    A paper whose numbers differ from student to student finds the student's in a file.
    """
    source = Path(directory.format_path(directory.source_directory, ".", assignment))
    paths = map(Path, find_all_files(str(source), [*directory.ignore, "*.ipynb"]))
    files = {path.relative_to(source).as_posix(): path.read_bytes() for path in paths}
    if student := notebook.metadata.get("course", {}).get("student"):
        files[STUDENT_FILE] = student.encode()
    return Job(nbformat.writes(notebook), files, limits)


def run(job: Job) -> Result:
    """Does the job, in isolation. Raises what `isolation.executor.run_notebook` raises."""
    from .isolation.executor import run_notebook  # only who runs student code needs what it takes to do so

    executed = run_notebook(nbformat.reads(job.notebook, as_version=4), job.files, job.limits)
    return Result(nbformat.writes(executed))


def essence(notebook: str) -> dict[str, Any]:
    """What of a notebook's JSON decides what comes out: all but the cells' ids, outputs and counters."""
    content = json.loads(notebook)
    unimportant = ("id", "outputs", "execution_count")
    cells = [{k: v for k, v in cell.items() if k not in unimportant} for cell in content["cells"]]
    return {"cells": cells, "metadata": content["metadata"]}
