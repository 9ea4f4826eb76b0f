"""Make the zip for students: lectures, sheets, package, with no solution and no word of a hidden test."""

import json
import re
import subprocess
import zipfile
from pathlib import Path

import nbformat

from .course import Course, CourseError
from .policy import read_policy
from .regions import DELIMITER
from .release import files as sheet_files
from .release import stale
from .sheet import secret_lines

NAME = "mathematics-of-deep-learning"
FOLDERS = ("lectures", "course_utils", "lab_settings")
FILES = (
    "LICENSE", "LICENSE-CONTENT", "Makefile", "README.md", "constraints.txt", "environment.yml",
    "pyproject.toml",
)  # fmt: skip
INSTRUCTORS = "course_utils/grading/"
PICTURE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)|<img[^>]+src=\"([^\"]+)\"")
NOT_FOR_STUDENTS = re.compile(r"^## For (?:instructors|contributors)\n.*?(?=^## |\Z)", re.M | re.S)
LONG_ENOUGH = 40  # shorter lines of a hidden test, such as "rng = ...", may stand in any program
EPOCH = (1980, 1, 1, 0, 0, 0)


def tracked(root: Path) -> list[str]:
    """The paths that git tracks. Raises CourseError when the folder is no clone or git isn't there."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True, text=True
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise CourseError(
            f"The bundle holds what git tracks: install git and run this in a clone of the course ({error})."
        ) from None
    return [name for name in listed.stdout.split("\0") if name]


def contents(course: Course) -> list[str]:
    """The paths of what students get, sorted. Raises CourseError when git doesn't track one of them."""
    known = {name for name in tracked(course.root) if (course.root / name).is_file()}
    sheets = course.path("release", ".")
    papers = exams(course)
    given = [name for name in sheet_files(sheets) if Path(name).parts[0] not in papers]
    wanted = {*FILES, *(f"{sheets.name}/{name}" for name in given)}
    pictures = {a or b for a, b in PICTURE.findall((course.root / "README.md").read_text("utf-8"))}
    wanted |= {name for name in pictures if not re.match(r"\w+:", name)}
    if missing := sorted(wanted - known):
        raise CourseError(
            f"Missing, or not tracked by git: {', '.join(missing)}. `git add` and commit them."
        )
    folders = tuple(f"{folder}/" for folder in FOLDERS)
    chosen = wanted | {name for name in known if name.startswith(folders)}
    return sorted(name for name in chosen if not name.startswith(INSTRUCTORS))


def for_students(name: str, content: bytes) -> bytes:
    """A file as students get it: README.md without the sections that speak to others, of files not in the zip."""
    return NOT_FOR_STUDENTS.sub("", content.decode("utf-8")).encode("utf-8") if name == "README.md" else content


def exams(course: Course) -> list[str]:
    """The papers that students see on the day and not before, by the course's table."""
    policy = read_policy(course.root)
    return [name for name, row in policy.assignments.items() if row.exam] if policy else []


def leaks(course: Course, files: dict[str, bytes]) -> list[str]:
    """What students must not see and would: "path: line" for each delimiter or secret line in the files."""
    sheets = course.path("release", ".").name
    hidden: set[str] = set()
    answers: set[str] = set()
    for path in course.path("source", ".").glob("*/*.ipynb"):
        mine = secret_lines(nbformat.read(path, as_version=4))
        hidden, answers = hidden | mine[0], answers | mine[1]
    found = []
    for name, content in files.items():
        text = content.decode("utf-8", errors="ignore")
        secrets = hidden | answers if name.startswith(f"{sheets}/") else hidden
        found += [f"{name}: {line}" for line in secrets if len(line) >= LONG_ENOUGH and occurs(line, text)]
        if name.endswith(".ipynb"):
            found += [f"{name}: {match[0]}" for match in DELIMITER.finditer(text)]
    return sorted(found)


def occurs(line: str, text: str) -> bool:
    """Whether a line occurs in a file, as it is or as JSON writes it."""
    return (
        line in text or json.dumps(line, ensure_ascii=False)[1:-1] in text or json.dumps(line)[1:-1] in text
    )


def bundle(course: Course, archive: Path) -> list[str]:
    """Writes the zip and returns the paths in it; the same files give the same bytes.

    Raises CourseError, and writes nothing, when a sheet is stale, a file not tracked, or a secret would leak.
    """
    if outdated := stale(course):
        raise CourseError(f"Stale sheets: {', '.join(outdated)}. Run `make release` and commit.")
    files = {name: for_students(name, (course.root / name).read_bytes()) for name in contents(course)}
    if secret := leaks(course, files):
        raise CourseError("Students would see what they must not:\n" + "\n".join(secret))
    archive.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in files.items():
            entry = zipfile.ZipInfo(f"{NAME}/{name}", EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            target.writestr(entry, content)
    return list(files)
