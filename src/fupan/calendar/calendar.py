"""A named calendar: which period a day is in, what came before it, how much of it has gone."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from fupan.calendar.months import first_of, month_number, shift_months
from fupan.calendar.rules import CalendarRules, PlainRules
from fupan.calendar.window import PERIODS, Grain, Window
from fupan.errors import QuestionError

MONTHS: dict[Grain, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_DAY = timedelta(days=1)
_NAMED: tuple[Grain, ...] = ("month", "quarter", "half", "year", "week", "day")
_LISTED: tuple[Grain, ...] = ("year", "half", "quarter", "month", "week")


class Calendar:
    """Periods of a fiscal calendar. All comparison in time goes through it, never through "minus 365 days".

    Months keep their calendar name (2025-06 is June 2025, from 26 May with a cut-off day of 25); a fiscal year is
    named after the calendar year in which it ends. Weeks belong to the year that holds their fourth day (ISO 8601
    when they start on Monday).
    """

    def __init__(self, rules: CalendarRules | None = None) -> None:
        rules = rules or PlainRules()
        if not 1 <= rules.year_start_month <= 12:
            raise ValueError(f"year_start_month is 1 to 12, found {rules.year_start_month}")
        if not 0 <= rules.week_start <= 6:
            raise ValueError(f"week_start is 0 (Monday) to 6, found {rules.week_start}")
        if rules.cut_off_day is not None and not 1 <= rules.cut_off_day <= 27:
            raise ValueError(f"cut_off_day is 1 to 27, found {rules.cut_off_day}")
        self.name = rules.name
        self.year_start_month = rules.year_start_month
        self.week_start = rules.week_start
        self.cut_off_day = rules.cut_off_day

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
        return self._months(self._month_of(day), size)

    def period(self, year: int, grain: Grain, number: int = 1) -> Window:
        """A period by its fiscal year and number: ``period(2025, "quarter", 2)``; months by calendar number."""
        if grain == "month":
            return self._months(year * 12 + number - 1, 1)
        if grain == "week":
            return self._week(self._first_week(year) + timedelta(weeks=number - 1))
        return self._months(self._year_begin(year) + (number - 1) * MONTHS[grain], MONTHS[grain])

    def next(self, window: Window) -> Window:
        """The period after; of a range, the days after it of the same length."""
        whole = self.whole(window)
        if whole.grain == "range":
            return self._beside(whole, 1)
        return self.window_of(whole.end, whole.grain)

    def previous(self, window: Window) -> Window:
        """The period before; a running one gives the same elapsed part of it; a range, the days or months before it."""
        whole = self.whole(window)
        if whole.grain == "range":
            return self._beside(window, -1)
        earlier = self.window_of(whole.start - _DAY, whole.grain)
        if not window.running:
            return earlier
        return self._same_part(window, earlier, -MONTHS.get(whole.grain, 0))

    def last_year(self, window: Window) -> Window:
        """The same period a year before: months by name, weeks by number, days by date, running ones to the same day."""
        whole = self.whole(window)
        if whole.grain == "week":
            year, number = (int(part) for part in whole.label.split("-W"))
            earlier = self.period(year - 1, "week", min(number, self._weeks(year - 1)))
            return earlier if not window.running else self._same_part(window, earlier, 0)
        if whole.grain in MONTHS:
            earlier = self._months(self._month_of(whole.start) - 12, MONTHS[whole.grain])
            return earlier if not window.running else self._same_part(window, earlier, -12)
        start = shift_months(window.start, -12, keep_month_end=False)
        if whole.grain == "day":
            return self.window_of(start, "day")
        ends_month = self._months(self._month_of(window.last), 1).end == window.end
        return self.between(start, shift_months(window.last, -12, keep_month_end=ends_month) + _DAY)

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

    def _month_of(self, day: date) -> int:
        return month_number(day) + (1 if self.cut_off_day is not None and day.day > self.cut_off_day else 0)

    def _month_start(self, number: int) -> date:
        if self.cut_off_day is None:
            return first_of(number)
        return first_of(number - 1).replace(day=self.cut_off_day + 1)

    def _year_begin(self, year: int) -> int:
        return (year if self.year_start_month == 1 else year - 1) * 12 + self.year_start_month - 1

    def _months(self, number: int, size: int) -> Window:
        offset = number - (self.year_start_month - 1)
        position = offset % 12 // size
        first = number if size == 1 else number - offset % size
        year = offset // 12 + (0 if self.year_start_month == 1 else 1)
        grain: Grain = {1: "month", 3: "quarter", 6: "half", 12: "year"}[size]  # type: ignore[assignment]
        label = {
            1: f"{number // 12:04d}-{number % 12 + 1:02d}",
            3: f"{year:04d}-Q{position + 1}",
            6: f"{year:04d}-H{position + 1}",
            12: f"{year:04d}",
        }[size]
        return Window(self._month_start(first), self._month_start(first + size), grain, label)

    def _first_week(self, year: int) -> date:
        fourth = date(year, 1, 4)
        return fourth - timedelta(days=(fourth.weekday() - self.week_start) % 7)

    def _weeks(self, year: int) -> int:
        return (self._first_week(year + 1) - self._first_week(year)).days // 7

    def _week(self, start: date) -> Window:
        years = range(start.year - 1, start.year + 2)
        year = years[bisect_right([self._first_week(y) for y in years], start) - 1]
        number = (start - self._first_week(year)).days // 7 + 1
        return Window(start, start + timedelta(days=7), "week", f"{year:04d}-W{number:02d}")

    def _to_date(self, whole: Window, end: date) -> Window:
        if end >= whole.end:
            return whole
        return replace(whole, end=end, whole_end=whole.full_end)

    def _same_part(self, window: Window, earlier: Window, months: int) -> Window:
        if months:
            last = shift_months(window.last, months, keep_month_end=self.cut_off_day is None)
        else:
            last = earlier.start + (window.last - window.start)
        start = earlier.start
        end = min(max(last, start) + _DAY, earlier.end)
        if end == earlier.end:
            return earlier
        return replace(earlier, end=end, whole_end=earlier.end, to_date=window.to_date)

    def _beside(self, window: Window, step: int) -> Window:
        first, after = self._month_of(window.start), self._month_of(window.end)
        if self._month_start(first) == window.start and self._month_start(after) == window.end:
            size = after - first
            return self.between(self._month_start(first + step * size), self._month_start(after + step * size))
        length = timedelta(days=window.days * step)
        return self.between(window.start + length, window.end + length)
