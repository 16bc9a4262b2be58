"""What counts when, said in SQL from the definitions alone: lines, what is kept of them, targets, and what is owed."""

from __future__ import annotations

_DIMS = "region_id, channel_id, product_line, product_id, customer_id, position_id, person_id"
_NAMED = """
select day, r.region, coalesce(c.name, channel_id) as channel, t.product_line, t.product_id, t.customer_id, k.tier as customer_tier,
       position_id, t.person_id, {more}
from {rows} t left join regions r using (region_id) left join channels c using (channel_id) left join customers k using (customer_id)
"""

# What comes back and what is promised later is taken off on its own day; what one's own companies sell each other never counts.
NET = f"""
create table sold as {_NAMED.format(rows="{sold}", more="gross, amount, cost, quantity, order_id, order_date")};
create table net as {
    _NAMED.format(
        more="amount, cost",
        rows=f'''(
    select day, {_DIMS}, amount, cost from {{sold}}
    union all select return_date, {_DIMS}, -amount_without_tax, -cost from return_lines where not coalesce(intercompany, false)
    union all select accrual_date, {_DIMS}, -amount, 0 from accruals)''',
    )
};
"""

# An invoice's red one lowers it and leaves its due date; cash settles on the day it counts, advances never.
OPEN_ITEMS = """
create macro open_items(as_of) as table
with item as (
    select coalesce(red_of, invoice_id) as invoice, sum(amount_with_tax) as amount, min(due_date) filter (where red_of is null) as due_date,
           max(customer_id) filter (where red_of is null) as customer_id
    from invoice_lines where invoice_date <= as_of group by 1),
paid as (
    select invoice_id as invoice, sum(amount) as settled from receipts
    where counted_date <= as_of and invoice_id is not null
          and receipt_id not in (select receipt_id from receipt_allocations) group by 1
    union all
    select a.invoice_id, sum(a.amount) from receipt_allocations a semi join (select receipt_id from receipts where counted_date <= as_of) using (receipt_id)
    where allocation_date <= as_of group by 1)
select item.*, coalesce(settled, 0) as settled, as_of - due_date as days
from item left join (select invoice, sum(settled) as settled from paid group by 1) using (invoice);
"""


_SOLD = """(select counted as day, region_id, channel_id, product_line, product_id, customer_id, position_id, person_id, order_id, order_date,
       quantity, gross_without_tax as gross, gross_without_tax - coalesce(discount, 0) as amount, cost
from dated where not coalesce(cancelled, false) and not coalesce(intercompany, false) and counted is not null)"""


def made(counted: str, plan: str, credited: str) -> str:
    """The tables of a company: *counted* the day on which a line counts, *plan* its targets, *credited* what counts towards them."""
    dated = f"create table dated as select *, {counted} as counted from order_lines;"
    return (
        dated
        + NET.replace("{sold}", _SOLD)
        + f"create table plan as {plan}; create table credited as {credited};"
        + OPEN_ITEMS
    )
