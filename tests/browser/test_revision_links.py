"""The links of the revision notebook in JupyterLab, and the formula sheet in Chromium: nothing is cut off."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from course_utils.course_map import CourseMap
from course_utils.formula_sheet import write
from tests.browser.lab import Lab, Notebook

LECTURES = Path(__file__).parents[2] / "lectures"
TO_FRONT = """(name) => { for (const widget of window.jupyterapp.shell.widgets("main"))
    if (widget.context?.path === name) window.jupyterapp.shell.activateById(widget.id); }"""
PLACE = """(id) => { const panel = window.jupyterapp.shell.currentWidget;
    const index = [...panel.content.model.cells].findIndex((cell) => cell.id === id);
    return panel.content.widgets[index].node.getBoundingClientRect().top; }"""
# How far a formula sticks out of its statement to the right, in pixels.
CUT_OFF = """() => [...document.querySelectorAll("article")].flatMap((article) => {
    const end = Math.max(...[...article.getClientRects()].map((box) => box.right));
    const ends = (formula) => [...formula.querySelectorAll("*")].map((part) => part.getBoundingClientRect().right);
    return [...article.querySelectorAll("math")]
        .filter((formula) => Math.max(...ends(formula)) > end + 1).map((formula) => formula.textContent); })"""


@pytest.mark.parametrize("kind", ["stands", "is checked"])
def test_a_link_opens_the_lecture_at_the_cell(
    kind: str, browser_page: Callable[[str], Notebook], lab: Lab
) -> None:
    for path in LECTURES.glob("*.ipynb"):
        shutil.copy(path, lab.folder)
    statement = CourseMap.read(LECTURES).statements["2.19"]
    cell = statement.cell if kind == "stands" else statement.checks[0]
    page = browser_page("08_revision.ipynb").page
    link = page.locator(f'.jp-OutputArea td a[href*="{statement.lecture}"][href$="#cell-id={cell}"]').first
    for _ in range(2):  # the first click may come before the lecture's pictures have their places
        link.click()
        page.wait_for_function(f"window.jupyterapp.shell.currentWidget.context.path === '{statement.lecture}'")
        page.wait_for_timeout(4000)
        place = page.evaluate(PLACE, cell)
        page.evaluate(TO_FRONT, "08_revision.ipynb")
        expect(link).to_be_visible()
    assert 0 < place < 1000


def test_no_formula_of_the_sheet_is_cut_off(browser: Browser, tmp_path: Path) -> None:
    write(tmp_path / "sheet.html")
    page = browser.new_page(viewport={"width": 726, "height": 1000})  # 192 mm: A4 without its margins
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.emulate_media(media="print")
    page.goto((tmp_path / "sheet.html").as_uri())
    assert page.evaluate(CUT_OFF) == []
    assert len(asked) == 1, "the page asks for no other file"
    page.add_style_tag(content=".small { font-size: 2em !important; }")
    assert page.evaluate(CUT_OFF) != [], "the check can fail"
    page.close()


def test_on_a_phone_the_sheet_is_as_wide_as_the_screen(browser: Browser, tmp_path: Path) -> None:
    write(tmp_path / "sheet.html")
    page = browser.new_page(viewport={"width": 400, "height": 800})
    page.goto((tmp_path / "sheet.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == 400
    page.add_style_tag(content="section { columns: 2 !important; } article { overflow: visible !important; }")
    assert page.evaluate("document.documentElement.scrollWidth") > 400, "the check can fail"
    page.close()
