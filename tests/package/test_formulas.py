"""Formulas as MathML: what latex2mathml and browsers do in another way than TeX is put right."""

from xml.etree import ElementTree

import pytest

from course_utils.formulas import mathml

pytestmark = pytest.mark.package


def atoms(tex: str) -> list[tuple[str, str]]:
    """The tags and texts of a formula's leaves."""
    return [(leaf.tag, leaf.text or "") for leaf in ElementTree.fromstring(mathml(tex)).iter() if len(leaf) == 0]


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"\bigl\lVert x\bigr\rVert", "‖x‖"),
        (r"\Bigl\lceil\tfrac12\Bigr\rceil", "⌈12⌉"),
        (r"\bigl\lbrace x\bigr\}", "{x}"),
        (r"\biggl\langle x\biggr\rangle", "⟨x⟩"),
        (r"k\bmod 3", "kmod3"),
        (r"\mathbb R, \mathbb 1", "ℝ,𝟙"),
        (r"\mathbf 0\mathbf X", "𝟎𝐗"),
        (r"X\sim Y", "X∼Y"),
        (r"A\setminus B", "A∖B"),
        (r"a:=b", "a:=b"),
        (r"\operatorname{ess\,sup}f", "esssupf"),
        (r"\arg\min L", "argminL"),
    ],
)
def test_signs(tex: str, text: str) -> None:
    formula = mathml(tex)
    assert formula.startswith("<math")
    assert "".join(ElementTree.fromstring(formula).itertext()) == text


def test_a_norm_is_as_high_as_its_line_unless_it_is_told_to_be_larger() -> None:
    assert mathml(r"\lVert x\rVert+\frac12").count('stretchy="false"') == 2
    assert 'minsize="1.2em"' in mathml(r"\bigl\lVert x\bigr\rVert")


def test_relations_are_operators_and_names_of_functions_stand_apart() -> None:
    assert ("mo", "∼") in atoms(r"X\sim Y")
    assert [tag for tag, _ in atoms(r"T\ln n")] == ["mi", "mspace", "mi", "mspace", "mi"]
    assert [tag for tag, _ in atoms(r"\ln(n)")] == ["mi", "mo", "mi", "mo"]
    assert [tag for tag, _ in atoms(r"\ln\ln n")] == ["mi", "mspace", "mi", "mspace", "mi"]


@pytest.mark.parametrize(("tex", "upright"), [(r"\Theta", True), (r"\nabla f", True), (r"\theta", False), ("T", False)])
def test_capital_greek_letters_are_upright_as_in_tex(tex: str, upright: bool) -> None:
    assert ('mathvariant="normal"' in mathml(tex)) == upright


def test_a_sign_is_no_difference() -> None:
    assert mathml("[-1,1]").count('lspace="0em"') == 1
    assert mathml("a-1").count('lspace="0em"') == 0


def test_a_large_bracket_with_an_exponent_grows_with_what_it_encloses() -> None:
    for tex in (r"\Bigl(\frac ab\Bigr)^2", r"\bigl\|\frac ab\bigr\|_2^2", r"x+\bigl[\bigl(a\bigr)^2+b\bigr]_+"):
        scripts = [part for part in ElementTree.fromstring(mathml(tex)).iter() if part.tag in ("msup", "msub", "msubsup")]
        assert scripts
        for script in scripts:
            opening, *_, closing = script[0]
            assert opening.get("minsize") == closing.get("minsize") is not None
    assert "<msup><mo" in mathml("(1-x)^2"), "one of the usual size stands alone, as in TeX"


def test_a_name_of_a_function_stands_apart_from_a_norm() -> None:
    assert [tag for tag, _ in atoms(r"\|x\|\max y")] == ["mo", "mi", "mo", "mspace", "mo", "mspace", "mi"]


def test_letters_after_a_number_are_no_unit() -> None:
    assert atoms("2dd'") == [("mn", "2"), ("mi", "d"), ("mi", "d"), ("mi", "′")]
    assert atoms("x^2mm") == [("mi", "x"), ("mn", "2"), ("mi", "m"), ("mi", "m")]
    assert 'width="12mm"' in mathml(r"\hspace{12mm}x"), "here they are"


def test_what_cannot_be_set_is_shown_as_it_was_written() -> None:
    assert mathml(r"\unknown{x}") == r"<code>\unknown{x}</code>"
