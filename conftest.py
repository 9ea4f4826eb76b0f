"""Gives each test the mark of its folder, so that ``pytest -m package`` and the like work; and Ctrl-C its meaning."""

import signal
from pathlib import Path

import pytest

ROOT = Path(__file__).parent
MARK_OF_FOLDER = {"course_utils": "package", "lectures": "notebooks", "solutions": "notebooks"}


def pytest_configure() -> None:
    # A run in the background of a script inherits an ignored Ctrl-C. The tests of Ctrl-C, and the kernels that tests
    # interrupt, need the usual one.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        folder, *rest = item.path.relative_to(ROOT).parts
        mark = rest[0] if folder == "tests" and len(rest) > 1 else MARK_OF_FOLDER.get(folder)
        if mark:
            item.add_marker(mark)
