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


@pytest.fixture
def open_in(browser: Browser, lab: Lab) -> Iterator[Callable[[str], Notebook]]:
    """``open_in(name)`` opens a notebook of the lab; its page is closed after the test."""
    pages = []

    def open_one(name: str) -> Notebook:
        notebook = open_notebook(browser, lab, name)
        pages.append(notebook.page)
        return notebook

    yield open_one
    for page in pages:
        page.close()
