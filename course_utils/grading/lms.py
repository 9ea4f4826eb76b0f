"""All marks as CSV files: one for Moodle's grade import, one for Canvas's, one for people.

Moodle: MoodleDocs, "Grade import", section "CSV import". The instructor says there which column identifies the
users (ID number, Email address or Username) and which grade item each other column belongs to; the columns have
the names that Moodle's own export gives them. ``-`` is no grade. Make the grade items first, with their maxima:
Moodle gives new ones a maximum of 100.

Canvas: Instructor Guide, "How do I import grades in the Gradebook?", and what Canvas's importer reads
(``lib/gradebook_importer.rb``): the columns Student, ID, SIS User ID, SIS Login ID, Section in this order, a row
"    Points Possible", ``EX`` for excused. Columns called "Final Score" or "Final Grade" would be left out.

Neither can say that a mark is provisional, so what is not settled stays empty; ``marks.csv`` holds all of it.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .course import Course
from .final_mark import BEST, rounded
from .spreadsheet import guarded
from .term import Result, State, Student, Term

FOLDER = "marks"
FINAL = "Final mark"
CANVAS = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
POINTS_POSSIBLE = "    Points Possible"
EXCUSED_IN_CANVAS = "EX"
NO_GRADE_IN_MOODLE = "-"  # an empty field makes Moodle's import of a new grade item fail
IDENTIFIERS = {"ID number": "lms_id", "Username": "id", "Email address": "email"}

Row = list[str]


@dataclass(frozen=True)
class Written:
    """The files, and in words what the instructor has to know before an import."""

    files: list[Path]
    remarks: list[str]


def write_marks(course: Course, term: Term) -> Written:
    """Writes ``marks/moodle.csv``, ``marks/canvas.csv`` and ``marks/marks.csv``."""
    folder = course.root / FOLDER
    folder.mkdir(exist_ok=True)
    tables = {"moodle": moodle(term), "canvas": canvas(term), "marks": everything(term)}
    files = [write(folder / f"{name}.csv", rows) for name, rows in tables.items()]
    return Written(files, list(remarks(term)))


def write(path: Path, rows: Iterable[Row]) -> Path:
    with open(path, "w", encoding="utf-8", errors="replace", newline="") as file:
        csv.writer(file).writerows([harmless(text) for text in row] for row in rows)
    return path


def harmless(text: str) -> str:
    """A text on one line that no spreadsheet takes for a formula."""
    return text if text == NO_GRADE_IN_MOODLE else one_line(guarded(text))


def one_line(text: str) -> str:
    """Canvas tells commas from semicolons by counting them in the file's first lines: no line may be broken."""
    return " ".join(text.splitlines())


def moodle(term: Term) -> Iterator[Row]:
    """The names of the columns, then one row per student.

    A row without identifier would be given to the student of the row above: only columns without gaps are there.
    """
    known = {column: name for column, name in IDENTIFIERS.items() if not gaps(term, name)}
    yield ["First name", "Last name", *known, *term.graded, FINAL]
    for student in term.students:
        who = [student.first_name, student.last_name, *(getattr(student, name) for name in known.values())]
        marks = [points(student.results[name]) for name in term.graded]
        yield [*who, *(mark or NO_GRADE_IN_MOODLE for mark in [*marks, final(student)])]


def canvas(term: Term) -> Iterator[Row]:
    """The names of the columns, the points possible, then one row per student.

    Canvas looks for the student by its own ID, then by SIS User ID, SIS Login ID and name.
    """
    yield [*CANVAS, *term.graded, FINAL]
    best = [term.best[assignment] for assignment in term.graded]
    yield [POINTS_POSSIBLE, "", "", "", "", *(str(rounded(value)) for value in [*best, BEST])]
    for student in term.students:
        name = ", ".join(part for part in (student.last_name, student.first_name) if part) or student.id
        # Canvas reads the digits that an ID begins with, so that "12ab" would be the student 12.
        number = student.lms_id if student.lms_id.isascii() and student.lms_id.isdigit() else ""
        results = [student.results[assignment] for assignment in term.graded]
        marks = [EXCUSED_IN_CANVAS if r.state is State.EXCUSED else points(r) for r in results]
        yield [name, number, student.id, student.id, "", *marks, final(student)]


def everything(term: Term) -> Iterator[Row]:
    """For people and their spreadsheets: provisional marks as a range, and the state of each assignment."""
    who = ["student", "last_name", "first_name", "email", "lms_user_id"]
    of_each = [f"{name}{part}" for name in term.table for part in (": points", ": state")]
    yield [*who, "final_mark", "at_least", "at_most", *of_each]
    for student in term.students:
        ends = [student.final.least, student.final.most] if student.final else []
        shown = [str(rounded(end)) for end in ends] or ["", ""]
        names = [student.id, student.last_name, student.first_name, student.email, student.lms_id]
        results = [student.results[name] for name in term.table]
        states = [text for result in results for text in (points(result, open_too=True), str(result.state))]
        yield [*names, final(student), *shown, *states]


def points(result: Result, open_too: bool = False) -> str:
    """The points after what lateness cost; empty when they are not settled or do not count."""
    settled = (State.GRADED, State.MISSING, *([State.WAITING] if open_too else []))
    return str(rounded(result.points)) if result.state in settled else ""


def final(student: Student) -> str:
    return str(rounded(student.final.least)) if student.final and student.final.settled else ""


def gaps(term: Term, name: str) -> int:
    """How many students the roster has no such identifier of, or the same as of another student."""
    found = [getattr(student, name) for student in term.students]
    return len(found) - len(set(found) - {""})


def remarks(term: Term) -> Iterator[str]:
    """What keeps an import from finding its students."""
    for column, name in IDENTIFIERS.items():
        if n := gaps(term, name):
            lacking = f"{n} of {len(term.students)}"
            yield f"moodle.csv has no column {column}: the roster lacks it, or repeats it, for {lacking}."
    for student in term.students:
        for text in (student.id, student.email, student.lms_id):
            if guarded(text) != text:
                yield f"{text!r} begins a formula: it is written with an apostrophe, and no LMS will find it."
