"""The sandbox: what can be seen in it, how a process gets into it, and how that process gives up every privilege.

bubblewrap makes it, around a process that only waits (``cat``). A process forked from one that has imported torch then
enters its namespaces. So a fresh interpreter with everything imported costs milliseconds, and no file system is set
up by us.
"""

import ctypes
import fcntl
import os
import resource
import site
import sys
from collections.abc import Iterable
from pathlib import Path

from . import seccomp
from .limits import Limits

HOME = "/home/student"
WRITABLE = (HOME, "/tmp", "/dev/shm")  # each a file system in memory with a size of its own
INODES = 10_000  # files and folders in each: the kernel's memory for them counts for no size
# What libraries read when they are imported, and so the environment of the warm process too.
IMPORT_ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    # One thread for each submission: with as many submissions as cores, more would only get in each other's way.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # ipykernel's debugger is imported, not used
}
ENVIRONMENT = IMPORT_ENVIRONMENT | {
    "HOME": HOME,
    "USER": "student",
    "LOGNAME": "student",
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "TMPDIR": "/tmp",
    "IPYTHONDIR": "/tmp/ipython",
    "MPLCONFIGDIR": "/tmp/matplotlib",
    "XDG_CACHE_HOME": "/tmp/cache",
    "PYTHONDONTWRITEBYTECODE": "1",
}
NOBODY = "65534"
THROW_AWAY_UIDS = range(61184, 65520)  # no account has them; systemd lends them to services for a while

CLONE_NEWUSER = 0x10000000
# mount, cgroup, uts, ipc, pid, net
NAMESPACES = 0x00020000 | 0x02000000 | 0x04000000 | 0x08000000 | 0x20000000 | 0x40000000
NS_GET_USERNS = 0xB701
MS_REMOUNT, MS_NOSUID, MS_NODEV = 32, 2, 4
PR_CAPBSET_DROP, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 24, 47, 4
PR_SET_NO_NEW_PRIVS, PR_SET_DUMPABLE = 38, 4
CAPABILITY_VERSION_3 = 0x20080522

libc = ctypes.CDLL(None, use_errno=True)


class SandboxError(RuntimeError):
    """The machine cannot run a sandbox; the message says why, and what helps."""


def as_root() -> bool:
    return os.geteuid() == 0


def bwrap_command(folder: Path, files: Iterable[str], limits: Limits) -> list[str]:
    """The bubblewrap command of a sandbox that shows ``files`` of ``folder`` in its working folder."""
    command = [
        "bwrap",
        "--unshare-pid",
        "--unshare-net",
        "--unshare-ipc",
        "--unshare-uts",
        "--unshare-cgroup-try",
    ]
    command += ["--new-session", "--die-with-parent", "--clearenv", "--hostname", "sandbox"]
    # Root needs no user namespace, and without one it can show an environment that lies in a closed folder.
    command += ["--cap-drop", "ALL"] if as_root() else ["--unshare-user", "--uid", NOBODY, "--gid", NOBODY]
    command += ["--proc", "/proc", "--dev", "/dev"]
    for place in WRITABLE:
        command += ["--perms", "1777", "--size", str(limits.folder_megabytes << 20), "--tmpfs", place]
    for path in system_folders():
        link = os.path.islink(path)
        command += ["--symlink", os.readlink(path), path] if link else ["--ro-bind", path, path]
    mounts = {path: path for path in python_folders()} | {
        f"{HOME}/{name}": str(folder / name) for name in files
    }
    # On its own bubblewrap makes these folders for its own user only.
    for parent in sorted({str(parent) for path in mounts for parent in Path(path).parents} - {"/"}):
        command += ["--perms", "0755", "--dir", parent]
    for path, source in mounts.items():
        command += ["--ro-bind", source, path]
    # The file systems around the mounts have no size: nobody may write there.
    command += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", HOME, "--", "/usr/bin/cat"]
    return command


def system_folders() -> list[str]:
    """The folders of the system that programs need; of /etc only what programs and fonts are found by."""
    names = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
    settings = ("/etc/alternatives", "/etc/fonts", "/etc/ld.so.cache")
    return [path for path in (*names, *settings) if os.path.exists(path)]


def python_folders() -> list[str]:
    """The folders of the Python environment and of ``course_utils``, without those that lie in others.

    >>> [path for path in python_folders() if path.startswith("/usr/")]
    []
    """
    paths = [sys.prefix, sys.base_prefix, str(Path(__file__).resolve().parents[2])]
    if site.ENABLE_USER_SITE and os.path.isdir(site.getusersitepackages()):
        paths.append(site.getusersitepackages())
    chosen = ["/usr"]
    for path in sorted(paths):
        if not any(Path(path).is_relative_to(other) for other in chosen):
            chosen.append(path)
    return chosen[1:]


def enter(holder: int, limits: Limits) -> None:
    """Moves this process, which must have one thread, into the sandbox of the process ``holder``.

    Only its children are in the sandbox's process namespace. The order matters: a user namespace gives the right to
    enter what it owns, and bubblewrap nests two, of which only the outer one owns the mounts.
    """
    target = os.pidfd_open(holder)
    if as_root():
        _setns(target, NAMESPACES)
        _limit_inodes(limits)
        return
    mounts = os.open(f"/proc/{holder}/ns/mnt", os.O_RDONLY)
    owner = fcntl.ioctl(mounts, NS_GET_USERNS)
    nested = not os.path.samestat(os.fstat(owner), os.stat(f"/proc/{holder}/ns/user"))
    _setns(owner, CLONE_NEWUSER)
    _setns(target, NAMESPACES)
    _limit_inodes(limits)
    if nested:
        _setns(target, CLONE_NEWUSER)


def confine(uid: int | None, limits: Limits) -> None:
    """Limits this process, and takes every privilege from it for good. It must have one thread only.

    ``uid`` is the throw-away user that root becomes; other users have become nobody in their user namespace.
    """
    os.environ.clear()
    os.environ.update(ENVIRONMENT)
    os.umask(0o022)
    os.chdir(HOME)
    _limit_resources(limits)
    # If the machine runs out of memory, Linux is to end a student's process first.
    Path("/proc/self/oom_score_adj").write_text("1000")
    _drop_capabilities(uid)
    # After a change of user, the files of this process in /proc are root's: give them to the new user.
    _check(libc.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0), "dumpable")
    _check(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")
    seccomp.apply()


def _setns(target: int, namespaces: int) -> None:
    _check(libc.setns(target, namespaces), "setns")


def _limit_inodes(limits: Limits) -> None:
    options = f"size={limits.folder_megabytes << 20},nr_inodes={INODES}".encode()
    for place in WRITABLE:
        flags = MS_REMOUNT | MS_NOSUID | MS_NODEV
        _check(libc.mount(b"tmpfs", place.encode(), None, flags, options), f"mount {place}")


def _limit_resources(limits: Limits) -> None:
    # The interpreter with all that is imported is not the student's doing.
    data = limits.memory_megabytes * 2**20 + _data_bytes()
    for kind, soft, hard in (
        (resource.RLIMIT_DATA, data, data),
        (resource.RLIMIT_NPROC, limits.processes, limits.processes),
        (resource.RLIMIT_FSIZE, limits.file_megabytes << 20, limits.file_megabytes << 20),
        (resource.RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 1),
        (resource.RLIMIT_NOFILE, limits.open_files, limits.open_files),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_MEMLOCK, 0, 0),
        (resource.RLIMIT_MSGQUEUE, 0, 0),
    ):
        resource.setrlimit(kind, (soft, hard))


def _data_bytes() -> int:
    """What counts for RLIMIT_DATA in this process now."""
    status = Path("/proc/self/status").read_text()
    return 1024 * int(status.partition("VmData:")[2].split()[0])


def _drop_capabilities(uid: int | None) -> None:
    capability = 0
    while libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0:
        capability += 1
    _check(libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0), "ambient capabilities")
    if uid is not None:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    _check(libc.capset(header, (ctypes.c_uint32 * 6)()), "capset")
    status = Path("/proc/self/status").read_text()
    left = {line.split()[1] for line in status.splitlines() if line.startswith("Cap")}
    if left != {"0" * 16}:
        raise SandboxError(f"Capabilities are left: {', '.join(sorted(left))}.")


def _check(result: int, what: str) -> None:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
