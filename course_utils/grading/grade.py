"""Grade all collected submissions of an assignment: marks, feedback, grades.csv, report."""

import fcntl
import sys
from collections.abc import Iterator
from concurrent.futures import as_completed
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from nbgrader.converters import GenerateAssignment, GenerateFeedback
from tqdm import tqdm
from traitlets.config import Config

from .autograde import Autograding, Engine, Tally, uninterrupted
from .cluster import Cluster
from .course import Course, CourseError
from .isolation.doctor import require_sandbox
from .isolation.sandbox import SandboxError
from .late import settle_lateness
from .pairs import make_way, share_feedback, share_marks
from .policy import read_policy
from .pool import CallError, WorkerDiedError, WorkerPool
from .report import write_report

GRADES = "grades.csv"
LOCK = Path(".grading", "lock")


def register(course: Course, assignment: str) -> None:
    """Puts the cells, as they are in the source now, into the gradebook; ``exercises/`` stays as it is."""
    with TemporaryDirectory() as scratch, uninterrupted():
        elsewhere = Config({"CourseDirectory": {"release_directory": scratch}})
        course.convert(GenerateAssignment, assignment, changed=elsewhere)


@contextmanager
def only_writer(course: Course) -> Iterator[None]:
    """Keeps a second run out of the course; a run that is killed leaves no trace of this.

    Raises CourseError when one is under way.
    """
    path = course.root / LOCK
    path.parent.mkdir(exist_ok=True)
    with open(path, "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CourseError(f"Another run is grading in {course.root}: wait for it, or stop it.") from None
        yield


def autograde(course: Course, assignment: str, engine: Engine, *, force: bool = False) -> Tally:
    """Marks what was collected. Raises CourseError when there is nothing.

    What has not changed since it was marked is left alone; with ``force`` everything is run anew. A
    submission that cannot be graded costs one row of the report and stops nothing.
    """
    course.require(assignment)
    students = course.submitters(assignment)
    read_policy(course.root)  # a slip in the table must not count as a failure of each submission
    with only_writer(course):
        register(course, assignment)
        make_way(course, assignment)
        grading = Autograding(course, assignment, force=force)
        done = grading.run(students, engine)
        for _ in tqdm(done, total=len(students), desc=f"Grading {assignment}", unit="submission"):
            pass
        settle_lateness(course, assignment, grading.tally.unchanged)
        share_marks(course, assignment)
    return grading.tally


def feedback(course: Course, assignment: str, pool: WorkerPool) -> None:
    """Writes the feedback page of each graded submission anew: marks by hand may have changed."""
    course.require(assignment)
    graded = [
        student
        for student in course.submitters(assignment)
        if course.graded_notebooks(assignment, student)
    ]
    futures = {pool.submit(feedback_for, course.root, assignment, student): student for student in graded}
    for done in tqdm(as_completed(futures), total=len(futures), desc=f"Feedback {assignment}", unit="page"):
        try:
            done.result()
        except (CallError, WorkerDiedError) as error:
            print(f"No feedback for {futures[done]}: {error}", file=sys.stderr)
    share_feedback(course, assignment)


def feedback_for(root: Path, assignment: str, student: str) -> None:
    """What ``nbgrader generate_feedback`` does, for one submission."""
    Course.at(root).convert(GenerateFeedback, assignment, student, force=True)


def export(course: Course) -> Path:
    """Writes the marks of all assignments as CSV and returns the file's path."""
    course.nbgrader("export", "--to", str(course.root / GRADES))
    return course.root / GRADES


def open_engine(workers: int | None, scheduler: str | None) -> Engine:
    """What runs submissions: this machine's processes, or a cluster when its scheduler is named.

    Raises CourseError when this machine cannot run a sandbox, or the cluster does not answer.
    """
    if scheduler is not None:
        return Cluster(scheduler)
    try:
        require_sandbox()
    except SandboxError as error:
        raise CourseError(str(error)) from None
    return WorkerPool(workers)


def grade(
    course: Course,
    assignment: str,
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    force: bool = False,
) -> Path:
    """Marks, feedback, grades.csv and the report, whose path is returned."""
    with open_engine(workers, scheduler) as engine:
        print(autograde(course, assignment, engine, force=force))
    with WorkerPool(workers) as pool:
        feedback(course, assignment, pool)
    export(course)
    return write_report(course, assignment)
