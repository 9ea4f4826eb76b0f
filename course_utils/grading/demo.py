"""One term of a made-up class, in a folder of its own, ``demo/``: from the exchange to the final marks.

Each assignment is handed in, collected, graded, marked by hand and reported on; those below 10 sit the resit.
"""

import csv
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default import ExchangeCollect, ExchangeReleaseAssignment
from nbgrader.exchange.default.exchange import Exchange
from sqlalchemy import event
from sqlalchemy.engine import Engine as Database

from .closing import close_term
from .course import CONFIG, Course, CourseError
from .demo_answers import fill_in
from .demo_class import CLASS, EXCUSED, EXTENSIONS, UNMARKED, Student, Submission, submissions
from .demo_marker import mark_by_hand
from .demo_table import table_text
from .grade import Engine, autograde, export, feedback, open_engine
from .late import enter_due_dates
from .pairs import NAME as PARTNER
from .policy import TABLE, Policy
from .release import release
from .report import count, write_report
from .settling import settle_marks
from .term import read_term, require_policy
from .term_summary import PASS

ROSTER = "students.csv"
NUMBER = "STUDENT"  # what a paper with numbers of the student's own calls the line for the student's number


def demonstrate(
    course: Course, folder: Path, only: Sequence[str] | None = None, workers: int | None = None
) -> Path:
    """Runs the term, or ``only`` some of its assignments, and returns the path of the report over the term.

    Raises CourseError when an assignment is unknown or the folder was not made by the demonstration.
    """
    chosen = choose(course, only)
    with without_waiting_for_the_disk(), open_engine(workers, None) as engine:
        made = new_course(course, folder, chosen)
        policy = require_policy(made)
        for i, assignment in enumerate(chosen):
            print(f"{assignment} ({i + 1} of {len(chosen)})", flush=True)
            run_assignment(made, policy, assignment, i / max(1, len(chosen) - 1), engine)
        export(made)
        return close_term(made)


@contextmanager
def without_waiting_for_the_disk() -> Iterator[None]:
    """A made-up gradebook may be lost when the power fails: a quarter of the time goes into seeing that it is not."""

    def hurry(connection: Any, _: object) -> None:
        connection.execute("PRAGMA synchronous = OFF")

    event.listen(Database, "connect", hurry)
    try:
        yield
    finally:
        event.remove(Database, "connect", hurry)


def choose(course: Course, only: Sequence[str] | None) -> list[str]:
    """The assignments with a sheet and a row of the table, or those of ``only``, in the order of the table."""
    table, sheets = require_policy(course).assignments, course.assignments()
    for name in only or ():
        course.require(name)
        if name not in table:
            raise CourseError(f"{TABLE} has no row for {name}.")
    chosen = [name for name in table if name in (only or sheets)]
    if not chosen:
        raise CourseError(f"No assignment of {TABLE} has a notebook in {course.path('source', '.')}.")
    return chosen


def new_course(course: Course, folder: Path, chosen: Sequence[str]) -> Course:
    """A course of its own in ``folder``: our settings, table and sheets, a gradebook with roster and due dates."""
    if folder.exists() and not (folder / "exchange").is_dir():
        raise CourseError(
            f"{folder} was not made by the demonstration: move it away, or name another folder with --into."
        )
    text = table_text(require_policy(course), chosen, EXTENSIONS, EXCUSED)
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "exchange").mkdir(parents=True)
    (folder / "exchange").chmod(0o777)
    shutil.copy(course.root / CONFIG, folder / CONFIG)
    (folder / TABLE).write_text(text, encoding="utf-8")
    for assignment in chosen:
        source = course.path("source", assignment)
        shutil.copytree(source, folder / source.relative_to(course.root), ignore=shutil.ignore_patterns(".*"))
    made = Course.at(folder)
    if not made.directory.db_url.startswith("sqlite:") or str(folder) not in made.directory.db_url:
        raise CourseError(f"{CONFIG} names a gradebook elsewhere: the demonstration would write into it.")
    release(made)
    import_roster(made)
    enter_due_dates(made)
    return made


def import_roster(course: Course) -> None:
    """Writes ``students.csv`` and imports it, as an instructor does."""
    path = course.root / ROSTER
    rows = [student.roster for student in CLASS]
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    course.nbgrader("db", "student", "import", str(path))


def run_assignment(course: Course, policy: Policy, assignment: str, when: float, engine: Engine) -> None:
    """One assignment from hand-in to report; ``when`` in [0, 1] is the time of the term."""
    row = policy.assignments[assignment]
    students = in_need(course) if row.replaces else CLASS
    handed_in = submissions(assignment, when, students, pairs=row.pairs)
    if not handed_in:
        print("Nobody has to sit it.")
        return
    hand_in(course, policy, assignment, handed_in)
    print(autograde(course, assignment, engine))
    proofs = {one.student.id: one.answers.proofs for one in handed_in}
    leave = {student for student, name in UNMARKED if name == assignment}
    print(f"{count(mark_by_hand(course, assignment, proofs, leave), 'answer')} marked by hand")
    settle_marks(course, policy)
    feedback(course, assignment, engine)
    print("Report:", write_report(course, assignment))


def in_need(course: Course) -> list[Student]:
    """Who has less than 10 of 20 before the resit."""
    marks = {student.id: student.final for student in read_term(course).students}
    return [student for student in CLASS if (mark := marks[student.id]) and mark.most < PASS]


def hand_in(course: Course, policy: Policy, assignment: str, handed_in: Sequence[Submission]) -> None:
    """Releases the sheet, puts each student's folder where ``nbgrader submit`` would, and collects them."""
    exchange(course, ExchangeReleaseAssignment, assignment)
    inbound = course.root / "exchange" / course.directory.course_id / "inbound"
    source = course.path("source", assignment)
    sheets = {
        sheet.name: (nbformat.read(sheet, as_version=4), nbformat.read(source / sheet.name, as_version=4))
        for sheet in course.path("release", assignment).glob("*.ipynb")
    }
    for submission in handed_in:
        timestamp = f"{policy.due(assignment) + submission.late} UTC"
        folder = inbound / f"{submission.student.id}+{assignment}+{timestamp}"
        folder.mkdir(parents=True)
        (folder / "timestamp.txt").write_text(timestamp)
        texts = {NUMBER: submission.student.number, PARTNER: submission.partner}
        for name, (released, solved) in sheets.items():
            filled = fill_in(released, solved, submission.answers, {k: v for k, v in texts.items() if v})
            nbformat.write(filled, folder / name)
    exchange(course, ExchangeCollect, assignment)


def exchange(course: Course, step: type[Exchange], assignment: str) -> None:
    """Runs one of nbgrader's steps on the demonstration's exchange, as its command would."""
    config = deepcopy(course.directory.config)
    # All submissions belong to whoever runs this: there is no owner to compare with.
    own = {"root": str(course.root / "exchange")}
    config.merge({"Exchange": own, "ExchangeCollect": {"check_owner": False}})
    directory = CourseDirectory(config=config, assignment_id=assignment)
    step(coursedir=directory, authenticator=Authenticator(config=config), config=config).start()
