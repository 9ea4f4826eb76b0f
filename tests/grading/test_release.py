"""exercises/ is what solutions/ gives, and shows students nothing that it should not."""

import nbformat
import pytest
from tiny import ROOT, command

from course_utils.grading.course import Course, CourseError
from course_utils.grading.release import files, release, stale
from course_utils.grading.sheet import secret_lines


def test_the_committed_sheets_are_fresh():
    assert stale(Course.at(ROOT)) == [], "run `make release` and commit exercises/"


def test_releasing_twice_gives_the_same_bytes_and_no_gradebook(tiny: Course):
    release(tiny)
    first = files(tiny.root / "exercises")
    release(tiny)
    assert list(first) == ["tiny/sheet.ipynb"] and files(tiny.root / "exercises") == first
    assert not (tiny.root / "gradebook.db").exists()


def test_a_sheet_keeps_no_secret(tiny: Course):
    release(tiny)
    hidden, answers = secret_lines(nbformat.read(tiny.root / "solutions/tiny/sheet.ipynb", as_version=4))
    assert "assert double(-1234567) == -2469134, 'negative numbers'" in hidden and "twice = x + x" in answers
    text = (tiny.root / "exercises/tiny/sheet.ipynb").read_text()
    assert not [line for line in {*hidden, *answers} if line in text]
    assert "def double(x):" in text and "assert double(2) == 4" in text


def test_plain_nbgrader_gives_the_same_sheet(tiny: Course):
    release(tiny)
    ours = files(tiny.root / "exercises")
    tiny.nbgrader("generate_assignment", "tiny", "--force")
    assert files(tiny.root / "exercises") == ours


def test_a_changed_a_missing_and_a_left_over_sheet_are_stale(tiny: Course):
    release(tiny)
    sheet = tiny.root / "exercises/tiny/sheet.ipynb"
    sheet.write_text(sheet.read_text().replace("== 4", "== 5"))
    (tiny.root / "exercises/old.ipynb").write_text("{}")
    assert stale(tiny) == ["old.ipynb", "tiny/sheet.ipynb"]
    sheet.unlink()
    assert stale(tiny) == ["old.ipynb", "tiny/sheet.ipynb"]


def test_the_command_names_what_is_stale_and_the_remedy(tiny: Course):
    done = command("release", "--check", cwd=tiny.root)
    assert done.returncode == 1 and "tiny/sheet.ipynb" in done.stderr and "make release" in done.stderr


def test_a_refused_notebook_leaves_the_sheets_alone(tiny: Course):
    release(tiny)
    before = files(tiny.root / "exercises")
    source = tiny.root / "solutions/tiny/sheet.ipynb"
    source.write_text(source.read_text().replace("### END SOLUTION", "# no end"))
    with pytest.raises(CourseError, match="no end solution statement"):
        release(tiny)
    assert files(tiny.root / "exercises") == before


def test_errors_name_the_remedy(tiny: Course, tmp_path):
    with pytest.raises(CourseError, match="--course-dir"):
        Course.at(tmp_path)
    (tiny.root / "solutions/tiny/sheet.ipynb").unlink()
    with pytest.raises(CourseError, match="put each in a folder"):
        release(tiny)
