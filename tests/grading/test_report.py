"""The report: its numbers against hand-computed ones, what it says of submissions, and its empty cases."""

import csv
import shutil
import time
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from made_up import Made, make_class
from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import ClearSolutions
from tiny import tiny_course

from course_utils.grading.attempts import Attempt, attempts, reaching
from course_utils.grading.course import Course
from course_utils.grading.isolation.outcome import Outcome
from course_utils.grading.report import incidents, verdict, write_report
from course_utils.grading.similarity import COMMON, FEWEST_TOKENS, near_duplicates, own_tokens
from course_utils.grading.spreadsheet import guarded
from course_utils.grading.student_code import LONGEST
from course_utils.grading.summary import FEWEST_STUDENTS, NOT_ANSWERED, NOT_KNOWN, Summary, summarise
from tests.answers.sheets import NOTEBOOKS, Question, answers, questions, read, stub

VISIBLE, HIDDEN = "double-visible", "double-hidden"
WRONG = ("CheckError", "✗ double(2) returned 5, expected 4")
TIME = {"seconds": 2.0, "peak_megabytes": 200.0, "restarts": 0}


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Course:
    course = tiny_course(tmp_path_factory.mktemp("released") / "course")
    course.convert(GenerateAssignment, "tiny")
    return course


@pytest.fixture
def tiny(released: Course, tmp_path: Path) -> Course:
    """A course whose gradebook knows the tiny sheet; copied, because making a gradebook takes seconds."""
    return Course.at(shutil.copytree(released.root, tmp_path / "course"))


def page_of(course: Course) -> BeautifulSoup:
    return BeautifulSoup(write_report(course, "tiny").read_text("utf-8"), "html.parser")


def section(page: BeautifulSoup, name: str) -> str:
    """The text of a section, with single spaces."""
    return " ".join(page.find("section", {"aria-labelledby": name}).get_text(" ").split())


def csv_rows(course: Course) -> list[dict[str, str]]:
    with open(course.root / "reports" / "tiny.csv", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


# --- a small class, all numbers by hand

MIXED = {
    "ada": Made(course=TIME, by_hand=1),
    "bob": Made(errors={HIDDEN: WRONG}, course={**TIME, "seconds": 4.0, "peak_megabytes": 300.0}, by_hand=0),
    "cid": Made(
        errors={VISIBLE: ("DeadKernelError", "the kernel died"), HIDDEN: ("CellTimeout", "60 s")},
        outcomes={VISIBLE: Outcome.KILLED, HIDDEN: Outcome.TIMEOUT},
        course={**TIME, "restarts": 2},
        by_hand=0.5,
        late=timedelta(hours=3),
    ),
    "dan": Made(
        errors={
            VISIBLE: ("NotImplementedError", ""),
            HIDDEN: ("CheckError", "✗ double(2) is not answered yet."),
        },
        outcomes={VISIBLE: Outcome.ERROR},
        course=TIME,
        by_hand=0,
    ),
    "=2+3": Made(refused="Refused (not json), 'sheet.ipynb': a notebook is a JSON file."),
}


@pytest.fixture(scope="module")
def mixed(released: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    course = shutil.copytree(released.root, tmp_path_factory.mktemp("mixed") / "course")
    return make_class(Course.at(course), "tiny", MIXED)


@pytest.fixture(scope="module")
def summary(mixed: Course) -> Summary:
    return summarise(mixed, "tiny")


@pytest.fixture(scope="module")
def page(mixed: Course) -> BeautifulSoup:
    return page_of(mixed)


def test_outcomes_by_question(summary: Summary):
    counts = summary.outcomes(summary.questions[0].cells, summary.graded)
    assert counts == {
        Outcome.PASSED: 3,
        Outcome.WRONG: 1,
        Outcome.KILLED: 1,
        Outcome.TIMEOUT: 1,
        NOT_ANSWERED: 2,
    }
    assert summary.outcomes(summary.questions[1].cells, summary.graded) == {}  # a proof is no test


def test_the_table_of_outcomes(page: BeautifulSoup):
    table = page.find("table", class_="counts")
    names = [cell.get_text() for cell in table.thead.find_all("th")]
    rows = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")[1:]]
    assert names == ["Question", "passed", "not answered", "wrong", "timeout", "killed"]
    assert rows[0] == ["Doubling", "3", "2", "1", "1", "1"]
    assert rows[1] == ["All tests", "3", "2", "1", "1", "1"]
    assert rows[2][1:3] == ["38 %", "25 %"] and len(rows) == 3


def test_time_and_memory(page: BeautifulSoup):
    text = section(page, "times")
    assert "median 2, longest 4, all together 10" in text
    assert "fresh kernel: median 200 MB, most 300 MB" in text
    assert "The slowest: bob 4 s," in text and "The last bar holds" not in text


def test_incidents_are_said_in_words(summary: Summary, page: BeautifulSoup):
    said = {student.name: incidents(summary, student) for student in summary.students}
    assert said.pop("cid") == [
        "the kernel died in 1 test",
        "the time limit was reached in 1 test",
        "2 restarts of the kernel",
    ]
    assert not any(said.values())
    assert "cid : the kernel died in 1 test; the time limit" in section(page, "attention")


def test_who_was_refused_is_named_with_the_reason(page: BeautifulSoup):
    assert "=2+3 : Refused (not json), 'sheet.ipynb'" in section(page, "attention")


def test_the_csv_file(mixed: Course, page: BeautifulSoup):
    refused, ada, bob, cid, dan = csv_rows(mixed)
    assert (ada["student"], ada["score"], ada["max_score"], ada["failure"]) == ("ada", "4.0", "4.0", "")
    assert (bob["score"], bob["tests wrong"]) == ("1.0", "1")
    assert (bob["seconds"], bob["peak_megabytes"]) == ("4.0", "300.0")
    assert (cid["late_hours"], cid["restarts"]) == ("3.0", "2")
    assert (cid["tests killed"], cid["tests timeout"]) == ("1", "1")
    assert (cid["points: Doubling"], cid["points: A proof"], cid["waiting"]) == ("0.0", "0.5", "0")
    assert dan["tests not answered"] == "2" and dan["tests error"] == "0"
    assert refused["student"] == "'=2+3" and refused["score"] == ""
    assert refused["failure"].startswith("Refused (not json)")
    assert page.find("a", href="tiny.csv")


@given(st.text())
def test_no_text_begins_a_formula(text: str):
    assert not guarded(text).lstrip().startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", " =1", "\x00=1"])
def test_a_formula_becomes_text(text: str):
    assert guarded(text).startswith("'")


# --- discrimination


def test_discrimination_is_the_correlation_with_the_rest(tiny: Course):
    # Visible test: 1 for the first six of ten. The rest: 3 for the first four and the last, else 0.
    made = {
        f"s{i}": Made(
            points={VISIBLE: float(i < 6), HIDDEN: 2.0 * (i < 4 or i == 9)},
            by_hand=float(i < 4 or i == 9),
            course=TIME,
        )
        for i in range(10)
    }
    summary = summarise(make_class(tiny, "tiny", made), "tiny")
    doubling, proof = summary.questions
    # Means 0.6 and 1.5; covariance 4·3/10 - 0.6·1.5 = 0.3; deviations sqrt(0.24) and 1.5.
    assert summary.discrimination(doubling.cells[:1]) == pytest.approx(0.3 / (0.24**0.5 * 1.5))
    # The question of three points with the proof of one: 1 for s4 and s5, 3 for the first four, 2 for s9.
    assert summary.discrimination(doubling.cells) == pytest.approx(0.6 / (1.64**0.5 * 0.5), rel=1e-12)
    assert summary.discrimination(proof.cells) == summary.discrimination(doubling.cells)
    assert "0.41 separates well" in section(page_of(tiny), "questions")


@pytest.mark.parametrize(
    "made",
    [
        {f"s{i}": Made(points={VISIBLE: i % 2, HIDDEN: i % 2}) for i in range(FEWEST_STUDENTS - 1)},
        {f"s{i}": Made(points={HIDDEN: i % 2}, by_hand=1) for i in range(FEWEST_STUDENTS)},
    ],
    ids=["too few students", "all solved it"],
)
def test_discrimination_that_cannot_be_said(tiny: Course, made: Mapping[str, Made]):
    summary = summarise(make_class(tiny, "tiny", made), "tiny")
    assert summary.discrimination(summary.cells[:1]) is None
    assert "– cannot be said" in section(page_of(tiny), "questions")


def test_what_waits_for_a_hand_is_left_out_of_the_discrimination(tiny: Course):
    made = {
        f"s{i:02}": Made(points={VISIBLE: i % 2, HIDDEN: 2 * (i % 2)}, by_hand=None if i % 3 else 1)
        for i in range(FEWEST_STUDENTS)
    }
    summary = summarise(make_class(tiny, "tiny", made), "tiny")
    assert summary.discrimination(summary.questions[1].cells) is None
    assert summary.discrimination(summary.cells[:1]) == pytest.approx(1)
    assert summary.discrimination(summary.questions[0].cells) is None  # nothing is left to compare with


def test_words_for_discrimination():
    assert [verdict(r) for r in (0.4, 0.2, 0.0)] == ["separates well", "separates", "hardly separates"]
    assert verdict(-0.01).startswith("the stronger did worse") and verdict(None) == "cannot be said"


# --- empty cases


def test_notebooks_without_our_metadata(tiny: Course):
    errors = {VISIBLE: ("ZeroDivisionError", "division by zero"), HIDDEN: ("AssertionError", "")}
    made = {"ada": Made(), "bob": Made(errors=errors), "cid": Made(points={VISIBLE: 0.5, HIDDEN: 2.0})}
    summary = summarise(make_class(tiny, "tiny", made), "tiny")
    assert [[student.outcome(cell) for cell in summary.cells[:2]] for student in summary.students] == [
        [Outcome.PASSED, Outcome.PASSED],
        [Outcome.ERROR, Outcome.WRONG],
        [NOT_KNOWN, Outcome.PASSED],
    ]
    page = page_of(tiny)
    assert "do not say how long they took" in section(page, "times")
    assert "Not known" in section(page, "outcomes")
    assert csv_rows(tiny)[0]["seconds"] == ""


def test_one_student_and_nothing_to_say(tiny: Course):
    page = page_of(make_class(tiny, "tiny", {"ada": Made(course=TIME, by_hand=1)}))
    assert "mean 4, median 4" in section(page, "marks") and "No test failed." in section(page, "messages")
    assert section(page, "attention").count("None.") == 5
    assert "No two students stand out" in section(page, "alike")
    assert "The slowest" not in section(page, "times")


def test_all_refused(tiny: Course):
    refusal = "Refused (no notebook), 'ada/tiny': the folder holds no notebook: ask for it."
    page = page_of(make_class(tiny, "tiny", {"ada": Made(refused=refusal), "bob": Made(refused=refusal)}))
    assert "No submission could be graded" in section(page, "marks") and refusal in section(page, "attention")
    assert "No test was run" in section(page, "outcomes") and "do not say" in section(page, "times")
    assert [row["tests passed"] for row in csv_rows(tiny)] == ["", ""]


def test_a_very_long_run_stands_in_the_last_bar(tiny: Course):
    made = {f"s{i}": Made(course={**TIME, "seconds": 300.0 if i == 0 else 2.0}) for i in range(5)}
    page = page_of(make_class(tiny, "tiny", made))
    assert page.find(id="times-figure-text").get_text().endswith("From 7 to 8 seconds: 1. ")
    assert "The last bar holds" in section(page, "times")


# --- what students wrote

HOSTILE = "</pre><script>alert(1)</script><img src=x onerror=alert(2)>\x1b[31m"


def test_all_that_students_wrote_is_escaped(tiny: Course):
    long_answer = "def double(x):\n" + "".join(f"    x{i} = x + {i} * x ** 2 - 1\n" for i in range(9))
    hostile = Made(
        answers={"double": f"{long_answer}    return '{HOSTILE}'"},
        errors={VISIBLE: ("ValueError", HOSTILE)},
        own=(f"import os  # {HOSTILE}",),
        course=TIME,
    )
    name = "<b onclick=alert(3)>"
    page = page_of(make_class(tiny, "tiny", {name: hostile, "ada": hostile}))
    assert not page.find(["script", "img", "b"])
    assert not [tag for tag in page.find_all() if any(a.startswith("on") for a in tag.attrs)]
    for where in ("messages", "attention", "alike"):
        assert "<script>alert(1)</script>" in section(page, where), where
    assert name in section(page, "students") and "\x1b" not in page.get_text()


def test_a_folders_name_that_is_no_text_does_not_end_the_report(tiny: Course):
    made = make_class(tiny, "tiny", {"ada": Made()})
    (made.root / "submitted" / "ada\udcff" / "tiny").mkdir(parents=True)
    assert "ada? : not graded yet" in section(page_of(made), "attention")
    assert [row["student"] for row in csv_rows(made)] == ["ada", "ada?"]


def test_the_page_needs_no_network_and_no_script(page: BeautifulSoup):
    assert not page.find(["script", "link", "iframe", "object"]) and not page.find_all(src=True)
    policy = page.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.startswith("default-src 'none'")
    assert not [a["href"] for a in page.find_all("a") if ":" in a["href"] or a["href"].startswith("/")]


# --- code worth a look


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("import os", "files"),
        ("import os.path as p", "files"),
        ("from shutil import copy", "files"),
        ("os.listdir('.')", "files"),
        ("text = open('a').read()", "files"),
        ("np.load('a.npy')", "files"),
        ("import subprocess", "processes"),
        ("import urllib.request", "network"),
        ("from socket import socket", "network"),
        ("requests.get(address)", "network"),
        ("import ctypes", "the interpreter"),
        ("eval('1')", "the interpreter"),
        ("run = exec", "the interpreter"),
        ("__import__('o' + 's')", "the interpreter"),
        ("import sys\nsys.modules", "the interpreter"),
        ("from sys import modules", "the interpreter"),
        ("get_ipython().ast_transformers", "the interpreter"),
        ("().__class__.__bases__", "the interpreter"),
        ("np.testing.assert_allclose = print", "the interpreter"),
        ("!ls", "shell"),
        ("files = !ls", "shell"),
        ("if True:\n    !ls \\\n  -l\n    y = 1", "shell"),
        ("%%bash\nls", "shell"),
        ("%run other.py", "shell"),
        ("%time open('a')", "files"),
        ("%%timeit\nopen('a')", "files"),
        ("where = '/etc/passwd'", "names of places"),
        ("where = '../../x'", "names of places"),
        ("where = f'{a}gradebook.db'", "names of places"),
        ("where = b'/proc/self'", "names of places"),
        ("x = 'the hidden tests'", "names of places"),
        ("x" * (LONGEST + 1), "length"),
    ],
)
def test_what_reaches_beyond_the_sheet(source: str, kind: str):
    assert [kinds for kinds in reaching(source).values() if kind in kinds]


@pytest.mark.parametrize(
    "source",
    [
        "import numpy as np\nimport torch.nn as nn\nimport math",
        "import os\ndef f(:",
        "def f(io, signal):\n    code = io + signal\n    return code.os",
        '"""Reads /etc/passwd and the solutions."""\nx = "the hidden layer"',
        "%matplotlib inline\n%time f(2)\nnp.tanh?",
        "# open('/etc/passwd')",
        "y = a / b\nplt.plot(x, y, 'r--')",
        "self.hidden = hidden",
        "\0",
        "(" * 1000,
        "x" + ".y" * 20000,
    ],
)
def test_ordinary_code_reaches_nowhere(source: str):
    assert reaching(source) == {}


def test_many_escapes_are_read_in_linear_time():
    began = time.process_time()
    assert reaching("%timeit x\n" * (LONGEST // 10)) == {}
    assert time.process_time() - began < 15  # about 0.4; IPython alone takes 50


def test_right_answers_of_the_bank_reach_nowhere():
    found = [reaching(source) for question in bank() for source in question.right]
    assert len(found) > 20 and not any(found)


def test_what_the_instructor_wrote_does_not_count(tiny: Course):
    cell = ("sheet", "double")
    source = {cell: "import os\nimport socket"}
    assert attempts(source, {cell: "import os"}) == [Attempt(("network",), cell, "import socket")]


def test_own_cells_and_answers_are_searched_and_the_sheets_are_not(tiny: Course):
    path = tiny.path("source", "tiny") / "sheet.ipynb"
    sheet = nbformat.read(path, as_version=4)
    sheet.cells.insert(0, nbformat.v4.new_code_cell("import os, inspect"))
    nbformat.write(sheet, path)
    made = {
        "ada": Made(course=TIME),
        "bob": Made(own=("import socket",), course=TIME),
        "cid": Made(answers={"double": "def double(x):\n    return eval('x + x')"}),
    }
    page = page_of(make_class(tiny, "tiny", made))
    text = section(page, "attention")
    assert "bob : network import socket in a cell of the student's own" in text
    assert "cid : the interpreter return eval('x + x') in double" in text
    assert "ada" not in text.partition("Late")[0] and "inspect" not in text


# --- alike answers

CELL = ("sheet", "jacobian")
STUB = "def jacobian(layers, x):\n    raise NotImplementedError()  # your code here"
ANSWER = '''def jacobian(layers, x):
    """The product of all layers."""
    h, J = x, np.eye(len(x))
    for W, b in layers[:-1]:
        a = W @ h + b
        J = np.diag(1 - np.tanh(a) ** 2) @ W @ J  # the chain rule
        h = np.tanh(a)
    return layers[-1][0] @ J
'''
RENAMED = '''def jacobian(net: list, point: "array"):
    state = point
    prod = np.eye(len(point))
    for (weight, shift) in net[:-1]:

        pre = (weight @ state) + shift
        prod = np.diag(1 - np.tanh(pre)**2) @ weight @ prod
        state = np.tanh(pre)
    return net[-1][0] @ prod
'''


class Bank:
    """One question of td1: its cell, its stub, and the answers in the bank that get all points."""

    def __init__(self, question: Question):
        self.cell = ("td1", question.name)
        self.stub = stub(read(question.notebook).cells[question.position])
        self.right = [answer.source for answer in answers(question) if answer.kind == "right"]


def bank() -> list[Bank]:
    (notebook,) = (path for path in NOTEBOOKS if path.parent.name == "td1")
    return [Bank(question) for question in questions(notebook)]


def compare(*sources: str) -> list[tuple[str, str]]:
    answers = {f"s{i:03}": {CELL: source} for i, source in enumerate(sources)}
    return [pair.students for pair in near_duplicates(answers, {CELL: STUB})]


def unlike(i: int) -> str:
    """A long answer that shares little with those of other numbers."""
    names = ["sum", "prod", "exp", "tanh", "linalg.norm", "outer", "cumsum", "roll"]
    calls = [f"np.{names[(i * k + k // 3) % 8]}(x{', ' * (i % 3 > 0)}{i * k + i})" for k in range(1, 9)]
    return "def jacobian(layers, x):\n    return [" + ", ".join(calls) + "]"


def test_renamed_variables_comments_and_layout_do_not_hide_a_copy():
    assert own_tokens(ANSWER, STUB) != []
    assert compare(ANSWER, RENAMED, *map(unlike, range(1, 7))) == [("s000", "s001")]


def test_magics_do_not_hide_a_copy():
    assert compare(ANSWER, "%matplotlib inline\n" + RENAMED) == [("s000", "s001")]


def test_another_method_is_no_copy():
    other = ANSWER.replace("np.diag(1 - np.tanh(a) ** 2) @ W @ J", "(W.T / np.cosh(a) ** 2).T @ J").replace(
        "np.eye(len(x))", "np.identity(x.size)"
    )
    assert compare(ANSWER, other) == []


def test_stubs_and_short_answers_are_no_evidence():
    short = "def jacobian(layers, x):\n    return layers[-1][0] @ x"
    assert own_tokens(STUB, STUB) == [] and 0 < len(own_tokens(short, STUB)) < FEWEST_TOKENS
    assert compare(STUB, STUB, short, short) == []


def test_code_that_does_not_parse_is_not_compared():
    assert compare(ANSWER + ")", ANSWER + ")") == []


def test_what_many_write_is_no_copy():
    others = [unlike(i) for i in range(1, 17)]
    few, many = [ANSWER] * 3, [ANSWER] * 8
    assert 3 <= COMMON * 19 and 8 > COMMON * 24
    pairs = near_duplicates({f"s{i}": {CELL: text} for i, text in enumerate(few + others)}, {CELL: STUB})
    assert pairs == []  # one answer that three write alike is less than one that two do
    cells = [("sheet", f"q{i}") for i in range(3)]
    stubs = dict.fromkeys(cells, STUB)
    pairs = near_duplicates({f"s{i}": dict.fromkeys(cells, t) for i, t in enumerate(few + others)}, stubs)
    assert {pair.students for pair in pairs} == {("s0", "s1"), ("s0", "s2"), ("s1", "s2")}
    usual = {f"s{i}": dict.fromkeys(cells, text) for i, text in enumerate(many + others)}
    assert near_duplicates(usual, stubs) == []


def test_evidence_adds_up_over_the_cells():
    cells = [("sheet", f"q{i}") for i in range(3)]
    class_ = {f"s{i}": dict.fromkeys(cells, unlike(i)) for i in range(1, 9)}
    class_ |= {"x": dict.fromkeys(cells, ANSWER), "y": dict.fromkeys(cells, RENAMED)}
    (pair,) = near_duplicates(class_, dict.fromkeys(cells, STUB))
    assert pair.students == ("x", "y") and pair.evidence == pytest.approx(3)
    assert [(twin.writers, twin.answers) for twin in pair.twins] == [(2, 10)] * 3


def test_independent_right_answers_of_the_bank_are_not_alike():
    sheet = bank()
    most = max(len(question.right) for question in sheet)
    class_ = {
        f"s{i}": {question.cell: question.right[i] for question in sheet if i < len(question.right)}
        for i in range(most)
    }
    assert most >= 4 and len(sheet) == 9
    stubs = {question.cell: question.stub for question in sheet}
    assert near_duplicates(class_, stubs) == []
    copied = class_ | {"copy": class_["s0"]}
    assert [pair.students for pair in near_duplicates(copied, stubs)] == [("copy", "s0")]


def test_the_copy_is_found_among_two_hundred_students():
    cells = [("sheet", f"q{i}") for i in range(9)]
    class_ = {f"s{i:03}": {cell: unlike(i + 7 * k) for k, cell in enumerate(cells)} for i in range(198)}
    class_ |= {"x": dict.fromkeys(cells, ANSWER), "y": dict.fromkeys(cells, RENAMED)}
    pairs = near_duplicates(class_, dict.fromkeys(cells, STUB))
    assert pairs[0].students == ("x", "y") and len(pairs[0].twins) == 9


def test_the_stub_is_that_of_the_settings(tiny: Course):
    stub = ClearSolutions(config=tiny.directory.config).code_stub["python"]
    same = f"def double(x):\n    {stub}"
    unanswered = Made(answers={"double": same})
    page = page_of(make_class(tiny, "tiny", {"ada": unanswered, "bob": unanswered}))
    assert "No two students stand out" in section(page, "alike")


def test_alike_answers_stand_side_by_side(tiny: Course):
    long_answer = ANSWER.replace("jacobian(layers, x)", "double(x)")
    renamed = RENAMED.replace("jacobian(net: list", "double(net: list")
    made = {"ada": Made(answers={"double": long_answer}), "bob": Made(answers={"double": renamed})}
    page = page_of(make_class(tiny, "tiny", made))
    (sides,) = page.find_all(class_="sides")
    assert [side.p.get_text() for side in sides.find_all("div")] == ["ada", "bob"]
    assert [side.pre.get_text() for side in sides.find_all("div")] == [long_answer.rstrip(), renamed.rstrip()]
    assert "ada and bob : 1 answer alike" in section(page, "alike")
