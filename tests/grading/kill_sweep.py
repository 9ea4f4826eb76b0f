"""Kills ``course-grading autograde tiny`` at many moments, each time runs it again: START TARGET TIMES.

START is a course; a copy of it for each moment, named by its number, and one named "clean" are left in
TARGET. A moment is just before or after a commit to the gradebook, or when a file of the course is opened to
write.
"""

import itertools
import os
import shutil
import signal
import sys
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.orm import Session

from course_utils.grading.__main__ import main


def watch(root: Path, kill_at: int | None) -> itertools.count:
    """Counts this process's moments; at the given one it is killed."""
    moments = itertools.count()

    def moment(*_: object) -> None:
        if next(moments) == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def opened(name: str, arguments: tuple) -> None:
        if name != "open" or not str(arguments[0]).startswith(str(root)):
            return
        if arguments[2] & (os.O_WRONLY | os.O_RDWR):
            moment()

    event.listen(Session, "before_commit", moment)
    event.listen(Session, "after_commit", moment)
    sys.addaudithook(opened)
    return moments


def run(root: Path, kill_at: int | None = None) -> int:
    """Runs the command in a process of its own; returns the number of moments, or minus SIGKILL's number."""
    receive, send = os.pipe()
    process = os.fork()
    if process == 0:
        os.chdir(root)
        moments = watch(root, kill_at)
        main()
        os.write(send, str(next(moments)).encode())
        os._exit(0)
    os.close(send)
    _, status = os.waitpid(process, 0)
    with open(receive) as answer:
        return -signal.SIGKILL if os.WIFSIGNALED(status) else int(answer.read())


if __name__ == "__main__":
    start, target, times = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    sys.argv = ["course-grading", "autograde", "tiny"]
    shutil.copytree(start, target / "clean")
    total = run(target / "clean")
    for moment in range(1, total, max(1, total // times)):
        root = target / str(moment)
        shutil.copytree(start, root)
        assert run(root, kill_at=moment) == -signal.SIGKILL
        run(root)
