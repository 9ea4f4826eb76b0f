"""Before final marks are read: what lateness costs is taken off anew, and the marks of pairs are shared."""

from nbgrader.api import MissingEntry, SubmittedAssignment, SubmittedNotebook

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
            for student in unsettled(course, policy, assignment):
                settle_lateness(course, assignment, student)
            if (row.pairs or shared_with(course, assignment)) and any_folder(course, assignment):
                problems = share_marks(course, assignment).problems
                doubts += [f"{assignment}, {student}: {why}" for student, why in sorted(problems.items())]
    return doubts


def unsettled(course: Course, policy: Policy, assignment: str) -> list[str]:
    """Whose row has another due date than the table, or a lateness: few, and each takes time to be settled.

    Partners' rows are copied from those they worked with.
    """
    with course.gradebook() as gradebook:
        try:
            entry = gradebook.find_assignment(assignment)
        except MissingEntry:
            return []
        rows = (
            gradebook.db.query(SubmittedAssignment, SubmittedNotebook.late_submission_penalty)
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .filter(SubmittedAssignment.assignment_id == entry.id)
        )
        found = {
            row.student_id
            for row, penalty in rows
            if penalty or row.total_seconds_late or row.duedate != policy.due(assignment, row.student_id)
        }
    return sorted(found - shared_with(course, assignment))


def any_folder(course: Course, assignment: str) -> bool:
    pattern = course.path("submitted", assignment, "*").relative_to(course.root)
    return any(course.root.glob(str(pattern)))
