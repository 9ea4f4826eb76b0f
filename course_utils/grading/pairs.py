"""Pairs: one submission names its author's partner, ``PARTNER = "bob"``, and both get the mark.

Who hands in alone leaves the text empty. The work is graded once. The partner gets a row of the gradebook
with the same marks, the same lateness, and a copy of the feedback.
"""

import ast
import contextlib
import json
import re
import shutil
import warnings
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook, MissingEntry
from sqlalchemy.exc import SAWarning

from .course import Course
from .policy import read_policy
from .student_code import parse

NAME = "PARTNER"
FOLDER = Path(".grading", "pairs")
SEPARATORS = re.compile(r"[\s,;&`'\"]+")


@dataclass
class Pairs:
    """Who hands in for whom, and why a named partner gets no mark; both by who handed in."""

    partners: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


def read_pairs(course: Course, assignment: str) -> Pairs:
    """The pairs among the graded submissions; none where the table does not allow them."""
    policy = read_policy(course.root)
    if policy is None or assignment not in policy.assignments or not policy.assignments[assignment].pairs:
        return Pairs()
    submitters = course.submitters(assignment)
    named = {lead: named_by(course, assignment, lead) for lead in submitters}
    with course.gradebook() as gradebook:
        known = {student.id.casefold(): student.id for student in gradebook.students}
    return sort_out({lead: words for lead, words in named.items() if words}, known, set(submitters))


def sort_out(named: dict[str, list[str]], known: dict[str, str], submitters: set[str]) -> Pairs:
    """The pairs among those who named somebody; ``known`` holds the students' ids by their lower-case forms.

    >>> known = {name: name for name in ("ada", "bob", "cyd")}
    >>> sort_out({"ada": ["Bob"], "cyd": ["ada"]}, known, submitters={"ada", "cyd"})
    Pairs(partners={'ada': 'bob'}, problems={'cyd': 'ada has handed in too: each keeps the own mark.'})
    """
    pairs = Pairs()
    found = {lead: known.get(words[0].casefold()) for lead, words in named.items()}
    for lead, words in named.items():
        partner = found[lead]
        if len(words) > 1:
            pairs.problems[lead] = f"more than one word where the partner's id belongs: {' '.join(words)[:80]!r}."
        elif partner is None:
            pairs.problems[lead] = (
                f"the gradebook knows no {words[0][:80]!r}: `nbgrader db student add` the student, or correct the id."
            )
        elif partner in submitters:
            pairs.problems[lead] = f"{partner} has handed in too: each keeps the own mark."
        elif list(found.values()).count(partner) > 1:
            pairs.problems[lead] = f"{partner} is named by another, too: ask whose partner it is."
        else:
            pairs.partners[lead] = partner
    return pairs


def named_by(course: Course, assignment: str, student: str) -> list[str]:
    """The words in the text that a graded submission gives ``PARTNER``, without the student's own id.

    The cell is none of nbgrader's: the instructor's, with an empty text, stands beside what the student made of it.
    """
    words: list[str] = []
    for path in sorted(course.path("autograded", assignment, student).glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code" and (text := assigned_text(cell.source, NAME)):
                words = [word for word in SEPARATORS.split(text) if word]
    return [word for word in words if word.casefold() != student.casefold()]


def assigned_text(source: str, name: str) -> str | None:
    """The text that a cell gives a name; the cell is read and not run.

    >>> assigned_text('PARTNER = "bob"  # my partner', "PARTNER")
    'bob'
    """
    tree = parse(source)
    for node in tree.body if tree else ():
        match node:
            case ast.Assign(targets=[ast.Name(id=found)], value=ast.Constant(value=str(text))) if found == name:
                return text
    return None


def share_marks(course: Course, assignment: str) -> Pairs:
    """Gives each partner the marks of the pair, and takes them from who is no partner any more."""
    pairs = read_pairs(course, assignment)
    with course.gradebook() as gradebook:
        for former in sorted(shared_with(course, assignment) - set(pairs.partners.values())):
            take_back(course, gradebook, assignment, former)
        for lead, partner in pairs.partners.items():
            copy_marks(gradebook, assignment, lead, partner)
    remember(course, assignment, set(pairs.partners.values()))
    return pairs


def make_way(course: Course, assignment: str) -> None:
    """Takes the pair's marks from those who have handed in themselves since, before they get marks of their own."""
    if shared := shared_with(course, assignment):
        own = shared & set(course.submitters(assignment))
        with course.gradebook() as gradebook:
            for student in sorted(own):
                take_back(course, gradebook, assignment, student)
        remember(course, assignment, shared - own)


def copy_marks(gradebook: Gradebook, assignment: str, lead: str, partner: str) -> None:
    """Makes the partner's row of the gradebook equal to that of who handed in."""
    source = gradebook.find_submission(assignment, lead)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)  # nbgrader's own affair, and harmless
        copy = gradebook.update_or_create_submission(assignment, partner, timestamp=source.timestamp)
    copy.extension = source.extension
    for notebook in source.notebooks:
        mine = gradebook.find_submission_notebook(notebook.name, assignment, partner)
        mine.late_submission_penalty = notebook.late_submission_penalty
        for grade in notebook.grades:
            own = gradebook.find_grade(grade.name, notebook.name, assignment, partner)
            for kind in ("auto_score", "manual_score", "extra_credit", "needs_manual_grade"):
                setattr(own, kind, getattr(grade, kind))
    gradebook.db.commit()


def take_back(course: Course, gradebook: Gradebook, assignment: str, student: str) -> None:
    with contextlib.suppress(MissingEntry):
        gradebook.remove_submission(assignment, student)
    shutil.rmtree(course.path("feedback", assignment, student), ignore_errors=True)


def share_feedback(course: Course, assignment: str) -> None:
    """Copies the feedback pages of each pair to the partner's folder."""
    for lead, partner in read_pairs(course, assignment).partners.items():
        pages = course.path("feedback", assignment, lead)
        if pages.is_dir():
            copy = course.path("feedback", assignment, partner)
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(pages, copy)


def shared_with(course: Course, assignment: str) -> set[str]:
    """Who has marks of a pair in the gradebook, without a submission: noted when they were given."""
    try:
        return set(json.loads((course.root / FOLDER / f"{assignment}.json").read_text(encoding="utf-8")))
    except FileNotFoundError:
        return set()


def remember(course: Course, assignment: str, students: set[str]) -> None:
    path = course.root / FOLDER / f"{assignment}.json"
    if students or path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(sorted(students)), encoding="utf-8")
