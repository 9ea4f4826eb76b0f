"""The instructor's commands: make and hand out the sheets, grade a class, report on it."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import DatabaseError

from .bundle import NAME, bundle
from .closing import close_term
from .course import CONFIG, Course, CourseError
from .demo import demonstrate
from .grade import GRADES, autograde, feedback, grade, only_writer, open_engine
from .isolation import doctor
from .late import enter_due_dates
from .policy import in_zone
from .pool import WorkerPool
from .release import release, stale
from .report import show, write_report
from .term import require_policy

Command = Callable[[Course, argparse.Namespace], None]


def release_command(course: Course, options: argparse.Namespace) -> None:
    """Generate the students' sheets from the instructor's, or check them."""
    sheets = course.path("release", ".").name
    if not options.check:
        print(f"Released to {sheets}/:", ", ".join(release(course)))
    elif outdated := stale(course):
        raise CourseError(f"Stale in {sheets}/: {', '.join(outdated)}. `make release`, commit.")


def bundle_command(course: Course, options: argparse.Namespace) -> None:
    """Make the zip for students: no solution, no word of a hidden test."""
    archive = options.to or course.root / "dist" / f"{NAME}.zip"
    print(f"{len(bundle(course, archive))} files in {archive}")


def autograde_command(course: Course, options: argparse.Namespace) -> None:
    """Mark what was collected and has changed since it was marked."""
    with open_engine(options.workers, options.scheduler) as engine:
        print(autograde(course, options.assignment, engine, force=options.force))


def feedback_command(course: Course, options: argparse.Namespace) -> None:
    """Write the students' feedback pages of what was marked."""
    with WorkerPool(options.workers) as pool:
        feedback(course, options.assignment, pool)


def report_command(course: Course, options: argparse.Namespace) -> None:
    """Write the report on what was marked."""
    show(write_report(course, options.assignment))


def grade_command(course: Course, options: argparse.Namespace) -> None:
    """All of it: marks, feedback, grades.csv, report."""
    page = grade(
        course,
        options.assignment,
        workers=options.workers,
        scheduler=options.scheduler,
        force=options.force,
    )
    print("Marks: ", course.root / GRADES)
    show(page)


def dates_command(course: Course, options: argparse.Namespace) -> None:
    """Write the due dates of the course's table into the gradebook."""
    zone = require_policy(course).time_zone
    with only_writer(course):
        dates = enter_due_dates(course)
    for assignment, due in dates.items():
        print(f"{assignment:12} {in_zone(due, zone):%A, %d %B %Y, %H:%M} ({zone.key})")


def term_command(course: Course, options: argparse.Namespace) -> None:
    """Final marks by the course's table, files for Moodle and Canvas, the report over the term."""
    show(close_term(course))


def demo_command(course: Course, options: argparse.Namespace) -> None:
    """A made-up class's term, from the exchange to the final marks."""
    folder = (options.into or course.root / "demo").resolve()
    only = options.only.split(",") if options.only else None
    show(demonstrate(course, folder, only=only, workers=options.workers))


def doctor_command(course: Course, options: argparse.Namespace) -> None:
    """Say whether this machine can run submissions in sandboxes, and what to do where it cannot."""
    sys.exit(doctor.main())


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(prog="course-grading", description=__doc__)
    commands = made.add_subparsers(required=True, metavar="command")

    def add(name: str, command: Command) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=command.__doc__, description=command.__doc__)
        added.set_defaults(command=command)
        added.add_argument(
            "--course-dir", default=".", help=f"the folder that holds {CONFIG} (default: this one)"
        )
        return added

    add("release", release_command).add_argument(
        "--check", action="store_true", help="change nothing; fail when a sheet is stale"
    )
    add("bundle", bundle_command).add_argument(
        "--to", type=Path, help=f"the zip to write (default: dist/{NAME}.zip in the course's folder)"
    )
    autograding, grading = add("autograde", autograde_command), add("grade", grade_command)
    writing, reporting = add("feedback", feedback_command), add("report", report_command)
    add("dates", dates_command)
    add("term", term_command)
    demonstrating = add("demo", demo_command)
    add("doctor", doctor_command)
    for command in (autograding, grading, writing, reporting):
        command.add_argument("assignment", help="for instance td1")
    for command in (autograding, grading, writing, demonstrating):
        command.add_argument("--workers", type=at_least_one, help="at a time (default: one per core)")
    for command in (autograding, grading):
        command.add_argument("--scheduler", help="run submissions on the Dask cluster at tcp://...")
        command.add_argument("--force", action="store_true", help="mark again what has not changed, too")
    demonstrating.add_argument("--only", metavar="LIST", help="some of the assignments, for instance td1,exam")
    demonstrating.add_argument("--into", type=Path, help="the folder to work in (default: demo/)")
    return made


def at_least_one(text: str) -> int:
    """A number of workers from the command line."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"a whole number, at least 1, and not {text!r}")
    return int(text)


def run(options: argparse.Namespace) -> None:
    """Runs a command. Raises CourseError, too, for a file or a gradebook that cannot be read or written."""
    course = Course.at(options.course_dir)
    if options.command is not doctor_command:
        course.require_folders()
    try:
        options.command(course, options)
    except DatabaseError as error:
        url = make_url(course.directory.db_url).render_as_string(hide_password=True)
        raise CourseError(f"The gradebook, {url}, cannot be used: {error.orig}.") from None
    except OSError as error:
        if error.filename is None:  # none of the instructor's files
            raise
        raise CourseError(f"{error.filename}: {error.strerror}. Put that right, then run this again.") from None


def main() -> None:
    """Runs a command; what the instructor can put right ends it with one line instead of a traceback."""
    try:
        run(parser().parse_args())
    except CourseError as error:
        sys.exit(f"error: {error}")
    except KeyboardInterrupt:
        print("\nStopped. Nothing is lost: the same command goes on from here.", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main()
