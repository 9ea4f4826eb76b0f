"""Which notebooks the course has."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
LECTURES = sorted((ROOT / "lectures").glob("*.ipynb"))
SHEETS = sorted((ROOT / "solutions").glob("*/*.ipynb"))


def name(path: Path) -> str:
    """The path as a person would say it, for the names of tests."""
    return str(path.relative_to(ROOT))
