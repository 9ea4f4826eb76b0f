"""The demonstration's table: the course's, for the assignments chosen, with made-up excuses and extensions."""

import json
from collections.abc import Collection, Mapping
from datetime import timedelta

from .course import CourseError
from .policy import Assignment, Policy


def table_text(
    policy: Policy,
    chosen: Collection[str],
    extensions: Mapping[tuple[str, str], timedelta],
    excused: Collection[tuple[str, str]],
) -> str:
    """``course.toml``. Weights grow in proportion when not all assignments are chosen.

    Raises CourseError when no chosen one has a weight, or one stands without what it replaces.
    """
    rows = {name: row for name, row in policy.assignments.items() if name in chosen}
    total = sum(row.weight for row in rows.values())
    alone = [name for name, row in rows.items() if row.replaces and row.replaces not in rows]
    if not total or alone:
        raise CourseError(f"{', '.join(alone or rows)}: name what counts for the final mark, too.")
    lines = [f"time_zone = {toml(policy.time_zone.key)}", f"late = {inline(policy.late.model_dump())}"]
    lines += ["", "[assignments]", *(row_text(name, row, 100 / total) for name, row in rows.items())]
    lines += ["", "[extensions]"]
    for (student, name), more in extensions.items():
        if name in rows:
            lines.append(f"{toml(name)} = {{ {toml(student)} = {(rows[name].due + more).isoformat()} }}")
    lines += ["", "[excused]"]
    lines += [f"{toml(name)} = [{toml(student)}]" for student, name in excused if name in rows]
    return "\n".join([*lines, ""])


def row_text(name: str, row: Assignment, factor: float) -> str:
    """One assignment's line, with what differs from the defaults."""
    known = row.model_dump(exclude_defaults=True, exclude={"due", "weight"})
    weight = {"weight": row.weight * factor} if row.weight else {}
    return f"{toml(name)} = {{ due = {row.due.isoformat()}, {inline(weight | known)[2:]}"


def inline(entries: Mapping[str, object]) -> str:
    return "{ " + ", ".join(f"{key} = {toml(value)}" for key, value in entries.items()) + " }"


def toml(value: object) -> str:
    """A text, number or truth value: TOML writes them as JSON does.

    >>> toml("a b"), toml(True), toml(10.0)
    ('"a b"', 'true', '10.0')
    """
    return json.dumps(value, ensure_ascii=False)
