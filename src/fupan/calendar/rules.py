"""The settings of a calendar, and reading them from a settings file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Protocol

WEEK_PATTERNS = ("4-4-5", "4-5-4", "5-4-4")
YEAR_ENDS = ("last", "nearest")
YEAR_NAMES = ("end", "start")
LAST_YEAR_WEEKS = ("number", "shifted")


class CalendarRules(Protocol):
    """What a calendar must be told; ``PlainRules`` is one."""

    @property
    def name(self) -> str:
        """Its name: fiscal, accounting, retail, pay."""
        ...

    @property
    def year_start_month(self) -> int:
        """First month of the fiscal year, 1 to 12."""
        ...

    @property
    def week_start(self) -> int:
        """First weekday, 0 = Monday."""
        ...

    @property
    def cut_off_day(self) -> int | None:
        """Last day of a month, 1 to 27: with 25, June is 26 May to 25 June. None: the month's own last day."""
        ...

    @property
    def weeks(self) -> str | None:
        """Weeks of the three months of each quarter: 4-4-5, 4-5-4 or 5-4-4. None: months of the calendar."""
        ...

    @property
    def year_end(self) -> str:
        """Of a year of weeks: it ends on the ``last`` such weekday of its last month, or on the one ``nearest`` to its end."""
        ...

    @property
    def extra_week(self) -> int:
        """Which month of the year, 1 to 12 from its start, takes the 53rd week."""
        ...

    @property
    def year_named(self) -> str:
        """A year is named after the calendar year of its last (``end``) or first (``start``) month."""
        ...

    @property
    def last_year_weeks(self) -> str:
        """Weeks of last year: the same ``number``, or ``shifted`` by 52 weeks, so that equal weeks meet after a 53rd."""
        ...


@dataclass(frozen=True, slots=True)
class PlainRules:
    """Calendar months, the year from January, weeks from Monday, unless said otherwise. ValueError names the key."""

    name: str = "fiscal"
    year_start_month: int = 1
    week_start: int = 0
    cut_off_day: int | None = None
    weeks: str | None = None
    year_end: str = "last"
    extra_week: int = 12
    year_named: str = "end"
    last_year_weeks: str = "number"

    def __post_init__(self) -> None:
        _number(self.year_start_month, "year_start_month", 1, 12)
        _number(self.week_start, "week_start", 0, 6, " (0 is Monday)")
        _number(self.extra_week, "extra_week", 1, 12)
        _choice(self.year_end, "year_end", YEAR_ENDS)
        _choice(self.year_named, "year_named", YEAR_NAMES)
        _choice(self.last_year_weeks, "last_year_weeks", LAST_YEAR_WEEKS)
        if self.cut_off_day is not None:
            _number(self.cut_off_day, "cut_off_day", 1, 27)
        if self.weeks is not None:
            _choice(self.weeks, "weeks", WEEK_PATTERNS)
            if self.cut_off_day is not None:
                raise ValueError("cut_off_day cannot stand beside weeks: months of whole weeks end with a week")


SETTINGS = tuple(f.name for f in fields(PlainRules) if f.name != "name")
_OF_WEEKS = ("year_end", "extra_week")


def read_rules(name: str, given: Mapping[str, Any]) -> PlainRules:
    """The rules that a table of settings declares; ValueError names the key that is wrong."""
    for key in given:
        if key not in SETTINGS:
            raise ValueError(f"unknown setting {key}; known are {', '.join(SETTINGS)}")
    if "weeks" not in given:
        for key in _OF_WEEKS:
            if key in given:
                raise ValueError(f"{key} is for years of weeks only: set weeks to {', '.join(WEEK_PATTERNS)}, too")
    return PlainRules(name, **given)


def _number(found: Any, key: str, low: int, high: int, more: str = "") -> None:
    if isinstance(found, bool) or not isinstance(found, int) or not low <= found <= high:
        raise ValueError(f"{key} must be {low} to {high}{more}, found {found!r}")


def _choice(found: Any, key: str, choices: tuple[str, ...]) -> None:
    if found not in choices:
        raise ValueError(f"{key} must be one of {', '.join(choices)}, found {found!r}")
