"""What lateness costs: the course's table at its edges, and in the marks that nbgrader's own command records."""

from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from four import ANSWERS, class_of_four, contents, hand_in
from tiny import ROOT, command

from course_utils.grading.course import Course, CourseError
from course_utils.grading.grade import autograde
from course_utils.grading.late import enter_due_dates
from course_utils.grading.policy import Policy, read_policy
from course_utils.grading.pool import WorkerPool

SECOND, MINUTE, HOUR, DAY = (timedelta(seconds=s) for s in (1, 60, 3600, 86400))
DUE = datetime(2027, 1, 12, 12, 45)  # 13:45 in Paris, in winter


def read(text: str) -> Policy:
    with TemporaryDirectory() as folder:
        (Path(folder) / "course.toml").write_text(text)
        return read_policy(Path(folder))


def policy(due: str = "2027-01-12T13:45:00", zone: str = "Europe/Paris", rows: str = "", rest: str = "") -> Policy:
    """A table of one assignment, read as from a file."""
    text = (
        f'time_zone = "{zone}"\n[late]\ngrace_minutes = 15\npercent_per_day = 10\nat_most_percent = 50\n'
        f"[assignments]\nwork = {{ due = {due}, weight = 100 }}\n{rows}\n{rest}"
    )
    return read(text)


@pytest.mark.parametrize(
    "late, share",
    [
        (-DAY, 0),
        (-SECOND, 0),
        (0 * SECOND, 0),  # exactly on time
        (SECOND, 0),
        (15 * MINUTE, 0),  # the end of the grace period belongs to it
        (15 * MINUTE + SECOND, 0.1),
        (15 * MINUTE + timedelta(microseconds=1), 0.1),
        (DAY, 0.1),
        (DAY + SECOND, 0.2),
        (4 * DAY, 0.4),
        (4 * DAY + SECOND, 0.5),
        (400 * DAY, 0.5),  # the cap
    ],
    ids=str,
)
def test_each_day_that_has_begun_costs_a_tenth(late: timedelta, share: float):
    assert policy().lost_share("work", "ada", DUE + late) == share


def test_one_second_late_costs_a_day_where_there_is_no_grace():
    strict = read('time_zone = "UTC"\nlate.percent_per_day = 10\nassignments.work = {due = 2027-01-12T12:45:00, weight = 100}')
    assert [strict.lost_share("work", "ada", DUE + late) for late in (0 * SECOND, SECOND)] == [0, 0.1]


def test_an_extension_is_for_one_student_and_one_assignment():
    table = policy(
        rows="other = { due = 2027-01-12T13:45:00 }", rest="[extensions]\nwork = { ada = 2027-01-14T13:45:00 }"
    )
    late = DUE + 2 * DAY
    assert table.lost_share("work", "ada", late) == 0 and table.lost_share("work", "ada", late + HOUR) == 0.1
    assert table.lost_share("work", "bob", late) == table.lost_share("other", "ada", late) == 0.2


@pytest.mark.parametrize(
    "zone, utc",
    [("Europe/Paris", "12:45"), ("UTC", "13:45"), ("America/New_York", "18:45"), ("Asia/Kolkata", "08:15")],
)
def test_times_are_local(zone: str, utc: str):
    assert f"{policy(zone=zone).due('work'):%H:%M}" == utc


@pytest.mark.parametrize(
    "due, utc",
    [
        ("2027-03-27T20:00:00", "2027-03-27 19:00:00"),  # the clock goes forward in the night that follows
        ("2027-03-28T20:00:00", "2027-03-28 18:00:00"),
        ("2027-10-30T20:00:00", "2027-10-30 18:00:00"),  # and back in this one
        ("2027-10-31T20:00:00", "2027-10-31 19:00:00"),
        ("2027-10-31T02:30:00", "2027-10-31 01:30:00"),  # shown twice: the later, in the student's favour
    ],
)
def test_due_dates_around_the_change_to_summer_time(due: str, utc: str):
    assert str(policy(due).due("work")) == utc


@pytest.mark.parametrize(
    "due, hours",
    [("2027-03-27T20:00:00", 23), ("2027-10-30T20:00:00", 25), ("2027-06-01T20:00:00", 24)],
    ids=["summer time begins", "summer time ends", "no change"],
)
def test_a_day_ends_when_the_clock_shows_the_same_again(due: str, hours: int):
    table = policy(due)
    day = table.due("work") + hours * HOUR
    assert table.lost_share("work", "ada", day) == 0.1 and table.lost_share("work", "ada", day + SECOND) == 0.2


@pytest.mark.parametrize("day", ["2027-03-27", "2027-10-30"], ids=["summer time begins", "summer time ends"])
def test_who_hands_in_later_never_loses_less(day: str):
    for half_hour in range(48):
        table = policy(f"{day}T{half_hour // 2:02}:{half_hour % 2 * 30:02}:00")
        shares = [table.lost_share("work", "ada", table.due("work") + m * MINUTE) for m in range(0, 3000, 15)]
        assert shares == sorted(shares), half_hour


def test_the_repeated_hour_is_late_though_the_clock_goes_back():
    strict = read(
        'time_zone = "Europe/Paris"\nlate.percent_per_day = 10\n'
        "assignments.work = {due = 2027-10-31T01:59:00, weight = 100}"
    )
    due = strict.due("work")
    assert str(due) == "2027-10-30 23:59:00" and strict.lost_share("work", "ada", due + 90 * MINUTE) == 0.1


@pytest.mark.parametrize(
    "old, new, says",
    [
        ("weight = 29", "weight = 28", "the weights add up to 99 percent"),
        ("Europe/Paris", "Europe/Pris", "time_zone: invalid timezone: Europe/Pris"),
        ("pairs = true", "pair = true", "assignments.homework.pair: Extra inputs"),
        ("2023-02-07T13:45:00, weight = 29", "2023-02-07T13:45:00Z, weight = 29", "due: Input should not have timezone"),
        ("2023-02-21T13:45:00", "2023-03-26T02:30:00", "never shows 2023-03-26 02:30:00"),
        ("[extensions]", "[extensions]\nhw = {}", "extensions: no assignment is called hw"),
        ("[extensions]", "[extensions]\nhomework = {ada = 2023-01-01T00:00:00}", "extensions.homework.ada is before"),
        ("[excused]", '[excused]\nhw = ["ada"]', "excused: no assignment is called hw"),
        ('replaces = "exam"', 'replaces = "exams"', "resit: it replaces 'exams', and no assignment is called that"),
        ('replaces = "exam"', 'replaces = "resit"', "resit: what replaces another assignment"),
        ("grace_minutes = 15", "grace_minutes = -1", "late.grace_minutes: Input should be greater"),
        ("[late]", "[late", "course.toml is no TOML"),
        ("2023-01-10T13:45:00", "{ l = 2023-01-10T13:45:00 }", "assignments.td1.due: an id with a dot stands in quotes"),
        ("2023-01-10T13:45:00", "2023-01-10", "assignments.td1.due: write date and time without quotes"),
        ("2023-01-10T13:45:00", '"2023-01-10T13:45:00"', "assignments.td1.due: write date and time without quotes"),
        ("[extensions]", "[extensions]\nhomework = {ada = 2024-01-01}", "extensions.homework.ada: write date and time"),
        ("2023-01-10T13:45:00", "0001-01-01T00:00:00", "0001-01-01 00:00:00 is too far away"),
        ("grace_minutes = 15", "grace_minutes = inf", "late.grace_minutes: Input should be less"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path: Path, old: str, new: str, says: str):
    text = (ROOT / "course.toml").read_text()
    assert old in text
    (tmp_path / "course.toml").write_text(text.replace(old, new, 1))
    with pytest.raises(CourseError, match="course.toml") as caught:
        read_policy(tmp_path)
    assert says in str(caught.value)


def test_an_editors_byte_order_mark_is_no_error(tmp_path: Path):
    (tmp_path / "course.toml").write_text((ROOT / "course.toml").read_text(), encoding="utf-8-sig")
    assert read_policy(tmp_path) == read_policy(ROOT)


def test_a_wrong_table_stops_a_run_and_costs_nobody_the_marks(tmp_path: Path, pool: WorkerPool):
    course = class_of_four(tmp_path / "course")
    autograde(course, "tiny", pool)
    before = contents(course)
    hand_in(course, "ada", ANSWERS["bob"][0])
    (course.root / "course.toml").write_text("time_zone = 1")
    with pytest.raises(CourseError, match="course.toml is wrong"):
        autograde(course, "tiny", pool)
    assert contents(course) == before and any(course.path("autograded", "tiny", "ada").iterdir())


def test_the_courses_own_table_has_a_row_for_each_assignment():
    table, course = read_policy(ROOT), Course.at(ROOT)
    assert set(table.assignments) == set(course.assignments())
    assert table.due("homework") - datetime(2023, 1, 24, 12, 45) == 14 * DAY  # out at session 4


def test_nbgraders_own_command_takes_off_what_the_table_says(tmp_path: Path):
    course = class_of_four(tmp_path / "course")
    (course.root / "course.toml").write_text(
        'time_zone = "Europe/Paris"\nlate = { grace_minutes = 15, percent_per_day = 10, at_most_percent = 50 }\n'
        "assignments.tiny = { due = 2027-01-12T13:45:00, weight = 100 }\n"
        "extensions.tiny = { cyd = 2027-01-13T13:45:00 }\n"
    )
    handed_in = {
        "ada": "2027-01-12 13:45:00 Europe/Paris",  # exactly on time
        "bob": "2027-01-12 13:00:01 UTC",  # one second after the grace period
        "cyd": "2027-01-13 08:00:00 America/New_York",  # quarter of an hour after the extended date
        "dan": "2027-01-30 13:45:00 UTC",  # much too late, and nothing to lose
        "eve": "2027-01-14 13:45:00 UTC",  # three days have begun
    }
    for student, time in handed_in.items():
        hand_in(course, student, ANSWERS.get(student, ANSWERS["ada"])[0], timestamp=time)
    course.nbgrader("generate_assignment", "tiny", "--force")
    course.nbgrader("autograde", "tiny")
    with course.gradebook() as gradebook:
        entries = {entry.student.id: entry for entry in gradebook.assignment_submissions("tiny")}
        lost = {name: entry.late_submission_penalty for name, entry in entries.items()}
        assert entries["ada"].assignment.duedate == DUE and entries["cyd"].extension == DAY
        assert entries["cyd"].total_seconds_late == 15 * 60 and entries["ada"].total_seconds_late == 0
    assert lost["ada"] == lost["cyd"] == lost["dan"] == 0
    assert lost["bob"] == pytest.approx(0.1) and lost["eve"] == pytest.approx(0.9)


def test_due_dates_are_entered_for_all(tmp_path: Path):
    course = class_of_four(tmp_path / "course")
    assert enter_due_dates(course) == {} and "course.toml is missing" in command("dates", cwd=course.root).stderr
    (course.root / "course.toml").write_text('time_zone = "UTC"\nassignments.tiny = {due = 2027-01-12T12:45:00, weight = 100}')
    assert command("dates", cwd=course.root).stdout == "tiny         Tuesday, 12 January 2027, 12:45 (UTC)\n"
    assert enter_due_dates(course) == {"tiny": DUE}
    with course.gradebook() as gradebook:
        assert gradebook.find_assignment("tiny").duedate == DUE
