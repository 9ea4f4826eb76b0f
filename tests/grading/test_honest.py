"""Honest work on every sheet gets the same marks as under nbgrader's own execution, cell by cell."""

from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.utils import is_solution
from tiny import ROOT
from traitlets.config import Config

from course_utils.grading.course import CONFIG, Course
from course_utils.grading.sheet import as_answered, is_test

SHEETS = sorted(path.parent.name for path in (ROOT / "solutions").glob("*/*.ipynb"))
STOCK = [
    "nbgrader.preprocessors.Execute",
    "nbgrader.preprocessors.IgnorePattern",
    "nbgrader.preprocessors.SaveAutoGrades",
]
IGNORE_STDERR = {"enabled": True, "pattern": "(?s).*"}


def answered(notebook: NotebookNode, share: float, own: bool = False) -> NotebookNode:
    """The released notebook with the first ``share`` of the instructor's answers in code, and a cell of one's own."""
    mine = [cell for cell in notebook.cells if is_solution(cell)]
    for i, cell in enumerate(mine):
        cell.source = as_answered(cell.source) if i < share * len(mine) else "# I do not know."
    if own:
        notebook.cells.insert(3, nbformat.v4.new_code_cell("import warnings\nwarnings.warn('mine')\nprint(2 + 2)"))
    return notebook


def marks(course: Course, assignment: str, student: str) -> dict[str, float]:
    with course.gradebook() as gradebook:
        (notebook,) = gradebook.find_submission(assignment, student).notebooks
        return {grade.name: grade.auto_score for grade in notebook.grades if grade.auto_score is not None}


@pytest.mark.parametrize("assignment", SHEETS)
def test_honest_work_gets_the_marks_of_stock_nbgrader(tmp_path: Path, assignment: str):
    (tmp_path / CONFIG).write_text((ROOT / CONFIG).read_text())
    (tmp_path / "solutions").mkdir()
    (tmp_path / "solutions" / assignment).symlink_to(ROOT / "solutions" / assignment)
    course = Course.at(tmp_path)
    course.convert(GenerateAssignment, assignment)
    stock = Config({"Autograde": {"autograde_preprocessors": STOCK}, "IgnorePattern": IGNORE_STDERR})
    points = 0.0
    for student, share in {"full": 1.0, "half": 0.5, "blank": 0.0}.items():
        for source in (ROOT / "solutions" / assignment).glob("*.ipynb"):
            folder = course.path("submitted", assignment, student)
            folder.mkdir(parents=True)
            notebook = nbformat.read(source, as_version=4)
            points = sum(cell.metadata.nbgrader.points for cell in notebook.cells if is_test(cell))
            nbformat.write(answered(notebook, share, own=student == "half"), folder / source.name)
        course.convert(Autograde, assignment, student)
        ours = marks(course, assignment, student)
        course.convert(Autograde, assignment, student, changed=stock, force=True)
        assert ours == marks(course, assignment, student)
        total = sum(ours.values())
        assert {"full": total == points, "half": 0 < total < points, "blank": total == 0}[student]
