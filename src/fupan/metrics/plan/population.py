"""What stands at a time: people in post, stores open, customers on file. A row stands from its first day to its last."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import ibis

from fupan.expressions import build, parse
from fupan.metrics.plan.bind import ColumnGetter, bind, condition
from fupan.metrics.plan.frame import Frame, count_literal, literal
from fupan.metrics.plan.resolve import Leaf, columns_needed
from fupan.metrics.plan.scan import output_type
from fupan.metrics.plan.source import read_fact
from fupan.metrics.plan.spine import spine, with_every
from fupan.metrics.plan.stretch import SEGMENT

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking

_BEGINS, _ENDS, _END, _ENTITY, _HELD = "_begins", "_ends", "_end", "_entity", "_held"


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
    if len(frame.buckets) > 1:
        return _on_many(asking, leaf, bound, frame)
    window = frame.buckets[0].window
    whole = count_literal((window.end - window.start).days).cast("float64")
    figured = _figured(asking, leaf, bound, (literal(window.start), literal(window.end)), whole)
    return figured.mutate(**{SEGMENT: literal(window.start)}).select(*asking.names, SEGMENT, leaf.id)


def _on_many(asking: Asking, leaf: Leaf, bound: ir.Table, frame: Frame) -> ir.Table:
    """Rows that are alike put together first, then met with the buckets on which they stand."""
    metric, windows = leaf.metric, [b.window for b in frame.buckets]
    days = spine({SEGMENT: [w.start for w in windows], _END: [w.end for w in windows]})
    ever, never = literal(min(w.start for w in windows) - timedelta(days=1)), literal(max(w.end for w in windows))
    ends = bound[metric.ends] if metric.ends else ibis.null("date")
    keys = {n: bound[f"dim.{n}"] for n in asking.names}
    keys |= {_BEGINS: ibis.coalesce(bound[metric.begins], ever), _ENDS: ibis.coalesce(ends, never)}
    of = build(parse(metric.of), ColumnGetter(bound)) if metric.of else None
    if of is None and metric.entity:
        keys[_ENTITY] = bound[metric.entity]
    figure = bound.count().cast("int64") if of is None else of.sum().cast(output_type(of))
    alike = bound.group_by(**keys).aggregate(**{_HELD: figure})
    joined = alike.inner_join(days, _stands(leaf, alike[_BEGINS], alike[_ENDS], days[SEGMENT], days[_END]))
    span = joined[SEGMENT], joined[_END]
    by = {n: joined[n] for n in asking.names} | {SEGMENT: joined[SEGMENT]}
    if metric.at == "average":
        whole = joined[_END].delta(joined[SEGMENT], unit="day").cast("float64")
        share = _days(joined[_BEGINS], joined[_ENDS], span) * joined[_HELD].cast("float64") / whole
        found = share.sum().cast("float64")
    elif _ENTITY in keys:
        found = joined[_ENTITY].nunique().cast("int64")
    else:
        found = joined[_HELD].sum().cast(alike[_HELD].type())
    figured = joined.group_by(**by).aggregate(**{leaf.id: found})
    if asking.names:
        return figured
    every = with_every(figured, days, SEGMENT)
    if of is not None or metric.at == "average":
        return every
    return every.mutate(**{leaf.id: ibis.coalesce(every[leaf.id], ibis.literal(0).cast("int64"))})


def _stands(leaf: Leaf, begins: Any, ends: Any, first: Any, last: Any) -> list[Any]:
    """Whether what begins and ends then stands at the metric's point of the stretch, or in any part of it."""
    if leaf.metric.at == "average":
        return [begins < last, ends > first]
    at = first if leaf.metric.at == "start" else last
    return [begins < at, ends >= at]


def _days(begins: Any, ends: Any, span: tuple[Any, Any]) -> Any:
    """Days of the stretch *span* on which what begins and ends then stands."""
    first, last = span
    return ibis.least(ends, last).delta(ibis.greatest(begins, first), unit="day").cast("float64")


def _figured(asking: Asking, leaf: Leaf, bound: ir.Table, span: tuple[Any, Any], whole: Any) -> ir.Table:
    metric, (first, last) = leaf.metric, span
    begins = bound[metric.begins]
    ends = bound[metric.ends] if metric.ends else ibis.null("date")
    since, until = _stands(leaf, begins, ends, first, last)
    table = bound.filter((begins.isnull() | since) & (ends.isnull() | until))
    keys = {n: table[f"dim.{n}"] for n in asking.names}
    of = build(parse(metric.of), ColumnGetter(table)) if metric.of else None
    found: Any
    if metric.at == "average":
        ends = ibis.coalesce(table[metric.ends], last) if metric.ends else last
        days = _days(ibis.coalesce(table[metric.begins], first), ends, span)
        stood = days if of is None else days * of.cast("float64")
        found = (stood.sum().cast("float64") / whole).cast("float64")
    elif of is not None:
        found = of.sum().cast(output_type(of))
    else:
        found = (table[metric.entity].nunique() if metric.entity else table.count()).cast("int64")
    return table.group_by(**keys).aggregate(**{leaf.id: found}) if keys else table.aggregate(**{leaf.id: found})
