"""A student's interpreter without a sandbox: a process that has run the student's code and serves the examiner."""

import linecache
import multiprocessing
import os
import select
import signal
import socket
import sys
from multiprocessing.connection import Connection

from course_utils.grading.isolation.agent import AGENT_FD, serve
from course_utils.grading.isolation.examiner import Examiner, Verdict

FORKS = multiprocessing.get_context("forkserver")
# The first use of an optimiser or of torch.func imports torch._dynamo: once, instead of once in each interpreter.
FORKS.set_forkserver_preload(["pytest", "torch._dynamo", "course_utils.grading.isolation.examiner"])

START_SECONDS = 60


class Student:
    """A process in which ``cells`` have run; ``connected`` leads to it. To be used in a ``with`` statement."""

    def __init__(self, *cells: str):
        self.connected, theirs = socket.socketpair()
        ready, tell = FORKS.Pipe(duplex=False)
        with theirs, ready:
            self.process = FORKS.Process(target=live, args=(theirs, tell, cells), daemon=True)
            self.process.start()
            tell.close()
            ready.poll(START_SECONDS)  # a test may give it less time than it takes to start on a busy machine

    def __enter__(self) -> "Student":
        return self

    def __exit__(self, *exception: object) -> None:
        self.connected.close()
        self.process.kill()
        self.process.join()

    def interrupt(self) -> None:
        """As Jupyter's button does it."""
        os.kill(self.process.pid, signal.SIGINT)


def live(connected: socket.socket, ready: Connection, cells: tuple[str, ...]) -> None:
    """Runs the cells, then serves one test after the other."""
    os.dup2(connected.fileno(), AGENT_FD)
    connected.close()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, source in enumerate(cells):
        name = f"<cell {number}>"
        linecache.cache[name] = (len(source), None, source.splitlines(True), name)  # as IPython does
        exec(compile(source, name, "exec", dont_inherit=True), sys.modules["__main__"].__dict__)
    ready.close()
    with socket.socket(fileno=os.dup(AGENT_FD)) as peeked:
        while select.select([peeked], [], [])[0] and peeked.recv(1, socket.MSG_PEEK):
            serve(AGENT_FD)


def examine(answer: str, test: str, *, setup: str = "", points: float = 1.0, call_seconds: float = 20.0) -> Verdict:
    """The examiner's verdict on one test of one answer."""
    examiner = Examiner()
    examiner.setup(setup, "setup")
    with Student(setup, answer) as student:
        examiner.connect(student.connected)
        return examiner.test(test, "test", points, call_seconds)
