"""Grade all collected submissions of an assignment: marks in parallel, feedback, grades.csv, report."""

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from tempfile import TemporaryDirectory

from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from nbgrader.utils import rmtree
from tqdm import tqdm
from traitlets.config import Config

from .course import Course, CourseError, command_line, run_command
from .report import show, write_report
from .sanitise import SubmissionCheck, SubmissionError, record_refused

GRADES = "grades.csv"
FEEDBACK = Config({"HTMLExporter": {"template_name": "feedback"}})


def register(course: Course, assignment: str) -> None:
    """Puts the cells, as they are in the source now, into the gradebook; ``exercises/`` stays as it is."""
    with TemporaryDirectory() as scratch:
        elsewhere = Config({"CourseDirectory": {"release_directory": scratch}})
        course.convert(GenerateAssignment, assignment, changed=elsewhere)


def prepare_worker() -> None:
    """One thread for each submission; what kernels remark on stderr is not for the terminal."""
    os.environ["OMP_NUM_THREADS"] = "1"
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def grade_one(root: Path, assignment: str, student: str, force: bool) -> None:
    """What ``nbgrader autograde`` and ``nbgrader generate_feedback`` do, for one submission.

    The log of a submission that could not be graded is kept in ``logs/`` until a later run grades it.
    """
    course = Course.at(root)
    log = course.log(assignment, student)
    log.unlink(missing_ok=True)
    try:
        # nbgrader would pass over a folder without a notebook; the report is to name it.
        SubmissionCheck(config=course.directory.config).require(course.directory, assignment, student)
        course.convert(Autograde, assignment, student, force=force)
        course.convert(GenerateFeedback, assignment, student, changed=FEEDBACK, force=True)
    except (CourseError, SubmissionError) as error:
        if isinstance(error, SubmissionError):
            withdraw(course, assignment, student)
        log.parent.mkdir(parents=True, exist_ok=True)
        # A file's name, and so the log, may hold what is no text.
        log.write_text(str(error), encoding="utf-8", errors="backslashreplace")


def withdraw(course: Course, assignment: str, student: str) -> None:
    """Gives a refused submission its row in the gradebook; an earlier one's graded notebooks go away."""
    record_refused(course.directory, assignment, student)
    graded = course.path("autograded", assignment, student)
    if graded.exists():
        rmtree(graded)


def grade(course: Course, assignment: str, *, jobs: int | None = None, force: bool = False) -> Path:
    """Grades what was collected, ``jobs`` submissions at a time (default: one per core); writes the report.

    A submission that was graded before is graded again only when it is newer, or with ``force``. One that
    cannot be graded costs one row of the report and stops nothing. Raises CourseError when there is none.
    """
    course.require(assignment)
    students = course.submitters(assignment)
    register(course, assignment)
    # Processes and not threads: nbgrader changes the working directory and the environment of its own.
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), prepare_worker) as pool:
        tasks = [pool.submit(grade_one, course.root, assignment, student, force) for student in students]
        for task in tqdm(
            as_completed(tasks), total=len(tasks), desc=f"Grading {assignment}", unit="submission"
        ):
            task.result()
    course.nbgrader("export", "--to", str(course.root / GRADES))
    return write_report(course, assignment)


def main() -> None:
    parser = command_line(__doc__)
    parser.add_argument("assignment", help="for instance td1")
    parser.add_argument("--jobs", type=int, help="submissions graded at a time (default: one per core)")
    parser.add_argument("--force", action="store_true", help="grade again what was graded before")
    options = parser.parse_args()
    course = Course.at(options.course_dir)
    page = grade(course, options.assignment, jobs=options.jobs, force=options.force)
    print("Marks: ", course.root / GRADES)
    show(page)


if __name__ == "__main__":
    run_command(main)
