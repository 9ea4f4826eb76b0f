"""Grading beside stock nbgrader: ``python -m bench.grading``, or with the parts that are wanted.

attacks      the bank of hostile submissions: marks, and what they reached, on stock and on ours
throughput   40 honest submissions of td1: time, memory, and where ours goes
class        200 submissions, 5 % of them hostile: are all honest marks right?
"""

from __future__ import annotations

import argparse
import importlib
import os
import platform

PARTS = ("attacks", "throughput", "class")


def main() -> None:
    """Runs the parts asked for (default: all); each prints its table."""
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("python -m bench.grading", description=__doc__, formatter_class=formatter)
    parser.add_argument("parts", nargs="*", help=f"which of {', '.join(PARTS)}; default: all")
    parts = parser.parse_args().parts or PARTS
    for part in parts:
        if part not in PARTS:
            parser.error(f"unknown part {part!r}; choose from {', '.join(PARTS)}")
    print(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")
    for part in parts:
        print(f"\n## {part}\n", flush=True)
        importlib.import_module(f"bench.grading_{part}").show()


if __name__ == "__main__":
    main()
