"""Read what students wrote, which may hold IPython's own syntax and need not be Python at all."""

import ast
import re
import warnings
from collections.abc import Iterable
from pathlib import Path

import nbformat
from IPython.core.inputtransformer2 import TransformerManager

LONGEST = 50_000  # characters of a cell: the answers to a whole sheet have about 5000
CONTINUED = r"(?:.*\\\n)*.*"
ESCAPE = re.compile(
    rf"^([ \t]*)([!%?/,;]{CONTINUED}|[^\n#'\"]*=[ \t]*[!%]{CONTINUED}|[^\n#]*\?)[ \t]*$", re.M
)


def parse(source: str) -> ast.Module | None:
    """The syntax tree of a cell, with magics and shell escapes as calls; None when it isn't code that runs.

    >>> ast.unparse(parse("files = !ls"))
    "files = get_ipython().getoutput('ls')"
    >>> parse("def f(:") is None
    True
    """
    if len(source) > LONGEST:
        return None
    with warnings.catch_warnings(action="ignore"):  # what Python remarks on their style is no concern here
        return tree(source) or tree(as_python(source))


def tree(source: str) -> ast.Module | None:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # nesting too deep is one of the last two
        return None


def bound_names(tree: ast.Module) -> set[str]:
    """The names that a program gives to its variables, parameters, functions and classes.

    >>> sorted(bound_names(ast.parse("def f(x):\\n    y = np.exp(x)\\n    return y")))
    ['f', 'x', 'y']
    """
    names: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                names.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
    return names


def texts_given(notebooks: Iterable[Path], name: str) -> list[str]:
    """The texts that code cells of notebooks give a name, in their order; empty ones are left out."""
    cells = [cell for path in notebooks for cell in nbformat.read(path, as_version=4).cells]
    given = (assigned_text(cell.source, name) for cell in cells if cell.cell_type == "code")
    return [text for text in given if text]


def assigned_text(source: str, name: str) -> str | None:
    """The text that a cell gives a name last; the cell is read and not run.

    What is no text in quotes comes as it is written: a slip of the pen must not cost marks.

    >>> assigned_text('PARTNER = "bob"  # my partner', "PARTNER"), assigned_text("PARTNER = bob smith", "PARTNER")
    ('bob', 'bob smith')
    """
    program = parse(source)
    given = [
        node.value
        for node in (ast.walk(program) if program else ())
        if isinstance(node, ast.Assign | ast.AnnAssign) and name in assigned_names(node) and node.value
    ]
    if given:
        return as_written(given[-1])
    lines = re.findall(rf"^[ \t]*{name}[ \t]*=(?!=)([^#\n]*)", source, re.M)  # not Python, or IPython's own
    return lines[-1].strip() if lines else None


def assigned_names(node: ast.Assign | ast.AnnAssign) -> set[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return {part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)}


def as_written(value: ast.expr) -> str:
    match value:
        case ast.Constant(value=None):
            return ""
        case ast.Constant(value=str(text)):
            return text
    try:
        return ast.unparse(value)
    except (RecursionError, ValueError):  # nested too deep, or a number of too many digits
        return "…"


def as_python(source: str) -> str:
    """A cell with each of IPython's escapes as the call that IPython makes of it.

    Line by line: IPython reads the whole cell again for each escape, which takes minutes for a long one.
    """
    if source.lstrip().startswith("%%"):
        return transformed(source)
    return ESCAPE.sub(lambda escape: escape[1] + escaped(escape[2]), source)


def escaped(lines: str) -> str:
    """The call for one escape, on as many lines as it had: a backslash at a line's end continues it."""
    return transformed(lines.replace("\\\n", " ")) + "\n" * lines.count("\n")


def transformed(source: str) -> str:
    """What IPython makes of a cell; nothing when it gives up."""
    try:
        return TransformerManager().transform_cell(source).rstrip()
    except (SyntaxError, ValueError, RecursionError, RuntimeError):
        return ""
