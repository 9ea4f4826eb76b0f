"""The demonstration's term comes out as its class was made: one run over four assignments, looked at from all sides.

The whole term takes about six minutes on two idle cores; a sheet, the homework, the exam and the resit have all
that it has.
"""

import csv
import json
import re
from datetime import timedelta
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from nbgrader.utils import is_solution
from tiny import ROOT

from course_utils.grading.course import Course, CourseError
from course_utils.grading.demo import demonstrate
from course_utils.grading.demo_answers import FULL
from course_utils.grading.demo_class import CLASS, PARTNERS, SET, submissions
from course_utils.grading.demo_table import table_text
from course_utils.grading.final_mark import rounded
from course_utils.grading.isolation.outcome import Outcome
from course_utils.grading.policy import read_policy
from course_utils.grading.report import distribution, render
from course_utils.grading.sheet import is_test
from course_utils.grading.summary import NOT_ANSWERED, Student, Summary, summarise
from course_utils.grading.term import State, Term, read_term

CHOSEN = ["td1", "homework", "exam", "resit"]
ASSIGNMENT = "td1"
TD1 = {one.student.id: one for one in submissions("td1", 0.0)}
WAITING = {"student03", "student18", "student26"}  # in td1; in the exam


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Course:
    folder = tmp_path_factory.mktemp("class") / "demo"
    page = demonstrate(Course.at(ROOT), folder, only=CHOSEN)
    assert page == folder / "reports" / "term.html"
    return Course.at(folder)


@pytest.fixture(scope="module")
def summary(demo: Course) -> Summary:
    return summarise(demo, ASSIGNMENT)


@pytest.fixture(scope="module")
def term(demo: Course) -> Term:
    return read_term(demo)


@pytest.fixture(scope="module")
def page(demo: Course) -> str:
    return (demo.root / "reports" / "td1.html").read_text("utf-8")


@pytest.fixture(scope="module")
def term_page(demo: Course) -> str:
    return (demo.root / "reports" / "term.html").read_text("utf-8")


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


def by_tests(summary: Summary) -> dict[str, float]:
    """The points of the tests, before what lateness costs."""
    tests = [cell.key for cell in summary.cells if not cell.by_hand]
    return {s.name: sum(s.marks[key].points for key in tests) for s in summary.students}


def named(summary: Summary, student: str) -> Student:
    (found,) = (one for one in summary.students if one.name == student)
    return found


def result(term: Term, student: str, assignment: str):
    (found,) = (one for one in term.students if one.id == student)
    return found.results[assignment]


# --- one sheet, from all sides


def test_all_thirty_are_in_the_report(summary: Summary):
    assert len(CLASS) == 30 and [student.name for student in summary.students] == sorted(TD1)


@pytest.mark.parametrize("student", ["student01", "student02", "student03", "student11", "student14"])
def test_the_instructors_answers_get_full_marks(summary: Summary, student: str):
    assert by_tests(summary)[student] == points_of_tests()  # student11 had deleted a test cell


def test_the_released_stub_gets_nothing(summary: Summary):
    assert by_tests(summary)["student06"] == named(summary, "student06").score == 0


@pytest.mark.parametrize("student", ["student04", "student05", "student09", "student10"])
def test_who_answers_the_first_questions_gets_their_points(summary: Summary, student: str):
    answers = SET[student, ASSIGNMENT]
    given = round(answers.answered * code_answers())
    assert 0 < by_tests(summary)[student] == points_of_tests(given - 1 if answers.spoil else given) < points_of_tests()


def test_wrong_answers_lose_points(summary: Summary):
    assert by_tests(summary)["student07"] < 0.6 * points_of_tests()
    assert by_tests(summary)["student08"] < 0.2 * points_of_tests()
    assert by_tests(summary)["student12"] == 0


def test_a_kernel_that_dies_costs_no_row(summary: Summary):
    assert not any(student.failure for student in summary.students)
    assert named(summary, "student10").work.restarts == 1


def test_late_ones_lose_what_the_table_says(summary: Summary, page: str):
    late = {student.name: student for student in summary.students if student.late}
    assert set(late) == {"student03", "student05"}
    for name, share in (("student03", 0.3), ("student05", 0.1)):
        earned = sum(mark.points for mark in late[name].marks.values())
        assert late[name].penalty == pytest.approx(share * earned)
    assert "student03</span>: 2 d 3 h late" in page and "student05</span>: 40 min late" in page


def test_the_marker_leaves_one_for_later(summary: Summary):
    proofs = [cell.key for cell in summary.cells if cell.by_hand]
    waiting = {student.name: student.waiting for student in summary.students if student.waiting}
    assert proofs and waiting == {"student03": len(proofs)}
    full, half, none = (
        sum(named(summary, f"student{i:02}").marks[key].points for key in proofs) for i in (1, 7, 2)
    )
    assert full > half > none == 0  # whole proofs, their beginnings, none


def test_the_distribution_is_that_of_the_marks(summary: Summary):
    shown = distribution(summary)  # somebody's proofs wait: of the tests alone
    graded = by_tests(summary).values()
    assert shown.best == points_of_tests() and shown.marks == sorted(graded)
    assert sum(bar.count for bar in shown.bars) == len(TD1)
    assert shown.bars[-1].count == sum(mark >= shown.bars[-1].low for mark in graded) >= 4


def test_success_of_cells_and_questions(summary: Summary):
    assert sum(question.points for question in summary.questions) == summary.max_score == 20
    first = next(cell for cell in summary.cells if not cell.by_hand)
    assert len(first.marks) == len(TD1)
    assert first.success == sum(mark.points for mark in first.marks) / (len(TD1) * first.points)
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
    assert summary.messages[0].students == {name for name, one in TD1.items() if one.answers.answered < 1}


def test_marks_file_agrees_with_the_report(demo: Course, summary: Summary):
    with open(demo.root / "grades.csv", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["assignment"] == ASSIGNMENT]
    assert {row["student_id"]: float(row["score"]) for row in rows} == {
        student.name: pytest.approx(student.score) for student in summary.students
    }


def test_feedback_for_all_who_were_graded(demo: Course, summary: Summary, page: str):
    for student in summary.graded:
        (feedback,) = student.feedback
        assert feedback.is_file() and f"../feedback/{student.name}/td1/{feedback.name}" in page


# --- the term


def test_the_exams_numbers_are_each_students_own(demo: Course, term: Term):
    papers = []
    full = [one.student.id for one in submissions("exam", 2 / 3) if one.answers == FULL]
    assert len(full) >= 4
    for student in full:
        (path,) = demo.path("autograded", "exam", student).glob("*.ipynb")
        cells = nbformat.read(path, as_version=4).cells
        # The model's answers are right for all, though the numbers differ.
        assert {c.metadata.course.outcome for c in cells if is_test(c)} == {Outcome.PASSED}
        papers.append([o.text for c in cells if c.cell_type == "code" for o in c.outputs if "text" in o])
    assert all(one != other for one, other in pairwise(papers))


def test_pairs_share_their_mark(demo: Course, term: Term, term_page: str):
    *pairs, (lead, nobody) = PARTNERS.items()
    for one, partner in pairs:
        assert result(term, one, "homework") == result(term, partner, "homework")
        assert not demo.path("submitted", "homework", partner).exists()
        assert list(demo.path("feedback", "homework", partner).glob("*.html"))
    assert result(term, lead, "homework").state is State.GRADED
    assert f"homework, {lead}: the gradebook knows no &#39;{nobody}&#39;" in term_page


def test_lateness_and_an_extension(term: Term):
    for student, late, share in (("student05", "3 days, 2:00:00", 0.4), ("student14", "7:00:00", 0.1)):
        found = result(term, student, "homework")
        assert str(found.late) == late and found.lost == pytest.approx(share * (found.points + found.lost))
    extended = result(term, "student16", "homework")
    assert extended.late == timedelta(0) and extended.lost == 0 and extended.points > 0


def test_those_below_ten_sit_the_resit(term: Term):
    sat = {s.id for s in term.students if s.results["resit"].state is not State.NOT_TAKEN}
    rest = {name: row for name, row in term.table.items() if not row.replaces}
    below = {s.id for s in term.students if s.final.settled and s.so_far(rest) < 10}
    # Some stay away: student27 has left, another may be too weak that day.
    assert sat == {one.student.id for one in submissions("resit", 1.0) if one.student.id in below}
    assert len(sat) >= 4 and "student27" in below - sat
    assert result(term, "student20", "exam").state is State.MISSING and "student20" in sat
    assert any(term.replaced(student, "resit") for student in term.students)


def test_final_marks_by_hand(demo: Course, term: Term):
    """The same from nbgrader's own export and the table's weights."""
    with open(demo.root / "grades.csv", newline="") as file:
        scores = {(row["student_id"], row["assignment"]): float(row["score"]) for row in csv.DictReader(file)}
    weights = {name: row.weight for name, row in read_policy(demo.root).assignments.items()}
    with open(demo.root / "marks" / "marks.csv", newline="") as file:
        final = {row["student"]: row["final_mark"] for row in csv.DictReader(file)}
    assert {student for student, mark in final.items() if not mark} == WAITING
    for student, mark in final.items():
        points = {name: scores.get((student, name), 0.0) for name in CHOSEN}
        points["exam"] = max(points["exam"], points["resit"])
        expected = sum(weights[name] * points[name] / 100 for name in CHOSEN)  # each is out of 20
        assert student in WAITING or mark == str(rounded(expected))


def test_the_files_for_an_lms_have_all_students(demo: Course):
    for name, extra, column in (("moodle", 0, "Username"), ("canvas", 1, "SIS Login ID")):
        with open(demo.root / "marks" / f"{name}.csv", newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))[extra:]
        assert [row[column] for row in rows] == [student.id for student in CLASS]
        assert {row[column] for row in rows if row["Final mark"] in ("", "-")} == WAITING


def test_the_page_over_the_term_names_what_is_open(term_page: str):
    assert "td1: 1 with answers that wait" in term_page and "exam: 2 with answers that wait" in term_page
    assert term_page.count('<small class="warn">provisional</small>') == len(WAITING)
    assert "student27</span> (Student 27): homework, exam, " in term_page


# --- the pages


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


@pytest.mark.parametrize("name", ["td1", "homework", "exam", "resit", "term"])
def test_the_pages_stand_alone_and_are_well_formed(demo: Course, name: str):
    folder = demo.root / "reports"
    page = (folder / f"{name}.html").read_text("utf-8")
    outline = Outline(page)
    assert outline.open == [] and outline.tags.count("h1") == 1 and '<html lang="en">' in page
    assert not [a for a in outline.addresses if re.match(r"\w+:|//", a)] and "@import" not in page
    assert 'role="img"' in page and "<title id=" in page and "<desc id=" in page
    assert all((folder / address).is_file() for address in outline.addresses if not address.startswith("#"))


def test_nothing_that_students_wrote_becomes_markup(demo: Course, page: str):
    assert "script" not in Outline(page).tags and "&lt;script&gt;alert(" in page
    hostile = summarise(demo, ASSIGNMENT)
    hostile.students[0].name = hostile.students[0].failure = hostile.questions[0].title = (
        "<img src=x onerror=alert(1)>"
    )
    hostile.messages[0].text, hostile.messages[0].cells = "</pre><b>", {"<i>"}
    assert not {"img", "b", "i"} & set(Outline(render(hostile, Path(demo.root / "reports"))).tags)


def test_the_class_is_graded_from_the_exchange(demo: Course):
    assert len(list((demo.root / "exchange" / "mdl" / "inbound").glob("*+td1+*"))) == len(TD1)
    assert len(list((demo.root / "submitted").glob("*/td1"))) == len(TD1)
    graded = json.loads(next((demo.root / "autograded/student01/td1").glob("*.ipynb")).read_text())
    assert any(cell["metadata"].get("course", {}).get("outcome") for cell in graded["cells"])


# --- without a kernel


def test_few_submissions_of_a_sheet_differ():
    for name in ("td2", "td3", "td4", "td5", "td6", "td7"):
        assert len({one.answers for one in submissions(name, 0.5)}) <= 8, name


def test_the_class_is_no_real_one():
    roster = [student.roster for student in CLASS]
    assert all(row["first_name"] == "Student" and row["last_name"].isdigit() for row in roster)
    assert all(row["email"].endswith("@example.org") for row in roster)
    assert len({row["lms_user_id"] for row in roster}) == len(CLASS)


def test_the_demonstrations_table(tmp_path: Path):
    policy = read_policy(ROOT)
    (tmp_path / "course.toml").write_text(table_text(policy, policy.assignments, {}, []))
    assert read_policy(tmp_path) == policy.model_copy(update={"extensions": {}, "excused": {}})
    (tmp_path / "course.toml").write_text(
        table_text(policy, ["td1", "td2"], {("ada", "td1"): timedelta(days=2)}, [("bob", "td2"), ("bob", "td3")])
    )
    made = read_policy(tmp_path)
    assert [row.weight for row in made.assignments.values()] == [50, 50] and made.excused == {"td2": ["bob"]}
    assert made.due("td1", "ada") - made.due("td1") == timedelta(days=2)
    with pytest.raises(CourseError, match="resit: name what counts"):
        table_text(policy, ["td1", "resit"], {}, [])


def test_a_gradebook_elsewhere_is_left_alone(tmp_path: Path):
    course = tmp_path / "course"
    course.mkdir()
    for name in ("nbgrader_config.py", "course.toml"):
        (course / name).write_text((ROOT / name).read_text())
    (course / "solutions").symlink_to(ROOT / "solutions")
    with open(course / "nbgrader_config.py", "a") as file:
        file.write(f'\nc.CourseDirectory.db_url = "sqlite:///{tmp_path}/precious.db"\n')
    with pytest.raises(CourseError, match="a gradebook elsewhere"):
        demonstrate(Course.at(course), tmp_path / "demo", only=["td1"])
    assert not (tmp_path / "precious.db").exists()
