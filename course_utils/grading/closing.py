"""Close the term: final marks, the files for an LMS, the report over the term."""

from pathlib import Path

from .course import Course
from .lms import write_marks
from .report import count
from .settling import settle_marks
from .term import Term, open_questions, read_term, require_policy
from .term_report import doubts_of_table, write_term_report


def close_term(course: Course) -> Path:
    """Writes ``marks/*.csv`` and ``reports/term.html``, says what is provisional; returns the page's path.

    Raises CourseError when there is no table, no student, or an assignment that counts has no points.
    """
    doubts = settle_marks(course, require_policy(course))
    term = read_term(course)
    written = write_marks(course, term)
    page = write_term_report(course, term, doubts)
    print("Marks: ", ", ".join(map(str, written.files)))
    print(standing(term))
    for line in [*open_questions(term), *doubts, *doubts_of_table(term), *written.remarks]:
        print(" ", line)
    return page


def standing(term: Term) -> str:
    """How many final marks are settled."""
    provisional = sum(student.provisional for student in term.students)
    unmarked = sum(student.final is None for student in term.students)
    settled = len(term.students) - provisional - unmarked
    said = f"{count(settled, 'final mark')} settled, {provisional} provisional"
    return said + (f", {count(unmarked, 'student')} excused from everything" if unmarked else "")
