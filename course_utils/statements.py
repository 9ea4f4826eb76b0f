"""The statements of the lectures, read from the notebooks: what each says, where it is proved and where it is verified.

The map of the course, the formula sheet and the tests' ledger all read the lectures here, so none of them can go stale.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat
from nbformat import NotebookNode

KINDS = "Definition|Proposition|Theorem|Lemma|Corollary|Conjecture"
HEAD = re.compile(rf"> \*\*({KINDS}) (\d+\.\d+) \((.+?)\)\.\*\*\s*")
NAMED = re.compile(rf"\b({KINDS}) (\d+\.\d+)")
EXCUSE = re.compile(r"\*Not verified numerically: ([^*]{10,}\.)\*")
PROOF = re.compile(r"\*Proof|<details><summary>[^<]*[Pp]roof")
IDEA = re.compile(r"\*(Proof \()?[Ii]dea|<details><summary>Idea|\*Proof\.\* See the paper")
PARTLY = re.compile(r"\S*Proof( of \(|, but| for )")
LABEL = re.compile(rf"\*({KINDS})(?: (\d+\.\d+))?[^*\n]{{0,8}}[.:]\*")
END = "∎"
UNPROVED = ("Definition", "Conjecture")
OTHER = re.compile(r"#|\*\*(Predict|Question)|<details>")  # what stands under a proof when it has no end sign


@dataclass(frozen=True)
class Statement:
    """One statement of a lecture.

    ``uses`` holds the numbers of the statements that its text or its proof names: it depends on them. What the rest
    of the lecture says about it makes no dependency, nor does the reason why it is not verified.
    """

    kind: str
    number: str
    title: str
    text: str  # Markdown, without the head and without the reason below
    reason: str = ""  # why no experiment can check it
    lecture: str = ""  # the file's name
    cell: str = ""  # the id of the cell in which it stands
    proof: str = ""  # Markdown, as the lecture has it; "" if it gives none
    proof_cell: str = ""
    checks: tuple[str, ...] = ()  # for each ``verify`` that names it, the id of its cell
    uses: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.kind} {self.number}"

    @property
    def session(self) -> int:
        return int(self.number.split(".")[0])

    @property
    def excused(self) -> bool:
        return bool(self.reason)

    @property
    def needs_verification(self) -> bool:
        return self.kind not in UNPROVED and not self.excused

    @property
    def proved(self) -> str:
        """How the lecture proves it: ``"in full"``, ``"in part"``, ``"idea"``, or ``""`` if it does not."""
        if not self.proof or IDEA.match(self.proof):
            return "idea" if self.proof else ""
        return "in part" if PARTLY.search(self.proof[:40]) else "in full"


def read_statements(folder: str | Path) -> list[Statement]:
    """The statements of all notebooks in a folder, session by session.

    Raises:
        FileNotFoundError: there is no notebook with statements.
        ValueError: a notebook breaks a rule for statements; the message names the place.
    """
    paths = sorted(Path(folder).glob("*.ipynb"))
    found = [s for path in paths for s in statements(nbformat.read(path, as_version=4), path.name)]
    if not found:
        raise FileNotFoundError(f"No lectures in {Path(folder).resolve()}: pass the folder of the lecture notebooks.")
    return found


def statements(notebook: NotebookNode, lecture: str = "") -> list[Statement]:
    r"""The statements of one notebook in reading order; a statement is one blockquote.

    >>> from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
    >>> text = "> **Lemma 9.1 (half).** $a=b$.\n\n*Proof.* By Theorem 1.2. ∎\n\nCompare Theorem 1.3."
    >>> check = new_code_cell('verify("Lemma 9.1", measured=1, at_most=1)', id="check")
    >>> (lemma,) = statements(new_notebook(cells=[new_markdown_cell(text), check]))
    >>> lemma.name, lemma.title, lemma.text, lemma.proof
    ('Lemma 9.1', 'half', '$a=b$.', '*Proof.* By Theorem 1.2. ∎')
    >>> lemma.uses, lemma.checks
    (('1.2',), ('check',))
    """
    found: list[Statement] = []
    above = 0  # so many of the last ones stand directly above, with nothing between them
    for cell in notebook.cells:
        for block, what in _blocks(cell.source) if cell.cell_type == "markdown" else ():
            if what == "statement":
                found.append(_statement(block, lecture, cell.id))
                above += 1
            elif what == "proof":
                for position in _proved_by(block, found, max(above, 1)):
                    found[position] = replace(found[position], proof=block, proof_cell=cell.id)
            if what != "statement":
                above = 0
    checks = verified(notebook)
    return [
        replace(s, uses=_uses(s), checks=tuple(cell for name, cell in checks if name == s.name)) for s in found
    ]


def verified(notebook: NotebookNode) -> list[tuple[str, str]]:
    """For each call of ``verify`` the statement name that opens its first argument, and the id of its cell.

    Raises:
        ValueError: a call's first argument does not open with a statement's name.
    """
    return [
        (_opening_name(call, cell), cell.id)
        for cell in notebook.cells
        if cell.cell_type == "code"
        for call in ast.walk(parsed(cell))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "verify"
    ]


def parsed(cell: NotebookNode) -> ast.Module:
    """The syntax tree of a code cell without its magic commands."""
    return ast.parse(re.sub(r"^%.*", "", cell.source, flags=re.MULTILINE))


def mentions(text: str) -> list[str]:
    """The statement names in a text, each once, in the order of reading.

    >>> mentions("By Lemma 2.8 and Theorem 1.16; Lemma 2.8 again.")
    ['Lemma 2.8', 'Theorem 1.16']
    """
    return list(dict.fromkeys(match.group(0) for match in NAMED.finditer(text)))


def _blocks(source: str) -> Iterator[tuple[str, str]]:
    """The paragraphs of a Markdown cell, each "statement", "proof" or "prose"; a proof has all its paragraphs."""
    apart = re.sub(r"^((?:>.*\n?)+)", r"\n\1\n", source, flags=re.MULTILINE)
    parts = [part.strip() for part in re.split(r"\n[ \t]*\n", apart) if part.strip()]
    k = 0
    while k < len(parts):
        if HEAD.match(parts[k]):
            what, length = "statement", 1
        elif PROOF.match(parts[k]) or IDEA.match(parts[k]):
            what, length = "proof", _length_of_proof(parts[k:])
        else:
            what, length = "prose", 1
        yield "\n\n".join(parts[k : k + length]), what
        k += length


def _length_of_proof(parts: list[str]) -> int:
    """How many paragraphs: to the end of the fold, or to the end sign; just one if neither comes before other things."""
    end = "</details>" if parts[0].startswith("<details>") else END
    for k, part in enumerate(parts):
        if end in part:
            return k + 1
        if k > 0 and (HEAD.match(part) or OTHER.match(part)):
            break
    return 1


def _statement(block: str, lecture: str, cell_id: str) -> Statement:
    kind, number, title = HEAD.match(block).groups()
    text = re.sub(r"^> ?", "", HEAD.sub("> ", block), flags=re.MULTILINE)
    excuse = EXCUSE.search(text)
    reason = " ".join(excuse[1].split()) if excuse else ""
    return Statement(kind, number, title, EXCUSE.sub("", text).strip(), reason, lecture, cell_id)


def _proved_by(proof: str, found: list[Statement], above: int) -> list[int]:
    """The positions in ``found`` of what a passage proves: all that stands directly above it; an idea is of the last."""
    last = range(len(found) - (1 if IDEA.match(proof) else above), len(found))
    proved = [position for position in last if position >= 0 and found[position].kind not in UNPROVED]
    if not proved:
        raise ValueError(f"A proof stands under no statement that needs one: {proof[:60]} …")
    return proved


def _uses(statement: Statement) -> tuple[str, ...]:
    named = mentions(f"{statement.text}\n{_own_part(statement)}")
    return tuple(name.split()[1] for name in named if name != statement.name)


def _own_part(statement: Statement) -> str:
    """Of a proof of several statements what is under this one's label, such as *Lemma 3.5.*, or before all labels."""
    opening, *rest = LABEL.split(statement.proof)
    parts = list(zip(rest[::3], rest[1::3], rest[2::3], strict=True))
    own = [text for kind, number, text in parts if number == statement.number or (kind, number) == (statement.kind, None)]
    return "\n".join([opening, *own]) if own else statement.proof


def _opening_name(call: ast.Call, cell: NotebookNode) -> str:
    title = call.args[0] if call.args else None
    if isinstance(title, ast.JoinedStr):
        title = title.values[0]
    match = NAMED.match(str(title.value)) if isinstance(title, ast.Constant) else None
    if match is None:
        where = f"cell {cell.get('id')}, line {call.lineno}"
        raise ValueError(f"{where}: the first argument of verify must open with a statement's name.")
    return match.group(0)
