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
# What latex2mathml reads in another way than TeX: a letter without braces, a distance after a line's end, a
# space in the name of an operator, the size of a delimiter that is a command, letters that are a unit elsewhere (2dd').
# And the one name that it does not know.
BARE_LETTER = re.compile(r"\\(math(?:bb|cal|bf|rm|sf|frak|scr)|bm|boldsymbol) +([A-Za-z])")
DISTANCE = re.compile(r"\\\\ *\[[\w. -]*\]")
UNKNOWN = re.compile(r"\\arg(?![A-Za-z])")
NAME = re.compile(r"\\operatorname\*? *\{([^{}]*\\[^{}]*)\}")
SIZED = re.compile(r"(\\[bB]igg?[lrm]?) *(\\(?:[A-Za-z]+|[|{}]))")
LENGTH = re.compile(r"(?<!space\{)(?<![\d._^])(\d+(?:\.\d+)?)(?= *(?:in|mm|cm|pt|em|ex|pc|bp|dd|cc|sp|mu))")
DELIMITERS = {r"\|": "‖", r"\langle": "⟨", r"\rangle": "⟩"} | {
    rf"\{side}{name}": character
    for name, pair in {"vert": "||", "Vert": "‖‖", "ceil": "⌈⌉", "floor": "⌊⌋"}.items()
    for side, character in zip("lr", pair)
}
# Browsers draw no bold or double-struck letters for an attribute, only for characters of their own.
ALPHABETS = {"double-struck": {"0": 0x1D7D8}, "bold": {"A": 0x1D400, "a": 0x1D41A, "0": 0x1D7CE}}
FENCES = set("‖|⟨⟩⌈⌉⌊⌋")  # as high as the line, as in TeX, unless the formula says otherwise
# TeX's classes of atoms (The TeXbook, chapter 17): latex2mathml and browsers have others.
RELATIONS = {*"=<>≤≥≠∼≈≡→⟶↦∈⊂⊆⊊⪯≪≫≲∝∣:", ":="}
BINARY = set("+−±×·∘∪∩∖⊙")
OPENING, CLOSING, MARKS = set("([{⟨⌈⌊"), set(")]}⟩⌉⌋"), set(",;")
TIGHT = FENCES | set("/.!")
LETTERS = set("∞…⋯∇∂∅⊤")
UPRIGHT = set("ΓΔΘΛΞΠΣΥΦΨΩ")  # as in TeX; browsers slant every single letter
USUAL = {"~": "∼", "⧵": "∖", "⟍": "∖"}  # signs of latex2mathml that are in few fonts, or stand for other things
ROWS = {"math", "mrow", "mtd", "msqrt", "mstyle", "mpadded", "mphantom"}
THIN = "0.167em"


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
        root = checked(convert_to_element(readable(tex), display="block" if block else "inline"))
        root.set("title", tex.strip())
        # Never as <mi/>: HTML does not know that spelling.
        return ElementTree.tostring(root, encoding="unicode", short_empty_elements=False)
    except Exception:  # latex2mathml raises whatever malformed TeX makes it raise
        return f"<code>{source}</code>"


def readable(tex: str) -> str:
    r"""The formula in the words that latex2mathml understands.

    >>> readable(r"\mathbb R, \bigl\lVert x\bigr\}")
    '\\mathbb{R}, \\bigl‖ x\\}'
    """

    def sized(found: re.Match[str]) -> str:
        return found[1] + DELIMITERS[found[2]] if found[2] in DELIMITERS else found[2]

    tex = UNKNOWN.sub(r"\\operatorname{arg}", tex)
    tex = LENGTH.sub(r"{\1}", DISTANCE.sub(r"\\\\", BARE_LETTER.sub(r"\\\1{\2}", tex)))
    return SIZED.sub(sized, NAME.sub(r"\\mathrm{\1}", tex))


def checked(element: ElementTree.Element) -> ElementTree.Element:
    """A copy with allowed attributes only. Raises ValueError for other elements and unknown commands."""
    text = html.unescape(element.text or "")  # latex2mathml writes symbols as references to characters
    if element.tag not in ELEMENTS or text.startswith("\\"):
        raise ValueError(f"{element.tag} {text} cannot be set")
    kept = {k: v for k, v in element.items() if k in ATTRIBUTES and VALUE.fullmatch(v)}
    if element.tag == "mo" and text in FENCES:
        kept.setdefault("stretchy", "false")
    if element.tag == "mi" and text in UPRIGHT:
        kept.setdefault("mathvariant", "normal")
    copy = ElementTree.Element(element.tag, kept)
    copy.text = styled(USUAL.get(text, text), copy.attrib)
    copy.extend(checked(child) for child in element)
    if copy.tag in ROWS:
        copy[:] = enclosed(spaced(list(copy)))
    return copy


def styled(text: str, attributes: dict[str, str]) -> str:
    """One letter or digit in the alphabet that the attribute ``mathvariant`` asks for, which is then dropped."""
    for first, start in ALPHABETS.get(attributes.get("mathvariant", ""), {}).items():
        last = {"A": "Z", "a": "z", "0": "9"}[first]
        if len(text) == 1 and first <= text <= last:
            del attributes["mathvariant"]
            return chr(start + ord(text) - ord(first))
    return text


def spaced(row: list[ElementTree.Element]) -> list[ElementTree.Element]:
    """A row with TeX's distances: around relations and names of functions, none around fences and signs."""
    kinds = [kind_of(element) for element in row]
    made: list[ElementTree.Element] = []
    for k, (element, kind) in enumerate(zip(row, kinds)):
        before = kinds[k - 1] if k else "start"
        after = kinds[k + 1] if k + 1 < len(row) else "end"
        atom = base(element)
        if kind == "relation" and atom is element:
            element.tag = "mo"
            if element.text == ":" and after == "relation":  # :=
                element.text, row[k + 1].text = "", ":="
                continue
        elif kind == "letter" and atom.tag == "mo":
            atom.tag, atom.attrib = "mi", {"mathvariant": "normal"}
        elif kind in ("fence", "function") and atom.tag == "mo":
            atom.attrib |= {"lspace": "0em", "rspace": "0em"}
        elif kind == "binary" and before in ("start", "relation", "open", "mark", "binary", "space"):
            atom.attrib |= {"lspace": "0em", "rspace": "0em"}  # a sign
        elif kind == "binary":
            atom.tag = "mo"
        if kind == "function" and before in ("letter", "close", "fence"):
            made.append(ElementTree.Element("mspace", width=THIN))
        made.append(element)
        if kind == "function" and after in ("letter", "fence", "function"):
            made.append(ElementTree.Element("mspace", width=THIN))
    return made


def enclosed(row: list[ElementTree.Element]) -> list[ElementTree.Element]:
    """A row in which large brackets with an exponent hold what they enclose: alone, a bracket would not grow with it."""
    made: list[ElementTree.Element] = []
    opened: list[int] = []
    for element in row:
        bracket = base(element)
        kind = kind_of(element) if bracket.get("minsize") else ""
        if kind == "close" or (kind == "fence" and opened and made[opened[-1]].text == bracket.text):
            start = opened.pop() if opened else len(made)
            if bracket is not element:
                inside = ElementTree.Element("mrow")
                inside.extend([*made[start:], bracket])
                script = next(part for part in element.iter() if len(part) and part[0] is bracket)
                script[0] = inside
                del made[start:]
        elif kind in ("open", "fence"):
            opened.append(len(made))
        made.append(element)
    return made


def base(element: ElementTree.Element) -> ElementTree.Element:
    """What carries the indices and exponents."""
    scripts = ("msub", "msup", "msubsup", "munder", "mover", "munderover")
    return base(element[0]) if element.tag in scripts and len(element) else element


def kind_of(element: ElementTree.Element) -> str:
    """The class of an atom in TeX's sense."""
    atom = base(element)
    text = atom.text or ""
    if atom.tag in ("mi", "mo"):
        if len(text) > 1 and text.isalpha():
            return "function"
        named = {"relation": RELATIONS, "binary": BINARY, "open": OPENING, "close": CLOSING, "mark": MARKS}
        named |= {"letter": LETTERS, "fence": TIGHT}
        for kind, characters in named.items():
            if text in characters:
                return kind
    return {"mspace": "space", "mo": "operator"}.get(atom.tag, "letter")
