"""Write the report on an assignment: one HTML page that needs no network, for the screen and for paper."""

import sys
import webbrowser
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from os.path import relpath
from pathlib import Path
from statistics import mean, median

from jinja2 import Environment, PackageLoader, StrictUndefined

from .course import Course, command_line, run_command
from .summary import Student, Summary, summarise

ROUND_STEPS = (0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)
MOST_BARS = 15
MOST_FREQUENT = 12


@dataclass
class Bar:
    """One bar of the histogram: the interval of marks and the number of students in it."""

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


def number(value: float) -> str:
    """A mark without needless zeros.

    >>> number(2.0), number(0.5), number(1 / 3)
    ('2', '0.5', '0.33')
    """
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


def render(summary: Summary, folder: Path) -> str:
    """The page's HTML, with links relative to ``folder``. All that comes from students is escaped."""
    environment = Environment(
        loader=PackageLoader(__package__),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "number": number,
        "duration": duration,
        "shortlist": shortlist,
        "link": lambda path: Path(relpath(path, folder)).as_posix(),
    }
    return environment.get_template("report.html").render(
        summary=summary, marks=distribution(summary), messages=summary.messages[:MOST_FREQUENT]
    )


def write_report(course: Course, assignment: str) -> Path:
    """Writes ``reports/<assignment>.html`` in the course's folder and returns its path."""
    page = course.root / "reports" / f"{assignment}.html"
    html = render(summarise(course, assignment), page.parent)
    page.parent.mkdir(exist_ok=True)
    page.write_text(html, encoding="utf-8")
    return page


def show(page: Path) -> None:
    """Names the page, and opens it when a person is at the terminal."""
    print("Report:", page)
    if sys.stdout.isatty():
        webbrowser.open(page.as_uri())


def main() -> None:
    parser = command_line(__doc__)
    parser.add_argument("assignment", help="for instance td1")
    options = parser.parse_args()
    show(write_report(Course.at(options.course_dir), options.assignment))


if __name__ == "__main__":
    run_command(main)
