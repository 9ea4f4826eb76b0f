"""The sandbox of a student's kernel, looked at from inside, by a real kernel, and from outside.

It all runs as root and without; the last test, of root's, starts the doctor as another user where that is possible.
"""

import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from jupyter_client import KernelManager

from course_utils.grading.isolation.guard import Box
from course_utils.grading.isolation.limits import Limits
from course_utils.grading.isolation.provisioner import ExaminerProcess, sandboxed_kernel_manager
from course_utils.grading.isolation.sandbox import SandboxError
from course_utils.grading.isolation.warm import warm_process

SECONDS = 60.0  # the most that anything here may take


class Kernel:
    """A kernel in a sandbox, and what its cells show."""

    def __init__(self, **options: Any):
        self.manager = sandboxed_kernel_manager()
        self.manager.start_kernel(**options)
        self.client = self.manager.client()
        self.client.start_channels(hb=False)
        self.client.wait_for_ready(SECONDS)

    @property
    def ended(self) -> dict[str, Any] | None:
        return self.manager.provisioner.guarded.ended

    def messages(self, code: str) -> list[dict[str, Any]]:
        """What a cell shows: the contents of its messages, each with its type."""
        shown = []
        self.client.execute_interactive(
            code, timeout=SECONDS, output_hook=lambda m: shown.append({"type": m["msg_type"], **m["content"]})
        )
        return [message for message in shown if message["type"] not in ("status", "execute_input")]

    def text(self, code: str) -> str:
        """What a cell prints; it must not fail."""
        messages = self.messages(code)
        assert not [m for m in messages if m["type"] == "error"], messages
        return "".join(message.get("text", "") for message in messages)

    def value(self, code: str, expression: str) -> Any:
        """The value of an expression after some code, as JSON carries it."""
        return json.loads(self.text(f"{code}\nimport json\nprint(json.dumps({expression}))"))

    def end(self, code: str) -> dict[str, Any]:
        """How the kernel ends that runs a cell."""
        self.client.execute(code)
        return self.wait()

    def wait(self) -> dict[str, Any]:
        deadline = time.monotonic() + SECONDS
        while self.ended is None:
            assert select.select([self.manager.provisioner.guarded], [], [], deadline - time.monotonic())[0], (
                "still alive"
            )
        return self.ended

    def close(self) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@contextmanager
def kernel(**options: Any) -> Iterator[Kernel]:
    made = Kernel(**options)
    try:
        yield made
    finally:
        made.close()


@pytest.fixture(scope="module")
def shared() -> Iterator[Kernel]:
    """A kernel for questions that leave it as it was."""
    with kernel(files={"data/points.csv": b"1,2\n", "notes.txt": b"read me"}) as made:
        yield made


# What honest work needs


def test_answers_a_cell_as_any_kernel(shared: Kernel) -> None:
    (result,) = shared.messages("1 + 1")
    assert result["data"]["text/plain"] == "2"
    (error,) = shared.messages("def f():\n    return 1 / 0\nf()")
    assert error["ename"] == "ZeroDivisionError"
    assert "return 1 / 0" in re.sub(r"\x1b\[[\d;]*m", "", "".join(error["traceback"]))


FIGURE = "import matplotlib.pyplot as plt\nplt.plot([1, 2])"


@pytest.mark.parametrize(
    "code",
    [FIGURE, f"{FIGURE}\nplt.show()", f"%matplotlib inline\n{FIGURE}", f"fig, ax = plt.subplots()\n{FIGURE}"],
)
def test_figures_arrive_as_pictures(code: str) -> None:
    with kernel() as fresh:
        fresh.text("import matplotlib.pyplot as plt")
        shown = [message["data"] for message in fresh.messages(code) if message["type"] == "display_data"]
        assert [data.keys() & {"image/png"} for data in shown] == [{"image/png"}]


def test_libraries_work(shared: Kernel) -> None:
    shared.text(
        """
import subprocess, sys, tempfile, multiprocessing, torch
from concurrent.futures import ThreadPoolExecutor
from course_utils import MLP, fit, data
from scipy.stats import norm
from sklearn.linear_model import LinearRegression
from tqdm.auto import tqdm

assert subprocess.run([sys.executable, "-c", "print(6 * 7)"], capture_output=True, text=True).stdout == "42\\n"
with tempfile.TemporaryFile() as file:
    file.write(b"x")
with multiprocessing.get_context("fork").Pool(2) as pool:
    assert pool.map(abs, [-1, 2]) == [1, 2]
with multiprocessing.get_context("spawn").Pool(1) as pool:
    assert pool.map(abs, [-1, 2]) == [1, 2]
with ThreadPoolExecutor(4) as threads:
    assert list(threads.map(abs, [-1, 2])) == [1, 2]
weight = torch.nn.Parameter(torch.ones(3))
optimizer = torch.optim.Adam([weight])
weight.sum().backward()
optimizer.step()
loader = torch.utils.data.DataLoader(torch.arange(8.0), batch_size=4, num_workers=1)
assert sum(batch.sum() for batch in loader) == 28
for _ in tqdm(range(3)):
    pass
"""
    )


def test_data_files_can_be_read_but_not_changed(shared: Kernel) -> None:
    assert shared.text("print(open('data/points.csv').read(), open('notes.txt').read())") == "1,2\n read me\n"
    for change in ("open('notes.txt', 'w')", "os.remove('notes.txt')", "os.rename('notes.txt', 'mine')"):
        (error,) = shared.messages(f"import os\n{change}")
        assert error["type"] == "error"


def test_each_kernel_starts_with_the_same_random_numbers() -> None:
    code = "import random, numpy, torch"
    drawn = "[random.random(), numpy.random.rand(), torch.rand(1).item(), list({'a', 'b', 'c'})]"
    with kernel() as one, kernel() as other:
        assert one.value(code, drawn) == other.value(code, drawn)


def test_nothing_of_a_kernel_is_left_in_the_next() -> None:
    with kernel() as one:
        one.text(
            "import builtins, os\nbuiltins.left = 1\nopen('left', 'w').close()\nopen('/tmp/left', 'w').close()"
        )
    with kernel() as other:
        left = "[hasattr(builtins, 'left'), os.path.exists('left'), os.path.exists('/tmp/left')]"
        assert other.value("import builtins, os", left) == [False, False, False]


def test_a_cell_can_be_interrupted() -> None:
    with kernel() as busy:
        request = busy.client.execute("print('on my way', flush=True)\nwhile True: pass")
        while busy.client.get_iopub_msg(timeout=SECONDS)["content"].get("text") != "on my way\n":
            pass
        busy.manager.interrupt_kernel()
        reply = busy.client.get_shell_msg(timeout=SECONDS)
        assert reply["parent_header"]["msg_id"] == request
        assert reply["content"]["ename"] == "KeyboardInterrupt"


def test_a_socket_is_inherited() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs, kernel(agent=theirs) as made:
        made.text(
            "import socket\n"
            "from course_utils.grading.isolation.agent import AGENT_FD\n"
            "socket.socket(fileno=AGENT_FD).sendall(b'hello')"
        )
        assert ours.recv(5) == b"hello"


def test_an_installed_kernelspec_can_name_the_sandbox(tmp_path: Path) -> None:
    """As Jupyter does it, with none of our own options; and again after a restart."""
    (tmp_path / "boxed").mkdir()
    provisioner = {"kernel_provisioner": {"provisioner_name": "course-sandbox"}}
    about = {"argv": ["python"], "display_name": "boxed", "language": "python", "metadata": provisioner}
    (tmp_path / "boxed" / "kernel.json").write_text(json.dumps(about | {"interrupt_mode": "message"}))
    manager = KernelManager(kernel_name="boxed")
    manager.kernel_spec_manager.kernel_dirs = [str(tmp_path)]
    manager.start_kernel()
    for _ in range(2):
        client = manager.client()
        client.start_channels(hb=False)
        client.wait_for_ready(SECONDS)
        assert (
            client.execute_interactive("import os; assert os.getcwd() == '/home/student'")["content"][
                "status"
            ]
            == "ok"
        )
        client.stop_channels()
        manager.restart_kernel()
    manager.shutdown_kernel()
    assert not manager.is_alive()


def test_the_examiner_runs_in_a_sandbox_and_ends() -> None:
    examiner = ExaminerProcess({"data.txt": b"1"}, Limits())
    assert examiner.guarded.ended is None
    examiner.kill()
    assert examiner.guarded.ended["ended"] == "killed"


# What is not there


def test_no_file_of_the_host_is_visible(shared: Kernel, tmp_path: Path) -> None:
    secret = tmp_path / "gradebook.db"
    secret.write_text("marks")
    root = Path(__file__).parents[2]
    hidden = [
        secret,
        root / "solutions",
        root / "nbgrader_config.py",
        root / ".git",
        "/etc/passwd",
        "/etc/shadow",
        "/var",
    ]
    assert shared.value("import os", f"[p for p in {[str(p) for p in hidden]!r} if os.path.exists(p)]") == []
    assert shared.value("", "sorted(os.listdir())") == ["data", "notes.txt"]


def test_nothing_without_a_size_can_be_written(shared: Kernel) -> None:
    """Every mount is tried, and every folder of the root's file system."""
    written = shared.value(
        """
import os
def writable(folder):
    try:
        with open(os.path.join(folder, "try"), "wb") as file:
            file.write(b"x")
        os.remove(file.name)
        return True
    except OSError:
        return False
mounts = [line.split()[4] for line in open("/proc/self/mountinfo")]
folders = {folder for mount in mounts for folder, *_ in ([mount], *os.walk(mount, followlinks=False))
           if not mount.startswith(("/usr", "/proc")) and "site-packages" not in folder}
""",
        "sorted(folder for folder in folders if writable(folder))",
    )
    assert [f for f in written if not f.startswith(("/home/student", "/tmp", "/dev/shm"))] == []
    assert {"/home/student", "/tmp", "/dev/shm"} <= set(written)


FILL = """
import errno, os
def fill(folder, size, most):
    for i in range(most):
        try:
            with open(f"{folder}/{size}-{i}", "wb") as file:
                file.write(bytes(size))
        except OSError as error:
            reason = errno.errorcode[error.errno]
            break
    for name in filter(os.path.isfile, (f"{folder}/{name}" for name in os.listdir(folder))):
        os.remove(name)
    return i, reason
"""


@pytest.mark.parametrize("folder", ["/home/student", "/tmp", "/dev/shm"])
def test_what_can_be_written_is_limited_in_size_and_number(folder: str) -> None:
    with kernel(limits=Limits(folder_megabytes=4, file_megabytes=2)) as made:
        made.text(FILL)
        assert made.value("", f"fill({folder!r}, 3 << 20, 2)") == [0, "EFBIG"]
        number, error = made.value("", f"fill({folder!r}, 1 << 20, 10)")
        assert error == "ENOSPC" and 3 <= number <= 4
        number, error = made.value("", f"fill({folder!r}, 0, 20_000)")
        assert error == "ENOSPC" and number < 10_000


def test_there_is_no_network(shared: Kernel) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        (error,) = shared.messages(f"import socket\nsocket.create_connection(('127.0.0.1', {port}), 2)")
        assert error["ename"] == "ConnectionRefusedError"
    (error,) = shared.messages("socket.create_connection(('1.1.1.1', 53), 2)")
    assert "unreachable" in error["evalue"]
    for family in ("AF_NETLINK", "AF_PACKET", "AF_VSOCK", "AF_BLUETOOTH", "AF_ALG"):
        (error,) = shared.messages(f"socket.socket(socket.{family}, socket.SOCK_RAW)")
        assert error["type"] == "error"


def test_no_process_of_the_host_is_visible() -> None:
    with kernel() as fresh:
        assert fresh.value("import os", "sum(map(str.isdigit, os.listdir('/proc')))") == 3
        assert fresh.value("", "[os.getpid(), os.getppid(), os.getpgid(0), os.getsid(0)]") == [3, 0, 3, 3]


def test_only_the_descriptors_handed_in_are_open(shared: Kernel) -> None:
    """Of the host there are /dev/null and five sockets; what else is open, the kernel has opened itself."""
    links = shared.value(
        "import os\nlinks = {}\nfor fd in os.listdir('/proc/self/fd'):\n"
        "    try: links[fd] = os.readlink(f'/proc/self/fd/{fd}')\n    except OSError: pass",
        "links",
    )
    files = {link for link in links.values() if link.startswith("/")}
    assert files <= {"/dev/null", "/proc/self/fd"} | {
        link for link in files if link.startswith(("/home", "/usr"))
    }


def test_all_privileges_are_gone(shared: Kernel) -> None:
    status = shared.value(
        "", "{line.split(':')[0]: line.split(':')[1].split() for line in open('/proc/self/status')}"
    )
    for capabilities in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
        assert status[capabilities] == ["0" * 16]
    assert status["NoNewPrivs"] == ["1"] and status["Seccomp"] == ["2"]
    assert "0" not in status["Uid"] + status["Gid"]
    if os.geteuid() == 0:
        assert status["Groups"] == []
        assert int(status["Uid"][0]) >= 61184
    threads = "[open(f'/proc/self/task/{t}/status').read() for t in os.listdir('/proc/self/task')]"
    seen = shared.value(
        "", f"[[l for l in s.splitlines() if l.startswith(('CapEff', 'Seccomp:'))] for s in {threads}]"
    )
    assert all(lines == ["CapEff:\t0000000000000000", "Seccomp:\t2"] for lines in seen)
    for call in ("setuid(0)", "setgid(0)", "chroot('/')", "setgroups([0])", "mknod('/tmp/d', 0o60600, 1)"):
        (error,) = shared.messages(f"os.{call}")
        assert error["ename"] in ("PermissionError", "OSError"), (
            call
        )  # the latter: there is no such user inside


def test_the_other_processes_inside_have_no_privileges_either(shared: Kernel) -> None:
    lines = (
        "[line.split()[1] for pid in (1, 2) for line in open(f'/proc/{pid}/status') if line.startswith(%r)]"
    )
    assert shared.value("", lines % "Seccomp:") == ["2", "2"]
    assert shared.value("", lines % "NoNewPrivs") == ["1", "1"]
    assert shared.value("", lines % "CapEff") == ["0" * 16, "0" * 16]
    for pid in (1, 2):
        (error,) = shared.messages(f"os.kill({pid}, 0)\nopen('/proc/{pid}/mem', 'r+b').read(1)")
        assert error["type"] == "error"


def test_the_limits_are_set(shared: Kernel) -> None:
    limits = Limits()
    names = ["NPROC", "FSIZE", "CPU", "NOFILE", "CORE", "MEMLOCK"]
    found = shared.value(
        "import resource", f"[resource.getrlimit(getattr(resource, 'RLIMIT_' + n)) for n in {names}]"
    )
    assert [soft for soft, _ in found] == [
        limits.processes, limits.file_megabytes << 20, limits.cpu_seconds, limits.open_files, 0, 0
    ]  # fmt: skip


DENIED_CALLS = {
    "unshare": "libc.unshare(0x10000000)",
    "mount": "libc.mount(b'none', b'/tmp', b'tmpfs', 0, None)",
    "umount": "libc.umount2(b'/home/student', 2)",
    "ptrace": "libc.ptrace(0, 0, 0, 0)",
    "memfd_create": "libc.memfd_create(b'x', 0)",
    "shmget": "libc.shmget(0, 4096, 0o1600)",
    "setns": "libc.setns(os.open('/proc/self/ns/net', 0), 0)",
    "process_vm_readv": "libc.process_vm_readv(1, None, 0, None, 0, 0)",
    "personality": "libc.personality(0x0040000)",
    "clone into a user namespace": "libc.syscall(CLONE, 0x10000000 | 17, 0, 0, 0, 0)",
    "types into a terminal": "libc.ioctl(0, 0x5412, b'x')",
}


@pytest.mark.parametrize("call", DENIED_CALLS)
def test_system_calls_are_denied(shared: Kernel, call: str) -> None:
    code = "import ctypes, os, platform\nlibc = ctypes.CDLL(None, use_errno=True)\n"
    code += "CLONE = {'x86_64': 56, 'aarch64': 220}[platform.machine()]\n"
    assert shared.value(f"{code}result = {DENIED_CALLS[call]}", "[result, ctypes.get_errno()]") == [-1, 1]


def test_newer_system_calls_and_other_abis_are_absent(shared: Kernel) -> None:
    code = "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\n"
    for number in (435, 500, 0x40000000 + 39):  # clone3, one of the future, getpid of the ABI x32
        assert shared.value(
            f"{code}result = libc.syscall({number}, 0, 0)", "[result, ctypes.get_errno()]"
        ) == [-1, 38]


# Limits that end a kernel


def test_memory_of_one_process() -> None:
    with kernel(limits=Limits(memory_megabytes=300)) as made:
        (error,) = made.messages("hoard = bytearray(2 << 30)")
        assert error["ename"] == "MemoryError"
        (error,) = made.messages("import numpy as np\nhoard = np.ones(2**28)")
        assert "MemoryError" in error["ename"]
        assert made.value("", "1") == 1  # and it lives on


SHARED_MEMORY = """
import mmap
hoard = mmap.mmap(-1, 4 << 30)
for start in range(0, 4 << 30, 1 << 20):
    hoard[start : start + (1 << 20)] = bytes(1 << 20)
"""
MEMORY_OF_ORPHANS = """
import os, time
for _ in range(8):
    if os.fork() == 0:
        if os.fork() == 0:
            os.setsid()
            hoard = bytearray(b"x") * (100 << 20)
            time.sleep(1000)
        os._exit(0)
time.sleep(1000)
"""


@pytest.mark.parametrize("code", [SHARED_MEMORY, MEMORY_OF_ORPHANS], ids=["shared", "orphans"])
def test_memory_that_no_limit_of_a_process_counts(code: str) -> None:
    with kernel(limits=Limits(memory_megabytes=300)) as made:
        report = made.end(code)
        assert report["ended"] == "memory"
        assert report["peak_megabytes"] > 300
        assert made.manager.provisioner.guarded.peak_megabytes == report["peak_megabytes"]


def test_memory_that_processes_share_counts_once() -> None:
    with kernel(limits=Limits(memory_megabytes=300)) as made:
        made.text(
            """
import os, time
mine = bytearray(b"x") * (150 << 20)
children = []
for _ in range(6):
    if (pid := os.fork()) == 0:
        time.sleep(1)
        os._exit(0)
    children.append(pid)
for pid in children:
    os.waitpid(pid, 0)
"""
        )
        assert made.ended is None


def test_processor_time() -> None:
    with kernel(limits=Limits(cpu_seconds=1)) as made:
        assert made.end("while True: pass")["ended"] == "cpu"
    with kernel(limits=Limits(cpu_seconds=1)) as made:
        assert (
            made.end("import signal\nsignal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass")[
                "ended"
            ]
            == "cpu"
        )


@pytest.mark.parametrize("code, more, cause", [(-9, 1, "no memory"), (-9, 0, "exit"), (-11, 1, "exit"), (0, 1, "exit")])
def test_who_is_killed_when_the_machine_is_out_of_memory_is_told_from_who_ends(code: int, more: int, cause: str) -> None:
    box = object.__new__(Box)
    box.limits, box.oom_kills, box._oom_kills = Limits(), 5, lambda: 5 + more
    assert box._cause_of_exit(code, cpu_seconds=1.0) == cause


def test_a_fork_bomb_comes_to_nothing() -> None:
    with kernel(limits=Limits(processes=40)) as made:
        (error,) = made.messages(
            "import os\nwhile True:\n    if os.fork() == 0:\n        import time; time.sleep(1000)"
        )
        assert error["ename"] == "BlockingIOError"


def test_a_kernel_that_exits_is_reported() -> None:
    with kernel() as made:
        assert made.end("import os\nos._exit(7)") == {
            "ended": "exit",
            "code": 7,
            "peak_megabytes": pytest.approx(0, abs=50),
        }
        assert not made.manager.is_alive()


# Everything ends


DAEMON = """
import os, socket, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.closerange(0, 90)
        while True:
            time.sleep(1000)
    os._exit(0)
os.wait()
"""


@pytest.fixture
def daemon() -> Iterator[tuple[Kernel, socket.socket]]:
    """A kernel with a daemon that holds a socket; once nobody inside lives, the other end is closed."""
    ours, theirs = socket.socketpair()
    with kernel(agent=theirs) as made:
        theirs.close()
        made.text(DAEMON)
        with ours:
            yield made, ours


def all_dead(ours: socket.socket) -> bool:
    """Waits until no process holds the other end of a socket any more."""
    ours.settimeout(SECONDS)
    return ours.recv(1) == b""


def test_daemons_end_with_a_kernel_that_is_killed(daemon: tuple[Kernel, socket.socket]) -> None:
    made, ours = daemon
    made.manager.shutdown_kernel(now=True)
    assert made.ended["ended"] == "killed"
    ours.setblocking(False)
    assert ours.recv(1) == b"", "the daemon lives when the kernel is reported as ended"


def test_daemons_end_with_a_kernel_that_exits(daemon: tuple[Kernel, socket.socket]) -> None:
    made, ours = daemon
    assert made.end("os._exit(0)")["ended"] == "exit"
    ours.setblocking(False)
    assert ours.recv(1) == b""


def ancestors(pid: int) -> list[int]:
    """The process, its parent, the parent of that, and so on."""
    line = []
    while pid > 1:
        line.append(pid)
        pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    return line


@pytest.mark.parametrize("link", ["kernel", "guard", "bubblewrap", "init"])
def test_killing_one_link_ends_the_sandbox(daemon: tuple[Kernel, socket.socket], link: str) -> None:
    made, ours = daemon
    pid = made.manager.provisioner.guarded.pid
    guard = ancestors(pid)[1]
    children = [int(c) for c in Path(f"/proc/{guard}/task/{guard}/children").read_text().split()]
    bwrap = next(child for child in children if child != pid)
    init = int(Path(f"/proc/{bwrap}/task/{bwrap}/children").read_text())
    os.kill({"kernel": pid, "guard": guard, "bubblewrap": bwrap, "init": init}[link], signal.SIGKILL)
    assert all_dead(ours)
    assert made.wait()["ended"] == ("lost" if link == "guard" else "exit")


def test_killing_the_warm_process_ends_the_sandbox_and_the_next_kernel_gets_a_new_one(
    daemon: tuple[Kernel, socket.socket],
) -> None:
    made, ours = daemon
    before = warm_process()
    os.kill(before.pid, signal.SIGKILL)
    assert all_dead(ours)
    assert made.wait()["ended"] == "lost"
    with kernel() as other:
        assert other.value("", "1") == 1
    assert warm_process() is not before


WORKER = """
import json, os, sys
sys.path.insert(0, {tests!r})
from test_sandbox import DAEMON, Kernel, socket, warm_process
theirs = socket.socket(fileno=int(sys.argv[1]))
made = Kernel(agent=theirs)
theirs.close()
made.text(DAEMON)
print(json.dumps([made.manager.ip, warm_process().pid]), flush=True)
sys.stdin.read()
"""


def test_everything_ends_with_a_worker_that_is_killed() -> None:
    ours, theirs = socket.socketpair()
    with ours:
        worker = subprocess.Popen(
            [sys.executable, "-c", WORKER.format(tests=str(Path(__file__).parent)), str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        theirs.close()
        ip, pid = json.loads(worker.stdout.readline())
        warm = os.pidfd_open(pid)
        assert Path(ip).parent.exists()
        worker.kill()
        worker.communicate()
        assert all_dead(ours)
        assert select.select([warm], [], [], SECONDS)[0], "the warm process lives on"
        os.close(warm)
    assert not Path(ip).parent.exists()


def test_a_sandbox_that_cannot_be_started_says_why() -> None:
    with pytest.raises(SandboxError, match="working folder"):
        ExaminerProcess({"../up": b""}, Limits())


def test_another_user_can_grade_too() -> None:
    """What is done here as root is done without root by the doctor, started as another user."""
    if os.geteuid() != 0:
        pytest.skip("these tests have just run without root")
    another = {"user": 65534, "group": 65534, "extra_groups": [], "cwd": "/"}
    with suppress(PermissionError):
        doctor = [sys.executable, "-m", "course_utils.grading.isolation.doctor"]
        done = subprocess.run(doctor, capture_output=True, text=True, **another)
        assert done.returncode == 0 and "user namespaces" in done.stdout, done.stdout + done.stderr
        return
    pytest.skip("no other user may read this Python environment")
