"""Runs one notebook: the student's cells in a sandboxed kernel, the test cells in the examiner, which judges.

Whatever the kernel does, the worst that it can earn is a wrong answer: each test cell starts out as failed, and
only the examiner's verdict changes that.
"""

import contextlib
import copy
import math
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.utils import is_solution

from ..sheet import is_test
from .agent import SERVE
from .examiner import ExaminerClient, Verdict
from .kernel import StudentKernel, Stop, own_end
from .limits import Limits
from .outcome import Outcome
from .outputs import Outputs
from .provisioner import ExaminerProcess

GRACE_SECONDS = 5.0  # for the verdict, once the student's kernel is gone or serves no longer: a machine may be busy
BACK_SECONDS = 2.0  # for a kernel to come back from serving
LATE_SECONDS = 0.1  # for one whose answer is late already
OUTCOMES = {
    Stop.TIMEOUT: Outcome.TIMEOUT,
    Stop.OUTPUT: Outcome.OUTPUT_LIMIT,
    Stop.MEMORY: Outcome.OUT_OF_MEMORY,
    Stop.CPU: Outcome.TIMEOUT,
    Stop.DIED: Outcome.KILLED,
}


class IsolationError(RuntimeError):
    """The instructor's own part of a notebook failed; the message says which cell and how."""


def run_notebook(notebook: NotebookNode, files: dict[str, bytes], limits: Limits) -> NotebookNode:
    """The sanitised ``notebook``, executed: with outputs, and outcome and seconds of each test cell.

    ``files`` are laid into the working folder. Raises IsolationError when a cell of the instructor's fails, and
    SandboxError or KernelStartError when the machine cannot run a sandbox.
    """
    executor = Executor(copy.deepcopy(notebook), files, limits)
    try:
        return executor.run()
    finally:
        executor.close()


@dataclass
class TrustedSide:
    """The trusted side: its process, and what has been set up in it, to be done again when it is replaced."""

    files: dict[str, bytes]
    limits: Limits
    setups: list[NotebookNode]

    def __post_init__(self) -> None:
        self.process = ExaminerProcess(self.files, self.limits)
        self.client = ExaminerClient(self.process.socket)
        for cell in self.setups:
            self._set_up(cell)

    def set_up(self, cell: NotebookNode) -> None:
        """Runs a cell of the instructor's that is no test. One about the student's work is passed over."""
        self._set_up(cell)
        self.setups.append(cell)

    def _set_up(self, cell: NotebookNode) -> None:
        self.client.send_setup(cell.source, name_of(cell))
        if error := self.client.receive(self.limits.cell_seconds).get("error"):
            raise IsolationError(f"The instructor's cell {name_of(cell)!r} fails where tests run: {error}")

    def connect(self, kernel: StudentKernel) -> None:
        """Gives the examiner the socket that leads to a student's kernel."""
        self.client.send_connect(kernel.agent)
        self.client.receive(self.limits.cell_seconds)

    def ended(self) -> Stop | None:
        """Ends it; returns what it had died of by itself, if it had."""
        self.process.kill()
        return own_end(self.process.guarded)

    def anew(self) -> "TrustedSide":
        """A new one in the place of one that has ended."""
        return TrustedSide(self.files, self.limits, self.setups)


class Executor:
    """One notebook on its way through the two interpreters."""

    def __init__(self, notebook: NotebookNode, files: dict[str, bytes], limits: Limits):
        self.notebook = notebook
        self.files = files
        self.limits = limits
        self.until = math.inf  # time for the notebook runs from when both interpreters stand
        self.spent: Counter[str] = Counter()  # seconds, by what they were spent on
        with self._timed("start"):
            self.examiner = TrustedSide(files, limits, setups=[])
        self.kernel: StudentKernel | None = None
        self.kernels = 0
        self.peak_megabytes = 0.0
        self.done: list[NotebookNode] = []  # what a new kernel has to run again

    def run(self) -> NotebookNode:
        """Runs all cells, in order."""
        with self._timed("start"):
            self._start_kernel()
        started = time.monotonic()  # from here on the seconds are the submission's own
        self.until = started + self.limits.notebook_seconds
        for cell in filter(is_test, self.notebook.cells):
            self._mark_not_reached(cell)
        for cell in self.notebook.cells:
            if cell.cell_type == "code" and not is_test(cell):
                with self._timed("answers" if is_students(cell) else "setup"):
                    self._run_cell(cell)
            elif cell.cell_type == "code":
                with self._timed("tests"):
                    self._run_test(cell)
        seconds = time.monotonic() - started
        self._drop_kernel()  # its last report has the peak
        self.notebook.metadata["course"] = {
            "seconds": round(seconds, 3),
            "peak_megabytes": round(self.peak_megabytes, 1),
            "restarts": max(0, self.kernels - 1),
            "parts": {part: round(seconds, 3) for part, seconds in self.spent.items()},
        }
        return self.notebook

    @contextlib.contextmanager
    def _timed(self, part: str) -> Iterator[None]:
        began = time.monotonic()
        try:
            yield
        finally:
            self.spent[part] += time.monotonic() - began

    def close(self) -> None:
        """Ends both interpreters."""
        try:
            self._drop_kernel()
        finally:
            self.examiner.process.kill()

    def _run_cell(self, cell: NotebookNode) -> None:
        """Runs the student's cell, or the instructor's, which the examiner is to know too."""
        if not is_students(cell):
            self.examiner.set_up(cell)
        outputs = self._new_outputs()
        if not self._have_kernel():
            outputs.error("NotReached", self._not_reached(), [self._not_reached()])
        elif stop := self._execute(cell, outputs):
            why = f"This cell was stopped: {stop.value}."
            outputs.error("Stopped", why, [why])
        cell.outputs = outputs.finish()

    def _execute(self, cell: NotebookNode, outputs: Outputs) -> Stop | None:
        """Runs a cell in the student's kernel; one that the kernel did not survive is never run again."""
        self.kernel.begin(cell.source, outputs)
        stop = self.kernel.finish(min(self.until, time.monotonic() + self.limits.cell_seconds))
        if ended := self.kernel.ended:
            stop = self._drop_kernel() or stop or ended
        else:
            self.done.append(cell)
        return stop

    def _have_kernel(self) -> bool:
        """Whether there is a kernel, a new one that has run the cells before if need be, and time for it."""
        while self.kernel is None or self.kernel.ended:
            self._drop_kernel()
            if self.kernels > self.limits.restarts or time.monotonic() > self.until:
                return False
            self._start_kernel()
            again, self.done = self.done, []
            for cell in again:
                if self.kernel is None:  # it died on the way: the rest is for the next one
                    self.done.append(cell)
                else:
                    self._execute(cell, self._new_outputs())
        return time.monotonic() <= self.until

    def _new_outputs(self) -> Outputs:
        return Outputs(1000 * self.limits.output_kilobytes)

    def _start_kernel(self) -> None:
        self.kernels += 1
        self.kernel = StudentKernel(self.files, self.limits)
        self.examiner.connect(self.kernel)

    def _run_test(self, cell: NotebookNode) -> None:
        """Has the examiner judge a test cell, with the student's kernel at its service."""
        if not self._have_kernel():
            return self._mark_not_reached(cell)
        began = time.monotonic()
        printed = self._new_outputs()
        self.kernel.begin(SERVE, printed, silent=True)
        points = float(cell.metadata.nbgrader.points)
        self.examiner.client.send_test(cell.source, name_of(cell), points, self.limits.call_seconds)
        deadline = min(self.until, began + self.limits.cell_seconds)
        stop = self.kernel.wait(deadline, self.examiner.client.fileno())
        if stop:
            stop = self._drop_kernel() or stop
        verdict = self._verdict(stop)
        stop = self._release_kernel(verdict) or stop
        if verdict.outcome is Outcome.KILLED and stop:  # the examiner saw the connection end, not why
            verdict = stopped(stop)
        if stop is Stop.TIMEOUT and deadline == self.until and verdict.outcome is Outcome.TIMEOUT:
            return self._mark_not_reached(cell)  # the time was short for another reason
        mark(cell, verdict.outcome, time.monotonic() - began, stdout(printed) + shown(verdict, points))

    def _verdict(self, stop: Stop | None) -> Verdict:
        """What the examiner says. Once the kernel is gone it knows at once, unless the test itself hangs."""
        with contextlib.suppress(EOFError):  # the examiner itself came to its end
            while True:
                try:
                    return self.examiner.client.receive_verdict(GRACE_SECONDS)
                except TimeoutError:
                    if self.kernel is None:
                        break
                    self._drop_kernel()  # it serves no longer, while the test goes on
        self._drop_kernel()  # a new examiner needs a kernel that waits for its first request
        stop = self.examiner.ended() or stop
        self.examiner = self.examiner.anew()
        return stopped(stop or Stop.TIMEOUT)

    def _release_kernel(self, verdict: Verdict) -> Stop | None:
        """Brings the kernel back from serving a test that is over; returns what it died of, if it did.

        Only code that is late is interrupted: a kernel on its way back would be disturbed.
        """
        if self.kernel is None:
            return None
        # A lost connection most often means that the kernel is dying: of what, is worth waiting for.
        late = verdict.outcome is Outcome.TIMEOUT and not verdict.lost
        self.kernel.finish(time.monotonic() + (LATE_SECONDS if late else BACK_SECONDS))
        ended = self.kernel.ended
        return self._drop_kernel() or ended if verdict.lost or ended else None

    def _drop_kernel(self) -> Stop | None:
        """Ends the student's kernel; the next cell that needs one gets a new one. Returns what it had died of."""
        if self.kernel is None:
            return None
        kernel, self.kernel = self.kernel, None
        died = kernel.kill()
        self.peak_megabytes = max(self.peak_megabytes, kernel.peak_megabytes)
        return died

    def _mark_not_reached(self, cell: NotebookNode) -> None:
        mark(cell, Outcome.NOT_REACHED, 0.0, [failure("NotReached", self._not_reached())])

    def _not_reached(self) -> str:
        if self.kernels > self.limits.restarts:
            return f"Not run to its end: Python had ended {self.kernels} times in the cells before."
        return f"Not run to its end: the {self.limits.notebook_seconds:g} seconds for one submission were used up."


def is_students(cell: NotebookNode) -> bool:
    """Whether a code cell's content is the student's: an answer, or a cell that the student added."""
    return is_solution(cell) or cell.metadata.get("course", {}).get("own", False)


def name_of(cell: NotebookNode) -> str:
    return cell.metadata.get("nbgrader", {}).get("grade_id") or cell.id


def mark(cell: NotebookNode, outcome: Outcome, seconds: float, outputs: list[NotebookNode]) -> None:
    """Writes into a test cell what became of it; nbgrader reads the points off the outputs."""
    cell.metadata["course"] = {"outcome": str(outcome), "seconds": round(seconds, 3)}
    cell.outputs = outputs


def stopped(stop: Stop) -> Verdict:
    """The verdict on a test whose student's kernel had to be stopped, or died."""
    why = f"This test was not passed: your code was stopped, {stop.value}."
    return Verdict(OUTCOMES[stop], ename="Stopped", evalue=why, traceback=[why])


def shown(verdict: Verdict, points: float) -> list[NotebookNode]:
    """The outputs of a test cell from which nbgrader reads the verdict: an error, a number of points, or none."""
    outputs = stream(verdict.stdout)
    if verdict.outcome is not Outcome.PASSED and verdict.score is None:
        return [*outputs, failure(verdict.ename, verdict.evalue, verdict.traceback)]
    if verdict.score is not None:
        result = {"text/plain": repr(verdict.score)}
        outputs.append(new_output("execute_result", data=result, execution_count=None))
    return outputs


def failure(name: str, value: str, traceback: list[str] | None = None) -> NotebookNode:
    return new_output("error", ename=name, evalue=value, traceback=traceback or [value])


def stream(text: str) -> list[NotebookNode]:
    return [new_output("stream", name="stdout", text=text)] if text else []


def stdout(printed: Outputs) -> list[NotebookNode]:
    """What the student's code printed while it was tested: as text on stdout, which no mark depends on."""
    return stream("".join(output.text for output in printed.finish() if output.output_type == "stream"))
