"""Papers whose numbers differ from student to student: marked with the numbers of who handed in."""

from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_notebook
from tiny import KERNEL, cell_metadata, tiny_course

from course_utils.grading.course import Course, CourseError
from course_utils.grading.grade import autograde
from course_utils.grading.individual import mistyped_numbers
from course_utils.grading.policy import read_policy
from course_utils.grading.pool import WorkerPool
from course_utils.grading.report import write_report
from course_utils.grading.release import release

SETUP = """from pathlib import Path
slip = Path("student_id.txt")
student = slip.read_text() if slip.is_file() else STUDENT
number = sum(student.encode())"""
ANSWER = "def own_number():\n    ### BEGIN SOLUTION\n    return number\n    ### END SOLUTION"
TEST = "assert own_number() == number, f'the numbers are those of {student!r}'"


@pytest.fixture(params=[True, False], ids=["individual", "the same for all"])
def course(request: pytest.FixtureRequest, tmp_path: Path) -> Course:
    """Ada and bob, whose number in the roster is another than the id."""
    made = tiny_course(tmp_path / "course")
    cells = [
        new_code_cell('STUDENT = ""', id="typed"),
        new_code_cell(SETUP, id="setup", metadata=cell_metadata("setup")),
        new_code_cell(ANSWER, id="answer", metadata=cell_metadata("answer", solution=True)),
        new_code_cell(TEST, id="test", metadata=cell_metadata("test", 1)),
    ]
    metadata = KERNEL | ({"course": {"individual": True}} if request.param else {})
    nbformat.write(new_notebook(cells=cells, metadata=metadata), made.path("source", "tiny") / "sheet.ipynb")
    release(made)
    with made.gradebook() as gradebook:
        gradebook.update_or_create_student("bob", lms_user_id="22-314")
    return made


def is_individual(course: Course) -> bool:
    return "course" in nbformat.read(course.path("source", "tiny") / "sheet.ipynb", 4).metadata


def scores(course: Course) -> dict[str, float]:
    with course.gradebook() as gradebook:
        return {entry.student.id: entry.score for entry in gradebook.assignment_submissions("tiny")}


def hand_in(course: Course, student: str, answer: str, typed: str, metadata: dict | None = None) -> None:
    notebook = nbformat.read(course.path("release", "tiny") / "sheet.ipynb", as_version=4)
    notebook.metadata.update(metadata or {})
    notebook.cells[0].source = f'STUDENT = "{typed}"'
    notebook.cells[2].source = f"def own_number():\n    return {answer}"
    folder = course.path("submitted", "tiny", student)
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / "sheet.ipynb")


def number(student: str) -> str:
    return str(sum(student.encode()))


def test_the_numbers_are_those_of_who_hands_in(course: Course, pool: WorkerPool):
    hand_in(course, "ada", number("ada"), typed="ada")
    hand_in(course, "bob", number("22-314"), typed="22-314")
    hand_in(course, "cyd", number("ada"), typed="ada")  # passed on, with the name
    hand_in(course, "dan", "number", typed="")  # an expression in the own numbers
    hand_in(course, "eve", number("ada"), typed="ada", metadata={"course": {"student": "ada"}})
    autograde(course, "tiny", pool)
    course.nbgrader("autograde", "tiny", "--force")  # nbgrader's own command finds the same
    expected = {"ada": 1, "bob": 1, "cyd": 0, "dan": 1, "eve": 0}
    assert scores(course) == (expected if is_individual(course) else {name: float(name == "dan") for name in expected})


def test_a_corrected_roster_counts_when_the_class_is_graded_again(course: Course, pool: WorkerPool):
    if not is_individual(course):
        pytest.skip("only the individual paper asks for the number")
    hand_in(course, "cyd", number("cid"), typed="cid")
    autograde(course, "tiny", pool)
    assert scores(course)["cyd"] == 0
    with course.gradebook() as gradebook:
        gradebook.update_or_create_student("cyd", lms_user_id="cid")
    assert autograde(course, "tiny", pool).marked == {"cyd"}
    assert scores(course)["cyd"] == 1


TABLE = """\
time_zone = "Europe/Paris"
[assignments]
tiny = { due = 2027-01-12T20:00:00, weight = 100 }
"""


def test_a_mistyped_number_is_reported_and_counts_once_the_table_says_so(course: Course, pool: WorkerPool):
    hand_in(course, "ada", number("ada"), typed=" A d a")  # the papers leave spaces and capitals aside
    hand_in(course, "bob", number("22-999"), typed="22-999")
    hand_in(course, "cyd", "0", typed="")
    hand_in(course, "dan", "number", typed="<dam>")
    table = course.root / "course.toml"
    table.write_text(TABLE)
    autograde(course, "tiny", pool)
    individual = is_individual(course)
    mistyped = {"bob": "22-999", "cyd": "", "dan": "<dam>"} if individual else {}
    assert mistyped_numbers(course, "tiny") == mistyped
    page = BeautifulSoup(write_report(course, "tiny").read_text("utf-8"), "html.parser")
    assert ("Other numbers typed" in page.get_text()) is individual
    if not individual:
        return
    assert scores(course) == {"ada": 1, "bob": 0, "cyd": 0, "dan": 1}
    table.write_text(TABLE + page.find("pre", class_="table").text)
    assert autograde(course, "tiny", pool).marked == {"bob", "cyd", "dan"}
    assert scores(course) == {"ada": 1, "bob": 1, "cyd": 1, "dan": 1}
    assert mistyped_numbers(course, "tiny") == {}
    course.nbgrader("autograde", "tiny", "--force", "--student", "bob")
    assert scores(course)["bob"] == 1


def test_a_number_without_quotes_is_told_to_be_a_text(tmp_path: Path):
    (tmp_path / "course.toml").write_text(TABLE + "[typed]\ntiny = { ada = 21512346 }\n")
    with pytest.raises(CourseError, match=r"typed\.tiny\.ada: .*string"):
        read_policy(tmp_path)
