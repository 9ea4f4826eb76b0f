"""Which notebooks the course has."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
LECTURES = sorted((ROOT / "lectures").glob("*.ipynb"))
REVISION = ROOT / "lectures" / "08_revision.ipynb"  # made of the others: no statements, a frame of its own
SESSIONS = [path for path in LECTURES if path != REVISION]
SHEETS = sorted((ROOT / "solutions").glob("*/*.ipynb"))


def name(path: Path) -> str:
    """The path as a person would say it, for the names of tests."""
    return str(path.relative_to(ROOT))
