"""A printable formula sheet: ``python -m course_utils.formula_sheet`` reads the lectures and writes HTML and PDF.

It holds the things to remember and every statement. Formulas are MathML, so the page needs no network and no script.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree

import nbformat
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook

from course_utils.formulas import CLOSING, MARKS, OPENING, RELATIONS, mathml
from course_utils.statements import Statement, statements

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
WIDE, TOO_WIDE = 26, 52  # letters in a formula that may need a second line; that surely do
Row = list[ElementTree.Element]
PUNCTUATED = re.compile(r"(<math(?:(?!<math).)*?</math>(?:</span>)?)([.,;:!?)\]’”]+)", flags=re.DOTALL)


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


def markdown2html(text: str) -> str:
    """Markdown as HTML; a mark stays on the line of the formula before it."""
    html = MarkdownWithMath(renderer=_Renderer(escape=False)).render(text)
    return PUNCTUATED.sub(r'<span class="together">\1\2</span>', html)


class _Renderer(IPythonRenderer):
    """Markdown with formulas set here, each in pieces between which a line may end."""

    def inline_math(self, body: str) -> str:
        return pieces(mathml(body))

    def block_math(self, body: str) -> str:
        return f'<div class="display">{pieces(mathml(body, block=True))}</div>'

    def latex_environment(self, name: str, body: str) -> str:
        return self.block_math(f"\\begin{{{name}}}{body}\\end{{{name}}}")

    def heading(self, text: str, level: int, **_: Any) -> str:
        return f"<h{level}>{text}</h{level}>\n"


def pieces(formula: str) -> str:
    """A wide formula as several, because browsers end no line within one.

    What a wide space separates goes to the next line first; then lines end before relations and after commas.

    >>> pieces(mathml("a=b"))
    '<math display="inline"><mrow><mi>a</mi><mo>=</mo><mi>b</mi></mrow></math>'
    >>> pieces(mathml("a" * 20 + "=" + "b" * 20)).count("<math")
    2
    """
    if not formula.startswith("<math"):
        return formula
    root = ElementTree.fromstring(formula)
    block = root.get("display") == "block"
    root.attrib = {"display": "inline"} | ({"displaystyle": "true"} if block else {})
    row = list(root[0])
    if _width(row) <= WIDE:
        return _math(row, root.attrib)
    wide = [[element for element in group if not _is_gap(element)] for group in _split(row, _is_gap)]
    groups = ["<wbr>".join(_math(part, root.attrib) for part in _parts(group)) for group in wide if group]
    return " ".join(f'<span class="group">{group}</span>' for group in groups) if len(groups) > 1 else groups[0]


def _math(row: Row, attributes: dict[str, str]) -> str:
    """One formula; in smaller type if it is too wide for a column and has no place to end a line."""
    math = ElementTree.Element("math", attributes | ({"class": "small"} if _width(row) > TOO_WIDE else {}))
    ElementTree.SubElement(math, "mrow").extend(row)
    return ElementTree.tostring(math, encoding="unicode", short_empty_elements=False)


def _width(row: Row) -> int:
    return len("".join("".join(element.itertext()) for element in row))


def _parts(row: Row) -> Iterator[Row]:
    """Parts that begin with a relation or end with a comma; if that is not enough, with a plus or a minus."""
    for part in _split(row, _is_relation):
        yield from _split(part, _is_sum) if _width(part) > TOO_WIDE else [part]


def _split(row: Row, ends: Callable[[ElementTree.Element], bool]) -> list[Row]:
    """A row cut before the elements at which a line may end, or after marks; brackets stay together."""
    parts: list[Row] = [[]]
    depth = 0
    for element in row:
        text = element.text or ""
        depth += (text in OPENING) - (_last(element) in CLOSING)
        here = depth <= 0 and ends(element)
        if here and text not in MARKS and parts[-1]:
            if element.tag == "mo":
                element.set("form", "infix")  # at the beginning of a formula it would lose its space
            parts.append([])
        parts[-1].append(element)
        if here and text in MARKS:
            parts.append([])
    return [part for part in parts if part]


def _is_gap(element: ElementTree.Element) -> bool:
    return element.tag == "mspace" and element.get("width") in ("1em", "2em")


def _is_relation(element: ElementTree.Element) -> bool:
    return element.tag == "mo" and (element.text or "") in RELATIONS | MARKS


def _is_sum(element: ElementTree.Element) -> bool:
    return element.tag == "mo" and element.text in ("+", "−") and element.get("lspace") is None


def _last(element: ElementTree.Element) -> str:
    """The closing bracket of a row's element: its own text, or that of the base of its exponent."""
    return (element.text or "") if len(element) == 0 else (element[0].text or "")


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
