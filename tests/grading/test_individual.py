"""Papers whose numbers differ from student to student: marked with the numbers of who handed in."""

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from tiny import KERNEL, cell_metadata, tiny_course

from course_utils.grading.course import Course
from course_utils.grading.grade import autograde
from course_utils.grading.pool import WorkerPool
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
    individual = "course" in nbformat.read(course.path("source", "tiny") / "sheet.ipynb", 4).metadata
    hand_in(course, "ada", number("ada"), typed="ada")
    hand_in(course, "bob", number("22-314"), typed="22-314")
    hand_in(course, "cyd", number("ada"), typed="ada")  # passed on, with the name
    hand_in(course, "dan", "number", typed="")  # an expression in the own numbers
    hand_in(course, "eve", number("ada"), typed="ada", metadata={"course": {"student": "ada"}})
    autograde(course, "tiny", pool)
    course.nbgrader("autograde", "tiny", "--force")  # nbgrader's own command finds the same
    with course.gradebook() as gradebook:
        scores = {entry.student.id: entry.score for entry in gradebook.assignment_submissions("tiny")}
    expected = {"ada": 1, "bob": 1, "cyd": 0, "dan": 1, "eve": 0}
    assert scores == (expected if individual else {name: float(name == "dan") for name in expected})


def test_a_corrected_roster_counts_when_the_class_is_graded_again(course: Course, pool: WorkerPool):
    if "course" not in nbformat.read(course.path("source", "tiny") / "sheet.ipynb", 4).metadata:
        pytest.skip("only the individual paper asks for the number")
    hand_in(course, "cyd", number("cid"), typed="cid")
    autograde(course, "tiny", pool)
    with course.gradebook() as gradebook:
        assert gradebook.find_submission("tiny", "cyd").score == 0
        gradebook.update_or_create_student("cyd", lms_user_id="cid")
    assert autograde(course, "tiny", pool).marked == {"cyd"}
    with course.gradebook() as gradebook:
        assert gradebook.find_submission("tiny", "cyd").score == 1
