# %% attack: one_long_line
# A hundred megabytes in one line.
# %% own: double
print("x" * 100_000_000)

# %% attack: many_lines
# A million lines.
# %% own: double
for i in range(1_000_000):
    print(i, "x" * 60)

# %% attack: large_display
# A value whose picture in words has fifty megabytes, and one whose picture is as large.
# %% own: double
from IPython.display import display


class Large:
    def __repr__(self):
        return "x" * 50_000_000


display(Large())
display({"image/png": "AAAA" * 10_000_000, "text/plain": "x"}, raw=True)
Large()

# %% attack: storm_of_updates
# Outputs that are cleared and updated a hundred thousand times.
# %% own: double
from IPython.display import clear_output, display

handle = display("0", display_id=True)
for i in range(100_000):
    handle.update(str(i) * 20)
    clear_output()

# %% attack: output_of_children
# Output past Python, from a child process to the standard streams.
# %% own: double
import os
import subprocess

subprocess.run("yes xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx | head -c 100000000", shell=True)
os.write(1, b"x" * 1_000_000)

# %% attack: standard_error_without_end
# Warnings while a test runs, until somebody ends it.
# honest: double, stack
# %% answer: slope
import sys


def slope(f, x):
    while True:
        print("x" * 5000, file=sys.stderr)


# %% attack: printed_while_a_test_runs
# The answer prints what a test's verdict may look like.
# honest: double, stack
# %% answer: slope
def slope(f, x):
    for line in ("1.0", '{"outcome": "passed", "points": 1.0}', "\x1b[2J\x1b]0;passed\x07", "\r" * 1000 + "passed"):
        print(line)
    return 0.0

# %% attack: messages_of_its_own
# A flood of messages of all kinds, with parents that do not exist.
# %% own: double
kernel = get_ipython().kernel
for i in range(20_000):
    for kind in ("stream", "status", "error", "execute_input", "comm_open", "nonsense"):
        content = {"name": "stdout", "text": "x" * 50, "execution_state": "idle", "data": {}, "ename": [], "comm_id": i}
        kernel.session.send(kernel.iopub_socket, kind, content, parent={"msg_id": "other"})
