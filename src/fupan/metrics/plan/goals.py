"""Which targets answer a question: one grain set, one version, whole periods. Two sets are never summed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from fupan.errors import QuestionError
from fupan.metrics.definition import Dimension
from fupan.metrics.plan.frame import Frame
from fupan.metrics.plan.holders import FOLLOWS
from fupan.metrics.plan.run import rows_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking

COLUMNS = ("region_id", "org_unit_id", "position_id", "person_id", "product_line", "product_id", "channel_id",
           "customer_id", "customer_tier", "dealer_id", "store_id")  # fmt: skip
_READ = ("metric", "basis", "version", "level", "start_date", "end_date", "grain_set", "amount")


@dataclass(frozen=True, slots=True)
class Period:
    """Targets of one version and window in a set."""

    start: date
    end: date
    version: str | None
    rows: int


@dataclass(frozen=True, slots=True)
class GoalSet:
    """A grain set: the dimensions its rows fill, and the periods chosen from it (the newest version of each)."""

    metric: str
    grain_set: str | None
    columns: tuple[str, ...]
    periods: tuple[Period, ...]
    basis: str | None

    def describe(self) -> dict[str, Any]:
        """For the provenance."""
        versions = sorted({p.version for p in self.periods if p.version})
        return {
            "metric": self.metric, "grain_set": self.grain_set, "dimensions": list(self.columns), "versions": versions,
            "from": min(p.start for p in self.periods), "to": max(p.end for p in self.periods),
        }  # fmt: skip

    def rows(self, asking: Asking) -> ir.Table:
        """The target rows themselves."""
        from functools import reduce
        from operator import or_

        from fupan.metrics.plan.frame import literal

        targets = of_metric(asking, self.metric)
        conditions = [filled(targets, c) if c in self.columns else ~filled(targets, c) for c in COLUMNS]
        conditions.append(
            targets["grain_set"].isnull() if self.grain_set is None else targets["grain_set"] == self.grain_set
        )
        versions: dict[str | None, list[Period]] = {}
        for period in self.periods:
            versions.setdefault(period.version, []).append(period)
        chosen = []
        for version, periods in versions.items():
            of = targets["version"].isnull() if version is None else targets["version"] == version
            ends: dict[date, list[date]] = {}
            for p in periods:
                ends.setdefault(p.end, []).append(p.start)
            span = reduce(
                or_, [(targets["end_date"] == literal(e)) & targets["start_date"].isin(s) for e, s in ends.items()]
            )
            chosen.append(of & span)
        return targets.filter(*conditions, reduce(or_, chosen))


def filled(targets: ir.Table, column: str) -> Any:
    """Whether a target names something in this column; a name that could not be matched is unknown, not "all"."""
    raw = f"{column}_raw"
    named = targets[column].notnull()
    if raw in targets.columns:
        named = named | (targets[raw].notnull() & (targets[raw] != ""))
    return named


def of_metric(asking: Asking, metric: str) -> ir.Table:
    """Target rows of *metric* at the asked level."""
    targets = asking.table("targets")
    raw = [f"{c}_raw" for c in COLUMNS if f"{c}_raw" in targets.columns]
    targets = targets.select(*_READ, *COLUMNS, *raw)
    level = targets["level"] == asking.target_level
    if asking.target_level == "target":
        level = level | targets["level"].isnull()
    return targets.filter(targets["metric"] == metric, level)


def choose_goals(
    asking: Asking, metric: str, basis: str | None, frame: Frame, needed: Iterable[Dimension]
) -> GoalSet | None:
    """The set for one frame; None if the metric has no targets there at all.

    Of the sets that hold every needed dimension and whose periods nest in the buckets: the one that covers most of
    the window, then overshoots a running one least, then has the fewest dimensions, then the longest periods.
    QuestionError (code target_grain) where targets exist but none is fine enough.
    """
    needed = list(needed)
    rows = _catalogue(asking, metric, frame, needed)
    if not rows:
        return None
    sets: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in rows:
        if asking.target_version is not None and row["version"] != asking.target_version:
            continue
        columns = tuple(c for c in COLUMNS if row[f"has_{c}"])
        sets.setdefault((row["grain_set"], columns), []).append(row)
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
        )
    return best


def _catalogue(asking: Asking, metric: str, frame: Frame, needed: list[Dimension]) -> list[dict[str, Any]]:
    """What target rows there are in the frame's windows: per set, version and period, with counts."""
    from fupan.metrics.plan.bind import join_dimensions
    from fupan.metrics.plan.frame import literal

    targets = of_metric(asking, metric)
    first, last = min(b.window.start for b in frame.buckets), max(b.window.full_end for b in frame.buckets)
    targets = targets.filter(targets["start_date"] < literal(last), targets["end_date"] > literal(first))
    fact = asking.definitions.facts["targets"]
    attributes = [d for d in needed if d.table and d.column and d.key in COLUMNS and _conforms(d)]
    bound = join_dimensions(asking, fact, metric, targets, attributes, set())
    keys: dict[str, Any] = {c: bound[c] for c in ("grain_set", "version", "start_date", "end_date", "basis")}
    keys |= {f"has_{c}": filled(bound, c) for c in COLUMNS}
    figures: dict[str, Any] = {"rows": bound.count()}
    for d in attributes:
        assert d.key is not None  # noqa: S101 - filtered above
        figures[f"miss_{d.name}"] = bound.count(where=bound[d.key].notnull() & bound[f"dim.{d.name}"].isnull())
    catalogue = bound.group_by(**keys).aggregate(**figures)
    return rows_of(catalogue)


def _conforms(dimension: Dimension) -> bool:
    return dimension.own in COLUMNS or (dimension.table is not None and dimension.key in COLUMNS)


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
    first, last = min(b.window.start for b in frame.buckets), max(b.window.end for b in frame.buckets)
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
    )
