"""Days by counting back: of how many of the last days the balance is worth the flow (DSO by the count-back method)."""

from __future__ import annotations

from datetime import timedelta
from functools import reduce
from itertools import pairwise
from operator import add
from typing import TYPE_CHECKING, Any

import ibis

from fupan.calendar.months import shift_months
from fupan.errors import QuestionError
from fupan.metrics.definition import Balance
from fupan.metrics.plan.balances import balance
from fupan.metrics.plan.frame import Bucket, Frame, Segment, count_literal, literal
from fupan.metrics.plan.open_items import stands_on
from fupan.metrics.plan.resolve import Leaf
from fupan.metrics.plan.scan import MONEY, scan
from fupan.metrics.plan.stacked import stacked
from fupan.metrics.plan.stretch import SEGMENT

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking

MONTHS = 24
MOST_DAYS = 62
_OPEN = "_open"


def count_back(asking: Asking, leaf: Leaf, frame: Frame) -> ir.Table:
    """Days at the end of each bucket of *frame*: the balance takes up month after month of the flow, the newest first.

    A month that the balance covers counts with all its days, the last one with the part of them that the rest of the
    balance is of its flow. Months are counted back from the day on which the balance stands. Nothing where ``MONTHS`` do not cover it.
    QuestionError (code too_many_periods) beyond ``MOST_DAYS``: each bucket has months of its own.
    """
    if len(frame.buckets) > MOST_DAYS:
        raise QuestionError("too_many_periods", f"{leaf.metric.name} counts back from each of {len(frame.buckets)} periods; at most {MOST_DAYS} fit.",
                            closest="a shorter window or a coarser period", details={"metric": leaf.metric.name})  # fmt: skip
    return stacked([_one(asking, leaf, bucket) for bucket in frame.buckets])


def _one(asking: Asking, leaf: Leaf, bucket: Bucket) -> ir.Table:
    end = stands_on(asking, bucket.window.end) + timedelta(days=1)
    bounds = [shift_months(end, -n, keep_month_end=False) for n in range(MONTHS + 1)]
    parts: list[Segment] = sorted((after, before) for before, after in pairwise(bounds))
    held = balance(asking, [balance_of(leaf)], Frame("current", (bucket,))).drop(SEGMENT)
    flow = Leaf("_flow", asking.definitions.metric(leaf.metric.flow))
    flowed = scan(asking, [flow], parts)
    newest_first = list(reversed(parts))
    names = [f"_f{n}" for n in range(MONTHS)]
    months = {
        name: flowed["_flow"].sum(where=flowed[SEGMENT] == literal(start)).cast(MONEY)
        for name, (start, _) in zip(names, newest_first, strict=True)
    }
    keys = asking.names
    wide = flowed.group_by(keys).aggregate(**months) if keys else flowed.aggregate(**months)
    both = ibis.union(
        held.select(**{k: held[k] for k in keys}, **{_OPEN: held[_OPEN]}, **dict.fromkeys(names, ibis.null(MONEY))),
        wide.select(**{k: wide[k] for k in keys}, **{_OPEN: ibis.null(MONEY)}, **{n: wide[n] for n in names}),
    )
    figures = {c: both[c].max() for c in (_OPEN, *names)}
    each = both.group_by(keys).aggregate(**figures) if keys else both.aggregate(**figures)
    days = _days(each, names, newest_first)
    return each.select(**{k: each[k] for k in keys}, **{SEGMENT: literal(bucket.window.start), leaf.id: days})


def balance_of(leaf: Leaf) -> Leaf:
    """The balance itself, as a figure of its own."""
    common = {k: getattr(leaf.metric, k) for k in ("name", "zh", "en", "unit", "format", "fact", "of", "where")}
    return Leaf(_OPEN, Balance(family="balance", **common))


def _days(each: ir.Table, names: list[str], parts: list[Segment]) -> Any:
    zero = ibis.literal(0).cast(MONEY)
    held = ibis.coalesce(each[_OPEN], zero).cast(MONEY)
    flows = [ibis.greatest(ibis.coalesce(each[n], zero), zero).cast(MONEY) for n in names]
    found: list[Any] = []
    for n, (start, end) in enumerate(parts):
        left = held - reduce(add, flows[:n], zero)
        days = count_literal((end - start).days).cast("float64")
        part = left.cast("float64") / flows[n].cast("float64").nullif(0) * days
        nothing = ibis.literal(0.0)
        found.append(ibis.ifelse(left <= 0, nothing, ibis.ifelse(left >= flows[n], days, part)))
    covered = held <= reduce(add, flows, zero)
    return ibis.ifelse(covered, reduce(add, found), ibis.null("float64")).cast("float64")
