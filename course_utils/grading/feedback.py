"""The feedback page of one graded notebook: what each test said, and none of the hidden ones.

``nbgrader_config.py`` hands `nbgrader generate_feedback` two classes of this module: `Results` takes the
secrets out of the notebook and reads the marks, `FeedbackExporter` makes the page, which holds no script.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbgrader.preprocessors import GetGrades
from nbgrader.utils import is_grade, is_solution, is_task
from traitlets.config import Config

from .graded import clean, error_text, first_error, read_outcome
from .harmless import markdown_to_html
from .isolation.outcome import Outcome
from .regions import DELIMITER, regions
from .sheet import is_test, secret_lines
from .summary import HEADING

TEMPLATE = Path(__file__).parent / "templates" / "feedback.html.j2"
HIDDEN_TESTS = "# hidden tests run here"
HIDDEN_LINE = "(hidden)"
SHORTEST_SECRET = 4  # characters; a shorter line says nothing, and half of all lines contain it
WORDS = {
    Outcome.PASSED: "passed",
    Outcome.WRONG: "not passed",
    Outcome.ERROR: "stopped by an error",
    Outcome.TIMEOUT: "took too long",
    Outcome.KILLED: "Python ended while it ran",
    Outcome.OUT_OF_MEMORY: "needed too much memory",
    Outcome.OUTPUT_LIMIT: "printed too much",
    Outcome.NOT_REACHED: "not run",
}


@dataclass
class Result:
    """What the page says of one graded cell. ``sign`` is right, partly, wrong or waiting."""

    name: str
    kind: str
    points: float
    best: float
    sign: str
    words: str
    message: str = ""


@dataclass
class Part:
    """One cell of the page. ``kind`` is text, code, own, answer or test."""

    cell: NotebookNode
    kind: str
    result: Result | None = None
    comment: str = ""


@dataclass
class Question:
    """A heading of the sheet, and the results under it."""

    title: str
    results: list[Result] = field(default_factory=list)


class Results(GetGrades):
    """nbgrader's preprocessor that reads the marks, and with them what the page shows of each cell."""

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        hide_secrets(nb)
        nb, resources = super().preprocess(nb, resources)
        parts = [part(cell) for cell in nb.cells]
        resources["feedback"] = {"parts": parts, "questions": list(questions(parts))}
        return nb, resources

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], cell_index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        if is_grade(cell) or is_task(cell):
            where = (self.notebook_id, self.assignment_id, self.student_id)
            grade = self.gradebook.find_grade(cell.metadata.nbgrader.grade_id, *where)
            cell.metadata.nbgrader["waiting"] = bool(grade.needs_manual_grade)
        return cell, resources


def hide_secrets(notebook: NotebookNode) -> None:
    """Takes hidden tests, mark schemes and model answers out of all sources, and hidden lines out of outputs."""
    hidden, _ = secret_lines(notebook)
    secrets = [re.escape(line) for line in hidden if len(line) >= SHORTEST_SECRET]
    pattern = re.compile("|".join([DELIMITER.pattern, *secrets]))
    for cell in notebook.cells:
        cell.source = without_regions(cell.source)
        for output in cell.get("outputs", []):
            hide_in_output(output, lambda text: without_lines(text, pattern))


def without_regions(source: str) -> str:
    """A cell as students may see it, with a line where hidden tests were.

    >>> without_regions("assert f(1) == 1\\n### BEGIN HIDDEN TESTS\\nassert f(2) == 4\\n### END HIDDEN TESTS")
    'assert f(1) == 1\\n# hidden tests run here'
    """
    lines, before = [], ""
    for region, line in regions(source):
        if not region:
            lines.append(line)
        elif region == "HIDDEN TESTS" and before != region:
            lines.append(HIDDEN_TESTS)
        before = region
    return "\n".join(lines)


def without_lines(text: str, secret: re.Pattern[str]) -> str:
    """The text without the lines that hold a secret, whatever colours it is in."""
    return "\n".join(HIDDEN_LINE if secret.search(clean(line)) else line for line in text.split("\n"))


def hide_in_output(output: NotebookNode, hide: Callable[[str], str]) -> None:
    if output.output_type == "stream":
        output.text = hide(output.text)
    elif output.output_type == "error":
        output.evalue = hide(output.evalue)
        output.traceback = [hide(part) for part in output.traceback]
    elif "text/plain" in output.data:
        output.data["text/plain"] = hide(output.data["text/plain"])


def part(cell: NotebookNode) -> Part:
    """What the page shows of a cell."""
    known = cell.metadata.get("nbgrader", {})
    shown = Part(cell, kind(cell), comment=known.get("comment") or "")
    if known.get("points"):  # a proof's statement can be a cell with a mark scheme and without points
        shown.result = result_by_test(cell) if shown.kind == "test" else result_by_hand(cell)
    return shown


def kind(cell: NotebookNode) -> str:
    if is_test(cell):
        return "test"
    if is_solution(cell):
        return "answer"
    if cell.metadata.get("course", {}).get("own"):
        return "own"
    return "code" if cell.cell_type == "code" else "text"


def result_by_test(cell: NotebookNode) -> Result:
    """A test's outcome in words."""
    known = cell.metadata.nbgrader
    error = first_error(cell)
    points, best = known.score or 0.0, known.points
    words = WORDS[read_outcome(cell, error) or (Outcome.PASSED if points else Outcome.WRONG)]
    if 0 < points < best:
        words = "partly right"
    sign = "right" if points >= best else "partly" if points else "wrong"
    message = error_text(error) if error else ""
    return Result(known.grade_id, "test", points, best, sign, words, message)


def result_by_hand(cell: NotebookNode) -> Result:
    """A mark that a person gives."""
    known = cell.metadata.nbgrader
    points, best = known.score or 0.0, known.points
    sign = "waiting" if known.waiting else "right" if points >= best else "partly" if points else "wrong"
    words = "waits for its mark" if known.waiting else "marked by hand"
    return Result(known.grade_id, "answer", points, best, sign, words)


def questions(parts: list[Part]) -> Iterator[Question]:
    """The results, grouped by the heading above them."""
    question = Question("")
    for shown in parts:
        headings = HEADING.findall(shown.cell.source) if shown.kind == "text" else []
        if headings:
            if question.results:
                yield question
            question = Question(headings[-1])
        if shown.result:
            question.results.append(shown.result)
    if question.results:
        yield question


class FeedbackExporter(HTMLExporter):
    """Makes the page with a template of our own."""

    @property
    def default_config(self) -> Config:
        # In the section of this class: nbgrader sets its own template in the section of HTMLExporter.
        own = Config({"FeedbackExporter": {"template_name": "base", "template_file": str(TEMPLATE)}})
        own.merge(super().default_config)
        return own

    def default_filters(self) -> Iterator[tuple[str, Callable[..., Any]]]:
        yield from super().default_filters()
        yield "cell2html", lambda cell: markdown_to_html(cell.source, cell.get("attachments"))
        yield "text2html", markdown_to_html
        yield "traceback", lambda error: "\n".join(error.traceback)
