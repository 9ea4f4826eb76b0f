"""Exam and resit: one blueprint, numbers of each student's own, nothing needed but what the paper allows."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest
import sheets
from nbgrader.utils import is_grade, is_solution

from course_utils.grading.sheet import is_test

pytestmark = pytest.mark.answers

PAPERS = [path for path in sheets.NOTEBOOKS if path.parent.name in ("exam", "resit")]
each_paper = pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.stem)
ALLOWED = {"math", "numpy", "hashlib", "pathlib", "collections.abc", "course_utils.checks"}
STUDENTS = [f"{20_260_000 + 37 * k}" for k in range(200)]


def code(paper: Path):
    return [cell for cell in sheets.read(paper).cells if cell.cell_type == "code"]


def sat(paper: Path, student: str) -> dict[str, Any]:
    """The namespace of a student who knows all answers, after the last cell that is no test."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    for cell in code(paper):
        if not is_test(cell):
            source = cell.source.replace('STUDENT = ""', f'STUDENT = "{student}"')
            sheets.run(source, namespace, cell.id)
    return namespace


def asks_for_own_numbers(test) -> bool:
    return any(isinstance(node, ast.Name) and node.id == "numbers" for node in ast.walk(ast.parse(test.source)))


def test_there_are_two_papers():
    assert [path.stem for path in PAPERS] == ["exam", "resit"]


@each_paper
def test_five_problems_of_four_points_half_of_them_by_hand(paper: Path):
    points: list[list[float]] = []
    for cell in sheets.read(paper).cells:
        if cell.cell_type == "markdown" and re.match(r"## Problem \d", cell.source):
            points.append([0.0, 0.0])
        if is_grade(cell):
            points[-1][is_solution(cell)] += cell.metadata.nbgrader.points
    assert points == [[2, 2]] * 5


@each_paper
def test_imports_are_those_that_the_paper_allows(paper: Path):
    found = set()
    for cell in code(paper):
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.Import):
                found |= {name.name for name in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add(node.module)
    assert found <= ALLOWED
    assert "`math` and `numpy`" in sheets.read(paper).cells[0].source


@each_paper
def test_the_models_answers_are_right_for_200_students(paper: Path, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for student in ["", "ada", "Ünal-7", *STUDENTS]:
        namespace = sat(paper, student)
        for test in filter(is_test, code(paper)):
            assert sheets.passes(test, namespace), (student, test.id)


@each_paper
def test_a_neighbours_numbers_earn_next_to_nothing(paper: Path, monkeypatch, tmp_path):
    """Answers passed on as numbers: each passes for at most one neighbour in twenty, never a paper as a whole."""
    monkeypatch.chdir(tmp_path)
    own = [test for test in code(paper) if is_test(test) and asks_for_own_numbers(test)]
    asked = {cell.metadata.nbgrader.grade_id for cell in code(paper) if is_solution(cell)}
    assert len(own) >= 8
    passed = dict.fromkeys((test.id for test in own), 0)
    for k, student in enumerate(STUDENTS):
        namespace, neighbour = sat(paper, student), sat(paper, STUDENTS[k - 1])
        namespace.update({name: neighbour[name] for name in asked & neighbour.keys()})
        found = [test.id for test in own if sheets.passes(test, namespace)]
        assert len(found) < len(own) / 2, (student, found)
        for name in found:
            passed[name] += 1
    assert max(passed.values()) <= 0.05 * len(STUDENTS), passed


@each_paper
def test_where_papers_are_marked_the_number_is_that_of_who_handed_in(paper: Path, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    typed = sat(paper, "ada")["numbers"]
    (tmp_path / "student_id.txt").write_text("bob", encoding="utf-8")
    assert sat(paper, "ada")["numbers"] == sat(paper, "")["numbers"] != typed


def test_the_papers_do_not_share_numbers(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    exam, resit = (sat(paper, "ada")["numbers"] for paper in PAPERS)
    assert exam.keys() != resit.keys()
