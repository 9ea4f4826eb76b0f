"""Generate the students' sheets, exercises/, from the instructor's, solutions/; or check them."""

import shutil
import tempfile
from pathlib import Path

from nbgrader.converters import GenerateAssignment
from traitlets.config import Config

from .course import CONFIG, Course, CourseError

WITHOUT_GRADEBOOK = Config({"SaveCells": {"enabled": False}})


def generate(course: Course, into: Path) -> Path:
    """Does what ``nbgrader generate_assignment --no-db`` does, in a copy of the course; returns the folder.

    Releasing needs no gradebook and changes none: grading brings the gradebook up to date.
    """
    shutil.copy(course.root / CONFIG, into / CONFIG)
    source = course.path("source", ".")
    shutil.copytree(source, into / source.name, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    copy = Course.at(into)

    for assignment in course.assignments():
        copy.convert(GenerateAssignment, assignment, changed=WITHOUT_GRADEBOOK, no_database=True)
    return copy.path("release", ".")


def files(folder: Path) -> dict[str, bytes]:
    """The content of each file under a folder, by its relative path; hidden files are no part of a sheet."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    named = {path.relative_to(folder): path for path in found}
    return {
        str(name): path.read_bytes()
        for name, path in named.items()
        if not any(p.startswith(".") for p in name.parts)
    }


def stale(course: Course) -> list[str]:
    """The files of ``exercises/`` that are changed, missing or left over: ``solutions/`` gives others."""
    with tempfile.TemporaryDirectory() as scratch:
        fresh = files(generate(course, Path(scratch)))
    present = files(course.path("release", "."))
    return sorted(name for name in fresh.keys() | present.keys() if fresh.get(name) != present.get(name))


def release(course: Course) -> list[str]:
    """Replaces ``exercises/`` by what ``solutions/`` gives, and returns the assignments.

    Raises CourseError, and leaves ``exercises/`` as it was, when there is none or nbgrader refuses one.
    """
    assignments = course.assignments()
    if not assignments:
        raise CourseError(
            f"No notebook in {course.path('source', '.')}: put each in a folder of its own there."
        )
    destination = course.path("release", ".")
    with tempfile.TemporaryDirectory() as scratch:
        fresh = generate(course, Path(scratch))
        shutil.rmtree(destination, ignore_errors=True)
        shutil.copytree(fresh, destination)
    return assignments
