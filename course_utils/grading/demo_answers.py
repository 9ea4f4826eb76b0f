"""What made-up students write: the instructor's answers, spoilt in the ways that real ones are."""

import ast
import copy
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from nbformat import NotebookNode
from nbgrader.utils import is_solution

from .sheet import as_answered, is_test

Edit = Callable[[str], str]
EMPTY_TEXT = re.compile(r'^(\w+) = ""', re.M)


@dataclass(frozen=True)
class Answers:
    """How a sheet is answered. ``edit`` changes each answer in code; ``answered`` is the share of them given.

    ``proofs`` is the share of the lines of each proof.
    """

    edit: Edit = str
    answered: float = 1.0
    proofs: float = 0.0
    spoil: Edit | None = None  # instead of `edit`, for the last answer
    delete_a_test: bool = False


class LoseSigns(ast.NodeTransformer):
    """Turns each + between two terms into a -, and each - into a +."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.BinOp:
        self.generic_visit(node)
        swapped = {ast.Add: ast.Sub, ast.Sub: ast.Add}.get(type(node.op))
        return ast.BinOp(node.left, swapped(), node.right) if swapped else node


class DoubleResults(ast.NodeTransformer):
    """Turns ``return x`` into ``return 2 * x``."""

    def visit_Return(self, node: ast.Return) -> ast.Return:
        return ast.Return(ast.BinOp(ast.Constant(2), ast.Mult(), node.value)) if node.value else node


class RaiseMarkup(ast.NodeTransformer):
    """Makes each function raise an error whose message is a script, for the report's browser."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        node.body = ast.parse("raise ValueError(\"<script>alert('mark me')</script>\")").body
        return node


def rewritten(transformer: type[ast.NodeTransformer]) -> Edit:
    """The edit that applies a transformer to the code.

    >>> print(rewritten(LoseSigns)("a + b * (c - 1)"))
    a - b * (c + 1)
    """
    return lambda code: ast.unparse(ast.fix_missing_locations(transformer().visit(ast.parse(code))))


def unfinished(code: str) -> str:
    return code.rstrip() + "\n    return (\n"


def kernel_killed(code: str) -> str:
    return "import os\nos._exit(1)"


FULL = Answers(proofs=1.0)
ONE_TEST_DELETED = Answers(proofs=1.0, delete_a_test=True)
NO_PROOFS = Answers()
MOST = Answers(answered=0.8, proofs=1.0)
HALF = Answers(answered=0.5, proofs=0.5)
HALF_OF_THE_CODE = Answers(answered=0.5)
SIGNS_LOST = Answers(rewritten(LoseSigns), proofs=0.5)
FIRST_ONES = Answers(answered=0.2)
UNTOUCHED = Answers(answered=0.0)
DOUBLED = Answers(rewritten(DoubleResults))
UNFINISHED = Answers(spoil=unfinished)
KERNEL_KILLED = Answers(spoil=kernel_killed)
MARKUP = Answers(rewritten(RaiseMarkup))


def fill_in(
    released: NotebookNode, solved: NotebookNode, answers: Answers, texts: Mapping[str, str]
) -> NotebookNode:
    """The notebook that a student hands in; ``texts`` fills lines ``NAME = ""`` that ask for a number or a name."""
    notebook = copy.deepcopy(released)
    model = {
        cell.metadata.nbgrader.grade_id: cell.source for cell in solved.cells if "nbgrader" in cell.metadata
    }
    mine = [cell for cell in notebook.cells if is_solution(cell)]
    code = [cell for cell in mine if cell.cell_type == "code"]
    given = code[: round(answers.answered * len(code))]
    for cell in given:
        edit = answers.spoil if answers.spoil and cell is given[-1] else answers.edit
        cell.source = edit(as_answered(model[cell.metadata.nbgrader.grade_id]))
    for cell in mine:
        if cell.cell_type == "markdown" and answers.proofs:
            cell.source = beginning(as_answered(model[cell.metadata.nbgrader.grade_id]), answers.proofs)
    if answers.delete_a_test:
        notebook.cells.remove(next(cell for cell in notebook.cells if is_test(cell)))
    for cell in notebook.cells:
        if cell.cell_type == "code" and "nbgrader" not in cell.metadata:
            cell.source = EMPTY_TEXT.sub(lambda line: filled(line, texts), cell.source)
    return notebook


def filled(line: re.Match[str], texts: Mapping[str, str]) -> str:
    return f'{line[1]} = "{texts[line[1]]}"' if line[1] in texts else line[0]


def beginning(text: str, share: float) -> str:
    """The first lines of a text, at least one.

    >>> beginning("First, a.\\nThen b.\\nHence c.", 0.5)
    'First, a.\\nThen b.'
    """
    lines = text.split("\n")
    return "\n".join(lines[: max(1, round(share * len(lines)))])
