"""``verify`` and the ``check_*`` helpers: what passes, what fails, and what the reader is told."""

import sys
import warnings

import numpy as np
import pytest
import torch
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from course_utils.checks import (
    CheckError,
    VerificationError,
    call,
    call_in_place,
    check_close,
    check_gradient,
    check_raises,
    check_shape,
    check_value,
    class_names,
    ship,
    verify,
)

pytestmark = pytest.mark.package


class TestVerify:
    @pytest.mark.parametrize(
        "options",
        [
            {"measured": 2.0, "at_most": 2.0},
            {"measured": [1.0, 2.0], "at_least": [1.0, 1.5]},
            {"measured": 1 + 1e-13, "equals": 1.0, "rtol": 1e-12},
            {"measured": 1.1, "equals": 1.0, "se": 0.03},
            {"samples": np.linspace(0.5, 1.5, 101), "equals": 1.0},
        ],
    )
    def test_agreement_prints_one_line(self, options, capsys):
        verify("Theorem 0.1 (an example)", **options)
        printed = capsys.readouterr().out
        assert printed.startswith("✓ Theorem 0.1 (an example): measured ")
        assert printed.count("\n") == 1

    @pytest.mark.parametrize(
        "options",
        [
            {"measured": 2.1, "at_most": 2.0},
            {"measured": [1.0, 1.4], "at_least": [1.0, 1.5]},
            {"measured": 2.0, "equals": 1.0, "rtol": 0.5},
            {"measured": 1.1, "equals": 1.0, "se": 0.02},
            {"samples": np.linspace(0.5, 1.5, 101), "equals": 2.0},
            {"measured": np.nan, "equals": 1.0, "rtol": 1.0},
            {"measured": np.nan, "at_most": 1.0},
            {"measured": np.inf, "equals": 1.0, "rtol": 1.0},
        ],
    )
    def test_disagreement_raises_with_both_numbers(self, options):
        with pytest.raises(VerificationError, match="measured .*does not hold"):
            verify("Theorem 0.1", **options)

    def test_slope_of_a_power_law(self):
        x = np.array([1.0, 2.0, 4.0, 8.0])
        verify("Theorem 0.2", measured=(x, 3 * x**-2.0), slope=-2.0, atol=1e-9)
        with pytest.raises(VerificationError):
            verify("Theorem 0.2", measured=(x, 3 * x**-2.0), slope=-1.0, atol=0.1)

    def test_slope_over_repetitions_has_a_standard_error(self):
        x = np.array([1.0, 2.0, 4.0, 8.0])
        noise = np.exp(0.1 * np.random.default_rng(0).standard_normal((40, 4)))
        verify("Theorem 0.2", measured=(x, noise * x), slope=1.0)
        with pytest.raises(VerificationError):
            verify("Theorem 0.2", measured=(x, noise * x), slope=1.2)

    @pytest.mark.parametrize(
        "options, remedy",
        [
            ({"measured": 1.0}, "exactly one theory"),
            ({"measured": 1.0, "at_most": 2.0, "at_least": 0.0}, "exactly one theory"),
            ({"at_most": 2.0}, "exactly one measurement"),
            ({"measured": 1.0, "equals": 1.0}, "rtol or atol"),
            ({"samples": [1.0, 2.0], "equals": 1.0}, "at least 20 samples"),
            ({"measured": 1.0, "slope": 1.0, "atol": 0.1}, r"measured=\(x, y\)"),
            ({"measured": ([1.0], [2.0]), "slope": 1.0, "atol": 0.1}, "two or more"),
            ({"measured": ([1.0, 2.0, 3.0], [1.0, 2.0]), "slope": 1.0, "atol": 0.1}, r"\(3,\) and \(2,\)"),
            ({"measured": [], "at_most": 1.0}, "the measurement is empty"),
        ],
    )
    def test_misuse_names_the_remedy(self, options, remedy):
        with pytest.raises(ValueError, match=remedy):
            verify("Theorem 0.1", **options)


    @pytest.mark.parametrize("options", [{"measured": np.inf, "at_least": 1}, {"measured": [0, -np.inf], "at_most": 1}])
    def test_what_is_not_finite_confirms_nothing(self, options):
        with pytest.raises(VerificationError):
            verify("Theorem 0.1", **options)


class TestCall:
    def test_warnings_and_stderr_are_silent(self, capfd):
        def noisy():
            warnings.warn("a warning")
            print("a word", file=sys.stderr)
            return float(np.exp(np.array(1e4)))

        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert call(noisy) == np.inf
        assert capfd.readouterr().err == ""

    def test_arguments_are_copied(self):
        numbers = [3, 1, 2]
        call(list.sort, numbers)
        assert numbers == [3, 1, 2]

    def test_an_error_names_the_call_and_keeps_the_cause(self):
        with pytest.raises(CheckError, match=r"int\('one'\)\n  raised    ValueError: invalid literal") as caught:
            call(int, "one")
        assert isinstance(caught.value.__cause__, ValueError)

    def test_a_stub_is_called_unanswered(self):
        def stub(n):
            raise NotImplementedError

        with pytest.raises(CheckError, match=r"stub\(2\) is not answered yet"):
            call(stub, 2)


class TestForTwoKernels:
    """What a test cell uses where it may live in another kernel than the answer, here with both in one."""

    def test_call_in_place_gives_the_arguments_as_the_call_left_them(self):
        def halve(x, factors):
            x /= 2
            factors.append(2)
            return "done"

        x, factors = np.ones(2), [3]
        value, (halved, longer) = call_in_place(halve, x, factors)
        assert value == "done" and halved.tolist() == [0.5, 0.5] and longer == [3, 2]
        assert x.tolist() == [1, 1] and factors == [3]

    def test_class_names_stand_for_isinstance(self):
        class Net(torch.nn.Module):
            pass

        assert class_names(Net()) == ["Net", "Module", "object"]
        assert class_names(Net) == ["type", "object"]

    def test_ship_leaves_a_function_as_it_is(self):
        def f(x):
            return 2 * x

        assert ship(f) is f and f(2) == 4


class TestCheckValue:
    @pytest.mark.parametrize("answer", [9, 9.0, np.float32(9), np.array([9.0]), torch.tensor(9.0, requires_grad=True)])
    def test_any_number_passes(self, answer):
        check_value(lambda: answer, equals=9)

    @pytest.mark.parametrize("answer", [[1, 2], (1.0, 2.0), np.array([1, 2]), torch.tensor([1.0, 2.0])])
    def test_any_array_passes(self, answer):
        check_close(answer, [1, 2])

    def test_tensors_that_numpy_does_not_know(self):
        for answer in (torch.tensor([1.0, 2.0]).to_sparse(), torch.tensor([1.0, 2.0], dtype=torch.bfloat16)):
            check_close(answer, [1, 2])
            with pytest.raises(CheckError, match="returned  .*1, 2"):
                check_close(answer, [1, 3])

    def test_infinity_equals_infinity(self):
        check_close(np.inf, np.inf)
        with pytest.raises(CheckError):
            check_close(-np.inf, np.inf)

    def test_message_says_tried_returned_expected_and_why(self):
        def area(a, b):
            return a + b

        with pytest.raises(CheckError) as caught:
            check_value(area, 2, 5, equals=10, hint="sides are multiplied.")
        assert str(caught.value) == "✗ area(2, 5)\n  returned  7\n  expected  10\n  Hint: sides are multiplied."

    @pytest.mark.parametrize(
        "answer, says",
        [
            (None, "no return statement"),
            ("9", "a number or an array"),
            (object(), "a number or an array"),
            ([[1], [1, 2]], "a number or an array"),
            (1j, "a number or an array"),
            ([9.0, 9.0], r"shape \(2,\)\n  expected  shape \(\)"),
            (np.nan, "look for an overflow"),
            (-9, "opposite sign"),
        ],
    )
    def test_wrong_kinds_fail_with_a_reason(self, answer, says):
        with pytest.raises(CheckError, match=says):
            check_close(answer, 9.0)

    @pytest.mark.parametrize("change, says", [(np.transpose, "transpose"), (lambda m: m / 2, "multiplied by 2")])
    def test_usual_slips_are_recognised(self, change, says):
        matrix = np.array([[1.0, 2.0], [3.0, 4.0]])
        with pytest.raises(CheckError, match=says):
            check_close(change(matrix), matrix)

    @pytest.mark.parametrize("size", [1e-300, 1e300])
    def test_numbers_at_the_edge_of_floats_are_compared_in_silence(self, size):
        with warnings.catch_warnings(action="error"), pytest.raises(CheckError):
            check_close(size * np.array([1.0, 3.0]), np.array([1.0, 2.0]))

    def test_tiny_numbers_are_not_all_opposite(self):
        with pytest.raises(CheckError) as failure:
            check_close(3e-9, 1e-9, atol=0.0)
        assert "opposite sign" not in str(failure.value)

    def test_zero_is_no_multiple(self):
        with pytest.raises(CheckError) as failure:
            check_close([1.0, 2.0], [0.0, 0.0])
        assert "multiplied" not in str(failure.value)

    def test_a_function_among_the_arguments_is_called_by_its_name(self):
        def slope(x):
            return 2 * x

        with pytest.raises(CheckError, match=r"\(slope, 3\)"):
            check_value(lambda f, x: f(x), slope, 3, equals=5)

    def test_a_large_array_names_its_first_wrong_entry(self):
        wrong = np.zeros((3, 4))
        wrong[1, 2] = 5.0
        with pytest.raises(CheckError, match=r"entry \[1, 2\] \(1 of 12 entries are wrong\)\n  returned  5"):
            check_close(wrong, np.zeros((3, 4)))

    def test_tolerance_lets_float32_pass_and_little_else(self):
        check_close(1 + 5e-5, 1.0)
        with pytest.raises(CheckError):
            check_close(1 + 5e-4, 1.0)


def test_check_shape():
    check_shape(np.zeros((2, 3)), (2, 3))
    with pytest.raises(CheckError, match=r"shape \(3, 2\)\n  expected  shape \(2, 3\)"):
        check_shape(np.zeros((3, 2)), (2, 3))


def test_check_raises():
    check_raises(ValueError, int, "one")
    with pytest.raises(CheckError, match="returned  1\n  expected  ValueError"):
        check_raises(ValueError, int, "1")
    with pytest.raises(CheckError, match="returned  TypeError: .*\n  expected  ValueError"):
        check_raises(ValueError, int, None)


class TestCheckGradient:
    def test_gradient_and_jacobian(self):
        matrix = np.array([[1.0, 2.0, 0.0], [0.0, 1.0, 3.0]])
        check_gradient(lambda x: float(np.sum(x**3)), lambda x: 3 * x**2, np.array([1.0, -2.0]))
        check_gradient(lambda m, x: m @ np.sin(x), lambda m, x: m * np.cos(x), matrix, np.array([0.1, 0.2, 0.3]))

    @pytest.mark.parametrize("factor", [2.0, -1.0, 1.001])
    def test_a_wrong_factor_fails(self, factor):
        with pytest.raises(CheckError):
            check_gradient(lambda x: np.sum(x**2), lambda x: 2 * factor * x, np.array([1.0, -2.0]))

    def test_tensors_with_a_graph(self):
        weight = torch.tensor([1.0, 3.0], dtype=torch.float64, requires_grad=True)
        check_gradient(lambda x: weight @ torch.as_tensor(x), lambda x: weight, torch.ones(2, requires_grad=True))

    def test_a_function_that_returns_nothing_is_named(self):
        with pytest.raises(CheckError, match="no return statement"):
            check_gradient(lambda x: None, lambda x: 2 * x, np.ones(2))

    def test_a_transposed_jacobian_is_named(self):
        matrix = np.array([[1.0, 2.0], [3.0, 4.0]])
        with pytest.raises(CheckError, match="transpose"):
            check_gradient(lambda x: matrix @ x, lambda x: matrix.T, np.ones(2))


def test_a_notebook_shows_the_message_and_the_answers_lines_and_nothing_of_the_checks():
    """A traceback through the checks is three dozen lines, and the message stands below them, out of sight."""
    shell, shown = InteractiveShell(), {}
    for name, answer in (("wrong", "return x + 1"), ("raises", "return [1][x]"), ("open", "raise NotImplementedError()")):
        with capture_output() as captured:
            shell.run_cell(f"def {name}(x):\n    {answer}")
            shell.run_cell(f"from course_utils.checks import check_value\ncheck_value({name}, 3, equals=5, hint='why')")
        shown[name] = captured.stdout
    assert shown["wrong"].split("\n") == ["✗ wrong(3)", "  returned  4", "  expected  5", "  Hint: why", ""]
    assert shown["open"] == "✗ open(3) is not answered yet.\n"
    assert "raised    IndexError" in shown["raises"] and "return [1][x]" in shown["raises"]
    assert not [text for text in shown.values() if "checks.py" in text]
