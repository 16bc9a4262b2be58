"""Cumulated windows: from a row's window to the longer one that ends with it (year to date, rolling 12 months)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from fupan.calendar.words import rolling
from fupan.metrics.plan.frame import Bucket, Frame

if TYPE_CHECKING:
    from fupan.calendar import Calendar, Grain, Window
    from fupan.metrics.definition import Cumulative, Trailing

_PERIOD: dict[str, Grain] = {"wtd": "week", "mtd": "month", "qtd": "quarter", "htd": "half", "ytd": "year"}


@dataclass(frozen=True, slots=True)
class Reach:
    """How far back a cumulative metric counts: to the start of a period (``ytd``), or ``n`` periods of ``grain``."""

    window: str
    n: int | None = None
    grain: Grain | None = None

    @property
    def name(self) -> str:
        """Short and stable: ytd, rolling12month."""
        return self.window if self.n is None else f"{self.window}{self.n}{self.grain}"

    def of(self, calendar: Calendar, window: Window) -> Window:
        """The cumulated window that ends where *window* ends."""
        if self.n is not None and self.grain is not None:
            return rolling(calendar, window, self.n, self.grain)
        return calendar.clip(calendar.window_of(window.last, _PERIOD[self.window]), window.last)

    def before(self, calendar: Calendar, window: Window) -> Window:
        """The window before a cumulated one: as many periods that end where it starts, or the same part before."""
        if self.n is not None and self.grain is not None:
            return rolling(calendar, calendar.window_of(window.start - timedelta(days=1), "day"), self.n, self.grain)
        return calendar.previous(window)

    def frames(self, calendar: Calendar, frames: tuple[Frame, ...]) -> tuple[Frame, ...]:
        """The frames with each bucket's window cumulated; the rows stay what they are."""
        return tuple(
            Frame(f.name, tuple(Bucket(b.key, self.of(calendar, b.window)) for b in f.buckets)) for f in frames
        )


def reach_of(metric: Cumulative | Trailing) -> Reach:
    """The reach that a definition declares."""
    if metric.family == "trailing":
        return Reach("rolling", metric.months, "month")
    return Reach(metric.window, metric.n, metric.grain)
