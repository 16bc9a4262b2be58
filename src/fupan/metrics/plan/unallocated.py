"""Receipts as of a day that nobody has set against an invoice yet 未认款: each with what is allocated and what is left."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import ibis

from fupan.metrics.carrying import UNALLOCATED
from fupan.metrics.plan.frame import literal
from fupan.metrics.plan.scan import MONEY

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking


def unallocated(asking: Asking, as_of: date) -> ir.Table:
    """One row per receipt counted by *as_of*, advances apart; columns are those of UNALLOCATED.

    A receipt that has allocations is allocated as far as those of that day go; one without them, but with the invoice
    it settles, as a whole. What is allocated and what is left make up the receipt, so that with what is settled of
    open items they make up all that was received.
    """
    receipts, shares = asking.table("receipts"), asking.table("receipt_allocations")
    kind = receipts["kind"]
    receipts = receipts.filter(receipts["counted_date"] <= literal(as_of), kind.isnull() | (kind != "advance"))
    zero = ibis.literal(0).cast(MONEY)
    by_then = shares["amount"].sum(where=shares["allocation_date"] <= literal(as_of))
    split = shares.group_by(_receipt=shares["receipt_id"]).aggregate(
        _shares=ibis.coalesce(by_then.cast(MONEY), zero).cast(MONEY)
    )
    joined = receipts.left_join(split, receipts["receipt_id"] == split["_receipt"])
    amount: Any = joined["amount"].cast(MONEY)
    whole = ibis.ifelse(joined["invoice_id"].notnull(), amount, zero)
    allocated = ibis.ifelse(joined["_receipt"].notnull(), joined["_shares"], whole).cast(MONEY)
    joined = joined.mutate(allocated_amount=allocated, unallocated_amount=(amount - allocated).cast(MONEY))
    return joined.mutate(waiting_days=literal(as_of).delta(joined["counted_date"], unit="day")).select(*UNALLOCATED)
