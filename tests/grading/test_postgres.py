"""One setting makes PostgreSQL the gradebook: a real server, the same class, the same marks."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from four import ANSWERS, class_of_four, contents, hand_in
from nbformat.v4 import new_code_cell

from course_utils.grading.closing import close_term
from course_utils.grading.course import Course
from course_utils.grading.grade import autograde, export, feedback
from course_utils.grading.pool import WorkerPool
from course_utils.grading.summary import summarise


def programs() -> Path:
    """The folder of the server's programs: Debian keeps them out of PATH."""
    found = shutil.which("initdb")
    return Path(found).parent if found else max(Path("/usr/lib/postgresql").glob("*/bin"))


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A server of our own, in a folder that it shares with nobody; the gradebook's URL."""
    # The server refuses to be root; and its socket's path must be short.
    user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    name = user.get("user", pwd.getpwuid(os.geteuid()).pw_name)
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        if user:
            shutil.chown(folder, name)
        data = f"{folder}/data"
        made = [programs() / "initdb", "--no-sync", "--auth=trust", f"--username={name}", data]
        subprocess.run(made, check=True, capture_output=True, cwd="/", **user)
        # -c listen_addresses= : no network, only the socket.
        line = [programs() / "pg_ctl", "start", "--wait", "-D", data, "-l", f"{folder}/log"]
        line += ["-o", f"-k {folder} -c listen_addresses= -c fsync=off"]
        subprocess.run(line, check=True, capture_output=True, cwd="/", **user)
        try:
            yield f"postgresql+psycopg://{name}@/postgres?host={folder}"
        finally:
            line = [programs() / "pg_ctl", "stop", "-D", data, "-m", "fast"]
            subprocess.run(line, check=True, capture_output=True, cwd="/", **user)


def grown(root: Path, pool: WorkerPool, setting: str = "") -> Course:
    """A class graded, a mark by hand, an answer handed in anew, graded once more; feedback and export."""
    course = class_of_four(root)
    with open(course.root / "nbgrader_config.py", "a") as config:
        config.write(f"\n{setting}\n")
    course = Course.at(root)
    hand_in(course, "eve", timestamp="2023-09-25 12:00 UTC")
    assert len(autograde(course, "tiny", pool).marked) == 5
    with course.gradebook() as gradebook:
        by_hand = gradebook.find_grade("proof", "sheet", "tiny", "ada")
        by_hand.manual_score, by_hand.needs_manual_grade = 0.5, False
        gradebook.db.commit()
    hand_in(course, "bob", ANSWERS["ada"][0])
    assert autograde(course, "tiny", pool).marked == {"bob"}
    feedback(course, "tiny", pool)
    export(course)
    return course


def test_the_same_class_gets_the_same_marks(tmp_path: Path, pool: WorkerPool, server: str):
    ours = grown(tmp_path / "sqlite", pool)
    theirs = grown(tmp_path / "postgres", pool, f"c.CourseDirectory.db_url = {server!r}")
    assert contents(ours) == contents(theirs) and len(contents(ours)) > 20
    assert not (theirs.root / "gradebook.db").exists()
    summary = summarise(theirs, "tiny")
    scores = {entry.name: entry.score for entry in summary.students}
    assert scores == {"ada": 3.5, "bob": 3, "cyd": 1, "dan": 0, "eve": 0}
    assert all(entry.feedback for entry in summary.students)
    tables = [(course.root / "grades.csv").read_text().splitlines() for course in (ours, theirs)]
    assert sorted(tables[0]) == sorted(tables[1]) and len(tables[0]) == 6
    for partner in ("fay", ""):  # a pair's row is made, and taken back
        terms = [term(course, partner) for course in (ours, theirs)]
        assert terms[0] == terms[1] and len(terms[0].splitlines()) == 7
        assert ("fay,,,,,17.50" in terms[0]) == bool(partner)


def term(course: Course, partner: str) -> str:
    """The term's marks when ada has named a partner."""
    (course.root / "course.toml").write_text(
        'time_zone = "UTC"\nassignments.tiny = {due = 2023-09-25T12:00:00, weight = 100, pairs = true}'
    )
    with course.gradebook() as gradebook:
        gradebook.update_or_create_student("fay")
    path = course.path("autograded", "tiny", "ada") / "sheet.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if not cell.source.startswith("PARTNER")]
    notebook.cells.append(new_code_cell(f'PARTNER = "{partner}"'))
    path.chmod(0o644)
    nbformat.write(notebook, path)
    close_term(course)
    return (course.root / "marks" / "marks.csv").read_text()
