"""Gives each test the mark of its folder, so that ``pytest -m package`` and the like work."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parent
MARK_OF_FOLDER = {"course_utils": "package", "lectures": "notebooks", "solutions": "notebooks"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        folder, *rest = item.path.relative_to(ROOT).parts
        mark = rest[0] if folder == "tests" and len(rest) > 1 else MARK_OF_FOLDER.get(folder)
        if mark:
            item.add_marker(mark)
