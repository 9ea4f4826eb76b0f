"""Near-duplicate answers: pairs of students whose code agrees where the rest of the class differs.

Answers are compared as sequences of tokens in which the student's own names, comments, docstrings,
annotations, layout and redundant brackets do not count. What stands in the released stub does not either.
"""

import ast
import io
import math
import tokenize
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from .graded import CellKey
from .student_code import bound_names, parse

ALIKE = 0.9  # of the tokens of two answers, in the same order
FEWEST_TOKENS = 40  # shorter right answers agree by themselves: there are few ways to write them
MOST_TOKENS = 1000  # keeps the comparison of a class in seconds, whatever is handed in
COMMON = 0.25  # of the answers to a question: what more write alike is the usual answer
ENOUGH = 1.0  # evidence: one answer that only the two write alike
LAYOUT = {tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}


@dataclass
class Twin:
    """One answer that two students write alike.

    ``similarity`` is in [0, 1], ``writers`` the number of students who write it so, the two included, and
    ``answers`` the number of answers that were long enough to be compared.
    """

    cell: CellKey
    similarity: float
    writers: int
    answers: int

    @property
    def evidence(self) -> float:
        """1 when only the two write it so, 0 when all do, in between log(answers/writers)/log(answers/2)."""
        if self.answers <= 2:
            return 1.0
        return math.log(self.answers / self.writers) / math.log(self.answers / 2)


@dataclass
class Pair:
    """Two students and the answers in which they agree."""

    students: tuple[str, str]
    twins: list[Twin] = field(default_factory=list)

    @property
    def evidence(self) -> float:
        return sum(twin.evidence for twin in self.twins)


def near_duplicates(answers: Mapping[str, Mapping[CellKey, str]], stubs: Mapping[CellKey, str]) -> list[Pair]:
    """The pairs of students with evidence of at least 1, strongest first.

    ``answers`` holds the source of each answer cell by student, ``stubs`` what was released.
    """
    pairs: dict[tuple[str, str], Pair] = {}
    for cell, stub in stubs.items():
        given = {name: own[cell] for name, own in sorted(answers.items()) if cell in own}
        for students, twin in twins(cell, given, stub):
            pairs.setdefault(students, Pair(students)).twins.append(twin)
    found = [pair for pair in pairs.values() if pair.evidence >= ENOUGH]
    return sorted(found, key=lambda pair: (-pair.evidence, pair.students))


def twins(
    cell: CellKey, answers: Mapping[str, str], stub: str
) -> Iterator[tuple[tuple[str, str], Twin]]:
    """Each pair of students who write this answer alike, as few others do."""
    written = {name: own_tokens(source, stub) for name, source in answers.items()}
    written = {name: tokens for name, tokens in written.items() if len(tokens) >= FEWEST_TOKENS}
    names, texts = list(written), [encoded(tokens) for tokens in written.values()]
    if len(names) < 2:
        return
    ratios = cdist(texts, texts, scorer=Indel.normalized_similarity, score_cutoff=ALIKE, dtype=np.float32)
    writers = (ratios > 0).sum(axis=1)
    usual = max(2.0, COMMON * len(names))
    for i, j in zip(*np.nonzero(np.triu(ratios, 1)), strict=True):
        group = int(max(writers[i], writers[j]))
        if group <= usual:
            yield (names[i], names[j]), Twin(cell, float(ratios[i, j]), group, len(names))


def encoded(tokens: list[str]) -> str:
    """One character for each token, for a library that compares texts."""
    return "".join(chr(0x10000 + zlib.crc32(token.encode("utf-8", "replace")) % 0x100000) for token in tokens)


def own_tokens(source: str, stub: str) -> list[str]:
    """The tokens of an answer's lines that the stub has not; none when the code does not parse.

    >>> stub = "def double(x: float) -> float:\\n    raise NotImplementedError()"
    >>> own_tokens("def double(y):  # mine\\n    twice = (y + y)\\n    return twice", stub)
    ['_', '=', '_', '+', '_', 'return', '_']
    """
    released = Counter(normalised_lines(stub))
    tokens: list[str] = []
    for line in normalised_lines(source):
        if released[line]:
            released[line] -= 1
        else:
            tokens += line
    return tokens[:MOST_TOKENS]


def normalised_lines(source: str) -> list[tuple[str, ...]]:
    """The logical lines of a program as tokens, with one mark for all its own names.

    None when it does not parse.
    """
    tree = parse(source)
    if tree is None:
        return []
    try:
        text = ast.unparse(Anonymised(tree).visit(tree))
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (RecursionError, ValueError, SyntaxError, tokenize.TokenError):  # odd nesting, odd characters
        return []
    lines: list[list[str]] = [[]]
    for token in tokens:
        if token.type == tokenize.NEWLINE:
            lines.append([])
        elif token.type not in LAYOUT:
            lines[-1].append(token.string)
    return [tuple(line) for line in lines if line]


class Anonymised(ast.NodeTransformer):
    """Takes from a program what can be changed without changing what it does.

    Names that the program binds become ``_``; those of libraries and builtins stay, for they are the method.
    """

    def __init__(self, tree: ast.Module):
        self.own = bound_names(tree)

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name("_", node.ctx) if node.id in self.own else node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        return ast.arg("_")

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        node.name, node.returns = "_", None
        return self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST | None:
        if node.value is None:
            return None
        return self.generic_visit(ast.Assign([node.target], node.value, lineno=node.lineno))

    def visit_Expr(self, node: ast.Expr) -> ast.Expr | None:
        # A text or number that stands alone, docstrings above all, does nothing.
        return None if isinstance(node.value, ast.Constant) else self.generic_visit(node)
