# %% attack: loop_in_a_cell
# A cell that never ends.
# %% own: double
while True:
    pass

# %% attack: loop_in_an_answer
# An answer that ends for the visible test only.
# honest: double, stack
# deserves: 5
# expect: timeout
# %% answer: normalise
def normalise(t):
    while len(t) > 2:
        pass
    return t / t.norm()

# %% attack: deaf_to_interrupts
# A cell that catches whatever would end it, and an answer that does too.
# expect: timeout
# %% answer: slope
def slope(f, x):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass


# %% own: stack
import signal

for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
slope(None, None)

# %% attack: interpreter_locked
# C code that holds Python's lock, so that no other thread of the kernel does anything.
# honest: double, stack
# expect: timeout
# %% answer: slope
import ctypes


def slope(f, x):
    ctypes.PyDLL(None).sleep(60)
    return 12.0

# %% attack: one_long_instruction
# A sum in C that never looks for signals.
# honest: double, stack
# expect: timeout
# %% answer: slope
def slope(f, x):
    return sum(range(3 * 10**9)) * 0.0 + 12.0

# %% attack: regular_expression
# A regular expression that tries all ways to match.
# honest: double, stack
# expect: timeout
# %% answer: slope
import re


def slope(f, x):
    re.match(r"(a|a)*$", "a" * 40 + "b")
    return 12.0

# %% attack: asleep
# Answers that sleep.
# honest: double, stack
# expect: timeout
# %% answer: slope
import time


def slope(f, x):
    time.sleep(120)
    return 12.0

# %% attack: stopped_by_its_own_signal
# The process stops itself: it is neither dead nor will it answer.
# honest: double, stack
# expect: timeout
# %% answer: slope
import os
import signal


def slope(f, x):
    os.kill(os.getpid(), signal.SIGSTOP)
    return 12.0

# %% attack: waits_for_input
# An answer that asks the instructor.
# honest: double, stack
# %% answer: slope
def slope(f, x):
    return float(input("The slope, please: "))


# %% own: stack
import sys

sys.stdin = open(0)
sys.stdin.read()

# %% attack: slow_when_looked_at
# Converting, showing and deleting the answer each take a minute.
# honest: double, stack
# expect: timeout
# %% answer: slope
import time


class Slow:
    def __getattr__(self, name):
        time.sleep(60)

    def _sleep(self, *arguments):
        time.sleep(60)
        return 12.0

    __float__ = __repr__ = __sub__ = __abs__ = __len__ = __iter__ = __eq__ = __array__ = __bool__ = _sleep


def slope(f, x):
    time.sleep(0.2)
    return Slow() if f(1.0) > 5 else time.sleep(60)

# %% attack: threads_that_keep_working
# Threads that compute on after their cell, so that all later cells are slow.
# destroys: what comes later shares the processor with them
# %% own: double
import threading


def work():
    while True:
        sum(range(1000))


for _ in range(8):
    threading.Thread(target=work, daemon=True).start()

# %% attack: calls_back_without_end
# The answer calls the function that the test gave it again and again.
# honest: double, stack
# expect: timeout
# %% answer: slope
def slope(f, x):
    while True:
        f(x)

# %% attack: calls_itself_through_the_test
# The answer recurses without end, in its own code and through the test's function.
# honest: double, stack
# %% answer: slope
def slope(f, x):
    f(x)
    return slope(f, x)
