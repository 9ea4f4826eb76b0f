"""nbgrader's step *late penalties*, by the course's table: two classes that ``nbgrader_config.py`` names."""

from datetime import datetime
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_notebook
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import BasePlugin
from nbgrader.preprocessors import AssignLatePenalties, NbGraderPreprocessor

from .course import Course
from .policy import Policy, read_policy


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
        if policy := read_policy(Path(CourseDirectory(config=self.config).root)):
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
        policy = read_policy(Path(CourseDirectory(config=step.config).root))
        if policy is None or policy.due(step.assignment_id) is None:
            return None
        handed_in = step.gradebook.find_submission(step.assignment_id, student_id).timestamp
        return score * policy.lost_share(step.assignment_id, student_id, handed_in)


def settle_lateness(course: Course, assignment: str, student: str) -> None:
    """Takes off anew what lateness costs: table, extension or marks may have changed since it was done."""
    policy = read_policy(course.root)
    with course.gradebook() as gradebook:
        if policy:
            enter_due_date(gradebook, policy, assignment, student)
        submission = gradebook.find_submission(assignment, student)
        if not submission.total_seconds_late and not submission.late_submission_penalty:
            return
        names = [notebook.name for notebook in submission.notebooks]
    known = {"assignment": assignment, "student": student, "db_url": course.directory.db_url}
    for name in names:
        penalties = AssignLatePenalties(config=course.directory.config)
        penalties.preprocess(new_notebook(), {"nbgrader": known | {"notebook": name}})
