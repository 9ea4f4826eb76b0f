"""What a student's cell showed: text and pictures only, and no more bytes than allowed."""

import base64
import binascii
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

PICTURES = ("image/png", "image/jpeg")
STREAMS = ("stdout", "stderr")
CUT = "\n… the rest of this output is left out: it was longer than allowed."


class Outputs:
    """Collects a cell's outputs from its kernel's messages, which may hold anything at all.

    Kept are streams, errors, and of displayed values the plain text and the PNG or JPEG picture.
    ``full`` says that the kernel sent more than ``limit`` bytes; what comes after is not kept.
    """

    def __init__(self, limit: int):
        self.limit = limit
        self.received = 0
        self.cells: list[NotebookNode] = []

    @property
    def full(self) -> bool:
        return self.received > self.limit

    def receive(self, kind: str, content: dict[str, Any], size: int) -> None:
        """Takes a message of ``size`` bytes: its kind and its content."""
        self.received += size
        if self.full:
            return
        if kind == "clear_output":
            self.cells.clear()
        elif kind == "stream" and content.get("name") in STREAMS:
            self._stream(content["name"], writable(content.get("text")))
        elif kind == "error":
            self.error(
                writable(content.get("ename")),
                writable(content.get("evalue")),
                [writable(line) for line in listed(content.get("traceback"))],
            )
        elif kind in ("display_data", "execute_result"):
            self._display(kind, content)

    def overflow(self) -> None:
        """More came than could be received."""
        self.received = max(self.received, self.limit + 1)

    def error(self, name: str, value: str, traceback: list[str]) -> None:
        """Adds an error."""
        self.cells.append(new_output("error", ename=name, evalue=value, traceback=traceback))

    def finish(self) -> list[NotebookNode]:
        """The outputs, with a word on what was left out."""
        if self.full:
            self._stream("stdout", CUT)
        return self.cells

    def _stream(self, name: str, more: str) -> None:
        last = self.cells[-1] if self.cells else None
        if last is not None and last.output_type == "stream" and last.name == name:
            last.text += more
        else:
            self.cells.append(new_output("stream", name=name, text=more))

    def _display(self, kind: str, content: dict[str, Any]) -> None:
        given = content.get("data")
        data = {name: given[name] for name in PICTURES if name in given} if isinstance(given, dict) else {}
        data = {name: value for name, value in data.items() if is_base64(value)}
        if isinstance(given, dict) and isinstance(given.get("text/plain"), str):
            data["text/plain"] = writable(given["text/plain"])
        if data and kind == "display_data":
            self.cells.append(new_output(kind, data=data))
        elif data:
            count = content.get("execution_count")
            self.cells.append(new_output(kind, data=data, execution_count=count if type(count) is int else None))


def writable(value: Any) -> str:
    """A string that can be written to a file in UTF-8; anything but a string is nothing.

    >>> writable("half a pair: \\ud83d"), writable(3)
    ('half a pair: ?', '')
    """
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def is_base64(data: Any) -> bool:
    """Whether this is base64 text, line ends aside."""
    try:
        return isinstance(data, str) and bool(base64.b64decode("".join(data.split()), validate=True))
    except (ValueError, binascii.Error):
        return False
