"""What a class did on an assignment, read from nbgrader's gradebook and the graded notebooks."""

import re
import statistics
from collections import Counter
from collections.abc import Collection, Iterable, Set
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import nbformat
from nbgrader.api import Grade, Gradebook, SubmittedAssignment
from nbgrader.preprocessors import ClearSolutions
from nbgrader.utils import is_solution

from .attempts import Attempt, attempts
from .course import Course, find_assignment
from .graded import UNANSWERED, CellKey, Work, clean, read_work
from .individual import mistyped_numbers
from .isolation.outcome import Outcome
from .pairs import Pairs, read_pairs
from .sheet import as_answered, as_released
from .similarity import Pair, near_duplicates

INNERMOST_BRACKETS = re.compile(r"\([^()\[\]]*\)|\[[^()\[\]]*\]")
NUMBER = re.compile(r"[-+]?\d+(\.\d*)?(e[-+]?\d+)?")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*$", re.M)
ERROR_LINE = re.compile(r"(?:\w+\.)*(\w*(?:Error|Exception|Timeout)\b.*)")
REFUSED = re.compile(r"(?:[\w.]+SubmissionError: )?(Refused \(.*)")
NOT_ANSWERED = "not answered"  # an error too, but none of the student's
NOT_KNOWN = "not known"
KINDS = [Outcome.PASSED, NOT_ANSWERED, *list(Outcome)[1:], NOT_KNOWN]
FEWEST_STUDENTS = 10  # a correlation over fewer says nothing: its standard error is above 0.3


@dataclass
class Mark:
    """One student's result in one graded cell."""

    points: float
    waiting: bool  # for a mark given by hand


@dataclass
class Student:
    """One submission. ``failure`` is the reason when it could not be graded, else empty."""

    name: str
    marks: dict[CellKey, Mark] = field(default_factory=dict)
    penalty: float = 0.0
    late: timedelta = timedelta(0)
    feedback: list[Path] = field(default_factory=list)
    work: Work = field(default_factory=Work)
    attempts: list[Attempt] = field(default_factory=list)
    failure: str = ""

    @property
    def score(self) -> float:
        return max(0.0, sum(mark.points for mark in self.marks.values()) - self.penalty)

    @property
    def waiting(self) -> int:
        """The number of cells that wait for a mark given by hand."""
        return sum(mark.waiting for mark in self.marks.values())

    def outcome(self, cell: "GradedCell") -> str:
        """What became of a test cell, one of `KINDS`."""
        if self.work.messages.get(cell.key) == UNANSWERED:
            return NOT_ANSWERED
        if cell.key in self.work.outcomes:
            return self.work.outcomes[cell.key]
        full = cell.key in self.marks and self.marks[cell.key].points >= cell.points
        return Outcome.PASSED if full else NOT_KNOWN


@dataclass
class GradedCell:
    """A test cell, or an answer marked by hand, and how the class did on it."""

    key: CellKey
    points: float
    by_hand: bool
    marks: list[Mark] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.key[1]

    @property
    def waiting(self) -> int:
        """The number of students who wait for a mark given by hand."""
        return sum(mark.waiting for mark in self.marks)

    @property
    def full(self) -> int:
        """The number of students with all points."""
        return sum(mark.points >= self.points for mark in self.marks)

    @property
    def success(self) -> float | None:
        """The share of the points that the class got; None while a mark is missing."""
        if self.waiting or not self.marks or not self.points:
            return None
        return sum(mark.points for mark in self.marks) / (self.points * len(self.marks))


@dataclass
class Question:
    """A heading of the sheet, and the graded cells under it."""

    title: str
    cells: list[GradedCell] = field(default_factory=list)

    @property
    def points(self) -> float:
        return sum(cell.points for cell in self.cells)

    @property
    def success(self) -> float | None:
        """The share of the points of its settled cells; None while there is none."""
        rated = [(cell.success, cell.points) for cell in self.cells if cell.success is not None]
        return (
            sum(share * points for share, points in rated) / sum(points for _, points in rated)
            if rated
            else None
        )


@dataclass
class Message:
    """What failing tests said, numbers aside: one wording, the cells and the students concerned."""

    text: str
    cells: set[str] = field(default_factory=set)
    students: set[str] = field(default_factory=set)


@dataclass
class Summary:
    """All that the report shows."""

    assignment: str
    max_score: float
    questions: list[Question]
    students: list[Student]
    messages: list[Message]
    pairs: list[Pair]  # who write alike
    declared: Pairs  # who say that they worked together
    mistyped: dict[str, str]  # what they typed who are marked with the numbers of another student number

    @property
    def cells(self) -> list[GradedCell]:
        return [cell for question in self.questions for cell in question.cells]

    @property
    def graded(self) -> list[Student]:
        return [student for student in self.students if not student.failure]

    def outcomes(self, cells: Iterable[GradedCell], students: Collection[Student]) -> Counter[str]:
        """How often each outcome was met in the test cells among the given ones."""
        return Counter(
            student.outcome(cell) for cell in cells if not cell.by_hand for student in students
        )

    def discrimination(self, cells: Collection[GradedCell]) -> float | None:
        """The correlation in [-1, 1] of the points in these cells with those in all the others.

        For one cell that is right or wrong it is the point-biserial correlation with the rest of the sheet.
        Cells of which a mark is missing are left out. None when fewer than 10 students are left, or when
        all have the same points in the cells or in the rest.
        """
        settled = [cell for cell in self.cells if cell.success is not None]
        item = {cell.key for cell in cells} & {cell.key for cell in settled}
        rest = {cell.key for cell in settled} - item
        marks = [student.marks for student in self.graded if item | rest <= student.marks.keys()]
        if not item or not rest:
            return None
        return correlation([(points_in(own, item), points_in(own, rest)) for own in marks])


def correlation(pairs: list[tuple[float, float]]) -> float | None:
    """In [-1, 1]; None for fewer than 10 pairs, and when one of the two is the same in all."""
    if len(pairs) < FEWEST_STUDENTS:
        return None
    try:
        return statistics.correlation(*zip(*pairs, strict=True))
    except statistics.StatisticsError:
        return None


def points_in(marks: dict[CellKey, Mark], cells: Set[CellKey]) -> float:
    # In one order, so that equal marks have equal sums.
    return sum(marks[key].points for key in sorted(cells))


@dataclass
class Sheet:
    """The instructor's notebooks: questions, the stub and the answer of each cell, the text of other code."""

    questions: list[Question] = field(default_factory=list)
    stubs: dict[CellKey, str] = field(default_factory=dict)
    answers: dict[CellKey, str] = field(default_factory=dict)
    other_code: set[str] = field(default_factory=set)


def summarise(course: Course, assignment: str) -> Summary:
    """Reads how the class did. Raises CourseError when the assignment or its gradebook isn't there."""
    course.require(assignment)
    with course.gradebook() as gradebook:
        entry = find_assignment(gradebook, assignment)
        max_score = entry.max_score
        points = {
            (notebook.name, cell.name): cell.max_score
            for notebook in entry.notebooks
            for cell in [*notebook.grade_cells, *notebook.task_cells]
            if cell.max_score  # a proof's statement can be a cell with a mark scheme and without points
        }
        students = read_students(course, assignment, gradebook, points.keys())
    sheet = read_sheet(course, assignment, points)
    add_work(course, assignment, students, sheet)
    for cell in (cell for question in sheet.questions for cell in question.cells):
        cell.marks = [student.marks[cell.key] for student in students if cell.key in student.marks]
    alike = near_duplicates({student.name: student.work.answers for student in students}, sheet.stubs)
    messages, declared = gather_messages(students), read_pairs(course, assignment)
    mistyped = mistyped_numbers(course, assignment)
    return Summary(assignment, max_score, sheet.questions, students, messages, alike, declared, mistyped)


def add_work(course: Course, assignment: str, students: Iterable[Student], sheet: Sheet) -> None:
    """Reads the graded notebooks of those who have them."""
    for student in students:
        if not student.failure:
            notebooks = course.graded_notebooks(assignment, student.name)
            student.work = read_work(notebooks, sheet.other_code)
            student.attempts = attempts(student.work.answers | student.work.own, sheet.answers)


def read_sheet(course: Course, assignment: str, points: dict[CellKey, float]) -> Sheet:
    """The instructor's notebooks, with the graded cells in order, grouped by the heading above them."""
    sheet = Sheet()
    clear = ClearSolutions(config=course.directory.config)
    for path in sorted(course.path("source", assignment).glob("*.ipynb")):
        title, opened = path.stem, False
        for cell in nbformat.read(path, as_version=4).cells:
            nbgrader = cell.metadata.get("nbgrader", {})
            headings = HEADING.findall(as_released(cell.source)) if cell.cell_type == "markdown" else []
            if headings and not is_solution(cell):
                title, opened = headings[-1], False
            key = (path.stem, nbgrader.get("grade_id"))
            if key in points:
                if not opened:
                    sheet.questions.append(Question(title))
                    opened = True
                by_hand = bool(nbgrader.get("solution") or nbgrader.get("task"))
                sheet.questions[-1].cells.append(GradedCell(key, points[key], by_hand))
            if cell.cell_type == "code" and is_solution(cell):
                sheet.answers[key] = as_answered(cell.source)
                sheet.stubs[key] = clear.preprocess_cell(cell, {"language": "python"}, 0)[0].source
            elif cell.cell_type == "code":
                sheet.other_code.add(cell.source.strip())
    return sheet


def read_students(
    course: Course, assignment: str, gradebook: Gradebook, cells: Set[CellKey]
) -> list[Student]:
    """One entry for each collected submission, sorted by student, with the marks in the given cells."""
    submissions = {
        submission.student.id: submission for submission in gradebook.assignment_submissions(assignment)
    }
    return [
        read_student(course, assignment, name, submissions.get(name), cells)
        for name in course.submitters(assignment)
    ]


def read_student(
    course: Course, assignment: str, name: str, submission: SubmittedAssignment | None, cells: Set[CellKey]
) -> Student:
    """One submission's marks. It has none when nbgrader has not brought its graded notebooks to an end."""
    student = Student(name)
    if submission is not None:
        student.late = timedelta(seconds=submission.total_seconds_late)
    if submission is None or not course.graded_notebooks(assignment, name):
        student.failure = why_not_graded(course.log(assignment, name))
        return student
    student.penalty = submission.late_submission_penalty or 0.0
    marks = {
        (notebook.name, grade.name): read_mark(grade)
        for notebook in submission.notebooks
        for grade in notebook.grades
    }
    student.marks = {key: mark for key, mark in marks.items() if key in cells}
    student.feedback = sorted(course.path("feedback", assignment, name).glob("*.html"))
    return student


def read_mark(grade: Grade) -> Mark:
    return Mark(grade.score or 0.0, bool(grade.needs_manual_grade))


def why_not_graded(log: Path) -> str:
    """Why it was refused, or the last error that nbgrader logged, or what to do when there is no log."""
    if not log.is_file():
        return "not graded yet: run the grading again"
    lines = [clean(line).strip() for line in log.read_text(encoding="utf-8", errors="replace").splitlines()]
    if refused := next((match[1] for line in lines if (match := REFUSED.match(line))), None):
        return refused
    errors = [match[1] for line in lines if (match := ERROR_LINE.match(line))]
    errors = [
        error for error in errors if not error.startswith("NbGraderException")
    ]  # it only says that there was one
    return errors[-1] if errors else f"see {log}"


def gather_messages(students: Iterable[Student]) -> list[Message]:
    """The messages of failing test cells, those that met most students first."""
    groups: dict[str, Message] = {}
    for student in students:
        for (_, cell), text in student.work.messages.items():
            message = groups.setdefault(wording(text), Message(text))
            message.cells.add(cell)
            message.students.add(student.name)
    return sorted(groups.values(), key=lambda m: (-len(m.students), -len(m.cells), m.text))


def wording(message: str) -> str:
    """A message without what differs from one input to the next: brackets with all that is in them, numbers.

    >>> wording("f([1, 2], (3)) returned 0.25") == wording("f([1]) returned -1e-3")
    True
    """
    count = 1
    while count:
        message, count = INNERMOST_BRACKETS.subn("", message)
    return NUMBER.sub("0", message)
