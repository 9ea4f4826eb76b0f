"""Every corner of every control of the lectures' slider figures can be drawn."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient


def test_every_corner_can_be_drawn(lecture_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lecture = nbformat.read(lecture_path, as_version=4)
    monkeypatch.setitem(os.environ, "COURSE_EXPLORE", "corners")
    NotebookClient(lecture, timeout=300, resources={"metadata": {"path": str(lecture_path.parent)}}).execute()
