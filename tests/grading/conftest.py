"""A tiny course for what needs no real sheet."""

import shutil
from pathlib import Path

import nbformat
import pytest
from tiny import ROOT, tiny_sheet

from course_utils.grading.course import CONFIG, Course


@pytest.fixture
def tiny(tmp_path: Path) -> Course:
    """A course with our settings and the tiny sheet as its only assignment, `tiny`."""
    root = tmp_path / "course"
    (root / "solutions" / "tiny").mkdir(parents=True)
    shutil.copy(ROOT / CONFIG, root / CONFIG)
    nbformat.write(tiny_sheet(), root / "solutions" / "tiny" / "sheet.ipynb")
    return Course.at(root)
