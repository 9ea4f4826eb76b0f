"""Markdown as HTML that needs no script: formulas are MathML, in pieces between which a line may end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from xml.etree import ElementTree

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from course_utils.formulas import CLOSING, MARKS, OPENING, RELATIONS, mathml

WIDE, TOO_WIDE = 26, 52  # letters in a formula that may need a second line; that surely do
PUNCTUATED = re.compile(r"(<math(?:(?!<math).)*?</math>(?:</span>)?)([.,;:!?)\]’”]+)", flags=re.DOTALL)
Row = list[ElementTree.Element]


def markdown2html(text: str, *, anchors: bool = False) -> str:
    """Markdown as HTML; a mark stays on the line of the formula before it. ``anchors``: headings can be linked to."""
    renderer = _Renderer(escape=False, exclude_anchor_links=not anchors)
    html = MarkdownWithMath(renderer=renderer).render(text)
    return PUNCTUATED.sub(r'<span class="together">\1\2</span>', html)


class _Renderer(IPythonRenderer):
    """Markdown with formulas set here, each in pieces between which a line may end."""

    def inline_math(self, body: str) -> str:
        return pieces(mathml(body))

    def block_math(self, body: str) -> str:
        return f'<div class="display">{pieces(mathml(body, block=True))}</div>'

    def latex_environment(self, name: str, body: str) -> str:
        return self.block_math(f"\\begin{{{name}}}{body}\\end{{{name}}}")


def pieces(formula: str) -> str:
    """A wide formula as several, because browsers end no line within one.

    What a wide space separates goes to the next line first; then lines end before relations and after commas.

    >>> pieces(mathml("a=b"))
    '<math display="inline"><mrow><mi>a</mi><mo>=</mo><mi>b</mi></mrow></math>'
    >>> pieces(mathml("a" * 20 + "=" + "b" * 20)).count("<math")
    2
    """
    if not formula.startswith("<math"):
        return formula
    root = ElementTree.fromstring(formula)
    block = root.get("display") == "block"
    root.attrib = {"display": "inline"} | ({"displaystyle": "true"} if block else {})
    row = list(root[0])
    if _width(row) <= WIDE:
        return _math(row, root.attrib)
    wide = [[element for element in group if not _is_gap(element)] for group in _split(row, _is_gap)]
    groups = ["<wbr>".join(_math(part, root.attrib) for part in _parts(group)) for group in wide if group]
    return " ".join(f'<span class="group">{group}</span>' for group in groups) if len(groups) > 1 else groups[0]


def _math(row: Row, attributes: dict[str, str]) -> str:
    """One formula; in smaller type if it is too wide for a column and has no place to end a line."""
    math = ElementTree.Element("math", attributes | ({"class": "small"} if _width(row) > TOO_WIDE else {}))
    ElementTree.SubElement(math, "mrow").extend(row)
    return ElementTree.tostring(math, encoding="unicode", short_empty_elements=False)


def _width(row: Row) -> int:
    return len("".join("".join(element.itertext()) for element in row))


def _parts(row: Row) -> Iterator[Row]:
    """Parts that begin with a relation or end with a comma; if that is not enough, with a plus or a minus."""
    for part in _split(row, _is_relation):
        yield from _split(part, _is_sum) if _width(part) > TOO_WIDE else [part]


def _split(row: Row, ends: Callable[[ElementTree.Element], bool]) -> list[Row]:
    """A row cut before the elements at which a line may end, or after marks; brackets stay together."""
    parts: list[Row] = [[]]
    depth = 0
    for element in row:
        text = element.text or ""
        depth += (text in OPENING) - (_last(element) in CLOSING)
        here = depth <= 0 and ends(element)
        if here and text not in MARKS and parts[-1]:
            if element.tag == "mo":
                element.set("form", "infix")  # at the beginning of a formula it would lose its space
            parts.append([])
        parts[-1].append(element)
        if here and text in MARKS:
            parts.append([])
    return [part for part in parts if part]


def _is_gap(element: ElementTree.Element) -> bool:
    return element.tag == "mspace" and element.get("width") in ("1em", "2em")


def _is_relation(element: ElementTree.Element) -> bool:
    return element.tag == "mo" and (element.text or "") in RELATIONS | MARKS


def _is_sum(element: ElementTree.Element) -> bool:
    return element.tag == "mo" and element.text in ("+", "−") and element.get("lspace") is None


def _last(element: ElementTree.Element) -> str:
    """The closing bracket of a row's element: its own text, or that of the base of its exponent."""
    return (element.text or "") if len(element) == 0 else (element[0].text or "")
