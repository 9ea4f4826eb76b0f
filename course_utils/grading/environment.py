"""What the outcome of a run depends on besides its input: Python, installed packages, our own source."""

import hashlib
import platform
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

PACKAGE = Path(__file__).parents[1]


@cache
def environment() -> dict[str, str]:
    """The version of each part by its name; that of this package is a hash of its source files.

    >>> environment()["python"] == platform.python_version()
    True
    """
    installed = {str(found.metadata["Name"]).lower(): found.version for found in distributions()}
    parts = {"python": platform.python_version(), PACKAGE.name: source_hash(PACKAGE)}
    return dict(sorted((installed | parts).items()))


def source_hash(folder: Path) -> str:
    """A hash of the names and contents of a folder's Python files."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(folder).as_posix()} {content}\n".encode())
    return total.hexdigest()


def differences(theirs: dict[str, str], ours: dict[str, str]) -> list[str]:
    """What another machine has otherwise, one line a part.

    >>> differences({"torch": "2.5", "six": "1"}, {"torch": "2.13", "six": "1", "dask": "9"})
    ['dask none instead of 9', 'torch 2.5 instead of 2.13']
    """
    names = sorted(theirs.keys() | ours.keys())
    return [
        f"{name} {theirs.get(name, 'none')} instead of {ours.get(name, 'none')}"
        for name in names
        if theirs.get(name) != ours.get(name)
    ]
