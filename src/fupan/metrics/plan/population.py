"""What stands at a time: people in post, stores open, customers on file. A row stands from its first day to its last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from fupan.expressions import build, parse
from fupan.metrics.plan.bind import ColumnGetter, bind, condition
from fupan.metrics.plan.frame import Bucket, Frame, count_literal, literal
from fupan.metrics.plan.resolve import Leaf, columns_needed
from fupan.metrics.plan.scan import SEGMENT, output_type
from fupan.metrics.plan.source import read_fact
from fupan.metrics.plan.stacked import stacked

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking


def population(asking: Asking, leaf: Leaf, frame: Frame) -> ir.Table:
    """What stands at the end (start, on average) of each bucket of *frame*, by dimensions and ``_seg``.

    ``begins`` is the first day, ``ends`` the first day no longer; without ``begins`` a row stands since ever. Counted
    are rows, different values of ``entity``, or ``of`` is added up. The start is the evening before the window. The
    average weighs every row by the part of the window's days on which it stands.
    """
    metric = leaf.metric
    fact = asking.definitions.facts[metric.fact]
    source = read_fact(asking, fact, {metric.begins, metric.ends, *columns_needed(leaf)})
    kept = condition(source, metric.where)
    bound = bind(asking, fact, metric.name, source if kept is None else source.filter(kept))
    arms = [_standing(asking, leaf, bound, bucket) for bucket in frame.buckets]
    return stacked(arms)


def _standing(asking: Asking, leaf: Leaf, bound: ir.Table, bucket: Bucket) -> ir.Table:
    metric, window = leaf.metric, bucket.window
    begins = bound[metric.begins]
    ends = bound[metric.ends] if metric.ends else ibis.null("date")
    first, last = literal(window.start), literal(window.end)
    at = first if metric.at == "start" else last
    here = (begins.isnull() | (begins < at)) & (ends.isnull() | (ends >= at))
    if metric.at == "average":
        here = (begins.isnull() | (begins < last)) & (ends.isnull() | (ends > first))
    table = bound.filter(here)
    figures: dict[str, Any] = {leaf.id: _figure(leaf, table, bucket)}
    keys = {n: table[f"dim.{n}"] for n in asking.names}
    figured = table.group_by(**keys).aggregate(**figures) if keys else table.aggregate(**figures)
    return figured.mutate(**{SEGMENT: first}).select([*keys, SEGMENT, *figures])


def _figure(leaf: Leaf, table: ir.Table, bucket: Bucket) -> Any:
    metric = leaf.metric
    of = build(parse(metric.of), ColumnGetter(table)) if metric.of else None
    if metric.at != "average":
        if of is not None:
            return of.sum().cast(output_type(of))
        return (table[metric.entity].nunique() if metric.entity else table.count()).cast("int64")
    first, last = literal(bucket.window.start), literal(bucket.window.end)
    since = ibis.greatest(ibis.coalesce(table[metric.begins], first), first)
    until = ibis.least(ibis.coalesce(table[metric.ends], last), last) if metric.ends else last
    days = until.delta(since, unit="day").cast("float64")
    whole = count_literal((bucket.window.end - bucket.window.start).days).cast("float64")
    stood = days if of is None else days * of.cast("float64")
    return (stood.sum().cast("float64") / whole).cast("float64")
