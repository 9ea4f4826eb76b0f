"""The lab and the browser that the tests of this folder share."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.lab import Lab, Notebook, open_notebook, start_browser, start_lab


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    process, lab = start_lab(tmp_path_factory.mktemp("lab"))
    yield lab
    process.terminate()
    process.wait(20)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = start_browser(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def browser_page(browser: Browser, lab: Lab) -> Iterator[Callable[[str], Notebook]]:
    """``browser_page(name)`` opens a notebook of the lab, and closes it when the module ends."""
    opened: list[Notebook] = []

    def open_one(name: str) -> Notebook:
        opened.append(open_notebook(browser, lab, name))
        return opened[-1]

    yield open_one
    for notebook in opened:
        notebook.close()
