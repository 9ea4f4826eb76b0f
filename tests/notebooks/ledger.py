"""Reads from a lecture its statements and what verifies them."""

import ast
import re
from dataclasses import dataclass

from nbformat import NotebookNode

KINDS = "Definition|Proposition|Theorem|Lemma|Corollary|Conjecture"
HEAD = re.compile(rf"^> \*\*({KINDS}) (\d+\.\d+) \(.+?\)\.\*\*")
NAMED = re.compile(rf"\b({KINDS}) (\d+\.\d+)")
EXCUSE = re.compile(r"\*Not verified numerically: [^*]{10,}\.\*")


@dataclass(frozen=True)
class Statement:
    kind: str
    number: str
    excused: bool

    @property
    def name(self) -> str:
        return f"{self.kind} {self.number}"

    @property
    def needs_verification(self) -> bool:
        return self.kind not in ("Definition", "Conjecture") and not self.excused


def statements(notebook: NotebookNode) -> list[Statement]:
    """All statements in reading order; a statement is one blockquote."""
    found = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for block in re.findall(r"(?:^>.*\n?)+", cell.source, flags=re.MULTILINE):
                if head := HEAD.match(block):
                    found.append(Statement(*head.groups(), excused=bool(EXCUSE.search(block.replace("\n> ", " ")))))
    return found


def verified(notebook: NotebookNode) -> list[str]:
    """The statement names that open the first argument of each call of ``verify``."""
    names = []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            for call in ast.walk(parsed(cell)):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "verify":
                    names.append(_opening_name(call))
    return names


def parsed(cell: NotebookNode) -> ast.Module:
    """The syntax tree of a code cell without its magic commands."""
    return ast.parse(re.sub(r"^%.*", "", cell.source, flags=re.MULTILINE))


def _opening_name(call: ast.Call) -> str:
    title = call.args[0]
    if isinstance(title, ast.JoinedStr):
        title = title.values[0]
    match = NAMED.match(title.value) if isinstance(title, ast.Constant) else None
    if match is None:
        raise AssertionError(f"line {call.lineno}: the first argument of verify must open with a statement's name")
    return match.group(0)


def mentions(notebook: NotebookNode) -> set[str]:
    """All statement names that the text mentions."""
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return {match.group(0) for match in NAMED.finditer(text)}
