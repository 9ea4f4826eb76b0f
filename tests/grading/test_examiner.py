"""The examiner and the student's interpreter, each a process of its own: honest work passes, and nothing else does."""

import builtins
import select
import socket
import threading
import time

import numpy as np
import pytest
import torch
from student import Student, examine

from course_utils import checks
from course_utils.grading.isolation import examiner as examiner_module
from course_utils.grading.isolation import remote
from course_utils.grading.isolation.examiner import Examiner, ExaminerClient, free_names, main
from course_utils.grading.isolation.outcome import Outcome
from course_utils.grading.isolation.remote import BUILTIN_ERRORS, StudentError, student_error

SETUP = """
import numpy as np
import torch
from course_utils.checks import call, call_in_place, check_close, check_raises, check_value, class_names, ship
"""
IMPORTS = "import numpy as np\nimport torch\n"


def judged(answer: str, test: str, setup: str = SETUP, **options):
    return examine(IMPORTS + answer, test, setup=setup, **options)


def assert_passes(answer: str, test: str, setup: str = SETUP, **options) -> None:
    verdict = judged(answer, test, setup, **options)
    assert verdict.outcome is Outcome.PASSED, verdict


class TestHonestWork:
    def test_values_and_functions_by_name(self):
        assert_passes(
            "x = [1, (2.5, 'a')]\ndef f(a, *, b=1): return {'sum': a + b}",
            "assert x == [1, (2.5, 'a')] and f(1) == {'sum': 2} and f(np.ones(2), b=2)['sum'].tolist() == [3, 3]",
        )

    @pytest.mark.parametrize(
        "value, test",
        [
            ("np.matrix([[1, 2]])", "check_close(value, [[1, 2]])"),
            ("np.ma.masked_array([1, 2])", "check_close(value, [1, 2])"),
            ("torch.nn.Parameter(torch.ones(2))", "assert value.requires_grad; check_close(value, [1, 1])"),
            ("np.longdouble(2)", "check_close(value, 2)"),
            ("np.ones(2, dtype=np.longdouble)", "check_close(value, [1, 1])"),
            ("__import__('collections').namedtuple('P', 'x y')(1, 2)", "assert value == (1, 2)"),
            ("__import__('collections').OrderedDict(a=1)", "assert value == {'a': 1}"),
            ("__import__('collections').Counter('aa')", "assert value == {'a': 2}"),
            ("__import__('collections').deque([1, 2])", "check_close(value, [1, 2])"),
            ("__import__('fractions').Fraction(1, 4)", "check_close(value, 0.25)"),
            ("__import__('decimal').Decimal('0.25')", "check_close(value, 0.25)"),
            ("__import__('enum').IntEnum('E', 'a b').b", "assert value == 2"),
            ("np.array([1, 2.5, None], dtype=object)", "assert value[1] == 2.5 and value[2] is None"),
            ("np.bool_(True)", "assert value"),
            ("type('S', (str,), {})('abc')", "assert value == 'abc'"),
            ("{'a': object()}", "assert list(value) == ['a']"),
            ("(n for n in range(3))", "assert list(value) == [0, 1, 2]"),
            ("map(lambda n: 1 // (40 - n), range(50))", "check_raises(ZeroDivisionError, list, value)"),
            ("itertools.count()", "assert [n for n, _ in zip(value, range(300))] == list(range(300))"),
            ("{1: 'a'}.items()", "assert list(value) == [(1, 'a')] and len(value) == 1"),
            ("{object(): 1, (1, 2): 5}", "assert value[1, 2] == 5"),
            ("list(range(200_000))", "assert len(value) == 200_000 and value[7] == 7"),
            ("factorial", "assert value(1000) % 997 == 0 and value(1000) > 10**2000"),
        ],
        ids=lambda text: text[:40],
    )
    def test_what_serves_in_a_notebook_serves_here(self, value, test):
        assert_passes(f"import itertools\nfrom math import factorial\nvalue = {value}", test)

    def test_a_module_the_student_writes(self):
        answer = """
class Net(torch.nn.Module):
    def __init__(self, d):
        super().__init__()
        self.d, self.layer = d, torch.nn.Linear(d, 2)
    def forward(self, x):
        return self.layer(x)
"""
        test = """
net = Net(3)
x = torch.arange(12.0).reshape(4, 3)
state = {name: value for name, value in net.state_dict().items()}
assert class_names(net)[:2] == ["Net", "Module"] and "Module" in class_names(net) and net.d == 3
assert [tuple(p.shape) for p in net.parameters()] == [(2, 3), (2,)]
with torch.no_grad():
    check_close(net(x), x @ state["layer.weight"].T + state["layer.bias"])
    check_close(net.forward(x), net(x))
assert not hasattr(net, "missing") and Net.__name__ == "Net"
"""
        assert_passes(answer, test)

    def test_functions_as_arguments(self):
        setup = SETUP + "def cube(x): return square(x) * x\ndef square(x): return x * x\n"
        answer = """
def at_two(f): return f(2)
def twice(f): return lambda x: f(f(x))
def same(f): return f
def gradient(f, x): return torch.func.grad(f)(x)
"""
        test = """
seen = []
def note(x):
    seen.append(x)
    return x + 1
assert at_two(note) == 3 and seen == [2]
assert at_two(lambda x: at_two(lambda y: 10 * x + y)) == 22
assert at_two(cube) == 8 and at_two(np.sqrt) == np.sqrt(2)
assert twice(note)(1) == 3 and same(note) is note
assert at_two(twice(note)) == 4
check_close(gradient(ship(lambda x: x ** 3), torch.tensor(2.0)), 12)
"""
        assert_passes(answer, test, setup)

    def test_objects_of_the_setup_cells_are_of_the_same_class_there(self):
        setup = SETUP + (
            "from dataclasses import dataclass\n@dataclass\nclass Point:\n    x: float\n    f: object = None\n"
        )
        answer = """
def x_of(p): return p.x if isinstance(p, Point) else None
def make(): return Point(3.0)
def call_it(p): return p.f(2)
"""
        test = "assert x_of(Point(2.0)) == 2.0 and make().x == 3.0 and call_it(Point(1.0, x_of)) is None"
        assert_passes(answer, test, setup)

    def test_random_generators_travel_with_their_state(self):
        answer = "def draw(g): return torch.rand(3, generator=g)\ndef draw_np(g): return g.random(3)"
        test = """
check_close(draw(torch.Generator().manual_seed(5)), torch.rand(3, generator=torch.Generator().manual_seed(5)))
check_close(draw_np(np.random.default_rng(5)), np.random.default_rng(5).random(3))
"""
        assert_passes(answer, test)

    def test_in_place(self):
        answer = "def zero(a, l):\n    a[0] = 0\n    l.append(1)\n    return len(l)"
        test = """
a, l = np.ones(2), []
value, (after, longer) = call_in_place(zero, a, l)
assert value == 1 and after.tolist() == [0, 1] and longer == [1] and a.tolist() == [1, 1] and l == []
"""
        assert_passes(answer, test)

    def test_random_work_is_seeded_before_each_test(self):
        examiner = Examiner()
        examiner.setup(SETUP, "setup")
        answer = IMPORTS + "import random\ndef draw(): return random.random(), np.random.rand(), torch.rand(()).item()"
        with Student(answer) as student:
            examiner.connect(student.connected)
            first, second = (examiner.test("print(draw())", "test", 1, 20).stdout for _ in range(2))
        assert first == second != ""


class TestGradients:
    ANSWER = """
def loss(x, w):
    return (torch.sin(x) * w).sum() ** 2
def parts(d):
    return {"a": [d["x"] ** 2, d["x"].detach(), 7], "b": (torch.exp(d["x"]).sum(), torch.tensor([1, 2]))}
def no_graph(x):
    return torch.tensor(3.0)
def only_first(x, y):
    return x * 2
weight = torch.ones(2, requires_grad=True)
def own(x):
    return (weight * 3).sum()
"""

    def test_equal_to_autograd(self):
        test = """
x = torch.linspace(-1, 1, 4, dtype=torch.float64, requires_grad=True)
w = torch.linspace(1, 2, 4, dtype=torch.float64, requires_grad=True)
assert torch.autograd.gradcheck(loss, (x, w))
got = torch.autograd.grad(loss(2 * x, w) * 5, (x, w))
mine = torch.autograd.grad((torch.sin(2 * x) * w).sum() ** 2 * 5, (x, w))
assert all(torch.equal(a, b) for a, b in zip(got, mine)), (got, mine)
"""
        assert_passes(self.ANSWER, test)

    def test_nested_arguments_and_several_values(self):
        test = """
x = torch.tensor([0.5, 2.0], requires_grad=True)
value = parts({"x": x})
squares, copied, seven = value["a"]
total, integers = value["b"]
assert squares.requires_grad and not copied.requires_grad and not integers.requires_grad and seven == 7
(squares.sum() + 3 * total).backward()
check_close(x.grad, 2 * x.detach() + 3 * torch.exp(x.detach()))
"""
        assert_passes(self.ANSWER, test)

    def test_what_does_not_depend_on_an_argument_has_no_gradient(self):
        test = """
x = torch.tensor([0.5, 2.0], requires_grad=True)
y = torch.tensor([1.0, 1.0], requires_grad=True)
assert not no_graph(x).requires_grad
assert torch.autograd.grad(only_first(x, y).sum(), (x, y), allow_unused=True)[1] is None
assert torch.autograd.grad(own(x), x, allow_unused=True)[0] is None
with torch.no_grad():
    assert not loss(x, y).requires_grad
"""
        assert_passes(self.ANSWER, test)

    def test_graphs_are_freed_on_the_student_s_side(self):
        answer = """
import weakref
alive = weakref.WeakSet()
class Twice(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        alive.add(ctx)
        return 2 * x
    @staticmethod
    def backward(ctx, g): return 2 * g
def f(x): return Twice.apply(x)
def graphs(): return len(alive)
"""
        test = """
x = torch.ones(7, requires_grad=True)
for _ in range(30):
    f(x).sum().backward()
assert graphs() < 5, graphs()
kept = [f(x) for _ in range(10)]
assert graphs() >= 10
"""
        assert_passes(answer, test)

    @pytest.mark.parametrize(
        "test, says",
        [
            ("torch.autograd.grad(loss(x, x), x, create_graph=True)", "first derivatives"),
            ("torch.func.grad(lambda t: loss(t, t))(x.detach())", "torch.func"),
            ("torch.func.vmap(lambda t: loss(t, t))(x.detach())", "torch.func"),
        ],
    )
    def test_what_is_not_possible_is_said(self, test, says):
        verdict = judged(self.ANSWER, f"x = torch.ones(3, requires_grad=True)\n{test}")
        assert verdict.outcome is Outcome.ERROR and says in verdict.evalue, verdict

    def test_a_callback_is_not_differentiated_in_silence(self):
        answer = "def slope(f, x):\n    x = x.clone().requires_grad_()\n    f(x).backward()\n    return x.grad"
        verdict = judged(answer, "slope(lambda x: x ** 2, torch.tensor(3.0))")
        assert verdict.outcome is Outcome.ERROR and "ship()" in verdict.evalue
        assert_passes(answer, "check_close(slope(ship(lambda x: x ** 2), torch.tensor(3.0)), 6)")

    def test_a_gradient_of_another_shape_is_an_error(self):
        answer = """
import course_utils.grading.isolation.agent as agent
agent.Agent._gradient = lambda self, number, gradients: [torch.ones(5)]
def f(x): return x * 2
"""
        verdict = judged(answer, "f(torch.ones(3, requires_grad=True)).sum().backward()")
        assert verdict.outcome is Outcome.ERROR and "shape" in verdict.evalue


class TestErrors:
    def test_the_student_s_traceback_is_shown_and_nothing_else(self):
        answer = "def f(x):\n    return helper(x)\n\ndef helper(x):\n    raise KeyError('no \\x1b[31mred')"
        verdict = judged(answer, "# words\n### BEGIN HIDDEN TESTS\nsecret = 12345\nf(secret)\n### END HIDDEN TESTS")
        assert verdict.outcome is Outcome.ERROR and verdict.ename == "KeyError"
        text = "\n".join(verdict.traceback)
        assert "return helper(x)" in text and "In your code:" in text and "your notebook" in text
        assert "\x1b" not in text and "agent.py" not in text and "secret" not in text and "remote.py" not in text

    @pytest.mark.parametrize("name", BUILTIN_ERRORS)
    def test_each_builtin_error_is_caught_as_itself(self, name):
        error = student_error([name, "Exception"], "text", "")
        assert isinstance(error, getattr(builtins, name)) and isinstance(error, StudentError)
        assert str(error) == "text" and type(error).__name__ == name

    def test_errors_are_caught_by_kind(self):
        answer = """
class Mine(ValueError): pass
def a(): raise Mine("mine")
def b(): raise NotImplementedError
def c(x): raise TypeError(f"not {x}")
"""
        test = """
check_raises(ValueError, a)
check_raises(TypeError, c, 1)
try:
    call(b)
except AssertionError as error:
    assert "not answered yet" in str(error)
"""
        assert_passes(answer, test)

    @pytest.mark.parametrize(
        "kind",
        ["KeyboardInterrupt", "SystemExit", "GeneratorExit", "StopIteration", "ExceptionGroup('g', [ValueError()])"],
    )
    def test_errors_that_would_steer_the_test_are_student_errors_only(self, kind):
        verdict = judged(f"def f(x): raise {kind}", "assert all(map(lambda x: f(x) == 1, [1, 2]))")
        assert verdict.outcome is Outcome.ERROR
        error = student_error([kind.split("(")[0], "BaseException"], "", "")
        assert type(error).__mro__[1:] == StudentError.__mro__

    def test_an_error_that_cannot_be_shown(self):
        answer = """
class Meta(type):
    @property
    def __mro__(cls): raise SystemExit
class Odd(Exception):
    def __str__(self): raise Odd
def f(): raise Odd
"""
        verdict = judged(answer, "f()")
        assert verdict.outcome is Outcome.ERROR and "cannot be shown" in verdict.evalue

    def test_outcomes(self):
        answer = "def f(x): return x\ndef g(): raise MemoryError\ndef h(): assert False"
        for test, expected in {
            "assert f(1) == 1": Outcome.PASSED,
            "assert f(1) == 2": Outcome.WRONG,
            "check_value(f, 1, equals=2)": Outcome.WRONG,
            "check_value(g, equals=2)": Outcome.OUT_OF_MEMORY,
            "h()": Outcome.ERROR,
            "1 / 0": Outcome.ERROR,
            "missing(1)": Outcome.ERROR,
            "raise SystemExit": Outcome.ERROR,
        }.items():
            assert judged(answer, test).outcome is expected, test

    def test_a_missing_name_reads_as_in_python(self):
        verdict = judged("", "missing(1)")
        assert (verdict.ename, verdict.evalue) == ("NameError", "name 'missing' is not defined")

    def test_modules_are_not_fetched(self):
        assert judged("import math", "math.pi", setup="").evalue == "name 'math' is not defined"

    def test_visible_lines_are_shown_and_hidden_ones_never(self):
        test = "# double\nassert f(2) == {}\n### BEGIN HIDDEN TESTS\nassert f(77) == 1, '{}'\n### END HIDDEN TESTS"
        answer = "def f(x): return 2 * x"
        seen = judged(answer, test.format(5, ""))
        assert seen.traceback == ["AssertionError", "test line: assert f(2) == 5"]
        hidden = judged(answer, test.format(4, ""))
        assert hidden.traceback == ["AssertionError"] and hidden.evalue == ""
        assert judged(answer, test.format(4, "negative")).traceback == ["AssertionError: negative"]

    def test_the_text_of_a_check_is_given_exactly(self):
        verdict = judged("def f(x): return 2 * x", "check_value(f, 2, equals=5, hint='a hint.')")
        assert verdict.ename == "CheckError"
        assert verdict.evalue == "✗ f(2)\n  returned  4\n  expected  5\n  Hint: a hint."


class TestTestCells:
    def test_each_stands_alone(self):
        examiner = Examiner()
        examiner.setup("limit = 3", "setup")
        with Student("x = 1") as student:
            examiner.connect(student.connected)
            assert examiner.test("mine = limit = 4; assert x == 1", "first", 1, 20).outcome is Outcome.PASSED
            assert examiner.test("assert limit == 3", "second", 1, 20).outcome is Outcome.PASSED
            assert examiner.test("mine", "third", 1, 20).evalue == "name 'mine' is not defined"
        assert "x" not in examiner.namespace

    def test_what_a_setup_cell_defines_is_never_the_student_s(self):
        setup = "def check(x): return x == 4"
        verdict = judged("def check(x): return True\ndef f(): return 3", "assert check(f())", setup)
        assert verdict.outcome is Outcome.WRONG

    @pytest.mark.parametrize("name", ["len", "sum", "print", "AssertionError"])
    def test_a_builtin_is_never_the_student_s(self, name):
        answer = f"{name} = lambda *a: 3\nx = [1]"
        assert judged(answer, "assert len(x) == 3 or sum(x) == 3").outcome is Outcome.WRONG

    def test_setup_cells_about_the_student_s_work_are_skipped(self):
        examiner = Examiner()
        assert not examiner.setup("import math\ny = math.pi", "a")
        assert examiner.setup("z = f(y)", "b")
        assert examiner.setup("[z for _ in range(3)]", "c")
        assert "z" not in examiner.namespace

    @pytest.mark.parametrize(
        "last, outcome, score",
        [
            ("1.5", Outcome.WRONG, 1.5),
            ("2", Outcome.PASSED, 2.0),
            ("np.float32(0)", Outcome.WRONG, 0.0),
            ("None", Outcome.PASSED, None),
            ("True", Outcome.PASSED, None),
            ("'2'", Outcome.PASSED, None),
            ("f", Outcome.PASSED, None),
            ("2.01", Outcome.ERROR, None),
            ("-1", Outcome.ERROR, None),
            ("float('nan')", Outcome.ERROR, None),
            ("1.5\ny = 1", Outcome.PASSED, None),
        ],
    )
    def test_partial_credit(self, last, outcome, score):
        verdict = judged("def f(): pass", f"x = 1\n{last}", points=2)
        assert (verdict.outcome, verdict.score) == (outcome, score)

    def test_what_it_prints_is_kept_to_a_limit(self):
        noise = "print('x', file=sys.stderr)\nwarnings.warn('w')"
        verdict = judged("", f"import sys, warnings\nprint('\\x1b[31mA' * 10**6)\n{noise}")
        assert verdict.outcome is Outcome.PASSED and set(verdict.stdout) <= {"A", "…"}
        assert 10_000 < len(verdict.stdout) <= examiner_module.MAX_STDOUT

    @pytest.mark.parametrize(
        "source, names",
        [
            ("f(x)", {"f", "x"}),
            ("y = f\ny", {"f"}),
            ("def g(a): return a + b\ng(1)", {"b"}),
            ("lambda a: (a, c)", {"c"}),
            ("[d + e for d in r]", {"e", "r"}),
            ("class A(B):\n    z = w\n    def m(self): return self.q + v", {"B", "w", "v"}),
            ("import os\nos", set()),
            ("def g():\n    global h\n    h = 1\nh", set()),
            ("for i in s: print(i)", {"s"}),
            ("def g():\n    n = 1\n    def k(): return n + m\n    return k", {"m"}),
            ("with p as q: q", {"p"}),
            ("f'{t}'", {"t"}),
            ("[len(u) for u in o if (found := u)]\nfound", {"o"}),
        ],
    )
    def test_free_names(self, source, names):
        assert free_names(source) == names


# What the student's side can do to objects that it returns: each line makes `f`, whose value is to be no 4.
LIARS = {
    "always equal": "class L:\n    __eq__ = __ne__ = lambda s, o: True\n    __hash__ = None\ndef f(): return L()",
    "claims to be a float": "class L:\n    __class__ = float\n    __float__ = lambda s: 4.0\ndef f(): return L()",
    "array protocol": "class L:\n    def __array__(s, *a, **k): return np.array(4.0)\ndef f(): return L()",
    "array interface": "class L:\n    __array_interface__ = np.array(4.0).__array_interface__\ndef f(): return L()",
    "torch function": "class L:\n    @classmethod\n    def __torch_function__(c, *a, **k): return True\ndef f(): return L()",
    "array function": "class L:\n    def __array_function__(s, *a, **k): return True\n    __array_ufunc__ = __array_function__\ndef f(): return L()",
    "float that lies": "class L(float):\n    __eq__ = lambda s, o: True\n    __sub__ = __rsub__ = lambda s, o: 0.0\ndef f(): return L(3)",
    "int that lies": "class L(int):\n    __eq__ = lambda s, o: True\n    __int__ = __index__ = __float__ = lambda s: 4\ndef f(): return L(3)",
    "str that lies": "class L(str):\n    __eq__ = lambda s, o: True\n    __hash__ = str.__hash__\ndef f(): return L('3')",
    "dict that lies": "class L(dict):\n    get = lambda s, *k: 4\n    __eq__ = lambda s, o: True\ndef f(): return L(a=3)",
    "list that lies": "class L(list):\n    __eq__ = lambda s, o: True\n    __iter__ = lambda s: iter([4])\ndef f(): return L([3])",
    "array that lies": "class L(np.ndarray):\n    __eq__ = lambda s, o: True\ndef f(): return np.array(3.0).view(L)",
    "tensor that lies": "class L(torch.Tensor):\n    @classmethod\n    def __torch_function__(c, *a, **k): return True\ndef f(): return torch.tensor(3.0).as_subclass(L)",
    "object array of liars": "class L:\n    __eq__ = lambda s, o: True\n    __float__ = lambda s: 4.0\ndef f(): return np.array([L()], dtype=object)",
    "cycle": "l = []\nl += [l, l]\ndef f(): return l",
    "long cycle": "l = [4]\nl.append(l)\ndef f(): return l",
    "deep": "l = []\nfor _ in range(100_000): l = [l]\ndef f(): return l",
    "endless generator": "def f():\n    while True: yield 4",
    "endless length": "class L:\n    __len__ = lambda s: 2**62\n    __getitem__ = lambda s, i: 3\ndef f(): return L()",
    "contains itself": "class L:\n    __len__ = lambda s: 2\n    __getitem__ = lambda s, i: [3, L()][i]\ndef f(): return [3, L()]",
    "huge text": "class L:\n    __repr__ = __str__ = lambda s: 'x' * 10**9\ndef f(): return L()",
    "huge class name": "L = type('x' * 10**6, (), {})\ndef f(): return L()",
    "gadget": "import os\nclass L:\n    def __reduce__(s): return os.system, ('touch {gadget}',)\ndef f(): return L()",
    "attributes without end": "class L:\n    __getattr__ = lambda s, n: s\n    __call__ = lambda s, *a: s\ndef f(): return L()",
    "Boolean of 2": "def f(): return np.frombuffer(b'\\2', dtype=bool)",
    "more than fits": "def f(): return np.broadcast_to(4.0, (10**5, 10**5))",
    "range without end": "def f(): return range(10**15)",
    "integer without end": "def f(): return 1 << 10**7",
    "set that collides": "def f(): return {k * (2**61 - 1) for k in range(3000)}",
}  # fmt: skip
TESTS = [
    "assert f() == 4",
    "check_value(f, equals=4)",
    "check_value(f, equals=[4, 4])",
    "assert abs(np.asarray(f(), dtype=float) - 4).max() < 1e-6",
    "assert torch.allclose(torch.as_tensor(f()), torch.tensor(4.0))",
    "got = f()\nassert list(got) == [4, 4]",
    "assert f()['a'] == 4",
    "assert np.isclose(f(), 4.0).all()",
    "assert not f() != 4",
    "assert f() in [4]",
    "assert float(f()) == 4.0",
    "assert repr(f()) == 'x' * 10",
]


class TestLiars:
    @pytest.mark.parametrize("answer", LIARS.values(), ids=LIARS)
    def test_no_lie_passes_a_test(self, answer, tmp_path):
        gadget = tmp_path / "ran"
        examiner = Examiner()
        examiner.setup(SETUP, "setup")
        with Student(IMPORTS, answer.replace("{gadget}", str(gadget))) as student:
            examiner.connect(student.connected)
            for test in TESTS:
                verdict = examiner.test(test, "test", 1, 20)
                assert verdict.outcome in (Outcome.WRONG, Outcome.ERROR), (test, verdict)
                assert not verdict.lost and verdict.seconds < 20
                assert len(verdict.evalue) < 20_000
        assert not gadget.exists()

    def test_a_handle_says_what_is_wrong(self):
        answer = "class Vector: pass\ndef f(): return Vector()"
        uses = ("f() == 1", "f() + 1", "1 + f()", "np.ones(2) * f()", "float(f())", "np.asarray(f())", "bool(f())")
        for test in uses:
            verdict = judged(answer, test)
            assert "returned an object of class Vector where a number or an array is expected" in verdict.evalue, test

    @pytest.mark.parametrize(
        "test",
        [
            "f.x = 1",
            "del f.x",
            "f.__globals__",
            "f.__class__ = int",
            "f.__init__.__globals__['x']",
            "import pickle\npickle.dumps(f)",
            "import copy\nassert copy.deepcopy(f) is f and copy.copy([f])[0] is f\nhash(f)",
        ],
    )
    def test_a_handle_cannot_be_changed_copied_or_looked_into(self, test):
        assert judged("def f(): pass", test).outcome is Outcome.ERROR

    def test_the_examiner_is_as_it_was_after_every_lie(self):
        """Nothing that is reachable through the protocol touches the libraries of the examiner."""

        def state():
            modules = (np, torch, checks, builtins, remote, examiner_module)
            return {module.__name__: {name: id(value) for name, value in vars(module).items()} for module in modules}

        before = state()
        answer = "import builtins\nnp.allclose = torch.equal = builtins.abs = lambda *a, **k: True\ndef f(): return 3"
        for test in ("assert np.allclose(f(), 4)", "assert torch.equal(torch.tensor(f()), torch.tensor(4))"):
            assert judged(answer, test).outcome is Outcome.WRONG
        for name in ("__class__", "__init_subclass__", "__dict__", "__reduce__"):
            judged("class C: pass\ndef f(): return C", f"f().{name}")
        assert state() == before


RAW = """
import os, socket, time
from course_utils.grading.isolation.agent import AGENT_FD
from course_utils.grading.isolation.wire import PREFIX, Encoder
line = socket.socket(fileno=os.dup(AGENT_FD))
"""

class TestDeadConnections:
    @pytest.mark.parametrize(
        "does, outcome, lost",
        [
            ("line.send(b'x' * 100)", Outcome.KILLED, True),
            ("line.send(b'\\xff' * 8)", Outcome.KILLED, True),
            ("line.send(PREFIX.pack(4, 0) + b'true')", Outcome.KILLED, True),
            ("line.send(Encoder().frame(('value', 10**9, 4, None)))", Outcome.KILLED, True),
            ("line.send(Encoder().frame(('callback', 2, 99, (), {})))", Outcome.KILLED, True),
            ("line.send(Encoder().frame(('error', 2, [1], 'a', 'b')))", Outcome.KILLED, True),
            ("line.shutdown(socket.SHUT_RDWR)", Outcome.KILLED, True),
            ("os._exit(0)", Outcome.KILLED, True),
            ("time.sleep(100)", Outcome.TIMEOUT, False),
            ("while True: pass", Outcome.TIMEOUT, False),
            ("line.send(PREFIX.pack(4000, 0))\n    while True:\n        line.send(b' '); time.sleep(0.05)", Outcome.TIMEOUT, False),
            ("line.setblocking(True)\n    while True: line.sendall(Encoder().frame(('value', 0, 4, None)))", Outcome.TIMEOUT, False),
        ],
        ids=lambda value: str(value)[:50],
    )
    def test_the_test_fails_whatever_it_expects(self, does, outcome, lost):
        """Also one that expects an error, or that never looks at the answer."""
        answer = f"{RAW}\ndef f():\n    {does}\n    return 4"
        for test in ("check_raises(Exception, f)", "try: f()\nexcept Exception: pass"):
            began = time.monotonic()
            verdict = judged(answer, test, call_seconds=1)
            assert verdict.outcome is outcome, verdict
            assert verdict.lost is lost or outcome is Outcome.TIMEOUT
            assert time.monotonic() - began < 50

    def test_after_it_all_requests_fail_at_once(self):
        answer = "import time\ndef f(): time.sleep(100)"
        test = "for _ in range(100):\n    try: f()\n    except Exception: pass"
        verdict = judged(answer, test, call_seconds=0.5)
        assert verdict.outcome is Outcome.TIMEOUT and verdict.seconds < 20

    def test_calls_back_without_end_have_the_time_of_one_call(self):
        answer = "def f(g):\n    while True: g()"
        verdict = judged(answer, "f(lambda: 1)", call_seconds=1)
        assert verdict.outcome is Outcome.TIMEOUT and verdict.seconds < 20

    def test_calls_within_calls_have_a_bottom(self):
        answer = "def f(g): return g(f)"
        verdict = judged(answer, "def g(h): return h(g)\nf(g)")
        assert verdict.outcome is Outcome.ERROR and "too deeply" in verdict.evalue

    def test_a_check_that_fails_in_a_callback_counts_whatever_the_answer_does(self):
        test = "def g(x): assert x == 5, 'called with another number'\nassert f(g) == 4"
        for after in ("pass", "raise", "raise ValueError"):
            verdict = judged(f"def f(g):\n    try: g(3)\n    except BaseException: {after}\n    return 4", test)
            assert (verdict.outcome, verdict.evalue) == (Outcome.WRONG, "called with another number")

    def test_an_error_in_a_callback_is_the_student_s_to_handle(self):
        answer = "def f(g):\n    try: return g(0)\n    except ZeroDivisionError: return 4"
        assert_passes(answer, "assert f(lambda x: 1 / x) == 4")

    def test_after_an_interrupt_the_next_test_is_served(self):
        """As the executor does it: the test that has had no answer is over, then its kernel is interrupted."""
        examiner = Examiner()
        examiner.setup(SETUP, "setup")
        with Student("import time\ndef slow(): time.sleep(100)\ndef f(): return 4") as student:
            examiner.connect(student.connected)
            assert examiner.test("assert f()", "warm", 1, 20).outcome is Outcome.PASSED
            verdict = examiner.test("slow()", "first", 1, 0.5)
            assert verdict.outcome is Outcome.TIMEOUT and not verdict.lost
            student.interrupt()
            assert examiner.test("assert f() == 4", "second", 1, 20).outcome is Outcome.PASSED

    @pytest.mark.parametrize("test", ["late", "f(lambda: 1)"], ids=["an object", "a function of the test's"])
    def test_what_a_late_reply_speaks_of_is_not_taken_for_what_the_next_test_asks_for(self, test: str):
        answer = """\
import time
class Late:
    @property
    def __name__(self):
        time.sleep(1)
        return "late"
late = Late()
def f(g):
    time.sleep(1)
    return g
def four(): return 4"""
        examiner = Examiner()
        with Student(answer) as student:
            examiner.connect(student.connected)
            assert examiner.test("assert four() == 4", "warm", 1, 20).outcome is Outcome.PASSED
            assert examiner.test(test, "first", 1, 0.5).outcome is Outcome.TIMEOUT
            assert examiner.test("assert four() == 4", "second", 1, 20).outcome is Outcome.PASSED

    def test_a_request_that_cannot_be_understood_is_answered(self):
        """What the test sends is of a class that the student has taken away, or cannot be made over there."""
        setup = SETUP + "\nclass Box: pass\ndef fail(): raise LookupError('not here')\n"
        setup += "class Trap:\n    def __reduce__(self): return fail, ()\n"
        answer = "del Box\ndef f(x): return 4\ndef g(h): return h()"
        examiner = Examiner()
        examiner.setup(setup, "setup")
        with Student(setup, answer) as student:
            examiner.connect(student.connected)
            for test, why in (
                ("f(Box())", "name 'Box' is not defined"),
                ("f(Trap())", "not here"),
                ("g(lambda: Trap())", "LookupError: not here"),
                ("f(lambda: f(Trap()))\ng(lambda: f(Trap()))", "not here"),
            ):
                verdict = examiner.test(test, "test", 1, 20)
                assert (verdict.outcome, verdict.evalue) == (Outcome.ERROR, why)
            assert examiner.test("assert f(1) == 4", "next", 1, 20).outcome is Outcome.PASSED

    def test_an_agent_that_cannot_go_on_is_missed_at_once(self):
        answer = "from course_utils.grading.isolation.agent import Agent\ndef fail(self): raise MemoryError\n"
        verdict = judged(answer + "def f(): Agent._receive = fail", "f()\nf()", call_seconds=60)
        assert verdict.outcome is Outcome.KILLED and verdict.lost and verdict.seconds < 30

    def test_a_caller_that_waits_for_a_callback_learns_that_the_test_is_over(self):
        examiner = Examiner()
        answer = "def f(g):\n    while True: g()\ndef h(): return 4"
        with Student(answer) as student:
            examiner.connect(student.connected)
            assert examiner.test("f(lambda: 1)", "first", 1, 0.5).outcome is Outcome.TIMEOUT
            assert examiner.test("assert h() == 4", "second", 1, 20).outcome is Outcome.PASSED

    def test_a_new_kernel_takes_over(self):
        examiner = Examiner()
        for value in (1, 2):
            with Student(f"x = {value}") as student:
                examiner.connect(student.connected)
                assert examiner.test(f"assert x == {value}", "test", 1, 20).outcome is Outcome.PASSED


class TestHiddenTests:
    ANSWER = """
import gc, inspect, sys, types
seen = []
def f(g, *rest):
    seen.append(str(g))
    for o in gc.get_objects():
        if isinstance(o, types.CodeType):
            seen.extend(map(str, o.co_consts))
    return g(1) if callable(g) else 0
def report(): return "|".join(s for s in seen if "xyzzy" in s)
"""

    def test_they_do_not_reach_the_student_s_side(self):
        test = """
def g(x): return len('xyzzy') * x
assert f(g) == 5
assert f(lambda x: 'xyzzy') == 'xyzzy'
assert report() == ''
"""
        assert_passes(self.ANSWER, test)

    @pytest.mark.parametrize(
        "wrapped",
        ["functools.partial(g)", "functools.lru_cache(g)", "A()", "A().m", "A", "Box(g)"],
    )
    def test_a_function_of_the_test_within_another_object_is_refused(self, wrapped):
        setup = SETUP + "import functools\nfrom dataclasses import dataclass\n@dataclass\nclass Box:\n    f: object"
        test = f"def g(x): return 5\nclass A:\n    def m(self, x): return 5\n    __call__ = m\nf({wrapped})"
        verdict = judged(self.ANSWER, test, setup)
        assert verdict.outcome is Outcome.ERROR and "ship()" in verdict.evalue, verdict


class TestCommands:
    @pytest.fixture
    def client(self):
        ours, theirs = socket.socketpair()
        examiner = threading.Thread(target=main, args=(theirs,))
        examiner.start()
        yield ExaminerClient(ours)
        ours.close()
        examiner.join(10)
        assert not examiner.is_alive()
        theirs.close()

    def test_setup_connect_and_test(self, client):
        client.send_setup("import math", "a")
        assert client.receive(20) == {"done": "setup", "skipped": False, "error": None}
        client.send_setup("f(1)", "b")
        assert client.receive(20)["skipped"]
        client.send_setup("1 / 0", "c")
        assert client.receive(20)["error"] == "ZeroDivisionError: division by zero"
        client.send_setup("%matplotlib inline", "d")
        assert client.receive(20)["error"].startswith("SyntaxError")
        with Student("def f(x): return x") as student:
            client.send_connect(student.connected)
            assert client.receive(20) == {"done": "connect"}
            client.send_test("assert f(math.pi) == math.pi\n" + "# long" * 50_000, "test", 2.0, 20.0)
            assert select.select([client], [], [], 20)[0]
            assert client.receive_verdict().outcome is Outcome.PASSED
            client.send_test("f(2) == 2\n0.5", "test", 2.0, 20.0)
            verdict = client.receive_verdict(20)
            assert (verdict.outcome, verdict.score) == (Outcome.WRONG, 0.5)

    def test_silence_and_the_end_of_the_examiner_are_told(self):
        ours, theirs = socket.socketpair()
        with ours, theirs:
            with pytest.raises(TimeoutError):
                ExaminerClient(ours).receive(0.05)
            theirs.close()
            with pytest.raises(EOFError):
                ExaminerClient(ours).receive(20)
