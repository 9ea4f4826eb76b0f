"""A hostile submission in the instructor's browser: nothing of it runs, in feedback and in the formgrader.

The same notebook, shown by stock nbgrader, is the control: there most of it runs.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from nbgrader.converters import Autograde, GenerateAssignment
from playwright.sync_api import Browser, Page, Route

from course_utils.grading.course import CONFIG, Course
from tests.browser.lab import Lab, start_lab
from tests.grading.tiny import tiny_course

# Each attack calls `hit` with its number, or asks for an address elsewhere: nothing answers there.
ELSEWHERE = "http://elsewhere.test"

# In markdown: a proof, and the student's own cells. A number is the argument of `hit`.
MARKUP = {
    1: "<script>hit(1)</script>",
    2: "<img src=x onerror=hit(2)>",
    3: "text <svg onload=hit(3)></svg>",
    4: '<iframe srcdoc="<script>parent.hit(4)</script>"></iframe>',
    5: "<details open ontoggle=hit(5)>x</details>",
    6: "<video><source src=x onerror=hit(6)></video>",
    7: '<a href="javascript:hit(7)">x</a>',
    8: "[x](javascript:hit(8))",
    9: "<javascript:hit(9)>",
    10: "<p onmouseover=hit(10)>x</p>",
    11: "<input autofocus onfocus=hit(11)>",
    12: '<form action="javascript:hit(12)"><button>x</button></form>',
    13: "<noscript><p title=\"</noscript><img src=x onerror=hit(13)>\"></noscript>",
    14: "# <img src=x onerror=hit(14)>",
    15: "a|b\n-|-\n<img src=x onerror=hit(15)>|x",
    16: "```mermaid\n</pre><img src=x onerror=hit(16)>\n```",
    17: "<style>@keyframes k{} p{animation:k 1s}</style><p onanimationstart=hit(17)>x</p>",
    18: '<div style="position:fixed;inset:0" onclick=hit(18)>x</div>',
    19: '<svg><a xlink:href="javascript:hit(19)"><text y=20>x</text></a></svg>',
    21: "$\\href{javascript:hit(21)}{x} \\text{</script><img src=x onerror=hit(21)>}$",
    23: "<object data=\"data:text/html,<script>parent.hit(23)</script>\"></object>",
    24: "<button onclick=hit(24)>Full credit</button>",
    25: f"<img src={ELSEWHERE}/25> ![x]({ELSEWHERE}/25)",
    26: f"<link rel=stylesheet href={ELSEWHERE}/26>",
    27: f"<style>body{{background:url({ELSEWHERE}/27)}}</style>",
    28: f'<meta http-equiv=refresh content="0;url={ELSEWHERE}/28">',
    29: f"<iframe src={ELSEWHERE}/29></iframe>",
    30: '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src onerror=hit(30)&gt;">',
}
# In outputs, as a notebook has them that was graded by other means.
OUTPUTS = {
    41: {"data": {"text/html": "<script>hit(41)</script>"}},
    42: {"data": {"text/html": "<img src=x onerror=hit(42)>", "text/plain": "x"}},
    43: {"data": {"application/javascript": "hit(43)"}},
    44: {"data": {"image/png": "AAAA"}, "metadata": {"image/png": {"width": "1 onerror=hit(44)"}}},
    45: {"data": {"image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg' onload='hit(45)'/>"}},
    46: {"data": {"text/plain": "\x1b[31m<script>hit(46)</script>\x1b[38;2;1;2;3m<img onerror=hit(46)>"}},
}
# In code, in what it prints and in its tracebacks, and in the name of a student: 51 to 55.
CODE = """print('\\x1b[1;31m<script>hit(51)</script>\\x1b[0m<img src=x onerror=hit(52)>')
# <script>hit(53)</script>"""
FAILING = "def double(x):\n    raise ValueError('<img src=x onerror=hit(54)>')"
# What students may have written: all but nbgrader's own headings and footers of cells. What of it could act.
STUDENTS = """[...document.querySelectorAll("main *, .breadcrumb .name-shown *")]
    .filter((element) => !element.closest(".panel-heading, .panel-footer"))"""
ACTIVE = f"""() => {STUDENTS}.filter((element) =>
    /^(script|iframe|object|embed|form|input|button|link|style|base|meta|svg|a)$/i.test(element.tagName)
    || [...element.attributes].some(({{ name, value }}) =>
        /^on/.test(name) || /^\\s*(javascript|data:text)/i.test(value))
).map((element) => element.outerHTML.slice(0, 100))"""
# The pause is for what comes late: an animation, a frame, a picture that cannot be loaded.
WAKE = f"""async () => {{
    for (const element of {STUDENTS}) {{
        element.dispatchEvent(new MouseEvent("mouseover", {{ bubbles: true }}));
        element.dispatchEvent(new MouseEvent("click", {{ bubbles: true, cancelable: true }}));
        element.focus?.();
    }}
    await new Promise((done) => setTimeout(done, 500));
}}"""
STUDENT = {"first_name": "<img src=x onerror=hit(55)>", "last_name": "Eve"}
STOCK = """from pathlib import Path

c = get_config()
c.CourseDirectory.root = str(Path(__file__).parent)
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
c.CourseDirectory.course_id = "mdl"
"""


def hand_in(course: Course) -> None:
    folder = course.path("submitted", "tiny", "eve")
    folder.mkdir(parents=True)
    notebook = nbformat.read(course.path("release", "tiny") / "sheet.ipynb", as_version=4)
    answers = {"double": FAILING, "proof": "Because $x < y$.\n\n" + MARKUP[2]}
    for cell in notebook.cells:
        cell.source = answers.get(cell.metadata.get("nbgrader", {}).get("grade_id"), cell.source)
    notebook.cells += [new_code_cell(CODE), *map(new_markdown_cell, MARKUP.values())]
    nbformat.write(notebook, folder / "sheet.ipynb")


def add_outputs(course: Course) -> None:
    """What our own grading would have taken out."""
    path = course.path("autograded", "tiny", "eve") / "sheet.ipynb"
    notebook = nbformat.read(path, as_version=4)
    outputs = [new_output("display_data", **output) for output in OUTPUTS.values()]
    notebook.cells.append(new_code_cell("display(...)", outputs=outputs))
    path.chmod(0o644)
    nbformat.write(notebook, path)


@dataclass
class Shown:
    """A course whose one submission is hostile: its feedback page and the formgrader's page of it."""

    course: Course
    lab: Lab
    feedback: Path
    formgrader: str


@dataclass
class Opened:
    """What happened in a page: the numbers that called, what was asked for elsewhere, and what could act."""

    hits: set[int] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    active: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def courses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Shown]]:
    """The hostile submission, graded once; then shown with our settings, and with none."""
    folder = tmp_path_factory.mktemp("hostile")
    course = tiny_course(folder / "ours")
    course.convert(GenerateAssignment, "tiny")
    hand_in(course)
    course.convert(Autograde, "tiny", "eve")
    add_outputs(course)
    with course.gradebook() as gradebook:
        gradebook.update_or_create_student("eve", **STUDENT)
    shutil.copytree(course.root, folder / "stock")
    (folder / "stock" / CONFIG).write_text(STOCK)
    running: list[subprocess.Popen[bytes]] = []
    try:
        yield {name: show(Course.at(folder / name), running) for name in ("ours", "stock")}
    finally:
        for process in running:
            process.terminate()
            process.wait(20)


def show(course: Course, running: list[subprocess.Popen[bytes]]) -> Shown:
    """Starts a server in the course's folder."""
    settings = course.root.with_name(f"lab-{course.root.name}")
    settings.mkdir()
    process, lab = start_lab(settings, course.root)
    running.append(process)
    with course.gradebook() as gradebook:
        page = gradebook.find_submission_notebook("sheet", "tiny", "eve").id
    feedback = course.path("feedback", "tiny", "eve") / "sheet.html"
    return Shown(course, lab, feedback, f"{lab.url}/formgrader/submissions/{page}/")


def make_feedback(page: Page, lab: Lab) -> None:
    """Presses the button: asks the formgrader to do what `nbgrader generate_feedback` does."""
    address = f"{lab.url}/formgrader/api/assignment/tiny/generate_feedback?force=true"
    answer = page.request.post(address, headers=authorised(lab))
    assert answer.ok and answer.json()["success"], answer.text()


def authorised(lab: Lab) -> dict[str, str]:
    return {"Authorization": f"token {lab.token}"}


def look_at(browser: Browser, address: str, lab: Lab | None = None, bypass_csp: bool = True) -> Opened:
    """Opens a page, moves the mouse over all that students wrote, and clicks on it."""
    seen = Opened()

    def answer(route: Route) -> None:
        seen.asked.add(route.request.url)
        route.fulfill(status=204)  # to navigate there ends here too, and the page stays

    near = ("data:", "blob:", lab.url if lab else "file:")
    headers = authorised(lab) if lab else {}
    with browser.new_context(bypass_csp=bypass_csp, extra_http_headers=headers) as context:
        context.expose_function("hit", lambda number: seen.hits.add(number))
        context.route(lambda url: not url.startswith(near), answer)
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.dismiss())
        page.goto(address, wait_until="load")
        seen.active = page.evaluate(ACTIVE)
        page.evaluate(WAKE)
    return seen


def elsewhere(seen: Opened) -> set[str]:
    return {url for url in seen.asked if url.startswith(ELSEWHERE)}


def test_it_does_nothing_in_the_feedback(courses: dict[str, Shown], browser: Browser) -> None:
    for shown in courses.values():
        page = browser.new_page()
        make_feedback(page, shown.lab)
        page.close()
    # The page's policy is switched off: what is proved here is that nothing is left for it to stop.
    ours = look_at(browser, courses["ours"].feedback.as_uri())
    stock = look_at(browser, courses["stock"].feedback.as_uri())
    assert (ours.hits, ours.asked, ours.active) == (set(), set(), [])
    assert len(stock.hits) >= 20 and len(elsewhere(stock)) >= 4 and stock.active


def test_it_does_nothing_in_the_formgrader(courses: dict[str, Shown], browser: Browser) -> None:
    ours, stock = courses["ours"], courses["stock"]
    seen = look_at(browser, ours.formgrader, ours.lab)
    control = look_at(browser, stock.formgrader, stock.lab)
    assert (seen.hits, seen.asked, seen.active) == (set(), set(), [])
    assert len(control.hits) >= 20 and len(elsewhere(control)) >= 4 and control.active


def test_the_policy_of_the_feedback_page_would_stop_what_came_through(
    courses: dict[str, Shown], browser: Browser, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    attacks = "\n".join(markup for n, markup in MARKUP.items() if markup.startswith("<"))
    clean = courses["ours"].feedback.read_text("utf-8")
    page.write_text(clean.replace("</main>", attacks + "</main>"), "utf-8")
    guarded = look_at(browser, page.as_uri(), bypass_csp=False)
    unguarded = look_at(browser, page.as_uri(), bypass_csp=True)
    assert guarded.hits == set() and len(unguarded.hits) >= 10


def test_the_page_for_marks_by_hand_still_works(courses: dict[str, Shown], browser: Browser) -> None:
    page = browser.new_page(extra_http_headers=authorised(courses["ours"].lab))
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(courses["ours"].formgrader, wait_until="networkidle")
    page.locator("#proof").fill("0.5")
    with page.expect_response(lambda response: response.request.method == "PUT" and response.ok):
        page.locator("#proof").press("Tab")
    assert page.locator("math").count() >= 1 and errors == []
    page.close()
    with courses["ours"].course.gradebook() as gradebook:
        assert gradebook.find_grade("proof", "sheet", "tiny", "eve").manual_score == 0.5
