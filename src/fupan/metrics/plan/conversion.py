"""Conversion of a cohort: who entered a stage, who of them reached the next one, after how many days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import ibis

from fupan.metrics.plan.bind import bind, condition
from fupan.metrics.plan.day_parts import with_day_parts
from fupan.metrics.plan.frame import Segment, literal, segment_start, within
from fupan.metrics.plan.resolve import Leaf, columns_needed
from fupan.metrics.plan.run import rows_of
from fupan.metrics.plan.source import read_fact
from fupan.metrics.plan.stretch import SEGMENT

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking

_ENTITY, _STEP, _ENTERED, _REACHED = "_entity", "_step", "_entered", "_reached"


def same_cohort(leaf: Leaf) -> tuple[Any, ...]:
    """What leaves must have in common to be read together."""
    m = leaf.metric
    return m.fact, m.time, m.where, m.entity, m.entered, m.reached, m.step, m.within_days


def conversions(asking: Asking, leaves: Sequence[Leaf], parts: Sequence[Segment]) -> ir.Table:
    """Figures of one cohort by dimensions and stretch in which it entered; all are whole numbers that add up.

    An entity belongs to the day on which it first entered the stage. What happens after the as-of date (or after the
    last day of the snapshot's rows) has not happened yet.
    """
    metric = leaves[0].metric
    joined, day, until = _entered(asking, metric, columns_needed(leaves[0]), parts)
    keys = {n: joined[f"dim.{n}"] for n in asking.names} | {SEGMENT: segment_start(joined[day], parts)}
    item = {_ENTITY: joined[_ENTITY]} | ({_STEP: joined[_STEP]} if metric.step else {})
    each = joined.group_by(**keys, **item).aggregate(
        **{_ENTERED: joined[_ENTERED].min(), _REACHED: joined[_REACHED].min()}
    )
    days = each[_REACHED].delta(each[_ENTERED], unit="day").cast("int64")
    done = each[_REACHED].notnull()
    if metric.within_days is not None:
        done = done & (days <= metric.within_days)
    age = literal(until).delta(each[_ENTERED], unit="day").cast("int64")
    figures = {
        "entered": each.count(), "reached": each.count(where=done), "days": days.sum(where=done), "age": age.sum(),
    }  # fmt: skip
    zero = ibis.literal(0).cast("int64")
    return each.group_by(list(keys)).aggregate(
        **{leaf.id: ibis.coalesce(figures[leaf.metric.counted].cast("int64"), zero) for leaf in leaves}
    )


def entered_rows(
    asking: Asking, leaf: Leaf, parts: Sequence[Segment], columns: Sequence[str]
) -> tuple[ir.Table, list[str], Any]:
    """Rows by which the cohort entered, the columns that tell its members apart, and a member's figure."""
    metric = leaf.metric
    joined, _, until = _entered(asking, metric, [*columns_needed(leaf), *columns], parts)
    days = joined[_REACHED].delta(joined[_ENTERED], unit="day").cast("int64")
    done = joined[_REACHED].notnull()
    if metric.within_days is not None:
        done = done & (days <= metric.within_days)
    one, zero = ibis.literal(1).cast("int64"), ibis.literal(0).cast("int64")
    figures = {
        "entered": one, "reached": ibis.ifelse(done, one, zero), "days": ibis.ifelse(done, days, zero),
        "age": literal(until).delta(joined[_ENTERED], unit="day").cast("int64"),
    }  # fmt: skip
    return joined, [_ENTITY, *([_STEP] if metric.step else [])], figures[metric.counted]


def _entered(asking: Asking, metric: Any, keep: Sequence[str], parts: Sequence[Segment]) -> tuple[ir.Table, str, date]:
    """Rows by which members of the cohort entered in the stretches, with both days; the day column; the last day told."""
    fact = asking.definitions.facts[metric.fact]
    day = fact.time[metric.time or fact.default_time]
    until = asking.as_of or _last_day(asking, fact.table, day)
    source = read_fact(asking, fact, {day, metric.step, *keep})
    kept = condition(source, metric.where)
    conditions = [source[metric.entity].notnull(), source[day].notnull(), source[day] <= literal(until)]
    source = source.filter(*conditions, *([] if kept is None else [kept]))
    items = _cohort(metric, source, day)
    entered = source if metric.step else source.filter(condition(source, metric.entered))
    entered = entered.filter(within(entered[day], parts))
    bound = bind(asking, fact, metric.name, with_day_parts(asking, entered, day))
    on = [bound[metric.entity] == items[_ENTITY], bound[day] == items[_ENTERED]]
    on += [bound[metric.step] == items[_STEP]] if metric.step else []
    joined = bound.inner_join(items, on)
    return joined, day, until


def _cohort(metric: Any, source: ir.Table, day: str) -> ir.Table:
    """One row per entity (and step) with the day it entered and the day it reached the next stage, if it did."""
    if metric.step:
        first = source.filter(source[metric.step].notnull())
        first = first.group_by(**{_ENTITY: first[metric.entity], _STEP: first[metric.step]}).aggregate(
            **{_ENTERED: first[day].min()}
        )
        later = source.select(_e=source[metric.entity], _d=source[day], _s=source[metric.step])
        on = [first[_ENTITY] == later["_e"], later["_d"] >= first[_ENTERED], later["_s"] > first[_STEP]]
        keys = [_ENTITY, _STEP, _ENTERED]
    else:
        first = source.filter(condition(source, metric.entered))
        first = first.group_by(**{_ENTITY: first[metric.entity]}).aggregate(**{_ENTERED: first[day].min()})
        later = source.filter(condition(source, metric.reached))
        later = later.select(_e=later[metric.entity], _d=later[day])
        on = [first[_ENTITY] == later["_e"], later["_d"] >= first[_ENTERED]]
        keys = [_ENTITY, _ENTERED]
    both = first.left_join(later, on)
    return both.group_by(keys).aggregate(**{_REACHED: both["_d"].min()})


def _last_day(asking: Asking, table: str, day: str) -> date:
    def look(inner: Asking) -> date:
        rows = inner.table(table)
        found = rows_of(rows.aggregate(d=rows[day].max()))[0]["d"]
        return found if isinstance(found, date) else date.min

    last: date = asking.once(("last_day", table, day), look)
    return last
