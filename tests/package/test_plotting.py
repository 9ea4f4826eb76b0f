"""Figures appear once, with their text alternative, and can be read without colour."""

import base64
import io
import os
import subprocess
import sys
from pathlib import Path

import matplotlib as mpl
import nbformat
import numpy as np
import pytest
from bs4 import BeautifulSoup
from matplotlib import pyplot as plt
from matplotlib.colors import to_rgb
from nbclient import NotebookClient
from nbconvert import SlidesExporter
from PIL import Image
from traitlets.config.loader import PyFileConfigLoader

from course_utils import PALETTE, show, use_style
from course_utils.plotting import _png

pytestmark = pytest.mark.package

ROOT = Path(__file__).parents[2]
ALT = 'Two lines: "left" < right & up.'
CELLS = [
    "from course_utils import show, use_style\nfrom matplotlib import pyplot as plt\nuse_style()",
    f"fig, ax = plt.subplots()\nax.plot([0, 1], label='up')\nax.plot([1, 0], label='down')\nax.legend()\nshow(fig, alt={ALT!r})",
]


# How a colour (r, g, b) looks without the long-wave or the medium-wave cones: Viénot, Brettel, Mollon (1999).
PROTANOPIA = np.array([[0.1124, 0.8876, 0.0], [0.1124, 0.8876, 0.0], [0.004, -0.004, 1.0]])
DEUTERANOPIA = np.array([[0.2927, 0.7073, 0.0], [0.2927, 0.7073, 0.0], [-0.0223, 0.0223, 1.0]])


@pytest.fixture(autouse=True)
def plain_matplotlib():
    with mpl.rc_context():
        plt.switch_backend("agg")
        yield
    plt.close("all")


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    """A notebook with one figure, after its execution by a real kernel."""
    path = tmp_path_factory.mktemp("figure") / "figure.ipynb"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in CELLS])
    nbformat.write(NotebookClient(notebook, kernel_name="python3", timeout=120).execute(), path)
    return path


def test_a_figure_is_in_the_notebook_once_with_its_text_and_size(executed):
    (output,) = nbformat.read(executed, as_version=4).cells[1].outputs
    assert output.metadata["image/png"]["alt"] == ALT and output.data["text/plain"] == ALT
    png = base64.b64decode(output.data["image/png"])
    size = Image.open(io.BytesIO(png)).size
    assert size == (output.metadata["image/png"]["width"], output.metadata["image/png"]["height"]) == (640, 400)
    assert len(png) < 30_000


def test_the_text_is_the_alt_attribute_in_html(executed):
    command = [sys.executable, "-m", "nbconvert", "--to", "html", str(executed)]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "JUPYTER_CONFIG_PATH": str(ROOT)})
    assert_one_picture_with_alt(executed.with_suffix(".html").read_text())


def test_the_text_is_the_alt_attribute_in_slides(executed):
    config = PyFileConfigLoader("jupyter_config.py", path=str(ROOT / "lab_settings")).load_config()
    assert_one_picture_with_alt(SlidesExporter(config=config).from_filename(str(executed))[0])


def assert_one_picture_with_alt(page):
    (picture,) = BeautifulSoup(page, "html.parser").select("img")
    assert picture["alt"] == ALT and picture["src"].startswith("data:image/png;base64,")
    assert (picture["width"], picture["height"]) == ("640", "400")


@pytest.mark.parametrize("alt", ["", "  \n"])
def test_an_empty_text_is_refused(alt):
    with pytest.raises(ValueError, match="say in a sentence"):
        show(plt.figure(), alt=alt)


def test_the_figure_is_closed_and_a_terminal_shows_the_text(capsys):
    fig, _ = plt.subplots()
    show(fig, alt="An empty plot.")
    assert plt.get_fignums() == []
    assert capsys.readouterr().out == "An empty plot.\n"


def test_lines_differ_without_colour_and_colours_without_sight_of_red_or_green():
    use_style()
    cycle = list(mpl.rcParams["axes.prop_cycle"])
    assert len({str(entry["linestyle"]) for entry in cycle}) == len(cycle) == len(PALETTE) == 8
    colours = np.array([to_rgb(c) for c in PALETTE]) ** 2.2  # the matrices are for linear light
    for simulate in (PROTANOPIA, DEUTERANOPIA):
        seen = np.clip(colours @ simulate.T, 0, 1) ** (1 / 2.2)
        distance = np.linalg.norm(seen[:, None] - seen[None], axis=2) + 9 * np.eye(8)
        assert distance.min() > 0.12  # matplotlib's own cycle has 0.04


def test_colours_survive_the_palette_of_the_file():
    fig, ax = plt.subplots(figsize=(8, 1))
    ax.imshow(np.array([[to_rgb(c) for c in PALETTE]]), aspect="auto", interpolation="nearest")
    ax.set_position([0, 0, 1, 1])
    ax.axis("off")
    picture = np.asarray(Image.open(io.BytesIO(_png(fig))).convert("RGB"))
    centres = picture[50, 50::100] / 255
    np.testing.assert_allclose(centres, [to_rgb(c) for c in PALETTE], atol=0.03)
