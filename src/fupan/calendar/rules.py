"""The settings of a calendar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class CalendarRules(Protocol):
    """What a calendar must be told; ``fupan.workspace.CalendarSettings`` is one."""

    @property
    def name(self) -> str:
        """Its name: fiscal, accounting, pay."""
        ...

    @property
    def year_start_month(self) -> int:
        """First month of the fiscal year, 1 to 12. A year is named after the calendar year in which it ends."""
        ...

    @property
    def week_start(self) -> int:
        """First weekday, 0 = Monday."""
        ...

    @property
    def cut_off_day(self) -> int | None:
        """Last day of a month, 1 to 27: with 25, June is 26 May to 25 June. None: the month's own last day."""
        ...


@dataclass(frozen=True, slots=True)
class PlainRules:
    """Calendar months, the year from January, weeks from Monday, unless said otherwise."""

    name: str = "fiscal"
    year_start_month: int = 1
    week_start: int = 0
    cut_off_day: int | None = None
