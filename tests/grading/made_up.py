"""A graded class made up without a kernel: the gradebook and the notebooks as grading leaves them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_output
from nbgrader.api import Gradebook, SubmittedNotebook
from nbgrader.utils import is_solution

from course_utils.grading.course import Course
from course_utils.grading.isolation.outcome import Outcome
from course_utils.grading.sheet import as_answered, is_test

DUE = datetime(2023, 9, 25, 20, 0)


@dataclass
class Made:
    """One made-up submission. What is not said is as in a full one: the instructor's answers, all points."""

    answers: Mapping[str, str] = field(default_factory=dict)
    points: Mapping[str, float] = field(default_factory=dict)
    outcomes: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # ename and evalue by test
    own: tuple[str, ...] = ()
    course: Mapping[str, float] | None = None  # the notebook's metadata; None: an older notebook, without any
    late: timedelta = timedelta(hours=-1)
    by_hand: float | None = None  # the points of each answer marked by hand; None: they wait
    refused: str = ""


def make_class(course: Course, assignment: str, made: Mapping[str, Made]) -> Course:
    """Puts the class into a course whose gradebook knows the sheet."""
    with course.gradebook() as gradebook:
        gradebook.update_or_create_assignment(assignment, duedate=DUE)
        for name, one in made.items():
            course.path("submitted", assignment, name).mkdir(parents=True)
            gradebook.update_or_create_student(name)
            entry = gradebook.update_or_create_submission(assignment, name, timestamp=DUE + one.late)
            if one.refused:
                log = course.log(assignment, name)
                log.parent.mkdir(parents=True, exist_ok=True)
                log.write_text(one.refused)
                continue
            folder = course.path("autograded", assignment, name)
            folder.mkdir(parents=True)
            for notebook in entry.notebooks:
                record(gradebook, notebook, one)
                source = course.path("source", assignment) / f"{notebook.name}.ipynb"
                nbformat.write(graded_notebook(source, one), folder / source.name)
    return course


def record(gradebook: Gradebook, notebook: SubmittedNotebook, one: Made) -> None:
    """Writes the marks."""
    for grade in notebook.grades:
        if grade.cell.cell_type == "code":
            earned = 0.0 if grade.name in one.errors else grade.max_score
            grade.auto_score = one.points.get(grade.name, earned)
            grade.needs_manual_grade = False
        else:
            grade.manual_score, grade.needs_manual_grade = one.by_hand, one.by_hand is None
    gradebook.db.commit()


def graded_notebook(source: str, one: Made) -> NotebookNode:
    """The instructor's notebook with this student's answers, outputs and metadata."""
    notebook = nbformat.read(source, as_version=4)
    if one.course is not None:
        notebook.metadata["course"] = dict(one.course)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if is_solution(cell):
            cell.source = one.answers.get(name, as_answered(cell.source))
        if not is_test(cell):
            continue
        if name in one.errors:
            ename, evalue = one.errors[name]
            cell.outputs = [new_output("error", ename=ename, evalue=evalue, traceback=[f"{ename}: {evalue}"])]
        if one.course is not None:
            passed = one.outcomes.get(name, Outcome.WRONG if name in one.errors else Outcome.PASSED)
            cell.metadata["course"] = {"outcome": str(passed), "seconds": 0.1}
    own = [new_code_cell(text, metadata={"course": {"own": True}}) for text in one.own]
    notebook.cells += own
    return notebook
