"""Figures about entities (customers): those with enough activity, first-timers, those who came back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import ibis

from fupan.expressions import build, parse
from fupan.metrics.plan.bind import ColumnGetter, bind, condition
from fupan.metrics.plan.day_parts import with_day_parts
from fupan.metrics.plan.frame import Bucket, Frame, Segment, literal, segment_start, to_come, within
from fupan.metrics.plan.overlap import KEY, in_buckets
from fupan.metrics.plan.resolve import Leaf, columns_needed
from fupan.metrics.plan.source import read_fact
from fupan.metrics.plan.spine import spine, with_every
from fupan.metrics.plan.stretch import SEGMENT, group_stretch, stretch_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking

_ENTITY, _DAY, _FIRST = "_entity", "_day", "_first"


def _rows(asking: Asking, leaf: Leaf, parts: Sequence[Segment] | None) -> tuple[ir.Table, str]:
    """Rows of the leaf's fact with dimensions, in the stretches asked for; entities without a key are left out."""
    metric = leaf.metric
    fact = asking.definitions.facts[metric.fact]
    day = fact.time[metric.time or fact.default_time]
    source = read_fact(asking, fact, {day, *columns_needed(leaf)})
    kept = condition(source, metric.where)
    conditions = [source[metric.entity].notnull(), source[day].notnull(), *([] if kept is None else [kept])]
    if parts is not None:
        conditions += _in(asking, source[day], parts)
    return with_day_parts(asking, source.filter(conditions), day), day


def _in(asking: Asking, day: ir.Value, parts: Sequence[Segment]) -> list[ir.BooleanValue]:
    """In one of the stretches, and not ahead of the as-of date."""
    if asking.as_of is not None and to_come(parts, asking.as_of):
        return [within(day, parts), day <= literal(asking.as_of)]
    return [within(day, parts)]


def active(asking: Asking, leaf: Leaf, parts: Sequence[Segment]) -> ir.Table:
    """Entities with at least ``at_least`` different values of ``of`` in each stretch."""
    source, day = _rows(asking, leaf, parts)
    bound = bind(asking, asking.definitions.facts[leaf.metric.fact], leaf.metric.name, source)
    keys = {n: bound[f"dim.{n}"] for n in asking.names} | {_ENTITY: bound[leaf.metric.entity]}
    stretch = stretch_of(bound[day], parts)
    of = build(parse(leaf.metric.of), ColumnGetter(bound))
    if leaf.metric.at_least == 2:  # two ends are found without keeping every value
        each = group_stretch(bound, keys, stretch, {"_first": of.min(), "_last": of.max()})
        each = each.filter(each["_first"] < each["_last"])
    else:
        each = group_stretch(bound, keys, stretch, {"_n": of.nunique()})
        each = each.filter(each["_n"] >= leaf.metric.at_least)
    found = {n: each[n] for n in asking.names}
    stretch = each[SEGMENT] if len(parts) > 1 else stretch
    return group_stretch(each, found, stretch, {leaf.id: each.count().cast("int64")})


def first_timers(asking: Asking, leaf: Leaf, parts: Sequence[Segment]) -> ir.Table:
    """Entities whose first row of all time is in the stretch, told by the dimensions of the rows of that first day;
    or, of those already known before the stretch, all that are seen in it.

    The first day is taken over everything the asker may see, whatever is filtered: a customer whom another region
    served already is not new. With the right ``company_first`` it is taken over the whole company for a scope, too,
    so that a region's own figure is the one that headquarters reads.
    """
    fact = asking.definitions.facts[leaf.metric.fact]
    source, day = _rows(asking, leaf, None)
    seen = source
    if not asking.scope.may("company_first", leaf.metric.name):
        seen = bind(replace(asking, dimensions=(), filters=(), keys=(), pairs=None), fact, leaf.metric.name, source)
    starts = seen.group_by(**{_ENTITY: seen[leaf.metric.entity]}).aggregate(**{_FIRST: seen[day].min()})
    source = source.filter(_in(asking, source[day], parts))
    bound = bind(asking, fact, leaf.metric.name, source)
    on = bound[leaf.metric.entity] == starts[_ENTITY]
    if leaf.metric.counted == "known":
        joined = bound.inner_join(starts, [on, starts[_FIRST] < segment_start(bound[day], parts)])
    else:
        joined = bound.inner_join(starts, [on, bound[day] == starts[_FIRST]])
    keys = {n: joined[f"dim.{n}"] for n in asking.names}
    return group_stretch(
        joined, keys, stretch_of(joined[day], parts), {leaf.id: joined[_ENTITY].nunique().cast("int64")}
    )


def returners(asking: Asking, leaf: Leaf, frame: Frame) -> ir.Table:
    """Entities of the window before each bucket (``base``), or those of them seen again in it (``kept``)."""
    spans = {(w.start, w.end) for b in frame.buckets for w in (asking.before(b.window), b.window)}
    source, day = _rows(asking, leaf, sorted(spans))
    bound = bind(asking, asking.definitions.facts[leaf.metric.fact], leaf.metric.name, source)
    keys = {n: bound[f"dim.{n}"] for n in asking.names}
    of = {**keys, _ENTITY: bound[leaf.metric.entity]}
    if len(frame.buckets) == 1:
        window = frame.buckets[0].window
        before = asking.before(window)
        seen = {"_was": _seen(bound[day], before.start, before.end), "_is": _seen(bound[day], window.start, window.end)}
        counted = _counted(asking, leaf, bound.group_by(**of).aggregate(**seen), [])
        return counted.mutate(**{SEGMENT: literal(window.start)}).select(*asking.names, SEGMENT, leaf.id)
    rows = bound.select(**of, **{_DAY: bound[day]}).distinct()
    now = Frame(frame.name, tuple(Bucket(b.window.start, b.window) for b in frame.buckets))
    then = Frame(frame.name, tuple(Bucket(b.window.start, asking.before(b.window)) for b in frame.buckets))
    yes, no = ibis.literal(True), ibis.literal(False)
    both = in_buckets(rows, _DAY, then).mutate(_was=yes, _is=no)
    both = both.union(in_buckets(rows, _DAY, now).mutate(_was=no, _is=yes), distinct=False)
    each = both.group_by(*asking.names, _ENTITY, **{SEGMENT: both[KEY]}).aggregate(
        _was=both["_was"].max(), _is=both["_is"].max()
    )
    counted = _counted(asking, leaf, each, [SEGMENT])
    return counted if asking.names else with_every(counted, spine({SEGMENT: [b.key for b in now.buckets]}), SEGMENT)


def _counted(asking: Asking, leaf: Leaf, each: ir.Table, stretch: list[str]) -> ir.Table:
    """Entities that were there before (and are still, for those kept), by dimensions and *stretch*."""
    kept = each["_was"] if leaf.metric.counted == "base" else each["_was"] & each["_is"]
    figures: dict[str, Any] = {leaf.id: each.count(where=kept).cast("int64").nullif(0)}
    keys = [*asking.names, *stretch]
    return each.group_by(keys).aggregate(**figures) if keys else each.aggregate(**figures)


def _seen(day: Any, start: Any, end: Any) -> Any:
    return ((day >= literal(start)) & (day < literal(end))).max()
