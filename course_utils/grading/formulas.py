"""Formulas as MathML: browsers set it without a script, so pages with students' formulas need none."""

import html
import re
from xml.etree import ElementTree

from latex2mathml.converter import convert_to_element

LONGEST = 5000
ELEMENTS = {
    *("math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mstyle", "mpadded", "mphantom", "menclose"),
    *("msub", "msup", "msubsup", "munder", "mover", "munderover", "mfrac", "msqrt", "mroot"),
    *("mtable", "mtr", "mtd"),
}
ATTRIBUTES = {
    *("display", "displaystyle", "scriptlevel", "mathvariant", "notation", "linethickness"),
    *("stretchy", "fence", "form", "separator", "symmetric", "largeop", "movablelimits"),
    *("minsize", "maxsize"),
    *("accent", "accentunder", "columnalign", "columnspacing", "rowspacing", "rowlines", "columnlines"),
    *("width", "lspace", "rspace"),
}
VALUE = re.compile(r"[\w. -]{1,40}", re.ASCII)
# What latex2mathml reads in another way than TeX: a letter without braces, a distance after a line's end.
BARE_LETTER = re.compile(r"\\(math(?:bb|cal|bf|rm|sf|frak|scr)|bm|boldsymbol) *([A-Za-z])")
DISTANCE = re.compile(r"\\\\ *\[[\w. -]*\]")


def mathml(tex: str, *, block: bool = False) -> str:
    r"""The formula as MathML, or its TeX source as code where it cannot be set.

    Whatever ``tex`` holds, the result has only the elements and attributes of the lists above. The TeX source
    is shown as a tooltip, so that a reader in doubt can look it up.

    >>> mathml("x < 1")
    '<math display="inline" title="x &lt; 1"><mrow><mi>x</mi><mo>&lt;</mo><mn>1</mn></mrow></math>'
    >>> mathml(r"\unknown{x}")
    '<code>\\unknown{x}</code>'
    """
    source = html.escape(tex.strip())
    try:
        if len(tex) > LONGEST:
            raise ValueError("a formula that long is none")
        read = DISTANCE.sub(r"\\\\", BARE_LETTER.sub(r"\\\1{\2}", tex))
        root = checked(convert_to_element(read, display="block" if block else "inline"))
        root.set("title", tex.strip())
        # Never as <mi/>: HTML does not know that spelling.
        return ElementTree.tostring(root, encoding="unicode", short_empty_elements=False)
    except Exception:  # latex2mathml raises whatever malformed TeX makes it raise
        return f"<code>{source}</code>"


def checked(element: ElementTree.Element) -> ElementTree.Element:
    """A copy with allowed attributes only. Raises ValueError for other elements and unknown commands."""
    text = html.unescape(element.text or "")  # latex2mathml writes symbols as references to characters
    if element.tag not in ELEMENTS or text.startswith("\\"):
        raise ValueError(f"{element.tag} {text} cannot be set")
    kept = {k: v for k, v in element.items() if k in ATTRIBUTES and VALUE.fullmatch(v)}
    copy = ElementTree.Element(element.tag, kept)
    copy.text = text
    copy.extend(checked(child) for child in element)
    return copy
