"""Print the table: ``python -m bench``, or ``python -m bench training`` for one part of it."""

from __future__ import annotations

import argparse
import importlib
import os
import platform

import torch

from bench.table import markdown

PARTS = ("training", "sliders")


def main() -> None:
    """Measure the parts asked for (default: all) and print one table."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"which of {', '.join(PARTS)}; default: all")
    parts = parser.parse_args().parts or PARTS
    for part in parts:
        if part not in PARTS:
            parser.error(f"unknown part {part!r}; choose from {', '.join(PARTS)}")
    rows = [row for part in parts for row in importlib.import_module(f"bench.{part}").rows()]
    print(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, torch {torch.__version__}")
    print(f"load before the end: {os.getloadavg()[0]:.1f} (ours and theirs take turns; medians of several rounds)\n")
    print(markdown(rows))


if __name__ == "__main__":
    main()
