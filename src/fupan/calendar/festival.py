"""Spring Festival, which moves January and February of a year against those of another."""

from __future__ import annotations

from datetime import date
from functools import cache

from fupan.calendar.months import shift_months
from fupan.calendar.window import Window
from fupan.errors import QuestionError

_NAME = "Chinese New Year (Spring Festival)"


@cache
def spring_festival(year: int) -> date:
    """New Year's day of the lunar calendar; QuestionError outside 1990 to 2060, where the dates are known."""
    if not 1990 <= year <= 2060:
        raise QuestionError("festival", f"Spring Festival of {year} is not known.", closest="a year from 1990 to 2060")
    import holidays

    days = holidays.country_holidays("CN", years=year, language="en_US")
    return min(day for day, name in days.items() if _NAME in name and "day off" not in name.lower())


def festival_aligned(window: Window) -> Window:
    """Last year's window at the same distance from Spring Festival (春节错月): the same number of days, moved."""
    year = window.last.year
    moved = spring_festival(year - 1) - spring_festival(year)
    start, last = window.start + moved, window.last + moved
    if start > shift_months(window.start, -6):
        raise QuestionError("festival", f"{window.label} cannot be aligned by Spring Festival.", closest="last_year")
    return Window(start, window.end + moved, "range", f"{start.isoformat()}..{last.isoformat()}")
