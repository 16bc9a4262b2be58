"""A named calendar: which period a day is in, what came before it, how much of it has gone."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from fupan.calendar.moving import MONTHS, last_year_window, next_window, previous_window
from fupan.calendar.rules import CalendarRules, PlainRules
from fupan.calendar.window import PERIODS, Grain, Window
from fupan.calendar.year import Year, YearOfMonths, YearOfWeeks
from fupan.errors import QuestionError

_DAY = timedelta(days=1)
_NAMED: tuple[Grain, ...] = ("month", "quarter", "half", "year", "week", "day")
_LISTED: tuple[Grain, ...] = ("year", "half", "quarter", "month", "week")


class Calendar:
    """Periods of a fiscal calendar. All comparison in time goes through it, never through "minus 365 days".

    Months keep their calendar name (2025-06 is June 2025, from 26 May with a cut-off day of 25); a fiscal year is
    named after the calendar year in which it ends, unless declared otherwise. Weeks belong to the year that holds
    their fourth day (ISO 8601 when they start on Monday); in a year of weeks (4-4-5) they are counted from its start.
    """

    def __init__(self, rules: CalendarRules | None = None) -> None:
        rules = rules or PlainRules()
        self.rules = rules
        self.name = rules.name
        self.year_start_month = rules.year_start_month
        self.week_start = rules.week_start
        self.cut_off_day = rules.cut_off_day
        self.year: Year = YearOfWeeks(rules) if rules.weeks else YearOfMonths(rules)
        self._named = 0 if rules.year_start_month == 1 or rules.year_named == "start" else 1

    def __repr__(self) -> str:
        return f"Calendar({self.name})"

    # -- periods -----------------------------------------------------------------------------------------------

    def window_of(self, day: date, grain: Grain) -> Window:
        """The whole period of *grain* that *day* is in."""
        if grain == "day":
            return Window(day, day + _DAY, "day", day.isoformat())
        if grain == "week":
            return self._week(day - timedelta(days=(day.weekday() - self.week_start) % 7))
        if grain not in MONTHS:
            raise QuestionError("grain", f"“{grain}” is no period", closest=f"one of {', '.join(PERIODS)}")
        size = MONTHS[grain]
        return self.months(self.year.month_of(day), size)

    def period(self, year: int, grain: Grain, number: int = 1) -> Window:
        """A period by its fiscal year and number: ``period(2025, "quarter", 2)``; months by calendar number."""
        if grain == "month":
            return self.months(year * 12 + number - 1, 1)
        if grain == "week":
            return self._week(self.year.first_week(year) + timedelta(weeks=number - 1))
        return self.months(self.year_begin(year) + (number - 1) * MONTHS[grain], MONTHS[grain])

    def next(self, window: Window) -> Window:
        """The period after; of a range, the days after it of the same length."""
        return next_window(self, window)

    def previous(self, window: Window) -> Window:
        """The period before; a running one gives the same elapsed part of it; a range, the days or months before it."""
        return previous_window(self, window)

    def last_year(self, window: Window) -> Window:
        """The same period a year before: months by name, weeks by number, days by date, running ones to the same day.

        In a year of weeks everything goes by weeks: the same weekday of the same week, or 52 weeks before.
        """
        return last_year_window(self, window)

    def year_to_date(self, window: Window) -> Window:
        """From the start of the fiscal year to the window's last day."""
        return replace(self._to_date(self.window_of(window.last, "year"), window.end), to_date=True)

    def clip(self, window: Window, as_of: date) -> Window:
        """The part of *window* that has gone by the end of *as_of*; a future or finished window stays as it is."""
        if as_of >= window.last or as_of < window.start:
            return window
        return self._to_date(window, as_of + _DAY)

    def whole(self, window: Window) -> Window:
        """The whole period of a running window; any other window itself."""
        if not window.running or window.grain == "range":
            return window
        return self.window_of(window.start, window.grain)

    def between(self, start: date, end: date) -> Window:
        """A range [start, end); a stretch that is exactly one period is that period."""
        for grain in _NAMED:
            period = self.window_of(start, grain)
            if (period.start, period.end) == (start, end):
                return period
        return Window(start, end, "range", f"{start.isoformat()}..{(end - _DAY).isoformat()}")

    def between_weeks(self, start: date, end: date) -> Window:
        """A range of whole weeks, told by their names; it moves by weeks in time."""
        first, last = self.window_of(start, "week"), self.window_of(end - _DAY, "week")
        if first == last:
            return first
        return Window(first.start, last.end, "range", f"{first.label}..{last.label}")

    def periods(self, window: Window, grain: Grain) -> list[Window]:
        """The periods of *grain* in *window*, in order; those that reach over its ends are cut there.

        The last period of a running window is itself running, so that its comparison takes the same elapsed part.
        """
        found: list[Window] = []
        day = window.start
        while day < window.end:
            whole = self.window_of(day, grain)
            cut = whole
            if whole.end > window.end:
                cut = replace(whole, end=window.end, whole_end=min(whole.end, max(window.full_end, window.end)))
                if cut.whole_end == cut.end:
                    cut = replace(cut, whole_end=None)
            if whole.start < window.start:
                cut = replace(cut, start=window.start)
            found.append(cut)
            day = whole.end
        return found

    def elapsed(self, window: Window, as_of: date) -> Fraction:
        """Share of the whole window gone by the end of *as_of*, 0 to 1, by days."""
        days = (window.full_end - window.start).days
        return Fraction(min(max((as_of + _DAY - window.start).days, 0), days), days)

    def days(self, start: date, end: date) -> Iterator[dict[str, object]]:
        """One row per day of [start, end): date, and start and label of its year, half, quarter, month and week."""
        known: dict[Grain, Window] = {}
        day = start
        while day < end:
            row: dict[str, object] = {"calendar": self.name, "date": day}
            for grain in _LISTED:
                window = known.get(grain)
                if window is None or not window.contains(day):
                    window = known[grain] = self.window_of(day, grain)
                row[f"{grain}_start"], row[grain] = window.start, window.label
            yield row
            day += _DAY

    def parse(self, text: str, as_of: date) -> Window:
        """The window that *text* names; see ``fupan.calendar.parse``."""
        from fupan.calendar.parse import parse_window

        return parse_window(self, text, as_of)

    # -- inside ------------------------------------------------------------------------------------------------

    def year_begin(self, year: int) -> int:
        """Number of the first month of the year called *year*."""
        return (year - self._named) * 12 + self.year_start_month - 1

    def months(self, number: int, size: int) -> Window:
        """The period of *size* months that the month with this number is in."""
        offset = number - (self.year_start_month - 1)
        position = offset % 12 // size
        first = number if size == 1 else number - offset % size
        year = offset // 12 + self._named
        grain: Grain = {1: "month", 3: "quarter", 6: "half", 12: "year"}[size]  # type: ignore[assignment]
        label = {
            1: f"{number // 12:04d}-{number % 12 + 1:02d}",
            3: f"{year:04d}-Q{position + 1}",
            6: f"{year:04d}-H{position + 1}",
            12: f"{year:04d}",
        }[size]
        return Window(self.year.month_start(first), self.year.month_start(first + size), grain, label)

    def weeks_in(self, year: int) -> int:
        """Number of weeks of the year called *year*: 52 or 53."""
        return (self.year.first_week(year + 1) - self.year.first_week(year)).days // 7

    def _week(self, start: date) -> Window:
        years = range(start.year - 2, start.year + 3)
        year = years[bisect_right([self.year.first_week(y) for y in years], start) - 1]
        number = (start - self.year.first_week(year)).days // 7 + 1
        return Window(start, start + timedelta(days=7), "week", f"{year:04d}-W{number:02d}")

    def _to_date(self, whole: Window, end: date) -> Window:
        if end >= whole.end:
            return whole
        return replace(whole, end=end, whole_end=whole.full_end)
