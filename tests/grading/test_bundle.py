"""The zip for students: all that they need, nothing that they must not see."""

import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from tiny import ROOT

from course_utils.grading.bundle import FILES, LONG_ENOUGH, NAME, bundle
from course_utils.grading.course import Course, CourseError
from course_utils.grading.release import release
from course_utils.grading.sheet import secret_lines


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("student")
    bundle(Course.at(ROOT), folder / "course.zip")
    zipfile.ZipFile(folder / "course.zip").extractall(folder)
    return folder / NAME


def text_of(path: Path) -> str:
    """A file's text; a notebook's as its cells hold it, not as JSON writes it."""
    text = path.read_bytes().decode("utf-8", errors="ignore")
    if path.suffix == ".ipynb":
        cells = json.loads(text)["cells"]
        return "\n".join("".join(cell["source"]) for cell in cells) + json.dumps(
            [cell.get("outputs") for cell in cells]
        )
    return text


def test_no_hidden_line_no_answer_and_no_delimiter(unpacked: Path):
    texts = {path: text_of(path) for path in unpacked.rglob("*") if path.is_file()}
    sheets = {path: text for path, text in texts.items() if "exercises" in path.parts}
    for source in (ROOT / "solutions").glob("*/*.ipynb"):
        hidden, answers = secret_lines(nbformat.read(source, as_version=4))
        assert hidden and answers
        for path, text in texts.items():
            lines = {line.strip() for line in text.splitlines()}
            assert not {line for line in hidden if len(line) >= LONG_ENOUGH and line in text}, path
            if path in sheets:  # a short line of one sheet may stand in another
                own = path.parent.name == source.parent.name
                secret = {line for line in hidden | answers if own or len(line) >= LONG_ENOUGH}
                assert not lines & secret, path
    for path, text in texts.items():
        if path.suffix == ".ipynb":
            assert not any(word in text for word in ("BEGIN SOLUTION", "HIDDEN TESTS", "MARK SCHEME")), path


def test_students_get_what_they_need_and_nothing_of_the_instructor(unpacked: Path):
    names = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    assert names >= {*FILES, "course_utils/__init__.py"}
    for folder in ("lectures", "exercises"):
        assert {n for n in names if n.startswith(folder)} >= {
            p.relative_to(ROOT).as_posix()
            for p in (ROOT / folder).rglob("*.ipynb")
            if not {".ipynb_checkpoints", "exam", "resit"} & set(p.parts)
        }
    assert not [name for name in names if "exam" in name or "resit" in name]  # handed out on the day
    foreign = (
        "solutions",
        "tests",
        ".venv",
        "gradebook",
        "course_utils/grading",
        "nbgrader_config",
        "course.toml",  # who has more time, and who is excused, is nobody else's business
        "__pycache__",
        "demo",
    )
    assert not [name for name in names if name.startswith(foreign) or "__pycache__" in name]


def test_the_read_me_promises_students_only_what_they_have(unpacked: Path):
    text = (unpacked / "README.md").read_text("utf-8")
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert headings == ["## Two commands", "## Calendar", "## For students", "## Licences"]
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if not link.startswith("http")]
    assert len(links) > 16 and [link for link in links if not (unpacked / link).is_file()] == []


def test_the_package_works_from_the_bundle(unpacked: Path):
    code = "import course_utils; print(course_utils.__file__); course_utils.MLP([2, 3, 1])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=unpacked, capture_output=True, text=True, check=True
    )
    assert Path(done.stdout.strip()).is_relative_to(unpacked)
    lab = subprocess.run(["make", "-n", "lab"], cwd=unpacked, capture_output=True, text=True, check=True)
    assert "jupyter lab" in lab.stdout


@pytest.fixture
def clone(tiny: Course) -> Course:
    """The tiny course as a git clone with all the files that a bundle needs."""
    for name in FILES:
        (tiny.root / name).write_text(f"{name}\n")
    (tiny.root / "lectures").mkdir()
    (tiny.root / "course_utils" / "grading").mkdir(parents=True)
    (tiny.root / "course_utils" / "grading" / "x.py").write_text("secret = 1\n")
    (tiny.root / "lectures" / "notes.py").write_text("public = 1\n")
    release(tiny)
    for arguments in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", *arguments], cwd=tiny.root, check=True)
    return tiny


def test_same_files_same_bytes(clone: Course, tmp_path: Path):
    names = bundle(clone, tmp_path / "a.zip")
    (clone.root / "README.md").touch()
    bundle(clone, tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert names == sorted([*FILES, "exercises/tiny/sheet.ipynb", "lectures/notes.py"])


def test_a_leaked_hidden_line_stops_it(clone: Course, tmp_path: Path):
    (clone.root / "lectures/notes.py").write_text("assert double(-1234567) == -2469134, 'negative numbers'\n")
    with pytest.raises(CourseError, match=r"lectures/notes.py: assert double\(-1234567\)"):
        bundle(clone, tmp_path / "a.zip")
    assert not (tmp_path / "a.zip").exists()


def test_a_stale_sheet_an_untracked_one_and_a_missing_git_stop_it(clone: Course, tmp_path: Path, monkeypatch):
    subprocess.run(["git", "rm", "-q", "--cached", "exercises/tiny/sheet.ipynb"], cwd=clone.root, check=True)
    with pytest.raises(CourseError, match="not tracked by git.*exercises/tiny/sheet.ipynb"):
        bundle(clone, tmp_path / "a.zip")
    shutil.rmtree(clone.root / ".git")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(clone.root.parent))
    with pytest.raises(CourseError, match="install git"):
        bundle(clone, tmp_path / "a.zip")
    (clone.root / "exercises/tiny/sheet.ipynb").write_text("{}")
    with pytest.raises(CourseError, match="make release"):
        bundle(clone, tmp_path / "a.zip")
