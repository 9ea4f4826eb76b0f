"""What a class did on an assignment, read from nbgrader's gradebook and the graded notebooks."""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Grade, Gradebook, SubmittedAssignment
from nbgrader.utils import is_solution

from .course import Course, find_assignment
from .sheet import as_released, is_test

ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
INNERMOST_BRACKETS = re.compile(r"\([^()\[\]]*\)|\[[^()\[\]]*\]")
NUMBER = re.compile(r"[-+]?\d+(\.\d*)?(e[-+]?\d+)?")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*$", re.M)
ERROR_LINE = re.compile(r"(?:\w+\.)*(\w*(?:Error|Exception|Timeout)\b.*)")
REFUSED = re.compile(r"(?:[\w.]+SubmissionError: )?(Refused \(.*)")
LONGEST_MESSAGE = 400
STUB_RAISED = re.compile(r"^NotImplementedError\b", re.M)
UNANSWERED = "Not answered: the function still raises NotImplementedError."

CellKey = tuple[str, str]  # the notebook's name and the cell's: a cell's name is unique in its notebook only


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
    failure: str = ""

    @property
    def score(self) -> float:
        return max(0.0, sum(mark.points for mark in self.marks.values()) - self.penalty)

    @property
    def waiting(self) -> int:
        """The number of cells that wait for a mark given by hand."""
        return sum(mark.waiting for mark in self.marks.values())


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

    @property
    def cells(self) -> list[GradedCell]:
        return [cell for question in self.questions for cell in question.cells]

    @property
    def graded(self) -> list[Student]:
        return [student for student in self.students if not student.failure]


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
    questions = read_questions(course.path("source", assignment), points)
    for cell in (cell for question in questions for cell in question.cells):
        cell.marks = [student.marks[cell.key] for student in students if cell.key in student.marks]
    return Summary(assignment, max_score, questions, students, read_messages(course, assignment))


def read_questions(folder: Path, points: dict[CellKey, float]) -> list[Question]:
    """The graded cells of a sheet's notebooks, in order, grouped by the heading above them."""
    questions: list[Question] = []
    for path in sorted(folder.glob("*.ipynb")):
        title, opened = path.stem, False
        for cell in nbformat.read(path, as_version=4).cells:
            nbgrader = cell.metadata.get("nbgrader", {})
            headings = HEADING.findall(as_released(cell.source)) if cell.cell_type == "markdown" else []
            if headings and not is_solution(cell):
                title, opened = headings[-1], False
            key = (path.stem, nbgrader.get("grade_id"))
            if key in points:
                if not opened:
                    questions.append(Question(title))
                    opened = True
                by_hand = bool(nbgrader.get("solution") or nbgrader.get("task"))
                questions[-1].cells.append(GradedCell(key, points[key], by_hand))
    return questions


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
    if submission is None or not any(course.path("autograded", assignment, name).glob("*.ipynb")):
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


def clean(text: str) -> str:
    """Text from a student's kernel without colours and control characters."""
    return CONTROL.sub("", ANSI.sub("", text))


def read_messages(course: Course, assignment: str) -> list[Message]:
    """The messages of failing test cells, those that met most students first."""
    groups: dict[str, Message] = {}
    for name in course.submitters(assignment):
        for path in sorted(course.path("autograded", assignment, name).glob("*.ipynb")):
            for cell, text in failures(path):
                message = groups.setdefault(wording(text), Message(text))
                message.cells.add(cell)
                message.students.add(name)
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


def failures(notebook: Path) -> Iterator[tuple[str, str]]:
    """The name and the error's text of each test cell that failed in a graded notebook."""
    for cell in nbformat.read(notebook, as_version=4).cells:
        errors = [output for output in cell.get("outputs", []) if output.output_type == "error"]
        if errors and is_test(cell):
            yield cell.metadata.nbgrader.grade_id, error_text(errors[0])


def error_text(error: NotebookNode) -> str:
    """What an error output says, cleaned and shortened; one text for all stubs that were left."""
    if STUB_RAISED.search(ANSI.sub("", "\n".join(error.traceback))):
        return UNANSWERED
    text = clean(f"{error.ename}: {error.evalue}").strip(" :\n")
    return text if len(text) <= LONGEST_MESSAGE else text[:LONGEST_MESSAGE] + " …"
