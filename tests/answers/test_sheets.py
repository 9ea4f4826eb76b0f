"""What every exercise sheet promises to its students and to the marking kernel."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import sheets
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.utils import is_grade, is_locked, is_solution
from rules import broken_rules
from tiny import cell_metadata

import course_utils
from course_utils.grading.bundle import LONG_ENOUGH
from course_utils.grading.regions import regions

pytestmark = pytest.mark.answers

each_sheet = pytest.mark.parametrize("notebook", sheets.NOTEBOOKS, ids=lambda path: f"{path.parent.name}/{path.stem}")


def code_cells(notebook: Path, condition):
    return [cell for cell in sheets.read(notebook).cells if cell.cell_type == "code" and condition(cell)]


@each_sheet
def test_a_weekly_sheet_has_20_points_and_6_to_8_cards(notebook):
    if not notebook.parent.name.startswith("td"):
        pytest.skip("homework and exam have sizes of their own")
    cells = sheets.read(notebook).cells
    assert sum(cell.metadata.nbgrader.points for cell in cells if is_grade(cell)) == 20
    assert 6 <= sum(cell.source.startswith("## Exercise ") for cell in cells) <= 8
    assert 2 <= sum(is_grade(cell) and is_solution(cell) for cell in cells) <= 4


@each_sheet
def test_proofs_have_a_mark_scheme(notebook):
    """The cell of a proof holds a model proof and how to mark it; nbgrader replaces all of it in the student version.

    The scheme stands there, and not in a task cell, because nbgrader asks for a mark by hand for every task cell of
    every submission, also for one of 0 points under an answer that was left blank.
    """
    for cell in sheets.read(notebook).cells:
        if is_grade(cell) and is_solution(cell):
            assert re.search(rf"\*\*Mark scheme \({cell.metadata.nbgrader.points} points?\)\*\*", cell.source), cell.id
            steps = re.findall(r"^- ([\d.]+): ", cell.source, flags=re.MULTILINE)
            assert sum(map(float, steps)) == cell.metadata.nbgrader.points, cell.id
            assert "SOLUTION" not in cell.source, "delimiters would leave part of the cell to the students"


@each_sheet
def test_source_is_committed_without_outputs(notebook):
    nb = sheets.read(notebook)
    assert all(not cell.outputs and cell.execution_count is None for cell in nb.cells if cell.cell_type == "code")
    assert nb.metadata.kernelspec.name == "python3"
    assert "widgets" not in nb.metadata


@each_sheet
def test_every_test_cell_has_a_visible_and_an_unseen_part(notebook):
    for cell in code_cells(notebook, sheets.is_test):
        assert is_locked(cell), cell.id
        assert cell.source.startswith("# "), f"{cell.id} should say in words what it tries"
        assert cell.source.count("### BEGIN HIDDEN TESTS") == cell.source.count("### END HIDDEN TESTS") == 1, cell.id
        assert "check_" in cell.source.partition("### BEGIN HIDDEN TESTS")[0], cell.id


@each_sheet
def test_every_hidden_part_would_be_noticed_in_the_bundle(notebook):
    """Short lines stand in any program; one of each hidden part must be long enough to betray it."""
    for cell in code_cells(notebook, sheets.is_test):
        hidden = [line.strip() for region, line in regions(cell.source) if region]
        assert max(map(len, hidden)) >= LONG_ENOUGH, cell.id


@each_sheet
def test_rules_for_test_cells_are_kept(notebook):
    assert broken_rules(sheets.read(notebook)) == []


SETUP = "import math\nimport numpy as np\nimport torch\nfrom course_utils.checks import call, check_value"
ANSWER = "def double(x):\n    return 2 * x"
TEST = "# words\nx = np.random.default_rng(0).random()\ncheck_value(double, x, equals=2 * x)"


def sheet(setup: str = SETUP, answer: str = ANSWER, test: str = TEST, late: str = "") -> NotebookNode:
    """A sheet of one question, and with a cell of the instructor's after the answer."""
    cells = [
        new_code_cell(setup, id="setup"),
        new_code_cell(answer, id="answer", metadata=cell_metadata("answer", solution=True)),
        new_code_cell(late, id="late"),
        new_code_cell(test, id="test", metadata=cell_metadata("test", 1)),
    ]
    return new_notebook(cells=cells)


@pytest.mark.parametrize(
    "kept",
    [
        sheet(),
        sheet(late="print(double(2))"),
        sheet(test=f"{TEST}\npoints = 0.5\npoints"),
        sheet(test="g = torch.Generator().manual_seed(3)\ncheck_value(double, torch.rand(2, generator=g)[0], equals=1)"),
    ],
    ids=["plain", "a demonstration", "partial credit", "a seeded generator"],
)
def test_rules_can_be_kept(kept):
    assert broken_rules(kept) == []


@pytest.mark.parametrize(
    "broken, says",
    [
        (sheet(setup=f"%matplotlib inline\n{SETUP}"), "setup: no magics"),
        (sheet(test="await double(2)"), "test: no magics"),
        (sheet(test=f"import math\n{TEST}"), "test: imports"),
        (sheet(answer=f"import math\n{ANSWER}"), "answer: imports"),
        (sheet(test="check_value(double, y, equals=2)"), "y is defined by no setup cell"),
        (sheet(late="y = double(1)", test="check_value(double, y, equals=2)"), "y is defined by no setup cell"),
        (sheet(answer="def sum(x):\n    return 2 * x", test="check_value(sum, 1, equals=2)"), "sum is asked for"),
        (sheet(setup=f"{SETUP}\n{ANSWER}"), "double is asked for, and a setup cell defines it"),
        (sheet(test=f"double = 3\n{TEST}"), "double is the answer's name"),
        (sheet(test="assert isinstance(double(1), float)"), "isinstance looks inside"),
        (sheet(test="assert type(double) is not None"), "type looks inside"),
        (sheet(test=f"print(double(3))\n{TEST}"), "seen by the student"),
        (sheet(test="torch.autograd.grad(double(x), x, create_graph=True)\nx = 1"), "first derivatives"),
        (sheet(test="double(0.5)"), "the last expression"),
        (sheet(test="0.5"), "the last expression"),
        (sheet(test="x = np.random.rand()"), "np.random.rand() is not drawn"),
        (sheet(test="x = np.random.default_rng().random()"), "default_rng() is not drawn"),
        (sheet(test="x = torch.randn(3)"), "torch.randn(3) is not drawn"),
        (sheet(test="g = torch.Generator()"), "torch.Generator() is not drawn"),
        (sheet(setup=f"{SETUP}\nimport random\nx = random.random()"), "random.random() is not drawn"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_broken_rule_is_found(broken, says):
    assert any(says in line for line in broken_rules(broken))


@each_sheet
def test_student_version_runs_with_only_test_cells_failing(notebook):
    namespace = {"__name__": "__main__"}
    for cell in code_cells(notebook, lambda cell: True):
        if sheets.is_test(cell):
            assert not sheets.passes(cell, namespace), f"{cell.id} passes without an answer"
        else:
            sheets.run(sheets.stub(cell) if is_solution(cell) else cell.source, namespace, cell.id)


@each_sheet
def test_answers_cannot_be_imported_from_the_package(notebook):
    package = Path(course_utils.__file__).parent
    in_package = {
        node.name
        for file in package.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
    }
    for cell in code_cells(notebook, is_solution):
        asked = {node.name for node in ast.parse(cell.source).body if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
        assert not asked & in_package
