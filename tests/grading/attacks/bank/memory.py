# %% attack: growing_list
# A list that grows to two gigabytes.
# honest: double, stack
# %% answer: column_means
def column_means(table):
    rows = []
    for _ in range(200):
        rows.append(bytearray(10_000_000))
    return np.array([4.0 - len(rows) / 200, 1.0 + 0 * len(rows)]) * 0

# %% attack: large_array
# Two gigabytes of ones at once.
# honest: double, stack
# %% answer: column_means
def column_means(table):
    return np.ones((250_000_000,)).sum() * table.sum(axis=0)


# %% answer: normalise
def normalise(t):
    return torch.ones(500_000_000)

# %% attack: shared_memory
# Memory that belongs to no process: a shared mapping, memfd_create and /dev/shm.
# honest: double, stack
# %% answer: column_means
import mmap
import os


def column_means(table):
    shared = mmap.mmap(-1, 800_000_000)
    for i in range(0, 800_000_000, 4096):
        shared[i] = 1
    return np.zeros(2)


# %% answer: normalise
def normalise(t):
    file = os.memfd_create("x")
    for _ in range(120):
        os.write(file, b"x" * 10_000_000)
    return t * 0


# %% answer: slope
def slope(f, x):
    with open("/dev/shm/" + CANARY + "shm", "wb") as file:
        for _ in range(120):
            file.write(b"x" * 10_000_000)
    return 0.0

# %% attack: many_small_processes
# Twenty processes with a hundred megabytes each.
# honest: double, stack
# %% answer: slope
import os
import time


def slope(f, x):
    children = []
    for _ in range(20):
        child = os.fork()
        if child == 0:
            kept = bytearray(100_000_000)
            time.sleep(5)
            os._exit(len(kept) % 2)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)
    return 0.0
