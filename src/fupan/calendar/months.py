"""Arithmetic on dates by whole months."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


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
