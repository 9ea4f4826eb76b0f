"""The rules for test cells in CONTRIBUTING.md, as far as they can be read off a sheet."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_solution

from course_utils.grading.isolation.examiner import Examiner, bound_names, free_names
from course_utils.grading.sheet import is_test

LOOKS_INSIDE = {"isinstance", "issubclass", "type", "hasattr", "inspect", "globals", "locals", "vars"}
GENERATORS = {"default_rng", "Generator", "PCG64", "SeedSequence"}
TORCH_DRAWS = {"rand", "randn", "randint", "randperm", "normal", "bernoulli", "multinomial", "poisson"}


def broken_rules(notebook: NotebookNode) -> list[str]:
    """One line for each rule that a cell of the sheet breaks."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    unreadable = [f"{cell.id}: no magics, and no await outside a function" for cell in code if not compiles(cell)]
    if unreadable:
        return unreadable
    examiner = Examiner()
    for cell in code:
        if not is_test(cell) and not is_solution(cell):
            examiner.setup(cell.source, cell.id)
    given = set(examiner.namespace)
    asked = {name for cell in code if is_solution(cell) for name in bound_names(cell.source)}
    found = [f"{name} is asked for, and is the name of a builtin" for name in asked & vars(builtins).keys()]
    found += [f"{name} is asked for, and a setup cell defines it" for name in asked & given]
    for cell in code:
        if is_grade(cell) or is_solution(cell):
            found += [f"{cell.id}: imports stand in setup cells" for _ in imports(cell.source)]
        if is_test(cell):
            found += [f"{cell.id}: {line}" for line in broken_in_test(cell.source, given, asked)]
        elif not is_solution(cell):
            found += [f"{cell.id}: {line}" for line in unseeded(cell.source)]
    return found


def broken_in_test(source: str, given: set[str], asked: set[str]) -> Iterator[str]:
    """The rules that a test cell breaks; ``given`` are the setup cells' names, ``asked`` those of the answers."""
    for name in free_names(source) - given - asked:
        yield f"{name} is defined by no setup cell that tests see, and by no answer"
    for name in bound_names(source) & asked:
        yield f"{name} is the answer's name"
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in LOOKS_INSIDE:
            yield f"{node.id} looks inside the answer's objects"
        if isinstance(node, ast.Name) and node.id == "print":
            yield "what a test prints is seen by the student"
        if isinstance(node, ast.keyword) and node.arg == "create_graph":
            yield "first derivatives only"
    last = tree.body[-1]
    if isinstance(last, ast.Expr) and not is_check(last.value) and not is_own_name(last.value, source):
        yield "the last expression is a check, or a name of the test's own that holds the points"
    yield from unseeded(source)


def compiles(cell: NotebookNode) -> bool:
    try:
        compile(cell.source, cell.id, "exec", dont_inherit=True)
    except SyntaxError:
        return False
    return True


def imports(source: str) -> list[ast.AST]:
    return [node for node in ast.walk(ast.parse(source)) if isinstance(node, (ast.Import, ast.ImportFrom))]


def is_check(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id.startswith("check_")


def is_own_name(value: ast.expr, source: str) -> bool:
    return isinstance(value, ast.Name) and value.id in bound_names(source)


def unseeded(source: str) -> Iterator[str]:
    """Draws from a global random state, and generators without a seed."""
    tree = ast.parse(source)
    attributes = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    seeded = {id(node.value) for node in attributes if node.attr == "manual_seed"}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        owner, name = ast.unparse(node.func.value), node.func.attr
        line = f"{ast.unparse(node)} is not drawn from a fixed seed"
        if owner in ("random", "np.random", "numpy.random"):
            if name not in GENERATORS or not (node.args or node.keywords):
                yield line
        elif owner == "torch" and name in TORCH_DRAWS:
            if not any(keyword.arg == "generator" for keyword in node.keywords):
                yield line
        elif owner == "torch" and name == "Generator" and id(node) not in seeded:
            yield line
