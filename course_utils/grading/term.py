"""All marks of a term: what each student did in each assignment of the course's table, and the final mark.

Nothing that is unknown is taken for 0. An answer that waits for a mark by hand, a submission that could not
be graded and an assignment that nobody's marks are known of leave the final mark in a range: it is provisional.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from statistics import median

from nbgrader.api import Assignment as Entry
from nbgrader.api import Grade, Gradebook, SubmittedAssignment, SubmittedNotebook

from .course import Course, CourseError
from .final_mark import NOTHING, OPEN, Range, final_mark
from .policy import TABLE, Assignment, Policy, read_policy


class State(StrEnum):
    """How it stands with one student's work in one assignment."""

    GRADED = "graded"
    WAITING = "waiting for a mark by hand"
    NOT_GRADED = "not graded"
    AHEAD = "no mark yet"
    MISSING = "nothing handed in"
    EXCUSED = "excused"
    NOT_TAKEN = "not taken"  # what replaces another assignment is sat by some only


OPEN_STATES = (State.WAITING, State.NOT_GRADED, State.AHEAD)


@dataclass(frozen=True)
class Result:
    """One student in one assignment: points after what lateness cost, and the most that they can become."""

    state: State
    points: float = 0.0
    most: float = 0.0
    best: float = 0.0  # the points of the whole assignment
    waiting: int = 0  # answers that wait for a mark by hand
    late: timedelta = timedelta(0)
    lost: float = 0.0

    @property
    def share(self) -> Range | None:
        """The share of the points; None when the assignment does not count for the student."""
        if self.state in (State.EXCUSED, State.NOT_TAKEN):
            return None
        if self.state in (State.NOT_GRADED, State.AHEAD):
            return OPEN
        return Range(self.points / self.best, self.most / self.best) if self.best else NOTHING


@dataclass
class Student:
    """One student of the gradebook. ``final`` is None when nothing counts."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_id: str = ""
    results: dict[str, Result] = field(default_factory=dict)
    final: Range | None = None

    @property
    def provisional(self) -> bool:
        return self.final is not None and not self.final.settled

    def so_far(self, table: Mapping[str, Assignment]) -> float | None:
        """The final mark from what is settled, as if nothing else counted; None when nothing is settled."""
        shares = {n: r.share if r.share and r.share.settled else None for n, r in self.results.items()}
        mark = final_mark(table, shares)
        return None if mark is None else mark.least

    @property
    def open(self) -> list[str]:
        """The assignments in which something is not known yet."""
        return [name for name, result in self.results.items() if result.state in OPEN_STATES]


@dataclass
class Term:
    """All marks, the assignments in the order of the table; ``best`` holds the points of those with an entry."""

    policy: Policy
    best: dict[str, float]
    students: list[Student]
    others: list[str]  # assignments of the gradebook that the table has no row for

    @property
    def table(self) -> Mapping[str, Assignment]:
        return self.policy.assignments

    @property
    def strangers(self) -> list[str]:
        """Who has an excuse or an extension in the table and is not in the gradebook: a slip of the pen?"""
        named = {name for names in self.policy.excused.values() for name in names}
        named |= {name for dates in self.policy.extensions.values() for name in dates}
        return sorted(named - {student.id for student in self.students})

    @cached_property
    def graded(self) -> list[str]:
        """The assignments of which somebody's marks are known."""
        known = (State.GRADED, State.WAITING)
        return [n for n in self.best if any(s.results[n].state in known for s in self.students)]

    def settled_shares(self, name: str) -> list[float]:
        """The shares of the points of those whose marks are settled."""
        results = (student.results[name] for student in self.students)
        return [result.share.least for result in results if result.state is State.GRADED]

    @cached_property
    def medians(self) -> dict[str, float]:
        """The class's median share in each assignment that replaces none, in the order of the due dates."""
        names = sorted((n for n, row in self.table.items() if not row.replaces), key=lambda n: self.table[n].due)
        return {name: median(shares) for name in names if (shares := self.settled_shares(name))}

    def replaced(self, student: Student, name: str) -> bool:
        """Whether what this assignment replaces counts by this one's share."""
        old = self.table[name].replaces
        mine, other = student.results[name].share, old and student.results[old].share
        return bool(old and mine is not None and (other is None or mine.least > other.most))


def require_policy(course: Course) -> Policy:
    """The course's table. Raises CourseError when there is none, or no assignment in it."""
    policy = read_policy(course.root)
    if policy is None or not policy.assignments:
        raise CourseError(
            f"{course.root / TABLE} {'is missing' if policy is None else 'names no assignment'}: "
            "the final mark needs the weights of the assignments in it."
        )
    return policy


def read_term(course: Course, now: datetime | None = None) -> Term:
    """Reads the gradebook; ``now`` (in UTC, without a zone) decides what is due.

    Raises CourseError without a table, without students, and when an assignment that counts has no points.
    """
    policy = require_policy(course)
    with course.gradebook() as gradebook:
        entries = {entry.name: entry for entry in gradebook.assignments}
        # An entry without notebooks holds a due date and nothing else.
        best = {
            name: entries[name].max_score
            for name in policy.assignments
            if name in entries and entries[name].notebooks
        }
        require_points(policy, best)
        found = {name: read_results(course, policy, gradebook, entries[name]) for name in best}
        students = read_students(course, gradebook, policy)
    now = now or datetime.now(UTC).replace(tzinfo=None)
    for student in students:
        student.results = {
            name: settle(policy, name, student.id, found.get(name, {}), collected(course, name, student.id), now)
            for name in policy.assignments
        }
        student.final = final_mark(policy.assignments, {n: r.share for n, r in student.results.items()})
    return Term(policy, best, students, sorted(entries.keys() - policy.assignments.keys()))


def require_points(policy: Policy, best: Mapping[str, float]) -> None:
    for name, points in best.items():
        if not points and (policy.assignments[name].weight or policy.assignments[name].replaces):
            raise CourseError(
                f"{name} counts for the final mark and has no points: give its test cells and proofs points, "
                f"or take it out of {TABLE}."
            )


def collected(course: Course, assignment: str, student: str) -> bool:
    return course.path("submitted", assignment, student).exists()


def read_students(course: Course, gradebook: Gradebook, policy: Policy) -> list[Student]:
    """The students of the gradebook, and those whose work is collected and was never graded; sorted by id."""
    known = {
        student.id: Student(
            student.id,
            student.first_name or "",
            student.last_name or "",
            student.email or "",
            student.lms_user_id or "",
        )
        for student in gradebook.students
    }
    for name in policy.assignments:
        for student in course.collected(name):
            known.setdefault(student, Student(student))
    if not known:
        raise CourseError(
            "The gradebook knows no student: import the roster with `nbgrader db student import students.csv`, "
            "or grade an assignment first."
        )
    return [known[name] for name in sorted(known)]


def read_results(
    course: Course, policy: Policy, gradebook: Gradebook, entry: Entry
) -> dict[str, Result]:
    """The graded submissions of an assignment, and those that could not be graded, by student."""
    worth = {
        cell.id: cell.max_score or 0.0
        for notebook in entry.notebooks
        for cell in [*notebook.grade_cells, *notebook.task_cells]
    }
    grades: dict[str, list[Grade]] = {}
    rows = (
        gradebook.db.query(SubmittedAssignment.student_id, Grade)
        .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .filter(SubmittedAssignment.assignment_id == entry.id)
    )
    for student, grade in rows:
        grades.setdefault(student, []).append(grade)
    return {
        submission.student_id: read_result(
            course, policy, submission, grades.get(submission.student_id, []), worth
        )
        for submission in entry.submissions
    }


def read_result(
    course: Course,
    policy: Policy,
    submission: SubmittedAssignment,
    grades: list[Grade],
    worth: Mapping[str, float],
) -> Result:
    """One submission's points. A pair's partner has a row of marks and no folder."""
    name, student = submission.name, submission.student_id
    best, late = sum(worth.values()), timedelta(seconds=submission.total_seconds_late)
    graded = course.graded_notebooks(name, student)
    known = all(g.needs_manual_grade or (g.auto_score, g.manual_score) != (None, None) for g in grades)
    if not known or (worth and not grades) or (collected(course, name, student) and not graded):
        return Result(State.NOT_GRADED, best=best, late=late)
    earned, lost = sum(grade.score for grade in grades), submission.late_submission_penalty or 0.0
    waits = [worth.get(grade.cell_id, 0.0) for grade in grades if grade.needs_manual_grade]
    waits = [points for points in waits if points]
    sure = sum(grade.score for grade in grades if not grade.needs_manual_grade)
    # What lateness leaves of each point, of those that are still to come, too.
    kept = 1 - lost / earned if earned else 1 - lost_share(policy, submission)
    state = State.WAITING if waits else State.GRADED
    return Result(state, kept * sure, kept * (sure + sum(waits)), best, len(waits), late, lost)


def lost_share(policy: Policy, submission: SubmittedAssignment) -> float:
    if submission.timestamp is None:
        return 0.0
    return policy.lost_share(submission.name, submission.student_id, submission.timestamp)


def settle(
    policy: Policy, name: str, student: str, found: Mapping[str, Result], handed_in: bool, now: datetime
) -> Result:
    """What counts: an excuse goes before a mark; who has handed in nothing by the due date gets no points."""
    if student in policy.excused.get(name, ()):
        return Result(State.EXCUSED)
    if student in found:
        return found[student]
    if handed_in:
        return Result(State.NOT_GRADED)
    if policy.assignments[name].replaces:
        return Result(State.NOT_TAKEN)
    known = [result.state is not State.NOT_GRADED for result in found.values()]
    perhaps_partner = policy.assignments[name].pairs and not all(known)  # of who could not be graded
    ahead = not any(known) or perhaps_partner or now < policy.due(name, student)
    return Result(State.AHEAD if ahead else State.MISSING)


def open_questions(term: Term) -> Iterator[str]:
    """In words, what keeps final marks from being settled, assignment by assignment."""
    for name in term.table:
        states = [student.results[name].state for student in term.students]
        waits, failed = states.count(State.WAITING), states.count(State.NOT_GRADED)
        if waits:
            yield f"{name}: {waits} with answers that wait for a mark by hand (Formgrader, Manual Grading)"
        if failed:
            yield f"{name}: {failed} handed in and not graded (`course-grading grade {name}`; the report says why)"
        if ahead := states.count(State.AHEAD):
            yield f"{name}: {ahead} without a mark, because nobody's is graded, it is not due yet or a pair is not graded"
