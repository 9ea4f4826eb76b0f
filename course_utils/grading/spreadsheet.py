"""The report's numbers as a CSV file for a spreadsheet: one row per student."""

import csv
from collections.abc import Iterator
from pathlib import Path

from .graded import clean
from .summary import KINDS, Student, Summary

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # spreadsheets read the wide ones too
Value = str | float | None


def write_csv(summary: Summary, path: Path) -> None:
    """Writes one row per student; numbers that are not known are empty."""
    with open(path, "w", encoding="utf-8", errors="replace", newline="") as file:
        csv.writer(file).writerows([guarded(value) for value in row] for row in rows(summary))


def rows(summary: Summary) -> Iterator[list[Value]]:
    """The names of the columns, then the students."""
    questions = [f"points: {question.title}" for question in summary.questions]
    outcomes = [f"tests {kind}" for kind in KINDS]
    facts = ["student", "score", "max_score", "late_hours", "penalty"]
    run = ["seconds", "peak_megabytes", "restarts", "waiting"]
    yield [*facts, *run, *outcomes, *questions, "failure"]
    for student in summary.students:
        yield row(summary, student)


def row(summary: Summary, student: Student) -> list[Value]:
    late = round(student.late.total_seconds() / 3600, 2)
    start: list[Value] = [student.name, student.score, summary.max_score, late, student.penalty]
    if student.failure:
        start[1] = None
        unknown = [None] * (4 + len(KINDS) + len(summary.questions))
        return [*start, *unknown, student.failure]
    work, counts = student.work, summary.outcomes(summary.cells, [student])
    points = [
        sum(student.marks[cell.key].points for cell in question.cells if cell.key in student.marks)
        for question in summary.questions
    ]
    run = [work.seconds, rounded(work.peak_megabytes), work.restarts, student.waiting]
    return [*start, *run, *(counts[kind] for kind in KINDS), *points, ""]


def rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def guarded(value: Value) -> Value:
    """A text that a spreadsheet takes for text: with an apostrophe where it would begin a formula.

    >>> guarded("=SUM(A1:A9)"), guarded(-1.5), guarded("ada")
    ("'=SUM(A1:A9)", -1.5, 'ada')
    """
    if not isinstance(value, str):
        return value
    text = clean(value)
    return f"'{text}" if text.lstrip().startswith(FORMULA) else text
