"""Write the report over the term: one HTML page that needs no network."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup, escape

from . import term_summary
from .course import Course
from .final_mark import BEST, Range, rounded
from .report import Distribution, histogram, page_environment
from .summary import FEWEST_STUDENTS
from .term import Result, State, Student, Term, open_questions

PAGE = "term.html"
SHADE = 0.35  # of blue, behind full points
WORDS = {
    State.NOT_GRADED: "not graded",
    State.AHEAD: "open",
    State.MISSING: "0",
    State.EXCUSED: "excused",
    State.NOT_TAKEN: "",
}


@dataclass(frozen=True)
class Cell:
    """What the table shows of one result; ``shade`` in [0, 0.35] is the blue behind it."""

    text: str
    remark: str
    shade: float
    warn: bool = False


@dataclass
class Marks(Distribution):
    """The class's marks out of 20: final ones, or what they would be if nothing open counted."""

    final: bool

    @property
    def failing(self) -> int:
        return sum(mark < term_summary.PASS for mark in self.marks)


def marks_of(term: Term) -> Marks | None:
    """None when nothing is settled."""
    marks = sorted(mark for student in term.students if (mark := student.so_far(term.table)) is not None)
    final = not any(student.provisional for student in term.students)
    return Marks(marks, BEST, histogram(marks, BEST), final) if marks else None


def cell(student: Student, term: Term, name: str) -> Cell:
    """One result in the table; what it means is said in words, not by colour alone."""
    result = student.results[name]
    if result.state not in (State.GRADED, State.WAITING):
        missing = result.state is State.MISSING
        remark = "missing" if missing else ""
        return Cell(WORDS[result.state], remark, 0, warn=missing or result.state is State.NOT_GRADED)
    share = result.share.least
    remarks = [f"{result.waiting} waiting" if result.waiting else "", "late" if result.lost else ""]
    if term.replaced(student, name):
        remarks.append("counts")
    shade = SHADE * min(1.0, max(0.0, share))
    return Cell(points(result), ", ".join(filter(None, remarks)), round(shade, 3))


def points(result: Result) -> str:
    if result.state is State.GRADED:
        return str(rounded(result.points))
    return between(Range(result.points, result.most))


def between(found: Range | None) -> str:
    """
    >>> between(Range(12, 12)), between(Range(12.5, 14)), between(None)
    ('12.00', '12.50–14.00', '–')
    """
    if found is None:
        return "–"
    ends = [str(rounded(end)) for end in (found.least, found.most)]
    return ends[0] if found.settled else "–".join(ends)


def render(term: Term, doubts: Iterable[str], folder: Path, reports: Iterable[str] = ()) -> str:
    """The page's HTML. ``reports`` are the assignments whose own report lies beside it."""
    environment = page_environment(folder)
    environment.filters |= {"mark": lambda value: str(rounded(value)), "between": between, "coded": coded}
    return environment.get_template(PAGE).render(
        term=term,
        marks=marks_of(term),
        lines=term_summary.lines(term),
        cell=cell,
        full_name=full_name,
        missed=term_summary.missed(term),
        falls=term_summary.falls(term),
        replacements=list(term_summary.replacements(term)),
        extensions=list(term_summary.extensions(term)),
        open=list(open_questions(term)),
        doubts=[*doubts, *doubts_of_table(term)],
        reports=set(reports),
        best=BEST,
        pass_mark=term_summary.PASS,
        fall=term_summary.FALL,
        fewest_students=FEWEST_STUDENTS,
    )


def coded(text: str) -> Markup:
    """
    >>> coded("`make` <it>")
    Markup('<code>make</code> &lt;it&gt;')
    """
    return Markup(re.sub(r"`([^`]*)`", r"<code>\1</code>", str(escape(text))))


def full_name(student: Student) -> str:
    return f"{student.first_name} {student.last_name}".strip()


def doubts_of_table(term: Term) -> list[str]:
    """What looks like a slip in the table."""
    said = [f"course.toml names {name!r}, whom the gradebook does not know." for name in term.strangers]
    return said + [f"{name} is in the gradebook and not in course.toml: it does not count." for name in term.others]


def write_term_report(course: Course, term: Term, doubts: Iterable[str] = ()) -> Path:
    """Writes ``reports/term.html`` in the course's folder; returns its path."""
    page = course.root / "reports" / PAGE
    page.parent.mkdir(exist_ok=True)
    reports = [name for name in term.table if (page.parent / f"{name}.html").is_file()]
    html = render(term, doubts, page.parent, reports)
    page.write_text(html, encoding="utf-8", errors="replace")
    return page
