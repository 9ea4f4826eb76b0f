"""The smallest sheet that has all kinds of cells, and how the tests call the commands."""

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course_utils.grading.course import CONFIG, Course

ROOT = Path(__file__).parents[2]
KERNEL = {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}}


def cell_metadata(name: str, points: float | None = None, solution: bool = False) -> dict:
    """nbgrader's metadata of a test cell (points), an answer (solution) or one marked by hand (both)."""
    graded = {} if points is None else {"points": points}
    flags = {"grade": points is not None, "solution": solution, "locked": not solution, "task": False}
    return {"nbgrader": {"schema_version": 3, "grade_id": name, **flags, **graded}}


def tiny_sheet() -> nbformat.NotebookNode:
    """Two questions: one with a visible and a hidden test, one proof."""
    answer = (
        "def double(x):\n    ### BEGIN SOLUTION\n    twice = x + x\n    return twice\n    ### END SOLUTION"
    )
    assertion = "assert double(-1234567) == -2469134, 'negative numbers'"
    hidden = f"### BEGIN HIDDEN TESTS\n{assertion}\n### END HIDDEN TESTS"
    proof = "Because $x + x = 2x$.\n\n### BEGIN MARK SCHEME\nOne point for the sum.\n### END MARK SCHEME"
    cells = [
        new_markdown_cell("# A tiny sheet", id="title"),
        new_markdown_cell("## Doubling", id="heading-1"),
        new_code_cell(answer, id="answer", metadata=cell_metadata("double", solution=True)),
        new_code_cell("assert double(2) == 4", id="visible", metadata=cell_metadata("double-visible", 1)),
        new_code_cell(hidden, id="hidden", metadata=cell_metadata("double-hidden", 2)),
        new_markdown_cell("## A proof", id="heading-2"),
        new_markdown_cell(proof, id="proof", metadata=cell_metadata("proof", 1, solution=True)),
    ]
    return new_notebook(cells=cells, metadata=KERNEL)


def tiny_course(root: Path) -> Course:
    """A course in the new folder ``root``, with our settings and the tiny sheet as its only assignment."""
    (root / "solutions" / "tiny").mkdir(parents=True)
    shutil.copy(ROOT / CONFIG, root / CONFIG)
    nbformat.write(tiny_sheet(), root / "solutions" / "tiny" / "sheet.ipynb")
    return Course.at(root)


def command(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Runs ``course-grading`` as an instructor does."""
    line = [sys.executable, "-m", "course_utils.grading", *arguments]
    return subprocess.run(line, cwd=cwd, capture_output=True, text=True)
