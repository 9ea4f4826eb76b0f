"""The course's table, ``course.toml``: due dates, what lateness costs, weights, extensions, excuses."""

import tomllib
from datetime import UTC, datetime, timedelta
from math import ceil, isclose
from pathlib import Path
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from nbgrader.coursedir import CourseDirectory
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, NaiveDatetime, ValidationError, model_validator
from traitlets.config import Config

from .course import CourseError

TABLE = "course.toml"
DAY = timedelta(days=1)
YEAR_IN_MINUTES = 365 * 24 * 60


def with_time(value: object) -> object:
    """Refuses a day without a time: it would be due when the day begins."""
    if isinstance(value, dict):
        raise ValueError('an id with a dot stands in quotes, as in "ada.l" = 2027-01-12T20:00:00')
    if not isinstance(value, datetime):
        raise ValueError("write date and time without quotes, as in 2027-01-12T20:00:00")
    return value


LocalTime = Annotated[NaiveDatetime, BeforeValidator(with_time)]
Percent = Annotated[float, Field(ge=0, le=100)]
Minutes = Annotated[float, Field(ge=0, le=YEAR_IN_MINUTES)]


class Part(BaseModel):
    """A part of the table: no unknown entries."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class LateRule(Part):
    """What lateness costs, in percent of the points earned."""

    grace_minutes: Minutes = 0
    percent_per_day: Percent = 0
    at_most_percent: Percent = 100

    def share(self, late: timedelta, days: int) -> float:
        """The share in [0, 1] that is lost by who is ``late``, in the given number of days that have begun.

        >>> rule = LateRule(grace_minutes=15, percent_per_day=10, at_most_percent=50)
        >>> [rule.share(timedelta(minutes=m), days=1) for m in (0, 15, 16)], rule.share(9 * DAY, days=9)
        ([0.0, 0.0, 0.1], 0.5)
        """
        if late <= timedelta(minutes=self.grace_minutes):
            return 0.0
        return min(self.percent_per_day * days, self.at_most_percent) / 100


class Assignment(Part):
    """One row. What it says of lateness goes before the general rule.

    ``replaces`` names the assignment whose mark this one takes the place of when it is better.
    An ``exam`` is not in the zip for students.
    """

    due: LocalTime
    weight: Percent = 0
    pairs: bool = False
    exam: bool = False
    replaces: str | None = None
    grace_minutes: Minutes | None = None
    percent_per_day: Percent | None = None
    at_most_percent: Percent | None = None


class Policy(Part):
    """The whole table. Its times are those of a clock on the wall in ``time_zone``.

    ``typed`` says whose paper is marked with the numbers of what the student has typed, though it was mistyped.
    """

    time_zone: ZoneInfo
    late: LateRule = LateRule()
    assignments: dict[str, Assignment] = {}
    extensions: dict[str, dict[str, LocalTime]] = {}
    excused: dict[str, list[str]] = {}
    typed: dict[str, dict[str, str]] = {}

    @model_validator(mode="after")
    def _weights_add_up(self) -> Self:
        total = sum(row.weight for row in self.assignments.values())
        if self.assignments and not isclose(total, 100):
            raise ValueError(f"the weights add up to {total:g} percent; they must give 100")
        return self

    @model_validator(mode="after")
    def _names_are_known(self) -> Self:
        for part in ("extensions", "excused", "typed"):
            if unknown := getattr(self, part).keys() - self.assignments.keys():
                raise ValueError(f"{part}: no assignment is called {', '.join(sorted(unknown))}")
        for name, row in self.assignments.items():
            if row.replaces and row.replaces not in self.assignments:
                raise ValueError(f"{name}: it replaces {row.replaces!r}, and no assignment is called that")
            if row.replaces and (self.assignments[row.replaces].replaces or row.weight):
                raise ValueError(f"{name}: what replaces another assignment has no weight, and is not replaced")
        return self

    @model_validator(mode="after")
    def _times_exist(self) -> Self:
        for name, row in self.assignments.items():
            require_on_clock(row.due, self.time_zone)
            for student, later in self.extensions.get(name, {}).items():
                require_on_clock(later, self.time_zone)
                if later < row.due:
                    raise ValueError(f"extensions.{name}.{student} is before the due date, {row.due}")
        return self

    def due(self, assignment: str, student: str = "") -> datetime | None:
        """When a student's work is due, as nbgrader keeps it: UTC, without a zone. None: not in the table."""
        if (row := self.assignments.get(assignment)) is None:
            return None
        return in_utc(self.extensions.get(assignment, {}).get(student, row.due), self.time_zone)

    def late_rule(self, assignment: str) -> LateRule:
        """The general rule, with what the assignment's row says otherwise."""
        row = self.assignments[assignment].model_dump(include=set(LateRule.model_fields), exclude_none=True)
        return self.late.model_copy(update=row)

    def lost_share(self, assignment: str, student: str, handed_in: datetime) -> float:
        """The share in [0, 1] of its points that a submission loses; ``handed_in`` is in UTC, without a zone.

        Days are those of the clock on the wall: what is due on a Saturday at 20:00 is one day late until
        Sunday at 20:00, in the night in which summer time ends, too. The grace period is of real minutes.
        """
        due = self.due(assignment, student)
        if due is None or handed_in <= due:
            return 0.0
        return self.late_rule(assignment).share(handed_in - due, days_begun(due, handed_in, self.time_zone))


def days_begun(due: datetime, handed_in: datetime, zone: ZoneInfo) -> int:
    """How many days, at least one, have begun since a time; both in UTC. A clock that goes back begins none anew."""
    start = in_zone(due, zone)
    days = max(1, ceil((in_zone(handed_in, zone) - start) / DAY))
    shown_again = handed_in <= in_utc(start + (days - 1) * DAY, zone)
    return days - 1 if days > 1 and shown_again else days


def in_utc(local: datetime, zone: ZoneInfo) -> datetime:
    """A local time in UTC; of one that the clock shows twice, when summer time ends, the later.

    >>> paris = ZoneInfo("Europe/Paris")
    >>> print(in_utc(datetime(2027, 3, 27, 20), paris), "|", in_utc(datetime(2027, 3, 28, 20), paris))
    2027-03-27 19:00:00 | 2027-03-28 18:00:00
    """
    return local.replace(tzinfo=zone, fold=1).astimezone(UTC).replace(tzinfo=None)


def in_zone(utc: datetime, zone: ZoneInfo) -> datetime:
    """What a clock on the wall shows."""
    return utc.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None, fold=0)


def require_on_clock(local: datetime, zone: ZoneInfo) -> None:
    """Raises ValueError for a time that the clock leaves out, or that no clock counts."""
    try:
        shown = in_zone(in_utc(local, zone), zone)
    except OverflowError:
        raise ValueError(f"{local} is too far away") from None
    if shown != local:
        raise ValueError(f"the clock of {zone.key} never shows {local}: summer time begins then")


def read_policy(root: Path) -> Policy | None:
    """The table in the course's folder, or None when there is none. Raises CourseError when it is wrong."""
    path = root / TABLE
    if not path.exists():
        return None
    try:
        return Policy.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CourseError(f"{TABLE} is no TOML: {error}.") from None
    except ValidationError as error:
        wrong = [": ".join([".".join(map(str, e["loc"])), e["msg"].removeprefix("Value error, ")]) for e in error.errors()]
        raise CourseError("\n".join([f"{TABLE} is wrong.", *(line.removeprefix(": ") for line in wrong)])) from None


def policy_of(config: Config) -> Policy | None:
    """The table of the course with these settings of nbgrader's: for its plug-ins, which know nothing else of it."""
    return read_policy(Path(CourseDirectory(config=config).root))
