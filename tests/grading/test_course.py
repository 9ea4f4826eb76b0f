"""What is wrong with the course's folder ends a command with one line that names it, before anything is done."""

import os
import re
import sys
from pathlib import Path

import pytest

from course_utils.grading import __main__ as commands
from course_utils.grading.course import CONFIG, Course


def said(course: Course, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> str:
    """What a command ends with."""
    monkeypatch.setattr(sys, "argv", ["course-grading", *arguments, "--course-dir", str(course.root)])
    with pytest.raises(SystemExit) as end:
        commands.main()
    return str(end.value)


@pytest.mark.parametrize("name", ["marks", "reports", "logs", ".grading", "autograded", "submitted", "feedback"])
@pytest.mark.parametrize("command", [("term",), ("grade", "tiny")])
def test_a_file_where_a_folder_belongs(tiny: Course, monkeypatch, name: str, command: tuple[str, ...]):
    (tiny.root / name).write_text("precious")
    message = said(tiny, monkeypatch, *command)
    assert message == f"error: {tiny.root / name} is no folder, and the course keeps one there: move it away."
    assert (tiny.root / name).read_text() == "precious" and not (tiny.root / "gradebook.db").exists()


def test_a_link_to_nowhere_where_a_folder_belongs(tiny: Course, monkeypatch):
    (tiny.root / "marks").symlink_to(tiny.root / "nowhere")
    assert "marks is no folder" in said(tiny, monkeypatch, "term")


def test_a_folder_that_cannot_be_written_to(tiny: Course, monkeypatch):
    may = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != "marks" and may(path, mode))  # root may all
    (tiny.root / "marks").mkdir()
    assert "marks cannot be written to: `chmod u+rwx" in said(tiny, monkeypatch, "term")


@pytest.mark.parametrize("slip, says", [("c.X.y = 1 2", "SyntaxError: .*line"), ("c.X.y = z", "NameError: name 'z'")])
def test_a_slip_in_the_settings(tiny: Course, monkeypatch, slip: str, says: str):
    with open(tiny.root / CONFIG, "a") as config:
        config.write(f"\n{slip}\n")
    assert re.match(rf"error: {re.escape(str(tiny.root / CONFIG))} cannot be read. {says}", said(tiny, monkeypatch, "term"))


@pytest.mark.parametrize("arguments", [("term",), ("report", "tiny")])
def test_a_gradebook_that_is_none(tiny: Course, monkeypatch, arguments: tuple[str, ...]):
    (tiny.root / "gradebook.db").write_text("no database, but long enough to be read as one" * 40)
    (tiny.root / "course.toml").write_text(
        'time_zone = "UTC"\n[assignments]\ntiny = { due = 2027-01-12T20:00:00, weight = 100 }\n'
    )
    message = said(tiny, monkeypatch, *arguments)
    assert message.startswith("error: The gradebook, sqlite:///") and message.endswith("cannot be used: file is not a database.")


def test_a_file_that_cannot_be_written(tiny: Course, monkeypatch):
    def write(*_: object) -> None:
        raise PermissionError(13, "Permission denied", str(tiny.root / "marks" / "moodle.csv"))

    monkeypatch.setattr(commands, "close_term", write)
    assert "moodle.csv: Permission denied. Put that right" in said(tiny, monkeypatch, "term")


def test_a_number_of_workers_that_is_none(tiny: Course, monkeypatch, capsys):
    said(tiny, monkeypatch, "grade", "tiny", "--workers", "many")
    assert "a whole number, at least 1, and not 'many'" in capsys.readouterr().err
