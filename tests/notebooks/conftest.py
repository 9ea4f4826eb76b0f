"""The committed notebooks, one test for each."""

from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from committed import LECTURES, SESSIONS, SHEETS, name


@pytest.fixture(params=LECTURES, ids=name)
def lecture_path(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture
def lecture(lecture_path: Path) -> NotebookNode:
    return nbformat.read(lecture_path, as_version=4)


@pytest.fixture(params=SESSIONS, ids=name)
def session_path(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture
def session(session_path: Path) -> NotebookNode:
    """A lecture of a session, with statements of its own: every lecture but the revision."""
    return nbformat.read(session_path, as_version=4)


@pytest.fixture(params=LECTURES + SHEETS, ids=name)
def notebook_path(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture
def notebook(notebook_path: Path) -> NotebookNode:
    return nbformat.read(notebook_path, as_version=4)
