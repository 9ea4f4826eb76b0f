"""The demonstration grades its class of 12 as the class was made: one run, looked at from all sides."""

import csv
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from nbgrader.utils import is_solution
from tiny import ROOT

from course_utils.grading.course import Course
from course_utils.grading.demo import ASSIGNMENT, CLASS, demonstrate
from course_utils.grading.isolation.outcome import Outcome
from course_utils.grading.report import distribution, render
from course_utils.grading.sheet import is_test
from course_utils.grading.summary import NOT_ANSWERED, Summary, summarise


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Course:
    folder = tmp_path_factory.mktemp("class") / "demo"
    page = demonstrate(Course.at(ROOT), folder)
    assert page == folder / "reports" / "td1.html"
    return Course.at(folder)


@pytest.fixture(scope="module")
def summary(demo: Course) -> Summary:
    return summarise(demo, ASSIGNMENT)


@pytest.fixture(scope="module")
def page(demo: Course) -> str:
    return (demo.root / "reports" / "td1.html").read_text("utf-8")


def source_cells() -> list[nbformat.NotebookNode]:
    (path,) = (ROOT / "solutions" / ASSIGNMENT).glob("*.ipynb")
    return nbformat.read(path, as_version=4).cells


def points_of_tests(answers: int | None = None) -> float:
    """The points of the test cells up to those of the given number of code answers (None: of all)."""
    total, seen = 0.0, 0
    for cell in source_cells():
        seen += is_solution(cell) and cell.cell_type == "code"
        if is_test(cell) and (answers is None or seen <= answers):
            total += cell.metadata.nbgrader.points
    return total


def code_answers() -> int:
    return sum(is_solution(cell) and cell.cell_type == "code" for cell in source_cells())


def marks(summary: Summary) -> dict[str, float]:
    return {student.name: student.score for student in summary.students}


def test_all_twelve_are_in_the_report(summary: Summary):
    assert [student.name for student in summary.students] == sorted(CLASS) and len(CLASS) == 12


@pytest.mark.parametrize("student", ["student01", "student02", "student03", "student11"])
def test_the_instructors_answers_get_full_marks(summary: Summary, student: str):
    assert marks(summary)[student] == points_of_tests()  # student11 had deleted a test cell


def test_the_released_stub_gets_nothing(summary: Summary):
    assert marks(summary)["student06"] == 0


@pytest.mark.parametrize("student", ["student04", "student05", "student09", "student10"])
def test_who_answers_the_first_questions_gets_their_points(summary: Summary, student: str):
    given = round(CLASS[student].answered * code_answers())
    answered = given - 1 if CLASS[student].spoil else given
    assert 0 < marks(summary)[student] == points_of_tests(answered) < points_of_tests()


def test_wrong_answers_lose_points(summary: Summary):
    assert marks(summary)["student07"] < 0.6 * points_of_tests()
    assert marks(summary)["student08"] < 0.2 * points_of_tests()
    assert marks(summary)["student12"] == 0


def test_a_kernel_that_dies_costs_no_row(summary: Summary):
    (dead,) = (student for student in summary.students if student.name == "student10")
    assert not any(student.failure for student in summary.students) and dead.work.restarts == 1


def test_late_ones(summary: Summary, page: str):
    assert {student.name for student in summary.students if student.late} == {"student03", "student05"}
    assert "student03</span>: 2 d 3 h late" in page and "student05</span>: 40 min late" in page


def test_only_written_proofs_wait_for_a_hand(summary: Summary):
    proofs = sum(cell.by_hand for cell in summary.cells)
    waiting = {student.name: student.waiting for student in summary.students if student.waiting}
    assert proofs and waiting == {
        name: proofs for name in ("student01", "student03", "student07", "student11")
    }


def test_the_distribution_is_that_of_the_marks(summary: Summary):
    shown = distribution(summary)
    graded = [student.score for student in summary.graded]
    assert shown.best == points_of_tests() and shown.marks == sorted(graded)
    assert sum(bar.count for bar in shown.bars) == 12
    assert shown.bars[-1].count == sum(mark >= shown.bars[-1].low for mark in graded) >= 4


def test_success_of_cells_and_questions(summary: Summary):
    assert sum(question.points for question in summary.questions) == summary.max_score == 20
    first = next(cell for cell in summary.cells if not cell.by_hand)
    assert len(first.marks) == 12 and first.success == sum(mark.points for mark in first.marks) / (
        12 * first.points
    )
    for question in summary.questions:
        scores = [cell.success for cell in question.cells if cell.success is not None]
        assert question.success is None if not scores else min(scores) <= question.success <= max(scores)


def test_outcomes_of_the_tests(summary: Summary):
    tests = sum(is_test(cell) for cell in source_cells())
    counts = {student.name: summary.outcomes(summary.cells, [student]) for student in summary.students}
    assert counts["student01"] == {Outcome.PASSED: tests} and counts["student06"] == {NOT_ANSWERED: tests}
    assert counts["student12"] == {Outcome.ERROR: tests} and counts["student07"][Outcome.WRONG] > 0
    assert {count.total() for count in counts.values()} == {tests}


def test_what_is_worth_a_look(summary: Summary, page: str):
    assert [student.name for student in summary.students if student.attempts] == ["student10"]
    assert "<code>os._exit(1)</code>" in page and "student10</span>: 1 restart of the kernel" in page


def test_the_most_frequent_message_is_the_unanswered_stub(summary: Summary):
    assert summary.messages[0].text.startswith("Not answered")
    assert summary.messages[0].students == {"student04", "student05", "student06"}


def test_marks_file_agrees_with_the_report(demo: Course, summary: Summary):
    with open(demo.root / "grades.csv", newline="") as file:
        rows = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert rows == {
        student.name: student.score if not student.failure else 0.0 for student in summary.students
    }


def test_feedback_for_all_who_were_graded(demo: Course, summary: Summary, page: str):
    for student in summary.graded:
        (feedback,) = student.feedback
        assert feedback.is_file() and f"../feedback/{student.name}/td1/{feedback.name}" in page


class Outline(HTMLParser):
    """The tags of a page, the addresses in it, and the elements left open."""

    VOID = ("meta", "link", "br", "img", "hr", "input")

    def __init__(self, page: str):
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.addresses += [value for name, value in attributes if name in ("href", "src")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.tags.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_page_stands_alone_and_is_well_formed(page: str):
    outline = Outline(page)
    assert outline.open == [] and outline.tags.count("h1") == 1 and '<html lang="en">' in page
    assert not [a for a in outline.addresses if re.match(r"\w+:|//", a)] and "@import" not in page
    assert 'role="img"' in page and "<title id=" in page and "<desc id=" in page


def test_nothing_that_students_wrote_becomes_markup(demo: Course, page: str):
    assert "script" not in Outline(page).tags and "&lt;script&gt;alert(" in page
    hostile = summarise(demo, ASSIGNMENT)
    hostile.students[0].name = hostile.students[0].failure = hostile.questions[0].title = (
        "<img src=x onerror=alert(1)>"
    )
    hostile.messages[0].text, hostile.messages[0].cells = "</pre><b>", {"<i>"}
    assert not {"img", "b", "i"} & set(Outline(render(hostile, Path(demo.root / "reports"))).tags)


def test_the_class_is_graded_from_the_exchange(demo: Course):
    assert len(list((demo.root / "exchange" / "mdl" / "inbound").iterdir())) == 12
    assert len(list((demo.root / "submitted").iterdir())) == 12
    graded = json.loads(next((demo.root / "autograded/student01/td1").glob("*.ipynb")).read_text())
    assert any(cell["metadata"].get("course", {}).get("outcome") for cell in graded["cells"])
