"""The formula sheet holds every statement of the lectures, all formulas set, and needs no network and no script."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from course_utils import formula_sheet
from course_utils.formula_sheet import LECTURES, browser, main, sheet, write
from course_utils.statements import Statement, read_statements
from course_utils.typeset import markdown2html

pytestmark = pytest.mark.package

RAW = re.compile(r"\$|\\[A-Za-z{}|,;!]|\*\*")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> BeautifulSoup:
    path = tmp_path_factory.mktemp("sheet") / "new" / "formula_sheet.html"
    write(path)
    return BeautifulSoup(path.read_text("utf-8"), "html.parser")


@pytest.fixture(scope="module")
def lectures() -> list[Statement]:
    return read_statements(LECTURES)


def test_each_statement_stands_once_in_the_order_of_the_course(page: BeautifulSoup, lectures: list[Statement]) -> None:
    heads = [article.find("strong").text for article in page.select("article:not(.summary)")]
    assert [head.split(" (")[0] for head in heads] == [statement.name for statement in lectures]


def test_each_session_has_its_heading_and_the_things_to_remember(page: BeautifulSoup, lectures: list[Statement]) -> None:
    sessions = page.find_all("section")
    assert [int(section.h2.text.split(".")[0]) for section in sessions] == sorted({s.session for s in lectures})
    for section in sessions:
        assert section.find("article")["class"] == ["summary"]
        assert len(section.find("article").find_all("li")) >= 5


def test_every_formula_is_set(page: BeautifulSoup) -> None:
    assert len(page.find_all("math")) > 2000
    for tag in page.find_all(["style", "title"]):
        assert tag.parent.name == "head"
    visible = [text for text in page.body.find_all(string=True) if RAW.search(text)]
    assert not visible


@pytest.mark.parametrize("text", [r"$\unknown x$", r"costs 3\$ and $x$", "**bold without end"])
def test_what_is_not_set_is_seen(text: str) -> None:
    """The check above can fail."""
    assert RAW.search(BeautifulSoup(markdown2html(text), "html.parser").text)


def test_remarks_on_verification_stay_in_the_lectures(page: BeautifulSoup) -> None:
    assert "Not verified" not in page.text


def test_the_page_needs_no_other_file(page: BeautifulSoup) -> None:
    assert not page.find_all(["script", "link", "img", "iframe"])
    assert "url(" not in page.style.text and "@import" not in page.style.text


def test_without_chromium_it_says_how_to_print(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(formula_sheet, "browser", lambda: None)
    main(["--to", str(tmp_path / "a" / "sheet.html")])
    assert "print to a file" in capsys.readouterr().out
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["sheet.html"]


def test_a_browser_that_prints_nothing_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.html").write_text("x")
    with pytest.raises(RuntimeError, match="printed nothing"):
        formula_sheet.print_pdf(tmp_path / "x.html", tmp_path / "x.pdf", "false")


def test_a_folder_without_lectures_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="--lectures"):
        sheet(tmp_path)


@pytest.mark.skipif(browser() is None, reason="no Chromium to print with")
def test_the_pdf(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--to", str(tmp_path / "sheet.html")])
    pdf = (tmp_path / "sheet.pdf").read_bytes()
    assert capsys.readouterr().out.split() == [str(tmp_path / "sheet.html"), str(tmp_path / "sheet.pdf")]
    assert pdf.startswith(b"%PDF") and len(pdf) < 2e6
    boxes = re.findall(rb"/MediaBox \[0 0 (\d+)[.\d]* (\d+)", pdf)
    assert set(boxes) == {(b"594", b"841")} or set(boxes) == {(b"595", b"842")}, "A4"
    assert 10 <= len(re.findall(rb"/Type /Page\b", pdf)) <= 24
