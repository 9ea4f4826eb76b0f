"""The final mark against hand-computed ones, what keeps it provisional, and the files as an LMS reads them."""

import csv
import re
import shutil
import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from made_up import Made, make_class
from nbgrader.converters import GenerateAssignment
from tiny import command, tiny_course

from course_utils.grading.closing import close_term
from course_utils.grading.course import Course, CourseError
from course_utils.grading.final_mark import Range, final_mark, rounded
from course_utils.grading.lms import CANVAS, FINAL, POINTS_POSSIBLE, harmless, write_marks
from course_utils.grading.policy import Policy, read_policy
from course_utils.grading.settling import settle_marks
from course_utils.grading.term import Result, State, Student, Term, open_questions, read_term
from course_utils.grading.term_report import render
from course_utils.grading.term_summary import FALL, discrimination, fall, falls, line, missed

HIDDEN = "double-hidden"
SHEETS = ("td1", "td2", "exam", "resit")  # the tiny sheet four times, 4 points each
DUE = "due = 2023-09-25T20:00:00"
TABLE = f"""time_zone = "UTC"
late = {{ percent_per_day = 10, at_most_percent = 50 }}
[assignments]
td1 = {{ {DUE}, weight = 20 }}
td2 = {{ {DUE}, weight = 30, pairs = true }}
exam = {{ {DUE}, weight = 50 }}
resit = {{ {DUE}, replaces = "exam" }}
"""
DAY = timedelta(days=1)
FULL = Made(by_hand=1)
HALF = Made(points={HIDDEN: 0}, by_hand=1)  # 2 of 4 points
QUARTER = Made(points={HIDDEN: 0}, by_hand=0)
WAITS = Made(points={HIDDEN: 0})  # 1 point, one more to come


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course of four sheets whose gradebook knows them; making it takes seconds."""
    course = tiny_course(tmp_path_factory.mktemp("released") / "course")
    source = course.path("source", "tiny")
    for sheet in SHEETS:
        shutil.copytree(source, source.parent / sheet)
    shutil.rmtree(source)
    for sheet in SHEETS:
        course.convert(GenerateAssignment, sheet)
    return course


@pytest.fixture
def course(released: Course, tmp_path: Path) -> Course:
    copy = Course.at(shutil.copytree(released.root, tmp_path / "course"))
    (copy.root / "course.toml").write_text(TABLE)
    return copy


def made(course: Course, marks: Mapping[str, Mapping[str, Made]], rest: str = "") -> Term:
    """The term of a class made up by assignment and student, with more lines in the table."""
    (course.root / "course.toml").write_text(TABLE + rest)
    for assignment, submissions in marks.items():
        make_class(course, assignment, submissions)
    settle_marks(course, read_policy(course.root))
    return read_term(course)


def final(term: Term) -> dict[str, Range | None]:
    return {student.id: student.final for student in term.students}


def settled(mark: float) -> Range:
    return Range(mark, mark)


def all_three(submission: Made, *students: str) -> dict[str, dict[str, Made]]:
    return {sheet: dict.fromkeys(students, submission) for sheet in ("td1", "td2", "exam")}


def states(term: Term, student: str) -> dict[str, State]:
    (one,) = (s for s in term.students if s.id == student)
    return {name: result.state for name, result in one.results.items()}


# --- weights, excuses, replacement


def test_weights(course: Course):
    marks = {"td1": {"ada": FULL, "bob": HALF}, "td2": {"ada": HALF, "bob": HALF}}
    assert final(made(course, marks | {"exam": {"ada": QUARTER, "bob": FULL}})) == {
        "ada": settled(20 * (0.2 + 0.3 / 2 + 0.5 / 4)),
        "bob": settled(20 * (0.1 + 0.15 + 0.5)),
    }


def test_who_hands_in_nothing_gets_no_points_and_is_named(course: Course):
    with course.gradebook() as gradebook:
        gradebook.update_or_create_student("eve")
    term = made(course, all_three(FULL, "ada") | {"td1": {"ada": FULL, "bob": FULL}})
    assert final(term) == {"ada": settled(20), "bob": settled(4), "eve": settled(0)}
    assert set(states(term, "eve").values()) == {State.MISSING, State.NOT_TAKEN}


def test_the_weights_of_the_others_grow_where_one_is_excused(course: Course):
    marks = {"td1": {"ada": QUARTER}, "td2": {"ada": HALF}, "exam": {"ada": FULL}}
    term = made(course, marks, '[excused]\ntd1 = ["ada"]')
    assert final(term)["ada"].least == pytest.approx(20 * (0.3 / 2 + 0.5) / 0.8)


def test_an_excuse_needs_no_submission_and_covers_what_was_refused(course: Course):
    marks = all_three(FULL, "ada") | {"td1": {"ada": FULL, "bob": Made(refused="Refused")}}
    term = made(course, marks, '[excused]\ntd1 = ["bob"]\ntd2 = ["bob"]\nexam = ["bob"]')
    assert final(term) == {"ada": settled(20), "bob": None}


@pytest.mark.parametrize(
    ("resit", "mark", "replaced"), [(FULL, 20, True), (HALF, 15, True), (QUARTER, 12.5, False), (None, 12.5, False)]
)
def test_the_better_of_exam_and_resit_counts(course: Course, resit: Made | None, mark: float, replaced: bool):
    marks = all_three(FULL, "ada", "bob") | {"exam": {"ada": QUARTER, "bob": FULL}}
    term = made(course, marks | ({"resit": {"ada": resit}} if resit else {}))
    assert final(term) == {"ada": settled(mark), "bob": settled(20)}
    assert [term.replaced(student, "resit") for student in term.students] == [replaced, False]


def test_a_resit_takes_the_place_of_an_exam_that_was_missed_or_excused(course: Course):
    marks = all_three(FULL, "ada", "bob", "cyd") | {"exam": {"cyd": FULL}, "resit": {"ada": HALF, "bob": HALF}}
    term = made(course, marks, '[excused]\nexam = ["bob"]')
    assert final(term) == {"ada": settled(15), "bob": settled(15), "cyd": settled(20)}


def test_an_assignment_outside_the_table_does_not_count(course: Course):
    term = made(course, all_three(FULL, "ada"))
    with course.gradebook() as gradebook:
        gradebook.update_or_create_assignment("self_test")
    assert read_term(course).others == ["self_test"] and final(read_term(course)) == final(term)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 8), st.booleans()), min_size=1, max_size=6))
def test_the_final_mark_is_a_mean_of_the_shares_that_count(rows: list[tuple[int, int, bool]]):
    total = sum(weight for weight, _, _ in rows)
    if not total:
        return
    text = {f"a{i}": {"due": datetime(2023, 1, 1), "weight": 100 * w / total} for i, (w, _, _) in enumerate(rows)}
    table = Policy(time_zone="UTC", assignments=text).assignments
    shares = {f"a{i}": None if out else settled(s / 8) for i, (_, s, out) in enumerate(rows)}
    counted = [(w, s) for w, s, out in rows if w and not out]
    mark = final_mark(table, shares)
    if not counted:
        assert mark is None
    else:
        expected = 20 * sum(w * s / 8 for w, s in counted) / sum(w for w, _ in counted)
        assert mark.settled and mark.least == pytest.approx(expected) and 0 <= mark.least <= 20 + 1e-9


# --- lateness and pairs


def test_lateness_is_settled_anew(course: Course):
    late = Made(points={HIDDEN: 0}, by_hand=1, late=DAY)  # 2 points, a tenth lost
    term = made(course, all_three(FULL, "ada") | {"td1": {"ada": late}})
    assert final(term)["ada"].least == pytest.approx(20 * (0.2 * 1.8 / 4 + 0.8))
    result = term.students[0].results["td1"]
    assert result.late == DAY and result.lost == pytest.approx(0.2)
    extended = "[extensions]\ntd1 = { ada = 2023-09-26T20:00:00 }"
    assert final(made(course, {}, extended))["ada"].least == pytest.approx(20 * (0.2 * 2 / 4 + 0.8))


def test_what_waits_loses_its_share_too(course: Course):
    term = made(course, all_three(FULL, "ada") | {"exam": {"ada": Made(points={HIDDEN: 0}, late=DAY)}})
    (result,) = (student.results["exam"] for student in term.students)
    assert (result.points, result.most) == (pytest.approx(0.9), pytest.approx(1.8))


def test_a_partner_has_the_marks_and_no_folder(course: Course):
    with course.gradebook() as gradebook:
        gradebook.update_or_create_student("bob")
    pair = Made(points={HIDDEN: 0}, by_hand=1, own=('PARTNER = "bob"',))
    term = made(course, {"td1": {"ada": FULL}, "td2": {"ada": pair}, "exam": {"ada": FULL}})
    assert states(term, "bob")["td2"] is State.GRADED and final(term)["bob"].least == pytest.approx(3)
    path = course.path("autograded", "td2", "ada") / "sheet.ipynb"
    path.write_text(path.read_text().replace("bob", "zoe"))
    (doubt,) = settle_marks(course, read_policy(course.root))
    assert "td2, ada: the gradebook knows no 'zoe'" in doubt
    assert states(read_term(course), "bob")["td2"] is State.MISSING


def test_who_may_be_the_partner_of_refused_work_has_no_zero(course: Course):
    with course.gradebook() as gradebook:
        gradebook.update_or_create_student("bob")
    marks = {sheet: {"ada": FULL, "cyd": Made(refused="Refused")} for sheet in ("td1", "td2")}
    term = made(course, marks)
    assert states(term, "bob")["td1"] is State.MISSING and states(term, "bob")["td2"] is State.AHEAD
    assert any("a pair is not graded" in line for line in open_questions(term))


def test_what_nbgraders_command_graded_is_not_taken_for_a_pairs(course: Course):
    with course.gradebook() as gradebook:
        gradebook.update_or_create_student("bob")
    pair = Made(by_hand=1, own=('PARTNER = "bob"',))
    made(course, {"td2": {"ada": pair}})
    term = made(course, {"td2": {"bob": HALF}})  # bob's own, graded without `course-grading`
    assert states(term, "bob")["td2"] is State.GRADED and term.students[1].results["td2"].points == 2


def test_a_table_without_pairs_takes_the_partners_marks_back(course: Course):
    with course.gradebook() as gradebook:
        gradebook.update_or_create_student("bob")
    pair = Made(by_hand=1, own=('PARTNER = "bob"',))
    assert states(made(course, {"td2": {"ada": pair}}), "bob")["td2"] is State.GRADED
    (course.root / "course.toml").write_text(TABLE.replace(", pairs = true", ""))
    settle_marks(course, read_policy(course.root))
    assert states(read_term(course), "bob")["td2"] is State.MISSING


# --- what is provisional


def test_what_waits_for_a_hand_leaves_a_range(course: Course):
    term = made(course, all_three(FULL, "ada") | {"exam": {"ada": WAITS}})
    (ada,) = term.students
    assert ada.provisional and ada.final == Range(12.5, 15) and ada.open == ["exam"]
    assert ada.so_far(term.table) == 20
    assert list(open_questions(term)) == [
        "exam: 1 with answers that wait for a mark by hand (Formgrader, Manual Grading)"
    ]


@pytest.mark.parametrize("resit, mark", [(WAITS, Range(12.5, 15)), (Made(refused="no"), Range(12.5, 20))])
def test_a_resit_that_is_not_marked_leaves_a_range(course: Course, resit: Made, mark: Range):
    marks = all_three(FULL, "ada") | {"exam": {"ada": QUARTER}, "resit": {"ada": resit}}
    assert final(made(course, marks)) == {"ada": mark}


def test_a_submission_that_was_refused_is_no_zero(course: Course):
    marks = all_three(FULL, "ada", "bob") | {"td1": {"ada": FULL, "bob": Made(refused="Refused (no notebook)")}}
    term = made(course, marks)
    assert final(term) == {"ada": settled(20), "bob": Range(16, 20)}
    assert states(term, "bob")["td1"] is State.NOT_GRADED
    assert "td1: 1 handed in and not graded" in next(open_questions(term))


def test_who_handed_in_and_is_not_in_the_gradebook_has_a_row(course: Course):
    made(course, all_three(FULL, "ada"))
    course.path("submitted", "exam", "zoe").mkdir(parents=True)
    assert states(read_term(course), "zoe")["exam"] is State.NOT_GRADED


def test_what_was_never_graded_is_open_for_all(course: Course):
    term = made(course, {"td1": {"ada": FULL}, "td2": {"ada": HALF}})
    assert final(term) == {"ada": Range(7, 17)} and term.graded == ["td1", "td2"]
    assert term.students[0].so_far(term.table) == pytest.approx(20 * (0.2 + 0.15) / 0.5)
    assert list(open_questions(term)) == ["exam: 1 without a mark, because nobody's is graded, it is not due yet or a pair is not graded"]


def test_an_assignment_that_the_gradebook_does_not_know(course: Course):
    with course.gradebook() as gradebook:
        gradebook.remove_assignment("exam")
        gradebook.update_or_create_assignment("exam")  # a due date and nothing else
    assert final(made(course, {"td1": {"ada": FULL}, "td2": {"ada": FULL}})) == {"ada": Range(10, 20)}


def test_who_has_time_left_has_missed_nothing(course: Course):
    marks = all_three(FULL, "ada", "bob") | {"td1": {"ada": FULL}}
    made(course, marks, "[extensions]\ntd1 = { bob = 2023-10-09T20:00:00 }")
    for now, state in ((datetime(2023, 10, 1), State.AHEAD), (datetime(2023, 10, 10), State.MISSING)):
        assert states(read_term(course, now), "bob")["td1"] is state


def test_a_name_in_the_table_that_nobody_has(course: Course):
    term = made(course, all_three(FULL, "ada"), '[excused]\ntd1 = ["adda"]')
    assert term.strangers == ["adda"]


# --- clear errors


@pytest.mark.parametrize("table, says", [(None, "is missing"), ('time_zone = "UTC"', "names no assignment")])
def test_without_weights_there_is_no_final_mark(course: Course, table: str | None, says: str):
    path = course.root / "course.toml"
    path.write_text(table or "") if table else path.unlink()
    with pytest.raises(CourseError, match=f"course.toml {says}: the final mark needs the weights"):
        read_term(course)


def test_an_empty_class(course: Course):
    with pytest.raises(CourseError, match="nbgrader db student import"):
        read_term(course)


def test_an_assignment_that_counts_must_have_points(course: Course):
    make_class(course, "td1", {"ada": FULL})
    with course.gradebook() as gradebook:
        for cell in gradebook.find_assignment("td2").notebooks[0].grade_cells:
            cell.max_score = 0
        gradebook.db.commit()
    with pytest.raises(CourseError, match="td2 counts for the final mark and has no points"):
        read_term(course)


# --- the files


def test_each_line_of_a_file_is_one_row():
    assert [harmless(text) for text in ("ada@x\n", "a\r\nb", "\n=1", "-", "")] == ["ada@x", "a b", "' =1", "-", ""]


NAMES = {  # id: first name, last name, e-mail, the LMS's id
    "ada": ("Zoë", "Ünsal", "zoe@example.org", "101"),
    "bob": ('Jo "Jo"', "O'Neil, Jr.", "jo@example.org", "102"),
    "cyd": ("=HYPERLINK(1)", "+33", "cyd@example.org", "103"),
    "dan": ("李", "Ω\nnew line", "dan@example.org", "104"),
}


@pytest.fixture
def exported(course: Course) -> Course:
    with course.gradebook() as gradebook:
        for name, (first, last, email, number) in NAMES.items():
            gradebook.update_or_create_student(
                name, first_name=first, last_name=last, email=email, lms_user_id=number
            )
    marks = all_three(FULL, "ada") | {
        "td1": {"ada": FULL, "bob": HALF},
        "td2": {"ada": Made(points={HIDDEN: 1 / 3}, by_hand=1), "bob": WAITS},
    }
    term = made(course, marks, '[excused]\ntd1 = ["cyd"]')
    assert not write_marks(course, term).remarks
    return course


def read_csv(course: Course, name: str) -> tuple[list[str], list[dict[str, str]]]:
    text = (course.root / "marks" / f"{name}.csv").read_bytes().decode("utf-8")
    reader = csv.DictReader(text.splitlines())
    rows = list(reader)
    assert not any(None in row or None in row.values() for row in rows)
    return list(reader.fieldnames), rows


def test_moodle_reads_its_file(exported: Course):
    columns, rows = read_csv(exported, "moodle")
    who = ["First name", "Last name", "ID number", "Username", "Email address"]
    assert columns == [*who, "td1", "td2", "exam", "Final mark"]
    for identifier, values in (("Username", NAMES), ("ID number", [n[3] for n in NAMES.values()])):
        assert [row[identifier] for row in rows] == list(values)
    assert [row["Email address"] for row in rows] == [n[2] for n in NAMES.values()]
    assert (rows[0]["First name"], rows[1]["Last name"], rows[1]["First name"]) == ("Zoë", "O'Neil, Jr.", 'Jo "Jo"')
    assert [row["td1"] for row in rows] == ["4.00", "2.00", "-", "0.00"]  # full, half, excused, missing
    assert [row["td2"] for row in rows] == ["2.33", "-", "0.00", "0.00"]  # bob's proof waits
    assert [row[FINAL] for row in rows] == ["17.50", "-", "0.00", "0.00"]
    assert all(cell == "-" or re.fullmatch(r"\d+\.\d\d", cell) for row in rows for cell in list(row.values())[5:])


def test_canvas_reads_its_file(exported: Course):
    columns, rows = read_csv(exported, "canvas")
    assert CANVAS == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    assert columns == [*CANVAS, "td1", "td2", "exam", "Final mark"]
    possible, *students = rows
    assert possible["Student"] == "    Points Possible" == POINTS_POSSIBLE
    assert [possible[name] for name in columns[1:]] == ["", "", "", "", "4.00", "4.00", "4.00", "20.00"]
    assert [int(row["ID"]) for row in students] == [101, 102, 103, 104]
    assert [row["SIS Login ID"] for row in students] == list(NAMES)
    assert [row["Student"] for row in students][:2] == ["Ünsal, Zoë", 'O\'Neil, Jr., Jo "Jo"']
    assert [row["td1"] for row in students] == ["4.00", "2.00", "EX", "0.00"]
    assert [row[FINAL] for row in students] == ["17.50", "", "0.00", "0.00"]
    # What Canvas takes for columns of its own, and leaves out.
    own = r"(Current|Final) (Score|Points|Grade)|Override"
    assert not any(re.search(own, name) for name in columns)


def test_canvas_tells_commas_from_semicolons(exported: Course):
    lines = (exported.root / "marks" / "canvas.csv").read_text("utf-8").splitlines()
    assert len(lines) == 2 + len(NAMES) and {len(next(csv.reader([line]))) for line in lines} == {9}


def test_no_cell_of_a_file_is_a_formula(exported: Course):
    for name in ("moodle", "canvas", "marks"):
        for row in read_csv(exported, name)[1]:
            assert not any(cell.lstrip().startswith(("=", "+", "@")) for cell in row.values())
            assert not any(cell.lstrip().startswith("-") and cell != "-" for cell in row.values())


def test_the_file_for_people_has_ranges_and_states(exported: Course):
    _, rows = read_csv(exported, "marks")
    ada, bob, cyd, _ = rows
    assert (ada["final_mark"], ada["at_least"], ada["at_most"]) == ("17.50", "17.50", "17.50")
    assert (bob["final_mark"], bob["at_least"], bob["at_most"]) == ("", "3.50", "5.00")
    assert (bob["td2: points"], bob["td2: state"]) == ("1.00", "waiting for a mark by hand")
    assert (cyd["td1: points"], cyd["td1: state"], cyd["resit: state"]) == ("", "excused", "not taken")


def test_identifiers_with_gaps_are_left_out(course: Course):
    with course.gradebook() as gradebook:
        gradebook.update_or_create_student("ada", email="ada@example.org", lms_user_id="12ab")
        gradebook.update_or_create_student("=bob", lms_user_id="7")
    written = write_marks(course, made(course, all_three(FULL, "ada", "=bob")))
    assert "moodle.csv has no column Email address: the roster lacks it, or repeats it, for 1 of 2." in written.remarks
    assert any("'=bob' begins a formula" in remark for remark in written.remarks)
    columns, rows = read_csv(course, "moodle")
    assert columns[:4] == ["First name", "Last name", "ID number", "Username"] and "Email address" not in columns
    assert [row["ID"] for row in read_csv(course, "canvas")[1]] == ["", "7", ""]  # Canvas would take 12ab for 12


def test_marks_are_rounded_half_up():
    assert [str(rounded(x)) for x in (0.125, 2.675, 1.005, 0.285, 19.995, 0, 20)] == [
        *("0.13", "2.68", "1.01", "0.29", "20.00", "0.00", "20.00")
    ]


@given(st.integers(0, 2000))
def test_hundredths_stay_as_they_are(hundredths: int):
    assert rounded(hundredths / 100) * 100 == hundredths


# --- the report


def section(page: BeautifulSoup, name: str) -> str:
    """The text of a section, with single spaces."""
    return " ".join(page.find("section", {"aria-labelledby": name}).get_text(" ").split())


def page_of(term: Term, *doubts: str) -> BeautifulSoup:
    return BeautifulSoup(render(term, doubts, Path("reports")), "html.parser")


def a_term(shares: Mapping[str, list[float | None]]) -> Term:
    """A term of students s00, s01, … with these shares of four points; None: nothing handed in."""
    rows = "\n".join(f"{name} = {{ {DUE}, weight = {100 / len(shares)} }}" for name in shares)
    policy = Policy.model_validate(tomllib.loads(f'time_zone = "UTC"\n[assignments]\n{rows}'))
    students = [Student(f"s{i:02}") for i in range(len(next(iter(shares.values()))))]
    for i, student in enumerate(students):
        for name, column in shares.items():
            points = None if column[i] is None else 4 * column[i]
            student.results[name] = (
                Result(State.MISSING) if points is None else Result(State.GRADED, points, points, 4.0)
            )
        student.final = final_mark(policy.assignments, {n: r.share for n, r in student.results.items()})
    return Term(policy, dict.fromkeys(shares, 4.0), students, [])


def test_an_assignment_in_numbers(course: Course):
    late = Made(by_hand=1, late=DAY)  # 4 points, a tenth lost
    with course.gradebook() as gradebook:
        gradebook.update_or_create_student("zoe")
    marks = {"td1": {"ada": FULL, "bob": late, "cyd": HALF, "dan": WAITS, "eve": Made(refused="Refused")}}
    term = made(course, marks)
    td1 = line(term, "td1")
    assert (td1.submitted, td1.waiting, td1.not_graded, td1.late) == (5, 1, 1, 1)
    assert td1.lost == pytest.approx(0.4) and td1.mean == pytest.approx((1 + 0.9 + 0.5) / 3)
    assert td1.median == pytest.approx(0.9) and line(term, "td2").mean is None
    row = next(r for r in page_of(term).find("table", class_="assignments").tbody.find_all("tr"))
    assert row.get_text(" ").split()[:11] == ["td1", "20", "%", "5", "80", "%", "90", "%", "1", "0.4", "1"]


def test_discrimination_is_the_correlation_with_the_rest_of_the_term():
    first = [float(i < 6) for i in range(10)]
    rest = [float(i < 4 or i == 9) for i in range(10)]
    term = a_term({"a": first, "b": rest})
    # Means 0.6 and 0.5; covariance 4/10 - 0.3 = 0.1; deviations sqrt(0.24) and 0.5.
    assert discrimination(term, "a") == pytest.approx(0.1 / (0.24**0.5 * 0.5))
    assert "0.41 separates well" in section(page_of(term), "assignments")
    assert discrimination(a_term({"a": first[:9], "b": rest[:9]}), "a") is None
    assert discrimination(a_term({"a": [1.0] * 10, "b": rest}), "a") is None


def test_who_misses_and_who_falls_is_named():
    steady, falling = [0.5] * 9, [0.9, 0.9, 0.5, 0.5]
    term = a_term({n: [*steady, falling[i]] for i, n in enumerate("abcd")})
    assert fall(term, term.students[-1]) == pytest.approx(0.4) and [one.student.id for one in falls(term)] == ["s09"]
    assert FALL < 0.4 and "s09 : 40 percentage points less" in section(page_of(term), "talk")
    hard_at_the_end = a_term({n: [x] * 10 for n, x in zip("abcd", falling, strict=True)})
    assert falls(hard_at_the_end) == [] and "Nobody missed anything" in section(page_of(term), "talk")
    gone = a_term({"a": [1.0, 1.0], "b": [1.0, None], "c": [1.0, None]})
    (one,) = missed(gone)
    assert one.student.id == "s01" and one.names == ["b", "c"] and one.weight == pytest.approx(200 / 3)


def test_what_a_resit_mends_is_not_missed(course: Course):
    marks = all_three(FULL, "ada", "bob") | {"exam": {"bob": FULL}, "resit": {"ada": HALF}}
    term = made(course, marks)
    assert missed(term) == []
    assert "ada : resit 50 % instead of exam 0 %" in section(page_of(term), "rules")


def test_all_names_are_escaped(course: Course):
    name = "<script>alert(1)</script>"
    with course.gradebook() as gradebook:
        gradebook.update_or_create_student("<b>ada", first_name=name, last_name="<img src=x onerror=alert(2)>")
    term = made(course, {"td1": {"<b>ada": FULL}}, f"[excused]\ntd2 = ['{name}']")
    page = page_of(term, f"`{name}`")
    assert not page.find(["script", "img", "b", "link", "iframe"]) and not page.find_all(src=True)
    assert name in section(page, "students") and name in section(page, "rules") and name in section(page, "open")
    policy = page.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.startswith("default-src 'none'")


def test_a_page_on_nothing_settled(course: Course):
    with course.gradebook() as gradebook:
        gradebook.update_or_create_student("ada")
    page = page_of(read_term(course))
    assert "No mark is settled yet." in section(page, "marks")
    assert "0.00–20.00 provisional" in section(page, "students")


def test_the_command_says_where_the_files_are_and_what_is_provisional(course: Course):
    made(course, all_three(FULL, "ada") | {"exam": {"ada": WAITS}}, '[excused]\ntd1 = ["adda"]')
    done = command("term", cwd=course.root)
    assert done.returncode == 0, done.stderr
    for path in ("marks/moodle.csv", "marks/canvas.csv", "marks/marks.csv", "reports/term.html"):
        assert str(course.root / path) in done.stdout and (course.root / path).is_file()
    assert "0 final marks settled, 1 provisional" in done.stdout
    assert "exam: 1 with answers that wait for a mark by hand" in done.stdout
    assert "course.toml names 'adda', whom the gradebook does not know." in done.stdout
    (course.root / "course.toml").unlink()
    failed = command("term", cwd=course.root)
    assert failed.returncode == 1 and failed.stderr.startswith("error: ") and "Traceback" not in failed.stderr


def test_closing_twice_gives_the_same(course: Course):
    made(course, all_three(HALF, "ada", "bob"))
    pages = [close_term(course).read_bytes() for _ in range(2)]
    assert pages[0] == pages[1]
