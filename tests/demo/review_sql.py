"""The figures of the June review by SQL over the published rows, written from the definitions alone."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

Rows = list[dict[str, Any]]
Sql = Callable[[str], Rows]

# A line is sold on the day its channel counts by; what comes back and what is promised later is taken off on its own day.
NET = """
sold as (
    select case l.channel_id when 'dealer' then signed_date when 'online' then confirmed_date when 'store' then order_date
                             when 'overseas' then lading_date end as day,
           region_id, channel_id, product_line, product_id, customer_id, order_id, quantity, gross_without_tax as gross,
           gross_without_tax - discount as amount, cost
    from order_lines l where not cancelled and not intercompany),
net as (
    select day, region_id, channel_id, product_line, product_id, customer_id, amount, cost from sold where day is not null
    union all select return_date, region_id, channel_id, product_line, product_id, customer_id, -amount_without_tax, -cost
              from return_lines where not intercompany
    union all select accrual_date, region_id, channel_id, product_line, product_id, customer_id, -amount, 0 from accruals),
told as (
    select net.*, r.region, c.name as channel, p.name as product, k.name as customer, k.tier as customer_tier
    from net left join regions r using (region_id) left join channels c using (channel_id)
    left join products p using (product_id) left join customers k using (customer_id)),
plan as (
    select t.*, r.region, c.name as channel, n.name as position from targets t left join regions r using (region_id)
    left join channels c using (channel_id) left join positions n using (position_id)
    where t.metric = 'net_sales' and t.level = 'target')
"""
SETS = {
    "region": "区域×产品线×渠道",
    "product_line": "区域×产品线×渠道",
    "channel": "区域×产品线×渠道",
    "position": "岗位",
}
Span = tuple[str, str]
JUNE: Span = ("2025-06-01", "2025-07-01")
LAST_JUNE: Span = ("2024-06-01", "2024-07-01")
MAY: Span = ("2025-05-01", "2025-06-01")
HALF: Span = ("2025-01-01", "2025-07-01")
LAST_HALF: Span = ("2024-01-01", "2024-07-01")
YEAR: Span = ("2025-01-01", "2026-01-01")
JULY: Span = ("2025-07-01", "2025-08-01")
LAST_JULY: Span = ("2024-07-01", "2024-08-01")


class Figures:
    """Answers of the SQL, as decimals."""

    def __init__(self, sql: Sql) -> None:
        self.sql = sql

    def net(self, span: Span, by: str = "", what: str = "amount") -> dict[str, Decimal]:
        """Net sales (or another sum of its rows) of a span by a column; under "" the total."""
        return self._by(
            f"with {NET} select {{key}} as key, sum({what}) as v from told where {_in('day', span)} group by 1", by
        )

    def plan(self, span: Span, by: str = "region") -> dict[str, Decimal]:
        """Targets of the periods that begin in a span."""
        return self._by(
            f"with {NET} select {{key}} as key, sum(amount) as v from plan where grain_set = '{SETS[by]}'"
            f" and {_in('start_date', span)} group by 1", by,
        )  # fmt: skip

    def one(self, query: str) -> Decimal:
        """A single figure."""
        found = self.sql(f"with {NET} {query}")[0]["v"]
        return Decimal(str(found))

    def orders(self, span: Span) -> Decimal:
        """Orders with a line sold in the span."""
        return self.one(f"select count(distinct order_id) as v from sold where {_in('day', span)}")

    def gross(self, span: Span, where: str = "true") -> Decimal:
        """Sales before discounts."""
        return self.one(f"select sum(gross) as v from sold where {_in('day', span)} and {where}")

    def customers(self, span: Span) -> Decimal:
        """Customers with a line sold in the span."""
        return self.one(f"select count(distinct customer_id) as v from sold where {_in('day', span)}")

    def new_customers(self, span: Span) -> Decimal:
        """Customers whose first line ever falls into the span."""
        return self.one(
            f"select count(*) as v from (select customer_id, min(day) as first from sold where customer_id is not null"
            f" group by 1) where {_in('first', span)}"
        )

    def stages(self, span: Span) -> dict[str, Decimal]:
        """Opportunities that entered each stage."""
        return self._by(
            f"select {{key}} as key, count(distinct opportunity_id) as v from stage_events where {_in('entered_date', span)} group by 1",
            "stage",
        )

    def tickets(self, span: Span, where: str = "true") -> Decimal:
        """Tickets opened in the span."""
        return self.one(f"select count(*) as v from tickets where {_in('created_date', span)} and {where}")

    def answers(self, question: str, span: Span, what: str) -> Decimal:
        """A figure of the survey answers."""
        return self.one(
            f"select {what} as v from survey_answers where question = '{question}' and {_in('answer_date', span)}"
        )

    def _by(self, query: str, by: str) -> dict[str, Decimal]:
        found = self.sql(query.format(key=by or repr("")))
        return {str(r["key"]): Decimal(str(r["v"])) for r in found if r["v"] is not None}


def _in(column: str, span: Span) -> str:
    return f"{column} >= date '{span[0]}' and {column} < date '{span[1]}'"
