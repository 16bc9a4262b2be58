"""How a fiscal year is cut into months and weeks. A month has a number, twelve times its calendar year and its month."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from typing import Protocol

from fupan.calendar.months import first_of, month_number
from fupan.calendar.rules import CalendarRules

_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)


class Year(Protocol):
    """Months by number and the first week of a year by the year's name."""

    of_weeks: bool

    def month_of(self, day: date) -> int:
        """Number of the month that *day* is in."""
        ...

    def month_start(self, number: int) -> date:
        """First day of the month with this number."""
        ...

    def first_week(self, year: int) -> date:
        """First day of week 1 of the year called *year*."""
        ...


class YearOfMonths:
    """Calendar months, from the day after the cut-off day on; a week belongs to the year that holds its fourth day."""

    of_weeks = False

    def __init__(self, rules: CalendarRules) -> None:
        self._cut, self._week_start = rules.cut_off_day, rules.week_start

    def month_of(self, day: date) -> int:
        """Number of the month that *day* is in."""
        return month_number(day) + (1 if self._cut is not None and day.day > self._cut else 0)

    def month_start(self, number: int) -> date:
        """First day of the month with this number."""
        return first_of(number) if self._cut is None else first_of(number - 1).replace(day=self._cut + 1)

    def first_week(self, year: int) -> date:
        """First day of the week that holds 4 January."""
        fourth = date(year, 1, 4)
        return fourth - timedelta(days=(fourth.weekday() - self._week_start) % 7)


class YearOfWeeks:
    """52 or 53 whole weeks: quarters of 13, their months by the pattern, the 53rd week in the month declared.

    The year ends on the last day of a week (Saturday where weeks start on Sunday): the last such day of the month
    before ``year_start_month``, or the one nearest to that month's end.
    """

    of_weeks = True

    def __init__(self, rules: CalendarRules) -> None:
        self._month, self._end, self._extra = rules.year_start_month, rules.year_end, rules.extra_week
        self._weekday = (rules.week_start - 1) % 7
        self._pattern = [int(n) for n in (rules.weeks or "").split("-")] * 4
        self._named = 0 if rules.year_start_month == 1 or rules.year_named == "start" else 1

    def month_of(self, day: date) -> int:
        """Number of the month that *day* is in."""
        years = range(day.year - 2, day.year + 2)
        starts = [self._start(y) for y in years]
        year = years[bisect_right(starts, day) - 1]
        week = (day - self._start(year)).days // 7
        return year * 12 + self._month - 1 + bisect_right(self._sums(year), week)

    def month_start(self, number: int) -> date:
        """First day of the month with this number."""
        year, position = divmod(number - (self._month - 1), 12)
        return self._start(year) + _WEEK * ([0, *self._sums(year)][position])

    def first_week(self, year: int) -> date:
        """First day of the year called *year*."""
        return self._start(year - self._named)

    def _sums(self, year: int) -> list[int]:
        """Weeks gone by the end of each of the twelve months."""
        long = (self._start(year + 1) - self._start(year)).days == 53 * 7
        found, total = [], 0
        for position, weeks in enumerate(self._pattern, 1):
            total += weeks + (1 if long and position == self._extra else 0)
            found.append(total)
        return found

    def _start(self, year: int) -> date:
        """First day of the year whose first month is in calendar year *year*."""
        before = first_of(year * 12 + self._month - 1) - _DAY
        over = (before.weekday() - self._weekday) % 7
        last = before - timedelta(days=over)
        if self._end == "nearest" and over > 3:
            last += _WEEK
        return last + _DAY
