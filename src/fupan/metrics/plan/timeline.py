"""What open_items and unallocated tell of one day, of many days at once.

Each invoice or receipt is cut into the stretches in which it stood as it did (from an event to the next one), and only
then met with the days: rows are read once, whatever the number of days, and nothing is held per item and day.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import ibis

from fupan.metrics.carrying import OPEN_ITEMS, UNALLOCATED
from fupan.metrics.definition import Fact
from fupan.metrics.plan.frame import literal
from fupan.metrics.plan.open_items import CARRIED, aged
from fupan.metrics.plan.scan import MONEY

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking

ON = "_on"
_AT, _UNTIL, _OWN, _LINES = "_at", "_until", "_own", "_lines"


def rows_on(asking: Asking, fact: Fact, days: ir.Table, end: date) -> ir.Table:
    """What a fact with a view holds on each of the *days* (column ``_on``, all before *end*), with the columns of *days*."""
    return _unallocated(asking, days, end) if fact.view == "unallocated" else _open_items(asking, days, end)


def _open_items(asking: Asking, days: ir.Table, end: date) -> ir.Table:
    state = _until_next(_invoices(asking), ["_system", "invoice_id"], end)
    state = state.filter(state[_LINES] > 0)  # cash may come in before its invoice is written
    joined = state.inner_join(days, [days[ON] >= state[_AT], days[ON] < state[_UNTIL]])
    return aged(joined, joined[ON]).select(*OPEN_ITEMS, *days.columns)


def _invoices(asking: Asking) -> ir.Table:
    """Per invoice and day on which something happened: the invoice as it stood from then on."""
    lines = asking.table("invoice_lines")
    lines = lines.filter(lines["invoice_date"].notnull())
    lines = lines.mutate(_item=ibis.coalesce(lines["red_of"], lines["invoice_id"]), **{_OWN: lines["red_of"].isnull()})
    said = (*CARRIED, "due_date")
    own = {f"own_{c}": ibis.ifelse(lines[_OWN], lines[c], ibis.null(lines[c].type())) for c in said}
    any_of = {f"any_{c}": lines[c] for c in said}
    written = lines.select(
        _system=lines["source_system"], invoice_id=lines["_item"], **{_AT: lines["invoice_date"]},
        _amount=lines["amount_with_tax"].cast(MONEY), _paid=ibis.null(MONEY), _line=ibis.literal(1, type="int64"),
        **own, **any_of,
    )  # fmt: skip
    items = written.select("_system", "invoice_id").distinct()
    paid = _settlements(asking)
    paid = paid.inner_join(items, paid["_invoice"] == items["invoice_id"])
    nothing = {c: ibis.null(written[c].type()) for c in (*own, *any_of)}
    paid = paid.select(
        _system=paid["_system"], invoice_id=paid["invoice_id"], **{_AT: paid[_AT]},
        _amount=ibis.null(MONEY), _paid=paid["_paid"], _line=ibis.literal(0, type="int64"), **nothing,
    )  # fmt: skip
    events = written.union(paid.select(written.columns), distinct=False)
    first = {c: events[c].min() if c.endswith("due_date") else events[c].max() for c in nothing}
    each = events.group_by("_system", "invoice_id", _AT).aggregate(
        _amount=events["_amount"].sum().cast(MONEY), _paid=events["_paid"].sum().cast(MONEY),
        _line=events["_line"].sum().cast("int64"), **first,
    )  # fmt: skip
    so_far = _so_far(["_system", "invoice_id"])
    known = {c: each[c].min().over(so_far) if c.endswith("due_date") else each[c].max().over(so_far) for c in nothing}
    zero = ibis.literal(0).cast(MONEY)
    told = each.select(
        "_system", "invoice_id", _AT, amount=each["_amount"].sum().over(so_far).cast(MONEY),
        _settled=ibis.coalesce(each["_paid"].sum().over(so_far).cast(MONEY), zero).cast(MONEY),
        **{_LINES: each["_line"].sum().over(so_far).cast("int64")}, **known,
    )  # fmt: skip
    both = {c: ibis.coalesce(told[f"own_{c}"], told[f"any_{c}"]) for c in said}
    return told.mutate(**both).drop(*known)


def _settlements(asking: Asking) -> ir.Table:
    """Cash set against an invoice, and the day from which it counts: that of the cash, or of the allocation if later."""
    receipts, shares = asking.table("receipts"), asking.table("receipt_allocations")
    counted = receipts.filter(receipts["counted_date"].notnull())
    split = shares.select("receipt_id").distinct()
    direct = counted.filter(counted["invoice_id"].notnull()).anti_join(split, "receipt_id")
    since = counted.group_by(_receipt=counted["receipt_id"]).aggregate(_counted=counted["counted_date"].min())
    shares = shares.filter(shares["allocation_date"].notnull())
    shares = shares.inner_join(since, shares["receipt_id"] == since["_receipt"])
    later = ibis.greatest(shares["allocation_date"], shares["_counted"])
    return direct.select(
        _invoice=direct["invoice_id"], **{_AT: direct["counted_date"]}, _paid=direct["amount"].cast(MONEY)
    ).union(
        shares.select(_invoice=shares["invoice_id"], **{_AT: later}, _paid=shares["amount"].cast(MONEY)), distinct=False
    )


def _unallocated(asking: Asking, days: ir.Table, end: date) -> ir.Table:
    receipts, shares = asking.table("receipts"), asking.table("receipt_allocations")
    kind = receipts["kind"]
    receipts = receipts.filter(receipts["counted_date"].notnull(), kind.isnull() | (kind != "advance"))
    zero = ibis.literal(0).cast(MONEY)
    split = shares.select(_receipt=shares["receipt_id"]).distinct()
    dated = shares.filter(shares["allocation_date"].notnull())
    each = dated.group_by(_receipt=dated["receipt_id"], **{_AT: dated["allocation_date"]}).aggregate(
        _amount=dated["amount"].sum().cast(MONEY)
    )
    each = each.mutate(_shares=each["_amount"].sum().over(_so_far(["_receipt"])).cast(MONEY)).drop("_amount")
    steps = _until_next(each, ["_receipt"], end)
    first = dated.group_by(_of=dated["receipt_id"]).aggregate(_first=dated["allocation_date"].min())
    before = split.left_join(first, split["_receipt"] == first["_of"])
    before = before.select(
        "_receipt", **{_AT: ibis.null("date")}, _shares=zero, **{_UNTIL: ibis.coalesce(before["_first"], literal(end))}
    )
    stretches = before.union(steps.select(before.columns), distinct=False)
    joined = receipts.left_join(stretches, receipts["receipt_id"] == stretches["_receipt"])
    since = ibis.ifelse(joined[_AT] > joined["counted_date"], joined[_AT], joined["counted_date"])
    joined = joined.mutate(_since=since, _till=ibis.coalesce(joined[_UNTIL], literal(end)))
    joined = joined.inner_join(days, [days[ON] >= joined["_since"], days[ON] < joined["_till"]])
    amount: Any = joined["amount"].cast(MONEY)
    whole = ibis.ifelse(joined["invoice_id"].notnull(), amount, zero)
    shared = ibis.coalesce(joined["_shares"], zero).cast(MONEY)
    allocated = ibis.ifelse(joined["_receipt"].notnull(), shared, whole).cast(MONEY)
    joined = joined.mutate(allocated_amount=allocated, unallocated_amount=(amount - allocated).cast(MONEY))
    waiting = joined[ON].delta(joined["counted_date"], unit="day")
    return joined.mutate(waiting_days=waiting).select(*UNALLOCATED, *days.columns)


def _so_far(keys: list[str]) -> Any:
    return ibis.window(group_by=keys, order_by=_AT, preceding=None, following=0)


def _until_next(each: ir.Table, keys: list[str], end: date) -> ir.Table:
    """*each* with the day of the next event of the same item, or *end*."""
    after = each[_AT].lead().over(ibis.window(group_by=keys, order_by=_AT))
    return each.mutate(**{_UNTIL: ibis.coalesce(after, literal(end))})
