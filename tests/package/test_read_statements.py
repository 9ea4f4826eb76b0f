"""Statements as the lectures write them are read right: text, reason, proof, checks, and what they depend on."""

from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course_utils.statements import Statement, read_statements, statements, verified

pytestmark = pytest.mark.package


def notebook(*cells: str) -> NotebookNode:
    """Cells named a, b, …; those that begin with ``verify`` are code."""
    made = []
    for name, source in zip("abcdefgh", cells):
        made.append((new_code_cell if source.startswith("verify") else new_markdown_cell)(source, id=name))
    return new_notebook(cells=made)


def one(*cells: str) -> Statement:
    (statement,) = statements(notebook(*cells), "09_x.ipynb")
    return statement


def test_a_statement_of_several_lines_with_a_reason() -> None:
    statement = one(
        "Before.\n> **Theorem 9.4 (name (of 1990); A).** Let\n> 1. $a$\n> 2. $b$. *Not verified numerically: it speaks\n> of all $a$.*\n\nAfter."
    )
    assert (statement.kind, statement.number, statement.title) == ("Theorem", "9.4", "name (of 1990); A")
    assert statement.text == "Let\n1. $a$\n2. $b$."
    assert statement.reason == "it speaks of all $a$."
    assert statement.excused and not statement.needs_verification
    assert (statement.lecture, statement.cell, statement.session) == ("09_x.ipynb", "a", 9)


def test_a_proof_ends_at_its_end_sign_and_prose_makes_no_dependency() -> None:
    statement = one(
        "By Theorem 1.1.\n\n> **Lemma 9.1 (x).** See Theorem 1.2.\n\n*Proof.* Theorem 1.3.\n\n$$x$$\n\nLemma 9.1, Theorem 1.2, Lemma 1.4. ∎\n\n"
        "Compare Theorem 1.5.\n\n**Question.** Theorem 1.6?"
    )
    assert statement.uses == ("1.2", "1.3", "1.4")
    assert statement.proof.startswith("*Proof.*") and statement.proof.endswith("∎")


def test_the_reason_makes_no_dependency() -> None:
    assert one("> **Lemma 9.1 (x).** Text. *Not verified numerically: Theorem 1.5 is its measured half.*").uses == ()


def test_a_proof_in_a_fold_of_a_later_cell() -> None:
    statement = one(
        "> **Theorem 9.1 (x).** $a$.", "Words.\n\n<details><summary>Proof</summary>\n\nLemma 1.1. ∎\n\nLemma 1.2.\n\n</details>\n\nLemma 1.3."
    )
    assert (statement.cell, statement.proof_cell, statement.uses) == ("a", "b", ("1.1", "1.2"))


@pytest.mark.parametrize(
    ("opening", "proved"),
    [
        ("*Proof.* Clear. ∎", "in full"),
        ("<details><summary>Proof</summary>\n\nClear. ∎\n\n</details>", "in full"),
        ("*Proof of (i).* Clear. ∎", "in part"),
        ("<details><summary>Proof, but for one step</summary>\n\nClear.\n\n</details>", "in part"),
        ("*Proof (idea).* Look.", "idea"),
        ("*Idea.* Look.", "idea"),
        ("Well known.", ""),
    ],
)
def test_how_a_statement_is_proved(opening: str, proved: str) -> None:
    statement = one(f"> **Theorem 9.1 (x).** $a$.\n\n{opening}\n\n**Predict.** Lemma 1.1?")
    assert statement.proved == proved
    assert statement.uses == ()


def test_a_common_proof_belongs_to_all_that_stand_above_it_each_with_its_part() -> None:
    text = (
        "> **Definition 9.1 (d).** $a$.\n\n> **Lemma 9.2 (x).** $b$.\n\n> **Theorem 9.3 (y).** $c$.\n\n"
        "<details><summary>Proof of the lemma and of the theorem</summary>\n\n*Lemma 9.2.* Theorem 1.1.\n\n"
        "*Theorem.* Lemma 9.2 and Theorem 1.2.\n\nTheorem 1.3. ∎\n\n</details>"
    )
    definition, lemma, theorem = statements(notebook(text))
    assert (definition.proof, definition.uses) == ("", ())
    assert lemma.uses == ("1.1",)
    assert theorem.uses == ("9.2", "1.2", "1.3")
    assert lemma.proof == theorem.proof


def test_a_statement_with_words_below_it_does_not_share_the_next_proof() -> None:
    first, second = statements(
        notebook("> **Theorem 9.1 (x).** $a$.\n\nWords.\n\n> **Lemma 9.2 (y).** $b$.\n\n*Proof.* Lemma 1.1. ∎")
    )
    assert (first.proof, first.uses, second.uses) == ("", (), ("1.1",))


def test_a_proof_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="stands under no statement"):
        statements(notebook("> **Definition 9.1 (x).** $a$.\n\n*Proof.* Clear. ∎"))


def test_a_number_that_is_given_twice_is_seen_twice() -> None:
    twice = notebook("> **Lemma 9.1 (x).** $a$.\n\n> **Lemma 9.1 (y).** $b$.")
    assert [statement.title for statement in statements(twice)] == ["x", "y"]


def test_checks_are_all_calls_that_name_the_statement() -> None:
    checks = 'verify("Lemma 9.1 (first)", measured=1)\nfor n in (1, 2):\n    verify(f"Lemma 9.1, n = {n}", measured=n)'
    lemma, other = statements(
        notebook("> **Lemma 9.1 (x).** $a$.\n\n> **Lemma 9.10 (y).** $b$.", checks, 'verify("Lemma 9.10", measured=1)')
    )
    assert (lemma.checks, other.checks) == (("b", "b"), ("c",))


@pytest.mark.parametrize("call", ['verify("some words", measured=1)', "verify(title, measured=1)", "verify()"])
def test_a_check_that_names_no_statement_is_refused(call: str) -> None:
    with pytest.raises(ValueError, match=r"cell a, line 1.*must open with a statement's name"):
        verified(notebook(call))


def test_statements_of_a_folder_in_the_order_of_its_files(tmp_path: Path) -> None:
    for name in ("02_b", "01_a"):
        session = int(name[:2])
        nbformat.write(notebook(f"> **Lemma {session}.1 (x).** $a$."), tmp_path / f"{name}.ipynb")
    found = read_statements(tmp_path)
    assert [(statement.number, statement.lecture) for statement in found] == [("1.1", "01_a.ipynb"), ("2.1", "02_b.ipynb")]


def test_a_folder_without_lectures_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="pass the folder"):
        read_statements(tmp_path)
