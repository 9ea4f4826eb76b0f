"""What the worker and the guard of one sandbox tell each other, and the sandbox as the worker sees it."""

import json
import select
import signal
import socket
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import Any

from .limits import Limits
from .sandbox import SandboxError

# A kernel's sockets are files that end in these numbers.
PORTS = {"shell_port": 1, "iopub_port": 2, "stdin_port": 3, "control_port": 4, "hb_port": 5}


@dataclass(frozen=True)
class Order:
    """What is to run in the sandbox. ``folder`` is the guard's alone; it fills it and removes it."""

    kind: str  # "kernel" or "examiner"
    folder: str
    limits: Limits
    files: dict[str, bytes] = field(default_factory=dict)
    sockets: dict[str, Any] = field(default_factory=dict)  # a kernel's connection, as in a connection file

    def send(self, link: socket.socket, descriptor: int | None) -> None:
        """Sends the order, and the descriptor of a socket to be inherited."""
        sizes = {name: len(content) for name, content in self.files.items()}
        head = json.dumps(asdict(self) | {"files": sizes}).encode() + b"\n"
        socket.send_fds(link, [head[:1]], [] if descriptor is None else [descriptor])
        link.sendall(head[1:] + b"".join(self.files.values()))

    @classmethod
    def receive(cls, link: socket.socket) -> tuple["Order", list[int]]:
        """The order that `send` sent, and the descriptor, if there is one."""
        first, descriptors, _, _ = socket.recv_fds(link, 1, 1, socket.MSG_CMSG_CLOEXEC)
        with link.makefile("rb") as stream:
            head = json.loads(first + stream.readline())
            files = {name: stream.read(size) for name, size in head.pop("files").items()}
        limits = Limits(**head.pop("limits"))
        return cls(**head, limits=limits, files=files), descriptors


class Guarded:
    """What runs in a sandbox, seen by the worker."""

    def __init__(self, link: socket.socket, order: Order, descriptor: int | None):
        self._link = link
        self._unread = b""
        self.pid: int | None = None  # as the host numbers it
        self._ended: dict[str, Any] | None = None
        self.peak_megabytes = 0.0  # of all processes together, beyond what a fresh one holds
        with suppress(BrokenPipeError):  # the report says more
            order.send(link, descriptor)
        while self.pid is None and self._ended is None:
            self._receive()
        if self._ended is not None:
            link.close()
            raise SandboxError(f"No sandbox could be started: {self._ended.get('reason', 'its guard died')}.")

    def fileno(self) -> int:
        """Of the socket on which reports come: readable when `ended` may have changed."""
        return self._link.fileno()

    @property
    def ended(self) -> dict[str, Any] | None:
        """The guard's last report, or None while it runs: how it ended, and what it had used."""
        while self._ended is None and select.select([self._link], [], [], 0)[0]:
            self._receive()
        return self._ended

    def kill(self) -> None:
        """Ends all processes of the sandbox, and waits for it."""
        if self._ended is None:
            self._link.shutdown(socket.SHUT_WR)
        while self._ended is None:
            self._receive()
        self._link.close()

    def _receive(self) -> None:
        received = self._link.recv(65536)
        *lines, self._unread = (self._unread + received).split(b"\n")
        for report in map(json.loads, lines):
            self.peak_megabytes = report.get("peak_megabytes", self.peak_megabytes)
            self.pid = report.get("started", self.pid)
            if "ended" in report:
                self._ended = report
        if not received and self._ended is None:
            self._ended = {"ended": "lost", "code": -signal.SIGKILL, "peak_megabytes": self.peak_megabytes}
