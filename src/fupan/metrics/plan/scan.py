"""One scan of one fact: every figure that it gives, by dimensions and stretch of time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fupan.expressions import build, parse
from fupan.metrics.carrying import fact_columns
from fupan.metrics.plan.bind import ColumnGetter, bind, condition
from fupan.metrics.plan.frame import Segment, segment_start, within
from fupan.metrics.plan.resolve import Leaf, columns_needed
from fupan.metrics.plan.source import read_fact, weighted

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking

SEGMENT = "_seg"
MONEY = "decimal(38, 4)"


def scan(
    asking: Asking,
    leaves: Sequence[Leaf],
    parts: Sequence[Segment],
    extra: Mapping[str, str] | None = None,
) -> ir.Table:
    """Aggregate of one fact and date role: columns are the dimensions, ``_seg`` (start of the stretch), the leaves' ids.

    ``extra`` adds grouping columns: alias -> column of the fact, or ``dim:name`` for a dimension.
    """
    import ibis

    first = leaves[0].metric
    fact = asking.definitions.facts[first.fact]
    extra = dict(extra or {})
    day = fact.time[first.time or fact.default_time]
    columns = {c for leaf in leaves for c in columns_needed(leaf)}
    by_dimension = sorted(columns - fact_columns(fact))
    also = [*(c.removeprefix("dim:") for c in extra.values() if c.startswith("dim:")), *by_dimension]
    source = read_fact(asking, fact, {day, *extra.values(), *columns}, also)
    wheres = {leaf.metric.where for leaf in leaves}
    common = wheres.pop() if len(wheres) == 1 and not by_dimension else None
    kept = condition(source, common)
    source = source.filter(within(source[day], parts), *([] if kept is None else [kept]))
    bound = bind(asking, fact, first.name, source, also)
    keys = {name: bound[f"dim.{name}"] for name in asking.names}
    keys[SEGMENT] = segment_start(bound[day], parts)
    for alias, column in extra.items():
        if column.startswith("dim:"):
            keys[alias] = bound[f"dim.{column.removeprefix('dim:')}"]
        else:
            keys[alias] = bound[column] if column in bound.columns else ibis.null("string")
    figures = {leaf.id: figure(leaf, bound, None if common else leaf.metric.where) for leaf in leaves}
    return bound.group_by(**keys).aggregate(**figures)


def figure(leaf: Leaf, source: ir.Table, where: str | None) -> Any:
    """The aggregate of a leaf, cast to a type that is the same on every engine."""
    metric = leaf.metric
    kept = condition(source, where)
    if metric.family == "count":
        return source.count(where=kept).cast("int64")
    of = build(parse(metric.of), ColumnGetter(source))
    if metric.family == "count_distinct":
        return _different(of, metric.per, source).nunique(where=kept).cast("int64")
    if metric.family in {"median", "percentile"}:
        return of.cast("float64").quantile(metric.at, where=kept).cast("float64")
    if metric.family == "sum":
        of = weighted(of, source)
    found = getattr(of, metric.family)(where=kept)
    return found.cast(output_type(of))


def _different(of: Any, per: str | None, source: ir.Table) -> Any:
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
