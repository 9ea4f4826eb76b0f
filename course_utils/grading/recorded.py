"""Whether the gradebook already holds what a submission is worth."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_notebook
from nbgrader.api import MissingEntry
from nbgrader.utils import determine_grade, is_grade

from .course import Course


def is_recorded(course: Course, assignment: str, student: str, keys: dict[str, str]) -> bool:
    """Whether the graded notebooks are those of the jobs with these keys, and the gradebook agrees with them.

    ``keys`` are by the notebooks' names. nbgrader writes a graded notebook after the marks in it, so a run
    that was killed before its end leaves none with a key.
    """
    graded = read_graded(course.path("autograded", assignment, student))
    if {name: notebook.metadata.get("course", {}).get("key") for name, notebook in graded.items()} != keys:
        return False
    handed_in = course.directory.get_existing_timestamp(str(course.path("submitted", assignment, student)))
    with course.gradebook() as gradebook:
        try:
            submission = gradebook.find_submission(assignment, student)
        except MissingEntry:
            return False
        marks = {
            (notebook.name, grade.name): grade.auto_score
            for notebook in submission.notebooks
            for grade in notebook.grades
        }
        agreed = all(marks.get(cell, -1) == mark for cell, mark in marks_in(graded).items())
        return agreed and submission.timestamp == handed_in


def read_graded(folder: Path) -> dict[str, NotebookNode]:
    """The graded notebooks in a folder by their names; one that was cut off is an empty notebook."""
    return {path.stem: read_whole(path) for path in folder.glob("*.ipynb")}


def read_whole(path: Path) -> NotebookNode:
    try:
        return nbformat.read(path, as_version=4)
    except ValueError:  # also what nbformat makes of JSON that ends too early
        return new_notebook()


def marks_in(graded: dict[str, NotebookNode]) -> dict[tuple[str, str], float | None]:
    """The marks that nbgrader reads from graded notebooks, by the names of notebook and cell."""
    return {
        (name, cell.metadata.nbgrader.grade_id): determine_grade(cell)[0]
        for name, notebook in graded.items()
        for cell in notebook.cells
        if is_grade(cell)
    }
