"""Which window's targets a review may speak of, where targets have windows of their own (quota periods)."""

from __future__ import annotations

from datetime import date

from fupan.calendar import Calendar, Window
from fupan.review.frame import TableReader


def find_target_window(window: Window, metric: str, *, tables: TableReader, calendar: Calendar) -> Window | None:
    """The target period of *metric* that ends last within *window*, else the shortest that holds its last day.

    None without targets. Needed only where *window* itself has none: quota periods from 30 March to 29 June answer a
    review of June.
    """
    periods = {
        (row["start_date"], row["end_date"])
        for row in tables("targets")
        if row.get("metric") == metric
        and row.get("level") in (None, "target")
        and _dated(row["start_date"], row["end_date"])
    }
    ended = [(end, start) for start, end in periods if window.start < end <= window.end]
    if ended:
        end, start = max(ended)
        return calendar.between(start, end)
    holding = [(end - start, start, end) for start, end in periods if start <= window.last < end]
    if holding:
        _, start, end = min(holding)
        return calendar.between(start, end)
    return None


def _dated(start: object, end: object) -> bool:
    return isinstance(start, date) and isinstance(end, date) and start < end
