# %% attack: too_large
# Answers of hundreds of megabytes: an array, a list, a string, a number.
# honest: double, stack
# %% answer: column_means
def column_means(table):
    return np.zeros((20_000_000,))


# %% answer: normalise
def normalise(t):
    return [0.5] * 10_000_000


# %% answer: slope
def slope(f, x):
    return {"x" * 50_000_000: 1 << 50_000_000}

# %% attack: too_many
# A dictionary of a million handles, each an object of the student's.
# honest: double, stack
# %% answer: column_means
class Thing:
    pass


def column_means(table):
    return {i: Thing() for i in range(300_000)}


# %% answer: slope
def slope(f, x):
    return [Thing for _ in range(300_000)]

# %% attack: dripping
# A reply that comes one byte at a time, and announces more than will ever come.
# honest: double
# destroys: the connection never gets to the next request
# %% answer: slope
import os
import stat
import struct
import time


def slope(f, x):
    sockets = [d for d in range(3, 256) if is_socket(d)]
    for descriptor in sockets:
        os.write(descriptor, struct.pack(">I", 1000))
    for _ in range(30):
        for descriptor in sockets:
            os.write(descriptor, b" ")
        time.sleep(0.5)
    return 12.0


def is_socket(descriptor):
    try:
        return stat.S_ISSOCK(os.fstat(descriptor).st_mode)
    except OSError:
        return False

# %% attack: headers_that_lie
# Lengths of all sizes, negative and beyond memory, before the honest reply.
# honest: double
# destroys: the connection is out of step from then on
# %% answer: slope
import os
import struct


def slope(f, x):
    for descriptor in range(3, 256):
        for head in (b"\xff" * 16, struct.pack(">q", -1), struct.pack("<Q", 1 << 62), b"\x00" * 64):
            try:
                os.set_blocking(descriptor, False)
                os.write(descriptor, head)
            except OSError:
                pass
    return 12.0

# %% attack: text_that_is_no_text
# Halves of surrogate pairs, zero bytes, numbers that are none, keys of all kinds.
# honest: double, stack
# %% answer: slope
def slope(f, x):
    return {"\ud800\x00": float("nan"), float("inf"): -0.0, None: (), True: 1, frozenset(): b"\xff", "__class__": "float"}


# %% answer: normalise
def normalise(t):
    raise ValueError("\ud800\x00" * 100_000)

# %% attack: hostile_frames
# The agent's own way to reply, with values in the frames that no honest encoder makes.
# destroys: what the examiner cannot read is no answer
# %% own: double
import itertools
import json
import struct

from course_utils.grading.isolation import agent

nodes = itertools.cycle(
    [
        "[" * 100_000 + "]" * 100_000,
        '["array", ["float64", [1000000000, 1000000000], 0]]',
        '["array", ["float64", [-1], 0]]',
        '["set", [["list", []]]]',
        '["pickle", "gASVAAAA"]',
        '["strings", [[3], ["a", "b"]]]',
        '["range", [0, 9007199254740991, 1]]',
        '["int", "' + "f" * 24_000 + '"]',
        '["object", 1000000]',
        '["object", [1, "float", true]]',
        '["dict", [["__class__", "bool"], ["__bool__", true]]]',
        "1e999",
        "-" + "9" * 19,
    ]
)


def reply(self, kind, sequence, *details):
    header = f'[["tuple", ["value", {sequence}, {next(nodes)}, null]], []]'.encode()
    return struct.pack("!II", len(header), 0) + header


agent.Agent._reply = reply

# %% attack: replies_sent_in_advance
# Replies to the next hundred requests, each claiming to be the right one for it.
# destroys: the connection is out of step from then on
# %% own: column_means
import socket

from course_utils.grading.isolation.agent import AGENT_FD
from course_utils.grading.isolation.wire import Encoder

try:
    connection = socket.socket(fileno=AGENT_FD)
    connection.setblocking(False)
    for sequence in range(100):
        for value in (True, 0.0, 12.0, "passed"):
            connection.send(Encoder().frame(("value", sequence, value, None)))
    connection.detach()
except OSError as error:
    print(error)

# %% attack: functions_that_were_never_given
# The answer calls all functions of the test's side by number, with arguments of its own.
# honest: double, stack
# %% answer: slope
import gc


def slope(f, x):
    for thing in gc.get_objects():
        if type(thing).__name__ == "Agent" and hasattr(thing, "call_back"):
            for number in range(200):
                for arguments in ((), (1.0,), ("__import__('os').system('true')",)):
                    try:
                        thing.call_back(number, arguments, {})
                    except Exception:
                        pass
    return 0.0
