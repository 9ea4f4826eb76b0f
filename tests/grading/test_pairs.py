"""One submission, two marks: who is named, when it counts, and what is taken back."""

import shutil
from html import unescape
from pathlib import Path

import nbformat
import pytest
from four import ANSWERS
from nbformat.v4 import new_code_cell
from tiny import tiny_course

from course_utils.grading import pairs
from course_utils.grading.course import Course
from course_utils.grading.grade import autograde, feedback
from course_utils.grading.pairs import read_pairs, share_marks
from course_utils.grading.pool import WorkerPool
from course_utils.grading.release import release
from course_utils.grading.report import render
from course_utils.grading.student_code import assigned_text
from course_utils.grading.summary import summarise

TABLE = 'time_zone = "UTC"\nlate.percent_per_day = 50\nassignments.tiny = {due = 2027-01-12T12:00:00, weight = 100, pairs = %s}'


def hand_in(course: Course, student: str, partner: str | None, answer: str = ANSWERS["ada"][0], time: str = "") -> None:
    notebook = nbformat.read(course.path("release", "tiny") / "sheet.ipynb", as_version=4)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name == "double":
            cell.source = answer
        if name == "proof":
            cell.source = "It is so."
        if cell.source.startswith("PARTNER") and partner is not None:
            cell.source = f'PARTNER = "{partner}"'
    folder = course.path("submitted", "tiny", student)
    folder.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, folder / "sheet.ipynb")
    if time:
        (folder / "timestamp.txt").write_text(time)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """Ada and bob are a pair, cyd is alone; dan and eve are in the roster."""
    made = tiny_course(tmp_path / "course")
    (made.root / "course.toml").write_text(TABLE % "true")
    path = made.path("source", "tiny") / "sheet.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(1, new_code_cell('PARTNER = ""  # the id of your partner', id="partner"))
    nbformat.write(notebook, path)
    release(made)
    with made.gradebook() as gradebook:
        for student in ("ada", "bob", "cyd", "dan", "eve"):
            gradebook.update_or_create_student(student)
    hand_in(made, "ada", "`Bob`", time="2027-01-12 18:00 UTC")
    hand_in(made, "cyd", None, answer=ANSWERS["bob"][0])
    return made


def scores(course: Course) -> dict[str, float]:
    with course.gradebook() as gradebook:
        entries = gradebook.assignment_submissions("tiny")
        return {entry.student.id: entry.score - (entry.late_submission_penalty or 0) for entry in entries}


def test_both_get_the_mark_lateness_and_all(course: Course, pool: WorkerPool):
    tally = autograde(course, "tiny", pool)
    assert tally.marked == {"ada", "cyd"} and scores(course) == {"ada": 1.5, "bob": 1.5, "cyd": 1}
    with course.gradebook() as gradebook:
        bob = gradebook.find_submission("tiny", "bob")
        assert bob.total_seconds_late == 6 * 3600 and bob.late_submission_penalty == 1.5
        assert bob.needs_manual_grade  # the proof waits for its mark, in ada's submission
    assert not course.path("submitted", "tiny", "bob").exists()


def test_a_mark_by_hand_is_shared(course: Course, pool: WorkerPool):
    autograde(course, "tiny", pool)
    with course.gradebook() as gradebook:
        (proof,) = (g for g in gradebook.find_submission("tiny", "ada").notebooks[0].grades if g.max_score and g.cell.cell_type == "markdown")
        proof.manual_score, proof.extra_credit, proof.needs_manual_grade = 1.0, 0.5, False
        best = proof.max_score
        gradebook.db.commit()
    assert best >= 1
    autograde(course, "tiny", pool)  # nothing has to be run again
    assert scores(course) == {"ada": 2.25, "bob": 2.25, "cyd": 1}
    with course.gradebook() as gradebook:
        assert not gradebook.find_submission("tiny", "bob").needs_manual_grade


def test_feedback_and_report_for_both(course: Course, pool: WorkerPool):
    autograde(course, "tiny", pool)
    feedback(course, "tiny", pool)
    pages = {student: course.path("feedback", "tiny", student) / "sheet.html" for student in ("ada", "bob")}
    assert pages["ada"].read_bytes() == pages["bob"].read_bytes()
    page = render(summarise(course, "tiny"), course.root / "reports")
    assert 'One hands in, both get the mark' in page and '<span class="name">bob</span>' in page


@pytest.mark.parametrize(
    "named, says",
    [
        ("bbo", "the gradebook knows no 'bbo'"),
        ("bob dan", "more than one word"),
        ("my partner is bob", "more than one word"),
        ("cyd", "cyd has handed in too"),
        ("x" * 70_000, "the gradebook knows no 'xxx"),
        ("<b>\x00\x1b[31m", "the gradebook knows no '<b>"),
    ],
)
def test_who_cannot_be_a_partner_is_named_and_costs_nothing(course: Course, pool: WorkerPool, named: str, says: str):
    hand_in(course, "ada", named, time="2027-01-12 18:00 UTC")
    autograde(course, "tiny", pool)
    assert scores(course) == {"ada": 1.5, "cyd": 1} and says in read_pairs(course, "tiny").problems["ada"]
    assert says in unescape(render(summarise(course, "tiny"), course.root))


def test_named_by_two_gets_no_mark(course: Course, pool: WorkerPool):
    hand_in(course, "cyd", "bob")
    autograde(course, "tiny", pool)
    assert set(scores(course)) == {"ada", "cyd"} and set(read_pairs(course, "tiny").problems) == {"ada", "cyd"}


def test_naming_oneself_is_working_alone(course: Course, pool: WorkerPool):
    hand_in(course, "ada", "ada, bob")
    hand_in(course, "cyd", "cyd")
    autograde(course, "tiny", pool)
    assert read_pairs(course, "tiny").partners == {"ada": "bob"} and not read_pairs(course, "tiny").problems


def test_who_hands_in_later_has_marks_of_the_own(course: Course, pool: WorkerPool):
    autograde(course, "tiny", pool)
    hand_in(course, "bob", None, answer=ANSWERS["dan"][0])
    autograde(course, "tiny", pool)
    assert scores(course) == {"ada": 1.5, "bob": 0, "cyd": 1}
    assert "bob has handed in too" in read_pairs(course, "tiny").problems["ada"]


@pytest.mark.parametrize(
    "cell, text",
    [
        ('PARTNER = ""\nPARTNER = "bob"', "bob"),  # added below: the last one counts
        ("PARTNER = bob", "bob"),
        ("PARTNER = 22314", "22314"),
        ("PARTNER = 00314", "00314"),  # no Python
        ("PARTNER = “bob”  # typed by a word processor", "“bob”"),
        ('PARTNER: str = "bob"', "bob"),
        ('%%time\nPARTNER = "bob"', '"bob"'),
        ('def f():\n    PARTNER = "bob"', "bob"),
        ('PARTNER = f"bob"', "f'bob'"),
        ("PARTNER = None", ""),
        ("PARTNER = 0x" + "f" * 40_000, "…"),
        ('PARTNER == "bob"', None),
        ('# PARTNER = "bob"', None),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_is_written_otherwise_is_not_passed_over(cell: str, text: str | None):
    assert assigned_text(cell, "PARTNER") == text


def test_quotes_around_an_id_and_an_apostrophe_in_it(course: Course):
    with course.gradebook() as gradebook:
        for student in ("o'brien", "Eve"):
            gradebook.update_or_create_student(student)
    for written, partner in [("o'brien", "o'brien"), ("['bob',]", "bob"), ("“Bob”", "bob"), ("eve", "eve"), ("Eve", "Eve")]:
        hand_in(course, "ada", written)
        copy = course.path("autograded", "tiny", "ada")
        shutil.copytree(course.path("submitted", "tiny", "ada"), copy, dirs_exist_ok=True)
        assert read_pairs(course, "tiny").partners == {"ada": partner}


def test_a_run_killed_while_it_shares_forgets_nobody(course: Course, pool: WorkerPool, monkeypatch: pytest.MonkeyPatch):
    with monkeypatch.context() as patch:
        copy = pairs.copy_marks
        patch.setattr(pairs, "copy_marks", lambda *given: (copy(*given), killed()))
        with pytest.raises(KeyboardInterrupt):
            autograde(course, "tiny", pool)
    assert set(scores(course)) == {"ada", "bob", "cyd"}
    hand_in(course, "ada", "dan")
    autograde(course, "tiny", pool)
    assert set(scores(course)) == {"ada", "cyd", "dan"}


def killed() -> None:
    raise KeyboardInterrupt


def test_another_partner_takes_the_place(course: Course, pool: WorkerPool):
    autograde(course, "tiny", pool)
    feedback(course, "tiny", pool)
    hand_in(course, "ada", "dan")
    autograde(course, "tiny", pool)
    feedback(course, "tiny", pool)
    assert set(scores(course)) == {"ada", "cyd", "dan"} and not course.path("feedback", "tiny", "bob").exists()


def test_no_pairs_where_the_table_does_not_allow_them(course: Course, pool: WorkerPool):
    (course.root / "course.toml").write_text(TABLE % "false")
    autograde(course, "tiny", pool)
    assert set(scores(course)) == {"ada", "cyd"} and share_marks(course, "tiny").partners == {}
