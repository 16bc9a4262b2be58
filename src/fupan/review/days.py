"""Days as numbers, so that charts can measure them: day 1 is the first of January 1900, as spreadsheets count."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Final

_ZERO: Final = date(1899, 12, 30)
_LAST: Final = (date.max - _ZERO).days


def day_number(day: date) -> Decimal:
    """The number of *day*.

    >>> day_number(date(2025, 6, 30))
    Decimal('45838')
    """
    return Decimal((day - _ZERO).days)


def day_of(number: Decimal | None) -> date | None:
    """The day that *number* counts; None where it is none (below one, or beyond the calendar).

    >>> day_of(Decimal(45838)), day_of(Decimal(-3))
    (datetime.date(2025, 6, 30), None)
    """
    if number is None or not 1 <= number <= _LAST:
        return None
    return _ZERO + timedelta(days=int(number))
