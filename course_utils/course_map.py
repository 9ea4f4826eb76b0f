"""The map of the course: which statement rests on which, where each stands, and the pictures of both."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from textwrap import fill

from IPython.display import Markdown
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch
from matplotlib.path import Path as PatchPath
from matplotlib.patheffects import withStroke

from course_utils.plotting import PALETTE
from course_utils.statements import Statement, read_statements

HALO = withStroke(linewidth=2, foreground="white")  # numbers stay readable under the arcs
MARKERS = {"Definition": "s", "Proposition": "D", "Theorem": "o", "Lemma": "^", "Corollary": "v", "Conjecture": "X"}
HEADER = "| statement | title | proved | checked | rests on | needed by |\n|:--|:--|:--|:--|:--|:--|"
NO_BREAK = "\u00a0"
BARE_ROOT = re.compile(r"\\sqrt *(\w)")
ROWS = 12  # titles in one column of ``draw_family``


class CourseMap:
    """The statements of the lectures, and the relation "its text or its proof names" between them.

    >>> def made_up(number, *uses):
    ...     return Statement("Lemma", number, "x", "", uses=uses)
    >>> course = CourseMap([made_up("1.1"), made_up("1.2", "1.1"), made_up("2.1", "1.2")])
    >>> course.rests_on("2.1"), course.needed_by("1.1")
    (['1.1', '1.2'], ['1.2', '2.1'])
    >>> course.cycle()
    []
    """

    def __init__(self, statements: Iterable[Statement]) -> None:
        self.statements = {statement.number: statement for statement in statements}

    @classmethod
    def read(cls, folder: str | Path = ".") -> CourseMap:
        """The map of the lectures in a folder; a notebook's own folder if none is given."""
        return cls(read_statements(folder))

    @cached_property
    def uses(self) -> dict[str, list[str]]:
        """For each statement the numbers of those it names."""
        return {number: list(statement.uses) for number, statement in self.statements.items()}

    @cached_property
    def used_by(self) -> dict[str, list[str]]:
        """For each statement the numbers of those that name it."""
        return {number: [n for n, uses in self.uses.items() if number in uses] for number in self.statements}

    @property
    def sessions(self) -> dict[int, list[Statement]]:
        """The statements of each session, in their order."""
        found: dict[int, list[Statement]] = {}
        for statement in self.statements.values():
            found.setdefault(statement.session, []).append(statement)
        return found

    def rests_on(self, number: str) -> list[str]:
        """All that a statement names, directly or through others, in the order of the course."""
        return self._reach(self.uses, number)

    def needed_by(self, number: str) -> list[str]:
        """All that name a statement, directly or through others, in the order of the course."""
        return self._reach(self.used_by, number)

    def _reach(self, step: Mapping[str, list[str]], start: str) -> list[str]:
        reached, todo = set(), [start]
        while todo:
            new = set(step[todo.pop()]) - reached
            reached |= new
            todo += new
        return [number for number in self.statements if number in reached]

    def cycle(self) -> list[str]:
        """The statements that rest on themselves: a circular proof, if there is one."""
        return [number for number in self.statements if number in self.rests_on(number)]

    def table(self, session: int) -> Markdown:
        """The statements of a session, with links to where they stand and to the cells that verify them."""
        return Markdown("\n".join([HEADER, *(self._row(statement) for statement in self.sessions[session])]))

    def _row(self, statement: Statement) -> str:
        cells = (
            f"[{statement.name.replace(' ', NO_BREAK)}]({link(statement, statement.cell)})",
            statement.title,
            _proof(statement),
            _checks(statement),
            self._numbers(self.uses[statement.number]),
            self._numbers(self.used_by[statement.number]),
        )
        return f"| {' | '.join(cells)} |"

    def _numbers(self, numbers: Collection[str]) -> str:
        known = [statement for number, statement in self.statements.items() if number in numbers]
        return ", ".join(f"[{s.number}]({link(s, s.cell)})" for s in known)


def link(statement: Statement, cell: str) -> str:
    """The address of a cell of the statement's lecture, as JupyterLab opens it.

    >>> link(Statement("Lemma", "1.1", "x", "", lecture="01_introduction.ipynb"), "c006")
    '01_introduction.ipynb#cell-id=c006'
    """
    return f"{statement.lecture}#cell-id={cell}"


def short(title: str, width: int = 60) -> str:
    """A title for a picture: without authors and years, cut to a width, formulas as matplotlib reads them.

    >>> short("Linear rate; Polyak 1963"), short("a very long title", 11)
    ('Linear rate', 'a very …')
    """
    title = BARE_ROOT.sub(r"\\sqrt{\1}", title.split(";")[0])
    if len(title) <= width:
        return title
    cut = title[:width].rsplit(" ", 1)[0]
    return (cut if cut.count("$") % 2 == 0 else cut.rsplit("$", 1)[0].rstrip()) + " …"


def _proof(statement: Statement) -> str:
    if statement.kind == "Definition":
        return ""
    if not statement.proof:
        return "open" if statement.kind == "Conjecture" else "cited"
    if statement.proof_cell == statement.cell:
        return statement.proved
    return f"[{statement.proved}]({link(statement, statement.proof_cell)})"


def _checks(statement: Statement) -> str:
    """For each cell that verifies the statement a link with the number of its checks, or the reason for none."""
    if statement.checks:
        counts = Counter(statement.checks)
        return " ".join(f"[✓{NO_BREAK}{count}]({link(statement, cell)})" for cell, count in counts.items())
    return f"no: {statement.reason}" if statement.excused else ""


def draw_map(fig: Figure, course: CourseMap, *, labelled: int = 14) -> None:
    """All statements, a column for each session, and an arc from each statement to those that name it.

    The size of a mark grows with the number of arcs that leave it; up to ``labelled`` of the largest have their names.
    """
    ax = fig.subplots()
    places = {s.number: (s.session, k) for own in course.sessions.values() for k, s in enumerate(own)}
    for number, users in course.used_by.items():
        for user in users:
            _arc(ax, places[number], places[user])
    for number, (x, y) in places.items():
        count, kind = len(course.used_by[number]), course.statements[number].kind
        alone = not count and not course.uses[number]
        ax.plot(x, y, MARKERS[kind], ms=(2.5 if alone else 4 + 1.2 * count), color=_colour(x), zorder=3)
        number_text = ax.text(x - 0.05 - 0.006 * count, y, number, fontsize=6.5, ha="right", va="center", zorder=3)
        number_text.set(color="0.25", path_effects=[HALO])
    _names(ax, course, places, labelled)
    _frame(ax, course)


def _names(ax: Axes, course: CourseMap, places: Mapping[str, tuple[int, int]], most: int) -> None:
    """The titles of the statements with most arcs, where there is room."""
    taken: list[tuple[int, int]] = []
    for number in sorted(places, key=lambda number: -len(course.used_by[number])):
        x, y = places[number]
        if len(taken) == most or len(course.used_by[number]) < 2:
            return
        if all(x != other or abs(y - row) > 2 for other, row in taken):
            taken.append((x, y))
            text = fill(short(course.statements[number].title, 40), 15, break_long_words=False)
            box = {"fc": "white", "ec": _colour(x), "alpha": 0.9, "pad": 1.5}
            ax.text(x - 0.26, y, text, fontsize=7, ha="right", va="center", bbox=box, zorder=4)


def _arc(ax: Axes, start: tuple[int, int], end: tuple[int, int]) -> None:
    """Within a session a bow to the right, dashed if it leads up: the statement above uses one that comes later.

    Between sessions a line; in a row it is lifted, so that it does not seem to join the marks on its way.
    """
    (x, y), (u, v) = start, end
    within = x == u
    bow = min(0.42, 0.06 + 0.02 * abs(v - y)) if within else 0.0
    lift = 1.2 if v == y else 0.0
    middle = ((x + u) / 2 + 2 * bow, (y + v) / 2 - lift)
    curve = PatchPath([start, middle, end], [PatchPath.MOVETO] + 2 * [PatchPath.CURVE3])
    arrow = {"arrowstyle": "-|>", "mutation_scale": 6, "shrinkA": 2, "shrinkB": 3, "fc": _colour(x)}
    style = {"ls": "-", "lw": 0.9, "alpha": 0.8} if within else {"ls": "-", "lw": 1.5, "alpha": 0.75}
    if v < y and within:
        style["ls"] = "--"
    ax.add_patch(FancyArrowPatch(path=curve, ec=_colour(x), **arrow, **style))


def _frame(ax: Axes, course: CourseMap) -> None:
    sessions = course.sessions
    longest = max(map(len, sessions.values()))
    ax.set(xlim=(0.3, max(sessions) + 0.6), ylim=(longest + 0.5, -1))
    ax.set_xticks(list(sessions), [f"session {session}" for session in sessions])
    ax.xaxis.tick_top()
    ax.set_yticks([])
    ax.grid(False)
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    kinds = [Line2D([], [], ls="", marker=marker, color="0.3", label=kind) for kind, marker in MARKERS.items()]
    ax.legend(handles=kinds, loc="upper center", bbox_to_anchor=(0.5, 0.0), ncols=len(kinds), frameon=False)


def _colour(session: int) -> str:
    return PALETTE[(session - 1) % 7]


def draw_family(fig: Figure, course: CourseMap, number: str) -> None:
    """A statement in the middle, to its left all it rests on, to its right all that rests on it."""
    ax = fig.subplots()
    ax.set(xlim=(0, 3), ylim=(-0.6, ROWS + 1))
    ax.invert_yaxis()
    ax.set_axis_off()
    statement, middle = course.statements[number], (ROWS + 1) / 2
    text = f"{statement.name}\n{fill(short(statement.title, 90), 24)}"
    box = {"boxstyle": "round", "fc": "white", "ec": _colour(statement.session), "lw": 2}
    ax.text(1.5, middle, text, ha="center", va="center", fontsize=10, bbox=box, zorder=3)
    _column(ax, course, "rests on", course.rests_on(number), course.uses[number], right=False)
    _column(ax, course, "is needed by", course.needed_by(number), course.used_by[number], right=True)


def _column(
    ax: Axes, course: CourseMap, title: str, numbers: list[str], direct: list[str], *, right: bool
) -> None:
    """The titles of a family's one side; direct relatives are black, with a line to the middle."""
    x, side, middle = (1.98, "left", (ROWS + 1) / 2) if right else (1.02, "right", (ROWS + 1) / 2)
    chosen = sorted(numbers, key=lambda number: number not in direct)[:ROWS]
    more = f", of which {len(chosen)} are shown" if len(numbers) > len(chosen) else ""
    ax.text(x, -0.2, f"{title} {len(numbers) or 'nothing by name'}{more}", ha=side, fontsize=10, weight="bold")
    shown = [number for number in numbers if number in chosen]
    for y, number in enumerate(shown, start=1):
        y += (ROWS - len(shown)) / 2
        statement = course.statements[number]
        near = number in direct
        label = f"{statement.name}: {short(statement.title, 42)}"
        ax.text(x, y, label, ha=side, va="center", fontsize=8.5, color="black" if near else "0.4")
        if near:
            ax.plot([x + (-0.02 if right else 0.02), 1.5], [y, middle], color=_colour(statement.session), ls="-", lw=1.2)
