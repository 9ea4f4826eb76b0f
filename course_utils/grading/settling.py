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
        for assignment, row in policy.assignments.items():
            settle_lateness(course, assignment)
            if (row.pairs or shared_with(course, assignment)) and course.collected(assignment):
                problems = share_marks(course, assignment).problems
                doubts += [f"{assignment}, {student}: {why}" for student, why in sorted(problems.items())]
    return doubts
