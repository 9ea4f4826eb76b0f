"""The student's objects as the examiner sees them: proxies over a socket, and errors that carry text only.

The other side may be anything. What it sends is plain data, checked by `wire`, or a number that stands for an object
over there; such a number has no value, no truth and no order here. Once the other side breaks the rules, or gives no
answer in time, all that is left of the test fails.
"""

import builtins
import io
import math
import re
import time
import unicodedata
import weakref
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import cloudpickle
import torch

from .wire import Channel, Decoder, Encoder, Node, WireError

MAX_ITEMS = 100_000  # of one iteration over an object of the student's
MAX_LENGTH = 10**7  # of an object that is not plain data
MAX_BATCH = 128  # items ahead of what the test has asked for, so that a generator is not run in vain
MAX_DEPTH = 40  # of items within items: C code that takes a proxy for a sequence would overflow its stack
MAX_NESTING = 20  # calls of the test's functions by the student's within one another
MAX_TEXT = 8000
# Errors that mean something to a loop, a group or the interpreter itself stay with the student.
MEANINGFUL = (StopIteration, StopAsyncIteration, BaseExceptionGroup)
BUILTIN_ERRORS = {
    name: kind
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, Exception) and not issubclass(kind, MEANINGFUL)
}


class StudentError(Exception):
    """The student's code raised an error; its text is here, and where it came up, as text too."""

    def __init__(self, message: str, student_traceback: str = ""):
        self.args = (message,)  # not by __init__: a subclass may also be a builtin error that wants more
        self.student_traceback = student_traceback

    def __str__(self) -> str:
        return self.args[0]


class StudentGone(StudentError):
    """There is no answer from the student's side, and there will be none in this test.

    ``reason`` is "timeout", "closed" or "garbage".
    """

    def __init__(self, message: str, reason: str):
        super().__init__(message)
        self.reason = reason


class Connection:
    """The examiner's end of a channel during one test.

    ``is_test_function`` says which functions stay on this side and are called back; ``classes`` are those of the
    sheet's setup cells, which the student's side knows by name too. ``numbers`` go on from test to test: the replies
    to an earlier one are told by them.
    """

    def __init__(
        self,
        channel: Channel,
        numbers: Iterator[int],
        call_seconds: float,
        is_test_function: Callable[[Any], bool] = lambda function: False,
        classes: dict[str, type] | None = None,
    ):
        self.gone: StudentGone | None = None
        self.functions: list[Callable[..., Any]] = []
        self.is_test_function = is_test_function
        self.classes = classes or {}
        self._channel = channel
        self._numbers = numbers
        self._call_seconds = call_seconds
        self._until = math.inf  # of the outermost call under way
        self._nesting = 0
        self._released: list[int] = []

    def get(self, name: str) -> Any:
        """The value of a name of the student's. Raises an error that is also a NameError when there is none."""
        return self.request("name", name)

    def finish(self) -> None:
        """Ends the test: the other side goes back to its own work, and no object of it can be used any more."""
        if not self._channel.broken:
            try:
                self._channel.send(Encoder().frame(("end",)), time.monotonic() + 1)
            except OSError:  # TimeoutError too
                self._channel.broken = True
        self.gone = self.gone or StudentGone("The test is over.", "closed")

    def call(self, number: int, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        """Calls a function of the student's, and ties what it returns to the tensors that require a gradient."""
        details = (number, arguments, keywords, torch.is_grad_enabled())
        value, inputs, graph, outputs = self._exchange("call", *details)
        if graph is None:
            return value
        kept = Graph(self, graph)
        if not inputs or not outputs:
            return value
        attached = Differentiable.apply(kept, outputs, *inputs)
        return substituted(value, {id(old): new for old, new in zip(outputs, attached)})

    def request(self, kind: str, *details: Any, depth: int = 0) -> Any:
        """The answer to a request. Raises StudentError. Objects in the answer lie ``depth`` items deep."""
        return self._exchange(kind, *details, depth=depth)[0]

    def release(self, number: int) -> None:
        """Tells the other side, with the next request, that an object is not needed any more."""
        self._released.append(number)

    def _exchange(
        self, kind: str, *details: Any, depth: int = 0
    ) -> tuple[Any, list[torch.Tensor], int | None, list[torch.Tensor]]:
        """Sends a request and waits for its reply: value, tensors sent, number of their graph, tensors received."""
        if self.gone:
            raise self.gone
        sequence = next(self._numbers)
        encoder = RequestEncoder(self)
        released, self._released[:] = self._released[:], []
        frame = encoder.frame((kind, sequence, released, *details))
        outer = self._until
        self._until = min(outer, time.monotonic() + self._call_seconds)
        try:
            self._channel.send(frame, self._until)
            value, graph, outputs = self._reply(sequence, depth)
        except StudentError:
            raise  # which may also be a TimeoutError, the student's
        except TimeoutError:
            self._lose("Your code gave no answer within the time allowed for one call.", "timeout")
        except (EOFError, OSError):
            self._lose("Python ended, or the connection to it, while your code was being tested.", "closed")
        except WireError:
            self._lose("What came back from your code was not understood.", "garbage")
        finally:
            self._until = outer
        return value, encoder.tensors, graph, outputs

    def _reply(self, sequence: int, depth: int) -> tuple[Any, int | None, list[torch.Tensor]]:
        """The reply to the request of this number. Calls of the test's functions are answered meanwhile."""
        failed: AssertionError | None = None
        while True:
            decoder = ReplyDecoder(self, sequence, depth, *self._channel.receive(self._until))
            match decoder.value():
                case None:  # to a request that has been given up
                    continue
                case ("value", int(number), value, int() | None as graph) if number == sequence and failed is None:
                    return value, graph, decoder.tensors
                case ("error", int(number), list(names), str(message), str(trace)) if number == sequence:
                    raise failed or student_error(names, message, trace)
                case ("value", int(number), _, int() | None) if number == sequence:
                    raise failed
                case ("callback", int(number), int(place), tuple(arguments), dict(keywords)) if number == sequence:
                    failed = self._call_back(place, arguments, keywords) or failed
                case _:
                    raise WireError("not a reply")

    def _call_back(self, place: int, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> AssertionError | None:
        """Calls a function of the test's for the student. A check that fails in it is returned, to count later."""
        function, failed = self.function(place), None
        self._nesting += 1
        try:
            if self._nesting > MAX_NESTING:
                raise RecursionError("the functions of the test and of the answer call one another too deeply")
            frame = RequestEncoder(self).frame(("result", function(*arguments, **keywords)))
        except StudentGone:
            raise
        except Exception as error:
            failed = error if isinstance(error, AssertionError) and not isinstance(error, StudentError) else None
            name = next(kind.__name__ for kind in type(error).__mro__ if BUILTIN_ERRORS.get(kind.__name__) is kind)
            frame = Encoder().frame(("raise", name, str(error)))
        finally:
            self._nesting -= 1
        self._channel.send(frame, self._until)
        return failed

    def function(self, place: int) -> Callable[..., Any]:
        """The function of the test's that the other side knows by this number."""
        if not 0 <= place < len(self.functions):
            raise WireError("not a function of this test")
        return self.functions[place]

    def _lose(self, message: str, reason: str) -> NoReturn:
        if reason == "garbage":
            self._channel.broken = True
        self.gone = self.gone or StudentGone(message, reason)
        raise self.gone from None


class Handle:
    """An object of the student's. It can be called, indexed, iterated over and asked for its attributes.

    It has no value here: to compare it, to compute with it or to take it for a number or an array is a TypeError.
    """

    __slots__ = ("_connection", "_number", "_class_name", "_name", "_callable", "_depth", "__weakref__")

    def __init__(
        self, connection: Connection, number: int, class_name: str, name: str | None, is_callable: bool, depth: int
    ):
        for slot, value in zip(Handle.__slots__, (connection, number, class_name, name, is_callable, depth)):
            object.__setattr__(self, slot, value)
        weakref.finalize(self, connection.release, number).atexit = False

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        if not self._callable:
            raise TypeError(f"{self._class_name!r} object is not callable")
        return self._connection.call(self._number, arguments, keywords)

    def __getattr__(self, name: str) -> Any:
        if name == "__name__" and self._name is not None:
            return self._name
        if name.startswith("__"):
            raise AttributeError(f"{self._class_name!r} object has no attribute {name!r}")
        return self._connection.request("attribute", self._number, name)

    def __setattr__(self, name: str, value: Any) -> NoReturn:
        raise TypeError("A test cannot change an object of the answer's: call its methods, or call_in_place.")

    __delattr__ = __setattr__

    def __getitem__(self, key: Any) -> Any:
        return self._connection.request("item", self._number, key, depth=self._deeper())

    def __len__(self) -> int:
        length = self._connection.request("length", self._number)
        if type(length) is not int or not 0 <= length <= MAX_LENGTH:
            raise TypeError(f"an object of class {self._class_name} says that it has an impossible number of items")
        return length

    def __iter__(self) -> Iterator[Any]:
        depth = self._deeper()
        cursor = self._connection.request("iterate", self._number)
        if type(cursor) is not Handle:
            raise TypeError(f"an object of class {self._class_name} cannot be iterated over")
        taken, count = 0, 1
        while taken < MAX_ITEMS:
            items = self._connection.request("next", cursor._number, count, depth=depth)
            if type(items) is not list or len(items) > count:
                raise TypeError(f"an object of class {self._class_name} cannot be iterated over")
            if not items:  # a short batch may be followed by an error
                return
            yield from items
            taken, count = taken + count, min(2 * count, MAX_BATCH)
        raise ValueError(f"An object of class {self._class_name} has more than {MAX_ITEMS} items.")

    def _deeper(self) -> int:
        """How deep the items of this object lie."""
        if self._depth >= MAX_DEPTH:
            raise TypeError(f"objects of class {self._class_name} contain one another too deeply")
        return self._depth + 1

    def __class_names__(self) -> list[str]:
        names = self._connection.request("class names", self._number)
        if type(names) is not list or not all(type(name) is str for name in names):
            raise TypeError(f"an object of class {self._class_name} does not say what its classes are")
        return names

    def __call_in_place__(self, *arguments: Any) -> tuple[Any, tuple[Any, ...]]:
        answer = self._connection.request("call in place", self._number, arguments)
        if type(answer) is not tuple or len(answer) != 2 or type(answer[1]) is not tuple:
            raise TypeError(f"a call of an object of class {self._class_name} gave back no arguments")
        if len(answer[1]) != len(arguments):
            raise TypeError(f"a call of an object of class {self._class_name} gave back other arguments")
        return answer

    def __copy__(self) -> "Handle":
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> "Handle":
        return self

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("An object of the answer's cannot be pickled.")

    def __repr__(self) -> str:
        return f"<{self._class_name} {self._name}>" if self._name else f"<{self._class_name} object>"

    def _refuse(self, *others: Any, **options: Any) -> NoReturn:
        raise TypeError(
            f"the answer returned an object of class {self._class_name} where a number or an array is expected"
        )

    __hash__ = None
    __array_ufunc__ = None  # of NumPy: leaves the arithmetic to the methods below


ARITHMETIC = "add sub mul matmul truediv floordiv mod divmod pow lshift rshift and xor or".split()
for operation in (
    *"eq ne lt le gt ge bool int float complex index neg pos abs invert".split(),
    *"round trunc floor ceil array contains".split(),
    *(prefix + name for name in ARITHMETIC for prefix in ("", "r", "i") if (prefix, name) != ("i", "divmod")),
):
    setattr(Handle, f"__{operation}__", Handle._refuse)


class Graph:
    """What the student's side keeps of a call that is to be differentiated, as long as it is needed here."""

    def __init__(self, connection: Connection, number: int):
        self._connection = connection
        self._number = number
        weakref.finalize(self, connection.release, number).atexit = False

    def gradients(self, outputs: list[torch.Tensor | None]) -> Any:
        """The vector–Jacobian product with the gradients of the outputs."""
        return self._connection.request("gradient", self._number, outputs)


class Differentiable(torch.autograd.Function):
    """A call of the student's function as one step of the examiner's computation."""

    @staticmethod
    def forward(
        ctx: Any, graph: Graph, outputs: list[torch.Tensor], *inputs: torch.Tensor
    ) -> tuple[torch.Tensor, ...]:
        ctx.graph = graph
        ctx.inputs = [(tensor.shape, tensor.dtype) for tensor in inputs]
        ctx.set_materialize_grads(False)
        return tuple(output.detach() for output in outputs)

    @staticmethod
    def backward(ctx: Any, *gradients: torch.Tensor | None) -> tuple[torch.Tensor | None, ...]:
        if torch.is_grad_enabled():
            raise TypeError(
                "A test can take first derivatives of the student's function only: leave out create_graph=True."
            )
        received = ctx.graph.gradients(list(gradients))
        if type(received) is not list or len(received) != len(ctx.inputs):
            raise StudentError("the gradient of your function is not one of its arguments")
        for gradient, (shape, dtype) in zip(received, ctx.inputs):
            if gradient is not None and (
                type(gradient) is not torch.Tensor or gradient.shape != shape or gradient.dtype != dtype
            ):
                raise StudentError("the gradient of your function has not the shape of its argument")
        return None, None, *received


class RequestEncoder(Encoder):
    """Sends objects of the student's by number, functions of the test's to be called back, all else pickled.

    Pickled data is safe in this direction. What the test cells define is never in it, unless ``ship`` says so:
    hidden tests must not reach the student's side.
    """

    def __init__(self, connection: Connection):
        super().__init__()
        self._connection = connection

    def other(self, value: Any, depth: int) -> Node:
        shipped = getattr(value, "__shipped__", False) is True
        if type(value) is Handle:
            return ["handle", number_of(value, self._connection)]
        if self._connection.is_test_function(value) and not shipped:
            self._connection.functions.append(value)
            return ["callback", [len(self._connection.functions) - 1, value.__name__]]
        if isinstance(value, torch.Generator):
            state = value.get_state().numpy().tobytes()
            return ["generator", self.buffer(len(state), lambda: state)]
        file = io.BytesIO()
        try:
            Pickler(self._connection, shipped, file).dump(value)
        except Exception as error:
            raise TypeError(
                f"An object of class {type(value).__name__} cannot be sent to the answer ({error}). A function of the "
                "test is passed as it is, or by ship(), which also sends what it is a part of."
            ) from error
        data = file.getvalue()
        return ["pickle", self.buffer(len(data), lambda: data)]


class Pickler(cloudpickle.Pickler):
    """Pickles by value what is not importable; objects of the student's and classes of setup cells by reference."""

    def __init__(self, connection: Connection, shipped: bool, file: io.BytesIO):
        super().__init__(file)
        self._connection = connection
        self._shipped = shipped

    def persistent_id(self, value: Any) -> int | str | None:
        if type(value) is Handle:
            return number_of(value, self._connection)
        if isinstance(value, type) and self._connection.classes.get(value.__name__) is value:
            return value.__name__
        return None

    def reducer_override(self, value: Any) -> Any:
        if not self._shipped and self._connection.is_test_function(value):
            raise TypeError(f"{value.__name__} is defined in the test")
        return super().reducer_override(value)


class ReplyDecoder(Decoder):
    """Makes proxies of the numbers that the student's side sends.

    The reply to a request before ``sequence`` is None: its numbers are those of a test that is over, and some may
    stand for other objects by now.
    """

    def __init__(self, connection: Connection, sequence: int, depth: int, header: bytes, body: memoryview):
        super().__init__(header, body)
        self._connection = connection
        self._sequence = sequence
        self._depth = depth

    def decode(self, node: Node, depth: int = 0) -> Any:
        if depth == 0:
            _, (_, number, *_) = node
            if type(number) is int and number < self._sequence:
                return None
        return super().decode(node, depth)

    def other(self, tag: str, payload: Node) -> Any:
        if tag == "callback" and type(payload) is int:
            return self._connection.function(payload)
        if tag != "handle":
            raise WireError("unknown tag")
        number, class_name, name, is_callable = payload
        if type(number) is not int or type(class_name) is not str or type(is_callable) is not bool:
            raise WireError("not a handle")
        if type(name) not in (str, type(None)):
            raise WireError("not a handle's name")
        shown = name if name is None else identifier(name)
        return Handle(self._connection, number, identifier(class_name), shown, is_callable, self._depth)


def number_of(handle: Handle, connection: Connection) -> int:
    if handle._connection is not connection:
        raise TypeError(f"{handle!r} belongs to another test.")
    return handle._number


def substituted(value: Any, new: dict[int, torch.Tensor]) -> Any:
    """Plain data with some of its tensors exchanged."""
    if type(value) is torch.Tensor:
        return new.get(id(value), value)
    if type(value) in (list, tuple):
        return type(value)(substituted(item, new) for item in value)
    if type(value) is dict:
        return {key: substituted(item, new) for key, item in value.items()}
    return value


def student_error(names: list[Any], message: str, student_traceback: str) -> StudentError:
    """An error with the name of the student's that is also the builtin error of that kind, if there is one."""
    if not names or not all(type(name) is str for name in names):
        raise WireError("not an error's names")
    kind = next((BUILTIN_ERRORS[name] for name in names if name in BUILTIN_ERRORS), Exception)
    error = type(identifier(names[0]), (StudentError, kind), {})
    return error(clean(message), clean(student_traceback, 2 * MAX_TEXT))


def clean(text: str, limit: int = MAX_TEXT) -> str:
    r"""Plain text: no colours, no control or format characters but line ends and tabs, no more than ``limit``.

    >>> clean("\x1b[31mred\x1b[0m\x00 \u202etxt")
    'red txt'
    """
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]?", "", text[: 2 * limit])
    kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    return kept if len(kept) <= limit else kept[: limit - 1] + "…"


def identifier(name: str) -> str:
    """A name from the student's side, made fit to be shown.

    >>> identifier("<lambda>"), identifier("two words")
    ('<lambda>', 'twowords')
    """
    return re.sub(r"[^\w<>.]", "", name[:60]) or "unnamed"
