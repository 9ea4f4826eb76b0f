"""Every lecture in JupyterLab, as a student opens it: all cells run, and every slider moves its picture."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.lab import Lab, Notebook

LECTURES = sorted((Path(__file__).parents[2] / "lectures").glob("*.ipynb"))
WIDGET = "application/vnd.jupyter.widget-view+json"


@pytest.mark.parametrize("lecture", LECTURES, ids=lambda path: path.stem)
def test_a_lecture_runs_and_its_sliders_work(
    lecture: Path, browser_page: Callable[[str], Notebook], lab: Lab
) -> None:
    for path in LECTURES:  # all of them: the revision reads the others
        shutil.copy(path, lab.folder)
    notebook = browser_page(lecture.name)
    notebook.run_all()
    outputs = notebook.outputs()
    assert [f"{o['ename']}: {o['evalue']}" for o in outputs if o["output_type"] == "error"] == []
    figures = notebook.page.locator(".explore")
    expect(figures).to_have_count(sum(WIDGET in o.get("data", {}) for o in outputs))
    for figure in figures.all():
        picture, control = figure.locator("img"), figure.locator("input, select").first
        before = picture.get_attribute("src")
        control.press("Space" if control.get_attribute("type") == "checkbox" else "ArrowRight")
        expect(picture).not_to_have_attribute("src", before, timeout=20_000)
        expect(figure.get_by_role("alert")).to_be_hidden()
    assert notebook.errors == []
