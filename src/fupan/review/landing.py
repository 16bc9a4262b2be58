"""Landing data sets: the month, the quarter (where they are over: the next) and the year, or the year's months as running totals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from fupan.calendar import Calendar, Window
from fupan.review.deck import LandingSpec
from fupan.review.frame import ColumnKind, Frame, number
from fupan.review.model import Lang, Number
from fupan.track import Landing, LandingPart, land

_KINDS = {
    "reached": ColumnKind("已实现", "Reached", "money"),
    "target": ColumnKind("目标", "Target", "money", direction="none"),
    "landing": ColumnKind("预计落点", "Landing", "money"),
    "low": ColumnKind("区间低端", "Low end", "money"),
    "high": ColumnKind("区间高端", "High end", "money"),
    "attainment": ColumnKind("预计达成率", "Attainment at landing", "percent"),
    "gap": ColumnKind("预计差额", "Gap at landing", "money"),
    "growth": ColumnKind("今年增速", "Growth so far", "percent"),
    "parts": ColumnKind("依据月数", "Months behind it", "count"),
}


def landing_frame(
    spec: LandingSpec, frames: Mapping[str, Frame], windows: Mapping[str, Window], calendar: Calendar, lang: Lang
) -> Frame:
    """The data set of *spec*; empty where a month's figure, last year's season or the growth is not known.

    Rows by "period" (label) in the year's order. Months are matched by their place in the fiscal year, not by name.
    """
    months, season, plan = frames[spec.months], frames[spec.season], frames[spec.plan]
    told, year = windows["window"], windows["year"]
    periods = calendar.periods(year, "month")
    before = calendar.periods(calendar.last_year(year), "month")
    if not months.rows or not season.rows or len(before) != len(periods):
        return Frame()
    now, wholes, targets = (_by_start(f) for f in (months, season, plan))
    parts: list[LandingPart] = []
    for period, earlier in zip(periods, before, strict=True):
        row, whole = now.get(period.start), number(wholes.get(earlier.start, {}), spec.metric)
        if period.start >= told.end or row is None:
            parts.append(LandingPart(whole, Decimal(0), None))
            continue
        running = period.start < told.end < period.end
        gone = number(row, f"{spec.metric}.last_year") if running else whole
        parts.append(LandingPart(whole, gone, number(row, spec.metric)))
    amounts = [number(targets.get(p.start, {}), "target") for p in periods]
    rows = (
        _months(periods, parts, amounts)
        if spec.show == "months"
        else _periods(periods, parts, amounts, told, calendar, lang)
    )
    known = {n: k for n, k in _KINDS.items() if any(n in r for r in rows)}
    return Frame(("period",), tuple(rows), None, known, months.provenance) if rows else Frame()


def _by_start(frame: Frame) -> dict[date, Mapping[str, Any]]:
    return {row["month.key"]: row for row in frame.rows if isinstance(row.get("month.key"), date)}


def _sum(amounts: list[Number]) -> Number:
    """The sum of a plan; none where a part of it has no target."""
    known = [a for a in amounts if a is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(amounts) else None


def _months(periods: list[Window], parts: list[LandingPart], targets: list[Number]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for i, period in enumerate(periods):
        upto = parts[: i + 1]
        found = land(upto, parts)
        if found is None:
            return []
        row: dict[str, Any] = {"period": period.label, "period.key": period.start, "target": _sum(targets[: i + 1])}
        if all(p.gone for p in upto):
            row["reached"] = found.reached
        after_next = i + 1 < len(parts) and not all(p.gone for p in parts[: i + 2])
        if not all(p.gone for p in upto) or (after_next and parts[i].gone):
            row |= {"landing": found.central, "low": found.low, "high": found.high}
        rows.append(row)
    return rows


def _periods(
    periods: list[Window], parts: list[LandingPart], targets: list[Number], told: Window, calendar: Calendar, lang: Lang
) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for unit in ("month", "quarter", "year"):
        grain, whole = unit, calendar.window_of(told.last, unit)
        inside = _inside(whole, periods)
        if inside and all(parts[i].gone for i in inside) and unit != "year":
            grain, whole = f"next_{unit}", calendar.next(whole)  # it is over: the next one has to land
            inside = _inside(whole, periods)
        if not inside or all(parts[i].gone for i in inside):
            continue
        found = land([parts[i] for i in inside], parts)
        if found is not None:
            rows.append(
                {"period": whole.title(lang), "grain": grain, **_row(found, _sum([targets[i] for i in inside]))}
            )
    return rows


def _inside(whole: Window, periods: list[Window]) -> list[int]:
    return [i for i, p in enumerate(periods) if whole.start <= p.start < whole.end]


def _row(found: Landing, target: Number) -> dict[str, Any]:
    row: dict[str, Any] = {
        "reached": found.reached, "landing": found.central, "low": found.low, "high": found.high, "growth": found.growth,
        "parts": Decimal(found.parts),
    }  # fmt: skip
    if target:
        lag = 1 - found.central / target
        row |= {"target": target, "attainment": found.central / target, "gap": found.central - target, "lag": lag}
    return row
