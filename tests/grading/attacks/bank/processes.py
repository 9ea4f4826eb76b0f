# %% attack: fork_bomb
# Processes that double, up to 512.
# honest: double, stack
# destroys: its own kernel may find no process to answer with
# %% answer: slope
import os
import time


def slope(f, x):
    for _ in range(9):
        try:
            os.fork()
        except OSError:
            pass
    time.sleep(4)
    return 0.0

# %% attack: thread_bomb
# Five hundred threads.
# honest: double, stack
# destroys: a process that can make no more threads may end
# %% answer: slope
import threading
import time


def slope(f, x):
    for _ in range(500):
        threading.Thread(target=time.sleep, args=(30,), daemon=True).start()
    return 0.0

# %% attack: two_kernels_from_one
# The answer forks, and both processes go on as the kernel.
# honest: double, stack
# %% answer: slope
import os


def slope(f, x):
    os.fork()
    return 0.0

# %% attack: open_files
# All file descriptors that can be had.
# honest: double, stack
# destroys: its own kernel needs descriptors too
# %% answer: slope
import os

kept = []


def slope(f, x):
    for _ in range(4000):
        kept.append(os.pipe())
    return 0.0

# %% attack: ends_itself
# The process ends in an answer, by exit, by signal and by a fault; after that come honest answers.
# honest: double, stack
# expect: killed
# %% answer: column_means
import ctypes
import os


def column_means(table):
    os._exit(0)


# %% answer: normalise
def normalise(t):
    os.abort()


# %% answer: slope
def slope(f, x):
    return ctypes.string_at(0)
