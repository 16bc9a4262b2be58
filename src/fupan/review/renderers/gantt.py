"""A Gantt chart's bars as days, for every renderer: where each begins and ends, how much is done, in which colour."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fupan.review.days import day_of
from fupan.review.palette import ACCENT, LIGHTS, paler

if TYPE_CHECKING:
    from decimal import Decimal

    from fupan.review.model import Chart, Light, Series

_STEPS: Final = (1, 2, 7, 14, 28, 56, 91, 182, 364)
_MOST_TICKS: Final = 7


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: first day, day after the last one, days done, its light's colours and the words beside it."""

    start: int
    end: int
    done: float
    colour: str
    pale: str
    note: str
    light: Light

    @property
    def days(self) -> int:
        """Its length."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Span:
    """The days of the axis: a whole number of ``step`` days."""

    low: int
    high: int
    step: int

    @property
    def ticks(self) -> tuple[int, ...]:
        """The labelled days."""
        return tuple(range(self.low, self.high + 1, self.step))


def gantt_bars(chart: Chart) -> tuple[Bar | None, ...]:
    """A bar per category; None where start or end is no day. An end before its start counts as the start."""
    starts, ends, shares = chart.role("start"), chart.role("end"), chart.role("done")
    return tuple(
        _bar(
            _at(starts, i),
            _at(ends, i),
            _at(shares, i),
            _light(ends, i),
            chart.notes[i] if i < len(chart.notes) else "",
        )
        for i in range(len(chart.categories))
    )


def today_of(chart: Chart) -> int | None:
    """The day of today's line, if it has one."""
    return int(chart.cross[0]) if chart.cross[0] is not None and day_of(chart.cross[0]) is not None else None


def days_span(chart: Chart) -> Span:
    """The axis over all bars and today, in whole weeks where it is longer than two."""
    bars = [bar for bar in gantt_bars(chart) if bar is not None]
    today = today_of(chart)
    days = [*(b.start for b in bars), *(b.end for b in bars), *([today, today + 1] if today is not None else [])]
    low, high = (min(days), max(days)) if days else (1, 8)
    step = next((s for s in _STEPS if (high - low) / s <= _MOST_TICKS), math.ceil((high - low) / _MOST_TICKS))
    if step % 7 == 0:
        low -= (low - 2) % 7  # day 2 was a Monday
    low = max(low, 1)
    return Span(low, low + math.ceil(max(high - low, 1) / step) * step, step)


def note_start(bar: Bar, days: float, today: int | None) -> float:
    """The day at which a note *days* wide begins: behind its bar, or behind today's line where it would cross that."""
    return today + 1 if today is not None and bar.end <= today < bar.end + days else bar.end


def tick_text(day: int, span: Span) -> str:
    """The day as its axis shows it: month and day, with the year on an axis of more than a year."""
    found = day_of(_decimal(day))
    if found is None:
        return ""
    return f"{found:%Y-%m}" if span.high - span.low > 366 else f"{found.month}-{found.day:02d}"


def _decimal(day: int) -> Decimal:
    from decimal import Decimal

    return Decimal(day)


def _at(series: Series | None, index: int) -> Decimal | None:
    return series.values[index] if series is not None and index < len(series.values) else None


def _light(series: Series | None, index: int) -> Light:
    return series.lights[index] if series is not None and index < len(series.lights) else "none"


def _bar(start: Decimal | None, end: Decimal | None, share: Decimal | None, light: Light, note: str) -> Bar | None:
    if start is None or end is None or day_of(start) is None or day_of(end) is None:
        return None
    first, after = int(start), max(int(start), int(end)) + 1
    colour = ACCENT if light == "none" else LIGHTS[light].fill
    done = min(max(float(share), 0.0), 1.0) if share is not None else 0.0
    return Bar(first, after, round(done * (after - first), 2), colour, paler(colour), note, light)
