"""A set of targets: rows that fill the same dimensions, with the periods chosen from it; and what sets there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from fupan.metrics.definition import Dimension
from fupan.metrics.plan.bind import bind, check_dimension, join_dimensions
from fupan.metrics.plan.frame import Frame, disjoint, literal
from fupan.metrics.plan.holders import FOLLOWS, with_holders
from fupan.metrics.plan.run import rows_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking

COLUMNS = ("region_id", "org_unit_id", "position_id", "person_id", "product_line", "product_id", "channel_id",
           "customer_id", "customer_tier", "dealer_id", "store_id")  # fmt: skip
TREES = {"region_id": ("regions", "region_id"), "org_unit_id": ("org_units", "org_unit_id")}
_SET = ("grain_set", "version", "start_date", "end_date")


@dataclass(frozen=True, slots=True)
class Period:
    """Targets of one version and window in a set."""

    start: date
    end: date
    version: str | None
    rows: int


@dataclass(frozen=True, slots=True)
class GoalSet:
    """A grain set: the dimensions its rows fill, and the periods chosen from it (the newest version of each).

    ``nodes``: per column that is a tree (regions), the members that have a target.
    """

    metric: str
    grain_set: str | None
    columns: tuple[str, ...]
    periods: tuple[Period, ...]
    basis: str | None
    nodes: tuple[tuple[str, frozenset[str]], ...] = ()

    def describe(self) -> dict[str, Any]:
        """For the provenance."""
        versions = sorted({p.version for p in self.periods if p.version})
        return {
            "metric": self.metric, "grain_set": self.grain_set, "dimensions": list(self.columns), "versions": versions,
            "from": min(p.start for p in self.periods), "to": max(p.end for p in self.periods),
        }  # fmt: skip

    def rows(self, asking: Asking) -> ir.Table:
        """The target rows themselves."""
        targets = of_metric(asking, self.metric)
        conditions = [_named(targets, [c]).notnull() for c in self.columns]
        if others := [c for c in COLUMNS if c not in self.columns]:
            conditions.append(_named(targets, others).isnull())
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
                or_,
                [
                    (targets["end_date"] == literal(e)) & targets["start_date"].isin([literal(d) for d in s])
                    for e, s in ends.items()
                ],
            )
            chosen.append(of & span)
        kept = targets.filter(*conditions, reduce(or_, chosen))
        return kept.select("start_date", "end_date", "amount", *dict.fromkeys([*self.columns, *FOLLOWS]))


def _named(targets: ir.Table, columns: Iterable[str]) -> Any:
    """The first thing that a target names in *columns*; a name that could not be matched is unknown, not "all"."""
    import ibis

    found = [
        targets[c].nullif("") if c.endswith("_raw") else targets[c]
        for column in columns
        for c in (column, f"{column}_raw")
        if c in targets.columns
    ]
    return ibis.coalesce(*found) if len(found) > 1 else found[0]


def of_metric(asking: Asking, metric: str) -> ir.Table:
    """Target rows of *metric* at the asked level that the asker may see."""
    targets = asking.table("targets")
    level = targets["level"] == asking.target_level
    if asking.target_level == "target":
        level = level | targets["level"].isnull()
    return inside_scope(asking, metric, targets.filter(targets["metric"] == metric, level))


def inside_scope(asking: Asking, metric: str, targets: ir.Table) -> ir.Table:
    """The targets that lie in the scope: a target for more than the asker may see is none of the asker's."""
    if not asking.scope.dimensions:
        return targets
    columns, plain = targets.columns, replace(asking, dimensions=(), filters=(), keys=())
    rows = targets
    if any(asking.definitions.dimension(n).key in FOLLOWS for n in asking.scoped):
        kept = {f"_own_{c}": targets[c] for c in FOLLOWS}
        rows = with_holders(asking, targets.mutate(**kept))
    rows = bind(plain, asking.definitions.facts["targets"], metric, rows)
    return rows.select(**{c: rows[f"_own_{c}" if f"_own_{c}" in rows.columns else c] for c in columns})


def catalogue(asking: Asking, metric: str, frame: Frame, needed: Iterable[Dimension]) -> list[dict[str, Any]]:
    """What target rows there are in the frame's windows: per set, version and period, with counts.

    ``columns`` are those the set fills, ``miss_<dimension>`` counts rows whose key has no such attribute.
    """
    fact = asking.definitions.facts["targets"]
    attributes = [d for d in needed if d.table and d.column and d.key in COLUMNS]
    for d in attributes:
        check_dimension(asking, d, fact, metric)
    key = ("catalogue", metric, asking.target_level, tuple(d.name for d in attributes), asking.scope.shape)
    rows = asking.once(key, lambda inner: _catalogue(inner, metric, attributes))
    first, last = min(b.window.start for b in frame.buckets), max(b.window.full_end for b in frame.buckets)
    return [r for r in rows if r["start_date"] < last and r["end_date"] > first]


def _catalogue(asking: Asking, metric: str, attributes: list[Dimension]) -> list[dict[str, Any]]:
    targets = of_metric(asking, metric)
    targets = targets.mutate(**{f"has_{c}": _named(targets, [c]).notnull() for c in COLUMNS})
    bound = join_dimensions(asking, asking.definitions.facts["targets"], metric, targets, attributes, set())
    keys: dict[str, Any] = {c: bound[c] for c in (*_SET, "basis", *(f"has_{c}" for c in COLUMNS))}
    figures: dict[str, Any] = {"rows": bound.count()}
    for d in attributes:
        assert d.key is not None  # noqa: S101 - filtered above
        figures[f"miss_{d.name}"] = bound.count(where=bound[d.key].notnull() & bound[f"dim.{d.name}"].isnull())
    return _with_columns(rows_of(bound.group_by(**keys).aggregate(**figures)))


def members(asking: Asking, goal: GoalSet, column: str) -> frozenset[str]:
    """What the rows of *goal* name in one of its columns."""
    if (known := dict(goal.nodes).get(column)) is not None:
        return known
    key = ("members", goal.metric, asking.target_level, column, asking.scope.shape)
    rows = asking.once(key, lambda inner: _members(inner, goal.metric, column))
    chosen = {(p.version, p.start, p.end) for p in goal.periods}
    return frozenset(
        r[column]
        for r in rows
        if (r["grain_set"], r["columns"]) == (goal.grain_set, goal.columns)
        and (r["version"], r["start_date"], r["end_date"]) in chosen
    )


def with_nodes(asking: Asking, goal: GoalSet) -> GoalSet:
    """The goal with the members of its trees looked up: they shape the plan."""
    return replace(goal, nodes=tuple((c, members(asking, goal, c)) for c in goal.columns if c in TREES))


def _members(asking: Asking, metric: str, column: str) -> list[dict[str, Any]]:
    targets = of_metric(asking, metric)
    targets = targets.filter(targets[column].notnull())
    has = {f"has_{c}": _named(targets, [c]).notnull() for c in COLUMNS}
    return _with_columns(rows_of(targets.select(*_SET, column, **has).distinct()))


def _with_columns(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = [r | {"columns": tuple(c for c in COLUMNS if r[f"has_{c}"])} for r in rows]
    return sorted(found, key=lambda r: [(r[c] is not None, str(r[c])) for c in (*_SET, "columns")])


def goals_together(asking: Asking, goals: Iterable[tuple[Frame, GoalSet]]) -> list[tuple[GoalSet, tuple[Frame, ...]]]:
    """Goals of frames whose windows nowhere overlap, as one where they are of one set and name the same tree nodes.

    A period of the set that overlaps a window is nested in it, so that no frame gets another's targets.
    """
    found: dict[Any, list[tuple[Frame, GoalSet]]] = {}
    for frame, goal in goals:
        nodes = tuple(members(asking, goal, c) for c in goal.columns if c in TREES)
        found.setdefault((goal.grain_set, goal.columns, nodes), []).append((frame, goal))
    together: list[tuple[GoalSet, tuple[Frame, ...]]] = []
    for group in found.values():
        frames = tuple(f for f, _ in group)
        if disjoint(frames):
            periods = sorted({p for _, g in group for p in g.periods}, key=lambda p: (p.start, p.end, p.version or ""))
            together.append((replace(group[0][1], periods=tuple(periods)), frames))
        else:
            together += [(goal, (frame,)) for frame, goal in group]
    return together
