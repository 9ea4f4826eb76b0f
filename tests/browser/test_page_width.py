"""The course as web pages in Chromium, wide and on a phone: nothing is wider than the window, nothing is asked for."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser

from course_utils.pages import LECTURES, page

# Formulas that stick out of the window to the right: on a phone the few that have no place to end a line scroll.
CUT_OFF = """() => [...document.querySelectorAll("math")].filter((formula) => formula.getClientRects().length
    && formula.getBoundingClientRect().right > window.innerWidth + 1).map((formula) => formula.textContent)"""
HIDDEN = """() => [...document.querySelectorAll(".jp-Cell *")].filter((part) => part.scrollWidth > part.clientWidth + 1
    && getComputedStyle(part).overflowX === "hidden").map((part) => part.className)"""


@pytest.mark.parametrize("lecture", sorted(LECTURES.glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_page_fits_into_the_window(lecture: Path, browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(page(nbformat.read(lecture, as_version=4), home="index.html"), "utf-8")
    view = browser.new_page()
    asked: list[str] = []
    view.on("request", lambda request: asked.append(request.url))
    view.goto(file.as_uri())
    view.evaluate("document.querySelectorAll('details').forEach((part) => part.open = true)")
    for width in (1280, 390):
        view.set_viewport_size({"width": width, "height": 800})
        assert view.evaluate("document.documentElement.scrollWidth") <= width
        assert view.evaluate(HIDDEN) == [], "what is too wide can be scrolled to"
        assert width < 1000 or view.evaluate(CUT_OFF) == []
    assert asked == [file.as_uri()]
    view.close()
