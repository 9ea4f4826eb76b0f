"""A student's kernel, seen from the trusted side. What comes from there is counted, capped and believed by nobody."""

import resource
import select
import socket
import time
from dataclasses import dataclass
from enum import Enum
from typing import Any

import zmq

from .guarded import Guarded
from .limits import Limits
from .outputs import Outputs
from .provisioner import sandboxed_kernel_manager
from .randomness import SEED

# The first thing that a kernel does: its own start has drawn from this generator, once more and once less often.
FIRST_CELL = f"__import__('random').seed({SEED})"
READY_SECONDS = 60.0  # for a kernel that has run no student code
SEND_MILLISECONDS = 1000
AFTER_INTERRUPT_SECONDS = 3.0
DYING_SECONDS = 2.0  # between the loss of a dying kernel's channels and the report of its end
LOOK_SECONDS = 0.2  # between two looks at this process's memory
SWOLLEN_MEGABYTES = 500  # more than the messages that wait here can take, if each has an end
IDLE_SECONDS = 1.0  # between a kernel's reply and its last output


class KernelStartError(RuntimeError):
    """A fresh kernel, without any student code, did not answer: the machine's fault and not the student's."""


class MachineError(RuntimeError):
    """The machine ended a sandbox, through no fault of the student's: nothing can be said of the submission."""


MACHINES_FAULT = {
    "lost": "The guard of a sandbox was killed.",
    "failed": "The guard of a sandbox failed.",
    "no memory": "The machine ran out of memory, and Linux ended the student's Python. Grade with fewer --workers, or "
    "with a smaller `memory_megabytes` in c.Isolate.limits.",
}


class Stop(Enum):
    """Why a cell did not come to its own end."""

    TIMEOUT = "it took longer than allowed"
    OUTPUT = "it printed or showed more than allowed"
    MEMORY = "it used more memory than allowed"
    CPU = "it used more processor time than allowed"
    DIED = "Python ended in it"


@dataclass
class Request:
    """A cell that the kernel is working on."""

    id: str
    outputs: Outputs
    replied: float | None = None  # the time when the reply came
    idle: bool = False

    def finished(self) -> bool:
        """Both messages that end a cell came, or the second is overdue: a kernel can lose it by flooding."""
        return self.replied is not None and (self.idle or time.monotonic() > self.replied + IDLE_SECONDS)


class StudentKernel:
    """A kernel in a sandbox of its own. ``agent`` is the other end of the socket that its agent serves."""

    def __init__(self, files: dict[str, bytes], limits: Limits):
        self.limits = limits
        self.agent, theirs = socket.socketpair()
        self._manager = sandboxed_kernel_manager()
        with theirs:
            self._manager.start_kernel(agent=theirs, files=files, limits=limits)
        self._guarded = self._manager.provisioner.guarded
        self._session = self._manager.session
        self._poller = zmq.Poller()
        self._shell = self._connect(zmq.DEALER, "shell")
        self._control = self._connect(zmq.DEALER, "control")
        self._open_iopub()
        self._poller.register(self._guarded.fileno(), zmq.POLLIN)
        self._request: Request | None = None
        self._interrupted = False
        self._fresh_megabytes = own_megabytes()
        self._await_ready()

    @property
    def ended(self) -> Stop | None:
        """How the kernel came to its end, or None while it lives."""
        return cause_of_end(self._guarded)

    @property
    def peak_megabytes(self) -> float:
        return self._guarded.peak_megabytes

    def begin(self, code: str, outputs: Outputs, *, silent: bool = False) -> None:
        """Asks the kernel to run a cell; `poll` collects what comes of it."""
        content = {
            "code": code,
            "silent": silent,
            "store_history": not silent,
            "user_expressions": {},
            "allow_stdin": False,
            "stop_on_error": False,
        }
        self._request = Request(self._send(self._shell, "execute_request", content), outputs)

    @property
    def busy(self) -> bool:
        return self._request is not None and not self._request.finished()

    def poll(self, seconds: float, *others: int) -> set[int]:
        """Takes in what has come, waiting up to ``seconds`` for anything; returns which other files are ready.

        It may return sooner. A message in parts without end has no size that ZeroMQ would mind, and is never read;
        what it takes is this process's memory.
        """
        if own_megabytes() > self._fresh_megabytes + SWOLLEN_MEGABYTES:
            self._request.outputs.overflow()
            self.kill()
            return set()
        for other in others:
            self._poller.register(other, zmq.POLLIN)
        ready = dict(self._poller.poll(1000 * max(0, min(seconds, LOOK_SECONDS))))
        for other in others:
            self._poller.unregister(other)
        if self._losses in ready:
            self._reopen_iopub()
            return set()
        if self._control in ready:
            self._control.recv_multipart()
            self._interrupted = True  # nothing else is asked there
        # Of each kind a batch, so that a flood on one channel hides nothing on another.
        for channel in (self._iopub, self._shell):
            if channel in ready:
                self._take(channel)
        return {other for other in others if other in ready}

    def finish(self, deadline: float) -> Stop | None:
        """Waits for the end of the cell, by force at the deadline; returns why it had to be stopped, if so."""
        stop = self.wait(deadline)
        if stop in (Stop.TIMEOUT, Stop.OUTPUT) and not self.ended:
            self.interrupt()
        return stop

    def wait(self, deadline: float, *others: int) -> Stop | None:
        """Waits for the end of the cell, or for other files; returns what speaks against going on, if anything."""
        while self.busy:
            if self._request.outputs.full:
                return Stop.OUTPUT
            if self.ended:
                return self.ended
            left = deadline - time.monotonic()
            if self.poll(left, *others):  # after the deadline once more: what came before it may lie there unread
                return None
            if left <= 0 and self.busy:
                return self.ended or Stop.TIMEOUT
        return None

    def interrupt(self) -> None:
        """Interrupts the cell as Jupyter's button does; a kernel that goes on all the same is killed.

        An interrupt that comes when the cell is just over disturbs the kernel itself, or the next cell. So its
        confirmation is waited for, and an empty cell shows whether the kernel still works.
        """
        self._interrupted = False
        self._send(self._control, "interrupt_request", {})
        if self._comes_back():
            self.begin("", Outputs(1_000_000), silent=True)
        if not self._comes_back():
            self.kill()

    def _comes_back(self) -> bool:
        """Whether the interrupt is confirmed, and the present cell over, in time."""
        deadline = time.monotonic() + AFTER_INTERRUPT_SECONDS
        while (self.busy or not self._interrupted) and not self.ended and time.monotonic() < deadline:
            self.poll(deadline - time.monotonic())
        return self._interrupted and not self.busy and not self.ended

    def kill(self) -> Stop | None:
        """Ends the kernel, all its processes and its sandbox; returns what it had died of by itself, if it had."""
        self._guarded.kill()  # the manager would first ask the kernel, and wait for one that does not listen
        if self.agent.fileno() >= 0:  # not killed before
            self._manager.cleanup_resources()
            self._close_iopub()
            self._shell.close(linger=0)
            self._control.close(linger=0)
            self.agent.close()
        return own_end(self._guarded)

    def _send(self, channel: zmq.Socket, kind: str, content: dict[str, Any]) -> str:
        """Sends a message and returns its id. A kernel that has cut the connection is killed."""
        message = self._session.msg(kind, content)
        try:
            self._session.send(channel, message)
        except zmq.Again:
            self.kill()
        return message["header"]["msg_id"]

    def _connect(self, kind: int, channel: str) -> zmq.Socket:
        made = zmq.Context.instance().socket(kind)
        made.linger = 0
        # A larger message never reaches this process: ZeroMQ drops the connection instead.
        made.maxmsgsize = 4 * 1000 * self.limits.output_kilobytes
        made.rcvhwm = 100
        made.sndtimeo = SEND_MILLISECONDS
        if kind == zmq.SUB:
            made.subscribe(b"")
        made.connect(f"ipc://{self._manager.ip}-{getattr(self._manager, f'{channel}_port')}")
        self._poller.register(made, zmq.POLLIN)
        return made

    def _open_iopub(self) -> None:
        self._iopub = self._connect(zmq.SUB, "iopub")
        self._losses = self._iopub.get_monitor_socket(zmq.EVENT_DISCONNECTED)
        self._poller.register(self._losses, zmq.POLLIN)

    def _close_iopub(self) -> None:
        self._poller.unregister(self._losses)
        self._poller.unregister(self._iopub)
        self._iopub.disable_monitor()
        self._losses.close(linger=0)
        self._iopub.close(linger=0)

    def _reopen_iopub(self) -> None:
        """After a message that was too large the channel is dead; if the kernel lives, that is what happened."""
        self._close_iopub()
        self._open_iopub()
        deadline = time.monotonic() + DYING_SECONDS
        while not self.ended and (left := deadline - time.monotonic()) > 0:
            select.select([self._guarded], [], [], left)
        if self._request is not None and not self.ended:
            self._request.outputs.overflow()

    def _await_ready(self) -> None:
        """Waits until both channels carry messages: before that, first outputs could be lost."""
        deadline = time.monotonic() + READY_SECONDS
        patience = 0.1
        while time.monotonic() < deadline and not self.ended:
            self.begin(FIRST_CELL, Outputs(1_000_000), silent=True)
            patience *= 2  # on a machine so slow that all answers come after the next question, one must come in time
            asked_again = time.monotonic() + patience
            while time.monotonic() < asked_again and not self.ended:
                self.poll(asked_again - time.monotonic())
                if self._request.replied is not None and self._request.idle:
                    return
        report = self._guarded.ended
        self.kill()
        raise KernelStartError(f"A fresh kernel did not answer in its sandbox (it ended with {report}).")

    def _take(self, channel: zmq.Socket, most: int = 50) -> None:
        """Takes in up to ``most`` messages of one channel."""
        for _ in range(most):
            try:
                frames = channel.recv_multipart(zmq.NOBLOCK)
            except zmq.Again:
                return
            size = sum(map(len, frames))
            try:
                _, parts = self._session.feed_identities(frames)
                self._receive(self._session.deserialize(parts), size)
            except Exception:  # forged: wrong signature, no JSON, too deep, no such fields, ...
                self._receive({}, size)

    def _receive(self, message: dict[str, Any], size: int) -> None:
        """Takes one message; only those of the present cell count, but all count as output."""
        request = self._request
        if request is None:
            return
        mine = message.get("parent_header", {}).get("msg_id") == request.id
        kind, content = (message["msg_type"], message["content"]) if mine else ("", {})
        if kind == "execute_reply":
            request.replied = time.monotonic()
        elif kind == "status":
            request.idle |= content.get("execution_state") == "idle"
        else:
            request.outputs.receive(kind, content, size)


def own_megabytes() -> float:
    """The memory that this process holds."""
    with open("/proc/self/statm") as stream:
        return int(stream.read().split()[1]) * resource.getpagesize() / 2**20


def cause_of_end(guarded: Guarded) -> Stop | None:
    """How what runs in a sandbox came to its end, or None while it lives. Raises MachineError."""
    report = guarded.ended
    if report is None:
        return None
    if report["ended"] in MACHINES_FAULT:
        raise MachineError(MACHINES_FAULT[report["ended"]])
    return {"memory": Stop.MEMORY, "cpu": Stop.CPU}.get(report["ended"], Stop.DIED)


def own_end(guarded: Guarded) -> Stop | None:
    """What it had died of by itself, if it had, now that it is killed. Raises MachineError."""
    return None if guarded.ended["ended"] == "killed" else cause_of_end(guarded)
