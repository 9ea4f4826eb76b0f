"""nbgrader's step *late penalties*, by the course's table: two classes that ``nbgrader_config.py`` names."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_notebook
from nbgrader.api import Assignment, Gradebook, SubmittedAssignment, SubmittedNotebook
from nbgrader.plugins import BasePlugin
from nbgrader.preprocessors import AssignLatePenalties, NbGraderPreprocessor

from .course import Course
from .pairs import shared_with
from .policy import Policy, policy_of, read_policy


def enter_due_date(gradebook: Gradebook, policy: Policy, assignment: str, student: str) -> None:
    """Writes into the gradebook when an assignment is due, and the student's extension.

    What the table has no row for keeps the due date that the gradebook has.
    """
    due = policy.due(assignment)
    if due is None:
        return
    gradebook.update_or_create_assignment(assignment, duedate=due)
    extension = policy.due(assignment, student) - due
    gradebook.find_submission(assignment, student).extension = extension or None
    gradebook.db.commit()


def enter_due_dates(course: Course) -> dict[str, datetime]:
    """Writes all due dates into the gradebook; returns them, in UTC, by assignment."""
    policy = read_policy(course.root)
    dates = {name: policy.due(name) for name in policy.assignments} if policy else {}
    with course.gradebook() as gradebook:
        for name, due in dates.items():
            gradebook.update_or_create_assignment(name, duedate=due)
    return dates


class EnterDueDate(NbGraderPreprocessor):
    """Goes before nbgrader's ``AssignLatePenalties``, which asks the gradebook whether a submission is late."""

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        known = resources["nbgrader"]
        if policy := policy_of(self.config):
            with Gradebook(known["db_url"]) as gradebook:
                enter_due_date(gradebook, policy, known["assignment"], known["student"])
        return nb, resources


class LatePenalty(BasePlugin):
    """What a late submission loses: the share of its points that the table says."""

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float | None:
        """The points that are lost; ``score`` is what the submission has earned so far."""
        # nbgrader says only how many seconds: the day on which they began is needed too.
        step = self.parent
        policy = policy_of(step.config)
        if policy is None or policy.due(step.assignment_id) is None:
            return None
        handed_in = step.gradebook.find_submission(step.assignment_id, student_id).timestamp
        return score * policy.lost_share(step.assignment_id, student_id, handed_in)


def settle_lateness(course: Course, assignment: str, students: Collection[str] | None = None) -> None:
    """Takes off anew what lateness costs: table, extension or marks may have changed since it was done.

    For all submissions, or those of ``students``. Partners' rows are copied from those they worked with.
    """
    policy = read_policy(course.root)
    found = set(unsettled(course, policy, assignment)) - shared_with(course, assignment)
    for student in sorted(found if students is None else found & set(students)):
        settle_one(course, policy, assignment, student)


def unsettled(course: Course, policy: Policy | None, assignment: str) -> Iterator[str]:
    """Whose row has another due date than the table, or a lateness: few, and each takes time to be settled."""
    with course.gradebook() as gradebook:
        rows = (
            gradebook.db.query(SubmittedAssignment, SubmittedNotebook.late_submission_penalty)
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .filter(Assignment.name == assignment)
        )
        for row, penalty in rows:
            due = policy and policy.due(assignment, row.student_id)
            if penalty or row.total_seconds_late or (due is not None and row.duedate != due):
                yield row.student_id


def settle_one(course: Course, policy: Policy | None, assignment: str, student: str) -> None:
    with course.gradebook() as gradebook:
        if policy:
            enter_due_date(gradebook, policy, assignment, student)
        names = [notebook.name for notebook in gradebook.find_submission(assignment, student).notebooks]
    known = {"assignment": assignment, "student": student, "db_url": course.directory.db_url}
    for name in names:
        penalties = AssignLatePenalties(config=course.directory.config)
        penalties.preprocess(new_notebook(), {"nbgrader": known | {"notebook": name}})
