"""The revision notebook is made of the lectures, and what is stored in it is what they say now."""

import itertools
import re
from functools import cache
from pathlib import Path

import nbformat
import pytest
from matplotlib.figure import Figure

from committed import REVISION, SESSIONS
from course_utils import PALETTE, use_style
from course_utils.course_map import CourseMap, draw_family, short
from course_utils.interactive import Explorer
from course_utils.statements import mentions

COURSE = CourseMap.read(REVISION.parent)
NUMBERS = list(COURSE.sessions)
QUESTION = re.compile(r"\*\*Q(\d+)\.(\d+)\*\* \*\((.+?)\)\*")
OPTION = re.compile(r"<details><summary>(.+?)</summary>\n\n([✓✗]) .+?\n\n</details>", flags=re.DOTALL)
POINTER = re.compile(r"\]\((\w+\.ipynb)#cell-id=([\w-]+)\)")


@cache
def notebook() -> nbformat.NotebookNode:
    return nbformat.read(REVISION, as_version=4)


def sections() -> dict[int, list[str]]:
    """The Markdown cells under each session's heading, which comes first."""
    found: dict[int, list[str]] = {}
    session = 0
    for cell in notebook().cells:
        if cell.cell_type == "markdown":
            if cell.source.startswith("## "):
                heading = re.match(r"## Session (\d+)\.", cell.source)
                session = int(heading[1]) if heading else 0
            found.setdefault(session, []).append(cell.source)
    return found


def shown() -> list[str]:
    """The stored outputs that are Markdown."""
    outputs = [output for cell in notebook().cells for output in cell.get("outputs", [])]
    return [output.data["text/markdown"] for output in outputs if "text/markdown" in output.get("data", {})]


def test_frame() -> None:
    assert len(notebook().cells) <= 110
    for cell in notebook().cells:
        assert cell.cell_type != "code" or len(cell.source.splitlines()) <= 20, cell.source


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem)
def test_each_session_has_its_part_under_the_lecture_s_title(path: Path) -> None:
    lecture = nbformat.read(path, as_version=4).cells[0].source.splitlines()[0]
    heading = sections()[int(path.name[:2])][0].splitlines()[0]
    assert heading.removeprefix("## Session ") == lecture.removeprefix("# Lecture ")


def test_the_map_has_every_statement_of_the_lectures() -> None:
    heads = sum(len(re.findall(r"^> \*\*[A-Z]\w+ \d+\.\d+", cell.source, re.M)) for path in SESSIONS
                for cell in nbformat.read(path, as_version=4).cells)  # fmt: skip
    assert len(COURSE.statements) == heads
    assert len(NUMBERS) == len(SESSIONS)


@pytest.mark.parametrize("session", NUMBERS)
def test_the_stored_table_is_what_the_lecture_says_now(session: int) -> None:
    assert COURSE.table(session).data in shown(), "stale: make lectures"


def test_a_changed_title_makes_the_stored_table_stale() -> None:
    """The check above can fail."""
    assert COURSE.table(2).data.replace("descent lemma", "lemma of descent") not in shown()


def test_links_lead_to_cells() -> None:
    cells = {path.name: {cell.id for cell in nbformat.read(path, as_version=4).cells} for path in SESSIONS}
    texts = shown() + [source for part in sections().values() for source in part]
    pointers = [pointer for text in texts for pointer in POINTER.findall(text)]
    assert len(pointers) > len(COURSE.statements)
    assert not [pointer for pointer in pointers if pointer[1] not in cells[pointer[0]]]


@pytest.mark.parametrize("session", NUMBERS)
def test_ten_questions_with_one_right_answer_each(session: int) -> None:
    questions = [source for source in sections()[session] if QUESTION.match(source)]
    assert [QUESTION.match(source).groups()[:2] for source in questions] == [(str(session), str(k)) for k in range(1, 11)]
    for source in questions:
        options = OPTION.findall(source)
        assert len(options) == source.count("<details>") == source.count("</details>") in (3, 4), source
        assert [sign for _, sign in options].count("✓") == 1, source
        assert len({text for text, _ in options}) == len(options), source
        assert "$" not in "".join(text for text, _ in options), "a summary is no Markdown: no formulas in it"


@pytest.mark.parametrize("session", NUMBERS)
def test_questions_name_statements_of_their_session(session: int) -> None:
    known = {statement.name for statement in COURSE.sessions[session]}
    for source in sections()[session]:
        if question := QUESTION.match(source):
            named = mentions(question[3])
            assert named and set(named) <= {statement.name for statement in COURSE.statements.values()}, source
            assert known & set(named), source


def test_the_right_answer_has_no_usual_place() -> None:
    places = [[sign for _, sign in OPTION.findall(source)].index("✓") for part in sections().values() for source in part
              if QUESTION.match(source)]  # fmt: skip
    assert all(places.count(place) >= len(places) / 8 for place in (0, 1, 2))


@pytest.mark.parametrize("session", NUMBERS)
def test_common_mistakes_of_each_session(session: int) -> None:
    last = sections()[session][-1]
    assert last.startswith(f"### Common mistakes of session {session}\n")
    assert last.count("\n- ") >= 5


def test_no_proof_is_circular() -> None:
    assert COURSE.cycle() == []


def test_no_proof_uses_a_later_session() -> None:
    ahead = [(s.name, used) for s in COURSE.statements.values() for used in s.uses
             if COURSE.statements[used].session > s.session]  # fmt: skip
    assert not ahead


def outside(figure: Figure) -> list[str]:
    """The texts that a figure cuts off."""
    whole, renderer = figure.bbox, figure.canvas.get_renderer()
    texts = {text: text.get_window_extent(renderer) for ax in figure.axes for text in ax.texts}
    return [text.get_text() for text, box in texts.items()
            if not (whole.x0 <= box.x0 and box.x1 <= whole.x1 and whole.y0 <= box.y0 and box.y1 <= whole.y1)]  # fmt: skip


def explorers() -> list[Explorer]:
    """The slider figures of the notebook."""
    found: list[Explorer] = []
    names = {"course": COURSE, "draw_family": draw_family, "short": short, "PALETTE": PALETTE}
    names["explore"] = lambda draw, **options: found.append(Explorer(draw, **options))
    for cell in notebook().cells:
        if cell.cell_type == "code" and "\nexplore(" in cell.source:
            exec(cell.source, names)
    return found


@pytest.mark.parametrize("explorer", explorers(), ids=["family", "most used"])
def test_no_setting_of_a_slider_figure_cuts_a_text_off(explorer: Explorer) -> None:
    use_style()
    names = [control.name for control in explorer.controls]
    for values in itertools.product(*(control.values for control in explorer.controls)):
        named = dict(zip(names, values, strict=True))
        assert not outside(explorer.draw_at(**named)), named


def test_a_text_that_is_cut_off_is_seen() -> None:
    explorer = Explorer(lambda fig, x: fig.subplots().text(x, 0.5, "a title"), alt="A text.", x=[0.5, 2.0])
    assert outside(explorer.draw_at(x=0.5)) == []
    assert outside(explorer.draw_at(x=2.0)) == ["a title"]
