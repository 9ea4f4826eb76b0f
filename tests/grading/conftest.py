"""A tiny course for what needs no real sheet."""

from pathlib import Path

import pytest
from tiny import tiny_course

from course_utils.grading.course import Course


@pytest.fixture
def tiny(tmp_path: Path) -> Course:
    """A course with our settings and the tiny sheet as its only assignment, `tiny`."""
    return tiny_course(tmp_path / "course")
