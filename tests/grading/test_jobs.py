"""Many processes run a class, one records it; what is done is not done again, being killed costs nothing."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import nbformat
import psutil
import pytest
from four import ANSWERS, class_of_four, contents, hand_in, marks, results, wait_until
from nbformat.v4 import new_code_cell, new_notebook
from tiny import command

from course_utils.grading import environment
from course_utils.grading.autograde import uninterrupted
from course_utils.grading.course import Course
from course_utils.grading.grade import autograde, only_writer
from course_utils.grading.isolation.limits import Limits
from course_utils.grading.jobs import Job, Result
from course_utils.grading.pool import CallError, WorkerDiedError, WorkerPool, one_thread_and_no_interrupt
from course_utils.grading.results import ResultStore
from course_utils.grading.summary import summarise

@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory, pool: WorkerPool) -> Course:
    """A class of four, marked by one clean run."""
    course = class_of_four(tmp_path_factory.mktemp("marked") / "course")
    assert autograde(course, "tiny", pool).marked == set(ANSWERS)
    return course


@pytest.fixture
def copy_of(marked: Course, tmp_path: Path) -> Course:
    """The marked class once more, in a folder of its own."""
    subprocess.run(["cp", "-r", marked.root, tmp_path / "course"], check=True)
    return Course.at(tmp_path / "course")


# --- what a run does, and what it leaves alone ---


def test_the_marks_are_right(marked: Course):
    assert marks(marked) == {student: points for student, (_, points) in ANSWERS.items()}


def test_a_second_run_does_nothing(marked: Course, pool: WorkerPool):
    before = {path: path.stat().st_mtime_ns for path in marked.path("autograded", ".").rglob("*.ipynb")}
    tally = autograde(marked, "tiny", pool)
    assert tally.unchanged == set(ANSWERS) and not tally.marked and not tally.failed
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_only_what_changed_is_marked_again(copy_of: Course, pool: WorkerPool):
    hand_in(copy_of, "bob", ANSWERS["ada"][0])
    hand_in(copy_of, "eve")
    kept = set(results(copy_of))
    tally = autograde(copy_of, "tiny", pool)
    assert tally.marked == {"bob", "eve"} and tally.unchanged == {"ada", "cyd", "dan"}
    assert marks(copy_of) == {"ada": 3, "bob": 3, "cyd": 1, "dan": 0, "eve": 0}
    # Bob's new answer is Ada's, whose result is there; his old one is in nobody's hands any more.
    assert len(set(results(copy_of)) - kept) == 1 and len(kept - set(results(copy_of))) == 1


def test_a_corrected_test_marks_all_again_and_keeps_marks_given_by_hand(copy_of: Course, pool: WorkerPool):
    with copy_of.gradebook() as gradebook:
        grade = gradebook.find_grade("proof", "sheet", "tiny", "ada")
        grade.manual_score, grade.needs_manual_grade = 0.5, False
        gradebook.db.commit()
    source = copy_of.path("source", "tiny") / "sheet.ipynb"
    source.write_text(source.read_text().replace("double(-1234567) == -2469134", "abs(double(-3)) == 6"))
    assert autograde(copy_of, "tiny", pool).marked == set(ANSWERS)
    assert marks(copy_of) == {"ada": 3.5, "bob": 3, "cyd": 1, "dan": 0}


def test_limits_are_settings_and_part_of_the_key(copy_of: Course, pool: WorkerPool):
    with open(copy_of.root / "nbgrader_config.py", "a") as config:
        config.write('\nc.Isolate.limits = {"cell_seconds": 50.0}\n')
    course = Course.at(copy_of.root)
    assert autograde(course, "tiny", pool).marked == set(ANSWERS)


def test_nbgraders_own_command_and_ours_share_results(copy_of: Course, pool: WorkerPool):
    """Results that were put there by hand show up in the notebooks that nbgrader writes: it ran nothing."""
    store = ResultStore.of(copy_of.directory, "tiny")
    for path in results(copy_of):
        result = store.get(path.stem)
        store.put(path.stem, Result(result.notebook.replace('"seconds":', '"planted": 1, "seconds":')))
    copy_of.nbgrader("autograde", "tiny", "--force")
    graded = [path.read_text() for path in copy_of.path("autograded", ".").rglob("*.ipynb")]
    assert len(graded) == len(ANSWERS) and all('"planted": 1' in text for text in graded)
    assert autograde(copy_of, "tiny", pool).unchanged == set(ANSWERS)
    assert autograde(copy_of, "tiny", pool, force=True).marked == set(ANSWERS)
    assert not any("planted" in path.read_text() for path in results(copy_of))


def test_equal_submissions_are_run_once(copy_of: Course, pool: WorkerPool):
    before = len(results(copy_of))
    for student in ("eve", "fay", "gus"):
        hand_in(copy_of, student)
    assert autograde(copy_of, "tiny", pool).marked == {"eve", "fay", "gus"}
    assert len(results(copy_of)) == before + 1


def test_a_due_date_set_afterwards_counts(copy_of: Course, pool: WorkerPool):
    hand_in(copy_of, "ada", ANSWERS["ada"][0], timestamp="2023-09-27 10:00 UTC")
    assert autograde(copy_of, "tiny", pool).marked == {"ada"}  # the time is new
    for due, lost in (("2023-09-25T00:00:00", 3.0), ("2023-09-27T00:00:00", 1.5), ("2023-09-28T00:00:00", None)):
        (copy_of.root / "course.toml").write_text(
            'time_zone = "UTC"\nlate.percent_per_day = 50\n'
            f"assignments.tiny = {{ due = {due}, weight = 100 }}"
        )
        assert not autograde(copy_of, "tiny", pool).marked
        with copy_of.gradebook() as gradebook:
            entry = gradebook.find_submission("tiny", "ada")
            assert (entry.late_submission_penalty or None, entry.score) == (lost, 3)


@pytest.mark.parametrize("loss", ["gradebook", "graded notebook", "result"])
def test_what_was_lost_is_made_again(copy_of: Course, pool: WorkerPool, loss: str):
    if loss == "gradebook":
        (copy_of.root / "gradebook.db").unlink()
    elif loss == "graded notebook":
        path = copy_of.path("autograded", "tiny", "ada") / "sheet.ipynb"
        path.chmod(0o644)
        path.write_text(path.read_text()[:-9])
    else:
        results(copy_of)[0].unlink()
    tally = autograde(copy_of, "tiny", pool)
    assert len(tally.marked) == {"gradebook": 4, "graded notebook": 1, "result": 0}[loss]
    assert marks(copy_of) == {student: points for student, (_, points) in ANSWERS.items()}



# --- what goes wrong ---


class BrokenEngine:
    """An engine whose first job comes to nothing."""

    def __init__(self, pool: WorkerPool):
        self.pool, self.size, self.calls = pool, pool.size, 0

    def submit(self, function, /, *arguments):
        self.calls += 1
        return self.pool.submit(int, "none") if self.calls == 1 else self.pool.submit(function, *arguments)


def test_a_job_that_cannot_be_done_costs_one_row(copy_of: Course, pool: WorkerPool):
    for student in ("ada", "bob"):
        hand_in(copy_of, student, f"{ANSWERS[student][0]}\nmore = 1")
    tally = autograde(copy_of, "tiny", BrokenEngine(pool))
    assert tally.failed == {"ada"} and tally.marked == {"bob"}
    assert marks(copy_of)["ada"] == 0  # and not what her earlier submission was worth
    failures = {entry.name: entry.failure for entry in summarise(copy_of, "tiny").students if entry.failure}
    assert failures == {"ada": "ValueError: invalid literal for int() with base 10: 'none'"}
    assert autograde(copy_of, "tiny", pool).marked == {"ada"}
    assert not copy_of.log("tiny", "ada").exists()


# --- killed, stopped, started twice ---


@pytest.mark.parametrize("start", ["from nothing", "over earlier marks"])
def test_killed_at_any_moment_and_run_again_it_gives_the_same(copy_of: Course, tmp_path: Path, start: str):
    """The results are there, so that each run records the whole class."""
    if start == "from nothing":
        shutil.rmtree(copy_of.path("autograded", "."))
    else:
        for student, answer in zip(ANSWERS, reversed(ANSWERS.values()), strict=True):
            hand_in(copy_of, student, answer[0])
    script = Path(__file__).parent / "kill_sweep.py"
    subprocess.run([sys.executable, script, copy_of.root, tmp_path / "killed", "5"], check=True)
    clean, *killed = sorted((tmp_path / "killed").iterdir(), reverse=True)
    assert clean.name == "clean" and len(killed) >= 5
    for root in killed:
        assert contents(Course.at(root)) == contents(Course.at(clean))
        assert graded_files(root) == graded_files(clean)


def graded_files(root: Path) -> dict[str, bytes]:
    folder = root / "autograded"
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def started(copy_of: Course):
    """The real command, on new submissions, stopped by its user at the end; the first result has come."""
    for student, (answer, _) in ANSWERS.items():
        hand_in(copy_of, student, f"{answer}\nanother = 1")
    before = set(results(copy_of))
    line = [sys.executable, "-m", "course_utils.grading", "autograde", "tiny", "--workers", "1"]
    process = subprocess.Popen(
        line, cwd=copy_of.root, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    wait_until(lambda: set(results(copy_of)) - before)
    yield copy_of, process, psutil.Process(process.pid).children(recursive=True)
    process.kill()


def all_end(processes: list[psutil.Process]) -> bool:
    return len(processes) >= 1 and not psutil.wait_procs(processes, timeout=60)[1]


def test_killed_in_the_middle_it_leaves_no_process_and_goes_on_where_it_was(started, pool: WorkerPool):
    course, process, children = started
    process.kill()
    process.wait()
    assert all_end(children)
    kept = {path: path.stat().st_mtime_ns for path in results(course)}
    tally = autograde(course, "tiny", pool)
    assert tally.marked | tally.unchanged == set(ANSWERS)
    assert marks(course) == {student: points for student, (_, points) in ANSWERS.items()}
    now = {path: path.stat().st_mtime_ns for path in results(course) if path in kept}
    assert now and now.items() <= kept.items()


def test_ctrl_c_ends_it_cleanly_and_says_how_to_go_on(started, pool: WorkerPool):
    course, process, children = started
    os.killpg(process.pid, signal.SIGINT)
    _, printed = process.communicate(timeout=60)
    assert process.returncode == 130 and "the same command goes on" in printed
    assert "Traceback" not in printed and all_end(children)
    autograde(course, "tiny", pool)
    assert marks(course) == {student: points for student, (_, points) in ANSWERS.items()}


def test_ctrl_c_waits_for_the_end_of_a_recording():
    ended = []
    with pytest.raises(KeyboardInterrupt), uninterrupted():
        os.kill(os.getpid(), signal.SIGINT)
        ended.append(True)
    assert ended and signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_two_runs_at_a_time_are_one_too_many(marked: Course, pool: WorkerPool):
    with only_writer(marked):
        done = command("autograde", "tiny", cwd=marked.root)
        assert done.returncode == 1 and done.stderr.startswith("error: Another run is grading")
    autograde(marked, "tiny", pool)


# --- keys and results ---


def job(answer: str = "x = 1", **changed: object) -> Job:
    notebook = new_notebook(cells=[new_code_cell(answer, id="one")])
    made = Job(nbformat.writes(notebook), {"data.csv": b"1,2"}, Limits())
    return replace(made, **changed)


def test_the_key_is_of_all_that_the_result_depends_on():
    keys = [
        job().key,
        job("x = 2").key,
        job(files={"data.csv": b"1,3"}).key,
        job(files={"other.csv": b"1,2"}).key,
        job(limits=Limits(call_seconds=1.0)).key,
    ]
    assert len(set(keys)) == len(keys) and job().key == keys[0]


def test_ids_outputs_and_counters_are_nothing_to_the_key():
    notebook = nbformat.reads(job().notebook, as_version=4)
    output = nbformat.v4.new_output("stream", text="1")
    notebook.cells[0].update(id="two", execution_count=3, outputs=[output])
    assert job(notebook=nbformat.writes(notebook)).key == job().key


def test_the_environment_is_what_is_installed_and_our_source(tmp_path: Path):
    parts = environment.environment()
    assert {"python", "torch", "ipykernel", "course_utils"} <= parts.keys()
    (tmp_path / "a.py").write_text("x = 1")
    first = environment.source_hash(tmp_path)
    (tmp_path / "a.py").write_text("x = 2")
    assert environment.source_hash(tmp_path) != first


@pytest.mark.parametrize(
    "spoil",
    [lambda text: text[:-5], lambda text: "", lambda text: "[]", lambda text: text.replace('"key"', '"kay"')],
    ids=["cut off", "empty", "of another kind", "without its key"],
)
def test_a_damaged_result_is_none(tmp_path: Path, spoil: Callable[[str], str]):
    store = ResultStore(tmp_path / "results")
    assert store.get("k") is None
    store.put("k", Result("{}"))
    assert store.get("k") == Result("{}")
    (path,) = store.folder.iterdir()
    path.write_text(spoil(path.read_text()))
    assert store.get("k") is None


def test_a_result_under_another_name_is_none(tmp_path: Path):
    store = ResultStore(tmp_path)
    store.put("k", Result("{}"))
    (tmp_path / "k.json").rename(tmp_path / "l.json")
    assert store.get("l") is None


def test_pruning_leaves_what_is_wanted_and_what_is_being_written(tmp_path: Path):
    store = ResultStore(tmp_path)
    for key in ("a", "b"):
        store.put(key, Result("{}"))
    (tmp_path / "new-1").write_text("")
    (tmp_path / "new-2").write_text("")
    os.utime(tmp_path / "new-2", (0, 0))
    store.prune({"a"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "new-1"]


# --- workers ---


def die(path: Path, times: int) -> str:
    """Kills its process as often as it is told."""
    path.write_text(path.read_text() + "x")
    if len(path.read_text()) <= times:
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def sleep_on(path: Path) -> None:
    path.touch()
    time.sleep(600)


def threads() -> tuple[str, int]:
    import torch

    return os.environ["OMP_NUM_THREADS"], torch.get_num_threads()


def test_a_call_whose_process_died_is_done_once_more(pool: WorkerPool, tmp_path: Path):
    for times in (1, 2):
        (tmp_path / str(times)).write_text("")
    once, twice = (pool.submit(die, tmp_path / str(times), times) for times in (1, 2))
    others = [pool.submit(abs, -i) for i in range(10)]
    assert once.result() == "done" and [other.result() for other in others] == list(range(10))
    with pytest.raises(WorkerDiedError, match="exit code -9.*tried 2 times.*memory"):
        twice.result()
    assert pool.submit(abs, -1).result() == 1


def test_a_call_that_raises_gives_its_traceback(pool: WorkerPool):
    with pytest.raises(CallError, match="Traceback[^$]*invalid literal for int"):
        pool.submit(int, "one").result()


def test_workers_have_one_thread(pool: WorkerPool, monkeypatch: pytest.MonkeyPatch):
    assert pool.submit(threads).result() == ("1", 1)
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    monkeypatch.delenv("MKL_NUM_THREADS", raising=False)
    with one_thread_and_no_interrupt():
        assert os.environ["OMP_NUM_THREADS"] == os.environ["MKL_NUM_THREADS"] == "1"
    assert os.environ["OMP_NUM_THREADS"] == "7" and "MKL_NUM_THREADS" not in os.environ


def test_leaving_in_a_hurry_ends_calls_at_once(tmp_path: Path):
    began = time.monotonic()
    with pytest.raises(ZeroDivisionError), WorkerPool(1) as pool:
        assert pool.submit(abs, -1).result() == 1
        asleep, queued = pool.submit(sleep_on, tmp_path / "asleep"), pool.submit(abs, -2)
        wait_until((tmp_path / "asleep").exists)
        1 / 0
    assert queued.cancelled() and isinstance(asleep.exception(), WorkerDiedError)
    assert time.monotonic() - began < 60
