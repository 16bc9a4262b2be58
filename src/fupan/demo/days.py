"""Dates of the demonstration company as whole days since 1970, and which days sell how much."""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt

from fupan.demo.shape import DEALER, N_MONTHS, ONLINE, STORE

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def day(year: int, month: int, number: int) -> int:
    """Days since 1970-01-01."""
    return (date(year, month, number) - date(1970, 1, 1)).days


def day_of(iso: str) -> int:
    """Days since 1970-01-01 of an ISO date."""
    return (date.fromisoformat(iso) - date(1970, 1, 1)).days


FIRST_DAY = day(2024, 1, 1)
LAST_DAY = day(2025, 7, 17)
NEVER = -1

_STARTS = [day(2024 + m // 12, m % 12 + 1, 1) for m in range(N_MONTHS + 6)]
MONTH_STARTS: Ints = np.array(_STARTS[: N_MONTHS + 1], dtype=np.int64)
MONTH_ENDS: Ints = np.array([*(s - 1 for s in _STARTS[1:N_MONTHS]), LAST_DAY], dtype=np.int64)

_NEW_YEAR = (day(2024, 2, 10), day(2025, 1, 29))


def month_of(days: Ints) -> Ints:
    """Index of the month (2024-01 = 0) of each day."""
    return np.searchsorted(MONTH_STARTS, days, side="right") - 1


def month_label(month: int) -> str:
    """0 -> 2024-01."""
    return f"{2024 + month // 12}-{month % 12 + 1:02d}"


def day_weights(channel: int, month: int) -> Floats:
    """Share of each day of the month: weekends in stores, workdays and month ends for dealers, 618 and 双11 online."""
    days = np.arange(MONTH_STARTS[month], MONTH_ENDS[month] + 1)
    weekday = (days + 3) % 7
    weight = np.ones(len(days))
    if channel == STORE:
        weight = np.where(weekday >= 5, 1.8, 1.0)
    elif channel == ONLINE:
        weight = np.where(weekday >= 5, 1.15, 1.0)
        number = days - MONTH_STARTS[month] + 1
        if month % 12 == 5:
            weight = weight * np.where((number >= 12) & (number <= 24), 1.9, 1.0)
        if month % 12 == 10:
            weight = weight * np.where((number >= 13) & (number <= 24), 2.4, 1.0)
    else:
        weight = np.where(weekday >= 5, 0.35, 1.0)
        if channel == DEALER and month < N_MONTHS - 1:
            weight = weight * np.where(days > MONTH_ENDS[month] - 4, 2.2, 1.0)
    for start in _NEW_YEAR:
        holiday = (days >= start - 1) & (days <= start + 6)
        weight = weight * np.where(holiday, 0.7 if channel == STORE else 0.25, 1.0)
    return weight / weight.sum()
