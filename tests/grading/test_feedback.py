"""The feedback page: what it says, what it keeps secret, and what it makes of what students wrote."""

import re

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output, new_raw_cell
from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from tiny import cell_metadata, tiny_course

from course_utils.formulas import mathml
from course_utils.grading.course import Course
from course_utils.grading.feedback import hide_secrets, result_by_test
from course_utils.grading.harmless import LONGEST_TEXT, Harmless, coloured, markdown_to_html

ANSWERS = {
    "right": "def double(x):\n    return 2 * x",
    "wrong": "def double(x):\n    return 4 if x == 2 else 0",
    "raises": "def double(x):\n    return x / 0  # my own line",
}
PROOF = "Because $x < y_1 * y_2$ <script>alert(1)</script>"


def hand_in(course: Course, student: str, answer: str, proof: str = PROOF) -> None:
    folder = course.path("submitted", "tiny", student)
    folder.mkdir(parents=True)
    notebook = nbformat.read(course.path("release", "tiny") / "sheet.ipynb", as_version=4)
    texts = {"double": answer, "proof": proof}
    for cell in notebook.cells:
        cell.source = texts.get(cell.metadata.get("nbgrader", {}).get("grade_id"), cell.source)
    nbformat.write(notebook, folder / "sheet.ipynb")


def page_of(course: Course, student: str) -> str:
    return (course.path("feedback", "tiny", student) / "sheet.html").read_text("utf-8")


def words(page: str) -> str:
    return " ".join(BeautifulSoup(page, "html.parser").get_text(" ").split())


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Three submissions, graded, with feedback as nbgrader's own command makes it."""
    course = tiny_course(tmp_path_factory.mktemp("feedback") / "course")
    course.convert(GenerateAssignment, "tiny")
    for student, answer in ANSWERS.items():
        hand_in(course, student, answer)
    course.convert(Autograde, "tiny", "*")
    course.nbgrader("generate_feedback", "tiny")
    return course


@pytest.mark.parametrize("student", ANSWERS)
def test_no_hidden_test_and_no_mark_scheme_is_in_the_page(graded: Course, student: str):
    page = page_of(graded, student)
    assert "1234567" not in page and "2469134" not in page and "assert double(-" not in page
    assert "One point for the sum" not in page and "MARK SCHEME" not in page
    assert "# hidden tests run here" in words(page)


def test_outcomes_stand_in_words_with_points(graded: Course):
    assert re.search(r"double-hidden ✓ passed 2 of 2", words(page_of(graded, "right")))
    wrong = words(page_of(graded, "wrong"))
    assert re.search(r"double-visible ✓ passed 1 of 1", wrong)
    assert re.search(r"double-hidden ✗ not passed 0 of 2", wrong) and "negative numbers" in wrong
    assert re.search(r"proof … waits for its mark –", wrong) and "1 of 4 points" in wrong


def test_an_error_shows_the_students_own_traceback(graded: Course):
    page = words(page_of(graded, "raises"))
    assert "double-visible ✗ stopped by an error 0 of 1" in page
    assert "ZeroDivisionError" in page and page.count("# my own line") >= 2  # in answer and traceback


def test_results_are_grouped_by_question(graded: Course):
    soup = BeautifulSoup(page_of(graded, "right"), "html.parser")
    assert [row.get_text(strip=True) for row in soup.select("tr.question")] == ["Doubling", "A proof"]
    targets = [link["href"][1:] for link in soup.select("tr.result a")]
    assert targets == ["double-visible", "double-hidden", "proof"]
    assert all(soup.find(id=name) for name in targets)


def test_the_page_has_no_script_and_needs_no_network(graded: Course):
    soup = BeautifulSoup(page_of(graded, "right"), "html.parser")
    assert not soup.find_all(["script", "link", "iframe", "object", "embed", "base", "form"])
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.startswith("default-src 'none'")
    addresses = [tag.get("href") or tag.get("src") or "" for tag in soup.find_all(True)]
    assert any(addresses) and not [a for a in addresses if re.match(r"\w+:|//", a)]


def test_comments_of_graders_and_marks_by_hand_are_shown(graded: Course):
    with graded.gradebook() as gradebook:
        grade = gradebook.find_grade("proof", "sheet", "tiny", "right")
        grade.manual_score, grade.needs_manual_grade = 0.5, False
        comment = gradebook.find_comment("proof", "sheet", "tiny", "right")
        comment.manual_comment = "Say *why* <script>f()</script>"
        gradebook.db.commit()
    graded.convert(GenerateFeedback, "tiny", "right", force=True)
    page = page_of(graded, "right")
    assert "proof ◐ marked by hand 0.5 of 1" in words(page)
    assert "<em>why</em>" in page and "f()" not in page


def graded_by_others() -> NotebookNode:
    """A notebook as stock nbgrader leaves it: test source in a traceback, active outputs, all metadata."""
    source = "assert f(1) == 1\n### BEGIN HIDDEN TESTS\nassert f(17) == 4711\n### END HIDDEN TESTS"
    line = "\x1b[32m----> 3\x1b[39m \x1b[38;5;28;01massert\x1b[39;00m f(\x1b[32m17\x1b[39m) == 4711"
    traceback = ["Cell In[2], line 3", line]
    test = new_code_cell(source, metadata=cell_metadata("f-test", 1), execution_count=1)
    test.outputs = [new_output("error", ename="AssertionError", evalue="", traceback=traceback)]
    own = new_code_cell("1", metadata={"tags": ["x"], "transient": {"remove_source": True}})
    own.outputs = [
        new_output("display_data", data={"text/html": "<script>f()</script>", "text/plain": "shown"}),
        new_output("display_data", data={"application/javascript": "f()"}),
        new_output(
            "display_data", data={"image/png": "AAAA"}, metadata={"image/png": {"width": "1 onerror=f()"}}
        ),
    ]
    raw = new_raw_cell("<img src=x onerror=f()>", metadata={"raw_mimetype": "text/html"})
    strange = new_code_cell("2", metadata={"nbgrader": {"grade_id": "<script>f()</script>", "grade": False}})
    return new_notebook(cells=[test, own, raw, strange], metadata={"widgets": {"x": "<script>f()</script>"}})


def test_a_traceback_of_stock_nbgrader_loses_the_hidden_lines():
    notebook = graded_by_others()
    hide_secrets(notebook)
    assert "4711" not in str(notebook) and notebook.cells[0].outputs[0].traceback[1] == "(hidden)"
    assert notebook.cells[0].source == "assert f(1) == 1\n# hidden tests run here"


def test_a_notebook_graded_otherwise_is_reduced_to_text_and_pictures():
    notebook, _ = Harmless().preprocess(graded_by_others(), {})
    _, own, raw, strange = notebook.cells
    assert [dict(output.data) for output in own.outputs] == [{"text/plain": "shown"}, {"image/png": "AAAA"}]
    assert own.outputs[1].metadata == own.metadata == strange.metadata == notebook.metadata == {}
    assert raw.cell_type == "markdown" and "<img" not in raw.source


def test_names_of_students_are_escaped_for_the_formgrader():
    given = {"student": "<b>", "notebook_path": 'a"b', "index": 3}
    _, resources = Harmless().preprocess(new_notebook(), given)
    assert resources == {"student": "&lt;b&gt;", "notebook_path": "a&quot;b", "index": 3}


def test_outcomes_that_are_not_noted_are_read_off_the_marks():
    cell = new_code_cell("", metadata=cell_metadata("t", 2))
    found = []
    for score in (2, 1, 0):
        cell.metadata.nbgrader["score"] = score
        found.append((result_by_test(cell).words, result_by_test(cell).sign))
    assert found == [("passed", "right"), ("partly right", "partly"), ("not passed", "wrong")]


@pytest.mark.parametrize(
    "source, shown",
    [
        ("$a < b$", "<mi>a</mi><mo>&lt;</mo><mi>b</mi>"),
        ("$x_1 * x_2 * y$", "<mo>*</mo>"),
        ("\\begin{align} a &= b \\\\ c &< d \\end{align}", "<mtr>"),
        ("\\\\[ x \\\\]", '<math display="block"'),
        ("$\\mathbb E X$", "<mi>𝔼</mi>"),
        ("$\\notacommand{x}$", "<code>\\notacommand{x}</code>"),
        ("a|b\n-|-:\n1|2", '<td style="text-align:right">2</td>'),
        ("`a < b`", "<code>a &lt; b</code>"),
        ("```python\nimport os\n```", '<span class="kn">import</span>'),
        ("<details><summary>Hint</summary>\n\n**x**\n\n</details>", "<summary>Hint</summary>"),
        ("![p](attachment:a%20b.png)", '<img src="data:image/png;base64,AAAA" alt="p">'),
        ("![p](attachment:c.jpg)", '<img src="data:image/jpeg;base64,BBBB" alt="p">'),
        ("![p](attachment:none.png)", "(the picture attachment:none.png is missing)"),
        ("[text](https://a.org/x?y=1)", "text (https://a.org/x?y=1)"),
    ],
)
def test_what_markdown_must_still_show(source: str, shown: str):
    pictures = {"a b.png": {"image/png": "AAAA"}, "c.jpg": {"image/jpeg": "BBBB"}}
    assert shown in markdown_to_html(source, pictures)


@pytest.mark.parametrize(
    "source",
    [
        "[x](javascript:f) <javascript:f>",
        "![x](data:image/svg+xml;base64,PHN2Zz4=)",
        "![x](https://evil.test/a.png)",
        "![x](attachment:x)",
        "<table><tr><td style='position:fixed;text-align:left'>x</table>",
        "<p style='position:fixed' class='btn full-credit' id='proof' onclick='f'>",
        "<math href='javascript:f'><mi xlink:href='javascript:f'>x</mi></math>",
        "<base href='https://evil.test'><form action='https://evil.test'><button>",
        "$\\href{javascript:f}{x} \\text{<img src=x onerror=f>}$",
        "$\\style{position:fixed}{x}$ $\\class{btn}{x}$ $\\cssId{proof}{x}$",
        '![" onerror="f](attachment:p) ![$\\text{" onerror=f x="}$](attachment:q)',
        "```mermaid\n</pre><img src=x onerror=f>\n```",
        "```<img src=x onerror=f>\nx\n```",
        '<code class="formula-0">0</code> <span class="highlight btn">',
        "<svg><style><img src=x onerror=f></style></svg>",
        "<math><mtext><table><mglyph><style><img title='</style><img onerror=f>'>",
    ],
)
def test_markup_that_acts_is_taken_out(source: str):
    png = {"image/png": "AAAA"}
    pictures = {"x": {"text/html": "<script>f</script>"}, "p": png, "q": png}
    for tag in BeautifulSoup(markdown_to_html(source, pictures), "html.parser").find_all(True):
        assert tag.name not in {"script", "style", "svg", "a", "form", "button", "base", "iframe", "object"}
        assert not [name for name in tag.attrs if name.startswith("on")]
        assert not {"href", "id", "name", "action"} & set(tag.attrs)
        assert set(tag.get("class", [])) <= {"highlight"} and "fixed" not in tag.get("style", "")
        assert tag.name != "img" or re.match("data:image/(png|jpeg)|$", tag.get("src", ""))


@pytest.mark.parametrize(
    "text", ["\\begin{a}" * 2000, "[" * 40_000, "<b>" * 15_000, "$" + "{" * 4000 + "$", "\ud83d"]
)
def test_text_that_strains_the_parser_is_shown_all_the_same(text: str):
    assert markdown_to_html(text)


def test_what_is_too_long_is_cut():
    notebook = new_notebook(cells=[new_code_cell("x" * (LONGEST_TEXT + 1))])
    Harmless().preprocess(notebook, {})
    assert len(notebook.cells[0].source) < LONGEST_TEXT + 100 and "too long" in notebook.cells[0].source
    page = markdown_to_html("![a](attachment:a) " * 100, {"a": {"image/png": "A" * 1000}})
    assert len(page) < 10_000  # each picture once
    assert coloured("\x1b[31m" * 3000 + "x") == "x" and "ansi-red" in coloured("\x1b[31mx")


def test_a_formula_holds_only_elements_of_mathml():
    tree = BeautifulSoup(mathml(r"\text{<script>f</script>}\href{javascript:f}{x}"), "html.parser")
    assert {tag.name for tag in tree.find_all(True)} == {"math", "mrow", "mtext", "mi"}
    assert not any("href" in tag.attrs for tag in tree.find_all(True))


