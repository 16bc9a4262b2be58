"""Arithmetic on dates by whole months."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fupan.calendar.window import Window


def month_number(day: date) -> int:
    """Months since year 0: 2025-06 is 2025 * 12 + 5."""
    return day.year * 12 + day.month - 1


def first_of(number: int) -> date:
    """The first day of the month with this number."""
    return date(number // 12, number % 12 + 1, 1)


def shift_months(day: date, months: int, *, keep_month_end: bool = True) -> date:
    """The same day *months* later: 31 May - 1 month is 30 April; a month's last day stays the last day if asked so.

    >>> shift_months(date(2025, 2, 28), -12), shift_months(date(2025, 2, 28), -12, keep_month_end=False)
    (datetime.date(2024, 2, 29), datetime.date(2024, 2, 28))
    """
    first = first_of(month_number(day) + months)
    length = monthrange(first.year, first.month)[1]
    at_end = day.day == monthrange(day.year, day.month)[1]
    return first.replace(day=length if keep_month_end and at_end else min(day.day, length))


def months_in(window: Window) -> float:
    """How many calendar months a window holds, a part of a month by its days: 1 June to 15 July is 1.4838...

    The same for every calendar, so that a figure per month means one thing.
    """
    found, first = 0.0, first_of(month_number(window.start))
    while first < window.end:
        after = first_of(month_number(first) + 1)
        inside = (min(after, window.end) - max(first, window.start)).days
        found += inside / (after - first).days
        first = after
    return found
