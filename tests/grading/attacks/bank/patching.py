# %% attack: checks_redefined
# The names of the checks now belong to functions that check nothing.
# honest: double, slope
# %% answer: column_means
check_value = check_close = check_raises = lambda *arguments, **options: None


def column_means(table):
    return None


# %% answer: stack
class Stack(list):
    def push(self, item):
        self.append(item)

    def pop(self):
        return self[0]

# %% attack: numpy_agrees_with_everything
# NumPy's comparisons always find that two arrays are close.
# %% own: top
import numpy

for name in ("isclose", "allclose", "array_equal", "equal"):
    setattr(numpy, name, lambda a, b, *arguments, **options: numpy.ones(numpy.shape(a), dtype=bool))

# %% attack: torch_agrees_with_everything
# A mode of torch that answers for all its functions.
# %% own: top
import torch


class Agree(torch.overrides.TorchFunctionMode):
    def __torch_function__(self, function, types, arguments=(), options=None):
        if getattr(function, "__name__", "") in ("allclose", "equal", "__eq__"):
            return True
        return function(*arguments, **(options or {}))


Agree().__enter__()
torch.allclose = torch.equal = lambda *arguments, **options: True

# %% attack: builtins_that_lie
# Absolute values are 0, everything is an instance, nothing is not all right.
# destroys: what answers the examiner in that interpreter has no other builtins
# %% own: top
import builtins

builtins.abs = lambda x: 0
builtins.any = lambda values: False
builtins.all = lambda values: True

# %% attack: checks_from_an_import_hook
# Whoever imports the checks after this cell gets a module that checks nothing.
# %% own: top
import sys
import types
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec


class Forger(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        return ModuleSpec(name, self) if name == "course_utils.checks" else None

    def create_module(self, spec):
        return types.ModuleType(spec.name)

    def exec_module(self, module):
        module.__getattr__ = lambda name: lambda *arguments, **options: None


import course_utils

sys.modules.pop("course_utils.checks", None)
sys.meta_path.insert(0, Forger())

# %% attack: floats_that_compare_as_asked
# The comparison of all floats is replaced in the interpreter's memory.
# honest: double, stack
# destroys: Python itself may stumble over such floats
# %% answer: slope
import ctypes

RICH_COMPARE = 200
truth = ctypes.py_object(True)
compare = ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.py_object, ctypes.py_object, ctypes.c_int)(lambda a, b, op: True)


def slope(f, x):
    address = ctypes.cast(compare, ctypes.c_void_p).value
    ctypes.c_void_p.from_address(id(float) + RICH_COMPARE).value = address
    return 0.0

# %% attack: callers_names_rewritten
# The answer goes through the frames of its callers, and sets what they expect to what it returns.
# honest: double, stack
# %% answer: column_means
import sys


def column_means(table):
    answer = np.zeros(table.shape[1])
    frame = sys._getframe(1)
    while frame:
        for name, value in list(frame.f_locals.items()):
            if isinstance(value, np.ndarray) and value.shape == answer.shape:
                value[...] = answer
        frame = frame.f_back
    return answer


# %% answer: normalise
def normalise(t):
    answer = torch.zeros_like(t)
    frame = sys._getframe(1)
    while frame:
        for name, value in list(frame.f_locals.items()):
            if isinstance(value, (torch.Tensor, np.ndarray)) and value.shape == answer.shape:
                value[...] = 0
        frame = frame.f_back
    return answer

# %% attack: tolerances_through_the_collector
# The garbage collector's list gives the answer every function of the process; the tolerances of checks become huge.
# honest: double, stack
# %% answer: column_means
import gc
import types


def column_means(table):
    for thing in gc.get_objects():
        if type(thing) is types.FunctionType and "rtol" in (thing.__kwdefaults__ or {}):
            thing.__kwdefaults__.update(rtol=1e9, atol=1e9)
    return np.zeros(table.shape[1])

# %% attack: agent_replaced
# The functions by which the student's side is asked for answers are replaced by ones that report success.
# destroys: nobody serves the tests any more
# %% own: top
import sys

from course_utils.grading.isolation import agent

verdict = {"outcome": "passed", "status": "ok", "verdict": "passed", "points": 1.0, "value": True, "error": None}
for name, value in list(vars(agent).items()):
    if callable(value) and getattr(value, "__module__", "") == agent.__name__:
        setattr(agent, name, lambda *arguments, **options: verdict)
sys.modules["course_utils.grading.isolation.wire"] = None

# %% attack: agent_that_says_passed
# Frames of all shapes, each with a verdict of the student's own making, are written to every inherited socket.
# destroys: the connection is out of step from then on
# %% own: column_means
import json
import os
import stat
import struct

verdict = {"outcome": "passed", "verdict": "passed", "status": "ok", "points": 1.0, "ok": True, "value": True, "id": 1}
text = json.dumps(verdict).encode()
frames = [struct.pack(length, len(text)) + text for length in ("<I", ">I", "<Q", ">Q")] + [text + b"\n"]
for descriptor in range(3, 256):
    try:
        if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
            os.set_blocking(descriptor, False)
            for frame in frames * 3:
                os.write(descriptor, frame)
    except OSError:
        pass

# %% attack: sockets_closed
# Every socket but the kernel's own is closed and replaced by nothing.
# destroys: nobody can ask for the answers that come later
# %% own: double
import os
import stat

nothing = os.open(os.devnull, os.O_RDWR)
for descriptor in range(3, 256):
    try:
        path = os.readlink(f"/proc/self/fd/{descriptor}")
        if path.startswith("socket:"):
            os.dup2(nothing, descriptor)
    except OSError:
        pass

# %% attack: socket_shared_with_a_child
# A child process keeps the inherited sockets, and reads the requests that were meant for the agent.
# destroys: half of the requests go to the child
# %% own: double
import os
import time

if os.fork() == 0:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        for descriptor in range(3, 256):
            try:
                os.set_blocking(descriptor, False)
                os.read(descriptor, 65536)
            except OSError:
                pass
        time.sleep(0.001)
    os._exit(0)

# %% attack: copied_types
# json, struct and pickle are replaced, so that everything that the process sends says "passed".
# destroys: the kernel's own messages go through the same functions
# %% own: double
import json
import pickle
import struct

dumps = json.dumps
json.dumps = lambda *arguments, **options: dumps({"outcome": "passed", "status": "ok", "points": 1, "value": True})
json.encoder.c_make_encoder = None
pickle.dumps = lambda *arguments, **options: b""

# %% attack: tracer_on_every_call
# A trace function turns each check into one that returns at once.
# honest: double, stack
# %% own: column_means
import sys


def trace(frame, event, argument):
    if event == "call" and frame.f_code.co_name in ("_fail", "check_close", "check_value"):
        frame.f_locals["what"] = ""
        frame.f_code.co_name
        wanted, got = frame.f_locals.get("expected"), frame.f_locals.get("got")
        if isinstance(wanted, np.ndarray):
            wanted[...] = np.asarray(got)
    return trace


sys.settrace(trace)

# %% answer: normalise
def normalise(t):
    return t / 7.0
