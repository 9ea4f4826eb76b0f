"""The trusted side: a plain interpreter that runs the instructor's setup cells and the test cells, and judges.

It never holds code of the student's. A test cell gets the student's work by name, through `remote`.
"""

import ast
import builtins
import contextlib
import io
import itertools
import json
import select
import socket
import symtable
import time
import traceback
import types
import warnings
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from ..regions import regions
from .outcome import Outcome
from .randomness import seed_generators
from .remote import Connection, StudentError, StudentGone, clean
from .wire import Channel

MAX_STDOUT = 100_000  # characters


@dataclass
class Verdict:
    """What the examiner says of one test cell; ``score`` is a partial credit, None where there is none.

    ``traceback`` is for the reader: the message, then the student's own traceback if there is one. ``lost`` says
    that the student's kernel cannot be talked to any more.
    """

    outcome: Outcome
    score: float | None = None
    ename: str = ""
    evalue: str = ""
    traceback: list[str] = field(default_factory=list)
    stdout: str = ""
    seconds: float = 0.0
    lost: bool = False


class CreditError(ValueError):
    """A test cell ends in a number that cannot be a credit."""


class Examiner:
    """The namespace of the setup cells, and the way to the student's kernel once there is one."""

    def __init__(self) -> None:
        self.namespace: dict[str, Any] = {"__name__": "__main__", "__builtins__": builtins}
        self._channel: Channel | None = None
        self._numbers = itertools.count(1)

    def setup(self, source: str, name: str) -> bool:
        """Runs a cell of the instructor's that is no test; returns whether it was about the student's work instead.

        Such a cell uses names that only the student's kernel has, and is left to that.
        """
        code = compile(source, filename(name), "exec", dont_inherit=True)
        if free_names(source) - self.namespace.keys():
            return True
        with silence():
            exec(code, self.namespace)
        return False

    def connect(self, connected: socket.socket) -> None:
        """Takes the socket that leads to a student's kernel; the one before, if any, is closed."""
        if self._channel is not None:
            self._channel.close()
        self._channel = Channel(connected)

    def test(self, source: str, name: str, points: float, call_seconds: float) -> Verdict:
        """Runs a test cell on the student's work. Its own names are gone afterwards.

        ``call_seconds`` is how long the student's code may take for one request.
        """
        began = time.monotonic()
        test = TestCell(source, name, points)
        classes = {key: value for key, value in self.namespace.items() if isinstance(value, type)}
        connection = Connection(self._channel, self._numbers, call_seconds, test.defines, classes)
        stdout = CappedText()
        try:
            with silence(stdout):
                verdict = test.run(dict(self.namespace), connection)
        finally:
            connection.finish()
        verdict.stdout = clean(stdout.getvalue(), MAX_STDOUT)
        verdict.seconds = time.monotonic() - began
        verdict.lost = self._channel.broken
        return verdict


@dataclass
class TestCell:
    """One test cell."""

    __test__ = False  # for pytest

    source: str
    name: str
    points: float

    def defines(self, value: Any) -> bool:
        """Whether this is a function that the cell itself defines."""
        return isinstance(value, types.FunctionType) and value.__code__.co_filename == filename(self.name)

    def run(self, namespace: dict[str, Any], connection: Connection) -> Verdict:
        """The verdict. Without the student's kernel to the end of the test there is no pass."""
        try:
            self._fetch(namespace, connection)
            score = self._credit(self._execute(namespace))
        except BaseException as error:
            return self._failure(connection.gone or error)
        if connection.gone:
            return self._failure(connection.gone)
        return Verdict(Outcome.PASSED if score in (None, self.points) else Outcome.WRONG, score)

    def _fetch(self, namespace: dict[str, Any], connection: Connection) -> None:
        """Gets the student's work. What does not exist is missed where the test first uses it, as in a notebook."""
        for name in sorted(free_names(self.source) - namespace.keys()):
            with contextlib.suppress(NameError):
                namespace[name] = connection.get(name)

    def _execute(self, namespace: dict[str, Any]) -> Any:
        """Runs the cell; returns the value of its last expression, None if it ends otherwise."""
        tree = ast.parse(self.source, filename(self.name))
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, filename(self.name), "exec", dont_inherit=True), namespace)
        if last is not None:
            code = compile(ast.Expression(last.value), filename(self.name), "eval", dont_inherit=True)
            return eval(code, namespace)

    def _credit(self, value: Any) -> float | None:
        """The points that the value of the last expression stands for, None if it is no number."""
        if isinstance(value, bool) or not isinstance(value, (int, float, np.integer, np.floating)):
            return None
        if not 0 <= value <= self.points:  # nan too
            raise CreditError(f"The test gave {value} points out of {self.points:g}.")
        return float(value)

    def _failure(self, error: BaseException) -> Verdict:
        students = error if isinstance(error, StudentError) else error.__cause__
        students = students if isinstance(students, StudentError) else None
        message = clean(error.msg if isinstance(error, SyntaxError) else str(error))
        name = type(error).__name__
        lines = [message if type(error).__name__ == "CheckError" else f"{name}: {message}" if message else name]
        if (line := self._visible_line(error)) is not None:
            lines.append(f"test line: {line}")
        if students is not None and students.student_traceback:
            lines += ["In your code:", students.student_traceback]
        return Verdict(outcome(error, students), ename=name, evalue=message, traceback=lines)

    def _visible_line(self, error: BaseException) -> str | None:
        """The line of the cell that the error came up in, if the students have it before their eyes."""
        frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == filename(self.name)]
        if not frames:
            return None
        line = self.source.split("\n")[frames[-1].lineno - 1].strip()
        return line if line in {text.strip() for region, text in regions(self.source) if not region} else None


def outcome(error: BaseException, students: StudentError | None) -> Outcome:
    """What an error says of the answer; ``students`` is the student's error that led to it, if one did."""
    if isinstance(students, StudentGone):
        return Outcome.TIMEOUT if students.reason == "timeout" else Outcome.KILLED
    if isinstance(students, MemoryError):
        return Outcome.OUT_OF_MEMORY
    if students is None and isinstance(error, AssertionError):
        return Outcome.WRONG
    return Outcome.ERROR


def filename(name: str) -> str:
    """By what name the code of a cell is known."""
    return f"<{name}>"


def bound_names(source: str) -> set[str]:
    """The names that a cell defines.

    >>> sorted(bound_names("import math as m\\ny = f(x)\\ndef g(): z = 1"))
    ['g', 'm', 'y']
    """
    return names(source)[0]


def free_names(source: str) -> set[str]:
    """The names that a cell uses without defining them, in nested functions too; builtins aside.

    >>> sorted(free_names("y = f(x)\\ng = lambda t: [h(s, y) for s in t]\\nprint(g)"))
    ['f', 'h', 'x']
    """
    bound, used = names(source)
    return used - bound - vars(builtins).keys()


def names(source: str) -> tuple[set[str], set[str]]:
    """The names that a cell defines, and those of the notebook's or Python's that it uses."""
    top = symtable.symtable(source, "<cell>", "exec")
    bound = {symbol.get_name() for symbol in top.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    used = {symbol.get_name() for symbol in top.get_symbols() if symbol.is_referenced()}
    inner = list(top.get_children())
    while inner:
        table = inner.pop()
        inner += table.get_children()
        for symbol in table.get_symbols():
            if symbol.is_global():
                (bound if symbol.is_assigned() else used).add(symbol.get_name())
    return bound, used


class CappedText(io.StringIO):
    """Keeps the beginning of what is printed."""

    def write(self, text: str) -> int:
        super().write(text[: max(0, MAX_STDOUT - self.tell())])
        return len(text)


@contextlib.contextmanager
def silence(stdout: io.StringIO | None = None) -> Any:
    """Runs the instructor's code from the same random state each time, with its output kept or dropped."""
    seed_generators()
    streams = contextlib.redirect_stdout(stdout or CappedText()), contextlib.redirect_stderr(CappedText())
    with streams[0], streams[1], warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def main(control: socket.socket) -> None:
    """Carries out commands, one line of JSON each, until the other side closes the socket. Each has one reply."""
    examiner = Examiner()
    for command, sockets in commands(control):
        reply = {"done": command["do"], **carried_out(examiner, command, sockets)}
        control.sendall(json.dumps(reply).encode() + b"\n")


def carried_out(examiner: Examiner, command: dict[str, Any], sockets: list[socket.socket]) -> dict[str, Any]:
    """Carries out one command."""
    match command["do"]:
        case "setup":
            try:
                return {"skipped": examiner.setup(command["source"], command["name"]), "error": None}
            except BaseException as error:  # SystemExit too: it is the instructor's cell that is wrong
                return {"skipped": False, "error": clean(f"{type(error).__name__}: {error}")}
        case "connect":
            examiner.connect(sockets.pop())
            return {}
        case "test":
            details = (command[key] for key in ("source", "name", "points", "call_seconds"))
            return asdict(examiner.test(*details))
        case other:
            raise ValueError(f"unknown command {other!r}")


def commands(control: socket.socket) -> Any:
    """The commands that come, each with the sockets that have come with it."""
    received, sockets = b"", []
    while True:
        data, descriptors, _, _ = socket.recv_fds(control, 2**16, 4)
        sockets += [socket.socket(fileno=descriptor) for descriptor in descriptors]
        if not data:
            return
        received += data
        while b"\n" in received:
            line, _, received = received.partition(b"\n")
            yield json.loads(line), sockets


class ExaminerClient:
    """Gives commands to an examiner in another process. One command at a time: send it, then receive its reply."""

    def __init__(self, control: socket.socket):
        self._control = control
        self._received = b""

    def fileno(self) -> int:
        """For select and poll: readable when the reply has come, or the examiner has ended."""
        return self._control.fileno()

    def send_setup(self, source: str, name: str) -> None:
        self._send({"do": "setup", "source": source, "name": name})

    def send_connect(self, student: socket.socket) -> None:
        self._send({"do": "connect"}, [student.fileno()])

    def send_test(self, source: str, name: str, points: float, call_seconds: float) -> None:
        command = {"do": "test", "source": source, "name": name, "points": points, "call_seconds": call_seconds}
        self._send(command)

    def receive(self, timeout: float) -> dict[str, Any]:
        """The reply to the command. Raises TimeoutError, or EOFError when the examiner has ended."""
        until = time.monotonic() + timeout
        while b"\n" not in self._received:
            if not select.select([self], [], [], max(0.0, until - time.monotonic()))[0]:
                raise TimeoutError("The examiner has not replied.")
            data = self._control.recv(2**20)
            if not data:
                raise EOFError("The examiner has ended.")
            self._received += data
        line, _, self._received = self._received.partition(b"\n")
        return json.loads(line)

    def receive_verdict(self, timeout: float = 5.0) -> Verdict:
        """The reply to a test."""
        reply = self.receive(timeout)
        reply.pop("done")
        return Verdict(**{**reply, "outcome": Outcome(reply["outcome"])})

    def _send(self, command: dict[str, Any], descriptors: list[int] = []) -> None:
        line = json.dumps(command).encode() + b"\n"
        sent = socket.send_fds(self._control, [line], descriptors)
        self._control.sendall(line[sent:])
