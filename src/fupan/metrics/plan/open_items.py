"""Receivables as of a day: each invoice with what was settled by then, what is open, and how long it is overdue."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import ibis

from fupan.metrics.carrying import OPEN_ITEMS
from fupan.metrics.plan.exchange import in_currency
from fupan.metrics.plan.frame import Frame, literal
from fupan.metrics.plan.scan import MONEY, SEGMENT, output_type
from fupan.metrics.plan.stacked import stacked

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking
    from fupan.metrics.plan.resolve import Leaf

_CARRIED = (
    "customer_id",
    "dealer_id",
    "channel_id",
    "region_id",
    "position_id",
    "person_id",
    "org_unit_id",
    "legal_entity_id",
    "currency",
)
COLUMNS = tuple(OPEN_ITEMS)
BANDS = ((0, "not_due"), (30, "0-30"), (60, "31-60"), (90, "61-90"))
OLDEST = "90+"


def stands_on(asking: Asking, end: date) -> date:
    """The day on which balances of a window that ends before *end* stand: its last day, but none that is yet to come."""
    last = end - timedelta(days=1)
    return last if asking.as_of is None else min(last, asking.as_of)


def open_items(asking: Asking, as_of: date) -> ir.Table:
    """One row per invoice issued by *as_of*; columns are COLUMNS.

    A red invoice lowers the one it corrects and leaves its due date, so that re-issuing never makes a debt younger.
    Cash counts on its counted date: commercial acceptance at maturity. Advances and cash not yet allocated to an
    invoice settle nothing; they have metrics of their own.
    """
    lines = asking.table("invoice_lines")
    lines = lines.filter(lines["invoice_date"] <= literal(as_of))
    own = lines["red_of"].isnull()
    lines = lines.mutate(_item=ibis.coalesce(lines["red_of"], lines["invoice_id"]), _own=own)
    carried = {c: ibis.coalesce(lines[c].max(where=own), lines[c].max()) for c in _CARRIED}
    invoices = lines.group_by(_system=lines["source_system"], invoice_id=lines["_item"]).aggregate(
        amount=lines["amount_with_tax"].sum().cast(MONEY),
        due_date=ibis.coalesce(lines["due_date"].min(where=own), lines["due_date"].min()),
        **carried,
    )
    paid = _settled(asking, as_of)
    joined = invoices.left_join(paid, invoices["invoice_id"] == paid["_invoice"])
    settled = ibis.coalesce(joined["_settled"], ibis.literal(0).cast(MONEY)).cast(MONEY)
    joined = joined.mutate(settled_amount=settled, open_amount=(joined["amount"] - settled).cast(MONEY))
    days = literal(as_of).delta(joined["due_date"], unit="day")
    joined = joined.mutate(overdue_days=ibis.greatest(days, 0))
    bands: Any = ibis.literal(OLDEST)
    for most, name in reversed(BANDS):
        bands = ibis.ifelse(days <= most, name, bands)
    return joined.mutate(ageing=bands).select(*COLUMNS)


def _settled(asking: Asking, as_of: date) -> ir.Table:
    receipts, shares = asking.table("receipts"), asking.table("receipt_allocations")
    counted = receipts.filter(receipts["counted_date"] <= literal(as_of))
    split = shares.select("receipt_id").distinct()
    direct = counted.filter(counted["invoice_id"].notnull()).anti_join(split, "receipt_id")
    shares = shares.filter(shares["allocation_date"] <= literal(as_of)).semi_join(
        counted.select("receipt_id").distinct(), "receipt_id"
    )
    both = ibis.union(
        direct.select(_invoice=direct["invoice_id"], _amount=direct["amount"].cast(MONEY)),
        shares.select(_invoice=shares["invoice_id"], _amount=shares["amount"].cast(MONEY)),
    )
    return both.group_by("_invoice").aggregate(_settled=both["_amount"].sum().cast(MONEY))


def balance(asking: Asking, leaves: list[Leaf], frame: Frame) -> ir.Table:
    """The figures of leaves of one fact as of the last day of each bucket of *frame*, or the as-of date where that is yet to come."""
    from fupan.expressions import build, parse
    from fupan.metrics.plan.as_of import rows_as_of
    from fupan.metrics.plan.bind import ColumnGetter, bind, condition

    fact = asking.definitions.facts[leaves[0].metric.fact]
    arms: list[ir.Table] = []
    for bucket in frame.buckets:
        last = stands_on(asking, bucket.window.end)
        source = in_currency(asking, fact, rows_as_of(asking, fact, last), literal(last))
        bound = bind(asking, fact, leaves[0].metric.name, source)
        keys = {n: bound[f"dim.{n}"] for n in asking.names}
        figures: dict[str, Any] = {}
        for leaf in leaves:
            of = build(parse(leaf.metric.of), ColumnGetter(bound))
            kept = condition(bound, leaf.metric.where)
            if leaf.metric.due_in_window:
                due = (bound["due_date"] >= literal(bucket.window.start)) & (
                    bound["due_date"] < literal(bucket.window.end)
                )
                kept = due if kept is None else kept & due
            figures[leaf.id] = of.sum(where=kept).cast(output_type(of))
        figured = bound.group_by(**keys).aggregate(**figures) if keys else bound.aggregate(**figures)
        arms.append(figured.mutate(**{SEGMENT: literal(bucket.window.start)}).select(*keys, SEGMENT, *figures))
    return stacked(arms)
