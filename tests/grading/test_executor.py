"""One notebook in two interpreters: marks, outcomes and outputs, whatever the student's code does."""

import os
import signal
import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from tiny import cell_metadata

from course_utils.grading.isolation import kernel as kernel_module
from course_utils.grading.isolation.executor import Executor, IsolationError, run_notebook
from course_utils.grading.isolation.guarded import Guarded
from course_utils.grading.isolation.kernel import MachineError, StudentKernel
from course_utils.grading.isolation.limits import Limits

LIMITS = Limits(call_seconds=2, cell_seconds=4, notebook_seconds=60, memory_megabytes=300, output_kilobytes=200)
SETUP = "import math\nimport numpy as np\nfrom course_utils.checks import call, check_value"
TESTS = {
    "double-visible": "check_value(double, 2, equals=4)",
    "double-hidden": "### BEGIN HIDDEN TESTS\ncheck_value(double, -7, equals=-14)\n### END HIDDEN TESTS",
    "triple-visible": "assert triple(2) == 6, 'three times two'",
}
DOUBLE = "def double(x):\n    return 2 * x"
TRIPLE = "def triple(x):\n    return 3 * x"
STUB = "def double(x):\n    raise NotImplementedError()"


def sheet(double: str = DOUBLE, triple: str = TRIPLE, own: Iterable[str] = (), setup: str = SETUP) -> NotebookNode:
    """A sanitised notebook: set-up, cells of the student's own, two answers, three tests of one point each."""
    tests = [new_code_cell(source, id=name, metadata=cell_metadata(name, 1)) for name, source in TESTS.items()]
    mine = [new_code_cell(source, metadata={"course": {"own": True}}) for source in own]
    answers = [
        new_code_cell(source, id=name, metadata=cell_metadata(name, solution=True))
        for name, source in (("double", double), ("triple", triple))
    ]
    return new_notebook(cells=[new_code_cell(setup), *mine, answers[0], *tests[:2], answers[1], tests[2]])


def run(notebook: NotebookNode, **limits: float) -> NotebookNode:
    return run_notebook(notebook, {}, Limits(**(vars(LIMITS) | limits)))


def outcomes(notebook: NotebookNode) -> list[str]:
    return [cell.metadata.course.outcome for cell in notebook.cells if cell.id in TESTS]


def cell(notebook: NotebookNode, name: str) -> NotebookNode:
    return next(cell for cell in notebook.cells if cell.id == name)


def text(cell: NotebookNode) -> str:
    return "\n".join(
        "\n".join(output.traceback) if output.output_type == "error" else output.get("text", "")
        for output in cell.outputs
    )


def test_right_answers_pass_and_leave_no_output():
    graded = run(sheet())
    assert outcomes(graded) == ["passed"] * 3
    assert all(cell.outputs == [] for cell in graded.cells if cell.id in TESTS)
    assert graded.metadata.course.restarts == 0 and graded.metadata.course.peak_megabytes > 0


def test_wrong_answers_show_the_message_of_the_check():
    graded = run(sheet(double="def double(x):\n    return -2 * x", triple="def triple(x):\n    return 1 / 0"))
    assert outcomes(graded) == ["wrong", "wrong", "error"]
    assert "opposite sign" in text(cell(graded, "double-visible"))
    assert "ZeroDivisionError" in text(cell(graded, "triple-visible"))
    assert "return 1 / 0" in text(cell(graded, "triple-visible")), "the student's own traceback"


def test_an_unanswered_stub_is_an_error_and_costs_nothing_else():
    assert outcomes(run(sheet(double=STUB))) == ["error", "error", "passed"]


def test_a_partial_credit_is_the_value_of_the_last_expression():
    notebook = sheet()
    cell(notebook, "triple-visible").source = "0.5 if triple(2) == 6 else 0.0"
    (output,) = cell(run(notebook), "triple-visible").outputs
    assert output.output_type == "execute_result" and float(output.data["text/plain"]) == 0.5


def test_what_a_function_displays_is_not_its_mark():
    shows = "from IPython.display import display\ndef double(x):\n    get_ipython().displayhook(1)\n    display(1)\n    print(1)"
    graded = run(sheet(double=shows))
    assert outcomes(graded)[:2] == ["wrong", "wrong"]
    kinds = {output.output_type for name in TESTS for output in cell(graded, name).outputs}
    assert kinds <= {"stream", "error"}


@pytest.mark.parametrize("name", ["double", "math", "np", "check_value", "call"])
def test_what_the_student_does_to_names_changes_no_verdict(name: str):
    """Neither library nor check of the student's making judges; the answer itself is the student's."""
    own = [f"class Yes:\n    def __getattr__(self, name): return self\n    def __call__(self, *a, **k): return None\n{name} = Yes()"]
    assert outcomes(run(sheet(double=STUB, own=own)))[:2] == ["error", "error"]


def test_a_cell_that_never_ends_is_interrupted_and_the_rest_keeps_its_marks():
    graded = run(sheet(own=["while True:\n    pass"]), cell_seconds=1)
    assert outcomes(graded) == ["passed"] * 3
    assert "longer than allowed" in text(graded.cells[1]) and graded.metadata.course.restarts == 0


def test_a_cell_that_cannot_be_interrupted_costs_its_kernel():
    stubborn = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True:\n    pass"
    graded = run(sheet(own=["kept = 1", stubborn], triple="def triple(x):\n    return 3 * x * kept"), cell_seconds=1)
    assert outcomes(graded) == ["passed"] * 3 and graded.metadata.course.restarts == 1


def test_a_function_that_never_returns_costs_its_own_tests():
    graded = run(sheet(double="def double(x):\n    while True:\n        pass"), call_seconds=1)
    assert outcomes(graded) == ["timeout", "timeout", "passed"]


@pytest.mark.parametrize("moment", ["send", "close"])
def test_a_function_that_is_just_too_late_costs_its_own_tests(moment: str):
    """Its kernel is interrupted while the reply is on its way, or when that is done with the test."""
    late = f"""\
import time
from course_utils.grading.isolation.wire import Channel
method = Channel.{moment}
def late(*arguments):
    Channel.{moment} = method
    time.sleep(2)
    method(*arguments)
def double(x):
    Channel.{moment} = late
    time.sleep({0 if moment == "send" else 1.05})
    return 2 * x"""
    graded = run(sheet(double=late), call_seconds=1)
    assert outcomes(graded) == ["timeout", "timeout", "passed"] and graded.metadata.course.restarts == 0


def test_a_kernel_that_is_slow_to_come_back_from_a_test_is_left_in_peace():
    """Its machine may be busy."""
    slow = """\
import matplotlib.pyplot as plt
import time
def double(x):
    plt.close = close
    return 2 * x
def close(figures):
    try: time.sleep(0.5)
    except KeyboardInterrupt: print("disturbed")"""
    graded = run(sheet(double=slow))
    assert outcomes(graded) == ["passed"] * 3 and graded.metadata.course.restarts == 0
    assert not any(text(cell(graded, name)) for name in TESTS)


def test_figures_that_a_function_leaves_open_take_no_time_and_are_in_no_later_cell():
    plots = """\
import matplotlib.pyplot as plt
plt.Figure.draw = lambda *all: 1 / 0
def double(x):
    plt.plot([1, 2])
    return 2 * x"""
    notebook = sheet(double=plots)
    notebook.cells.append(new_code_cell("print(plt.get_fignums())", metadata={"course": {"own": True}}))
    graded = run(notebook)
    assert outcomes(graded) == ["passed"] * 3 and text(graded.cells[-1]) == "[]\n"
    assert not any(text(cell(graded, name)) for name in TESTS)


def test_a_verdict_may_be_slow_to_come():
    late = """
from course_utils.grading.isolation.remote import Connection
import time
finish = Connection.finish
def slowly(connection):
    Connection.finish = finish
    finish(connection)
    time.sleep(3)
Connection.finish = slowly"""
    graded = run(sheet(setup=SETUP + late))
    assert outcomes(graded) == ["passed"] * 3 and graded.metadata.course.restarts == 0


def test_what_has_come_by_the_deadline_counts_when_it_is_read_later(monkeypatch: pytest.MonkeyPatch):
    """This process may have stood still."""
    wait = StudentKernel.wait
    still = [3.0]
    monkeypatch.setattr(StudentKernel, "wait", lambda *all: (time.sleep(still.pop() if still else 0), wait(*all))[1])
    graded = run(sheet(), cell_seconds=2)
    assert outcomes(graded) == ["passed"] * 3 and graded.metadata.course.restarts == 0
    assert not any(text(one) for one in graded.cells)


@pytest.mark.parametrize(
    "double, expected",
    [
        ("    os.fork()\n    return 2 * x", "passed"),
        ("    for _ in range(9):\n        os.fork() or time.sleep(30)\n    time.sleep(30)", "timeout"),
    ],
    ids=["which return", "which are interrupted"],
)
def test_processes_that_a_function_has_forked_do_not_answer_for_it(double: str, expected: str):
    """They have its socket, too, and Jupyter interrupts all of a kernel's processes."""
    graded = run(sheet(double=f"import os, time\ndef double(x):\n{double}"), call_seconds=1)
    assert outcomes(graded) == [expected, expected, "passed"] and graded.metadata.course.restarts == 0


def test_a_function_that_ends_python_costs_its_own_tests():
    graded = run(sheet(double="import os\ndef double(x):\n    os._exit(0)"))
    assert outcomes(graded) == ["killed", "killed", "passed"]
    assert graded.metadata.course.restarts == 2


def test_how_a_kernel_ended_is_told_by_its_report_however_late_that_is(monkeypatch: pytest.MonkeyPatch):
    """Its connections are lost before, as by a flood."""
    monkeypatch.setattr(Guarded, "ended", property(lambda guarded: guarded._ended))  # comes when it is waited for
    monkeypatch.setattr(kernel_module, "DYING_SECONDS", 0)
    graded = run(sheet(double="import os\ndef double(x):\n    os._exit(0)", own=["import os\nos._exit(0)"]))
    assert outcomes(graded) == ["killed", "killed", "passed"]
    assert "Python ended" in text(graded.cells[1])


def test_what_the_machine_does_is_not_the_students_fault(monkeypatch: pytest.MonkeyPatch):
    run_test = Executor._run_test

    def killed_first(executor: Executor, cell: NotebookNode) -> None:
        status = Path(f"/proc/{executor.kernel._guarded.pid}/stat").read_text()
        os.kill(int(status.rpartition(")")[2].split()[1]), signal.SIGKILL)  # the guard
        run_test(executor, cell)

    monkeypatch.setattr(Executor, "_run_test", killed_first)
    with pytest.raises(MachineError, match="guard"):
        run(sheet())


def test_a_kernel_is_ready_on_a_machine_that_answers_slowly(monkeypatch: pytest.MonkeyPatch):
    """More slowly than the next question comes at first."""
    monkeypatch.setattr(kernel_module, "FIRST_CELL", "__import__('time').sleep(0.3)")
    assert outcomes(run(sheet())) == ["passed"] * 3


def test_a_cell_that_ends_python_is_not_run_again():
    graded = run(sheet(own=["import os\nos._exit(0)"]))
    assert outcomes(graded) == ["passed"] * 3 and graded.metadata.course.restarts == 1
    assert "Python ended" in text(graded.cells[1])


def test_a_cell_that_ends_python_the_second_time_costs_no_other():
    run(sheet())  # the first kernel of all takes seconds to start
    later = time.time() + 3
    own = [f"import os, time\nif time.time() > {later}:\n    os._exit(0)", "kept = 1"]
    waits = f"import os, time\ndef double(x):\n    time.sleep(max(0, {later} - time.time()))\n    os._exit(0)"
    graded = run(sheet(double=waits, triple="def triple(x):\n    return 3 * x * kept", own=own), call_seconds=9, cell_seconds=9)
    assert outcomes(graded) == ["killed", "killed", "passed"]


def test_a_test_that_never_ends_costs_itself():
    notebook = sheet()
    cell(notebook, "double-visible").source = "while True:\n    pass"
    assert outcomes(run(notebook, cell_seconds=1)) == ["timeout", "passed", "passed"]


def test_a_test_that_ends_the_examiner_costs_itself():
    notebook = sheet(setup=SETUP + "\nimport os")
    cell(notebook, "double-visible").source = "os._exit(0)"
    assert outcomes(run(notebook)) == ["killed", "passed", "passed"]


def test_restarts_come_to_an_end():
    graded = run(sheet(double="import os\ndef double(x):\n    os._exit(0)"), restarts=1)
    assert outcomes(graded) == ["killed", "killed", "not reached"]


def test_memory_has_a_limit():
    graded = run(sheet(double="def double(x):\n    return sum(len(bytearray(10**8)) for _ in iter(lambda: KEEP.append(bytearray(10**8)) or 1, 0))\nKEEP = []"))
    assert outcomes(graded) == ["out of memory", "out of memory", "passed"]


def test_output_of_a_cell_has_a_limit():
    graded = run(sheet(own=["print('x' * 10**6)"]))
    assert outcomes(graded) == ["passed"] * 3
    assert len(text(graded.cells[1])) < 300_000 and "left out" in text(graded.cells[1])


def test_a_message_without_end_has_a_limit(monkeypatch: pytest.MonkeyPatch):
    """In parts, of which none is too large; ZeroMQ counts messages, and this one is never whole."""
    monkeypatch.setattr(kernel_module, "SWOLLEN_MEGABYTES", 50)
    flood = """\
import os, socket, struct, time
time.sleep(1)  # the kernel's own messages on this cell are out: in the midst of a part, one would give it an end
def name(made, method):
    try: return getattr(made, method)()
    except OSError: return None
made = [socket.socket(fileno=os.dup(int(fd))) for fd in os.listdir('/proc/self/fd') if os.path.exists(f'/proc/self/fd/{fd}') and 'socket' in os.readlink(f'/proc/self/fd/{fd}')]
line, = [s for s in made if str(name(s, 'getsockname')).endswith('-2') and name(s, 'getpeername') is not None]
line.setblocking(True)
part = struct.pack('!BQ', 3, 700_000) + bytes(700_000)  # more to come
for _ in range(4000):
    line.sendall(part)"""
    # Time enough on a busy machine, and for what this process has free from the tests before.
    graded = run(sheet(own=[flood]), cell_seconds=30)
    assert outcomes(graded) == ["passed"] * 3 and graded.metadata.course.restarts == 1
    assert "more than allowed" in text(graded.cells[1])


def test_output_of_a_function_under_test_has_a_limit():
    graded = run(sheet(double="def double(x):\n    while True:\n        print('x' * 1000)"), call_seconds=20)
    assert outcomes(graded) == ["output limit", "output limit", "passed"]


def test_time_for_the_notebook_has_a_limit():
    graded = run(sheet(own=["import time\ntime.sleep(100)"]), cell_seconds=20, notebook_seconds=1)
    assert outcomes(graded) == ["not reached"] * 3
    assert all("used up" in text(cell(graded, name)) for name in TESTS)


def test_a_test_in_which_the_time_for_the_notebook_ends_is_not_called_too_slow():
    notebook = sheet(own=["import time\ntime.sleep(3)"], double="import time\ndef double(x):\n    time.sleep(3)")
    graded = run(notebook, call_seconds=20, cell_seconds=20, notebook_seconds=4.5)
    assert outcomes(graded) == ["not reached"] * 3


def test_pictures_and_text_are_kept_and_markup_is_not():
    own = [
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()",
        "from IPython.display import HTML, display\ndisplay(HTML('<script>1</script>'))",
        "print('hello')",
        "1 + 1",
    ]
    graded = run(sheet(own=own))
    picture, markup, hello, two = graded.cells[1:5]
    assert [set(output.data) for output in picture.outputs if "data" in output] == [{"image/png", "text/plain"}]
    assert all("text/html" not in output.get("data", {}) for output in markup.outputs)
    assert hello.outputs[0].text == "hello\n" and two.outputs[0].data["text/plain"] == "2"


def test_hidden_tests_are_not_on_the_students_side():
    spy = "import gc\ndef double(x):\n    print([o for o in gc.get_objects() if 'check_value(' + 'double, -7' in str(o)[:2000]], In)\n    return 2 * x"
    graded = run(sheet(double=spy))
    assert outcomes(graded) == ["passed"] * 3
    assert "-14" not in text(cell(graded, "double-hidden")) and "HIDDEN" not in text(cell(graded, "double-hidden"))


def test_a_cell_of_the_instructors_that_fails_is_reported():
    with pytest.raises(IsolationError, match="ZeroDivisionError"):
        run(sheet(setup=SETUP + "\n1 / 0"))


def test_an_instructors_cell_about_the_answer_runs_on_the_students_side_only():
    notebook = sheet()
    notebook.cells.insert(3, new_code_cell("print(double(21))"))
    graded = run(notebook)
    assert graded.cells[3].outputs[0].text == "42\n" and outcomes(graded) == ["passed"] * 3


def test_two_runs_give_the_same_random_numbers():
    own = ["import random, torch\nprint(random.random(), np.random.rand(), torch.rand(1))"]
    first, second = (text(run(sheet(own=own)).cells[1]) for _ in range(2))
    assert first == second != ""
