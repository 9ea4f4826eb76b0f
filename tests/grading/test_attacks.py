"""The bank of hostile submissions, graded in one class with honest ones.

Not one point more than the honest part deserves, nothing outside of the sandbox touched, every other row right.
"""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from attacks.attack import Attack, attacks
from attacks.host import Host, processes
from attacks.sheet import (
    ASSIGNMENT, NOTEBOOK, POINTS, RIGHT, SECRETS, WRONG, attacked_course, hand_in, our_config,
)  # fmt: skip
from nbgrader.converters import Autograde, GenerateAssignment

from course_utils.grading.course import Course
from course_utils.grading.release import release
from course_utils.grading.sheet import is_test

# Small, so that attacks on them are over soon.
LIMITS = """
c.Isolate.limits = {
    "call_seconds": 1.5,
    "cell_seconds": 3.0,
    "notebook_seconds": 20.0,
    "cpu_seconds": 15,
    "memory_megabytes": 400,
    "file_megabytes": 8,
    "folder_megabytes": 16,
    "output_kilobytes": 300,
}
"""
BANK = {attack.name: attack for attack in attacks()}
HONEST = {
    "honest_full": (RIGHT | {"proof": SECRETS["another submission"]}, 9.0),
    "honest_half": (WRONG | {name: RIGHT[name] for name in ("double", "slope", "stack")}, 5.0),
    "honest_wrong": (WRONG, 0.0),
    "honest_blank": ({}, 0.0),
}
ALONE = ("forged_result", "notebook_replaced_by_a_link", "ends_itself", "standard_error_without_end")


def grade(course: Course, environment: dict[str, str]) -> str:
    """Grades the class as an instructor does; returns what the command printed."""
    command = [sys.executable, "-m", "course_utils.grading", "autograde", ASSIGNMENT, "--workers", "2"]
    done = subprocess.run(command, cwd=course.root, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


class Graded:
    """The class after grading."""

    def __init__(self, folder: Path):
        self.course = attacked_course(folder / "course", our_config() + LIMITS)
        release(self.course)
        with Host(folder) as self.host:
            for name, (answers, _) in HONEST.items():
                hand_in(self.course, name, answers)
            for attack in BANK.values():
                attack.hand_in(self.course, self.host.words(attack, self.course))
            self.log = grade(self.course, self.host.environment)
            self.traces = {name: self.host.traces(attack, self.course) for name, attack in BANK.items()}

    def notebook(self, student: str) -> nbformat.NotebookNode:
        path = self.course.path("autograded", ASSIGNMENT, student) / NOTEBOOK
        return nbformat.read(path, as_version=4)

    def marks(self, student: str) -> dict[str, float]:
        """The points of each test of a student's."""
        with self.course.gradebook() as gradebook:
            notebook = gradebook.find_submission_notebook("sheet", ASSIGNMENT, student)
            return {cell.name: cell.score for cell in notebook.grades if cell.name != "proof"}

    def score(self, student: str) -> float:
        with self.course.gradebook() as gradebook:
            return gradebook.find_submission(ASSIGNMENT, student).score


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    return Graded(tmp_path_factory.mktemp("attacks"))


@pytest.mark.parametrize("student", HONEST)
def test_honest_work_gets_its_marks(graded: Graded, student: str):
    assert graded.score(student) == HONEST[student][1], graded.log


@pytest.mark.parametrize("name", BANK)
def test_no_point_more_and_none_less(graded: Graded, name: str):
    attack = BANK[name]
    if attack.exact:
        assert graded.score(name) == attack.deserves
    else:
        assert graded.score(name) <= attack.deserves


@pytest.mark.parametrize("name", [name for name, attack in BANK.items() if attack.exact and "refused" not in attack.fields])
def test_each_honest_question_gets_its_points(graded: Graded, name: str):
    marks = graded.marks(name)
    for question in BANK[name].honest:
        mine = [points for test, points in marks.items() if test.startswith(f"{question}-")]
        assert sum(mine) == POINTS[question], question


@pytest.mark.parametrize("name", BANK)
def test_nothing_outside_is_touched(graded: Graded, name: str):
    assert graded.traces[name] == []


def test_nobody_called(graded: Graded):
    assert graded.host.heard == b""


def test_no_process_stays(graded: Graded):
    assert processes("canary-") == []


@pytest.mark.parametrize("name", [name for name, attack in BANK.items() if "expect" in attack.fields])
def test_the_outcome_is_named(graded: Graded, name: str):
    tests = [cell for cell in graded.notebook(name).cells if is_test(cell)]
    assert BANK[name].fields["expect"] in {cell.metadata.course.outcome for cell in tests}


@pytest.mark.parametrize("name", [name for name, attack in BANK.items() if "refused" not in attack.fields])
def test_hidden_tests_stay_hidden(graded: Graded, name: str):
    shown = [str(cell.get("outputs", "")) for cell in graded.notebook(name).cells]
    pages = graded.course.path("feedback", ASSIGNMENT, name).glob("*.html")
    shown += [page.read_text("utf-8") for page in pages]
    assert not [text for text in shown if SECRETS["hidden test"] in text]


@pytest.mark.parametrize("name", [name for name, attack in BANK.items() if "refused" in attack.fields])
def test_what_cannot_be_graded_is_refused(graded: Graded, name: str):
    assert f"Refused ({BANK[name].fields['refused']})" in graded.course.log(ASSIGNMENT, name).read_text("utf-8")


@pytest.mark.parametrize("name", ALONE)
def test_nbgraders_own_step_gives_the_same(graded: Graded, tmp_path: Path, name: str):
    course, attack = attacked_course(tmp_path / "course", our_config() + LIMITS), BANK[name]
    course.convert(GenerateAssignment, ASSIGNMENT)
    with Host(tmp_path) as host:
        attack.hand_in(course, host.words(attack, course))
        course.convert(Autograde, ASSIGNMENT, name)
        assert host.traces(attack, course) == []
    with course.gradebook() as gradebook:
        assert gradebook.find_submission(ASSIGNMENT, name).score == attack.deserves


@pytest.mark.parametrize("attack", BANK.values(), ids=BANK)
def test_the_bank_keeps_its_own_rules(attack: Attack):
    answered = {place for kind, place, _ in attack.parts if kind == "answer"}
    assert attack.parts and attack.about.endswith(".")
    assert not answered & set(attack.honest) and answered | set(attack.honest) <= set(RIGHT)
    assert {kind for kind, _, _ in attack.parts} <= {"answer", "own", "notebook"}


def test_the_bank_is_large_enough():
    assert len(BANK) >= 45 and len({attack.kind for attack in BANK.values()}) >= 15
