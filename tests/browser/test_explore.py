"""explore in a real JupyterLab: what a student sees, hears, and finds in the saved file."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from nbconvert import HTMLExporter
from playwright.sync_api import Locator, expect

from tests.browser.lab import Lab, Notebook

DRAW = """
from course_utils import explore

def draw(fig, n, init="he", bias=True):
    if n == 9:
        raise RuntimeError("nothing converges at nine")
    ax = fig.subplots()
    ax.plot([0, n], [0, 1] if bias else [1, 0], label=init)
    ax.legend()
    drawn.append(n)

drawn = []
"""
FIRST = """explore(draw, alt="A line that ends at n.", n={"min": 1, "max": 9, "value": 5, "label": "width n"},
        init=["he", "ntk"], bias=True)"""
SECOND = 'explore(draw, alt="The same line, its own slider.", n=(1, 101, 2))'


@pytest.fixture(scope="module")
def notebook(browser_page: Callable[[str], Notebook], lab: Lab) -> Iterator[Notebook]:
    notebook = browser_page(lab.write("explore.ipynb", DRAW, FIRST, SECOND))
    notebook.run_all()
    expect(notebook.page.locator(".explore")).to_have_count(2)
    yield notebook
    assert notebook.errors == []


def figure(notebook: Notebook, position: int = 0) -> Locator:
    return notebook.page.locator(".explore").nth(position)


def source(figure: Locator) -> str:
    """The picture's address: each picture has its own."""
    return figure.locator("img").get_attribute("src")


def settled(figure: Locator) -> None:
    expect(figure).to_have_attribute("aria-busy", "false")


def test_the_picture_and_its_controls_have_names(notebook: Notebook) -> None:
    first = figure(notebook)
    expect(first.get_by_role("img", name="A line that ends at n.")).to_be_visible()
    expect(first.get_by_role("slider", name="width n")).to_have_attribute("aria-valuetext", "5")
    expect(first.get_by_role("combobox", name="init")).to_have_value("0")
    expect(first.get_by_role("checkbox", name="bias")).to_be_checked()


def test_the_arrow_keys_change_the_picture_of_their_own_figure(notebook: Notebook) -> None:
    first, second = figure(notebook), figure(notebook, 1)
    before, other = source(first), source(second)
    first.get_by_role("slider").press("ArrowRight")
    expect(first.locator("output").first).to_have_text("6")
    expect(first.locator("img")).not_to_have_attribute("src", before)
    first.get_by_role("slider").press("ArrowLeft")
    expect(first.locator("img")).to_have_attribute("src", before)  # from the browser's memory
    assert source(second) == other


def test_choices_and_check_boxes_change_the_picture(notebook: Notebook) -> None:
    first = figure(notebook)
    for change in (
        lambda: first.get_by_role("combobox").select_option("ntk"),
        lambda: first.get_by_role("checkbox").press("Space"),
    ):
        before = source(first)
        change()
        expect(first.locator("img")).not_to_have_attribute("src", before)


def test_an_error_stands_in_place_of_the_picture_until_the_values_work_again(notebook: Notebook) -> None:
    first = figure(notebook)
    slider, alert = first.get_by_role("slider"), first.get_by_role("alert")
    slider.press("End")
    expect(alert).to_contain_text("RuntimeError: nothing converges at nine")
    expect(alert).to_contain_text('raise RuntimeError("nothing converges at nine")')
    expect(alert).to_contain_text("n=9")
    expect(first.locator("img")).to_be_hidden()
    slider.press("Home")
    expect(first.locator("img")).to_be_visible()
    expect(first.locator("pre")).to_be_hidden()


def test_fast_presses_are_skipped_and_the_last_one_is_shown(notebook: Notebook) -> None:
    second = figure(notebook, 1)
    slider = second.get_by_role("slider")
    slider.press("Home")
    settled(second)
    at_one = source(second)
    drawn_before = int(notebook.evaluate("len(drawn)"))
    # All in one moment: 40 presses are never 40 drawings, and they end at the value of the slider.
    slider.evaluate(
        """(input) => {
            for (let i = 1; i <= 40; i++) { input.value = i; input.dispatchEvent(new Event('input')); }
        }"""
    )
    expect(second.locator("output")).to_have_text("81")
    settled(second)
    at_the_end = source(second)
    assert at_the_end != at_one
    slider.press("ArrowRight")
    expect(second.locator("img")).not_to_have_attribute("src", at_the_end)
    settled(second)
    slider.press("ArrowLeft")
    expect(second.locator("img")).to_have_attribute("src", at_the_end)
    drawn = int(notebook.evaluate("len(drawn)")) - drawn_before
    assert drawn < 15


def test_the_saved_notebook_keeps_a_picture_and_no_widget_state(notebook: Notebook, lab: Lab) -> None:
    notebook.save()
    saved = lab.read("explore.ipynb")
    assert "widgets" not in saved.metadata
    (output,) = saved.cells[1].outputs
    assert "image/png" in output.data
    assert output.metadata["image/png"]["alt"] == "A line that ends at n."
    html, _ = HTMLExporter(template_name="classic").from_notebook_node(saved)
    assert 'alt="A line that ends at n."' in html
    assert "application/vnd.jupyter.widget-view+json" not in html
