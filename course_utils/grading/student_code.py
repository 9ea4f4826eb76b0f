"""Parse what students wrote, which may hold IPython's own syntax and need not be Python at all."""

import ast
import re
import warnings

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
