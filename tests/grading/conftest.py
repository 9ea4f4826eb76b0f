"""What most tests here start from: a tiny course for what needs no real sheet, and a pool of processes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tiny import tiny_course

from course_utils.grading.course import Course
from course_utils.grading.pool import WorkerPool


@pytest.fixture
def tiny(tmp_path: Path) -> Course:
    """A course with our settings and the tiny sheet as its only assignment, `tiny`."""
    return tiny_course(tmp_path / "course")


@pytest.fixture(scope="session")
def pool() -> Iterator[WorkerPool]:
    """The pool of all modules: to start a process takes longer than a tiny submission."""
    with WorkerPool(2) as pool:
        yield pool
