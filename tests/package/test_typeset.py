"""Markdown with formulas: a wide one has places where a line may end, and loses nothing there."""

import pytest
from bs4 import BeautifulSoup

from course_utils.formulas import mathml
from course_utils.typeset import markdown2html, pieces

pytestmark = pytest.mark.package


def letters(formula: str) -> str:
    return BeautifulSoup(formula, "html.parser").text


@pytest.mark.parametrize(
    "tex",
    [
        "a" * 30 + "=" + "b" * 30 + r"\le c",
        "f(" + "a" * 30 + "=b," + "c" * 30 + ")",
        "x" * 15 + r"\qquad " + "y" * 15,
        "+".join("a" * 12 for _ in range(8)),
        r"\begin{cases}" + "a" * 60 + r"&b\end{cases}",
    ],
)
def test_pieces_keep_every_letter(tex: str) -> None:
    assert letters(pieces(mathml(tex))).split() == letters(mathml(tex)).split() or (
        letters(pieces(mathml(tex))).replace(" ", "") == letters(mathml(tex)).replace(" ", "")
    )


def test_where_a_wide_formula_is_cut() -> None:
    assert pieces(mathml("a" * 30 + "=" + "b" * 30 + r"\le c")).count("<math") == 3
    assert pieces(mathml("f(" + "a" * 30 + "=b," + "c" * 30 + ")")).count("<math") == 1, "brackets stay together"
    assert pieces(mathml("x" * 15 + r"\qquad " + "y" * 15)).count('class="group"') == 2
    assert pieces(mathml("+".join("a" * 12 for _ in range(8)))).count("<math") == 8
    assert 'class="small"' in pieces(mathml("a" * 60))


def test_a_mark_stays_with_its_formula() -> None:
    assert markdown2html("If $x$, then.").count('<span class="together"><math') == 1
