"""What a submission's graded notebooks say beside the marks: outcomes, messages, time, the student's code."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import is_solution

from .isolation.outcome import Outcome
from .sheet import is_test

ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
LONGEST_MESSAGE = 400
STUB_RAISED = re.compile(r"^NotImplementedError\b|is not answered yet\.$", re.M)
UNANSWERED = "Not answered: the function still raises NotImplementedError."
ASSERTIONS = {"AssertionError", "CheckError", "VerificationError"}

CellKey = tuple[str, str]  # the notebook's name and the cell's: a cell's name is unique in its notebook only


@dataclass
class Work:
    """One submission as it was executed; ``seconds`` and ``peak_megabytes`` are None when not noted."""

    seconds: float | None = None
    peak_megabytes: float | None = None
    restarts: int = 0
    outcomes: dict[CellKey, Outcome] = field(default_factory=dict)
    messages: dict[CellKey, str] = field(default_factory=dict)
    answers: dict[CellKey, str] = field(default_factory=dict)  # the source of each answer in code
    own: dict[CellKey, str] = field(default_factory=dict)  # the source of each code cell added


def read_work(notebooks: Collection[Path], instructors: Collection[str]) -> Work:
    """Reads a submission's graded notebooks; ``instructors`` holds the text of the sheet's own code cells."""
    work = Work()
    for path in notebooks:
        notebook = nbformat.read(path, as_version=4)
        noted = notebook.metadata.get("course", {})
        if "seconds" in noted:
            work.seconds = (work.seconds or 0.0) + noted["seconds"]
        if "peak_megabytes" in noted:
            work.peak_megabytes = max(work.peak_megabytes or 0.0, noted["peak_megabytes"])
        work.restarts += noted.get("restarts", 0)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                read_cell(work, path.stem, cell, instructors)
    return work


def read_cell(work: Work, notebook: str, cell: NotebookNode, instructors: Collection[str]) -> None:
    """Adds what one code cell says."""
    tagged = "nbgrader" in cell.metadata
    key = (notebook, cell.metadata.nbgrader.grade_id if tagged else cell.id)
    if is_test(cell):
        error = first_error(cell)
        if error:
            work.messages[key] = error_text(error)
        if outcome := read_outcome(cell, error):
            work.outcomes[key] = outcome
    elif is_solution(cell):
        work.answers[key] = cell.source
    elif not tagged and cell.source.strip() not in instructors:
        work.own[key] = cell.source


def first_error(cell: NotebookNode) -> NotebookNode | None:
    """The error that a cell ended with, if it did."""
    return next((output for output in cell.outputs if output.output_type == "error"), None)


def read_outcome(cell: NotebookNode, error: NotebookNode | None) -> Outcome | None:
    """The outcome that was noted, or what the error says, or None: who earned points was not noted here."""
    noted = cell.metadata.get("course", {}).get("outcome")
    if noted in set(Outcome):
        return Outcome(noted)
    if error:
        return Outcome.WRONG if error.ename in ASSERTIONS else Outcome.ERROR
    return None


def clean(text: str) -> str:
    """Text from a student's kernel without colours and control characters."""
    return CONTROL.sub("", ANSI.sub("", text))


def error_text(error: NotebookNode) -> str:
    """What an error output says, cleaned and shortened; one text for all stubs that were left."""
    if STUB_RAISED.search(ANSI.sub("", "\n".join([*error.traceback, error.evalue]))):
        return UNANSWERED
    text = clean(f"{error.ename}: {error.evalue}").strip(" :\n")
    return text if len(text) <= LONGEST_MESSAGE else text[:LONGEST_MESSAGE] + " …"
