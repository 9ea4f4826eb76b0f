"""The instructor's notebooks: which cells are tests, and which lines students must not see."""

from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_solution

from .regions import regions


def is_test(cell: NotebookNode) -> bool:
    """Whether this cell gives points for an answer in another one."""
    return is_grade(cell) and not is_solution(cell)


def as_answered(source: str) -> str:
    """The instructor's answer as a student would have written it: no delimiters, no mark scheme."""
    return "\n".join(line for region, line in regions(source) if region in ("", "SOLUTION"))


def as_released(source: str) -> str:
    """A cell without its regions.

    >>> as_released("Show it.\\n### BEGIN MARK SCHEME\\nOne point.\\n### END MARK SCHEME")
    'Show it.'
    """
    return "\n".join(line for region, line in regions(source) if not region)


def secret_lines(notebook: NotebookNode) -> tuple[set[str], set[str]]:
    """The lines of the hidden tests and mark schemes, and those of the answers; stripped.

    A line that the sheet shows elsewhere, as in a hint, is no secret.
    """
    hidden: set[str] = set()
    answers: set[str] = set()
    public: set[str] = set()
    for cell in notebook.cells:
        # nbgrader replaces an answer cell as a whole when no part of it is marked as the solution.
        unmarked = answers if is_solution(cell) and "BEGIN SOLUTION" not in cell.source else public
        for region, line in regions(cell.source):
            group = {"": unmarked, "SOLUTION": answers}.get(region, hidden)
            group.add(line.strip())
    shown = "\n".join(public)
    return {line for line in hidden if line not in shown}, {line for line in answers if line not in shown}
