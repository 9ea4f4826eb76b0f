"""What every exercise sheet promises to its students and to the marking kernel."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import sheets
from nbgrader.utils import is_grade, is_locked, is_solution

import course_utils

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
            assert f"**Mark scheme ({cell.metadata.nbgrader.points} points)**" in cell.source, cell.id
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
def test_only_locked_setup_cells_import(notebook):
    for cell in code_cells(notebook, lambda cell: is_solution(cell) or is_grade(cell)):
        imports = [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, (ast.Import, ast.ImportFrom))]
        assert not imports, cell.id


@each_sheet
def test_test_cells_do_not_look_inside_student_objects(notebook):
    forbidden = {"isinstance", "type", "hasattr", "inspect", "globals", "locals", "vars"}
    for cell in code_cells(notebook, sheets.is_test):
        names = {node.id for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Name)}
        assert not names & forbidden, cell.id


@each_sheet
def test_test_cells_end_without_a_value(notebook):
    """nbgrader takes a number that a test cell displays for its marks, and anything else displayed for a pass."""
    for cell in code_cells(notebook, sheets.is_test):
        last = ast.parse(cell.source).body[-1]
        if isinstance(last, ast.Expr):
            assert isinstance(last.value, ast.Call) and last.value.func.id.startswith("check_"), cell.id


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
