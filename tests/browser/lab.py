"""Starts a real JupyterLab on the loopback interface and a real Chromium, and drives a notebook in them."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from playwright.sync_api import Browser, Page, Playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "notebook-extension/tracker": {"windowingMode": "none"},  # cells out of sight are in the page too
}
SESSION = "window.jupyterapp.shell.currentWidget.context.sessionContext"
SERVER_OPTIONS = {
    "ServerApp.ip": "127.0.0.1",
    "ServerApp.open_browser": "False",
    "ServerApp.allow_root": "True",
    "ServerApp.quit_button": "False",
    "LabApp.expose_app_in_browser": "True",
}


@dataclass
class Lab:
    """A running JupyterLab: its folder of notebooks, its address and its token."""

    folder: Path
    url: str
    token: str

    def write(self, name: str, *cells: str) -> str:
        """Store a notebook with these code cells, and return its name."""
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
        nbformat.write(notebook, self.folder / name)
        return name

    def read(self, name: str) -> nbformat.NotebookNode:
        return nbformat.read(self.folder / name, as_version=4)


@dataclass
class Notebook:
    """A notebook in the browser."""

    page: Page
    errors: list[str]

    def run_all(self) -> None:
        """Run all cells and wait until the last has finished."""
        self.page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")

    def save(self) -> None:
        self.page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")

    def evaluate(self, expression: str) -> str:
        """The text of a Python expression in the notebook's kernel."""
        code = f"""async () => {{
            const kernel = {SESSION}.session.kernel;
            const user_expressions = {{ it: {json.dumps(expression)} }};
            const future = kernel.requestExecute({{ code: "", user_expressions }});
            return (await future.done).content.user_expressions.it.data["text/plain"];
        }}"""
        return self.page.evaluate(code)

    def outputs(self) -> list[dict[str, Any]]:
        """The outputs of all cells, as the notebook's file would hold them."""
        cells = "[...window.jupyterapp.shell.currentWidget.content.model.cells]"
        return self.page.evaluate(f"{cells}.flatMap((cell) => cell.toJSON().outputs ?? [])")

    def close(self) -> None:
        """Stop the kernel and close the page."""
        self.page.evaluate(f"{SESSION}.shutdown()")
        self.page.close()


def start_lab(folder: Path, notebooks: Path | None = None) -> tuple[subprocess.Popen[bytes], Lab]:
    """JupyterLab with settings and runtime files of its own under ``folder``; so are its notebooks, unless given."""
    if notebooks is None:
        notebooks = folder / "notebooks"
        notebooks.mkdir()
    for plugin, settings in SETTINGS.items():
        path = folder / "settings" / "@jupyterlab" / f"{plugin}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(settings))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token = secrets.token_hex(16)
    own = {f"JUPYTER_{kind}_DIR": str(folder / kind.lower()) for kind in ("CONFIG", "DATA", "RUNTIME")}
    own |= {"IPYTHONDIR": str(folder / "ipython"), "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings")}
    own |= {"JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"), "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    options = SERVER_OPTIONS | {
        "ServerApp.port": str(port),
        "ServerApp.port_retries": "0",
        "ServerApp.root_dir": str(notebooks),
        "IdentityProvider.token": token,
    }
    command = [sys.executable, "-m", "jupyterlab", *(f"--{key}={value}" for key, value in options.items())]
    with open(folder / "lab.log", "wb") as log:
        process = subprocess.Popen(command, cwd=notebooks, env=os.environ | own, stdout=log, stderr=log)
    lab = Lab(notebooks, f"http://127.0.0.1:{port}", token)
    _wait_until_up(process, lab, folder / "lab.log")
    return process, lab


def _wait_until_up(process: subprocess.Popen[bytes], lab: Lab, log: Path) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{lab.url}/api?token={lab.token}", timeout=5).close()
            return
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.2)
    process.kill()
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()[-3000:]}")


def start_browser(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


def open_notebook(browser: Browser, lab: Lab, name: str) -> Notebook:
    """Open a notebook in a page of its own; console errors are collected."""
    page = browser.new_page(viewport={"width": 1200, "height": 1000})
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    # In a workspace of its own: a shared one brings back the notebooks of other tests, and one of them to the front.
    page.goto(f"{lab.url}/lab/workspaces/{secrets.token_hex(8)}/tree/{name}?token={lab.token}")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    page.evaluate(f"{SESSION}.ready.then(() => null)")
    page.wait_for_function(f"{SESSION}.kernelDisplayStatus === 'idle'")
    return Notebook(page, errors)
