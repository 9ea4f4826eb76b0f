"""What a reader of a lecture finds without running it: fresh outputs, pictures with words, links that lead somewhere."""

import re
from pathlib import Path

import pytest
from nbformat import NotebookNode

from committed import ROOT
from course_utils.statements import parsed
from execute_lectures import code_hash


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_outputs_belong_to_the_code(lecture: NotebookNode) -> None:
    assert lecture.metadata.get("course", {}).get("code_hash") == code_hash(lecture), "stale outputs: make lectures"
    assert [cell.execution_count for cell in code_cells(lecture)] == list(range(1, len(code_cells(lecture)) + 1))


def test_no_stored_error_and_no_warning(lecture: NotebookNode) -> None:
    for cell in code_cells(lecture):
        for output in cell.outputs:
            assert output.output_type != "error", cell.source
            assert output.get("name") != "stderr", f"{cell.source}\n{output.text}"


def test_no_widget_state_is_stored(notebook: NotebookNode) -> None:
    assert "widgets" not in notebook.metadata


def test_interactive_figures_leave_a_static_picture(lecture: NotebookNode) -> None:
    interactive = [cell for cell in code_cells(lecture) if re.search(r"^explore\(", cell.source, flags=re.MULTILINE)]
    assert len(interactive) >= 2, "a lecture has at least two interactive figures"
    for cell in interactive:
        assert any("image/png" in output.get("data", {}) for output in cell.outputs), cell.source


def test_each_picture_has_alt_text(lecture: NotebookNode) -> None:
    for cell in code_cells(lecture):
        for output in cell.outputs:
            if "image/png" in output.get("data", {}):
                alt = output.metadata.get("image/png", {}).get("alt", "")
                assert len(alt) > 20, f"a picture without words:\n{cell.source}"


def test_frame_of_a_session(session: NotebookNode) -> None:
    headings = [line for cell in session.cells if cell.cell_type == "markdown" for line in cell.source.splitlines()]
    assert headings[0].startswith("# ")
    for heading in ("## Things to remember", "## References", "## On the exercise sheet"):
        assert heading in headings
    assert 40 <= len(session.cells) <= 110


def test_each_cell_has_a_slide_type(lecture: NotebookNode) -> None:
    for cell in lecture.cells:
        assert cell.metadata.get("slideshow", {}).get("slide_type") in ("slide", "subslide", "fragment", "skip", "-")


def test_code_cells_are_short(lecture: NotebookNode) -> None:
    for cell in code_cells(lecture):
        assert len(cell.source.splitlines()) <= 35, cell.source


def test_no_global_seed(notebook: NotebookNode) -> None:
    """The same numbers at each run come from generators that are passed on, never from hidden global state."""
    for cell in code_cells(notebook):
        assert not re.search(r"(?<!\w)(torch\.manual_seed|np\.random\.seed|random\.seed)\(", cell.source), cell.source


def test_sheets_are_committed_without_outputs(notebook: NotebookNode, notebook_path: Path) -> None:
    if notebook_path.parts[-3] == "solutions":
        assert all(not cell.outputs and cell.execution_count is None for cell in code_cells(notebook))


def test_relative_links_lead_somewhere(notebook: NotebookNode, notebook_path: Path) -> None:
    for target in links("\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")):
        if not target.startswith("https://"):
            assert (notebook_path.parent / target.split("#")[0]).exists(), target


@pytest.mark.parametrize("page", sorted(ROOT.glob("*.md")), ids=lambda path: path.name)
def test_links_of_the_pages(page: Path) -> None:
    for target in links(page.read_text()):
        if not target.startswith(("https://", "#")):
            assert (page.parent / target.split("#")[0]).exists(), target


def test_who_is_named_with_a_year_stands_in_the_references(session: NotebookNode) -> None:
    texts = [cell.source for cell in session.cells if cell.cell_type == "markdown"]
    references = next(text for text in texts if text.startswith("## References"))
    lines, body = references.splitlines(), "\n".join(text for text in texts if text != references)
    for name, year in re.findall(r"([A-ZŁ][\w-]+)(?: et al\.)? \(?((?:18|19|20)\d\d)\b", body):
        if name not in ("In", "Since", "December"):
            assert any(name in line and year in line for line in lines), f"{name} {year} is not among the references"


def links(text: str) -> list[str]:
    return re.findall(r"\]\(([^)\s]+)\)", text)


def test_code_parses(notebook: NotebookNode) -> None:
    for cell in code_cells(notebook):
        parsed(cell)
