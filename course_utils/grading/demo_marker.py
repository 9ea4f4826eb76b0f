"""A made-up marker: gives points for proofs as a person does in the formgrader, and leaves some for later."""

from collections.abc import Collection, Mapping
from random import Random

from nbgrader.api import Grade

from .course import Course

STRICT = 0.3  # how often half a point is missing although all is said


def mark_by_hand(
    course: Course, assignment: str, proofs: Mapping[str, float], leave: Collection[str] = ()
) -> int:
    """Marks what waits, but for the students in ``leave``; returns how many answers it marked.

    ``proofs`` holds the share of each proof that a student has written.
    """
    marked = 0
    with course.gradebook() as gradebook:
        for submission in gradebook.assignment_submissions(assignment):
            student = submission.student_id
            if student not in proofs or student in leave:
                continue
            for grade in (grade for notebook in submission.notebooks for grade in notebook.grades):
                if grade.needs_manual_grade:
                    give(grade, points(grade, proofs[student], Random(f"{student} {assignment} {grade.name}")))
                    marked += 1
        gradebook.db.commit()
    return marked


def give(grade: Grade, mark: float) -> None:
    """What the formgrader does when a number is typed."""
    grade.manual_score, grade.needs_manual_grade = mark, False


def points(grade: Grade, said: float, luck: Random) -> float:
    """In halves, as mark schemes have them."""
    halves = round(2 * said * grade.max_score) - (luck.random() < STRICT)
    return max(0, halves) / 2
