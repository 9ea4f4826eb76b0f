"""Marks for all submissions of an assignment: sanitised here, run by an engine, recorded here, one at a time.

The gradebook has one writer, this process. It may be killed at any moment: a result that has come is kept,
and a submission counts as recorded only when its graded notebook, which nbgrader writes last, is whole.
"""

import signal
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol, Self

from nbgrader.converters import Autograde
from nbgrader.utils import rmtree

from .course import Course, CourseError
from .isolation.execute import Isolate
from .jobs import Job, run
from .recorded import is_recorded
from .results import ResultStore
from .sanitise import SubmissionError, record_refused
from .sanitised import Sanitiser

AHEAD = 2  # jobs handed to the engine for each that it can do at a time


class Engine(Protocol):
    """What runs jobs, an executor that says how many at a time: `pool.WorkerPool` or `cluster.Cluster`."""

    @property
    def size(self) -> int: ...

    def submit(self, function: Callable[..., Any], /, *arguments: Any) -> Future: ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: Any) -> bool | None: ...


@dataclass
class Tally:
    """What a run did, by the students' names.

    >>> print(Tally(marked={"ada"}, unchanged={"bob", "eve"}))
    1 marked, 2 unchanged, 0 not graded
    """

    marked: set[str] = field(default_factory=set)
    unchanged: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)

    def __str__(self) -> str:
        return f"{len(self.marked)} marked, {len(self.unchanged)} unchanged, {len(self.failed)} not graded"


class Autograding:
    """One run over an assignment's submissions. ``force`` runs anew what has a result."""

    def __init__(self, course: Course, assignment: str, *, force: bool = False):
        self.course = course
        self.assignment = assignment
        self.force = force
        self.tally = Tally()
        self._sanitiser = Sanitiser(course, assignment)
        self._isolate = Isolate(config=course.directory.config)
        self._store = ResultStore.of(course.directory, assignment)
        self._keys: set[str] = set()  # of all submissions
        self._submitted: set[str] = set()  # keys of jobs that this run has given to the engine
        self._failed: dict[str, str] = {}  # why, by the job's key
        self._running: dict[Future, Job] = {}
        self._waiting: dict[str, set[str]] = {}  # for which keys each student waits

    def run(self, students: list[str], engine: Engine) -> Iterator[str]:
        """Grades the submissions; yields each student's name when no more is to be done."""
        for student in students:
            yield from self._begin(student, engine)
            while len(self._running) >= AHEAD * engine.size:
                yield from self._collect()
        while self._running:
            yield from self._collect()
        self._store.prune(self._keys)

    def _begin(self, student: str, engine: Engine) -> Iterator[str]:
        """Settles a submission that needs no run; else gives the engine the jobs that it needs."""
        self.course.log(self.assignment, student).unlink(missing_ok=True)
        try:
            jobs = self._jobs(student)
        except Exception as error:  # whatever one submission makes nbgrader raise costs this row only
            self._fail(student, str(error) if isinstance(error, SubmissionError) else traceback.format_exc())
            yield student
            return
        keys = {name: job.key for name, job in jobs.items()}
        self._keys |= set(keys.values())
        if not self.force and is_recorded(self.course, self.assignment, student, keys):
            self.tally.unchanged.add(student)
            yield student
            return
        self._waiting[student] = set(keys.values())
        for job in jobs.values():
            if self.force or self._store.get(job.key) is None:
                self._submit(job, engine)
        yield from self._settle()

    def _jobs(self, student: str) -> dict[str, Job]:
        """The jobs of a submission by the names of its notebooks."""
        return {
            name: self._isolate.job(notebook, self.course.directory, self.assignment)
            for name, notebook in self._sanitiser.notebooks(student).items()
        }

    def _submit(self, job: Job, engine: Engine) -> None:
        if job.key not in self._submitted:  # equal submissions, as untouched ones are, need one run
            self._submitted.add(job.key)
            self._running[engine.submit(run, job)] = job

    def _collect(self) -> Iterator[str]:
        """Waits for a result, keeps what has come and records whom it completes."""
        for future in wait(self._running, return_when=FIRST_COMPLETED).done:
            job = self._running.pop(future)
            try:
                self._store.put(job.key, future.result())
            except CourseError:  # it concerns all jobs
                raise
            except Exception as error:
                self._failed[job.key] = "".join(traceback.format_exception(error))
        yield from self._settle()

    def _settle(self) -> Iterator[str]:
        """Records those whose jobs are all done."""
        unfinished = {job.key for job in self._running.values()}
        for student in [name for name, keys in self._waiting.items() if not keys & unfinished]:
            keys = self._waiting.pop(student)
            if why := [self._failed[key] for key in keys if key in self._failed]:
                self._fail(student, why[0])
            else:
                self._record(student)
            yield student

    def _record(self, student: str) -> None:
        """Has nbgrader grade the submission; it finds the results and runs nothing."""
        try:
            with uninterrupted():
                self.course.convert(Autograde, self.assignment, student, force=True)
            self.tally.marked.add(student)
        except CourseError as error:
            self._fail(student, str(error))

    def _fail(self, student: str, why: str) -> None:
        """Gives the student a row; the reason is in ``logs/`` until a later run grades the submission."""
        self.tally.failed.add(student)
        record_refused(self.course.directory, self.assignment, student)
        for step in ("autograded", "feedback"):
            outdated = self.course.path(step, self.assignment, student)
            if outdated.exists():
                rmtree(outdated)
        log = self.course.log(self.assignment, student)
        log.parent.mkdir(parents=True, exist_ok=True)
        # A file's name, and so the log, may hold what is no text.
        log.write_text(why, encoding="utf-8", errors="backslashreplace")


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Puts Ctrl-C off to the end of the block: nbgrader would take it for a failure of the submission."""
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came and callable(before):
        before(signal.SIGINT, None)
