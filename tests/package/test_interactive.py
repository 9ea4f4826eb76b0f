"""explore: its controls, its pictures, its errors, and what a run without a reader stores."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
from matplotlib.figure import Figure
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbconvert import HTMLExporter
from PIL import Image

from course_utils.interactive import Explorer, explore

ALT = "A line through the origin."


def line(fig: Figure, slope: float) -> None:
    fig.subplots().plot([0, 1], [0, slope])


def anything(fig: Figure, **values: Any) -> None:
    fig.subplots()


def control(spec: Any) -> Any:
    return Explorer(anything, alt=ALT, x=spec).controls[0]


def test_a_slider_of_whole_numbers() -> None:
    slider = control((1, 9, 2))
    assert slider.values == (1, 3, 5, 7, 9)
    assert all(isinstance(value, int) for value in slider.values)
    assert slider.values[slider.start] == 5
    assert slider.corners == (1, 9)


def test_numbers_of_numpy_are_numbers() -> None:
    whole, decimal = control(tuple(np.array([1, 9, 2]))), control(tuple(np.array([0, 0.5, 0.1])))
    assert (whole.values, decimal.values) == (control((1, 9, 2)).values, control((0.0, 0.5, 0.1)).values)


def test_a_slider_of_decimals_has_no_rounding_noise() -> None:
    slider = control((0, 0.5, 0.1))
    assert slider.values == (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)
    assert slider.texts == ("0.0", "0.1", "0.2", "0.3", "0.4", "0.5")


def test_a_logarithmic_slider_steps_in_powers_of_ten() -> None:
    slider = control({"min": 0.01, "max": 10, "step": 1, "log": True, "value": 0.1, "label": "ridge λ"})
    assert slider.values == (0.01, 0.1, 1.0, 10.0)
    assert (slider.label, slider.values[slider.start]) == ("ridge λ", 0.1)


def test_choices_and_check_boxes() -> None:
    assert (control(["he", "ntk"]).kind, control(["he", "ntk"]).corners) == ("choice", ("he", "ntk"))
    assert control({"options": ["he", "ntk"], "value": "ntk"}).start == 1
    assert (control(True).kind, control(True).values, control(True).start) == ("check", (False, True), 1)
    assert control({"value": False, "label": "log scale"}).label == "log scale"


@pytest.mark.parametrize(
    ("spec", "remedy"),
    [
        ((5, 5, 1), "min < max"),
        ((9, 1, 1), "min < max"),
        ((0, 1, 0), "step > 0"),
        ((0, float("nan"), 1), "min < max|no control"),
        ((0, 1, 1e-9), "2 to"),
        ((0, 1, 5), "2 to"),
        ({"min": 0, "max": 1, "log": True}, "0 < min"),
        ({"min": 0}, "min < max"),
        ({"min": 0, "max": 3, "value": 7}, "between 0 and 3"),
        ({"min": 0, "max": 3, "stop": 7}, "stop"),
        ([], "at least one choice"),
        ({"options": ["a"], "value": "b"}, "none of the choices"),
        ((0, 1), "no control"),
        ("he", "no control"),
        ({"label": "n"}, "no control"),
    ],
)
def test_a_bad_control_says_what_would_do(spec: Any, remedy: str) -> None:
    with pytest.raises((TypeError, ValueError), match=remedy):
        control(spec)


def test_bad_arguments_say_what_would_do() -> None:
    with pytest.raises(ValueError, match="alt"):
        explore(line, alt=" ", slope=(0, 1, 0.1))
    with pytest.raises(ValueError, match=r"no argument width.*slope"):
        explore(line, alt=ALT, slope=(0, 1, 0.1), width=(1, 2, 1))
    with pytest.raises(ValueError, match="draw needs slope"):
        explore(anything_but(line), alt=ALT, width=(1, 2, 1))
    with pytest.raises(ValueError, match="at least one control"):
        explore(anything, alt=ALT)


def anything_but(draw: Any) -> Any:
    def drawing(fig: Figure, width: int, slope: float) -> None:
        draw(fig, slope)

    return drawing


def pixels(explorer: Explorer, *indices: int) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(explorer.picture(indices))))


def test_each_picture_starts_from_an_empty_figure() -> None:
    explorer = Explorer(line, alt=ALT, figsize=(4, 3), slope=(0, 4, 1))
    first = pixels(explorer, 0)
    assert first.shape == (300, 400, 3)
    assert not np.array_equal(pixels(explorer, 4), first)
    assert np.array_equal(pixels(explorer, 0), first)


def test_two_explorers_do_not_share_a_figure() -> None:
    one, two = (Explorer(line, alt=ALT, slope=(0, 4, 1)) for _ in range(2))
    figure = one.draw_at(slope=1)
    two.draw_at(slope=2)
    assert figure.axes[0].lines[0].get_ydata()[1] == 1


def test_corners_are_every_combination() -> None:
    explorer = Explorer(anything, alt=ALT, n=(1, 9, 1), init=["he", "ntk", "glorot"], bias=False)
    corners = list(explorer.corners())
    assert len(corners) == 2 * 3 * 2 == len({tuple(corner.items()) for corner in corners})
    assert {corner["n"] for corner in corners} == {1, 9}


def test_an_error_names_the_values() -> None:
    def divide(fig: Figure, n: int) -> None:
        fig.subplots().plot([1 / n])

    with pytest.raises(ZeroDivisionError) as caught:
        Explorer(divide, alt=ALT, n=(0, 4, 1)).draw_at(n=0)
    assert "n=0" in caught.value.__notes__[0]
    explore(divide, alt=ALT, n=(0, 4, 1))  # the start value is 2


def test_a_corner_that_fails_is_found_when_corners_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def divide(fig: Figure, n: int) -> None:
        fig.subplots().plot([1 / n])

    monkeypatch.setenv("COURSE_EXPLORE", "corners")
    with pytest.raises(ZeroDivisionError):
        explore(divide, alt=ALT, n=(0, 4, 1))


def test_a_figure_left_empty_is_an_error() -> None:
    def elsewhere(fig: Figure, n: int) -> None:
        Figure().subplots()

    with pytest.raises(ValueError, match="fig.subplots"):
        explore(elsewhere, alt=ALT, n=(0, 4, 1))


CELL = """
from course_utils.interactive import explore
def draw(fig, n):
    fig.subplots().plot([1 / n])
explore(draw, alt="One over n.", n=(%d, 4, 1))
"""


def executed(cell: str, folder: Path) -> nbformat.NotebookNode:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell)])
    resources = {"metadata": {"path": str(folder)}}
    return NotebookClient(notebook, timeout=120, store_widget_state=True, resources=resources).execute()


def test_a_run_without_a_reader_stores_the_picture_and_no_widget(tmp_path: Path) -> None:
    notebook = executed(CELL % 0, tmp_path)
    assert "widgets" not in notebook.metadata
    (output,) = notebook.cells[0].outputs
    assert set(output.data) == {"text/plain", "image/png"}
    assert output.metadata["image/png"]["alt"] == "One over n."
    html, _ = HTMLExporter(template_name="classic").from_notebook_node(notebook)
    assert 'src="data:image/png;base64' in html
    assert 'alt="One over n."' in html


def test_a_first_picture_that_fails_fails_the_notebook(tmp_path: Path) -> None:
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        executed(CELL.replace("1 / n", "1 / 0") % 0, tmp_path)
