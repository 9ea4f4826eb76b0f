"""The course as web pages: ``python -m course_utils.pages`` writes the lectures and the sheets that they link to.

The pages hold what the notebooks hold, with the stored outputs. They need no Python, no network and no script;
links between notebooks lead to the pages instead.
"""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook
from traitlets.config import PyFileConfigLoader

from course_utils import formula_sheet
from course_utils.formula_sheet import LECTURES
from course_utils.typeset import markdown2html

CSS = Path(__file__).with_suffix(".css")
SETTINGS = LECTURES.parent / "lab_settings"  # they give pictures their alt texts, in these pages as in other exports
TITLE = "Mathematics of deep learning"
NOTEBOOK = re.compile(r"\]\(([^)#:]+\.ipynb)[)#]")  # a notebook that Markdown links to
LINK = re.compile(r'(<a [^>]*href="[^":#]+)\.ipynb(?=["#])')
TEMPLATE = """{% extends "index.html.j2" %}
{% block html_head_js_requirejs %}{% endblock %}
{% block html_head_js_mathjax %}{% endblock %}
{% block html_head_js_mermaidjs %}{% endblock %}
{% block html_head_css %}<style>{{ resources.page_css }}</style>{% endblock %}
{% block body_header %}{{ super() }}{% if resources.home %}<nav><a href="{{ resources.home }}">{{ resources.title }}</a></nav>{% endif %}{% endblock %}
"""


class PageExporter(HTMLExporter):
    """nbconvert's page of a notebook, as JupyterLab shows it, with formulas as MathML and without scripts."""

    raw_template = TEMPLATE

    def default_filters(self) -> Iterator[tuple[str, Callable[..., Any]]]:
        yield from super().default_filters()
        yield "markdown2html", lambda text: markdown2html(text, anchors=True)


def page(notebook: NotebookNode, home: str = "") -> str:
    """The notebook as one HTML file, with a link to ``home`` at the top."""
    resources = {"metadata": {"name": title(notebook)}, "page_css": CSS.read_text("utf-8"), "home": home, "title": TITLE}
    settings = PyFileConfigLoader("jupyter_config.py", path=str(SETTINGS)).load_config()
    html, _ = PageExporter(config=settings).from_notebook_node(notebook, resources)
    return LINK.sub(r"\1.html", html)


def title(notebook: NotebookNode) -> str:
    """The notebook's first heading."""
    return notebook.cells[0].source.splitlines()[0].lstrip("# ")


def linked(notebook: NotebookNode, path: Path) -> list[Path]:
    """The notebooks in other folders that a notebook links to, in its order: its sheets."""
    texts = (cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    found = ((path.parent / link).resolve() for text in texts for link in NOTEBOOK.findall(text))
    return [sheet for sheet in dict.fromkeys(found) if sheet.parent != path.parent.resolve() and sheet.is_file()]


def write(folder: Path, lectures: str | Path = LECTURES) -> list[Path]:
    """Write the pages, an index and the formula sheet into a folder; returns the files written, the index first.

    Raises:
        FileNotFoundError: there is no lecture in ``lectures``.
    """
    root = Path(lectures).resolve().parent
    formula_sheet.write(folder / "formula_sheet.html", lectures)
    read = {path.resolve(): nbformat.read(path, as_version=4) for path in sorted(Path(lectures).glob("*.ipynb"))}
    sheets = {path: linked(lecture, path) for path, lecture in read.items()}
    read |= {path: nbformat.read(path, as_version=4) for found in sheets.values() for path in found}
    files = [folder / "index.html", *(folder / path.relative_to(root).with_suffix(".html") for path in read)]
    for file, notebook in zip(files, [index(read, sheets, root), *read.values()]):
        file.parent.mkdir(parents=True, exist_ok=True)
        home = "" if file == files[0] else os.path.relpath(files[0], file.parent)
        file.write_text(page(notebook, home), "utf-8")
    return [*files, folder / "formula_sheet.html"]


def index(read: dict[Path, NotebookNode], sheets: dict[Path, list[Path]], root: Path) -> NotebookNode:
    """The table of contents, as a notebook: each lecture with its sheets."""

    def link(path: Path) -> str:
        return f"[{title(read[path])}]({path.relative_to(root).as_posix()})"

    rows = [f"| {link(path)} | {' · '.join(map(link, found))} |" for path, found in sheets.items()]
    table = "\n".join(["| lecture | to work on |", "|:--|:--|", *rows])
    remember = "The [formula sheet](formula_sheet.html) has all statements, to print."
    return new_notebook(cells=[new_markdown_cell(f"# {TITLE}\n\n{table}\n\n{remember}")])


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m course_utils.pages", description=__doc__)
    parser.add_argument("--to", type=Path, default=Path("dist/pages"), help="the folder to write")
    parser.add_argument("--lectures", type=Path, default=LECTURES, help="the folder of the lecture notebooks")
    options = parser.parse_args(arguments)
    first, *others = write(options.to, options.lectures)
    print(f"{first}: open it in a browser ({len(others)} pages more beside it).")


if __name__ == "__main__":
    main()
