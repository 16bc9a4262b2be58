"""Receivables as of a day: each invoice with what was settled by then, what is open, and how long it is overdue."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import ibis

from fupan.metrics.carrying import OPEN_ITEMS
from fupan.metrics.plan.frame import literal
from fupan.metrics.plan.scan import MONEY

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking

CARRIED = (
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
    early = asking.as_of is not None and end > asking.as_of
    return asking.as_of if early and asking.as_of is not None else end - timedelta(days=1)


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
    carried = {c: ibis.coalesce(lines[c].max(where=own), lines[c].max()) for c in CARRIED}
    invoices = lines.group_by(_system=lines["source_system"], invoice_id=lines["_item"]).aggregate(
        amount=lines["amount_with_tax"].sum().cast(MONEY),
        due_date=ibis.coalesce(lines["due_date"].min(where=own), lines["due_date"].min()),
        **carried,
    )
    paid = _settled(asking, as_of)
    joined = invoices.left_join(paid, invoices["invoice_id"] == paid["_invoice"])
    return aged(joined, literal(as_of)).select(*COLUMNS)


def aged(items: ir.Table, as_of: Any) -> ir.Table:
    """Items of ``amount``, ``_settled`` and ``due_date`` with what is open and how old it is on the day *as_of*."""
    settled = ibis.coalesce(items["_settled"], ibis.literal(0).cast(MONEY)).cast(MONEY)
    items = items.mutate(settled_amount=settled, open_amount=(items["amount"] - settled).cast(MONEY))
    days = as_of.delta(items["due_date"], unit="day")
    items = items.mutate(overdue_days=ibis.greatest(days, 0))
    bands: Any = ibis.literal(OLDEST)
    for most, name in reversed(BANDS):
        bands = ibis.ifelse(days <= most, name, bands)
    return items.mutate(ageing=bands)


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
