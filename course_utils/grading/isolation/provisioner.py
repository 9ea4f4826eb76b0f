"""Starts kernels and examiners in sandboxes. For Jupyter it is the kernel provisioner ``course-sandbox``."""

import shutil
import signal
import socket
import sys
import tempfile
from typing import Any

import zmq
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning import KernelProvisionerBase

from .guarded import PORTS, Guarded, Order
from .limits import Limits
from .warm import warm_process

NAME = "course-sandbox"


class SandboxProvisioner(KernelProvisionerBase):
    """A kernel in a sandbox; ``KernelManager.start_kernel`` takes all of:

    - ``files``: data files for the working folder, {name: content};
    - ``limits``: what the kernel may use;
    - ``agent``: a socket that the kernel inherits, with the number AGENT_FD.
    """

    guarded: Guarded | None = None  # once it is launched
    _folder: str | None = None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        manager = self.parent
        self._folder = _new_folder()
        manager.transport = "ipc"
        manager.ip = f"{self._folder}/s"
        manager.connection_file = f"{self._folder}/connection.json"
        for name, port in PORTS.items():
            setattr(manager, name, port)
        manager.write_connection_file()
        self.connection_info = manager.get_connection_info()
        return await super().pre_launch(cmd=[], **kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        agent: socket.socket | None = kwargs.get("agent")
        sockets = self.connection_info | {"key": self.connection_info["key"].decode()}
        order = Order(
            "kernel", self._folder, kwargs.get("limits", Limits()), kwargs.get("files", {}), sockets
        )
        self.guarded = warm_process().start(order, agent.fileno() if agent else None)
        return self.connection_info

    @property
    def has_process(self) -> bool:
        return self.guarded is not None

    async def poll(self) -> int | None:
        return self.guarded.ended["code"] if self.has_process and self.guarded.ended else None

    async def wait(self) -> int | None:
        self.guarded.kill()
        return self.guarded.ended["code"]

    async def send_signal(self, signum: int) -> None:
        """Only ends it. To interrupt, send the message: no signal gets into the sandbox."""
        if signum in (signal.SIGKILL, signal.SIGTERM):
            await self.kill()

    async def kill(self, restart: bool = False) -> None:
        if self.has_process:
            self.guarded.kill()

    async def terminate(self, restart: bool = False) -> None:
        await self.kill(restart)

    async def cleanup(self, restart: bool = False) -> None:
        if self._folder:  # the guard removes what it has used
            shutil.rmtree(self._folder, ignore_errors=True)


class SandboxedKernelSpecs(KernelSpecManager):
    """Knows one kernel, that of the sandbox; nothing needs to be installed for it."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        return KernelSpec(
            argv=[sys.executable],
            display_name="Python in a sandbox",
            language="python",
            interrupt_mode="message",
            metadata={"kernel_provisioner": {"provisioner_name": NAME}},
        )


def sandboxed_kernel_manager() -> KernelManager:
    """A manager whose kernel will run in a sandbox, with its own transport."""
    # A context shared by all managers: one of its own would take a tenth of a second to end.
    return KernelManager(
        kernel_name=NAME, kernel_spec_manager=SandboxedKernelSpecs(), context=zmq.Context.instance()
    )


class ExaminerProcess:
    """An examiner in a sandbox, with data files in its working folder; ``socket`` is what it is talked to with."""

    def __init__(self, files: dict[str, bytes], limits: Limits):
        self.socket, theirs = socket.socketpair()
        with theirs:
            order = Order("examiner", _new_folder(), limits, files)
            self.guarded = warm_process().start(order, theirs.fileno())

    def kill(self) -> None:
        """Ends it and its sandbox."""
        self.guarded.kill()
        self.socket.close()


def _new_folder() -> str:
    # Short: the path of a socket has at most 107 bytes.
    return tempfile.mkdtemp(prefix="course-")
