"""The look of the course's figures, and ``show``, which stores a text alternative with each of them."""

from __future__ import annotations

import io
import struct

import matplotlib as mpl
from cycler import cycler
from IPython.display import display
from matplotlib.figure import Figure
from matplotlib.pyplot import close
from PIL import Image

# Okabe and Ito (2008): distinct for every common form of colour blindness. Yellow comes last, as it is faint on white.
PALETTE: tuple[str, ...] = (
    "#0072B2",  # blue
    "#D55E00",  # vermilion
    "#009E73",  # bluish green
    "#CC79A7",  # reddish purple
    "#E69F00",  # orange
    "#56B4E9",  # sky blue
    "#000000",  # black
    "#F0E442",  # yellow
)

_DOTS = (0, (1, 1.5))
_LINESTYLES = ("-", "--", "-.", _DOTS, (0, (6, 2, 1, 2, 1, 2)), (0, (8, 3)), (0, (3, 3)), (0, (4, 1, 1, 1)))


def use_style() -> None:
    """Set matplotlib's defaults to the course's style.

    Successive lines differ in colour and in line style; pass ``marker="o"`` where the points matter. Layout is
    constrained, so labels and legends do not overlap.

    >>> use_style()
    >>> mpl.rcParams["figure.constrained_layout.use"]
    True
    """
    mpl.rcParams.update(
        {
            "axes.prop_cycle": cycler(color=PALETTE) + cycler(linestyle=_LINESTYLES),
            "axes.grid": True,
            "axes.axisbelow": True,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.titlesize": 12,
            "axes.labelsize": 11,
            "figure.constrained_layout.use": True,
            "figure.dpi": 100,
            "figure.figsize": (6.4, 4.0),
            "font.size": 11,
            "grid.alpha": 0.3,
            "legend.fontsize": 10,
            "legend.framealpha": 0.9,
            "lines.linewidth": 1.8,
            "lines.markersize": 5,
            "xtick.labelsize": 10,
            "ytick.labelsize": 10,
        }
    )


def show(fig: Figure, *, alt: str) -> None:
    """Display a figure once, with a text for those who do not see it, and close it.

    The picture is a PNG at the figure's own dpi. The text is stored as ``alt`` in the output's metadata.

    Args:
        fig: the figure; after this call pyplot has forgotten it, so the notebook does not show it again.
        alt: what there is to see, in a sentence or two.

    Raises:
        ValueError: alt is empty.
    """
    if not alt.strip():
        raise ValueError("show needs alt: say in a sentence what the figure shows, for readers who do not see it.")
    png = _png(fig)
    close(fig)
    display(_Picture(png, alt))


class _Picture:
    """A PNG with its text alternative; where no picture can be shown, the text stands for it."""

    def __init__(self, png: bytes, alt: str) -> None:
        self.png, self.alt = png, alt

    def __repr__(self) -> str:
        return self.alt

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, bytes], dict[str, dict[str, object]]]:
        width, height = struct.unpack(">II", self.png[16:24])  # where the PNG format keeps them
        return {"image/png": self.png}, {"image/png": {"alt": self.alt, "width": width, "height": height}}


def _png(fig: Figure) -> bytes:
    buffer = io.BytesIO()
    fig.savefig(buffer, format="png", dpi=fig.dpi)
    # A palette makes the file three times smaller; this method changes no colour channel by more than about 5 %.
    picture = Image.open(buffer).convert("RGB").quantize(256, method=Image.Quantize.MAXCOVERAGE)
    buffer = io.BytesIO()
    picture.save(buffer, format="png", optimize=True)
    return buffer.getvalue()
