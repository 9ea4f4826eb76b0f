"""Write the report on an assignment: one HTML page that needs no network, and a CSV file beside it."""

import sys
import webbrowser
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from os.path import relpath
from pathlib import Path
from statistics import mean, median

from jinja2 import Environment, PackageLoader, StrictUndefined

from . import similarity
from .course import Course
from .graded import clean
from .isolation.outcome import Outcome
from .spreadsheet import write_csv
from .summary import FEWEST_STUDENTS, KINDS, Student, Summary, summarise

ROUND_STEPS = (0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0)
MOST_BARS = 15
MOST_FREQUENT = 12
MOST_PAIRS = 20
MOST_LINES = 6  # of one student's code, among those worth a look
LONGEST_CODE = 4000  # characters of an answer shown beside another
SLOWEST = 5
USUAL_TIMES = 4  # the median: what takes longer stands in the histogram's last bar
INCIDENTS = {
    Outcome.KILLED: "the kernel died",
    Outcome.OUT_OF_MEMORY: "out of memory",
    Outcome.TIMEOUT: "the time limit was reached",
    Outcome.OUTPUT_LIMIT: "too much output",
    Outcome.NOT_REACHED: "not reached",
}


@dataclass
class Bar:
    """One bar of a histogram: the interval [low, high) and the number of students in it."""

    low: float
    high: float
    count: int


@dataclass
class Distribution:
    """The marks of a class. While proofs wait for a hand, only the part that is marked by tests."""

    marks: list[float]
    best: float
    bars: list[Bar]

    @property
    def mean(self) -> float:
        return mean(self.marks)

    @property
    def median(self) -> float:
        return median(self.marks)


def distribution(summary: Summary) -> Distribution | None:
    """The histogram of the graded submissions, or None when there is none."""
    if not summary.graded:
        return None
    provisional = any(student.waiting for student in summary.graded)
    by_tests = {cell.key: cell.points for cell in summary.cells if not cell.by_hand}
    best = sum(by_tests.values()) if provisional else summary.max_score

    def marked(student: Student) -> float:
        return (
            sum(student.marks[key].points for key in by_tests if key in student.marks)
            if provisional
            else student.score
        )

    marks = sorted(marked(student) for student in summary.graded)
    return Distribution(marks, best, histogram(marks, best))


def histogram(marks: list[float], best: float) -> list[Bar]:
    """Counts marks in at most 15 intervals [low, high) of one round length; the last holds its upper end too.

    >>> [(bar.low, bar.high, bar.count) for bar in histogram([0, 0.5, 10, 14], best=14)][-1:]
    [(13.0, 14.0, 1)]
    """
    step = next((step for step in ROUND_STEPS if best / step <= MOST_BARS), best / MOST_BARS)
    bars = max(1, ceil(best / step))
    places = [min(int(mark / step), bars - 1) for mark in marks]
    return [Bar(step * i, step * (i + 1), places.count(i)) for i in range(bars)]


@dataclass
class Times:
    """How long the submissions took, for those of which it was noted."""

    students: list[Student]  # the slowest first
    bars: list[Bar]

    @property
    def seconds(self) -> list[float]:
        return [student.work.seconds for student in self.students]

    @property
    def peaks(self) -> list[float]:
        peaks = [student.work.peak_megabytes for student in self.students]
        return [peak for peak in peaks if peak is not None]


def times(summary: Summary) -> Times | None:
    """The histogram of seconds, or None when no graded notebook says how long it took."""
    timed = [student for student in summary.graded if student.work.seconds is not None]
    if not timed:
        return None
    timed.sort(key=lambda student: -student.work.seconds)
    seconds = [student.work.seconds for student in timed]
    # One that ran for minutes must not press all others into the first bar: the last bar has no upper end.
    return Times(timed, histogram(seconds, min(seconds[0], USUAL_TIMES * median(seconds))))


def incidents(summary: Summary, student: Student) -> list[str]:
    """In words, the limits that a submission hit and the deaths of its kernel."""
    counts = summary.outcomes(summary.cells, [student])
    said = [
        f"{words} in {count(counts[kind], 'test')}" for kind, words in INCIDENTS.items() if counts[kind]
    ]
    if student.work.restarts:
        said.append(f"{count(student.work.restarts, 'restart')} of the kernel")
    return said


def verdict(discrimination: float | None) -> str:
    """What a question's discrimination means.

    >>> verdict(0.45), verdict(-0.2)
    ('separates well', 'the stronger did worse: look at it')
    """
    if discrimination is None:
        return "cannot be said"
    steps = ((0.4, "separates well"), (0.2, "separates"), (0.0, "hardly separates"))
    said = (words for least, words in steps if discrimination >= least)
    return next(said, "the stronger did worse: look at it")


def count(n: int, noun: str) -> str:
    """
    >>> count(1, "test"), count(2, "test")
    ('1 test', '2 tests')
    """
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def cut(text: str, length: int = LONGEST_CODE) -> str:
    """A text without control characters and empty lines around it; of a long one, the beginning.

    >>> cut("\\nx = 1\\n"), cut("x = 1", length=4)
    ('x = 1', 'x = …')
    """
    text = clean(text).strip("\n")
    return text if len(text) <= length else text[:length] + "…"


def number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def duration(late: timedelta) -> str:
    """How late, in the two largest units.

    >>> duration(timedelta(days=2, hours=3, minutes=4)), duration(timedelta(minutes=5))
    ('2 d 3 h', '5 min')
    """
    minutes = int(late.total_seconds() // 60)
    parts = [(minutes // 1440, "d"), (minutes // 60 % 24, "h"), (minutes % 60, "min")]
    return " ".join(f"{n} {unit}" for n, unit in [part for part in parts if part[0]][:2]) or "under 1 min"


def shortlist(names: set[str], most: int = 6) -> str:
    """The first few names, sorted, and how many more there are.

    >>> shortlist({"b", "a", "c"}, most=2)
    'a, b and 1 more'
    """
    first, more = sorted(names)[:most], len(names) - most
    return ", ".join(first) + (f" and {more} more" if more > 0 else "")


def page_environment(folder: Path) -> Environment:
    """What pages are made with: templates, filters, links relative to ``folder``, and all text escaped."""
    environment = Environment(
        loader=PackageLoader(__package__),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "median": median,
        "number": number,
        "duration": duration,
        "shortlist": shortlist,
        "count": count,
        "cut": cut,
        "verdict": verdict,
        "link": lambda path: Path(relpath(path, folder)).as_posix(),
    }
    return environment


def render(summary: Summary, folder: Path) -> str:
    """The page's HTML, with links relative to ``folder``. All that comes from students is escaped."""
    environment = page_environment(folder)
    counts = summary.outcomes(summary.cells, summary.graded)
    return environment.get_template("report.html").render(
        summary=summary,
        marks=distribution(summary),
        times=times(summary),
        messages=summary.messages[:MOST_FREQUENT],
        kinds=[kind for kind in KINDS if counts[kind]],
        counts=counts,
        incidents={student.name: said for student in summary.graded if (said := incidents(summary, student))},
        work={student.name: student.work for student in summary.students},
        similarity=similarity,
        fewest_students=FEWEST_STUDENTS,
        most_pairs=MOST_PAIRS,
        most_lines=MOST_LINES,
        slowest=SLOWEST,
    )


def write_report(course: Course, assignment: str) -> Path:
    """Writes ``reports/<assignment>.html`` and ``.csv`` in the course's folder; returns the page's path."""
    page = course.root / "reports" / f"{assignment}.html"
    summary = summarise(course, assignment)
    html = render(summary, page.parent)
    page.parent.mkdir(exist_ok=True)
    page.write_text(html, encoding="utf-8", errors="replace")  # students' text may hold half characters
    write_csv(summary, page.with_suffix(".csv"))
    return page


def show(page: Path) -> None:
    """Names the page, and opens it when a person is at the terminal."""
    print("Report:", page)
    if sys.stdout.isatty():
        webbrowser.open(page.as_uri())
