"""Execute lectures in place and store their outputs: ``python tools/execute_lectures.py lectures/*.ipynb``.

The hash of the code is stored beside the outputs, so that a test can tell when they are stale.
"""

from __future__ import annotations

import hashlib
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode


def code_hash(notebook: NotebookNode) -> str:
    """Hash of all code cells: outputs stored with another hash belong to other code."""
    code = "\0".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    return hashlib.sha256(code.encode()).hexdigest()[:16]


def execute(path: Path) -> float:
    """Run all cells from a fresh kernel, write the notebook with its outputs, return the seconds it took."""
    notebook = nbformat.read(path, as_version=4)
    start = time.perf_counter()
    # Widget state is not stored: it is large, and the static picture beside each widget needs none.
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", store_widget_state=False, record_timing=False
    ).execute(cwd=str(path.parent))
    seconds = time.perf_counter() - start
    notebook.metadata.pop("widgets", None)
    notebook.metadata["course"] = {"code_hash": code_hash(notebook)}
    nbformat.write(notebook, path)
    return seconds


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(f"{name}: {execute(Path(name)):.1f} s")
