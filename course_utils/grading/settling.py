"""Before final marks are read: what lateness costs is taken off anew, and the marks of pairs are shared."""

from .course import Course
from .grade import only_writer
from .late import settle_lateness
from .pairs import share_marks, shared_with
from .policy import Policy


def settle_marks(course: Course, policy: Policy) -> list[str]:
    """Brings the gradebook's marks up to date with the table; returns in words which pairs are in doubt.

    Table, extensions and marks given by hand may have changed since an assignment was graded.
    """
    doubts: list[str] = []
    with only_writer(course):
        for assignment in policy.assignments:
            for student in handed_in(course, assignment):
                settle_lateness(course, assignment, student)
            if policy.assignments[assignment].pairs and any_folder(course, assignment):
                problems = share_marks(course, assignment).problems
                doubts += [f"{assignment}, {student}: {why}" for student, why in sorted(problems.items())]
    return doubts


def handed_in(course: Course, assignment: str) -> list[str]:
    """Who has a row of marks for own work: partners' rows are copied from those they worked with."""
    with course.gradebook() as gradebook:
        rows = [entry.student_id for entry in gradebook.assignment_submissions(assignment)]
    return sorted(set(rows) - shared_with(course, assignment))


def any_folder(course: Course, assignment: str) -> bool:
    pattern = course.path("submitted", assignment, "*").relative_to(course.root)
    return any(course.root.glob(str(pattern)))
