"""The map of the course: relations between statements, tables with links, pictures of every statement."""

import pytest
from matplotlib.figure import Figure

from course_utils.course_map import CourseMap, draw_family, draw_map, short
from course_utils.statements import Statement

pytestmark = pytest.mark.package


def made_up(number: str, *uses: str, kind: str = "Lemma", **more: object) -> Statement:
    return Statement(kind, number, f"title of {number}; A 1990", "text", lecture="01_x.ipynb", cell="a", uses=uses, **more)


CHAIN = CourseMap([made_up("1.1"), made_up("1.2", "1.1"), made_up("2.1", "1.2"), made_up("2.2", "1.1")])


def test_what_a_statement_rests_on_and_what_needs_it() -> None:
    assert CHAIN.uses["2.1"] == ["1.2"]
    assert CHAIN.used_by["1.1"] == ["1.2", "2.2"]
    assert CHAIN.rests_on("2.1") == ["1.1", "1.2"]
    assert CHAIN.needed_by("1.1") == ["1.2", "2.1", "2.2"]


def test_a_circular_proof_is_named() -> None:
    circle = [made_up("1.1", "1.3"), made_up("1.2", "1.1"), made_up("1.3", "1.2"), made_up("1.4", "1.3")]
    assert CourseMap(circle).cycle() == ["1.1", "1.2", "1.3"]
    assert CHAIN.cycle() == []


@pytest.mark.parametrize(
    ("statement", "proved", "checked"),
    [
        (made_up("1.1", proof="*Proof.* x ∎", proof_cell="a", checks=("b", "b", "c")), "in full", "[✓\u00a02](01_x.ipynb#cell-id=b) [✓\u00a01](01_x.ipynb#cell-id=c)"),
        (made_up("1.1", proof="*Proof.* x ∎", proof_cell="d"), "[in full](01_x.ipynb#cell-id=d)", ""),
        (made_up("1.1", reason="it speaks of all."), "cited", "no: it speaks of all."),
        (made_up("1.1", kind="Definition"), "", ""),
        (made_up("1.1", kind="Conjecture"), "open", ""),
    ],
)  # fmt: skip
def test_the_row_of_a_statement(statement: Statement, proved: str, checked: str) -> None:
    row = CourseMap([statement]).table(1).data.splitlines()[-1]
    name = f"[{statement.kind}\u00a01.1](01_x.ipynb#cell-id=a)"
    assert row == f"| {name} | title of 1.1; A 1990 | {proved} | {checked} |  |  |"


def test_a_short_title_cuts_no_formula() -> None:
    assert short("Rate $\\frac12 n^{-1}$ of it; Name 1990") == "Rate $\\frac12 n^{-1}$ of it"
    assert short("Rate $a + b + c$ of it", 12) == "Rate …"


def test_every_statement_of_a_map_can_be_drawn() -> None:
    crowd = CourseMap([made_up("1.1"), *(made_up(f"2.{k}", "1.1") for k in range(1, 20))])
    for number in crowd.statements:
        draw_family(Figure(), crowd, number)
    figure = Figure()
    draw_map(figure, crowd)
    texts = [text.get_text() for text in figure.axes[0].texts]
    assert "title of 1.1" in texts and "2.19" in texts
