"""The committed notebooks, as the tests of this folder read them."""

from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

ROOT = Path(__file__).parents[2]
LECTURES = sorted((ROOT / "lectures").glob("*.ipynb"))
SHEETS = sorted((ROOT / "solutions").glob("*/*.ipynb"))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.fixture(params=LECTURES, ids=name)
def lecture_path(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture
def lecture(lecture_path: Path) -> NotebookNode:
    return nbformat.read(lecture_path, as_version=4)


@pytest.fixture(params=LECTURES + SHEETS, ids=name)
def notebook_path(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture
def notebook(notebook_path: Path) -> NotebookNode:
    return nbformat.read(notebook_path, as_version=4)
