"""From a key press on a slider to the new picture: ``explore`` beside plain ``ipywidgets.interact``."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Locator, Page, sync_playwright

from bench.table import Row
from tests.browser.lab import open_notebook, start_browser, start_lab

PRESSES = 15
PAUSE_MS = 400  # between two presses: a reader who looks at each picture

SETUP = """
import matplotlib.pyplot as plt
import numpy as np
from ipywidgets import interact
from course_utils import use_style
from course_utils.interactive import explore

use_style()
times = np.linspace(0, 6, 200)
samples = np.random.default_rng(0).normal(size=(200, 2))

def draw(fig, rate):
    ax = fig.subplots()
    ax.plot(times, np.sin(rate * times / 10), label="sine")
    ax.plot(times, np.cos(rate * times / 10), label="cosine")
    ax.scatter(3 + samples[:, 0], samples[:, 1], s=9, label="samples")
    ax.set(xlabel="time t", ylabel="value", title=f"rate {rate}")
    ax.legend(loc="upper right")
"""
OURS = 'explore(draw, alt="Two waves and 200 samples.", rate={"min": 1, "max": 400, "value": 1})'
PLAIN = """
def plain(rate=1):
    draw(plt.figure(), rate)
    plt.show()
interact(plain, rate=(1, 400, 1));
"""
# Both show an <img>: a picture has arrived when one has loaded after the press and a frame was drawn.
WATCH = """
window.pressed = () => new Promise((arrived) => {
    addEventListener('keydown', (press) => {
        const loaded = (event) => {
            if (event.target.tagName !== 'IMG') return;
            document.removeEventListener('load', loaded, true);
            requestAnimationFrame(() => arrived(performance.now() - press.timeStamp));
        };
        document.addEventListener('load', loaded, true);
    }, { capture: true, once: true });
}), null
"""


def rows() -> list[Row]:
    """Median seconds of a walk (the same key again) and of a jump (a step that nothing could foresee)."""
    with tempfile.TemporaryDirectory() as folder:
        process, lab = start_lab(Path(folder))
        try:
            with sync_playwright() as playwright:
                browser = start_browser(playwright)
                notebook = open_notebook(browser, lab, lab.write("sliders.ipynb", SETUP, OURS, PLAIN))
                notebook.run_all()
                notebook.page.evaluate(WATCH)
                ours = notebook.page.locator(".explore input[type=range]")
                plain = notebook.page.locator(".widget-slider .noUi-handle")
                plain.wait_for()
                return [
                    _row("slider, next step", notebook.page, ours, plain, ["ArrowRight"], "≤ 0.5"),
                    _row("slider, jump", notebook.page, ours, plain, ["PageUp", "ArrowRight"], "≤ 1"),
                ]
        finally:
            process.terminate()
            process.wait()


def _row(name: str, page: Page, ours: Locator, plain: Locator, keys: list[str], target: str) -> Row:
    """The sliders take turns, so that a busy machine slows both alike; the first press is not counted."""
    times: dict[str, list[float]] = {"ours": [], "plain": []}
    for press in range(PRESSES + 1):
        for who, slider in (("ours", ours), ("plain", plain)):
            seconds = _press(page, slider, keys[press % len(keys)])
            if press > 0:
                times[who].append(seconds)
    ours_median, plain_median = statistics.median(times["ours"]), statistics.median(times["plain"])
    return Row(name, ours_median, plain_median, ours_median / plain_median, target)


def _press(page: Page, slider: Locator, key: str) -> float:
    slider.focus()
    page.evaluate("window.arrival = window.pressed(), null")
    page.keyboard.press(key)
    milliseconds = page.evaluate("window.arrival")
    page.wait_for_timeout(PAUSE_MS)
    return milliseconds / 1000
