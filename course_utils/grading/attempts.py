"""Code that reaches beyond the sheet: files, processes, the network, the interpreter itself.

What is found is a reason to look and no proof: ``import os`` can be a habit, and a name put together from
parts is found by no such search. What submissions can do is limited by the sandbox, not by this list.
"""

import ast
import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from .graded import CellKey, clean
from .student_code import LONGEST, bound_names, parse

FILES, PROCESSES, NETWORK = "files", "processes", "network"
INTERPRETER, SHELL, PLACES, LENGTH = "the interpreter", "shell", "names of places", "length"

MODULES = {
    FILES: "os shutil pathlib io glob tempfile fileinput mmap fcntl pickle dill cloudpickle joblib marshal "
    "shelve sqlite3 nbformat nbgrader zipfile tarfile posix",
    PROCESSES: "subprocess multiprocessing signal pty resource psutil threading",
    NETWORK: "socket socketserver ssl urllib requests http httpx aiohttp ftplib smtplib webbrowser zmq",
    INTERPRETER: "ctypes _ctypes cffi builtins importlib imp inspect gc dis IPython ipykernel traceback "
    "atexit linecache pdb code faulthandler unittest",
}
KIND_OF_MODULE = {name: kind for kind, names in MODULES.items() for name in names.split()}
CALLS = {"open": FILES} | dict.fromkeys(
    "exec eval compile __import__ get_ipython globals breakpoint setattr delattr".split(), INTERPRETER
)
IN_LIBRARIES = set(
    "load save savez savez_compressed fromfile tofile loadtxt savetxt genfromtxt memmap hub".split()
)
LIBRARIES = {"np", "numpy", "torch"}
SYS = {"modules", "_getframe", "_current_frames", "settrace", "setprofile", "meta_path", "path", "path_hooks"}
INSIDE = re.compile(
    r"__(globals|builtins|subclasses|bases|mro|code|closure|loader|spec|import|getattribute|traceback)__|"
    r"[fg]i?_(back|globals|locals|builtins|frame|code)|tb_(frame|next)"
)
PLACE = re.compile(
    r"^\s*(/\w|~/|\.\.(/|$)|[A-Za-z]:\\\w)|\w+://|/proc/|/etc/|\.(ipynb|db|sqlite)\b|"
    r"gradebook|nbgrader|autograded|\bsolutions\b|hidden[ _-]?tests?",
    re.I,
)
HARMLESS_MAGICS = set(
    "matplotlib time timeit prun capture precision pinfo pinfo2 pylab config reset_selective who whos".split()
)
LONGEST_LINE = 160


@dataclass(frozen=True)
class Attempt:
    """A line of a student's code worth a look: the kinds of things it reaches for, the cell, the line."""

    kinds: tuple[str, ...]
    cell: CellKey
    line: str


def attempts(code: Mapping[CellKey, str], instructors: Mapping[CellKey, str]) -> list[Attempt]:
    """What reaches beyond the sheet in a student's cells, unless the instructor's cell of that name has it."""
    found = []
    for cell, source in code.items():
        if lines := reaching(source):
            known = reaching(instructors.get(cell, ""))
            found += [Attempt(kinds, cell, line) for line, kinds in lines.items() if line not in known]
    return found


def reaching(source: str) -> dict[str, tuple[str, ...]]:
    """The lines of a cell that reach beyond the sheet, and for what. Code that does not parse does not run.

    >>> reaching("import os\\nx = 1\\n!ls /")
    {'import os': ('files',), '!ls /': ('shell',)}
    """
    if len(source) > LONGEST:
        return {f"a cell of {len(source)} characters: too long to be searched": (LENGTH,)}
    tree = parse(source)
    if tree is None:
        return {}
    lines = re.split(r"\r\n?|\n", source)
    found: dict[str, tuple[str, ...]] = {}
    for number, kind in sorted(set(places(tree))):
        line = clean(lines[min(number, len(lines)) - 1]).strip()[:LONGEST_LINE]
        found[line] = tuple(dict.fromkeys([*found.get(line, ()), kind]))
    return found


def places(tree: ast.Module, in_magic: bool = False) -> Iterator[tuple[int, str]]:
    """The line number and the kind of each place in a program that reaches beyond the sheet."""
    own = bound_names(tree)
    todo: list[ast.AST] = [tree]
    while todo:
        node = todo.pop()
        if is_idle_text(node):
            continue
        if (magic := magic_call(node)) is None:
            if kind := reaches_for(node, own):
                yield node.lineno, kind
            todo += ast.iter_child_nodes(node)
        elif magic.name not in HARMLESS_MAGICS or in_magic:
            yield node.lineno, SHELL
        elif body := parse(magic.code):
            for number, kind in places(body, in_magic=True):
                yield node.lineno + (number if magic.of_cell else 0), kind


def is_idle_text(node: ast.AST) -> bool:
    """Whether this is a text that nothing uses, such as a docstring."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def reaches_for(node: ast.AST, own: Set[str]) -> str | None:
    """The kind of thing that a node of the syntax tree reaches for; ``own``: the names bound in the cell."""
    match node:
        case ast.Import(names=names):
            return next((kind for name in names if (kind := kind_of_module(name.name))), None)
        case ast.ImportFrom(module="sys", names=names) if SYS & {name.name for name in names}:
            return INTERPRETER
        case ast.ImportFrom(module=str(module)):
            return kind_of_module(module)
        case ast.Name(id=name) if name in CALLS:
            return CALLS[name]
        case ast.Name(id=name, ctx=ast.Load()) if name not in own:
            return KIND_OF_MODULE.get(name)  # a setup cell may have imported it
        case ast.Attribute(value=ast.Name(id="sys"), attr=name) if name in SYS:
            return INTERPRETER
        case ast.Attribute(value=ast.Name(id=library), attr=name) if (
            library in LIBRARIES and name in IN_LIBRARIES
        ):
            return FILES
        case ast.Attribute(ctx=ast.Store() | ast.Del()) if root(node) in LIBRARIES:
            return INTERPRETER  # another function in the place of the library's
        case ast.Attribute(attr=name) if INSIDE.fullmatch(name):
            return INTERPRETER
        case ast.Constant(value=str(text)) if PLACE.search(text):
            return PLACES
        case ast.Constant(value=bytes(text)) if PLACE.search(text.decode(errors="replace")):
            return PLACES
    return None


def kind_of_module(name: str) -> str | None:
    return KIND_OF_MODULE.get(name.partition(".")[0])


def root(node: ast.AST) -> str | None:
    """The name that a chain of attributes starts from."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


@dataclass(frozen=True)
class Magic:
    """A magic or shell escape: the name ("system" for a shell escape), and the Python code that it runs.

    The code of a cell magic begins on the line below it.
    """

    name: str
    code: str = ""
    of_cell: bool = False


def magic_call(node: ast.AST) -> Magic | None:
    """The magic or shell escape that IPython makes this call of, if it is one."""
    match node:
        case ast.Call(
            func=ast.Attribute(value=ast.Call(func=ast.Name(id="get_ipython"), args=[]), attr=method),
            args=[*arguments],
        ) if all(isinstance(argument, ast.Constant) for argument in arguments):
            texts = [str(argument.value) for argument in arguments]
            if method in ("system", "getoutput"):
                return Magic("system")
            if method in ("run_line_magic", "run_cell_magic") and len(texts) > 1:
                return Magic(texts[0], texts[-1], of_cell=method == "run_cell_magic")
    return None
