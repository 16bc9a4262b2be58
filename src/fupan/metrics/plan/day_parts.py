"""Dimensions made of the day a row counts on: weekday, month of the year, whether it was worked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from fupan.metrics.plan.bind import needed
from fupan.metrics.plan.frame import choose, literal

if TYPE_CHECKING:
    from datetime import date

    import ibis.expr.types as ir

    from fupan.calendar import Window
    from fupan.metrics.plan.asking import Asking

_SATURDAY = 5


def with_day_parts(asking: Asking, source: ir.Table, day: str, also: Iterable[str] = ()) -> ir.Table:
    """*source* with a column ``dim.<name>`` for each needed dimension of this kind, told from the column *day*."""
    found = {f"dim.{d.name}": _part(asking, d.part, source[day]) for d in needed(asking, also) if d.part is not None}
    return source.mutate(**found) if found else source


def _part(asking: Asking, part: str, day: Any) -> Any:
    import ibis

    weekday = day.day_of_week.index().cast("int64")
    match part:
        case "weekday":
            return (weekday + 1).cast("string")
        case "working_day":
            moved = _moved_days(asking)
            usual = weekday < _SATURDAY
            worked = ibis.ifelse(day.isin([literal(d) for d in moved]), ~usual, usual) if moved else usual
            return ibis.ifelse(worked, "yes", "no")
        case _:
            return _month(asking, day)


def _month(asking: Asking, day: Any) -> Any:
    """The month's number, 01 to 12, by the calendar asked: with a cut-off day 26 May is in 06."""
    import ibis

    calendar = asking.calendar
    if calendar.year.of_weeks:
        named = [(w.start, w.end, ibis.literal(w.label[-2:])) for w in _months(asking)]
        return choose(day, named, ibis.null("string"))
    number = day.month().cast("int64")
    if calendar.cut_off_day is not None:
        after = ibis.ifelse(number == 12, ibis.literal(1, type="int64"), number + 1)
        number = ibis.ifelse(day.day().cast("int64") > calendar.cut_off_day, after, number)
    text = number.cast("string")
    return ibis.ifelse(number < 10, ibis.literal("0") + text, text)


def _windows(asking: Asking) -> list[Window]:
    frames = [*asking.frames, *(f for _, reached in asking.reached for f in reached)]
    return [b.window for f in frames for b in f.buckets]


def _months(asking: Asking) -> list[Window]:
    """The calendar's months that the question's windows touch, in order."""
    found: dict[date, Window] = {}
    for window in _windows(asking):
        start = window.start
        while start < window.end:
            month = asking.calendar.window_of(start, "month")
            found[month.start] = month
            start = month.end
    return [found[start] for start in sorted(found)]


def _moved_days(asking: Asking) -> list[date]:
    """Days in the windows on which it is not as on any weekday: holidays, and weekends that are worked."""
    found: set[date] = set()
    for window in _windows(asking):
        for n in range((window.end - window.start).days):
            day = window.start + timedelta(days=n)
            if bool(asking.worked.count(day, day + timedelta(days=1))) != (day.weekday() < _SATURDAY):
                found.add(day)
    return sorted(found)
