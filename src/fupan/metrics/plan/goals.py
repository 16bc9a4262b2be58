"""Which targets answer a question: one grain set, one version, whole periods. Two sets are never summed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from fupan.errors import QuestionError
from fupan.metrics.definition import Dimension
from fupan.metrics.plan.frame import Frame
from fupan.metrics.plan.goal_set import GoalSet, Period, catalogue
from fupan.metrics.plan.holders import FOLLOWS

if TYPE_CHECKING:
    from fupan.metrics.plan.asking import Asking


def choose_goals(
    asking: Asking, metric: str, basis: str | None, frame: Frame, needed: Iterable[Dimension]
) -> GoalSet | None:
    """The set for one frame; None if the metric has no targets there at all.

    Of the sets that hold every needed dimension and whose periods nest in the buckets: the one that covers most of
    the window, then overshoots a running one least, then has the fewest dimensions, then the longest periods.
    QuestionError (code target_grain) where targets exist but none is fine enough.
    """
    needed = list(needed)
    rows = catalogue(asking, metric, frame, needed)
    if not rows:
        return None
    sets: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in rows:
        if asking.target_version is not None and row["version"] != asking.target_version:
            continue
        sets.setdefault((row["grain_set"], row["columns"]), []).append(row)
    fitting: list[tuple[tuple[Any, ...], GoalSet]] = []
    too_coarse_dimensions: list[GoalSet] = []
    too_coarse_periods: list[GoalSet] = []
    for (name, columns), found in sets.items():
        goal = GoalSet(metric, name, columns, _newest(found), next((r["basis"] for r in found if r["basis"]), None))
        missing = [d for d in needed if not _holds(d, columns) or any(r.get(f"miss_{d.name}") for r in found)]
        nested = [p for p in goal.periods if _bucket_of(p, frame) is not None]
        if missing:
            too_coarse_dimensions.append(goal)
        elif not nested or len(nested) < len(goal.periods):
            too_coarse_periods.append(goal)
        else:
            fitting.append((_rank(goal, frame), goal))
    if not fitting:
        raise _refusal(asking, metric, needed, too_coarse_dimensions, too_coarse_periods)
    best = min(fitting, key=lambda pair: pair[0])[1]
    if best.basis and basis and best.basis != basis:
        same = [m.name for m in asking.definitions.metrics.values() if m.basis == best.basis]
        raise QuestionError(
            "basis",
            f"The target of {metric} is set on the basis {best.basis}, its actuals are on {basis}.",
            closest=f"attainment of {same[0]}" if same else f"targets of {metric} on {basis}",
            details={"metric": metric, "same": same},
        )
    return best


def _holds(dimension: Dimension, columns: tuple[str, ...]) -> bool:
    if dimension.own in columns:
        return True
    key = dimension.key if dimension.table is not None else None
    return key is not None and (key in columns or FOLLOWS.get(key) in columns)


def _newest(rows: list[dict[str, Any]]) -> tuple[Period, ...]:
    periods: dict[tuple[date, date], Period] = {}
    for row in rows:
        key = (row["start_date"], row["end_date"])
        period = Period(*key, row["version"], row["rows"])
        known = periods.get(key)
        if known is None or _natural(period.version) > _natural(known.version):
            periods[key] = period
    return tuple(sorted(periods.values(), key=lambda p: (p.start, p.end)))


def _natural(version: str | None) -> list[tuple[int, int | str]]:
    """v10 is newer than v9; no version is the oldest."""
    return [(0, int(part)) if part.isdigit() else (1, part) for part in re.findall(r"\d+|\D+", version or "")]


def _bucket_of(period: Period, frame: Frame) -> Any:
    """The bucket that a period nests in: begun in its window, ended by the end of its whole period."""
    for bucket in frame.buckets:
        if bucket.window.start <= period.start and period.end <= bucket.window.full_end:
            return bucket
    return None


def _rank(goal: GoalSet, frame: Frame) -> tuple[Any, ...]:
    first, last = min(b.window.start for b in frame.buckets), max(b.window.plan_end for b in frame.buckets)
    begun = [p for p in goal.periods if p.start < last]
    covered = set()
    for p in begun:
        covered |= set(range(max(p.start, first).toordinal(), min(p.end, last).toordinal()))
    overshoot = max((p.end for p in begun), default=last).toordinal() - last.toordinal()
    return (-len(covered), max(overshoot, 0), len(goal.columns), len(goal.periods), goal.grain_set or "")


def _refusal(
    asking: Asking, metric: str, needed: list[Dimension], dimensions: list[GoalSet], periods: list[GoalSet]
) -> QuestionError:
    if periods:
        longest = max(periods[0].periods, key=lambda p: (p.end - p.start).days)
        window = asking.calendar.between(longest.start, longest.end)
        return QuestionError(
            "target_grain",
            f"Targets of {metric} are set for {window.label}, longer than or across the periods asked for.",
            closest=f"{metric} against target for {window.label}, without a breakdown in time",
            details={"metric": metric, "window": window},
        )
    if not dimensions:
        return QuestionError("target_version", f"Targets of {metric} have no version “{asking.target_version}”.",
                             closest="the newest version (leave target_version out)")  # fmt: skip
    richest = max(dimensions, key=lambda g: len(g.columns))
    askable = [
        d.name for d in asking.definitions.dimensions.values() if d.table and d.keyed and _holds(d, richest.columns)
    ] + [
        d.name
        for d in asking.definitions.dimensions.values()
        if d.name in {"region", "product_line", "customer_tier"} and _holds(d, richest.columns)
    ]
    return QuestionError(
        "target_grain",
        f"No targets of {metric} are set by {', '.join(d.name for d in needed)}; they are set by"
        f" {', '.join(richest.columns) or 'nothing but time'}.",
        closest=f"{metric} against target by {', '.join(dict.fromkeys(askable)) or 'no dimension'}",
        details={"metric": metric, "dimensions": tuple(dict.fromkeys(askable))},
    )
