"""What students wrote, made harmless for the browser that shows it: feedback pages and nbgrader's formgrader.

``nbgrader_config.py`` gives every HTML page that nbgrader makes of a notebook this module's preprocessor and
filters. What they let through can run, load and point to nothing: no script, style, link, frame or form.
"""

import html
import json
import re
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import nh3
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from nbconvert.filters import ansi2html, strip_ansi
from nbconvert.filters.markdown_mistune import InvalidNotebook, IPythonRenderer, MarkdownWithMath
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from pygments.token import STANDARD_TYPES

from course_utils.formulas import mathml

from .isolation.outputs import Outputs
from .sanitise import grade_id, images

LONGEST_TEXT = 50_000  # characters of one cell; markdown can be written so that it takes seconds beyond
LONGEST_NOTEBOOK = 1_000_000  # characters of all cells together
LARGEST_OUTPUT = 5_000_000  # bytes of one cell's outputs
MOST_COLOURS = 2000  # changes of colour in one output
CUT = "\n\n… (the rest is left out: it is too long to be shown)"
TAGS = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "blockquote", "pre", "div", "span"),
    *("details", "summary"),
    *("ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th", "td", "img"),
    *("strong", "em", "b", "i", "u", "s", "del", "sub", "sup", "code", "kbd"),
}
SWALLOWED = {"script", "style", "iframe", "object", "svg", "math", "template", "title", "noscript"}
ATTRIBUTES = {
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "details": {"open"},
    "th": {"style"},
    "td": {"style"},
    "div": {"class"},
    "span": {"class"},
    "code": {"class"},
}
HIGHLIGHTING = {"highlight", *STANDARD_TYPES.values()}  # the classes of coloured code: no other is kept
PICTURE = re.compile(r"data:image/(png|jpeg);base64,[A-Za-z0-9+/=\s]+")
ADDRESS = re.compile(r"(https?://|mailto:)", re.I)
NAME = re.compile(r"[\w-]+", re.ASCII)  # nbgrader's own rule for the names of cells
NAMES_OF_STUDENTS = ("student", "first_name", "last_name", "notebook_path")


def clean(markup: str, placeholder: str | None = None) -> str:
    """The HTML with allowed elements and attributes only; code may have the class ``placeholder`` too.

    >>> clean('<b onclick="f()">bold</b> <a href="javascript:f()">link</a> <script>f()</script>')
    '<b>bold</b> link '
    """

    def keep(tag: str, attribute: str, value: str) -> str | None:
        if attribute == "src":
            return value if PICTURE.fullmatch(value) else None
        if attribute == "class":
            return value if value in HIGHLIGHTING or (tag == "code" and value == placeholder) else None
        return value

    return nh3.clean(
        markup,
        tags=TAGS,
        clean_content_tags=SWALLOWED,
        attributes=ATTRIBUTES,
        attribute_filter=keep,
        url_schemes={"data"},  # addresses stand in `img` only, which `keep` looks at
        filter_style_properties={"text-align"},  # of a table's columns
        link_rel=None,
    )


class Renderer(IPythonRenderer):
    """Markdown as JupyterLab shows it, but formulas are set here, and links are text: one may lead anywhere.

    A formula stands in the page as a placeholder until all else is cleaned; nobody can know the placeholder.
    """

    def __init__(self, attachments: Mapping[str, dict[str, str]]):
        named = {spelling: data for name, data in attachments.items() for spelling in (name, quote(name))}
        super().__init__(escape=False, attachments=named, exclude_anchor_links=True)
        self.placeholder = f"formula-{secrets.token_hex(16)}"
        self.formulas: list[str] = []
        self.pictures: set[str] = set()

    def render_clean(self, source: str) -> str:
        cleaned = clean(MarkdownWithMath(renderer=self).render(source), self.placeholder)
        place = re.compile(f'<code class="{self.placeholder}">([0-9]+)</code>')
        return place.sub(lambda found: self.formulas[int(found[1])], cleaned)

    def inline_math(self, body: str) -> str:
        return self._formula(body)

    def block_math(self, body: str) -> str:
        return self._formula(body, block=True)

    def latex_environment(self, name: str, body: str) -> str:
        return self._formula(f"\\begin{{{name}}}{body}\\end{{{name}}}", block=True)

    def _formula(self, tex: str, block: bool = False) -> str:
        self.formulas.append(mathml(tex, block=block))
        return f'<code class="{self.placeholder}">{len(self.formulas) - 1}</code>'

    def link(self, text: str, url: str, title: str | None = None) -> str:
        address = html.escape(url)
        return f"{text} ({address})" if ADDRESS.match(url) and address not in text else text

    def image(self, text: str, url: str, title: str | None = None) -> str:
        if url in self.pictures:  # or a page could be many times as large as the submission
            return f"<em>(the picture {html.escape(url)} once more)</em>"
        self.pictures.add(url)
        try:
            return super().image(text, url, title)
        except InvalidNotebook:
            return f"<em>(the picture {html.escape(url)} is missing)</em>"

    def block_mermaidjs(self, code: str) -> str:
        return f"<pre><code>{html.escape(code)}</code></pre>"


def markdown_to_html(source: str, attachments: Mapping[str, dict[str, str]] | None = None) -> Markup:
    """Markdown as harmless HTML; its pictures are the attachments.

    >>> markdown_to_html("*Hence* <script>f()</script> $x < 1$.")[:33]
    Markup('<p><em>Hence</em>  <math display=')
    """
    try:
        return Markup(Renderer(attachments or {}).render_clean(source))
    except Exception:  # a text can make the parser raise anything: then it is shown as it is written
        return Markup("<pre>{}</pre>").format(source)


@pass_context
def markdown2html(context: Context, source: str) -> Markup:
    """nbconvert's filter of this name: a cell's text, with its attachments."""
    return markdown_to_html(source, context.get("cell", {}).get("attachments"))


def coloured(text: str) -> Markup:
    """nbconvert's filter ``ansi2html``, whose time grows with the square of the number of colours."""
    return Markup(ansi2html(text if text.count("\x1b") <= MOST_COLOURS else strip_ansi(text)))


class Harmless(Preprocessor):
    """Reduces a graded notebook to text, pictures and the metadata that pages need.

    Grading has done so already; a notebook that was graded otherwise gets no further than here.
    """

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        room = LONGEST_NOTEBOOK
        for cell in nb.cells:
            cell.source = shortened(cell.source, min(room, LONGEST_TEXT))
            room -= len(cell.source)
            reduce_cell(cell)
        nb.metadata = NotebookNode({k: v for k, v in nb.metadata.items() if k in ("language_info", "course")})
        for key in NAMES_OF_STUDENTS:  # nbgrader's template puts them into its page as they are
            if isinstance(resources.get(key), str):
                resources[key] = html.escape(resources[key])
        return nb, resources


def shortened(text: str, most: int) -> str:
    """The text, or its beginning and a word on the rest.

    >>> shortened("abc", 3), shortened("abcd", 3)[:5]
    ('abc', 'abc\\n\\n')
    """
    return text if len(text) <= most else text[:max(0, most)] + CUT


def reduce_cell(cell: NotebookNode) -> None:
    """Takes everything from a cell that a page need not have."""
    if cell.cell_type == "raw":
        cell.cell_type, cell.source = "markdown", html.escape(cell.source)
    kept = {key: cell.metadata[key] for key in ("nbgrader", "course") if key in cell.metadata}
    if not NAME.fullmatch(grade_id(cell) or ""):
        kept.pop("nbgrader", None)
    cell.metadata = NotebookNode(kept)
    if "attachments" in cell:
        cell.attachments = NotebookNode(images(cell.attachments))
    if cell.cell_type == "code":
        count = cell.get("execution_count")
        cell.execution_count = count if type(count) is int else None
        outputs = Outputs(LARGEST_OUTPUT)
        for output in cell.outputs:
            outputs.receive(output.output_type, output, len(json.dumps(output)))
        cell.outputs = outputs.finish()
