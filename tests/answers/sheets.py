"""Read the exercise sheets in solutions/ and mark an answer the way nbgrader does: no error and nothing on stderr."""

from __future__ import annotations

import contextlib
import io
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.preprocessors import ClearSolutions
from nbgrader.utils import is_grade, is_solution
from student import Student

from course_utils.grading.isolation.examiner import Examiner, Verdict
from course_utils.grading.isolation.outcome import Outcome
from course_utils.grading.sheet import is_test

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "solutions").glob("*/*.ipynb"))


@dataclass
class Question:
    """A solution cell and the test cells between it and the next solution cell."""

    notebook: Path
    position: int
    name: str
    tests: list[NotebookNode] = field(default_factory=list)

    @property
    def id(self) -> str:
        return f"{self.notebook.parent.name}/{self.name}"

    @property
    def bank(self) -> Path:
        return Path(__file__).parent / self.notebook.parent.name / f"{self.name}.py"

    @property
    def points(self) -> float:
        return sum(cell.metadata.nbgrader.points for cell in self.tests)


@dataclass
class Answer:
    """One section of a bank file: the text of a solution cell and the points that it must earn."""

    kind: str
    title: str
    points: float | None
    source: str


@cache
def read(notebook: Path) -> NotebookNode:
    """The notebook; shared between callers, who must not change it."""
    return nbformat.read(notebook, as_version=4)


def questions(notebook: Path) -> list[Question]:
    """The coding questions of a notebook, in order."""
    found: list[Question] = []
    for position, cell in enumerate(read(notebook).cells):
        if cell.cell_type != "code":
            continue
        if is_solution(cell):
            found.append(Question(notebook, position, cell.metadata.nbgrader.grade_id))
        elif is_grade(cell):
            found[-1].tests.append(cell)
    return found


def answers(question: Question) -> list[Answer]:
    """The sections ``# %% right: title`` and ``# %% wrong, points: title`` of the question's bank file."""
    parts = re.split(r"^# %% (right|wrong, [\d.]+): (.+)\n", question.bank.read_text(), flags=re.MULTILINE)
    found = []
    for head, title, source in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        kind, _, points = head.partition(", ")
        found.append(Answer(kind, title, float(points) if points else None, source))
    return found


def stub(cell: NotebookNode) -> str:
    """What nbgrader leaves of a solution cell in the student version."""
    return ClearSolutions().preprocess_cell(cell.copy(), {"language": "python"}, 0)[0].source


def namespace_before(question: Question, source: str) -> dict[str, Any]:
    """A fresh namespace in which the cells before the question's tests have run, with ``source`` as its answer."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    for name, cell in cells_before(question, source).items():
        run(cell, namespace, f"<{name}>")
    return namespace


def cells_before(question: Question, source: str) -> dict[str, str]:
    """The code cells before the question's tests, by their names, with ``source`` as its answer."""
    cells = read(question.notebook).cells[: question.position + 1]
    found = {cell.id: cell.source for cell in cells if cell.cell_type == "code" and not is_test(cell)}
    return {**found, cells[-1].id: source}


def run(source: str, namespace: dict[str, Any], name: str) -> None:
    # dont_inherit: the cell must not see this file's __future__ imports
    exec(compile(source, name, "exec", dont_inherit=True), namespace)


def passes(test: NotebookNode, namespace: dict[str, Any]) -> bool:
    """Whether a test cell earns its points: it raises nothing and writes nothing to stderr."""
    stderr = io.StringIO()
    with contextlib.redirect_stderr(stderr), contextlib.redirect_stdout(io.StringIO()):
        try:
            run(test.source, namespace, f"<{test.id}>")
        except Exception:
            return False
    return not stderr.getvalue()


def score(question: Question, source: str) -> float:
    """The points that an answer earns."""
    namespace = namespace_before(question, source)
    return sum(test.metadata.nbgrader.points for test in question.tests if passes(test, namespace))


def verdicts(question: Question, source: str) -> list[Verdict]:
    """What the examiner of the grading says of an answer: one verdict for each test cell."""
    examiner = Examiner()
    for cell in read(question.notebook).cells[: question.position]:
        if cell.cell_type == "code" and not is_test(cell) and not is_solution(cell):
            examiner.setup(cell.source, cell.id)
    with Student(*cells_before(question, source).values()) as student:
        examiner.connect(student.connected)
        cells = [(test.source, test.id, test.metadata.nbgrader.points) for test in question.tests]
        return [examiner.test(*cell, call_seconds=60.0) for cell in cells]


def points(question: Question, found: list[Verdict]) -> float:
    """The points that these verdicts give."""
    full = [test.metadata.nbgrader.points for test in question.tests]
    passed = [verdict.outcome is Outcome.PASSED for verdict in found]
    return sum(full[i] if passed[i] else verdict.score or 0 for i, verdict in enumerate(found))
