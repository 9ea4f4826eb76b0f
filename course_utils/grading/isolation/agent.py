"""The student's side of a test: answers the examiner's requests about what the student made.

It runs inside the student's interpreter, so nothing that it says is to be believed. It is written for honest work,
which is to get the marks that it would get in a notebook.
"""

import array
import builtins
import collections
import io
import itertools
import os
import pickle
import signal
import socket
import sys
import threading
import traceback
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, NoReturn

import numpy as np
import torch

from . import wire
from .randomness import seed_generators
from .wire import ENCODERS, Channel, Decoder, Encoder, Node

SERVE = "# Serve the examiner."  # the cell for which the student's kernel calls `serve`
AGENT_FD = 100  # where the student's kernel has its end of the socket
MAX_TEXT = 8000  # characters of a message, and of a traceback
OWN_FILES = (__file__, wire.__file__)

Message = tuple[Any, ...]


def serve(fd: int) -> None:
    """Answers the examiner's requests on the socket ``fd`` until it says that the test is over.

    Each test starts with the same state of the global generators: a mark must not depend on what ran before.
    """
    seed_generators()
    channel = Channel(socket.socket(fileno=os.dup(fd)))
    interrupts = Interrupts()
    try:
        with interrupts.installed():
            Agent(channel, interrupts, sys.modules["__main__"].__dict__).serve()
    finally:
        channel.close()
        with suppress(Exception):
            sys.stdout.flush()


class Interrupts:
    """Ctrl-C may stop the student's code, and nothing else.

    It comes when a test is over, whose end is then on its way: it must neither cut a frame in two nor have the agent
    go away before it has read that end, which the next test would take for its own.
    """

    def __init__(self) -> None:
        self._allowed = False
        self._pending = False

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Takes over Ctrl-C, which only the main thread can do, and which no other thread ever sees."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        signal.signal(signal.SIGINT, self._interrupt)
        try:
            yield
        finally:  # too late to stop anything: the kernel would not get to reply; it sets its own handler for each cell
            signal.signal(signal.SIGINT, signal.SIG_IGN)

    @contextmanager
    def allowed(self, allowed: bool) -> Iterator[None]:
        before, self._allowed = self._allowed, allowed
        try:
            if allowed and self._pending:
                self._interrupt()
            yield
        finally:
            self._allowed = before

    def _interrupt(self, *signal_and_frame: Any) -> None:
        self._pending = not self._allowed
        if self._allowed:
            raise KeyboardInterrupt


class End(BaseException):
    """The test is over. Not an Exception, so that it passes through the student's code if it can."""


@dataclass
class Cursor:
    """An iteration that the examiner steps through."""

    iterator: Iterator[Any]
    error: BaseException | None = None

    def take(self, count: int) -> list[Any]:
        """The next items, fewer than ``count`` at the end. An error is raised once the items before it are taken."""
        items: list[Any] = []
        try:
            if self.error is not None:
                raise self.error
            for item in itertools.islice(self.iterator, count):
                items.append(item)
        except BaseException as error:
            if not items:
                raise
            self.error = error
        return items


class Agent:
    """Serves one test. ``objects`` holds what the examiner knows by a number only."""

    def __init__(self, channel: Channel, interrupts: Interrupts, namespace: dict[str, Any]):
        self.namespace = namespace
        self.objects: dict[int, Any] = {}
        self.callbacks: dict[Callable[..., Any], int] = {}
        self._channel = channel
        self._interrupts = interrupts
        self._process, self._thread = os.getpid(), threading.get_ident()
        self._over = False
        self._sequence = 0
        self._last_number = 0
        self._requests: dict[str, Callable[..., Any]] = {
            "name": self.named,
            "call": self._call,
            "call in place": self._call_in_place,
            "attribute": lambda number, name: getattr(self.objects[number], name),
            "item": lambda number, key: self.objects[number][key],
            "length": lambda number: len(self.objects[number]),
            "iterate": lambda number: Cursor(iter(self.objects[number])),
            "next": lambda number, count: self.objects[number].take(count),
            "class names": lambda number: class_names(self.objects[number]),
            "gradient": self._gradient,
            "not understood": self._not_understood,
        }

    def serve(self) -> None:
        """Answers requests until the test is over. If that cannot go on, the examiner learns it at once."""
        try:
            while True:
                self._answer(*self._receive())
        except End:
            pass
        except BaseException:
            self._channel.shut()

    def keep(self, value: Any) -> int:
        """The number by which the examiner may ask for a value."""
        self._last_number += 1
        self.objects[self._last_number] = value
        return self._last_number

    def callback(self, number: int, name: str) -> Callable[..., Any]:
        """A function of the test's, as the student's code gets to see it."""

        def function(*arguments: Any, **keywords: Any) -> Any:
            return self._call_back(number, arguments, keywords)

        function.__name__ = function.__qualname__ = name
        self.callbacks[function] = number
        return function

    def _call_back(self, number: int, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        """Has the examiner call one of its functions; until it is done, the examiner may ask for more."""
        if (os.getpid(), threading.get_ident()) != (self._process, self._thread):
            raise RuntimeError("A function that a test passes can be called in the main thread of your notebook only.")
        encoder = ReplyEncoder(self)
        sequence = self._sequence
        frame = encoder.frame(("callback", sequence, number, arguments, keywords))
        if encoder.tensors and torch.is_grad_enabled():
            raise RuntimeError("This function cannot be differentiated: the test has to ship() it.")
        self._send(frame)
        message, tensors = self._receive()
        while message[0] not in ("result", "raise"):
            self._answer(message, tensors)
            message, tensors = self._receive()
        self._sequence = sequence
        if message[0] == "raise":
            raise getattr(builtins, message[1])(message[2])
        return message[1]

    def _receive(self) -> tuple[Message, list[torch.Tensor]]:
        """The examiner's next message, and the tensors in it that require a gradient."""
        if not self._over:
            self._channel.wait()  # which the student's code may be in too, that of a callback
            with self._interrupts.allowed(False):
                decoder = RequestDecoder(self, *self._channel.receive())
                message = decoder.message()
            self._over = message[0] == "end"
        if self._over:
            raise End
        return message, decoder.tensors

    def _send(self, frame: bytes) -> None:
        with self._interrupts.allowed(False):
            self._channel.send(frame)

    def _answer(self, message: Message, tensors: list[torch.Tensor]) -> None:
        """Does what a request asks for, whatever the student's objects do meanwhile, and replies."""
        kind, sequence, *details = message
        if kind not in self._requests:  # the result of a function whose caller has been interrupted
            return
        self._sequence = sequence
        try:
            with self._interrupts.allowed(True):
                frame = self._reply(kind, sequence, details, tensors)
        except End:
            raise
        except BaseException as error:
            frame = Encoder().frame(("error", sequence, *described(error)))
        if os.getpid() != self._process:
            os._exit(0)  # a process that the student's code has forked: it must not answer too
        self._send(frame)

    def _reply(self, kind: str, sequence: int, details: list[Any], inputs: list[torch.Tensor]) -> bytes:
        released, *rest = details
        for number in released:
            self.objects.pop(number, None)
        value = self._requests[kind](*rest)
        encoder = ReplyEncoder(self)
        # The encoder adds the outputs to the graph while it meets them.
        graph = self.keep((inputs, encoder.tensors)) if kind == "call" and inputs else None
        return encoder.frame(("value", sequence, value, graph))

    def named(self, name: str) -> Any:
        """The value of a name in the notebook."""
        value = self.namespace.get(name)
        if name not in self.namespace or isinstance(value, types.ModuleType):
            raise NameError(f"name {name!r} is not defined")
        return value

    def _call(self, number: int, arguments: tuple[Any, ...], keywords: dict[str, Any], gradients: bool) -> Any:
        with torch.set_grad_enabled(gradients):
            return self.objects[number](*arguments, **keywords)

    def _call_in_place(self, number: int, arguments: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
        return self.objects[number](*arguments), arguments

    def _not_understood(self, error: Exception) -> NoReturn:
        raise error

    def _gradient(self, number: int, gradients: list[torch.Tensor | None]) -> list[torch.Tensor | None]:
        """The vector–Jacobian product of a call that has been made."""
        inputs, outputs = self.objects[number]
        pairs = [(output, gradient) for output, gradient in zip(outputs, gradients) if gradient is not None]
        if not pairs:
            return [None] * len(inputs)
        used, weights = zip(*pairs)
        return list(torch.autograd.grad(used, inputs, weights, retain_graph=True, allow_unused=True))


class ReplyEncoder(Encoder):
    """Sends plain data by value and everything else by a number."""

    def __init__(self, agent: Agent):
        super().__init__()
        self._agent = agent

    def other(self, value: Any, depth: int) -> Node:
        if type(value) is types.FunctionType and value in self._agent.callbacks:
            return ["callback", self._agent.callbacks[value]]
        # Of the types on the wire only arrays can be simplified; the others were refused for their size or depth.
        if type(value) not in ENCODERS or type(value) is np.ndarray:
            plain = simplified(value)
            if plain is not value and type(plain) in ENCODERS:
                return self.node(plain, depth)
        name = None
        with suppress(Exception):
            name = text(value.__name__)
        return ["handle", [self._agent.keep(value), text(type(value).__name__), name, callable(value)]]


class RequestDecoder(Decoder):
    """Understands what the examiner sends beyond plain data."""

    def __init__(self, agent: Agent, header: bytes, body: memoryview):
        super().__init__(header, body)
        self._agent = agent
        self._kind: Any = None
        self._sequence: Any = None

    def message(self) -> Message:
        """The message; in the place of one whose values cannot be made here, one that says why."""
        try:
            return self.value()
        except Exception as error:
            cause = error.__cause__ if isinstance(error.__cause__, Exception) else error
            if self._kind == "result":
                return "raise", "RuntimeError", f"{type(cause).__name__}: {cause}"
            return "not understood", self._sequence, [], cause

    def decode(self, node: Node, depth: int = 0) -> Any:
        if depth == 0:
            self._kind, self._sequence = [*node[1], None][:2]
        return super().decode(node, depth)

    def other(self, tag: str, payload: Node) -> Any:
        if tag == "handle":
            return self._agent.objects[payload]
        if tag == "callback":
            return self._agent.callback(*payload)
        if tag == "generator":
            generator = torch.Generator()
            generator.set_state(torch.frombuffer(bytearray(self.buffer(payload)), dtype=torch.uint8))
            return generator
        return Unpickler(self._agent, bytes(self.buffer(payload))).load()


class Unpickler(pickle.Unpickler):
    """Reads what the examiner has pickled, with the student's own objects and classes in it."""

    def __init__(self, agent: Agent, data: bytes):
        super().__init__(io.BytesIO(data))
        self._agent = agent

    def persistent_load(self, key: int | str) -> Any:
        return self._agent.objects[key] if isinstance(key, int) else self._agent.named(key)


def simplified(value: Any) -> Any:
    """A plain value that serves a test as well as ``value``, or ``value`` itself."""
    own = type(value).__module__ == "__main__"
    if own and isinstance(value, CONTAINERS) and not hasattr(type(value), "_fields"):
        return value  # a Stack(list), whose methods are what counts; a named tuple is a tuple
    for kind, convert in SIMPLER:
        if isinstance(value, kind):
            return convert(value)
    # Numbers and arrays of other libraries; the student's own classes stay what they are.
    if own or isinstance(value, type):
        return value
    if hasattr(type(value), "__array__"):
        return simplified(np.asarray(value))
    return float(value) if hasattr(type(value), "__float__") else value


def simplified_array(value: np.ndarray) -> np.ndarray:
    """An array of the base class, and long double as double."""
    plain = np.ndarray.view(value, np.ndarray)
    for long, double in ((np.longdouble, np.float64), (np.clongdouble, np.complex128)):
        if plain.dtype == long and plain.dtype != double:
            return plain.astype(double)
    return value if type(value) is np.ndarray else plain


CONTAINERS = (tuple, list, dict, set, frozenset, collections.deque)
SIMPLER: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (torch.Tensor, lambda value: value if type(value) is torch.Tensor else value.as_subclass(torch.Tensor)),
    (np.ndarray, simplified_array),
    (int, int.__int__),
    (float, float.__float__),
    (np.floating, float),
    (np.complexfloating, complex),
    (str, str.__str__),
    ((bytes, bytearray), bytes),
    (tuple, lambda value: tuple.__getitem__(value, slice(None))),
    (list, lambda value: list.__getitem__(value, slice(None))),
    ((collections.deque, array.array), list),
    (dict, dict),
    (set, set),
    (frozenset, frozenset),
)


def class_names(value: Any) -> list[str]:
    return [text(cls.__name__) for cls in type(value).__mro__]


def text(value: Any) -> str:
    """A short string of exactly the type ``str``."""
    return str.__getitem__(str(value), slice(MAX_TEXT))


def described(error: BaseException) -> tuple[list[str], str, str]:
    """The names of an error's classes, its message, and the traceback through the student's code."""
    try:
        message, names = text(error), [text(cls.__name__) for cls in type(error).__mro__]
        return names, message, traceback_text(error, f"{names[0]}: {message}")
    except BaseException:
        return ["Exception"], "an error that cannot be shown", ""


def traceback_text(error: BaseException, last_line: str) -> str:
    """Where in the student's code an error came up."""
    frames = [
        traceback.FrameSummary(place(frame.filename), frame.lineno, frame.name, lookup_line=False, line=frame.line)
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename not in OWN_FILES
    ]
    lines = "".join(traceback.StackSummary.from_list(frames).format())
    # The end says most.
    return lines[-MAX_TEXT:] + last_line[: MAX_TEXT // 4] if frames else ""


def place(filename: str) -> str:
    """A file's name as the student knows it: a cell is no file."""
    return "/".join(filename.split("/")[-2:]) if os.path.exists(filename) else "your notebook"
