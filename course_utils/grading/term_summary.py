"""What a term's marks say of the class: each assignment in numbers, and the students worth a talk."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from statistics import mean, median

from .policy import Assignment
from .summary import correlation
from .term import State, Student, Term

FALL = 0.2  # of the points: what the second half of the term is worse than the first, beside the class
FEWEST_RESULTS = 4  # two for each half
PASS = 10.0  # out of 20


@dataclass(frozen=True)
class Line:
    """One assignment. Shares are of those who handed in and whose marks are settled."""

    name: str
    row: Assignment
    shares: list[float]
    submitted: int
    waiting: int
    not_graded: int
    late: int
    lost: float
    discrimination: float | None

    @property
    def mean(self) -> float | None:
        return mean(self.shares) if self.shares else None

    @property
    def median(self) -> float | None:
        return median(self.shares) if self.shares else None


@dataclass(frozen=True)
class Missed:
    """What a student has not handed in, and its weight in percent."""

    student: Student
    names: list[str]
    weight: float


@dataclass(frozen=True)
class Fall:
    """By how much a student's shares, beside the class's medians, fell from the first half to the second."""

    student: Student
    by: float


def lines(term: Term) -> list[Line]:
    return [line(term, name) for name in term.table]


def line(term: Term, name: str) -> Line:
    results = [student.results[name] for student in term.students]
    states = [result.state for result in results]
    handed_in = [r for r in results if r.state in (State.GRADED, State.WAITING, State.NOT_GRADED)]
    return Line(
        name,
        term.table[name],
        shares=term.settled_shares(name),
        submitted=len(handed_in),
        waiting=states.count(State.WAITING),
        not_graded=states.count(State.NOT_GRADED),
        late=sum(bool(r.late) for r in handed_in),
        lost=sum(r.lost for r in handed_in),
        discrimination=discrimination(term, name),
    )


def discrimination(term: Term, name: str) -> float | None:
    """The correlation in [-1, 1] of the shares in an assignment with the marks for all the rest of the term.

    Over those who handed it in; exam and resit stand for each other and are no rest to each other. None when
    fewer than 10 students are left, or when all have the same share or the same rest.
    """
    row = term.table[name]
    rest = {
        other: known
        for other, known in term.table.items()
        if other not in (name, row.replaces) and known.replaces != name
    }
    pairs = [
        (student.results[name].share.least, other)
        for student in term.students
        if student.results[name].state is State.GRADED and (other := student.so_far(rest)) is not None
    ]
    return correlation(pairs)


def missed(term: Term) -> list[Missed]:
    """Who has not handed in what was due, the heaviest first; a resit that took the place of it mends it."""
    found = []
    for student in term.students:
        mended = {term.table[name].replaces for name in term.table if term.replaced(student, name)}
        states = {n: r.state for n, r in student.results.items() if n not in mended}
        if names := [name for name, state in states.items() if state is State.MISSING]:
            found.append(Missed(student, names, sum(term.table[name].weight for name in names)))
    return sorted(found, key=lambda one: -one.weight)


def falls(term: Term) -> list[Fall]:
    """Whose results fell over the term, the steepest first."""
    found = [Fall(s, by) for s in term.students if (by := fall(term, s)) is not None and by >= FALL]
    return sorted(found, key=lambda one: -one.by)


def fall(term: Term, student: Student) -> float | None:
    """The first half's mean less the second's, of shares minus the class's median; None with too few results."""
    beside = [
        student.results[name].share.least - middle
        for name, middle in term.medians.items()
        if student.results[name].state is State.GRADED
    ]
    half = len(beside) // 2
    return mean(beside[:half]) - mean(beside[-half:]) if len(beside) >= FEWEST_RESULTS else None


def replacements(term: Term) -> Iterator[tuple[Student, str, str]]:
    """Who is marked by a replacement: the student, the assignment that counts, the one that does not."""
    for student in term.students:
        for name, row in term.table.items():
            if row.replaces and term.replaced(student, name):
                yield student, name, row.replaces


def extensions(term: Term) -> Iterator[tuple[str, str, datetime]]:
    """The student, the assignment, the local time until which there is time."""
    for name, dates in term.policy.extensions.items():
        for student, until in dates.items():
            yield student, name, until
