"""The ledger: every statement has a number of its own and an experiment, or says why it has none."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from committed import SESSIONS
from course_utils.statements import NAMED, UNPROVED, statements, verified


def unverified(notebook: NotebookNode) -> set[str]:
    """The statements that need a verification and have none."""
    return {s.name for s in statements(notebook) if s.needs_verification and not s.checks}


def test_statements_are_numbered_in_order(session: NotebookNode, session_path: Path) -> None:
    number = int(session_path.name[:2])
    numbers = [statement.number for statement in statements(session)]
    assert numbers == [f"{number}.{k + 1}" for k in range(len(numbers))]
    assert numbers


def test_each_statement_is_verified_or_says_why_not(session: NotebookNode) -> None:
    missing = unverified(session)
    assert not missing, f"no verify(...) for {sorted(missing)}"


def test_each_verification_belongs_to_a_statement(lecture: NotebookNode) -> None:
    unknown = {name for name, _ in verified(lecture)} - {s.name for s in statements(lecture)}
    assert not unknown, f"verify(...) names statements that the lecture does not have: {sorted(unknown)}"


def test_references_lead_to_statements(lecture: NotebookNode) -> None:
    known = {s.name for path in SESSIONS for s in statements(nbformat.read(path, 4))}
    text = "\n".join(cell.source for cell in lecture.cells if cell.cell_type == "markdown")
    unknown = {match.group(0) for match in NAMED.finditer(text)} - known
    assert not unknown, f"the text refers to {sorted(unknown)}"


def test_what_is_only_cited_says_so(session: NotebookNode) -> None:
    silent = [
        s.name for s in statements(session) if not (s.kind in UNPROVED or s.proof or "(Stated without proof.)" in s.text)
    ]
    assert not silent, f"no proof, no idea, and no word of it: {silent}"


def test_the_ledger_sees_a_missing_verification() -> None:
    """The checks above can fail: a planted lecture with one verified, one excused and one forgotten statement."""
    text = (
        "> **Theorem 9.1 (checked).** $a=b$.\n\n> **Lemma 9.2 (excused).** Words.\n"
        "> *Not verified numerically: it speaks of all continuous\n> functions.*\n\n> **Proposition 9.3 (forgotten).** $c=d$.\n"
    )
    planted = new_notebook(
        cells=[new_markdown_cell(text), new_code_cell('verify(f"Theorem 9.1, n = {n}", measured=1, equals=1)')]
    )
    assert unverified(planted) == {"Proposition 9.3"}
