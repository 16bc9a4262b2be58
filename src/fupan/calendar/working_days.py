"""Working days: weekends, public holidays, and in China the make-up days 调休 on which a weekend is worked."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from fupan.errors import QuestionError

_SATURDAY = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Which days are worked. Stretches are half-open, ``[start, end)``.

    China's days follow the State Council's yearly notice (``chinesecalendar``). Of a year whose notice is not out yet
    only weekends and the statutory festivals are known: its figures are ``provisional``. Another country is an ISO
    code of the ``holidays`` package; "none" has weekends alone. ``off`` and ``worked`` are the company's own days.
    """

    country: str = "CN"
    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if both := sorted(self.off & self.worked):
            raise ValueError(f"{both[0]} is declared both off and worked")

    def is_working(self, day: date) -> bool:
        """Whether *day* is worked."""
        if day in self.worked:
            return True
        return day not in self.off and day in _worked_days(self.country, day.year)[1]

    def count(self, start: date, end: date) -> int:
        """Working days from *start* up to, not including, *end*; 0 where *end* is not after *start*.

        >>> WorkingDays().count(date(2025, 1, 1), date(2025, 2, 1))  # two make-up days, Spring Festival from the 28th
        19
        """
        if end <= start:
            return 0
        total = 0
        for year in range(start.year, end.year + 1):
            ordered, _ = _worked_days(self.country, year)
            total += bisect_left(ordered, end) - bisect_left(ordered, start)
        inside = [d for d in self.off | self.worked if start <= d < end]
        base = {d for d in inside if d in _worked_days(self.country, d.year)[1]}
        return total + len([d for d in inside if d in self.worked and d not in base]) - len(base & self.off)

    def days(self, start: date, end: date) -> Iterator[date]:
        """The working days of ``[start, end)`` in order."""
        day = start
        while day < end:
            if self.is_working(day):
                yield day
            day += _DAY

    def provisional(self, start: date, end: date) -> bool:
        """Whether a year in ``[start, end)`` has no published notice yet, so that its make-up days are unknown."""
        if self.country != "CN" or end <= start:
            return False
        return any(not _published(year) for year in range(start.year, (end - _DAY).year + 1))


def read_working_days(country: str, off: frozenset[date], worked: frozenset[date]) -> WorkingDays:
    """Working days of a declared country; ValueError (known codes) where ``holidays`` knows none such."""
    if country not in {"CN", "none"}:
        import holidays

        if country not in holidays.list_supported_countries():
            raise ValueError(f"no holidays are known of “{country}”; a country code such as CN, HK, US, DE, or none")
    return WorkingDays(country, off, worked)


@cache
def _published(year: int) -> bool:
    from chinese_calendar import is_workday

    try:
        is_workday(date(year, 1, 1))
        is_workday(date(year, 12, 31))
    except NotImplementedError:
        return False
    return True


@cache
def _worked_days(country: str, year: int) -> tuple[tuple[date, ...], frozenset[date]]:
    first = date(year, 1, 1)
    every = [first + timedelta(days=n) for n in range((date(year, 12, 31) - first).days + 1)]
    if country == "CN" and _published(year):
        from chinese_calendar import is_workday

        found = [d for d in every if is_workday(d)]
    else:
        closed = _festivals(country, year)
        found = [d for d in every if d.weekday() < _SATURDAY and d not in closed]
    return tuple(found), frozenset(found)


def _festivals(country: str, year: int) -> frozenset[date]:
    if country == "none":
        return frozenset()
    import holidays

    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except (KeyError, NotImplementedError) as e:
        raise QuestionError("working_days", f"No holidays are known of “{country}”.", closest="CN") from e
