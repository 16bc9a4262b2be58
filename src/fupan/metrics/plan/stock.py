"""Stock-like figures: summed over places, last, first, average or peak over time (semi-additive)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

import ibis

from fupan.expressions import build, parse
from fupan.metrics.plan.bind import ColumnGetter, bind, condition
from fupan.metrics.plan.exchange import in_currency
from fupan.metrics.plan.frame import Segment, literal, segment_start, to_come, within
from fupan.metrics.plan.resolve import Leaf, columns_needed
from fupan.metrics.plan.scan import output_type
from fupan.metrics.plan.source import read_fact
from fupan.metrics.plan.spine import spine
from fupan.metrics.plan.stretch import SEGMENT

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking

_PLACE, _DAY, _FIRST, _LAST, _DAYS = "_place", "_day", "_first", "_last", "_days"


def stock(asking: Asking, leaf: Leaf, parts: Sequence[Segment]) -> ir.Table:
    """Stock per stretch. A snapshot is of a place on a day: each place counts with its own last day of the stretch.

    The last day of a place is taken before any filter on products, so that what is gone from the newest snapshot is
    gone, and not carried on from an older one; the first day likewise. ``average`` is the mean over the place's
    snapshots; ``max`` the highest of the days of the stretch, all places of a day added up before.
    """
    metric = leaf.metric
    fact = asking.definitions.facts[metric.fact]
    day = fact.time[metric.time or fact.default_time]
    slow = metric.unsold_days is not None
    read = {day, "currency", *fact.place, *columns_needed(leaf), *(["product_id"] if slow else [])}
    source = read_fact(asking, fact, read)
    source = in_currency(asking, fact, source.filter(within(source[day], parts)), day)
    kept = condition(source, metric.where)
    source = source if kept is None else source.filter(kept)
    if asking.as_of is not None and to_come(parts, asking.as_of):
        source = source.filter(source[day] <= literal(asking.as_of))
    place = ibis.literal("")
    for column in fact.place:
        place = place + "|" + ibis.coalesce(source[column].cast("string"), "")
    source = source.mutate(**{_PLACE: place, SEGMENT: segment_start(source[day], parts)})
    dates = source.group_by(_p=source[_PLACE], _s=source[SEGMENT]).aggregate(
        **{_FIRST: source[day].min(), _LAST: source[day].max(), _DAYS: source[day].nunique()}
    )
    bound = bind(asking, fact, metric.name, source)
    joined = bound.inner_join(dates, [bound[_PLACE] == dates["_p"], bound[SEGMENT] == dates["_s"]])
    if slow:
        sold = sold_products(asking, metric.unsold_days, parts)
        joined = joined.left_join(sold, [joined["product_id"] == sold["_sold"], joined[SEGMENT] == sold["_until"]])
    of = build(parse(metric.of), ColumnGetter(joined))
    if slow:  # where there is stock and none of it is slow, that is zero, not nothing
        of = ibis.ifelse(joined["_sold"].isnull(), of, ibis.literal(0).cast(of.type()))
    keys = {n: joined[f"dim.{n}"] for n in asking.names} | {SEGMENT: joined[SEGMENT]}
    if metric.over_time in {"last", "first"}:
        taken = joined[day] == joined[_LAST if metric.over_time == "last" else _FIRST]
        return joined.group_by(**keys).aggregate(**{leaf.id: of.sum(where=taken).cast(output_type(of))})
    if metric.over_time == "max":
        each = joined.group_by(**keys, **{_DAY: joined[day]}).aggregate(_sum=of.sum().cast(output_type(of)))
        peak = each["_sum"].max().cast(output_type(of))
        return each.group_by([*asking.names, SEGMENT]).aggregate(**{leaf.id: peak})
    each = joined.group_by(**keys, **{_PLACE: joined[_PLACE]}).aggregate(
        _sum=of.sum().cast("float64"), _n=joined[_DAYS].max()
    )
    mean = each["_sum"] / each["_n"].cast("float64").nullif(0)
    return each.group_by([*asking.names, SEGMENT]).aggregate(**{leaf.id: mean.sum().cast("float64")})


def sold_products(asking: Asking, days: int, parts: Sequence[Segment]) -> ir.Table:
    """Products with a recognised order line in the *days* up to the end of each stretch: ``_sold``, ``_until`` (its start)."""
    fact = asking.definitions.facts["order_lines"]
    lines = asking.table(fact.table)
    day = lines[fact.time["recognition"]]
    lines = lines.filter(condition(lines, "not cancelled and not intercompany and quantity > 0"))
    lines = lines.filter(lines["product_id"].notnull()).select(_sold=lines["product_id"], _day=day)
    spans = [(end - timedelta(days=days), end) for _, end in parts]
    if len(parts) == 1:
        ((start, _),), ((since, until),) = parts, spans
        inside = lines.filter((lines["_day"] >= literal(since)) & (lines["_day"] < literal(until)))
        return inside.select("_sold").distinct().mutate(_until=literal(start))
    rows = spine(
        {"_until": [s for s, _ in parts], "_from": [since for since, _ in spans], "_to": [until for _, until in spans]}
    )
    each = lines.distinct()
    joined = each.inner_join(rows, [each["_day"] >= rows["_from"], each["_day"] < rows["_to"]])
    return joined.select("_sold", "_until").distinct()
