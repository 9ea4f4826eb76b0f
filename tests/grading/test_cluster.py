"""The same marks on a cluster: a real scheduler and real workers on this machine, one killed meanwhile."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from four import ANSWERS, class_of_four, hand_in, marks, results, wait_until
from tiny import ROOT, command

from course_utils.grading.autograde import Autograding
from course_utils.grading.cluster import Cluster
from course_utils.grading.course import CourseError
from course_utils.grading.grade import register
from course_utils.grading.pool import WorkerDiedError


def dask(*arguments: str, **environment: str) -> subprocess.Popen:
    """Starts ``dask scheduler`` or ``dask worker`` as on a machine of its own."""
    line = [sys.executable, "-m", "dask", *arguments, "--no-dashboard"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    # In another folder, because `python -m` would import this one's modules first.
    return subprocess.Popen(line, env={**os.environ, "OMP_NUM_THREADS": "1", **environment}, cwd="/", **quiet)


def worker(address: str, folder: Path, *options: str, **environment: str) -> subprocess.Popen:
    place = ("--local-directory", str(folder), "--host", "127.0.0.1", "--no-nanny")
    return dask("worker", address, *place, *(options or ("--nthreads", "1")), **environment)


@contextmanager
def scheduler(folder: Path, **environment: str) -> Iterator[str]:
    """A scheduler's address."""
    file = folder / "scheduler.json"
    place = ("--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file))
    process = dask("scheduler", *place, **environment)
    try:
        wait_until(lambda: file.exists() and file.read_text().endswith("}"))
        yield json.loads(file.read_text())["address"]
    finally:
        process.kill()
        process.wait()


@contextmanager
def ending(*processes: subprocess.Popen) -> Iterator[None]:
    try:
        yield
    finally:
        for process in processes:
            with suppress(ProcessLookupError):
                process.kill()
            process.wait()


def test_a_worker_killed_in_mid_run_costs_nothing(tmp_path: Path):
    course = class_of_four(tmp_path / "course")
    hand_in(course, "eve")
    right = {student: points for student, (_, points) in ANSWERS.items()} | {"eve": 0}
    with scheduler(tmp_path) as address:
        workers = [worker(address, tmp_path), worker(address, tmp_path)]
        with ending(*workers), Cluster(address) as cluster:
            wait_until(lambda: cluster.size == 2)
            register(course, "tiny")
            run = Autograding(course, "tiny")
            done = []
            for student in run.run(course.submitters("tiny"), cluster):
                done.append(student)
                workers[0].kill()  # after the first: four more are on their way
            assert sorted(done) == sorted(right) and not run.tally.failed
            assert cluster.size == 1 and marks(course) == right
            # From now on the command itself, on the worker that is left.
            hand_in(course, "fay", ANSWERS["ada"][0] + "\nmore = 1")
            printed = command("autograde", "tiny", "--scheduler", address, cwd=course.root)
            assert printed.stdout.strip() == "1 marked, 5 unchanged, 0 not graded", printed.stderr
            assert marks(course) == right | {"fay": 3} and len(results(course)) == 6


def test_what_is_not_fit_is_named_with_the_remedy(tmp_path: Path):
    """A call that kills its worker, a worker with other code, one with two threads."""
    other = tmp_path / "other"
    shutil.copytree(ROOT / "course_utils", other / "course_utils")
    with open(other / "course_utils" / "data.py", "a") as source:
        source.write("# changed")
    with scheduler(tmp_path, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0") as address:
        with ending(worker(address, tmp_path)), Cluster(address) as cluster:
            with pytest.raises(WorkerDiedError, match="1 workers died of it.*memory"):
                cluster.submit(os._exit, 1).result(60)
        with ending(worker(address, tmp_path, PYTHONPATH=str(other))), Cluster(address) as cluster:
            with pytest.raises(CourseError, match="has course_utils .* instead of .*git pull.*make setup"):
                cluster.submit(abs, -1).result(60)
        two = worker(address, tmp_path, "--nthreads", "2")
        with ending(two), Cluster(address) as cluster:
            with pytest.raises(CourseError, match="has 2 threads.*--nthreads 1"):
                cluster.submit(abs, -1).result(60)


def test_a_scheduler_that_goes_is_said_and_what_has_come_is_kept(tmp_path: Path):
    course = class_of_four(tmp_path / "course")
    with scheduler(tmp_path) as address:
        with ending(worker(address, tmp_path)), Cluster(address) as cluster:
            register(course, "tiny")
            run = Autograding(course, "tiny").run(course.submitters("tiny"), cluster)
            first = next(run)
            pid = cluster._client.run_on_scheduler(os.getpid)
            os.kill(pid, signal.SIGKILL)
            with pytest.raises(CourseError, match="scheduler has gone.*kept"):
                list(run)
            assert first in marks(course) and results(course)


def test_nobody_there(tmp_path: Path):
    course = class_of_four(tmp_path / "course")
    done = command("autograde", "tiny", "--scheduler", "tcp://127.0.0.1:1", cwd=course.root)
    assert done.returncode == 1 and "No scheduler answers at tcp://127.0.0.1:1" in done.stderr
    assert "Traceback" not in done.stderr
    with scheduler(tmp_path) as address:
        with pytest.raises(CourseError, match="has no worker.*dask worker tcp.*--nthreads 1"):
            Cluster(address)
