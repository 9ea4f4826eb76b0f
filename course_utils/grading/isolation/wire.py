"""Plain data over a socket: what a value may be on its way between the student's interpreter and the examiner.

A frame is a prefix of two lengths, a header in JSON and raw bytes. The header holds one node for each part of the
value: null, true, a number and a string stand for themselves, all else is a list of a tag and a payload. Types are
those of the tables below, exactly. The receiver checks lengths before it reads, and everything else before it
builds; it calls nothing that the sender could name.
"""

import json
import math
import re
import select
import socket
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import numpy as np
import torch

MAX_FRAME = 64 * 2**20  # bytes
MAX_HEADER = 4 * 2**20
MAX_DEPTH = 40
MAX_NODES = 500_000
MAX_KEYS = 10_000  # of dicts and sets in one frame: keys that collide cost quadratic time
MAX_INT_DIGITS = 25_000  # hexadecimal
MAX_RANGE = 1_000_000  # elements: a range is short on the wire and long in memory
MAX_DIMENSIONS = 32

PREFIX = struct.Struct("!II")
NUMPY_DTYPES = {
    dtype.name: dtype
    for dtype in map(np.dtype, "? <i1 <i2 <i4 <i8 <u1 <u2 <u4 <u8 <f2 <f4 <f8 <c8 <c16".split())
}
TORCH_DTYPES = {
    str(dtype).removeprefix("torch."): dtype
    for dtype in (
        *(torch.bool, torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64),
        *(torch.float16, torch.bfloat16, torch.float32, torch.float64, torch.complex64, torch.complex128),
    )
}
TORCH_NAMES = {dtype: name for name, dtype in TORCH_DTYPES.items()}
NUMPY_SCALARS = tuple({np.dtype(code).type for code in "?bhilqBHILQefdFD"})
KEYS = {type(None), bool, int, float, complex, str, bytes, *NUMPY_SCALARS}

Node = Any  # what JSON can say


class WireError(ValueError):
    """A value that cannot be sent, or a frame that no honest sender would send."""


class Encoder:
    """Makes one frame. A subclass says by ``other`` what becomes of values that are not plain.

    ``tensors`` lists the tensors that require a gradient, in the order in which the decoder meets them.
    """

    def __init__(self) -> None:
        self.tensors: list[torch.Tensor] = []
        self._buffers: list[bytes] = []
        self._size = 0
        self._nodes = 0
        self._keys = 0
        self._around: list[int] = []  # identities of the containers around the present value

    def frame(self, value: Any) -> bytes:
        """The frame that holds ``value``. Raises WireError when it is too large."""
        node = self.node(value)
        header = json.dumps([node, list(map(len, self._buffers))], separators=(",", ":")).encode()
        if len(header) > MAX_HEADER:
            raise WireError("The value is too large to be sent: give fewer numbers, or one array of them.")
        return b"".join([PREFIX.pack(len(header), self._size), header, *self._buffers])

    def node(self, value: Any, depth: int = 0) -> Node:
        """The node for ``value``, which lies inside ``depth`` containers."""
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise WireError("The value has too many parts to be sent.")
        del self._around[depth:]
        encode = ENCODERS.get(type(value))
        if encode is None or id(value) in self._around:
            return self.other(value, depth)
        self._around.append(id(value))
        return encode(self, value, depth)

    def other(self, value: Any, depth: int) -> Node:
        """The node for a value that is not plain, lies in itself or too deep, or holds what its type may not hold."""
        raise WireError(f"An object of class {type(value).__name__} is not plain data.")

    def buffer(self, size: int, data: Callable[[], bytes]) -> int:
        """Adds raw bytes, made only when they fit; returns their place among the buffers."""
        self._size += size
        if self._size > MAX_FRAME - MAX_HEADER:
            raise WireError(f"The value is too large to be sent: more than {MAX_FRAME - MAX_HEADER} bytes.")
        self._buffers.append(data())
        return len(self._buffers) - 1

    def _itself(self, value: None | bool | float | str, depth: int) -> Node:
        return value

    def _int(self, value: int, depth: int) -> Node:
        if -(2**63) <= value < 2**63:
            return value
        if value.bit_length() > 4 * MAX_INT_DIGITS:
            raise WireError("The integer has too many digits to be sent.")
        return ["int", f"{value:x}"]

    def _complex(self, value: complex, depth: int) -> Node:
        return ["complex", [value.real, value.imag]]

    def _bytes(self, value: bytes, depth: int) -> Node:
        return ["bytes", self.buffer(len(value), lambda: value)]

    def _items(self, value: list[Any] | tuple[Any, ...], depth: int) -> Node:
        if depth >= MAX_DEPTH:
            return self.other(value, depth)
        return [type(value).__name__, [self.node(item, depth + 1) for item in value]]

    def _set(self, value: set[Any] | frozenset[Any], depth: int) -> Node:
        if depth >= MAX_DEPTH or not self._have_keys(value):
            return self.other(value, depth)
        return [type(value).__name__, [self.node(item, depth + 1) for item in value]]

    def _dict(self, value: dict[Any, Any], depth: int) -> Node:
        if depth >= MAX_DEPTH or not self._have_keys(value):
            return self.other(value, depth)
        pairs = [[self.node(key, depth + 1), self.node(item, depth + 1)] for key, item in value.items()]
        return ["dict", pairs]

    def _have_keys(self, value: dict[Any, Any] | set[Any] | frozenset[Any]) -> bool:
        self._keys += len(value)
        return self._keys <= MAX_KEYS and all(map(is_key, value))

    def _slice(self, value: slice, depth: int) -> Node:
        return ["slice", [self.node(part, depth + 1) for part in (value.start, value.stop, value.step)]]

    def _range(self, value: range, depth: int) -> Node:
        parts = (value.start, value.stop, value.step)
        if not all(-(2**53) < part < 2**53 for part in parts) or len(value) > MAX_RANGE:
            return self.other(value, depth)
        return ["range", list(parts)]

    def _array(self, value: np.ndarray, depth: int) -> Node:
        if value.ndim > MAX_DIMENSIONS or value.dtype.kind not in "OU" and value.dtype.name not in NUMPY_DTYPES:
            return self.other(value, depth)
        shape = list(value.shape)
        if value.dtype.kind == "U":
            return ["strings", [shape, value.ravel().tolist()]]
        if value.dtype.kind == "O":
            if depth >= MAX_DEPTH:
                return self.other(value, depth)
            return ["objects", [shape, [self.node(item, depth + 1) for item in value.ravel()]]]
        name = value.dtype.name
        place = self.buffer(value.nbytes, lambda: value.astype(NUMPY_DTYPES[name], copy=False).tobytes())
        return ["array", [name, shape, place]]

    def _scalar(self, value: np.generic, depth: int) -> Node:
        return ["scalar", [value.dtype.name, value.tobytes().hex()]]

    def _tensor(self, value: torch.Tensor, depth: int) -> Node:
        name = TORCH_NAMES.get(value.dtype)
        dense = value.layout is torch.strided and value.device.type != "meta"
        if name is None or not dense or value.ndim > MAX_DIMENSIONS:
            return self.other(value, depth)
        place = self.buffer(value.numel() * value.element_size(), lambda: tensor_bytes(value))
        if value.requires_grad:
            self.tensors.append(value)
        return ["tensor", [name, list(value.shape), place, value.requires_grad]]

    def _size_of_tensor(self, value: torch.Size, depth: int) -> Node:
        return ["torch.Size", list(value)]

    def _numpy_dtype(self, value: np.dtype, depth: int) -> Node:
        return ["numpy.dtype", value.name] if value.name in NUMPY_DTYPES else self.other(value, depth)

    def _torch_dtype(self, value: torch.dtype, depth: int) -> Node:
        return ["torch.dtype", TORCH_NAMES[value]] if value in TORCH_NAMES else self.other(value, depth)


ENCODERS: dict[type, Callable[[Encoder, Any, int], Node]] = {
    **dict.fromkeys((type(None), bool, float, str), Encoder._itself),
    int: Encoder._int,
    complex: Encoder._complex,
    bytes: Encoder._bytes,
    **dict.fromkeys((list, tuple), Encoder._items),
    **dict.fromkeys((set, frozenset), Encoder._set),
    dict: Encoder._dict,
    slice: Encoder._slice,
    range: Encoder._range,
    np.ndarray: Encoder._array,
    **dict.fromkeys(NUMPY_SCALARS, Encoder._scalar),
    torch.Tensor: Encoder._tensor,
    torch.Size: Encoder._size_of_tensor,
    **{type(dtype): Encoder._numpy_dtype for dtype in NUMPY_DTYPES.values()},
    torch.dtype: Encoder._torch_dtype,
}


def is_key(value: Any, depth: int = 0) -> bool:
    """Whether a plain value may be a key of a dict or an element of a set."""
    if type(value) is tuple:
        return depth < MAX_DEPTH and all(is_key(item, depth + 1) for item in value)
    return type(value) in KEYS


def tensor_bytes(tensor: torch.Tensor) -> bytes:
    """The numbers of a tensor, row by row."""
    try:
        numbers = tensor.detach().cpu().resolve_conj().resolve_neg()
        # NumPy has no bfloat16: any other type of 16 bits does.
        return (numbers.view(torch.int16) if tensor.dtype is torch.bfloat16 else numbers).numpy().tobytes()
    except RuntimeError as error:  # a tensor without memory of its own
        raise WireError(
            "This tensor holds no numbers: torch.func (grad, vmap, ...) cannot look through a function of the "
            "student's. Use torch.autograd.grad, or send the function that needs torch.func by ship()."
        ) from error


class Decoder:
    """Reads one frame. A subclass says by ``other`` what tags of its own stand for.

    ``tensors`` lists the tensors that require a gradient, in the order in which the encoder met them.
    """

    def __init__(self, header: bytes, body: memoryview):
        self.tensors: list[torch.Tensor] = []
        self._header = header
        self._body = body
        self._buffers: list[memoryview] = []
        self._nodes = 0
        self._keys = 0

    def value(self) -> Any:
        """The value that the frame holds. Raises WireError for anything that an encoder does not send."""
        try:
            node, sizes = json.loads(self._header.decode("ascii"), parse_int=short_int)
            self._cut(sizes)
            return self.decode(node)
        except WireError:
            raise
        except (ValueError, TypeError, ArithmeticError, LookupError, RuntimeError, MemoryError) as error:
            raise WireError(f"not a frame: {type(error).__name__}") from error

    def _cut(self, sizes: list[int]) -> None:
        """Cuts the raw bytes into the buffers that the header announces."""
        if type(sizes) is not list or not all(type(size) is int and 0 <= size <= MAX_FRAME for size in sizes):
            raise WireError("not sizes")
        if sum(sizes) != len(self._body):
            raise WireError("sizes do not add up")
        start = 0
        for size in sizes:
            self._buffers.append(self._body[start : start + size])
            start += size

    def decode(self, node: Node, depth: int = 0) -> Any:
        """The value that a node stands for."""
        self._nodes += 1
        if self._nodes > MAX_NODES or depth > MAX_DEPTH:
            raise WireError("too many parts, or too deep")
        if node is None or type(node) in (bool, int, float, str):
            return node
        if type(node) is not list or len(node) != 2 or type(node[0]) is not str:
            raise WireError("not a node")
        tag, payload = node
        decode = DECODERS.get(tag)
        return self.other(tag, payload) if decode is None else decode(self, payload, depth)

    def other(self, tag: str, payload: Node) -> Any:
        """The value that a tag of the subclass's own stands for."""
        raise WireError(f"unknown tag {tag[:40]!r}")

    def buffer(self, place: Node) -> memoryview:
        if type(place) is not int or place < 0:
            raise WireError("not a buffer")
        return self._buffers[place]

    def _int(self, payload: Node, depth: int) -> int:
        if type(payload) is not str or not re.fullmatch(r"-?[0-9a-f]{1,%d}" % MAX_INT_DIGITS, payload):
            raise WireError("not an integer")
        return int(payload, 16)

    def _complex(self, payload: Node, depth: int) -> complex:
        real, imaginary = payload
        if type(real) is not float or type(imaginary) is not float:
            raise WireError("not a complex number")
        return complex(real, imaginary)

    def _bytes(self, payload: Node, depth: int) -> bytes:
        return bytes(self.buffer(payload))

    def _list(self, payload: Node, depth: int) -> list[Any]:
        if type(payload) is not list:
            raise WireError("not a list of nodes")
        return [self.decode(item, depth + 1) for item in payload]

    def _tuple(self, payload: Node, depth: int) -> tuple[Any, ...]:
        return tuple(self._list(payload, depth))

    def _set(self, payload: Node, depth: int) -> set[Any]:
        return set(map(self._key, self._list(payload, depth)))

    def _frozenset(self, payload: Node, depth: int) -> frozenset[Any]:
        return frozenset(self._set(payload, depth))

    def _dict(self, payload: Node, depth: int) -> dict[Any, Any]:
        pairs = {}
        for key, item in payload:
            pairs[self._key(self.decode(key, depth + 1))] = self.decode(item, depth + 1)
        return pairs

    def _key(self, value: Any) -> Any:
        self._keys += 1
        if self._keys > MAX_KEYS or not is_key(value):
            raise WireError("not a key, or too many")
        return value

    def _slice(self, payload: Node, depth: int) -> slice:
        return slice(*self._list(payload, depth))

    def _range(self, payload: Node, depth: int) -> range:
        made = range(*integers(payload, 3, low=-(2**53), high=2**53))
        if len(made) > MAX_RANGE:
            raise WireError("too long a range")
        return made

    def _array(self, payload: Node, depth: int) -> np.ndarray:
        name, shape, place = payload
        return numpy_array(NUMPY_DTYPES[name], shape, self.buffer(place))

    def _scalar(self, payload: Node, depth: int) -> np.generic:
        name, digits = payload
        return numpy_array(NUMPY_DTYPES[name], [], memoryview(bytes.fromhex(digits)))[()]

    def _strings(self, payload: Node, depth: int) -> np.ndarray:
        shape, items = payload
        if type(items) is not list or not all(type(item) is str for item in items):
            raise WireError("not strings")
        if 4 * len(items) * max(map(len, items), default=0) > MAX_FRAME:
            raise WireError("too large an array of strings")
        return np.array(items, dtype=str).reshape(checked_shape(shape, len(items)))

    def _objects(self, payload: Node, depth: int) -> np.ndarray:
        shape, nodes = payload
        items = self._list(nodes, depth)
        flat = np.empty(len(items), dtype=object)
        for place, item in enumerate(items):  # one by one: an item may be a list
            flat[place] = item
        return flat.reshape(checked_shape(shape, len(items)))

    def _tensor(self, payload: Node, depth: int) -> torch.Tensor:
        name, shape, place, requires_grad = payload
        tensor = torch_tensor(TORCH_DTYPES[name], shape, self.buffer(place))
        if type(requires_grad) is not bool:
            raise WireError("not a tensor")
        if requires_grad:
            self.tensors.append(tensor.requires_grad_())
        return tensor

    def _size_of_tensor(self, payload: Node, depth: int) -> torch.Size:
        return torch.Size(checked_shape(payload))

    def _numpy_dtype(self, payload: Node, depth: int) -> np.dtype:
        return NUMPY_DTYPES[payload]

    def _torch_dtype(self, payload: Node, depth: int) -> torch.dtype:
        return TORCH_DTYPES[payload]


DECODERS: dict[str, Callable[[Decoder, Node, int], Any]] = {
    "int": Decoder._int,
    "complex": Decoder._complex,
    "bytes": Decoder._bytes,
    "list": Decoder._list,
    "tuple": Decoder._tuple,
    "set": Decoder._set,
    "frozenset": Decoder._frozenset,
    "dict": Decoder._dict,
    "slice": Decoder._slice,
    "range": Decoder._range,
    "array": Decoder._array,
    "scalar": Decoder._scalar,
    "strings": Decoder._strings,
    "objects": Decoder._objects,
    "tensor": Decoder._tensor,
    "torch.Size": Decoder._size_of_tensor,
    "numpy.dtype": Decoder._numpy_dtype,
    "torch.dtype": Decoder._torch_dtype,
}


def short_int(digits: str) -> int:
    """An integer of the header; longer ones have a tag."""
    if len(digits) > 20:
        raise WireError("too long a number")
    return int(digits)


def integers(payload: Node, count: int, low: int, high: int) -> list[int]:
    if type(payload) is not list or len(payload) != count:
        raise WireError("not as many integers as there should be")
    if not all(type(item) is int and low <= item <= high for item in payload):
        raise WireError("not integers")
    return payload


def checked_shape(payload: Node, size: int | None = None) -> tuple[int, ...]:
    """A shape, of exactly ``size`` elements if that is given."""
    if type(payload) is not list or len(payload) > MAX_DIMENSIONS:
        raise WireError("not a shape")
    shape = tuple(integers(payload, len(payload), low=0, high=MAX_FRAME))
    if size is not None and math.prod(shape) != size:
        raise WireError("shape and size disagree")
    return shape


def numpy_array(dtype: np.dtype, shape: Node, data: memoryview) -> np.ndarray:
    """An array of its own memory. Of a Boolean each byte but 0 is True: no other byte may get into an array."""
    if len(data) % dtype.itemsize:
        raise WireError("not a whole number of elements")
    checked = checked_shape(shape, len(data) // dtype.itemsize)
    if dtype.kind == "b":
        return (np.frombuffer(data, dtype=np.uint8) != 0).reshape(checked)
    return np.frombuffer(data, dtype=dtype).reshape(checked).copy()


def torch_tensor(dtype: torch.dtype, shape: Node, data: memoryview) -> torch.Tensor:
    """A tensor of its own memory; Booleans as in `numpy_array`."""
    if len(data) % dtype.itemsize:
        raise WireError("not a whole number of elements")
    checked = checked_shape(shape, len(data) // dtype.itemsize)
    if len(data) == 0:
        return torch.empty(checked, dtype=dtype)
    if dtype is torch.bool:
        return (torch.frombuffer(bytearray(data), dtype=torch.uint8) != 0).reshape(checked)
    return torch.frombuffer(bytearray(data), dtype=dtype).reshape(checked)


class Channel:
    """Frames over a connected stream socket, each with a time by which it must have gone or come.

    A frame that was received in part is gone on with by the next ``receive``. One that was sent in part makes the
    channel ``broken``: the other side could not tell where the next one begins.
    """

    def __init__(self, connected: socket.socket):
        self.broken = False
        self._socket = connected
        self._socket.setblocking(False)
        self._received = bytearray()

    def close(self) -> None:
        self._socket.close()

    def shut(self) -> None:
        """Lets the other side know that nothing more comes, whoever else holds this socket."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def fileno(self) -> int:
        return self._socket.fileno()

    def wait(self, until: float = math.inf) -> None:
        """Waits until there is something to receive; raises TimeoutError as ``receive`` does."""
        self._wait([self._socket], [], until)

    def send(self, frame: bytes, until: float = math.inf) -> None:
        """Sends a frame. Raises TimeoutError at the time ``until`` of the monotonic clock, OSError when closed."""
        rest = memoryview(frame)
        try:
            while rest:
                try:
                    rest = rest[self._socket.send(rest) :]
                except BlockingIOError:
                    self._wait([], [self._socket], until)
        finally:
            self.broken |= 0 < len(rest) < len(frame)

    def receive(self, until: float = math.inf) -> tuple[bytes, memoryview]:
        """The header and the raw bytes of the next frame.

        Raises:
            TimeoutError: it has not come as a whole at the time ``until`` of the monotonic clock.
            EOFError, OSError: the other side has closed the socket.
            WireError: it is larger than allowed.
        """
        self._fill(PREFIX.size, until)
        header, body = PREFIX.unpack_from(self._received)
        if header > MAX_HEADER or header + body > MAX_FRAME:
            self.broken = True
            raise WireError("too large a frame")
        self._fill(PREFIX.size + header + body, until)
        frame, self._received = memoryview(self._received)[PREFIX.size :], bytearray()
        return bytes(frame[:header]), frame[header:]

    def _fill(self, size: int, until: float) -> None:
        """Receives until there are ``size`` bytes, and not one more."""
        while len(self._received) < size:
            try:
                more = self._socket.recv(min(size - len(self._received), 2**20))
            except BlockingIOError:
                self._wait([self._socket], [], until)
                continue
            if not more:
                self.broken = True
                raise EOFError("the other side has closed the socket")
            self._received += more
            if time.monotonic() > until:
                raise TimeoutError

    def _wait(self, reading: list[socket.socket], writing: list[socket.socket], until: float) -> None:
        left = until - time.monotonic()
        if left <= 0 or not any(select.select(reading, writing, [], None if left == math.inf else left)):
            raise TimeoutError
