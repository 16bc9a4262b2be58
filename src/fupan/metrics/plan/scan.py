"""One scan of one fact: every figure that it gives, by dimensions and stretch of time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from fupan.expressions import build, parse
from fupan.metrics.carrying import fact_columns
from fupan.metrics.plan.bind import ColumnGetter, bind, condition, needed
from fupan.metrics.plan.credited import LINE
from fupan.metrics.plan.day_parts import with_day_parts
from fupan.metrics.plan.exchange import in_currency
from fupan.metrics.plan.frame import Frame, Segment, literal, segment_start, segments, to_come, within
from fupan.metrics.plan.overlap import KEY, in_buckets
from fupan.metrics.plan.posted import SIGN, posted, signed
from fupan.metrics.plan.resolve import Leaf, columns_needed
from fupan.metrics.plan.rolled import covering, early, merged, read_rollup
from fupan.metrics.plan.source import read_fact, weighted
from fupan.metrics.plan.stretch import SEGMENT, group_stretch, stretch_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking
    from fupan.metrics.plan.nearest import Lift

MONEY = "decimal(38, 4)"


def scan(
    asking: Asking,
    leaves: Sequence[Leaf],
    parts: Sequence[Segment],
    extra: Mapping[str, str] | None = None,
    lifts: Mapping[str, Lift] | None = None,
    *,
    loose: bool = False,
) -> ir.Table:
    """Aggregate of one fact and date role: columns are the dimensions, ``_seg`` (start of the stretch), the leaves' ids.

    ``extra`` adds grouping columns: alias -> column of the fact, or ``dim:name`` for a dimension; a column of *lifts*
    stands for the nearest node with a target. *loose* says that rows are put together later on: what was added up before
    dimensions were joined to it, few rows, is then not added up once more here.
    """
    import ibis

    extra, lifts = dict(extra or {}), dict(lifts or {})
    added = _added_up(asking, leaves, parts, extra, lifts)
    few = loose and added is not None and added[1] == SEGMENT
    bound, day, common = added if added is not None else _bound(asking, leaves, parts, extra, lifts)
    keys = {name: bound[f"dim.{name}"] for name in asking.names}
    for alias, column in extra.items():
        if column.startswith("dim:"):
            keys[alias] = bound[f"dim.{column.removeprefix('dim:')}"]
        else:
            known = f"lift.{column}" if column in lifts else column
            keys[alias] = bound[known] if known in bound.columns else ibis.null("string")
    if few:
        ids = {leaf.id: bound[leaf.id] for leaf in leaves}
        seg = _told(bound, parts)
        return bound.select(**keys, **{SEGMENT: literal(seg) if isinstance(seg, date) else seg}, **ids)
    figures = merged(bound, leaves) if added is not None else _figures(bound, leaves, common)
    stretch = stretch_of(bound[day], parts, months=asking.months) if day != SEGMENT else _told(bound, parts)
    return group_stretch(bound, keys, stretch, figures)


def _told(summed: ir.Table, parts: Sequence[Segment]) -> Any:
    """The stretch of rows that were added up by it before."""
    return summed[SEGMENT] if len(parts) > 1 else parts[0][0]


def _added_up(
    asking: Asking, leaves: Sequence[Leaf], parts: Sequence[Segment], extra: Mapping[str, str],
    lifts: Mapping[str, Lift],
) -> tuple[ir.Table, str, str | None] | None:  # fmt: skip
    """As ``_bound``, of sums that are there already (a roll-up) or made before dimensions are joined; None where neither fits."""
    first = leaves[0].metric
    fact = asking.definitions.facts[first.fact]
    columns = {c for leaf in leaves for c in columns_needed(leaf)}
    if asking.rates is not None or asking.books is not None:
        return None
    if columns - fact_columns(fact) or to_come(parts, asking.as_of):
        return None
    also = [c.removeprefix("dim:") for c in extra.values() if c.startswith("dim:")]
    others = {c for c in extra.values() if not c.startswith("dim:")}
    dimensions = needed(asking, also)
    if any(d.part is not None for d in dimensions):
        return None
    wheres = {leaf.metric.where for leaf in leaves}
    common = wheres.pop() if len(wheres) == 1 else None
    rollup = covering(asking, fact, leaves, dimensions, others)
    if rollup is not None:
        source, day = read_rollup(asking, rollup, leaves, common)
        return bind(asking, fact, first.name, source.filter(within(source[day], parts)), also, lifts), day, common
    if not early(asking, fact, leaves, dimensions, len(parts), others, lifts):
        return None
    day = fact.time[first.time or fact.default_time]
    source = read_fact(asking, fact, {day, *others, *columns}, also)
    kept = condition(source, common)
    source = source.filter(within(source[day], parts), *([] if kept is None else [kept]))
    read = {*others, *(d.own for d in dimensions), *(d.key for d in dimensions if d.table)}
    keys = {c: source[c] for c in source.columns if c != day and (c in read or c not in columns)}
    stretch = stretch_of(source[day], parts, months=asking.months)
    summed = group_stretch(source, keys, stretch, _figures(source, leaves, common))
    return bind(asking, fact, first.name, summed, also, lifts), SEGMENT, common


def _figures(source: ir.Table, leaves: Sequence[Leaf], common: str | None) -> dict[str, Any]:
    return {leaf.id: figure(leaf, source, None if common else leaf.metric.where) for leaf in leaves}


def scan_overlapping(asking: Asking, leaves: Sequence[Leaf], frame: Frame) -> ir.Table:
    """Figures that are never added up, over buckets that overlap: ``_seg`` is the bucket's key.

    Different values are found per stretch first, so that few rows stand in several buckets; for quantiles all rows do.
    """
    import ibis

    parts = segments([frame])
    bound, day, common = _bound(asking, leaves, parts, {}, {})
    columns: dict[str, Any] = {name: bound[f"dim.{name}"] for name in asking.names}
    for leaf in leaves:
        of = build(parse(leaf.metric.of), ColumnGetter(bound))
        kept = None if common else condition(bound, leaf.metric.where)
        columns[leaf.id] = of if kept is None else ibis.ifelse(kept, of, ibis.null(of.type()))
    if all(leaf.metric.family == "count_distinct" for leaf in leaves):
        rows = bound.select(**columns, **{SEGMENT: segment_start(bound[day], parts, months=asking.months)}).distinct()
        rows = in_buckets(rows, SEGMENT, frame)
    else:
        rows = in_buckets(bound.select(**columns, **{SEGMENT: bound[day]}), SEGMENT, frame)
    keys = {name: rows[name] for name in asking.names} | {SEGMENT: rows[KEY]}
    figures = {leaf.id: _over(leaf, rows[leaf.id]) for leaf in leaves}
    return rows.group_by(**keys).aggregate(**figures)


def _over(leaf: Leaf, of: Any) -> Any:
    if leaf.metric.family == "count_distinct":
        return of.nunique().cast("int64").nullif(0)
    return of.cast("float64").quantile(leaf.metric.at).cast("float64")


def _bound(
    asking: Asking, leaves: Sequence[Leaf], parts: Sequence[Segment], extra: Mapping[str, str],
    lifts: Mapping[str, Lift],
) -> tuple[ir.Table, str, str | None]:  # fmt: skip
    """The fact's rows in the stretches with their dimensions, the column of the day, and the filter that all leaves share."""
    first = leaves[0].metric
    fact = asking.definitions.facts[first.fact]
    day = fact.time[first.time or fact.default_time]
    columns = {c for leaf in leaves for c in columns_needed(leaf)}
    by_dimension = sorted(columns - fact_columns(fact))
    also = [*(c.removeprefix("dim:") for c in extra.values() if c.startswith("dim:")), *by_dimension]
    keep = {day, "currency", *extra.values(), *columns}
    wheres = {leaf.metric.where for leaf in leaves}
    common = wheres.pop() if len(wheres) == 1 and not by_dimension else None
    if asking.books is not None:
        source = posted(
            asking, fact, day, parts, lambda at: in_currency(asking, fact, read_fact(at, fact, keep, also), day)
        )
        source = source.filter(within(source[day], parts))
    else:
        source = read_fact(asking, fact, keep, also)
        source = in_currency(asking, fact, source.filter(within(source[day], parts)), day)
    kept = condition(source, common)
    source = source if kept is None else source.filter(kept)
    if asking.as_of is not None and to_come(parts, asking.as_of):
        source = source.filter(source[day] <= literal(asking.as_of))
    source = with_day_parts(asking, source, day, also)
    return bind(asking, fact, first.name, source, also, lifts), day, common


def figure(leaf: Leaf, source: ir.Table, where: str | None) -> Any:
    """The aggregate of a leaf, cast to a type that is the same on every engine.

    Nothing to count is NULL, as nothing to add is: whether a compared window has a base must not depend on what other
    figures are read in the same scan.
    """
    metric = leaf.metric
    kept = condition(source, where)
    if (
        metric.family == "count" and LINE in source.columns and SIGN not in source.columns
    ):  # a line shared out is one line for each that has a part
        return source[LINE].nunique(where=kept).cast("int64").nullif(0)
    if metric.family == "count":
        if SIGN in source.columns:
            return source[SIGN].cast("int64").sum(where=kept).cast("int64").nullif(0)
        return source.count(where=kept).cast("int64").nullif(0)
    of = build(parse(metric.of), ColumnGetter(source))
    if metric.family == "count_distinct":
        return different(of, metric.per, source).nunique(where=kept).cast("int64").nullif(0)
    if metric.family in {"median", "percentile"}:
        return of.cast("float64").quantile(metric.at, where=kept).cast("float64")
    if metric.family == "sum":
        of = signed(weighted(of, source), source)
    found = getattr(of, metric.family)(where=kept)
    return found.cast(output_type(of))


def different(of: Any, per: str | None, source: ir.Table) -> Any:
    """What is told apart: *of*, or the pair of it and *per* as one text (NULL where either is)."""
    if per is None:
        return of
    other = build(parse(per), ColumnGetter(source)).cast("string")
    return of.cast("string").length().cast("string") + ":" + of.cast("string") + ":" + other


def output_type(expression: Any) -> str:
    """Type of a sum: exact for decimals and whole numbers."""
    kind = expression.type()
    if kind.is_decimal():
        return MONEY
    if kind.is_integer():
        return "int64"
    return "float64" if kind.is_floating() else str(kind)
