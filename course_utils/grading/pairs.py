"""Pairs: one submission names its author's partner, ``PARTNER = "bob"``, and both get the mark.

Who hands in alone leaves the text empty. The work is graded once. The partner gets a row of the gradebook
with the same marks, the same lateness, and a copy of the feedback.
"""

import ast
import contextlib
import json
import os
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
from .student_code import texts_given

NAME = "PARTNER"
FOLDER = Path(".grading", "pairs")
SEPARATORS = re.compile(r"[\s,;&]+")
AROUND = "`'\"“”„‘’«»()[]"


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
        ids = [student.id for student in gradebook.students]
    known = {name.casefold(): name for name in ids} | {name: name for name in ids}
    return sort_out({lead: words for lead, words in named.items() if words}, known, set(submitters))


def sort_out(named: dict[str, list[str]], known: dict[str, str], submitters: set[str]) -> Pairs:
    """The pairs among those who named somebody; ``known`` holds the students' ids by themselves and by their lower-case forms.

    >>> known = {name: name for name in ("ada", "bob", "cyd")}
    >>> sort_out({"ada": ["Bob"], "cyd": ["ada"]}, known, submitters={"ada", "cyd"})
    Pairs(partners={'ada': 'bob'}, problems={'cyd': 'ada has handed in too: each keeps the own mark.'})
    """
    pairs = Pairs()
    found = {lead: known.get(words[0], known.get(words[0].casefold())) for lead, words in named.items()}
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
    texts = texts_given(course.graded_notebooks(assignment, student), NAME)
    words = [word.strip(AROUND) for word in SEPARATORS.split(texts[-1])] if texts else []
    return [word for word in words if word and word.casefold() != student.casefold()]


def share_marks(course: Course, assignment: str) -> Pairs:
    """Gives each partner the marks of the pair, and takes them from who is no partner any more."""
    pairs = read_pairs(course, assignment)
    partners, before = set(pairs.partners.values()), shared_with(course, assignment)
    remember(course, assignment, partners | before)  # first: the run may be killed after any of the next lines
    with course.gradebook() as gradebook:
        for former in sorted(before - partners):
            take_back(course, gradebook, assignment, former)
        for lead, partner in pairs.partners.items():
            copy_marks(gradebook, assignment, lead, partner)
    remember(course, assignment, partners)
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
    """Removes the row and the feedback of a pair; what nbgrader's own command has graded since stays."""
    handed_in = course.path("submitted", assignment, student).exists()
    if handed_in and course.graded_notebooks(assignment, student):
        return
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
        whole = path.with_suffix(".new")  # a run that is killed leaves no half of a note
        whole.write_text(json.dumps(sorted(students)), encoding="utf-8")
        os.replace(whole, path)
