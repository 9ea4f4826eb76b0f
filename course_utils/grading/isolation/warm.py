"""A process that has imported what students import; every interpreter in a sandbox is forked from it.

It has one thread and never runs anything but imports: what is forked from it is as good as freshly started. It never
sees an order either: it forks a guard for each socket that it is sent, and the order goes through that socket.
"""

import gc
import importlib
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

from .guarded import Guarded, Order
from .sandbox import IMPORT_ENVIRONMENT

# What a kernel imports when it starts, and what students import, some of it only when it is first used.
IMPORTS = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.extensions.storemagic",
    "ipykernel.debugger",
    "ipykernel.kernelapp",
    "ipywidgets",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "numpy",
    "scipy.optimize",
    "scipy.special",
    "scipy.stats",
    "torch",
    "torch._dynamo",  # the first step of any optimiser imports it
    "torch.func",
    "torch.utils.data",
    "tornado.platform.asyncio",
    "tqdm.auto",
    "course_utils.checks",
    "course_utils.data",
)
LAST_SECONDS = 10  # for guards to clean up once the worker is gone


class WarmProcess:
    """The warm process of a worker; it ends with the worker, however that ends."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self._link, theirs = socket.socketpair()
        # HOME, because matplotlib keeps its list of fonts there.
        environment = IMPORT_ENVIRONMENT | {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(Path.home()),
        }
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", __spec__.name, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env=environment,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for the worker
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self.owner == os.getpid() and self._process.poll() is None

    def start(self, order: Order, descriptor: int | None = None) -> Guarded:
        """Starts what is ordered in a sandbox of its own, with one socket to inherit. Raises SandboxError."""
        ours, guards = socket.socketpair()
        with guards, suppress(BrokenPipeError):  # Guarded notices
            socket.send_fds(self._link, [b"+"], [guards.fileno()])
        return Guarded(ours, order, descriptor)

    def close(self) -> None:
        """Ends the process once everything that it started has ended."""
        self._link.close()
        self._process.wait()


_lock = threading.Lock()
_warm: WarmProcess | None = None


def warm_process() -> WarmProcess:
    """This process's warm process, started when first asked for, and again when it has died."""
    global _warm
    with _lock:
        if _warm is None or not _warm.alive:
            _warm = WarmProcess()
        return _warm


def serve(link: socket.socket) -> None:
    """Forks a guard for each socket that comes, until the worker is gone and all guards with it."""
    while True:
        select.select([link], [], [])
        _, descriptors, _, _ = socket.recv_fds(link, 1, 1, socket.MSG_CMSG_CLOEXEC)
        if not descriptors:
            break
        if os.fork() == 0:
            link.close()
            _be_guard(descriptors[0])
        os.close(descriptors[0])
        _reap(os.WNOHANG)
    signal.alarm(LAST_SECONDS)  # guards end by themselves when the worker is gone, or with this process
    _reap(0)


def _be_guard(descriptor: int) -> None:
    from .guard import guard

    try:
        guard(socket.socket(fileno=descriptor))
    finally:
        os._exit(0)


def _reap(options: int) -> None:
    """Waits for guards that have ended; without options, for all of them."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, options) != (0, 0):
            pass


def main() -> None:
    link = socket.socket(fileno=int(sys.argv[1]))
    sys.argv = [""]
    for name in (*IMPORTS, f"{__package__}.guard"):
        importlib.import_module(name)
    gc.collect()
    gc.freeze()  # garbage collection in a fork is to leave alone, and so share, the pages of what was imported
    serve(link)


if __name__ == "__main__":
    main()
