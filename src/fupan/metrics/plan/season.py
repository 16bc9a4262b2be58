"""Seasonal shares of a target's period: declared month by month, or those of last year's actuals of the company."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from fupan.calendar import Grain, Window
from fupan.metrics.plan.phasing import Method, Phasing, Piece
from fupan.metrics.question import Scope

if TYPE_CHECKING:
    from fupan.metrics.plan.asking import Asking

_DAY = timedelta(days=1)
MONTHS = 12


def phasing_of(asking: Asking, metric: str) -> Phasing:
    """How targets of *metric* are spread: as the question says, else the metric, else the pack's ``phased_target``."""
    method = method_of(asking, metric)[0]
    if method == "season":
        return Phasing(method, pieces=lambda start, end: season_pieces(asking, metric, start, end))
    return Phasing(method, worked=asking.worked)


def method_of(asking: Asking, metric: str) -> tuple[Method, str]:
    """The method and who chose it: ``question``, ``metric`` or ``default``."""
    if asking.phase is not None:
        return asking.phase, "question"
    own: Method | None = asking.definitions.metric(metric).phase
    if own is not None:
        return own, "metric"
    usual = asking.definitions.metrics.get("phased_target")
    found: Method | None = usual.phase if usual is not None else None
    return found or "even", "default"


def season_pieces(asking: Asking, metric: str, start: date, end: date) -> Sequence[Piece]:
    """Stretches of [start, end) with their seasonal weights.

    A period of several months goes by months: by the declared weights of the fiscal year's months, else by last year's
    actuals of the same months, evenly day by day inside each. A period inside one month goes by last year's actuals
    day by day. What was negative counts as nothing.
    """
    calendar = asking.calendar
    months = calendar.periods(calendar.between(start, end), "month")
    declared = _declared(asking, metric)
    if declared is None and len(months) == 1:
        return _days(asking, metric, start, end)
    if declared is None:
        before = [calendar.last_year(calendar.window_of(m.start, "month")) for m in months]
        sold = _actuals(asking, metric, before[0].start, before[-1].end, "month")
        weights = [sold.get(w.start, Fraction(0)) for w in before]
    else:
        weights = [declared[_number(calendar.window_of(m.start, "month"), asking)] for m in months]
    found = []
    for month, weight in zip(months, weights, strict=True):
        whole = calendar.window_of(month.start, "month")
        last = min(month.full_end, end)
        found.append(Piece(month.start, last, weight * Fraction((last - month.start).days, whole.days)))
    return found


def _declared(asking: Asking, metric: str) -> Sequence[Fraction] | None:
    usual = asking.definitions.metrics.get("phased_target")
    for source in (asking.definitions.metric(metric), usual):
        given = getattr(source, "season", ())
        if given:
            return [Fraction(w) for w in given]
    return None


def _number(month: Window, asking: Asking) -> int:
    """Place of a month in its fiscal year, from 0."""
    year = asking.calendar.window_of(month.start, "year")
    return min(len(asking.calendar.periods(asking.calendar.between(year.start, month.end), "month")), MONTHS) - 1


def _days(asking: Asking, metric: str, start: date, end: date) -> Sequence[Piece]:
    """Day by day like the same days of the same month last year; a day that month did not have gets its mean."""
    month = asking.calendar.window_of(start, "month")
    before = asking.calendar.last_year(month)
    sold = _actuals(asking, metric, before.start, before.end, "day")
    mean = sum(sold.values(), Fraction(0)) / before.days
    found, day = [], start
    while day < end:
        then = before.start + (day - month.start)
        found.append(Piece(day, day + _DAY, sold.get(then, Fraction(0)) if then < before.end else mean))
        day += _DAY
    return found


def _actuals(asking: Asking, metric: str, start: date, end: date, grain: Grain) -> dict[date, Fraction]:
    """Actuals of the whole company by period start. The shape of a plan is the same for everybody who asks."""
    key = ("season", metric, asking.calendar.name, start, end, grain)
    found: dict[date, Fraction] = asking.once(key, lambda inner: _read(inner, metric, start, end, grain))
    return found


def _read(asking: Asking, metric: str, start: date, end: date, grain: Grain) -> dict[date, Fraction]:
    from fupan.metrics.plan.compose import plan
    from fupan.metrics.plan.frame import cut_windows, make_frames
    from fupan.metrics.plan.resolve import resolve
    from fupan.metrics.plan.run import fetch

    calendar, everything = asking.calendar, Scope.everything()
    windows = cut_windows(calendar, calendar.between(start, end), grain)
    inner = replace(asking, dimensions=(), grain=grain, frames=make_frames(windows, {}), filters=(),
                    scope=everything, as_of=None, keys=())  # fmt: skip
    resolved = resolve(asking.definitions, [metric], everything, plans=())
    rows: list[dict[str, Any]] = fetch(asking.reader.backend, plan(inner, resolved, {}, None))
    return {r["_bucket"]: max(Fraction(str(r[metric] or 0)), Fraction(0)) for r in rows}
