"""Which window another one is compared with: the period before, and the same period a year before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from fupan.calendar.months import shift_months
from fupan.calendar.window import Grain, Window

if TYPE_CHECKING:
    from fupan.calendar.calendar import Calendar

MONTHS: dict[Grain, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_DAY = timedelta(days=1)
_YEAR_OF_WEEKS = timedelta(weeks=52)


def next_window(calendar: Calendar, window: Window) -> Window:
    """The period after; of a range, the days or months after it."""
    whole = calendar.whole(window)
    if whole.grain == "range":
        return _beside(calendar, whole, 1)
    return calendar.window_of(whole.end, whole.grain)


def previous_window(calendar: Calendar, window: Window) -> Window:
    """The period before; of a running one the same elapsed part."""
    whole = calendar.whole(window)
    if whole.grain != "range":
        earlier = calendar.window_of(whole.start - _DAY, whole.grain)
        return answering(calendar, window, earlier, -MONTHS.get(whole.grain, 0))
    if not window.running:
        return _beside(calendar, window, -1)
    whole = whole_range(window)
    months = 0 if of_whole_weeks(whole) else _months_in(calendar, whole)
    return same_part(calendar, window, _beside(calendar, whole, -1), -months)


def last_year_window(calendar: Calendar, window: Window) -> Window:
    """The same period a year before, of a running one the same elapsed part."""
    whole = calendar.whole(window)
    if calendar.year.of_weeks:
        return _weeks_ago(calendar, window, whole)
    if whole.grain == "week":
        earlier = week_last_year(calendar, whole.start)
        return answering(calendar, window, earlier, 0)
    if whole.grain in MONTHS:
        earlier = calendar.months(calendar.year.month_of(whole.start) - 12, MONTHS[whole.grain])
        return answering(calendar, window, earlier, -12)
    start = shift_months(window.start, -12, keep_month_end=False)
    if whole.grain == "day":
        return calendar.window_of(start, "day")
    whole, by_weeks = whole_range(window), of_whole_weeks(window)
    if by_weeks:
        earlier = calendar.between_weeks(
            week_last_year(calendar, whole.start).start, week_last_year(calendar, whole.last).end
        )
    else:
        ends_month = calendar.window_of(whole.last, "month").end == whole.end
        earlier = calendar.between(start, shift_months(whole.last, -12, keep_month_end=ends_month) + _DAY)
    return earlier if not window.running else same_part(calendar, window, earlier, 0 if by_weeks else -12)


def whole_range(window: Window) -> Window:
    """A range with the days of it that are still to come."""
    return replace(window, end=window.full_end, whole_end=None)


def of_whole_weeks(window: Window) -> bool:
    """Whether a range was named by its weeks (2025-W10..2025-W12), so that it moves by weeks."""
    return window.grain == "range" and "-W" in window.label


def week_last_year(calendar: Calendar, day: date) -> Window:
    """Last year's week for the week of *day*: of the same number (a 53rd meets the last), or 52 weeks before."""
    week = calendar.window_of(day, "week")
    if calendar.rules.last_year_weeks == "shifted":
        return calendar.window_of(week.start - _YEAR_OF_WEEKS, "week")
    year, number = (int(part) for part in week.label.split("-W"))
    return calendar.period(year - 1, "week", min(number, calendar.weeks_in(year - 1)))


def same_part(calendar: Calendar, window: Window, earlier: Window, months: int) -> Window:
    """As much of *earlier* as has gone of *window*: to the same day, *months* away; by days where *months* is 0."""
    if months and not calendar.year.of_weeks:
        last = shift_months(window.last, months, keep_month_end=calendar.cut_off_day is None)
    else:
        last = earlier.start + (window.last - window.start)
    end = min(max(last, earlier.start) + _DAY, earlier.end)
    if end == earlier.end:
        return earlier
    return replace(earlier, end=end, whole_end=earlier.end, to_date=window.to_date)


def answering(calendar: Calendar, window: Window, earlier: Window, months: int) -> Window:
    """What of the period *earlier* answers to *window*: all of it, what has gone by the same day, or, where a longer
    window's ends cut the period (June 2012 from the 30th on), the days that answer to those left of it."""
    if window.running:
        earlier = same_part(calendar, window, earlier, months)
    period = calendar.window_of(window.start, window.grain)
    start, end = earlier.start, earlier.end
    if window.start > period.start:
        start = min(_answering_day(calendar, window.start, period, earlier, months), end - _DAY)
    if not window.running and window.end < period.end:
        end = min(max(_answering_day(calendar, window.last, period, earlier, months), start) + _DAY, end)
    return replace(earlier, start=start, end=end)


def _answering_day(calendar: Calendar, day: date, period: Window, earlier: Window, months: int) -> date:
    """The day of *earlier* that answers to *day* of *period*: by date, or by its place where *months* is 0."""
    if months and not calendar.year.of_weeks:
        return max(shift_months(day, months, keep_month_end=calendar.cut_off_day is None), earlier.start)
    return earlier.start + (day - period.start)


def _weeks_ago(calendar: Calendar, window: Window, whole: Window) -> Window:
    """A year before in a year of weeks: weeks meet weeks and weekdays weekdays."""

    def day_before(day: date) -> date:
        return week_last_year(calendar, day).start + timedelta(days=(day.weekday() - calendar.week_start) % 7)

    if calendar.rules.last_year_weeks == "shifted" and whole.grain != "day":
        earlier = calendar.between(whole.start - _YEAR_OF_WEEKS, whole.end - _YEAR_OF_WEEKS)
    elif whole.grain == "week":
        earlier = week_last_year(calendar, whole.start)
    elif whole.grain in MONTHS:
        earlier = calendar.months(calendar.year.month_of(whole.start) - 12, MONTHS[whole.grain])
    elif whole.grain == "day":
        return calendar.window_of(day_before(whole.start), "day")
    else:
        start, last = day_before(window.start), day_before(window.last)
        return calendar.between(start, max(start, last) + _DAY)
    return answering(calendar, window, earlier, 0)


def _months_in(calendar: Calendar, window: Window) -> int:
    """How many whole months a range is made of; 0 where it is not."""
    year = calendar.year
    first, after = year.month_of(window.start), year.month_of(window.end)
    return after - first if (year.month_start(first), year.month_start(after)) == (window.start, window.end) else 0


def _beside(calendar: Calendar, window: Window, step: int) -> Window:
    year = calendar.year
    if not of_whole_weeks(window) and (size := _months_in(calendar, window)):
        first, after = year.month_of(window.start), year.month_of(window.end)
        return calendar.between(year.month_start(first + step * size), year.month_start(after + step * size))
    length = timedelta(days=window.days * step)
    if of_whole_weeks(window):
        return calendar.between_weeks(window.start + length, window.end + length)
    return calendar.between(window.start + length, window.end + length)
