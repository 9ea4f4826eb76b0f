"""What attacks try to reach outside their sandbox, and how it is seen that they did."""

import ctypes
import os
import re
import socket
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import nbformat
from bs4 import BeautifulSoup

import course_utils
from course_utils.grading.course import CONFIG, Course
from course_utils.grading.sheet import is_test

from .attack import Attack
from .sheet import ASSIGNMENT, NOTEBOOK, SECRETS

SCRATCH = ("/tmp", "/var/tmp", "/dev/shm")
HARMLESS = {"text/plain", "image/png", "image/jpeg"}
LONGEST_NOTEBOOK = 10_000_000
SYS_KEYCTL, KEYCTL_REVOKE = 250, 3  # x86-64


class Host:
    """A home with a diary for each attack, and listening sockets of all kinds, in a folder of its own.

    Used in a ``with`` block, in which the submissions are graded with `environment`.
    """

    def __init__(self, folder: Path):
        self.home = folder / "home"
        self.home.mkdir(parents=True)
        self.socket = str(self.home / "socket")
        self.abstract = f"\0canary-{os.getpid()}-{id(self)}"
        self.heard = b""
        self._listeners = [
            _bound(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0)),
            _bound(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0)),
            _bound(socket.AF_UNIX, socket.SOCK_STREAM, self.socket),
            _bound(socket.AF_UNIX, socket.SOCK_STREAM, self.abstract),
        ]

    def __enter__(self) -> "Host":
        for listener in self._listeners:
            threading.Thread(target=self._listen, args=(listener,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for listener in self._listeners:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)  # wakes its thread
            listener.close()

    @property
    def environment(self) -> dict[str, str]:
        """The environment of the grading command: its home, and a secret that is not for students."""
        return os.environ | {"HOME": str(self.home), "COURSE_TOKEN": SECRETS["environment"]}

    def words(self, attack: Attack, course: Course) -> dict[str, object]:
        """What the attack's code knows: the best that an attacker could guess."""
        diary = self.home / f"{attack.canary}diary"
        diary.write_text(SECRETS["diary"])
        diary.chmod(0o600)
        ports = [listener.getsockname()[1] for listener in self._listeners[:2]]
        return {
            "CANARY": attack.canary,
            "COURSE": str(course.root),
            "HOME": str(self.home),
            "DIARY": str(diary),
            "TCP_PORT": ports[0],
            "UDP_PORT": ports[1],
            "SOCKET": self.socket,
            "ABSTRACT": self.abstract,
        }

    def traces(self, attack: Attack, course: Course, scratch: tuple[str, ...] = SCRATCH) -> list[str]:
        """What the attack left or took outside of its own folders, in a few words each."""
        found = self._files(attack, course, scratch)
        if attack.canary.encode() in self.heard:
            found.append("a message arrived")
        found += [f"process {pid} is alive" for pid in processes(attack.canary)]
        found += [f"key {key} is in the kernel's keyring" for key in keys(attack.canary)]
        return found + exposed(attack, course)

    def _files(self, attack: Attack, course: Course, scratch: tuple[str, ...]) -> list[str]:
        found = []
        own = {str(course.path(step, ASSIGNMENT, attack.name)) for step in ("submitted", "autograded", "feedback")}
        diary = self.home / f"{attack.canary}diary"
        for place, folders, files in os.walk(course.root):
            folders[:] = [name for name in folders if os.path.join(place, name) not in own]
            found += [os.path.join(place, name) for name in folders + files if attack.canary in name]
        for folder in (self.home, *scratch, *libraries()):
            for place, _, files in os.walk(folder):
                found += [os.path.join(place, name) for name in files if attack.canary in name]
                if not os.path.samefile(folder, self.home):
                    break
        found = [f"{path} was made" for path in found if path != str(diary)]
        if not diary.is_file() or diary.read_text() != SECRETS["diary"]:
            found.append("the diary was changed")
        elif diary.stat().st_mode & 0o777 != 0o600:
            found.append("the diary was opened to others")
        kept = [course.root / CONFIG, *course.path("source", ASSIGNMENT).glob("*")]
        kept += [path for path in course.root.glob("submitted/*/*/*") if attack.name not in path.parts]
        return found + [f"{path} was changed" for path in kept if attack.canary in path.read_text("utf-8", "replace")]

    def _listen(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                if listener.type == socket.SOCK_DGRAM:
                    self.heard += listener.recv(4096)
                    continue
                connection, _ = listener.accept()
                with connection:
                    connection.settimeout(1)
                    self.heard += b"connected " + connection.recv(4096)


def _bound(family: int, kind: int, address: object) -> socket.socket:
    made = socket.socket(family, kind)
    made.bind(address)
    if kind == socket.SOCK_STREAM:
        made.listen(50)
    return made


def processes(canary: str) -> list[int]:
    """The processes of this machine that have the canary's name in their command line."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if canary.encode() in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
    return found


def keys(canary: str) -> list[int]:
    """The keys with the canary's name that the kernel holds. They are revoked: a key outlives its process."""
    lines = [line.split() for line in Path("/proc/keys").read_text().splitlines()]
    found = [int(line[0], 16) for line in lines if line[8].startswith(canary) and "R" not in line[1]]
    for key in found:
        ctypes.CDLL(None).syscall(SYS_KEYCTL, KEYCTL_REVOKE, key)
    return found


def libraries() -> list[str]:
    """Where Python would pick up what an attack plants."""
    package = Path(course_utils.__file__).parent
    return [str(Path(nbformat.__file__).parents[1]), str(package), str(package / "grading")]


def exposed(attack: Attack, course: Course) -> list[str]:
    """What the graded notebook and the feedback show that they must not, or is dangerous to open.

    nbgrader itself shows the source of a failed test in the test's own output; that is not the attack's doing.
    """
    path = course.path("autograded", ASSIGNMENT, attack.name) / NOTEBOOK
    if not path.is_file():
        return []
    if path.stat().st_size > LONGEST_NOTEBOOK:
        return [f"a notebook of {path.stat().st_size / 1e6:.0f} MB"]
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    outputs = [output for cell in cells if not is_test(cell) for output in cell.outputs]
    shown = "\n".join(map(str, outputs))
    found = [f"read the {kind}" for kind, secret in SECRETS.items() if secret in shown]
    kinds = {kind for cell in cells for output in cell.outputs for kind in output.get("data", {})}
    found += [f"{kind} in an output" for kind in sorted(kinds - HARMLESS)]
    for page in course.path("feedback", ASSIGNMENT, attack.name).glob("*.html"):
        found += [f"{what} in the feedback" for what in active(page.read_text("utf-8"), attack.canary)]
    return found


def active(page: str, canary: str) -> list[str]:
    """What would run in the browser among what the attack wrote into a page.

    >>> active("<p>x</p><script>alert('x')</script><img onerror='x'><a href='javascript:x'>", "x")
    ['a script', 'onerror', 'href']
    """
    found = []
    for element in BeautifulSoup(page, "html.parser").find_all(True):
        if element.name in ("script", "iframe", "object", "embed") and canary in str(element):
            found.append("a script" if element.name == "script" else element.name)
        for name, value in element.attrs.items():
            dangerous = name.startswith("on") or re.match(r"\s*(javascript|data:text/html)", str(value))
            if dangerous and canary in str(value):
                found.append(name)
    return found
