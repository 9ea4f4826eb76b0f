"""The parts of a cell that nbgrader's delimiters mark: answers, hidden tests, mark schemes."""

import re
from collections.abc import Iterator

DELIMITER = re.compile(r"\b(BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)\b")


def regions(source: str) -> Iterator[tuple[str, str]]:
    """Each line of a cell with the region that it stands in ("" for none); the delimiters are left out.

    >>> list(regions("def f():\\n    ### BEGIN SOLUTION\\n    return 1\\n    ### END SOLUTION"))
    [('', 'def f():'), ('SOLUTION', '    return 1')]
    """
    region = ""
    for line in source.split("\n"):
        delimiter = DELIMITER.search(line)
        if delimiter is None:
            yield region, line
        else:
            region = delimiter[2] if delimiter[1] == "BEGIN" else ""
