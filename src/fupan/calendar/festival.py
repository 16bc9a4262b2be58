"""Spring Festival, which moves January and February of a year against those of another."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from fupan.calendar.window import Window
from fupan.errors import QuestionError

if TYPE_CHECKING:
    from fupan.calendar.calendar import Calendar

_NAME = "Chinese New Year (Spring Festival)"
_DAY = timedelta(days=1)


@cache
def spring_festival(year: int) -> date:
    """New Year's day of the lunar calendar; QuestionError outside 1990 to 2060, where the dates are known."""
    if not 1990 <= year <= 2060:
        raise QuestionError("festival", f"Spring Festival of {year} is not known.", closest="a year from 1990 to 2060")
    import holidays

    days = holidays.country_holidays("CN", years=year, language="en_US")
    return min(day for day, name in days.items() if _NAME in name and "day off" not in name.lower())


def festival_shift(window: Window) -> timedelta:
    """How far last year's days of the season lie from this year's: 2025 to 2024 is -354 days (29 January, 10 February).

    QuestionError (code festival) for a window that does not touch January or February, or that goes past March:
    there both years hold the whole season, and a shift would only move other months against each other.
    """
    year = window.last.year + (1 if window.last.month == 12 else 0)
    first, after = date(year, 1, 1), date(year, 3, 1)
    if window.end <= first or window.start >= after:
        raise QuestionError("festival", f"{window.label} does not touch January or February: Spring Festival moves nothing there.",
                            closest="compare last_year")  # fmt: skip
    if window.start < date(year - 1, 12, 1) or window.end > date(year, 4, 1):
        raise QuestionError("festival", f"{window.label} reaches beyond the season of Spring Festival (December to March).",
                            closest=f"window {year}-01..{year}-03, or compare last_year")  # fmt: skip
    return spring_festival(year - 1) - spring_festival(year)


def festival_aligned(window: Window) -> Window:
    """Last year's window at the same distance from Spring Festival (春节错月): the same number of days, moved."""
    return shifted(window, festival_shift(window))


def shifted(window: Window, by: timedelta) -> Window:
    """The window so many days away, as a range (a day stays a day)."""
    start, last = window.start + by, window.last + by
    if window.grain == "day":
        return Window(start, last + _DAY, "day", start.isoformat())
    return Window(start, last + _DAY, "range", f"{start.isoformat()}..{last.isoformat()}")


def touches_festival(window: Window) -> bool:
    """Whether the window holds a part of a January or February, so that the festival moves it against other years."""
    for year in range(window.start.year, window.last.year + 1):
        first, after = date(year, 1, 1), date(year, 3, 1)
        if window.start < after and window.end > first and not (window.start <= first and window.end >= after):
            return True
    return False


def two_months(calendar: Calendar, window: Window) -> Window:
    """January and February together, for a window inside them; running where the window ends before they do.

    QuestionError (code jan_feb) for any other window.
    """
    year = calendar.year.month_of(window.start) // 12
    first, last = calendar.period(year, "month", 1), calendar.period(year, "month", 2)
    if window.start < first.start or window.end > last.end:
        raise QuestionError("jan_feb", f"{window.label} does not lie in January and February.",
                            closest=f"window {year}-01..{year}-02, or compare last_year")  # fmt: skip
    end = window.end if window.running and window.grain != "day" else last.end
    label = f"{first.label}..{last.label}"
    return Window(first.start, end, "range", label, last.end if end < last.end else None)


def two_months_last_year(calendar: Calendar, window: Window) -> Window:
    """Last year's January and February, of a running window the part to the same day."""
    whole = two_months(calendar, window)
    year = calendar.year.month_of(window.start) // 12 - 1
    first, last = calendar.period(year, "month", 1), calendar.period(year, "month", 2)
    end = last.end
    if whole.running:
        running = calendar.clip(calendar.window_of(whole.last, "month"), whole.last)
        end = calendar.last_year(running).end
    return Window(first.start, end, "range", f"{first.label}..{last.label}", last.end if end < last.end else None)
