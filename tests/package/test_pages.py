"""The course as web pages: what the notebooks hold, links that lead somewhere, no script and no network."""

import re
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from course_utils.pages import LECTURES, linked, main, page, write

pytestmark = pytest.mark.package

ID = re.compile(r'\bid="([^"]+)"')
HREF = re.compile(r'<a [^>]*href="([^"]+)"')
ASKS = re.compile(r'<(?:script|iframe|link|img|source)\b[^>]*\b(?:src|href)="(?!data:)|<script|@import|url\((?!"?data:)')
CODE = re.compile(r"<(pre|style|title)\b.*?</\1>|<code>[^<\\]*</code>|<[^>]+>", flags=re.DOTALL)  # a formula as code is none
RAW = re.compile(r"\$[^$]+\$|\\[A-Za-z]{2,}")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, str]:
    files = write(tmp_path_factory.mktemp("site") / "new")
    return {path: path.read_text("utf-8") for path in files}


def dead(pages: dict[Path, str]) -> list[str]:
    """Links to no page, or to no place of a page."""
    places = {path.resolve(): {"", *ID.findall(text)} for path, text in pages.items()}
    found = []
    for path, text in pages.items():
        for href in HREF.findall(text):
            name, _, place = href.partition("#")
            target = (path.parent / name).resolve() if name else path.resolve()
            if not re.match(r"\w+:", href) and place not in places.get(target, ()):
                found.append(f"{path.name}: {href}")
    return found


def notebook(*texts: str, code: str = "") -> nbformat.NotebookNode:
    return new_notebook(cells=[*map(new_markdown_cell, texts), *([new_code_cell(code)] if code else [])])


def test_each_lecture_and_each_sheet_that_it_names_has_its_page(pages: dict[Path, str]) -> None:
    lectures, sheets = ([path for path in pages if folder in path.parts] for folder in ("lectures", "exercises"))
    assert {path.stem for path in lectures} == {path.stem for path in LECTURES.glob("*.ipynb")}
    assert {path.parent.name for path in sheets} == {*(f"td{k}" for k in range(1, 8)), "homework"}, "no paper"
    assert next(iter(pages)).name == "index.html"


def test_every_link_leads_to_a_place_that_is_there(pages: dict[Path, str]) -> None:
    assert sum(len(HREF.findall(text)) for text in pages.values()) > 500
    assert dead(pages) == []
    revision = next(path for path in pages if path.stem == "08_revision")
    assert "#cell-id=" in pages[revision] and ".ipynb" not in "".join(HREF.findall(pages[revision]))
    broken = pages | {revision: pages[revision].replace("#cell-id=c0", "#cell-id=no", 1)}
    assert len(dead(broken)) == 1, "the check can fail"


def test_the_pages_ask_for_nothing_and_run_nothing(pages: dict[Path, str]) -> None:
    for path, text in pages.items():
        assert not ASKS.search(text), path.name


@pytest.mark.parametrize("text", ['<script src="x.js">', '<img src="https://x.org/x.png">', 'a { b: url("x.png") }'])
def test_what_asks_is_seen(text: str) -> None:
    assert ASKS.search(text)


def test_every_formula_is_set(pages: dict[Path, str]) -> None:
    for path, text in pages.items():
        assert not RAW.findall(CODE.sub("", text)), path.name
        assert "index" in path.stem or "<math" in text, path.name


@pytest.mark.parametrize("text", [r"$x$", r"$\unknown x$", r"\begin{aligned}a\unknown b\end{aligned}"])
def test_what_is_not_set_is_seen(text: str) -> None:
    made = page(notebook("# One", f"`$x$` and {text}"))
    assert bool(RAW.search(CODE.sub("", made))) == ("unknown" in text)


def test_pictures_and_texts_of_outputs_are_there(pages: dict[Path, str]) -> None:
    for path in LECTURES.glob("0[1-7]*.ipynb"):
        outputs = [o for cell in nbformat.read(path, 4).cells for o in cell.get("outputs", [])]
        drawn = sum("image/png" in output.get("data", {}) for output in outputs)
        text = next(text for page, text in pages.items() if page.stem == path.stem)
        assert text.count('src="data:image/png') == drawn > 5
        assert text.count("✓") >= sum(output.get("text", "").count("✓") for output in outputs) > 20


def test_a_picture_has_its_size_and_its_words() -> None:
    about = {"image/png": {"alt": 'A "line".', "width": 300, "height": 200}}
    made = notebook("# One", code="x")
    made.cells[1].outputs = [new_output("display_data", {"image/png": "aaaa"}, metadata=about)]
    (picture,) = BeautifulSoup(page(made), "html.parser").find_all("img")
    assert (picture["alt"], picture["width"]) == ('A "line".', "300")


def test_headings_can_be_linked_to_and_formulas_in_them_are_set() -> None:
    made = page(notebook("# One", "## Where $x^2$ is\n\n[up](#One)"), home="../index.html")
    assert 'id="One"' in made and "<msup>" in made and '<a href="../index.html">' in made


def test_only_links_to_notebooks_change() -> None:
    made = page(notebook("# One", "[a](b.ipynb) [c](b.ipynb#d) [e](https://x.org/f.ipynb)", code='x = "b.ipynb"'))
    assert re.findall(r'<a href="([^"]+)">[ace]<', made) == ["b.html", "b.html#d", "https://x.org/f.ipynb"]
    assert "b.ipynb" in made


def test_a_sheet_that_is_not_there_has_no_page(tmp_path: Path) -> None:
    (tmp_path / "td1").mkdir()
    (tmp_path / "td1" / "x.ipynb").touch()
    lecture = notebook("# L", "[next](2.ipynb) [x](../td1/x.ipynb) [y](../td2/y.ipynb) [again](../td1/x.ipynb)")
    assert linked(lecture, tmp_path / "lectures" / "1.ipynb") == [tmp_path / "td1" / "x.ipynb"]


def test_a_folder_without_lectures_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="--lectures"):
        main(["--to", str(tmp_path / "to"), "--lectures", str(tmp_path)])
    assert not (tmp_path / "to").exists()
