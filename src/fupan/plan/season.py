"""Weights of periods: seasonality of past years with Spring Festival where it stands, working days, days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from fupan.calendar import Window, WorkingDays, spring_festival
from fupan.plan.periods import Periods
from fupan.plan.refusal import PlanError

Floats = npt.NDArray[np.float64]
_DAY = timedelta(days=1)
BEFORE, AFTER = 30, 30
"""Days before and after New Year's day that move with Spring Festival."""


def days(periods: Periods) -> Floats:
    """Days of each leaf period."""
    return np.array([w.days for w in periods.leaves], dtype=np.float64)


def working_days(periods: Periods, worked: WorkingDays) -> Floats:
    """Working days of each leaf period, make-up days counted."""
    return np.array([worked.count(w.start, w.end) for w in periods.leaves], dtype=np.float64)


def by_quarter(periods: Periods, shares: Mapping[str, float], within: Floats) -> Floats:
    """Declared shares of coarser periods ("2025-Q4": 0.35), each spread over its leaves by *within*.

    PlanError (code weights) unless the named periods cover the plan once and their shares add up to 1.
    """
    weights = np.zeros(len(periods))
    covered = np.zeros(len(periods), dtype=np.int64)
    for label, share in shares.items():
        at = periods.find(label)
        covered[at] += 1
        inner = within[at] if within[at].any() else np.ones(at.stop - at.start)
        weights[at] = share * inner / inner.sum()
    if (covered != 1).any():
        wrong = periods.leaves[int(np.argmax(covered != 1))].label
        raise PlanError("weights", "shares of periods have to cover each leaf once", period=wrong)
    if abs(sum(shares.values()) - 1) > 1e-9:
        raise PlanError("weights", "shares of periods add up to 100%", found=f"{sum(shares.values()):.2%}")
    return weights


def season(
    periods: Periods, daily: Mapping[date, float], years: Sequence[tuple[int, float]], *, festival: bool = True
) -> Floats:
    """Each leaf period's share as in past years: *daily* actuals, *years* back with their parts ((1, 0.6), (2, 0.4)).

    A day stands for the day of the same date so many years before. With *festival* the days from 30 before to 30 after
    Spring Festival stand for those at the same distance from that year's festival, so that the trough falls where it falls
    this time. Years without actuals are left out; PlanError (code weights) where none has any.
    """
    total = np.zeros(len(periods))
    parts = 0.0
    for back, part in years:
        found = np.array([_mean(w, daily, back, festival) * w.days for w in periods.leaves])
        if found.sum() > 0:
            total += part * found / found.sum()
            parts += part
    if not parts:
        raise PlanError("weights", "no actuals of the past years named", years=[b for b, _ in years])
    return total / parts


def _mean(window: Window, daily: Mapping[date, float], back: int, festival: bool) -> float:
    """Mean of the days that stand for the window's days so many years before; nothing below 0."""
    amounts = []
    day = window.start
    while day < window.end:
        amounts.append(daily.get(answering_day(day, back, festival=festival), 0.0))
        day += _DAY
    return max(sum(amounts) / len(amounts), 0.0)


def answering_day(day: date, back: int, *, festival: bool = True) -> date:
    """The day that stands for *day* so many years before: at the same distance from Spring Festival, or of the same date.

    29 January 2025 is New Year's day; in 2024 it was 10 February.

    >>> answering_day(date(2025, 1, 28), 1), answering_day(date(2025, 6, 1), 1)
    (datetime.date(2024, 2, 9), datetime.date(2024, 6, 1))
    """
    if festival and day.month <= 4:
        now = spring_festival(day.year)
        if -BEFORE <= (day - now).days <= AFTER:
            return spring_festival(day.year - back) + (day - now)
    if day.month == 2 and day.day == 29:
        day -= _DAY
    return day.replace(year=day.year - back)
