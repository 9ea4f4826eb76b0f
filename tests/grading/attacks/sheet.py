"""The exercise sheet under attack: five questions in code, marked by test cells of both kinds, and a proof."""

import shutil
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.utils import is_solution
from tiny import KERNEL, ROOT, cell_metadata

from course_utils.grading.course import CONFIG, Course

ASSIGNMENT = "attacked"
NOTEBOOK = "sheet.ipynb"
DATA = "samples.csv"
# What nobody but the instructor may see. An attack that finds one prints it.
SECRETS = {
    "hidden test": "secret-1d4a70f2",
    "solution": "secret-52b6c3e9",
    "mark scheme": "secret-8fe0945d",
    "environment": "secret-a07bd316",
    "diary": "secret-c96128be",
    "another submission": "secret-e35f8a47",
}
SETUP = f"""\
import numpy as np
import torch

from course_utils.checks import check_close, check_raises, check_value

samples = np.loadtxt("{DATA}", delimiter=",")
"""
RIGHT = {
    "double": "def double(x):\n    return x + x",
    "column_means": "def column_means(table):\n    return table.mean(axis=0)",
    "normalise": "def normalise(t):\n    return t / t.norm()",
    "slope": "def slope(f, x):\n    return (f(x + 1e-4) - f(x - 1e-4)) / 2e-4",
    "stack": """\
class Stack:
    def __init__(self):
        self.items = []

    def push(self, item):
        self.items.append(item)

    def pop(self):
        return self.items.pop()""",
    "proof": "Because $x + x = 2x$.",
}
WRONG = {
    "double": "def double(x):\n    return x",
    "column_means": "def column_means(table):\n    return np.zeros(table.shape[1])",
    "normalise": "def normalise(t):\n    return torch.zeros_like(t)",
    "slope": "def slope(f, x):\n    return 0.0",
    "stack": """\
class Stack:
    def push(self, item):
        pass

    def pop(self):
        return None""",
    "proof": "It is clear.",
}
# The visible and the hidden test of each question, one point each; `slope` has a hidden one only.
TESTS = {
    "double": ("assert double(7) == 14", 'assert double(-1234567) == -2469134, "negative numbers"'),
    "column_means": (
        "check_value(column_means, samples, equals=samples.mean(axis=0))",
        "rows = np.random.default_rng(3).random((5, 4))\n"
        "check_value(column_means, rows, equals=rows.mean(axis=0))",
    ),
    "normalise": (
        "given = torch.tensor([3.0, 4.0])\nassert torch.allclose(normalise(given), given / 5)",
        "given = torch.arange(1.0, 5.0)\ncheck_close(normalise(given), np.arange(1.0, 5.0) / np.sqrt(30))",
    ),
    "slope": (None, "assert abs(slope(lambda x: x**3, 2.0) - 12.0) < 1e-4"),
    "stack": (
        "stack = Stack()\nstack.push(1)\nstack.push(2)\nassert stack.pop() == 2",
        "stack = Stack()\nstack.push('a')\nassert stack.pop() == 'a'\ncheck_raises(IndexError, stack.pop)",
    ),
}
POINTS = {question: float(sum(test is not None for test in tests)) for question, tests in TESTS.items()}


def question_cells(question: str) -> list[NotebookNode]:
    """The answer cell of a question in code, and its test cells."""
    solution = f"### BEGIN SOLUTION\n{RIGHT[question]}\n# {SECRETS['solution']}\n### END SOLUTION"
    cells = [new_code_cell(solution, id=question, metadata=cell_metadata(question, solution=True))]
    visible, hidden = TESTS[question]
    if visible:
        name = f"{question}-visible"
        cells.append(new_code_cell(visible, id=name, metadata=cell_metadata(name, 1)))
    name = f"{question}-hidden"
    secret = f"### BEGIN HIDDEN TESTS\n# {SECRETS['hidden test']}\n{hidden}\n### END HIDDEN TESTS"
    cells.append(new_code_cell(secret, id=name, metadata=cell_metadata(name, 1)))
    return cells


def attacked_sheet() -> NotebookNode:
    """The sheet as its author writes it: ten points, nine of them given by tests."""
    scheme = f"{RIGHT['proof']}\n\n### BEGIN MARK SCHEME\n{SECRETS['mark scheme']}\n### END MARK SCHEME"
    proof = new_markdown_cell(scheme, id="proof", metadata=cell_metadata("proof", 1, solution=True))
    cells = [new_markdown_cell("# A sheet under attack", id="title"), new_code_cell(SETUP, id="setup")]
    cells += [cell for question in TESTS for cell in question_cells(question)]
    return new_notebook(cells=[*cells, proof], metadata=KERNEL)


def attacked_course(root: Path, config: str) -> Course:
    """A course in the new folder ``root`` with the sheet as its only assignment.

    ``config`` is the text of its nbgrader_config.py.
    """
    source = root / "solutions" / ASSIGNMENT
    source.mkdir(parents=True)
    (root / CONFIG).write_text(config)
    nbformat.write(attacked_sheet(), source / NOTEBOOK)
    (source / DATA).write_text("1.0,2.0\n3.0,5.0\n8.0,-4.0\n")
    return Course.at(root)


def our_config() -> str:
    """The course's own settings."""
    return (ROOT / CONFIG).read_text()


def hand_in(course: Course, student: str, answers: dict[str, str]) -> NotebookNode:
    """Puts the sheet with these answers where nbgrader collects it; returns the notebook."""
    folder = course.path("submitted", ASSIGNMENT, student)
    shutil.copytree(course.path("release", ASSIGNMENT), folder)
    notebook = nbformat.read(folder / NOTEBOOK, as_version=4)
    for cell in notebook.cells:
        if is_solution(cell):
            cell.source = answers.get(cell.metadata.nbgrader.grade_id, cell.source)
    nbformat.write(notebook, folder / NOTEBOOK)
    return notebook
