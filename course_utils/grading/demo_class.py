"""A made-up class of 30: who hands in what and when, the same each time.

A student has a strength, some have a trend over the term, and each assignment adds luck. What the first twelve
do in td1, and a few other days, are set by hand: they show what grading does with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from . import demo_answers as answer
from .demo_answers import Answers

ON_TIME = timedelta(hours=-5)
LUCK = 0.1
STRENGTHS = (
    *(0.95, 0.75, 0.90, 0.50, 0.35, 0.30, 0.60, 0.45, 0.70, 0.55),
    *(0.85, 0.30, 0.80, 0.95, 0.40, 0.65, 0.75, 0.90, 0.40, 0.70),
    *(0.60, 0.55, 0.65, 0.50, 0.80, 0.95, 0.30, 0.50, 0.70, 0.60),
)
TRENDS = {"student06": 0.4, "student14": -0.75, "student19": 0.45, "student24": -0.35}
BY_FORM = (  # the first one that a student's form reaches
    (0.80, answer.FULL),
    (0.62, answer.MOST),
    (0.50, answer.NO_PROOFS),
    (0.36, answer.HALF),
    (0.24, answer.SIGNS_LOST),
    (0.10, answer.FIRST_ONES),
)
SET = {
    ("student01", "td1"): answer.FULL,
    ("student02", "td1"): answer.NO_PROOFS,
    ("student03", "td1"): answer.FULL,
    ("student04", "td1"): answer.HALF_OF_THE_CODE,
    ("student05", "td1"): answer.FIRST_ONES,
    ("student06", "td1"): answer.UNTOUCHED,
    ("student07", "td1"): answer.SIGNS_LOST,
    ("student08", "td1"): answer.DOUBLED,
    ("student09", "td1"): answer.UNFINISHED,
    ("student10", "td1"): answer.KERNEL_KILLED,
    ("student11", "td1"): answer.ONE_TEST_DELETED,
    **{(f"student{i}", "td1"): answer.MARKUP for i in (12, 24, 27)},
    ("student16", "td3"): answer.UNFINISHED,
    ("student25", "td4"): answer.KERNEL_KILLED,
    ("student08", "td5"): answer.DOUBLED,
    ("student21", "td6"): answer.MARKUP,
    ("student13", "exam"): answer.ONE_TEST_DELETED,
    ("student28", "exam"): answer.UNFINISHED,
}
LATE = {
    ("student03", "td1"): timedelta(days=2, hours=3),
    ("student05", "td1"): timedelta(minutes=40),
    ("student17", "td2"): timedelta(minutes=10),  # within the grace period
    ("student24", "td6"): timedelta(days=8),
    ("student05", "homework"): timedelta(days=3, hours=2),
    ("student14", "homework"): timedelta(hours=7),
    ("student16", "homework"): timedelta(hours=20),  # has an extension
}
ABSENT = {
    *(("student20", "exam"), ("student22", "td5"), ("student23", "td3"), ("student14", "td7")),
    *(("student27", name) for name in ("td3", "td4", "td5", "td6", "td7", "homework", "exam", "resit")),
}
EXTENSIONS = {("student16", "homework"): timedelta(days=2)}
EXCUSED = {("student23", "td3")}
PARTNERS = {  # by who hands in; the last one writes an id that nobody has
    **{"student01": "student13", "student02": "student15", "student07": "student21"},
    **{"student17": "student28", "student25": "student30", "student09": "student90"},
}
UNMARKED = {("student03", "td1"), ("student11", "td7"), ("student18", "exam"), ("student26", "exam")}


@dataclass(frozen=True)
class Student:
    """A row of the roster, and how good at it. No real person: the name is a number."""

    id: str
    number: str
    strength: float

    @property
    def roster(self) -> dict[str, str]:
        """The row of ``students.csv``, with the columns of `nbgrader db student import`."""
        last = self.id.removeprefix("student")
        email = f"{self.id}@example.org"
        names = {"id": self.id, "first_name": "Student", "last_name": last}
        return names | {"email": email, "lms_user_id": self.number}

    def form(self, assignment: str, when: float) -> float:
        """How well it goes, in [0, 1] or a little beyond; ``when`` in [0, 1] is the time of the term."""
        luck = Random(f"{self.id} {assignment}").gauss(0, LUCK)
        return self.strength + TRENDS.get(self.id, 0.0) * when + luck


@dataclass(frozen=True)
class Submission:
    """What one student hands in, and how long after the due date (before it, when negative)."""

    student: Student
    answers: Answers
    late: timedelta
    form: float
    partner: str = ""


CLASS = tuple(
    Student(f"student{i:02}", str(220100 + 7 * i), strength) for i, strength in enumerate(STRENGTHS, start=1)
)


def submissions(
    assignment: str, when: float, students: Sequence[Student] = CLASS, *, pairs: bool = False
) -> list[Submission]:
    """What these students hand in; in pairs, a partner hands in nothing."""
    partners = PARTNERS if pairs else {}
    made = [
        submission(student, assignment, when, partners.get(student.id, ""))
        for student in students
        if student.id not in partners.values() and (student.id, assignment) not in ABSENT
    ]
    return [one for one in made if one is not None]


def submission(student: Student, assignment: str, when: float, partner: str) -> Submission | None:
    """None for who is too weak that day to hand in anything."""
    form = student.form(assignment, when)
    by_form = next((answers for least, answers in BY_FORM if form >= least), None)
    answers = SET.get((student.id, assignment), by_form)
    late = LATE.get((student.id, assignment), ON_TIME)
    return answers and Submission(student, answers, late, form, partner)
