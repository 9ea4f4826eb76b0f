"""The wire: plain data comes over as it was, and no frame, however made, does more than raise a WireError."""

import json
import math
import socket
import struct
import threading
import time
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from course_utils.grading.isolation import wire
from course_utils.grading.isolation.wire import Channel, Decoder, Encoder, WireError


def sent(value: Any) -> Any:
    """The value after its way over the wire."""
    return decoded(Encoder().frame(value))


def decoded(frame: bytes) -> Any:
    header, body = wire.PREFIX.unpack_from(frame)
    start = wire.PREFIX.size
    assert len(frame) == start + header + body
    return Decoder(frame[start : start + header], memoryview(frame)[start + header :]).value()


def same(a: Any, b: Any) -> bool:
    """Equal and of the same types all the way down; nan equals nan, and 0 is not -0."""
    if type(a) is not type(b):
        return False
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return same(list(a.items()), list(b.items()))
    if isinstance(a, torch.Tensor):
        return a.dtype == b.dtype and a.shape == b.shape and wire.tensor_bytes(a) == wire.tensor_bytes(b)
    if isinstance(a, np.ndarray) and a.dtype != object:
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and same(a.ravel().tolist(), b.ravel().tolist())
    if isinstance(a, np.generic):
        return a.tobytes() == b.tobytes()
    if isinstance(a, (float, complex)):
        return repr(a) == repr(b)
    if isinstance(a, slice):
        return same([a.start, a.stop, a.step], [b.start, b.stop, b.step])
    return bool(a == b)


NUMBERS = st.one_of(st.booleans(), st.integers(), st.floats(), st.complex_numbers(allow_nan=False))
SCALARS = st.one_of(st.none(), NUMBERS, st.text(), st.binary())
DTYPES = st.sampled_from(list(wire.NUMPY_DTYPES.values()))
ARRAYS = hnp.arrays(DTYPES, hnp.array_shapes(min_dims=0, min_side=0, max_side=3))
TENSORS = ARRAYS.filter(lambda a: a.dtype.name[:4] != "uint").map(lambda a: torch.from_numpy(np.ascontiguousarray(a)))
RANGES = st.builds(range, st.integers(-9, 9), st.integers(-9, 9), st.integers(1, 3))
SLICES = st.builds(slice, *[st.none() | st.integers()] * 3)
KEYS = st.one_of(st.none(), st.booleans(), st.integers(), st.text(), st.binary(), st.tuples(st.integers(), st.text()))
LEAVES = st.one_of(SCALARS, ARRAYS, ARRAYS.filter(np.size).map(lambda a: a.flat[0]), TENSORS, RANGES, SLICES, DTYPES)
PLAIN = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(KEYS, inner, max_size=4),
        st.sets(KEYS, max_size=4),
        st.frozensets(KEYS, max_size=4),
    ),
    max_leaves=12,
)


class TestRoundTrip:
    @given(PLAIN)
    @settings(max_examples=150, deadline=None)
    def test_plain_data_comes_over_unchanged(self, value):
        assert same(sent(value), value)

    @pytest.mark.parametrize("dtype", wire.TORCH_NAMES)
    @pytest.mark.parametrize("shape", [(), (0,), (2, 3), (2, 0, 3)])
    def test_tensors_of_every_dtype(self, dtype, shape):
        tensor = torch.linspace(-2, 2, math.prod(shape)).reshape(shape).to(dtype)
        assert same(sent(tensor), tensor)

    @pytest.mark.parametrize(
        "value",
        [
            torch.arange(6.0).reshape(2, 3).T,
            torch.zeros(1).expand(5, 5),
            torch.arange(9.0)[::9],
            torch.tensor([1 + 2j, 3j]).conj(),
            np.arange(6).reshape(2, 3).T,
            np.broadcast_to(np.float32(1), (4, 4)),
            np.arange(5)[::-1],
            np.array(["a", "longer"]),
            np.array([[1, None], ["x", [1, 2]]], dtype=object),
            torch.Size([2, 3]),
            torch.bfloat16,
            2**5000,
            -(2**63),
            "\ud800",
            -0.0,
        ],
        ids=repr,
    )
    def test_what_lies_oddly_in_memory(self, value):
        assert same(sent(value), value)

    def test_other_byte_orders_become_this_machine_s(self):
        got = sent(np.arange(3, dtype=">i4"))
        assert got.dtype == np.int32 and got.tolist() == [0, 1, 2]

    def test_arrays_and_tensors_can_be_written_to(self):
        array, tensor = sent((np.zeros(2), torch.zeros(2)))
        array[0] = tensor[0] = 1
        assert array[0] == tensor[0] == 1

    def test_tensors_that_require_a_gradient_are_listed_in_order(self):
        a, b = torch.ones(2, requires_grad=True), torch.zeros(1, requires_grad=True)
        encoder = Encoder()
        frame = encoder.frame({"x": [a, torch.ones(3)], "y": b})
        assert encoder.tensors == [a, b]
        start = wire.PREFIX.size + wire.PREFIX.unpack_from(frame)[0]
        decoder = Decoder(frame[wire.PREFIX.size : start], memoryview(frame)[start:])
        value = decoder.value()
        assert decoder.tensors[0] is value["x"][0] and decoder.tensors[1] is value["y"]
        assert value["y"].requires_grad and not value["x"][1].requires_grad


def nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


def cyclic() -> list[Any]:
    value: list[Any] = []
    value += [value, value]
    return value


class TestWhatIsNotSent:
    @pytest.mark.parametrize(
        "value",
        [
            object(),
            len,
            type("Liar", (float,), {})(1.0),
            np.ma.masked_array([1]),
            torch.nn.Parameter(torch.zeros(1)),
            torch.zeros(2, 2).to_sparse(),
            torch.zeros(2, device="meta"),
            np.zeros(2, dtype=[("a", int)]),
            {object(): 1},
            {frozenset(): 1},
            dict.fromkeys(range(wire.MAX_KEYS + 1)),
            range(10**12),
            1 << (4 * wire.MAX_INT_DIGITS + 1),
            nested(100_000),
            nested(wire.MAX_DEPTH),
            cyclic(),
            [0] * (wire.MAX_NODES + 1),
            ["x" * wire.MAX_HEADER],
            np.broadcast_to(0.0, (10**6, 10**6)),
            torch.zeros(1).expand(10**6, 10**6),
        ],
        ids=lambda value: type(value).__name__,
    )
    def test_it_is_refused(self, value):
        with pytest.raises(WireError):
            Encoder().frame(value)


def frame_of(node: Any, *buffers: bytes) -> bytes:
    """A frame as a hostile sender makes it."""
    return raw(json.dumps([node, list(map(len, buffers))]).encode(), b"".join(buffers))


def raw(header: bytes, body: bytes = b"") -> bytes:
    return wire.PREFIX.pack(len(header), len(body)) + header + body


HOSTILE = {
    "no JSON": raw(b"hello"),
    "not ASCII": raw("[\"é\",[]]".encode()),
    "UTF-16": raw("[1,[]]".encode("utf-16")),
    "empty": raw(b""),
    "an object": raw(b'[{"list":[]},[]]'),
    "no sizes": raw(b"[1]"),
    "three parts": raw(b"[1,[],2]"),
    "sizes no list": raw(b"[1,3]"),
    "negative size": raw(b"[1,[-1,1]]"),
    "sizes too small": raw(b"[1,[1]]", b"xx"),
    "size is true": raw(b"[1,[true]]", b"x"),
    "long number": raw(b"[" + b"9" * 100_000 + b",[]]"),
    "deep JSON": raw(b"[" * 100_000),
    "deep nodes": frame_of(json.loads('["list",[' * 100 + "]]" * 100)),
    "many nodes": raw(b'[["list",[' + b"1," * (wire.MAX_NODES + 1) + b"1]],[]]"),
    "unknown tag": frame_of(["eval", "1"]),
    "a gadget": frame_of(["pickle", 0], b"cos\nsystem\n(S'true'\ntR."),
    "a handle": frame_of(["handle", [1, "x", None, True]]),
    "node without payload": frame_of(["list"]),
    "tag no string": frame_of([1, 2]),
    "list of no list": frame_of(["list", "abc"]),
    "int no digits": frame_of(["int", "0x_1"]),
    "int of spaces": frame_of(["int", " 1 "]),
    "int too long": frame_of(["int", "f" * (wire.MAX_INT_DIGITS + 1)]),
    "complex of strings": frame_of(["complex", ["1", "2"]]),
    "buffer out of range": frame_of(["bytes", 1], b"x"),
    "buffer negative": frame_of(["bytes", -1], b"x"),
    "buffer is true": frame_of(["bytes", True], b"x", b"y"),
    "unhashable key": frame_of(["dict", [[["list", []], 1]]]),
    "key is an array": frame_of(["dict", [[["array", ["float64", [], 0]], 1]]], b"8" * 8),
    "dict of triples": frame_of(["dict", [[1, 2, 3]]]),
    "many keys": frame_of(["set", list(range(wire.MAX_KEYS + 1))]),
    "keys that collide": frame_of(["set", [["int", f"{k * (2**61 - 1):x}"] for k in range(1, wire.MAX_KEYS + 2)]]),
    "unhashable in a set": frame_of(["set", [["list", []]]]),
    "range of step 0": frame_of(["range", [0, 1, 0]]),
    "range too long": frame_of(["range", [0, 10**12, 1]]),
    "range of floats": frame_of(["range", [0.0, 1.0, 1.0]]),
    "slice of four": frame_of(["slice", [1, 2, 3, 4]]),
    "array too short": frame_of(["array", ["float64", [3], 0]], b"x" * 16),
    "array too long": frame_of(["array", ["float64", [1], 0]], b"x" * 16),
    "array of half elements": frame_of(["array", ["float64", [1], 0]], b"x" * 9),
    "array of objects": frame_of(["array", ["object", [1], 0]], b"x" * 8),
    "array of unknown dtype": frame_of(["array", ["V8", [1], 0]], b"x" * 8),
    "shape negative": frame_of(["array", ["float64", [-1, -1], 0]], b"x" * 8),
    "shape huge": frame_of(["array", ["float64", [2**62, 0], 0]], b""),
    "shape overflows": frame_of(["array", ["float64", [2**25, 2**25, 2**25, 0], 0]], b"x" * 8),
    "shape of floats": frame_of(["array", ["float64", [1.0], 0]], b"x" * 8),
    "too many dimensions": frame_of(["array", ["float64", [1] * 65, 0]], b"x" * 8),
    "shape no list": frame_of(["array", ["float64", "1", 0]], b"x" * 8),
    "scalar too long": frame_of(["scalar", ["float64", "00" * 16]]),
    "scalar no digits": frame_of(["scalar", ["float64", "zz" * 8]]),
    "strings of numbers": frame_of(["strings", [[1], [1]]]),
    "strings that blow up": frame_of(["strings", [[2001], ["x" * 100_000] + [""] * 2000]]),
    "objects too few": frame_of(["objects", [[3], [1, 2]]]),
    "tensor of unknown dtype": frame_of(["tensor", ["qint8", [1], 0, False]], b"x"),
    "tensor too short": frame_of(["tensor", ["float32", [2], 0, False]], b"x" * 4),
    "gradient of integers": frame_of(["tensor", ["int64", [1], 0, True]], b"x" * 8),
    "gradient no truth": frame_of(["tensor", ["float32", [1], 0, 1]], b"x" * 4),
    "torch.Size negative": frame_of(["torch.Size", [-1]]),
    "dtype unknown": frame_of(["torch.dtype", "__class__"]),
    "dtype no string": frame_of(["numpy.dtype", ["list", []]]),
}


class TestHostileFrames:
    @pytest.mark.parametrize("frame", HOSTILE.values(), ids=HOSTILE)
    def test_it_is_a_wire_error_and_soon(self, frame):
        began = time.process_time()
        with pytest.raises(WireError):
            decoded(frame)
        assert time.process_time() - began < 5

    @given(st.binary(max_size=200), st.binary(max_size=40))
    @settings(max_examples=200, deadline=None)
    def test_random_bytes_give_plain_data_or_a_wire_error(self, header, body):
        try:
            decoded(raw(header, body))
        except WireError:
            pass

    @given(PLAIN, st.data())
    @settings(max_examples=200, deadline=None)
    def test_changed_bytes_give_plain_data_or_a_wire_error(self, value, data):
        frame = bytearray(Encoder().frame(value))
        place = data.draw(st.integers(wire.PREFIX.size, len(frame) - 1))
        frame[place] = data.draw(st.integers(0, 255))
        try:
            decoded(bytes(frame))
        except WireError:
            pass

    def test_bytes_that_are_neither_true_nor_false_are_true(self):
        """A Boolean of 2 would equal neither."""
        array = decoded(frame_of(["array", ["bool", [3], 0]], b"\0\1\2"))
        tensor = decoded(frame_of(["tensor", ["bool", [3], 0, False]], b"\0\1\2"))
        assert array.tobytes() == b"\0\1\1" and array.sum() == 2
        assert wire.tensor_bytes(tensor) == b"\0\1\1"


@pytest.fixture
def pair():
    here, there = socket.socketpair()
    with here, there:
        yield Channel(here), there


class TestChannel:
    def test_frames_in_a_row(self, pair):
        channel, there = pair
        other = Channel(there)
        for value in (1, "two", np.arange(3)):
            other.send(Encoder().frame(value))
        assert [int(np.size(Decoder(*channel.receive()).value())) for _ in range(3)] == [1, 1, 3]

    @pytest.mark.parametrize(
        "prefix", [struct.pack("!II", wire.MAX_HEADER + 1, 0), struct.pack("!II", 2, wire.MAX_FRAME), b"\xff" * 8]
    )
    def test_a_large_frame_is_refused_before_it_comes(self, pair, prefix):
        channel, there = pair
        there.sendall(prefix)
        with pytest.raises(WireError):
            channel.receive(time.monotonic() + 10)
        assert channel.broken

    def test_silence_and_dripping_bytes_end_at_the_same_time(self, pair):
        """The time is for the whole frame, not for each of its bytes."""
        channel, there = pair
        there.sendall(wire.PREFIX.pack(1000, 0))
        stop = threading.Event()

        def drip() -> None:
            while not stop.wait(0.02):
                there.sendall(b"x")

        dripping = threading.Thread(target=drip)
        dripping.start()
        began = time.monotonic()
        with pytest.raises(TimeoutError):
            channel.receive(began + 0.3)
        stop.set()
        dripping.join()
        assert time.monotonic() - began < 2

    def test_a_frame_that_came_too_late_is_read_to_its_end(self, pair):
        channel, there = pair
        frame = Encoder().frame([1, 2])
        there.sendall(frame[:9])
        with pytest.raises(TimeoutError):
            channel.receive(time.monotonic() + 0.01)
        there.sendall(frame[9:])
        assert Decoder(*channel.receive()).value() == [1, 2]
        assert not channel.broken

    def test_a_frame_sent_in_part_breaks_the_channel(self, pair):
        channel, _ = pair
        with pytest.raises(TimeoutError):
            channel.send(bytes(10**7), time.monotonic() + 0.05)
        assert channel.broken

    def test_a_closed_socket_is_told(self, pair):
        channel, there = pair
        there.close()
        with pytest.raises(EOFError):
            channel.receive()
        with pytest.raises(OSError):
            channel.send(Encoder().frame(1))
