"""Papers with numbers of each student's own: what they are drawn from, and who had other numbers before them.

Such a notebook says ``{"course": {"individual": true}}`` in its metadata. Students write their number into it,
``STUDENT = "21512346"``; what counts when it is marked is the number of who hands in.
"""

import nbformat
from nbgrader.api import Gradebook, MissingEntry

from .course import Course
from .policy import Policy, read_policy
from .student_code import texts_given

NAME = "STUDENT"


def is_individual(notebook: nbformat.NotebookNode) -> bool:
    """Whether the instructor's notebook has numbers that differ from student to student."""
    return bool(notebook.metadata.get("course", {}).get("individual"))


def student_number(gradebook: Gradebook, policy: Policy | None, assignment: str, student: str) -> str:
    """What a student's numbers are drawn from: the roster's ``lms_user_id``, or the id if there is none.

    What the table says that the student has typed instead goes before both.
    """
    typed = policy.typed.get(assignment, {}) if policy else {}
    if student in typed:
        return typed[student]
    try:
        return gradebook.find_student(student).lms_user_id or student
    except MissingEntry:
        return student


def mistyped_numbers(course: Course, assignment: str) -> dict[str, str]:
    """What those have typed whose papers are marked with another number, by student; "" is nothing at all."""
    sources = course.path("source", assignment).glob("*.ipynb")
    if not any(is_individual(nbformat.read(path, as_version=4)) for path in sources):
        return {}
    policy, mistyped = read_policy(course.root), {}
    with course.gradebook() as gradebook:
        for student in course.submitters(assignment):
            if notebooks := course.graded_notebooks(assignment, student):
                typed = ([""] + texts_given(notebooks, NAME))[-1]
                if plain(typed) != plain(student_number(gradebook, policy, assignment, student)):
                    mistyped[student] = typed
    return mistyped


def plain(number: str) -> str:
    """A number as the papers draw from it: without spaces, whatever the case of its letters."""
    return "".join(number.split()).casefold()
