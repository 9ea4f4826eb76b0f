"""Hostile and damaged notebooks: the honest part gets its marks, the rest costs one row at most.

One class, each student with one trick, is graded by `nbgrader autograde` itself; those whose submission is
refused are graded once more by our own command, with the report.
"""

import csv
import json
import os
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.converters import GenerateAssignment
from tiny import tiny_course

from course_utils.grading.course import Course, CourseError
from course_utils.grading.grade import autograde, grade
from course_utils.grading.pool import WorkerPool
from course_utils.grading.release import release
from course_utils.grading.sanitise import MISSING, Refusal, SubmissionCheck
from course_utils.grading.summary import summarise

RIGHT = "def double(x):\n    return 2 * x"
WRONG = "def double(x):\n    return x"
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)

Sheet = dict[str, NotebookNode]  # the notebook's cells by name
Trick = Callable[[NotebookNode, Sheet], None]
GRADED: dict[str, tuple[float, Trick]] = {}
REFUSED: dict[str, tuple[Refusal, Callable[[Path], None]]] = {}


def graded(marks: float) -> Callable[[Trick], Trick]:
    """Registers a trick with the marks that the honest part of the work deserves."""

    def register(trick: Trick) -> Trick:
        GRADED[trick.__name__] = (marks, trick)
        return trick

    return register


def refused(reason: Refusal) -> Callable[[Callable[[Path], None]], Callable[[Path], None]]:
    """Registers what is done to the folder that was handed in, with the reason that the report is to give."""

    def register(spoil: Callable[[Path], None]) -> Callable[[Path], None]:
        REFUSED[spoil.__name__] = (reason, spoil)
        return spoil

    return register


@graded(3)
def honest(notebook: NotebookNode, sheet: Sheet) -> None:
    """The right answer, and a proof with a photograph and a page of HTML pasted in."""
    sheet["proof"].source = "By adding. ![](photo.png)"
    sheet["proof"].attachments = {"photo.png": {"image/png": PIXEL}, "page": {"text/html": "PGI+"}}


@graded(0)
def skip_tags_on_tests(notebook: NotebookNode, sheet: Sheet) -> None:
    sheet["double"].source = WRONG
    for cell in notebook.cells:
        cell.metadata["tags"] = ["skip-execution", "raises-exception"]


@graded(0)
def emptied_unlocked_and_dearer_tests(notebook: NotebookNode, sheet: Sheet) -> None:
    sheet["double"].source = WRONG
    for name in ("double-visible", "double-hidden"):
        sheet[name].source = "99"
        sheet[name].metadata.nbgrader.update(points=99, locked=False, checksum="", solution=True)


@graded(3)
def deleted_and_renamed_tests(notebook: NotebookNode, sheet: Sheet) -> None:
    notebook.cells.remove(sheet["double-visible"])
    sheet["double-hidden"].metadata.nbgrader.grade_id = "never-heard-of"


@graded(3)
def cells_of_other_kinds(notebook: NotebookNode, sheet: Sheet) -> None:
    sheet["double"].cell_type = "markdown"
    sheet["double-visible"].cell_type = "raw"
    sheet["proof"].cell_type = "code"


@graded(0)
def answer_and_test_with_names_exchanged(notebook: NotebookNode, sheet: Sheet) -> None:
    sheet["double"].metadata.nbgrader.grade_id = "double-hidden"
    sheet["double-hidden"].metadata.nbgrader.grade_id = "double"


@graded(3)
def metadata_lost(notebook: NotebookNode, sheet: Sheet) -> None:
    """As other editors leave a notebook: the answer is still found where it stood."""
    for cell in notebook.cells:
        cell.metadata = {}


@graded(0)
def answer_deleted(notebook: NotebookNode, sheet: Sheet) -> None:
    notebook.cells.remove(sheet["double"])


@graded(3)
def answer_duplicated_below_the_tests(notebook: NotebookNode, sheet: Sheet) -> None:
    """The first one is the answer."""
    copy = new_code_cell(WRONG, metadata=sheet["double"].metadata)
    notebook.cells.insert(notebook.cells.index(sheet["double-hidden"]) + 1, copy)
    notebook.cells.append(sheet["double-visible"])


@graded(3)
def answer_split_in_two(notebook: NotebookNode, sheet: Sheet) -> None:
    """Both parts carry the name, and both run."""
    sheet["double"].source = "two = 2"
    rest = new_code_cell("def double(x):\n    return two * x", metadata=sheet["double"].metadata)
    notebook.cells.insert(notebook.cells.index(sheet["double"]) + 1, rest)


@graded(3)
def own_cells(notebook: NotebookNode, sheet: Sheet) -> None:
    """In their places, without metadata, outputs, attachments; one claims points."""
    claim = {"grade": True, "solution": False, "locked": True, "points": 50, "grade_id": "bonus"}
    output = nbformat.v4.new_output("stream", text="a lie " * 10)
    before = new_code_cell("two = 2", metadata={"nbgrader": claim, "own": "x"}, outputs=[output])
    after = new_markdown_cell("Done \ud83d", attachments={"a.svg": {"image/svg+xml": "PHN2Zz4="}})
    notebook.cells.insert(notebook.cells.index(sheet["double"]), before)
    notebook.cells.insert(notebook.cells.index(sheet["double"]) + 1, after)
    sheet["double"].source = "def double(x):\n    return two * x"


@graded(3)
def foreign_kernel_and_broken_metadata(notebook: NotebookNode, sheet: Sheet) -> None:
    notebook.metadata = {"kernelspec": {"name": "bash", "display_name": 1}, "widgets": {"deep": [[[[]]]]}}
    notebook.cells += [7, {}, {"cell_type": "code", "source": [1], "metadata": []}, {"source": "1 / 0"}]
    sheet["proof"].metadata = {"nbgrader": {"grade_id": ["proof"]}}


@graded(3)
def older_format(notebook: NotebookNode, sheet: Sheet) -> None:
    old = nbformat.v4.downgrade(nbformat.from_dict(notebook))
    assert old.nbformat == 3 and "worksheets" in old
    notebook.clear()
    notebook.update(old)


@refused(Refusal.LINK)
def link_to_a_file(folder: Path) -> None:
    (folder / "data").mkdir()
    (folder / "data" / "passwords.txt").symlink_to("/etc/passwd")


@refused(Refusal.LINK)
def link_to_a_notebook(folder: Path) -> None:
    (folder / "sheet.ipynb").unlink()
    (folder / "sheet.ipynb").symlink_to(folder.parents[2] / "solutions" / "tiny" / "sheet.ipynb")


@refused(Refusal.LINK)
def link_to_a_folder(folder: Path) -> None:
    (folder / "all").symlink_to("/etc")


@refused(Refusal.LINK)
def link_as_the_folder(folder: Path) -> None:
    (folder / "sheet.ipynb").unlink()
    folder.rmdir()
    folder.symlink_to(folder.parents[2] / "solutions" / "tiny")


@refused(Refusal.NO_FILE)
def pipe(folder: Path) -> None:
    (folder / "sheet.ipynb").unlink()
    os.mkfifo(folder / "sheet.ipynb")


@refused(Refusal.NO_FILE)
def folder_with_the_name_of_a_notebook(folder: Path) -> None:
    (folder / "sheet.ipynb").unlink()
    (folder / "sheet.ipynb").mkdir()


@refused(Refusal.TOO_LARGE)
def large_file(folder: Path) -> None:
    with open(folder / "weights.bin", "wb") as file:
        file.truncate(30_000_000)


@refused(Refusal.WRONG_NAME)
def wrong_name(folder: Path) -> None:
    os.rename(folder / "sheet.ipynb", os.path.join(bytes(folder), b"sheet \xff (1).ipynb"))


@refused(Refusal.UNREADABLE_NAME)
def second_notebook_whose_name_is_no_text(folder: Path) -> None:
    Path(os.fsdecode(os.path.join(bytes(folder), b"\xff.ipynb"))).write_text("{}")


@refused(Refusal.TIMESTAMP)
def timestamp_that_is_no_time(folder: Path) -> None:
    (folder / "timestamp.txt").write_bytes(b"\xff now")


@refused(Refusal.NO_NOTEBOOK)
def no_notebook(folder: Path) -> None:
    (folder / "sheet.ipynb").rename(folder / "sheet.pdf")


@refused(Refusal.NOT_TEXT)
def binary(folder: Path) -> None:
    (folder / "sheet.ipynb").write_bytes(b"\x89PNG\x00\xff" * 100)


@refused(Refusal.NOT_JSON)
def cut_off(folder: Path) -> None:
    (folder / "sheet.ipynb").write_bytes((folder / "sheet.ipynb").read_bytes()[:500])


@refused(Refusal.NOT_JSON)
def nested_without_end(folder: Path) -> None:
    (folder / "sheet.ipynb").write_text("[" * 100_000 + "]" * 100_000)


@refused(Refusal.NOT_A_NOTEBOOK)
def json_of_another_kind(folder: Path) -> None:
    (folder / "sheet.ipynb").write_text('{"nbformat": 4, "cells": "none"}')


@refused(Refusal.NOT_A_NOTEBOOK)
def damaged_older_format(folder: Path) -> None:
    (folder / "sheet.ipynb").write_text('{"nbformat": 3, "worksheets": 5}')


@refused(Refusal.NEWER_FORMAT)
def newer_format(folder: Path) -> None:
    notebook = json.loads((folder / "sheet.ipynb").read_text())
    (folder / "sheet.ipynb").write_text(json.dumps(notebook | {"nbformat": 5}))


def hand_in(course: Course, student: str, trick: Trick = honest) -> Path:
    """Writes the folder of a student with the right answer and the given trick; returns it."""
    notebook = nbformat.read(course.path("release", "tiny") / "sheet.ipynb", as_version=4)
    sheet = {c.metadata.nbgrader.grade_id: c for c in notebook.cells if "nbgrader" in c.metadata}
    sheet["double"].source = RIGHT
    trick(notebook, sheet)
    folder = course.path("submitted", "tiny", student)
    folder.mkdir(parents=True)
    (folder / "sheet.ipynb").write_text(json.dumps(notebook))
    return folder


@pytest.fixture(scope="module")
def by_nbgrader(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, str]:
    """The whole class, graded by nbgrader's own command, and what that printed."""
    course = tiny_course(tmp_path_factory.mktemp("by_nbgrader") / "course")
    course.convert(GenerateAssignment, "tiny")
    for name, (_, trick) in GRADED.items():
        hand_in(course, name, trick)
    for name, (_, spoil) in REFUSED.items():
        spoil(hand_in(course, name))
    with pytest.raises(CourseError) as failed:
        course.nbgrader("autograde", "tiny")
    return course, str(failed.value)


@pytest.fixture(scope="module")
def by_our_command(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, str]:
    """An honest student and all who are refused, graded by our own command; its report page."""
    course = tiny_course(tmp_path_factory.mktemp("by_our_command") / "course")
    release(course)
    hand_in(course, "honest")
    for name, (_, spoil) in REFUSED.items():
        spoil(hand_in(course, name))
    return course, grade(course, "tiny").read_text("utf-8")


def rebuilt(course: Course, student: str) -> NotebookNode:
    return nbformat.read(course.path("autograded", "tiny", student) / "sheet.ipynb", as_version=4)


@pytest.mark.parametrize("student", GRADED)
def test_the_honest_part_gets_its_marks(by_nbgrader: tuple[Course, str], student: str):
    course, log = by_nbgrader
    with course.gradebook() as gradebook:
        notebook = gradebook.find_submission_notebook("sheet", "tiny", student)
        marks = {cell.name: (cell.auto_score, cell.max_score) for cell in notebook.grades}
    tests = [marks["double-visible"], marks["double-hidden"]]
    assert sum(score for score, _ in tests) == GRADED[student][0], log
    assert [best for _, best in tests] == [1, 2] and len(marks) == 3


@pytest.mark.parametrize("student", GRADED)
def test_the_graded_notebook_is_the_instructors(by_nbgrader: tuple[Course, str], student: str):
    notebook = rebuilt(by_nbgrader[0], student)
    names = [c.metadata.nbgrader.grade_id for c in notebook.cells if "nbgrader" in c.metadata]
    assert names == ["double", "double-visible", "double-hidden", "proof"]
    assert notebook.metadata.kernelspec.name == "python3"
    assert set(notebook.metadata) <= {"kernelspec", "language_info", "course"}
    assert "BEGIN HIDDEN TESTS" in next(c.source for c in notebook.cells if "-1234567" in c.source)
    for cell in notebook.cells:
        assert not set(cell.metadata) - {"nbgrader", "execution", "course"} and "tags" not in cell.metadata


@pytest.mark.parametrize("student", REFUSED)
def test_nbgraders_command_refuses_it_with_the_reason(by_nbgrader: tuple[Course, str], student: str):
    course, log = by_nbgrader
    reason, _ = REFUSED[student]
    assert not course.path("autograded", "tiny", student).exists()
    if reason is Refusal.NO_NOTEBOOK:  # nbgrader passes over such a folder before it asks us
        assert f"{student}/tiny/*.ipynb" in log
        return
    block = log.split(f"submitted/{student}/tiny\n")[1].split("ERROR")[1]
    assert f"SubmissionError: Refused ({reason.kind})" in block
    with course.gradebook() as gradebook:
        assert gradebook.find_submission("tiny", student).score == 0


@pytest.mark.parametrize("student", REFUSED)
def test_our_command_reports_the_reason(by_our_command: tuple[Course, str], student: str):
    course, page = by_our_command
    reason, _ = REFUSED[student]
    failures = {entry.name: entry.failure for entry in summarise(course, "tiny").students}
    assert failures[student].startswith(f"Refused ({reason.kind}), '")
    assert failures[student].endswith(reason.value) and f"{student}</span>: Refused ({reason.kind})" in page
    with open(course.root / "grades.csv", newline="") as file:
        assert {row["student_id"]: row["score"] for row in csv.DictReader(file)}[student] == "0.0"


def test_the_others_are_graded(by_our_command: tuple[Course, str]):
    students = summarise(by_our_command[0], "tiny").students
    assert {entry.name: entry.score for entry in students if not entry.failure} == {"honest": 3.0}
    assert len(students) == 1 + len(REFUSED)


def test_own_cells_keep_their_places_and_nothing_else(by_nbgrader: tuple[Course, str]):
    cells = rebuilt(by_nbgrader[0], "own_cells").cells
    answer = next(i for i, cell in enumerate(cells) if cell.metadata.get("nbgrader"))
    before, after = cells[answer - 1], cells[answer + 1]
    assert before.source == "two = 2" and before.outputs == [] and after.source == "Done ?"
    assert "attachments" not in after and "nbgrader" not in before.metadata


def test_a_proof_keeps_its_photograph(by_nbgrader: tuple[Course, str]):
    proof = rebuilt(by_nbgrader[0], "honest").cells[-1]
    assert proof.source.startswith("By adding") and proof.attachments == {"photo.png": {"image/png": PIXEL}}


def test_a_deleted_answer_is_named(by_nbgrader: tuple[Course, str]):
    assert MISSING in rebuilt(by_nbgrader[0], "answer_deleted").cells[2].source


def test_a_refused_submission_withdraws_the_notebook_graded_before(
    by_our_command: tuple[Course, str], pool: WorkerPool
):
    course, _ = by_our_command
    stale = course.path("autograded", "tiny", "large_file")
    stale.mkdir(parents=True)
    (stale / "sheet.ipynb").write_text("{}")
    assert autograde(course, "tiny", pool).unchanged == {"honest"}
    assert not stale.exists()


def test_the_limit_is_a_setting(by_our_command: tuple[Course, str]):
    course, _ = by_our_command
    course.directory.config.SubmissionCheck.max_megabytes = 31.0
    check = SubmissionCheck(config=course.directory.config)
    check.require(course.directory, "tiny", "large_file")
