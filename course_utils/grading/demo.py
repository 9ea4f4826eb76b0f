"""Grade a made-up class of 12 on td1, from the exchange to the report, in a folder of its own: ``demo/``."""

import ast
import copy
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import is_solution

from .course import CONFIG, Course, CourseError
from .grade import grade
from .release import release
from .sheet import as_answered, is_test

ASSIGNMENT = "td1"
DUE = datetime(2023, 9, 25, 20, 0)
ON_TIME = timedelta(hours=-5)

Edit = Callable[[str], str]


@dataclass(frozen=True)
class Submission:
    """How one made-up student answers, from the instructor's answers.

    ``edit`` changes each answer in code; ``answered`` is the share of them that is given.
    """

    edit: Edit = str
    answered: float = 1.0
    proofs: bool = False
    spoil: Edit | None = None  # instead of `edit`, for the last answer
    delete_a_test: bool = False
    late: timedelta = ON_TIME


class LoseSigns(ast.NodeTransformer):
    """Turns each + between two terms into a -, and each - into a +."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.BinOp:
        self.generic_visit(node)
        swapped = {ast.Add: ast.Sub, ast.Sub: ast.Add}.get(type(node.op))
        return ast.BinOp(node.left, swapped(), node.right) if swapped else node


class DoubleResults(ast.NodeTransformer):
    """Turns ``return x`` into ``return 2 * x``."""

    def visit_Return(self, node: ast.Return) -> ast.Return:
        return ast.Return(ast.BinOp(ast.Constant(2), ast.Mult(), node.value)) if node.value else node


class RaiseMarkup(ast.NodeTransformer):
    """Makes each function raise an error whose message is a script, for the report's browser."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        node.body = ast.parse("raise ValueError(\"<script>alert('mark me')</script>\")").body
        return node


def rewritten(transformer: type[ast.NodeTransformer]) -> Edit:
    """The edit that applies a transformer to the code.

    >>> print(rewritten(LoseSigns)("a + b * (c - 1)"))
    a - b * (c + 1)
    """
    return lambda code: ast.unparse(ast.fix_missing_locations(transformer().visit(ast.parse(code))))


def unfinished(code: str) -> str:
    return code.rstrip() + "\n    return (\n"


def kernel_killed(code: str) -> str:
    return "import os\nos._exit(1)"


CLASS = {
    "student01": Submission(proofs=True),
    "student02": Submission(),
    "student03": Submission(proofs=True, late=timedelta(days=2, hours=3)),
    "student04": Submission(answered=0.5),
    "student05": Submission(answered=0.2, late=timedelta(minutes=40)),
    "student06": Submission(answered=0.0),
    "student07": Submission(rewritten(LoseSigns), proofs=True),
    "student08": Submission(rewritten(DoubleResults)),
    "student09": Submission(spoil=unfinished),
    "student10": Submission(spoil=kernel_killed),
    "student11": Submission(proofs=True, delete_a_test=True),
    "student12": Submission(rewritten(RaiseMarkup)),
}


def fill_in(released: NotebookNode, solved: NotebookNode, submission: Submission) -> NotebookNode:
    """The notebook that a student with these answers hands in."""
    notebook = copy.deepcopy(released)
    answers = {
        cell.metadata.nbgrader.grade_id: cell.source for cell in solved.cells if "nbgrader" in cell.metadata
    }
    mine = [cell for cell in notebook.cells if is_solution(cell)]
    code = [cell for cell in mine if cell.cell_type == "code"]
    given = code[: round(submission.answered * len(code))]
    for cell in given:
        spoilt = submission.spoil and cell is given[-1]
        edit = submission.spoil if spoilt else submission.edit
        cell.source = edit(as_answered(answers[cell.metadata.nbgrader.grade_id]))
    for cell in mine:
        if cell.cell_type == "markdown" and submission.proofs:
            cell.source = as_answered(answers[cell.metadata.nbgrader.grade_id])
    if submission.delete_a_test:
        notebook.cells.remove(next(cell for cell in notebook.cells if is_test(cell)))
    return notebook


def new_course(course: Course, folder: Path) -> Course:
    """A course of its own in ``folder``: our settings, td1 and its sheet, a gradebook with its due date."""
    course.require(ASSIGNMENT)
    if folder.exists() and not (folder / "exchange").is_dir():
        raise CourseError(
            f"{folder} was not made by the demonstration: move it away, or name another folder with --into."
        )
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(course.root / CONFIG, folder / CONFIG)
    source = course.path("source", ASSIGNMENT)
    shutil.copytree(source, folder / source.relative_to(course.root), ignore=shutil.ignore_patterns(".*"))
    made = Course.at(folder)
    release(made)
    with made.gradebook() as gradebook:
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate=DUE)
    return made


def hand_in(course: Course, exchange: Path) -> None:
    """Puts each student's folder where ``nbgrader submit`` would, at the hour of the class's table."""
    exchange.mkdir(mode=0o777)
    course.nbgrader("release_assignment", ASSIGNMENT, f"--Exchange.root={exchange}")
    inbound = exchange / course.directory.course_id / "inbound"
    for student, submission in CLASS.items():
        timestamp = f"{DUE + submission.late} UTC"
        folder = inbound / f"{student}+{ASSIGNMENT}+{timestamp}"
        folder.mkdir(parents=True)
        (folder / "timestamp.txt").write_text(timestamp)
        for sheet in course.path("release", ASSIGNMENT).glob("*.ipynb"):
            released = nbformat.read(sheet, as_version=4)
            solved = nbformat.read(course.path("source", ASSIGNMENT) / sheet.name, as_version=4)
            nbformat.write(fill_in(released, solved, submission), folder / sheet.name)


def demonstrate(course: Course, folder: Path, workers: int | None = None) -> Path:
    """Runs the class through release, hand-in, collecting and grading; returns the report's path."""
    made = new_course(course, folder)
    exchange = folder / "exchange"
    hand_in(made, exchange)
    # All twelve belong to whoever runs this: there is no owner to compare with.
    made.nbgrader("collect", ASSIGNMENT, f"--Exchange.root={exchange}", "--ExchangeCollect.check_owner=False")
    return grade(made, ASSIGNMENT, workers=workers)
