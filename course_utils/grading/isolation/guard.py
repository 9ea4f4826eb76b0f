"""The guard of one sandbox: starts it, watches what is used in it, ends it and everything in it.

A guard is a trusted process, forked from the warm process; it forks what runs in the sandbox. Nobody inside can see
it: it stays out of the sandbox's process namespace. It reports to the worker, who has a ``Guarded`` for it, by lines
of JSON. When the worker is gone, so is the sandbox.
"""

import ctypes
import gc
import json
import os
import platform
import re
import select
import shutil
import signal
import socket
import subprocess
import traceback
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Any, NoReturn

from . import inside, sandbox, seccomp
from .guarded import PORTS, Order
from .inside import LISTENING_FD, SOCKET_FD
from .sandbox import THROW_AWAY_UIDS

WATCH_SECONDS = 0.1
LAST_SECONDS = 10.0  # for the processes inside to be gone once they are killed
TELL_FD = 9  # for what goes wrong before a process is confined
PR_SET_PDEATHSIG = 1
# Kilobytes of a process that are its own, or shared without a file: what it takes from the machine's memory.
CHEAP = re.compile(rb"^(?:RssAnon|RssShmem|VmSwap|VmPTE):\s+(\d+)", re.MULTILINE)
# The same, but with pages that n processes share counted as 1/n in each. It takes the kernel longer to say.
EXACT = re.compile(rb"^(?:Pss_Anon|Pss_Shmem|SwapPss):\s+(\d+)", re.MULTILINE)

OOM_KILLS = re.compile(rb"^oom_kill (\d+)", re.MULTILINE)  # processes that Linux ended for want of memory

libc = ctypes.CDLL(None, use_errno=True)


def guard(link: socket.socket) -> None:
    """The life of a guard, from its order to its last report."""
    gc.disable()  # a pass over all that was imported would take memory of its own for it
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # the guard dies with the warm process
    order, descriptors = Order.receive(link)
    folder = Path(order.folder)
    parent = os.open(folder.parent, os.O_RDONLY)  # out of sight once the sandbox is entered
    try:
        box = Box(order, descriptors)
        _report(link, started=box.pid)
        last = box.watch(link)
    except Exception as error:
        last = {"ended": "failed", "code": -signal.SIGKILL, "reason": f"{type(error).__name__}: {error}"}
    finally:
        shutil.rmtree(folder.name, ignore_errors=True, dir_fd=parent)
    _report(link, **last)


class Box:
    """A sandbox with one process started in it."""

    def __init__(self, order: Order, descriptors: list[int]):
        self.limits = order.limits
        folder = Path(order.folder)
        _lay_out(folder, order.files)
        command = sandbox.bwrap_command(folder, order.files, self.limits)
        self.bwrap, self.init = _start_holder(command)
        self.init_pidfd = os.pidfd_open(self.init)
        self.proc = os.open(f"/proc/{self.init}/root/proc", os.O_RDONLY)  # lists exactly the processes inside
        # One for each sandbox, because the limit on processes is one on all processes of a user.
        self.uid = THROW_AWAY_UIDS[os.getpid() % len(THROW_AWAY_UIDS)] if sandbox.as_root() else None
        ports = [port for name, port in order.sockets.items() if name in PORTS]
        listening = {port: _listen(f"{order.sockets['ip']}-{port}") for port in ports}
        null = os.open("/dev/null", os.O_RDWR)
        wanted = {0: null, 1: null, 2: null} | {LISTENING_FD + port: fd for port, fd in listening.items()}
        if descriptors:
            wanted[SOCKET_FD] = descriptors[0]
        self.pid = self._fork_inside(wanted, lambda: inside.begin(order.kind, order.sockets))
        for descriptor in set(wanted.values()):
            os.close(descriptor)
        self.pidfd = os.pidfd_open(self.pid)
        self.fresh_kilobytes = self._kilobytes("status", CHEAP)
        self.peak_megabytes = 0.0
        self.oom_kills = self._oom_kills()

    def _fork_inside(self, wanted: dict[int, int], run: Callable[[], None]) -> int:
        """Forks a process into the sandbox that calls ``run``; returns its number out here, once it is confined."""
        sandbox.enter(self.init, self.limits)
        news, tell = os.pipe()
        if (pid := os.fork()) == 0:
            self._be_inside(wanted | {TELL_FD: tell}, run)
        os.close(tell)
        with open(news) as stream:
            if trouble := stream.read():
                raise sandbox.SandboxError(trouble)
        return pid

    def _be_inside(self, wanted: dict[int, int], run: Callable[[], None]) -> NoReturn:
        """What the process in the sandbox does: it gives up all that it has, and then calls ``run``."""
        try:
            os.setsid()
            _keep_only(wanted)
            sandbox.confine(self.uid, self.limits)
        except BaseException:
            os.write(TELL_FD, traceback.format_exc().encode())
            os._exit(1)
        os.close(TELL_FD)
        gc.enable()
        code = 1
        try:
            run()
            code = 0
        finally:
            os._exit(code)  # never back into what was forked

    def watch(self, link: socket.socket) -> dict[str, Any]:
        """Waits for the end, or makes it; returns the last report."""
        events = select.poll()
        for descriptor in (link.fileno(), self.pidfd, self.init_pidfd):
            events.register(descriptor, select.POLLIN)
        reported = 0.0
        cause = None
        while cause is None:
            ready = dict(events.poll(1000 * WATCH_SECONDS))
            if ready.keys() - {link.fileno()}:  # also when the worker has given it up at the same time
                cause = "exit"
            elif ready:
                cause = "killed"
            elif self._used_megabytes() > self.limits.memory_megabytes:
                cause = "memory"
            if self.peak_megabytes > 1.1 * reported + 1:  # few reports: nobody may be reading
                reported = self.peak_megabytes
                _report(link, peak_megabytes=round(reported, 1))
        self._used_megabytes()  # a short run may not have been looked at before
        code, cpu_seconds = self._end()
        had_ended = cause == "killed" and code != -signal.SIGKILL  # its last steps take a while
        if cause == "exit" or had_ended:
            cause = self._cause_of_exit(code, cpu_seconds)
        return {"ended": cause, "code": code, "peak_megabytes": round(self.peak_megabytes, 1)}

    def _cause_of_exit(self, code: int, cpu_seconds: float) -> str:
        """Why a process came to its end that nobody out here has ended."""
        if code == -signal.SIGXCPU or code == -signal.SIGKILL and cpu_seconds >= self.limits.cpu_seconds:
            return "cpu"
        return "no memory" if code == -signal.SIGKILL and self._oom_kills() > self.oom_kills else "exit"

    def _end(self) -> tuple[int, float]:
        """Ends every process in the sandbox: its first one takes all others with it."""
        signal.pidfd_send_signal(self.init_pidfd, signal.SIGKILL)
        _, status, usage = os.wait4(self.pid, 0)
        self.bwrap.kill()
        self.bwrap.wait()
        select.select([self.init_pidfd], [], [], LAST_SECONDS)
        return os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime

    def _used_megabytes(self) -> float:
        """Memory that all processes inside take together, beyond that of a fresh one."""
        used = self._kilobytes("status", CHEAP)
        if used - self.fresh_kilobytes > 1024 * self.limits.memory_megabytes:
            used = self._kilobytes("smaps_rollup", EXACT)
        megabytes = max(0, used - self.fresh_kilobytes) / 1024
        self.peak_megabytes = max(self.peak_megabytes, megabytes)
        return megabytes

    def _kilobytes(self, source: str, fields: re.Pattern[bytes]) -> int:
        """The sum of some fields over all processes inside; one that may not be looked into counts in full."""
        total = 0
        for name in filter(str.isdigit, os.listdir(self.proc)):
            with suppress(FileNotFoundError, ProcessLookupError):  # it has just ended
                try:
                    found = fields.findall(self._read(f"{name}/{source}"))
                except PermissionError:
                    found = CHEAP.findall(self._read(f"{name}/status"))
                total += sum(map(int, found))
        return total

    def _oom_kills(self) -> int:
        """How many processes Linux has ended for want of memory: of the whole machine, for it shows no other number."""
        found = OOM_KILLS.search(self._read("vmstat"))
        return int(found[1]) if found else 0

    def _read(self, path: str) -> bytes:
        descriptor = os.open(path, os.O_RDONLY, dir_fd=self.proc)
        with open(descriptor, "rb") as stream:
            return stream.read()


def _lay_out(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            raise ValueError(f"a data file must lie in the working folder, not {name!r}")
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        path.chmod(0o444)


def _start_holder(command: list[str]) -> tuple[subprocess.Popen[bytes], int]:
    """Starts bubblewrap; returns it, and the number of the sandbox's first process once all mounts are there."""
    info, tell = os.pipe()
    rules, write_rules = os.pipe()
    # Who waits in there is under the filter too: without root it is of the student's user, who may get at it.
    os.write(write_rules, seccomp.program(platform.machine()))
    os.close(write_rules)
    command = [command[0], "--info-fd", str(tell), "--seccomp", str(rules), *command[1:]]
    bwrap = subprocess.Popen(
        command,
        pass_fds=[tell, rules],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    os.close(tell)
    os.close(rules)
    with open(info) as stream:
        about = stream.read()
    with suppress(BrokenPipeError):
        os.write(bwrap.stdin.fileno(), b"\n")
    if not bwrap.stdout.read(1):  # cat runs, and answers
        raise sandbox.SandboxError(bwrap.stderr.read().decode(errors="replace").strip())
    return bwrap, json.loads(about)["child-pid"]


def _listen(path: str) -> int:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.setblocking(False)
        listening.bind(path)
        listening.listen()
        return listening.detach()


def _keep_only(wanted: dict[int, int]) -> None:
    """Gives descriptors their numbers, {new: old}, and closes all others."""
    # First out of the way of each other: copies above all numbers that are wanted or taken.
    above = 1 + max([*wanted, *wanted.values()])
    for new, old in wanted.items():
        os.dup2(old, above + new)
    for new in wanted:
        os.dup2(above + new, new)
    for low, high in pairwise([-1, *sorted(wanted), 2**31 - 1]):
        if low + 1 < high:  # os.closerange takes an empty range for all descriptors
            os.closerange(low + 1, high)


def _report(link: socket.socket, **report: Any) -> None:
    with suppress(BrokenPipeError):  # the worker may be gone
        link.sendall(json.dumps(report).encode() + b"\n")
