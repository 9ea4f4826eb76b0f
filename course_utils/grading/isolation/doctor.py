"""Whether this machine can run submissions in sandboxes, and what to do where it cannot: ``course-grading doctor``."""

import functools
import json
import os
import platform
import queue
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_client import BlockingKernelClient

from .limits import Limits
from .provisioner import sandboxed_kernel_manager
from .sandbox import SandboxError, as_root, bwrap_command
from .seccomp import MACHINES

KERNEL_SECONDS = 120.0  # for the first one: torch is imported
CONTAINER = (
    "In a container: start it with `--privileged`, or with `--cap-add SYS_ADMIN --security-opt seccomp=unconfined "
    "--security-opt apparmor=unconfined --security-opt systempaths=unconfined`."
)
READABLE = "Check that every user may read the Python environment: chmod -R o+rX on its folder."
# Settings of Linux that forbid user namespaces: file, forbidding value, remedy.
FORBIDDEN = (
    ("kernel/unprivileged_userns_clone", "0", "sudo sysctl -w kernel.unprivileged_userns_clone=1"),
    ("user/max_user_namespaces", "0", "sudo sysctl -w user.max_user_namespaces=15000"),
    (
        "kernel/apparmor_restrict_unprivileged_userns",
        "1",
        "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0 (Ubuntu 24.04 and later), "
        "or an AppArmor profile for bwrap with `userns,`",
    ),
)

PROBE = """
import json, os, socket, sys
import course_utils, numpy
def reached(port):
    try:
        socket.create_connection(("127.0.0.1", port), 2).close()
        return True
    except OSError:
        return False
print(json.dumps({"sum": 1 + 1, "network": reached(%d), "files": [name for name in %r if os.path.exists(name)],
                  "processes": sum(map(str.isdigit, os.listdir("/proc"))),
                  "environment": all(os.access(file, os.R_OK) for file in
                                     (sys.executable, os.__file__, numpy.__file__, course_utils.__file__))}))
"""
EAT_MEMORY = """
import mmap
memory = mmap.mmap(-1, 2 ** 30)
for start in range(0, 2 ** 30, 2 ** 20):
    memory[start : start + 2 ** 20] = bytes([1]) * 2 ** 20
"""


@dataclass(frozen=True)
class Finding:
    """One line of the doctor's: what was looked at, and what helps if it is not as it must be."""

    text: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"FAILS  {self.text}\n       {self.remedy}" if self.remedy else f"ok     {self.text}"


@functools.cache
def require_sandbox() -> None:
    """Raises SandboxError with the remedy when this machine cannot run a sandbox. Looks once in each process."""
    for finding in basics():
        if finding.remedy:
            raise SandboxError(f"Submissions cannot be run in a sandbox: {finding.text}. {finding.remedy}")


def basics() -> Iterator[Finding]:
    """What can be found without a kernel, in a few milliseconds; ends with what fails first."""
    for check in (_system, _bubblewrap, _namespaces):
        yield (finding := check())
        if finding.remedy:
            return


def main() -> int:
    """Prints what the machine offers, line by line; returns 0 when submissions can be graded, 1 when not."""
    findings = list(basics())
    print(*findings, sep="\n")
    if not findings[-1].remedy:
        for check in (_kernel, _memory_limit):
            try:
                findings.append(check())
            except RuntimeError as error:  # no sandbox, or a kernel that does not answer in it
                findings.append(Finding(f"a kernel in the sandbox: {error}", READABLE))
            print(findings[-1])
    fails = any(finding.remedy for finding in findings)
    print("Submissions cannot be graded here yet." if fails else "Submissions can be graded here.")
    return int(fails)


def _system() -> Finding:
    system, machine = platform.system(), platform.machine()
    text = f"{system} {platform.release()} on {machine}"
    if system != "Linux" or machine not in MACHINES:
        return Finding(text, f"Grade on Linux on {' or '.join(MACHINES)}; a virtual machine will do.")
    if tuple(map(int, platform.release().split("-")[0].split(".")[:2])) < (5, 14):
        return Finding(
            text, "Linux 5.14 or newer is needed: before, the limit on processes counts all of yours."
        )
    if "Seccomp:" not in Path("/proc/self/status").read_text():
        return Finding(
            f"{text}, without seccomp", "Use a kernel with CONFIG_SECCOMP_FILTER; distributions' have it."
        )
    return Finding(text)


def _bubblewrap() -> Finding:
    install = "sudo apt install bubblewrap, or conda install -c conda-forge bubblewrap"
    if shutil.which("bwrap") is None:
        return Finding("bubblewrap is not installed", install)
    version = subprocess.run(["bwrap", "--version"], capture_output=True, text=True).stdout.strip()
    if "--size" not in subprocess.run(["bwrap", "--help"], capture_output=True, text=True).stdout:
        return Finding(
            f"{version} cannot limit the size of folders", f"Version 0.7 or newer is needed: {install}"
        )
    return Finding(version)


def _namespaces() -> Finding:
    """Starts what the sandbox is made of, without Python."""
    kind = "namespaces as root" if as_root() else "user namespaces"
    with tempfile.TemporaryDirectory() as folder:
        command = bwrap_command(Path(folder), [], Limits())
        tried = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if tried.returncode == 0:
        return Finding(kind)
    return Finding(f"{kind}: {tried.stderr.strip()}", _namespace_remedy())


def _namespace_remedy() -> str:
    for name, forbidding, remedy in FORBIDDEN:
        setting = Path("/proc/sys", name)
        if not as_root() and setting.exists() and setting.read_text().strip() == forbidding:
            return remedy
    return CONTAINER


def _kernel() -> Finding:
    """Starts a kernel in the sandbox that tries to get out."""
    with socket.create_server(("127.0.0.1", 0)) as server, tempfile.NamedTemporaryFile() as file:
        names = ["/etc/passwd", file.name, os.path.abspath("nbgrader_config.py")]
        _run("", Limits())  # what is imported once is no part of the time
        start = time.perf_counter()
        printed, ended = _run(PROBE % (server.getsockname()[1], names), Limits())
        seconds = time.perf_counter() - start
    # The processes are the kernel, one that keeps the sandbox, and its parent.
    expected = {"sum": 2, "network": False, "files": [], "processes": 3, "environment": True}
    found = json.loads(printed) if printed else None
    if found != expected:
        return Finding(
            f"a kernel in the sandbox should find {expected}, but found {found or ended}",
            READABLE,
        )
    return Finding(
        f"a kernel in the sandbox sees no network, no files of yours, no process of yours ({seconds:.2f} s)"
    )


def _memory_limit() -> Finding:
    _, ended = _run(EAT_MEMORY, Limits(memory_megabytes=256))
    if ended and ended["ended"] == "memory":
        return Finding(
            f"a kernel that takes memory is ended at its limit (at {ended['peak_megabytes']:.0f} of 256 MB)"
        )
    return Finding(
        f"a kernel took 1 GB with a limit of 256 MB ({ended})", "Mount /proc with smaps_rollup readable."
    )


def _run(code: str, limits: Limits) -> tuple[str, dict[str, Any] | None]:
    """Runs a cell in a kernel of its own; returns what it printed, and the guard's report if the kernel died."""
    manager = sandboxed_kernel_manager()
    manager.start_kernel(limits=limits)
    client = manager.client()
    client.start_channels(hb=False)
    try:
        client.wait_for_ready(KERNEL_SECONDS)
        printed = _printed(client, client.execute(code), lambda: manager.provisioner.guarded.ended)
        return printed, manager.provisioner.guarded.ended
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def _printed(client: BlockingKernelClient, request: str, ended: Callable[[], Any]) -> str:
    printed = ""
    while not ended():
        with suppress(queue.Empty):
            message = client.get_iopub_msg(timeout=0.1)
            if message["parent_header"].get("msg_id") != request:
                continue
            printed += message["content"].get("text", "")
            if message["content"].get("execution_state") == "idle":
                break
    return printed


if __name__ == "__main__":
    raise SystemExit(main())
