"""The ledger: every statement has a number of its own and an experiment, or says why it has none."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from ledger import mentions, statements, verified


def test_statements_are_numbered_in_order(lecture: NotebookNode, lecture_path: Path) -> None:
    session = int(lecture_path.name[:2])
    numbers = [statement.number for statement in statements(lecture)]
    assert numbers == [f"{session}.{k + 1}" for k in range(len(numbers))]
    assert numbers


def test_each_statement_is_verified_or_says_why_not(lecture: NotebookNode) -> None:
    missing = {s.name for s in statements(lecture) if s.needs_verification} - set(verified(lecture))
    assert not missing, f"no verify(...) for {sorted(missing)}"


def test_each_verification_belongs_to_a_statement(lecture: NotebookNode) -> None:
    unknown = set(verified(lecture)) - {s.name for s in statements(lecture)}
    assert not unknown, f"verify(...) names statements that the lecture does not have: {sorted(unknown)}"


def test_references_lead_to_statements(lecture: NotebookNode, lecture_path: Path) -> None:
    known = {s.name for path in lecture_path.parent.glob("*.ipynb") for s in statements(nbformat.read(path, 4))}
    unknown = {name for name in mentions(lecture) if name not in known}
    assert not unknown, f"the text refers to {sorted(unknown)}"


def test_the_ledger_sees_a_missing_verification() -> None:
    """The checks above can fail: a planted lecture with one verified, one excused and one forgotten statement."""
    text = (
        "> **Theorem 9.1 (checked).** $a=b$.\n\n> **Lemma 9.2 (excused).** Words.\n"
        "> *Not verified numerically: it speaks of all continuous\n> functions.*\n\n> **Proposition 9.3 (forgotten).** $c=d$.\n"
    )
    planted = new_notebook(
        cells=[new_markdown_cell(text), new_code_cell('verify(f"Theorem 9.1, n = {n}", measured=1, equals=1)')]
    )
    needed = {s.name for s in statements(planted) if s.needs_verification}
    assert needed - set(verified(planted)) == {"Proposition 9.3"}
