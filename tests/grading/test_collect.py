"""Submissions come in through the exchange and from an archive of the LMS, with nbgrader's own commands."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from tiny import ROOT, command

from course_utils.grading.course import Course, CourseError
from course_utils.grading.demo import demonstrate
from course_utils.grading.demo_answers import fill_in
from course_utils.grading.demo_class import SET
from course_utils.grading.grade import grade
from course_utils.grading.release import release
from course_utils.grading.report import write_report
from course_utils.grading.summary import summarise


def answered(course: Course, student: str) -> str:
    """The tiny sheet as one of the demonstration's students would answer it."""
    released, solved = (
        nbformat.read(course.path(step, "tiny") / "sheet.ipynb", as_version=4)
        for step in ("release", "source")
    )
    return nbformat.writes(fill_in(released, solved, SET[student, "td1"], {}))


def scores(course: Course) -> dict[str, float]:
    return {student.name: student.score for student in summarise(course, "tiny").students}


def test_from_the_exchange_and_back(tiny: Course, tmp_path: Path):
    """From release to feedback, with nbgrader's commands on both sides."""
    exchange, home = tmp_path / "exchange", tmp_path / "student"
    exchange.mkdir(mode=0o777)
    exchange.chmod(0o777)
    home.mkdir()
    settings = [f"--Exchange.root={exchange}", "--course=mdl"]

    def student(*arguments: str) -> None:
        environment = {**os.environ, "HOME": str(home), "JUPYTER_DATA_DIR": str(home / "data"), "PATH": path}
        line = [sys.executable, "-m", "nbgrader", *arguments, *settings]
        done = subprocess.run(line, cwd=home, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr

    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    release(tiny)
    tiny.nbgrader("release_assignment", "tiny", f"--Exchange.root={exchange}")
    student("fetch_assignment", "tiny")
    (home / "tiny" / "sheet.ipynb").write_text(answered(tiny, "student02"))
    student("submit", "tiny", "--student=ada")
    tiny.nbgrader("collect", "tiny", f"--Exchange.root={exchange}", "--ExchangeCollect.check_owner=False")
    grade(tiny, "tiny", workers=1)
    assert scores(tiny) == {"ada": 3.0}
    tiny.nbgrader("release_feedback", "tiny", f"--Exchange.root={exchange}")
    student("fetch_feedback", "tiny")
    assert "double-hidden" in next((home / "tiny" / "feedback").rglob("sheet.html")).read_text("utf-8")


def test_from_an_archive_of_the_lms(tiny: Course):
    """Moodle's names with and without folders, a browser's " (1)", and a file that is no notebook."""
    release(tiny)
    archive = tiny.root / "downloaded" / "tiny" / "archive" / "submissions.zip"
    archive.parent.mkdir(parents=True)
    with zipfile.ZipFile(archive, "w") as download:
        download.writestr(
            "First Student_1000001_assignsubmission_file_/sheet.ipynb", answered(tiny, "student02")
        )
        download.writestr(
            "Student, Second_1000002_assignsubmission_file/sheet (1).ipynb", answered(tiny, "student08")
        )
        download.writestr(
            "Third-Student_1000003_assignsubmission_file_sheet.ipynb", answered(tiny, "student06")
        )
        download.writestr("Third-Student_1000003_assignsubmission_file_notes.txt", "no notebook")
    tiny.nbgrader("zip_collect", "tiny")
    collected = {
        str(path.relative_to(tiny.root / "submitted")) for path in (tiny.root / "submitted").rglob("*.*")
    }
    assert collected == {f"100000{i}/tiny/sheet.ipynb" for i in (1, 2, 3)}
    grade(tiny, "tiny")
    assert scores(tiny) == {"1000001": 3.0, "1000002": 0.0, "1000003": 0.0}


def with_roster(course: Course) -> None:
    roster = {"al": ("Ada", "Lovelace"), "zo": ("Zoé", "O'Neill"), "jp": ("Jean-Pierre", "de la Tour")}
    with course.gradebook() as gradebook:
        for student, (first, last) in roster.items():
            gradebook.update_or_create_student(student, first_name=first, last_name=last)


def download(course: Course, *names: str) -> None:
    """An archive of Moodle's with an untouched sheet under each of these names."""
    folder = course.root / "downloaded" / "tiny" / "archive"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with zipfile.ZipFile(folder / "submissions.zip", "w") as archive:
        for name in names:
            archive.write(course.path("release", "tiny") / "sheet.ipynb", f"{name}_assignsubmission_file_/sheet.ipynb")


def test_moodles_number_changes_and_the_student_stays(tiny: Course):
    """The same student has another number in each assignment of Moodle's: the roster's id is kept."""
    release(tiny)
    with_roster(tiny)
    for names in (("Ada Lovelace_101", "Zoe\u0301 ONeill_102"), ("Lovelace, Ada_201", "Group 1-Jean-Pierre de la Tour_203")):
        download(tiny, *names)
        tiny.nbgrader("zip_collect", "tiny", "--force")
    assert tiny.collected("tiny") == ["al", "jp", "zo"]


def test_a_name_that_is_not_one_students_stops_the_collection(tiny: Course):
    release(tiny)
    with_roster(tiny)
    download(tiny, "Ada Lovelace_101", "Sophie Kowalevski_102")
    with pytest.raises(CourseError, match="'Sophie Kowalevski' is nobody in the roster. Correct it there") as error:
        tiny.nbgrader("zip_collect", "tiny")
    assert tiny.collected("tiny") == [] and "Traceback" not in str(error.value)
    with tiny.gradebook() as gradebook:
        gradebook.update_or_create_student("ada2", first_name="Ada", last_name="Lovelace")
    download(tiny, "Ada Lovelace_101")
    with pytest.raises(CourseError, match="'Ada Lovelace' is ada2 and al in the roster"):
        tiny.nbgrader("zip_collect", "tiny", "--force")
    download(tiny, "ada2_101", "al_104")
    tiny.nbgrader("zip_collect", "tiny", "--force")
    assert tiny.collected("tiny") == ["ada2", "al"]


def test_grading_again_keeps_marks_by_hand_and_goes_on_where_it_was(tiny: Course):
    """A killed run is started again: what was graded stays as it is, what was not is graded."""
    release(tiny)
    for name, edits in (("ada", "student01"), ("bob", "student08")):
        folder = tiny.path("submitted", "tiny", name)
        folder.mkdir(parents=True)
        (folder / "sheet.ipynb").write_text(answered(tiny, edits))
    grade(tiny, "tiny")
    with tiny.gradebook() as gradebook:
        by_hand = gradebook.find_grade("proof", "sheet", "tiny", "ada")
        by_hand.manual_score, by_hand.needs_manual_grade = 1.0, False
        gradebook.db.commit()
    graded = tiny.path("autograded", "tiny", "ada") / "sheet.ipynb"
    before = graded.stat().st_mtime_ns
    for file in (lost := tiny.path("autograded", "tiny", "bob")).iterdir():
        file.unlink()
    lost.rmdir()
    page = grade(tiny, "tiny")
    assert graded.stat().st_mtime_ns == before and scores(tiny) == {"ada": 4.0, "bob": 0.0}
    assert "Out of 4 points: mean 2, median 2, lowest 0, highest 4." in page.read_text("utf-8")


def test_errors_name_the_remedy(tiny: Course, tmp_path: Path):
    with pytest.raises(CourseError, match="No assignment 'td9' in solutions/. There are: tiny"):
        grade(tiny, "td9")
    with pytest.raises(CourseError, match="nbgrader collect tiny.*nbgrader zip_collect tiny"):
        grade(tiny, "tiny")
    with pytest.raises(CourseError, match="course-grading grade tiny"):
        write_report(tiny, "tiny")
    (tmp_path / "precious").mkdir()
    with pytest.raises(CourseError, match="move it away"):
        demonstrate(Course.at(ROOT), tmp_path / "precious")
    done = command("grade", "tiny", cwd=tiny.root)
    assert (
        done.returncode == 1
        and done.stderr.startswith("error: No submission of tiny")
        and "Traceback" not in done.stderr
    )
