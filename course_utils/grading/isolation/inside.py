"""What runs in the sandbox: ipykernel for the student's code, the examiner for the tests."""

import signal
import socket
import sys
from contextlib import suppress
from typing import Any

from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from traitlets.config import Config

from . import examiner
from .agent import AGENT_FD, SERVE, serve
from .randomness import seed_generators

SOCKET_FD = AGENT_FD  # of the one socket that is handed in
LISTENING_FD = 10  # and port: of a kernel's sockets


class StudentsKernel(IPythonKernel):
    """ipykernel, which serves the examiner past IPython: what a cell goes through there is the student's to change."""

    async def do_execute(self, code: str, silent: bool, *arguments: Any, **keywords: Any) -> dict[str, Any]:
        if code != SERVE:
            return await super().do_execute(code, silent, *arguments, **keywords)
        serve(AGENT_FD)
        with suppress(Exception):  # figures that the student's code has left open: to draw them would take seconds
            sys.modules["matplotlib.pyplot"].close("all")
        return {"status": "ok", "execution_count": 0, "user_expressions": {}, "payload": []}


class ListeningKernelApp(IPKernelApp):
    """ipykernel on sockets that listen already: it needs no common folder with those who talk to it."""

    sockets: dict[str, Any]  # as in a connection file

    def init_connection_file(self) -> None:
        self.load_connection_info(self.sockets)

    def write_connection_file(self, **kwargs: Any) -> None:
        """There is none."""

    def init_heartbeat(self) -> None:
        """Whether the kernel lives is known better from its process."""

    def _try_bind_socket(self, s: Any, port: int) -> int:
        s.use_fd = LISTENING_FD + port
        return super()._try_bind_socket(s, port)


def begin(kind: str, sockets: dict[str, Any]) -> None:
    """Goes on as a fresh interpreter would: the same random numbers each time, Ctrl-C as an exception."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    seed_generators()
    if kind == "kernel":
        run_kernel(sockets)
    else:
        examiner.main(socket.socket(fileno=SOCKET_FD))


def run_kernel(sockets: dict[str, Any]) -> None:
    """Runs ipykernel, whose ``sockets`` a connection file would describe, until it is shut down."""
    settings = Config()
    settings.HistoryManager.enabled = False  # a database for a notebook that runs once
    app = ListeningKernelApp.instance(config=settings, kernel_class=StudentsKernel)
    app.sockets = sockets
    app.initialize([])
    app.start()
