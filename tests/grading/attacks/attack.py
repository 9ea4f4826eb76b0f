"""Reads the attacks of the bank.

A file in ``bank/`` is a class of attacks, in parts that begin with ``# %%``. An attack opens with its name, the words
that say what it does, and what has to be known to judge it; the cells that it fills follow:

    # %% attack: always_equal
    # A value that equals every other one.
    # honest: double, stack        answered rightly, the others wrongly (default: double)
    # deserves: 4                  points (default: those of the honest questions)
    # expect: timeout              an outcome that one of its test cells has, in our grading
    # destroys: why                its own honest part may lose points
    # refused: why                 it is not graded at all
    # %% answer: column_means      the code of an answer
    # %% own: top                  a cell of the student's own: at the top, at the end, or after a question's tests
    # %% notebook                  code that spoils `notebook`, with its tagged cells by name in `sheet`

In the code stand, for the attack, the names of what it may try to reach: see `Host.words`.
"""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from course_utils.grading.course import Course

from .sheet import ASSIGNMENT, NOTEBOOK, POINTS, RIGHT, WRONG, hand_in

BANK = Path(__file__).parent / "bank"
PART = re.compile(r"^# %% (\w+)(?:: (.+))?\n", re.MULTILINE)
FIELD = re.compile(r"^# (honest|deserves|expect|destroys|refused): (.+)\n", re.MULTILINE)


@dataclass
class Attack:
    """One hostile submission. ``parts`` are the cells that it fills: kind, place, code."""

    kind: str
    name: str
    about: str
    fields: dict[str, str]
    parts: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def canary(self) -> str:
        """The name that the attack writes on everything it touches."""
        return f"canary-{self.name}."

    @property
    def honest(self) -> list[str]:
        return self.fields.get("honest", "double").split(", ")

    @property
    def deserves(self) -> float:
        return float(self.fields.get("deserves", sum(POINTS[question] for question in self.honest)))

    @property
    def exact(self) -> bool:
        """Whether the honest part must get all its points."""
        return "destroys" not in self.fields

    def hand_in(self, course: Course, words: dict[str, object]) -> None:
        """Writes the submission's folder. ``words`` are what its code calls by name."""
        answers = {question: (RIGHT if question in self.honest else WRONG)[question] for question in WRONG}
        parts = [(kind, place, spoken(code, words)) for kind, place, code in self.parts]
        answers.update({place: code for kind, place, code in parts if kind == "answer"})
        notebook = hand_in(course, self.name, answers)
        for kind, place, code in parts:
            if kind == "own":
                notebook.cells.insert(position(notebook, place), new_code_cell(code))
        path = course.path("submitted", ASSIGNMENT, self.name) / NOTEBOOK
        nbformat.write(notebook, path)
        for code in (code for kind, _, code in parts if kind == "notebook"):
            spoil(path, code)


def spoken(code: str, words: dict[str, object]) -> str:
    """The code with the words replaced by what they stand for.

    >>> spoken("open(HOME + '/x')", {"HOME": "/home/ada"})
    "open('/home/ada' + '/x')"
    """
    return re.sub(r"\b(" + "|".join(words) + r")\b", lambda match: repr(words[match[0]]), code)


def position(notebook: NotebookNode, place: str) -> int:
    """Where a cell goes: at the "top", at the "end", or below the last test of a question."""
    if place in ("top", "end"):
        return 0 if place == "top" else len(notebook.cells)
    tests = (f"{place}-visible", f"{place}-hidden")
    names = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]
    return 1 + max(i for i, name in enumerate(names) if name in tests)


def spoil(path: Path, code: str) -> None:
    """Lets the code change the notebook's JSON."""
    notebook = json.loads(path.read_text())
    sheet = {
        cell["metadata"]["nbgrader"]["grade_id"]: cell
        for cell in notebook["cells"]
        if "nbgrader" in cell["metadata"]
    }
    exec(compile(code, str(path), "exec"), {"notebook": notebook, "sheet": sheet})
    path.write_text(json.dumps(notebook))


def attacks() -> list[Attack]:
    """The whole bank, by class."""
    found: list[Attack] = []
    for file in sorted(BANK.glob("*.py")):
        _, *parts = PART.split(file.read_text())
        for what, place, code in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
            if what == "attack":
                about = FIELD.sub("", code).replace("# ", "").replace("\n", " ").strip()
                found.append(Attack(file.stem.replace("_", " "), place, about, dict(FIELD.findall(code))))
            else:
                found[-1].parts.append((what, place or "", code.rstrip() + "\n"))
    return found
