"""A printable formula sheet: ``python -m course_utils.formula_sheet`` reads the lectures and writes HTML and PDF.

It holds the things to remember and every statement. Formulas are MathML, so the page needs no network and no script.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook

from course_utils.statements import Statement, statements
from course_utils.typeset import markdown2html

LECTURES = Path(__file__).parents[1] / "lectures"
CSS = Path(__file__).with_suffix(".css")
REMEMBER = "## Things to remember"
TITLE = "Mathematics of deep learning: formula sheet"
TEMPLATE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{{ nb.metadata.title }}</title>
<style>{{ nb.metadata.css }}</style></head>
<body><h1>{{ nb.metadata.title }}</h1>
{% for session in nb.cells | groupby("metadata.session") %}<section>
{% for cell in session.list %}{% if cell.metadata.kind == "heading" %}{{ cell.source | markdown2html }}
{% else %}<article class="{{ cell.metadata.kind }}">{{ cell.source | markdown2html }}</article>
{% endif %}{% endfor %}</section>
{% endfor %}</body></html>
"""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")


def sheet(folder: str | Path = LECTURES) -> NotebookNode:
    """The sheet as a notebook in memory: for each lecture a heading, the things to remember, and the statements.

    Raises:
        FileNotFoundError: there is no lecture with statements in the folder.
    """
    cells = []
    for path in sorted(Path(folder).glob("*.ipynb")):
        lecture = nbformat.read(path, as_version=4)
        if found := statements(lecture, path.name):
            cells += _session(lecture, found)
    if not cells:
        raise FileNotFoundError(f"No lectures in {Path(folder).resolve()}: pass their folder with --lectures.")
    return new_notebook(cells=cells, metadata={"title": TITLE, "css": CSS.read_text("utf-8")})


def _session(lecture: NotebookNode, found: list[Statement]) -> Iterator[NotebookNode]:
    texts = [cell.source for cell in lecture.cells if cell.cell_type == "markdown"]
    title = texts[0].splitlines()[0].removeprefix("# Lecture ")
    yield _cell(found[0], "heading", f"## {title}")
    for text in texts:
        if text.startswith(REMEMBER):
            yield _cell(found[0], "summary", text.replace(REMEMBER, "### Things to remember", 1))
    for statement in found:
        yield _cell(statement, statement.kind, f"**{statement.name} ({statement.title}).** {statement.text}")


def _cell(statement: Statement, kind: str, source: str) -> NotebookNode:
    return new_markdown_cell(source, metadata={"session": statement.session, "kind": kind})


class SheetExporter(HTMLExporter):
    """nbconvert's exporter with a template of its own, without scripts, and formulas as MathML."""

    raw_template = TEMPLATE

    def default_filters(self) -> Iterator[tuple[str, Callable[..., Any]]]:
        yield from super().default_filters()
        yield "markdown2html", markdown2html


def write(path: Path, folder: str | Path = LECTURES) -> None:
    """Write the sheet as one HTML file that needs no other file."""
    html, _ = SheetExporter().from_notebook_node(sheet(folder))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(html, "utf-8")


def browser() -> str | None:
    """A Chromium of this machine that can print, if there is one."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def print_pdf(page: Path, pdf: Path, program: str) -> None:
    """Print an HTML file with Chromium, without a network.

    Raises:
        RuntimeError: no file came out; with what the browser said.
    """
    with TemporaryDirectory() as profile:
        # Tags would make the file twenty times as large; the HTML beside it is the accessible one.
        flags = ["--headless", "--disable-gpu", "--no-pdf-header-footer", "--disable-pdf-tagging", f"--user-data-dir={profile}"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:  # Chromium's sandbox refuses to start for root
            flags.append("--no-sandbox")
        command = [program, *flags, f"--print-to-pdf={pdf.resolve()}", page.resolve().as_uri()]
        pdf.unlink(missing_ok=True)
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    if not pdf.is_file():
        raise RuntimeError(f"{program} printed nothing: {done.stderr[-500:]}")


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m course_utils.formula_sheet", description=__doc__)
    parser.add_argument("--to", type=Path, default=Path("dist/formula_sheet.html"), help="the HTML file to write")
    parser.add_argument("--lectures", type=Path, default=LECTURES, help="the folder of the lecture notebooks")
    options = parser.parse_args(arguments)
    write(options.to, options.lectures)
    print(options.to)
    program, pdf = browser(), options.to.with_suffix(".pdf")
    if program is None:
        print("For a PDF open it in a browser and print to a file (A4, no headers). With Chromium I do it.")
        return
    print_pdf(options.to, pdf, program)
    print(pdf)


if __name__ == "__main__":
    main()
