"""Partner, channel, region and product line of a fact that does not name them itself."""

from __future__ import annotations

from fupan.contracts import Table
from fupan.warehouse.engine import Connection, identifier


def fill_places(con: Connection, contract: Table, rows: str) -> str:
    """The view of *rows* where an empty customer follows from the dealer (and back), an empty channel from the store,
    an empty region from store, dealer or customer, and the product line from the product.

    Only empty fields are filled: a written region that nobody knows stays unknown. The product master's line goes
    before the line written on the fact, so that one product never stands in two lines.
    """
    names = set(contract.names)
    if contract.kind != "fact" or contract.name == "targets":
        return rows
    replaced: dict[str, str] = {}
    joins: list[str] = []
    customer = "t.customer_id"
    if {"customer_id", "dealer_id"} <= names:
        joins.append("LEFT JOIN p_dealers d ON d.dealer_id = t.dealer_id")
        joins.append("LEFT JOIN dealer_of_customer dc ON dc.customer_id = t.customer_id")
        customer = _if_empty("customer_id", "d.customer_id")
        replaced["customer_id"] = customer
        replaced["dealer_id"] = _if_empty("dealer_id", "dc.dealer_id")
    elif "dealer_id" in names:
        joins.append("LEFT JOIN p_dealers d ON d.dealer_id = t.dealer_id")
    if "store_id" in names:
        joins.append("LEFT JOIN p_stores st ON st.store_id = t.store_id")
        if "channel_id" in names:
            replaced["channel_id"] = _if_empty("channel_id", "st.channel_id")
    if "customer_id" in names:
        joins.append(f"LEFT JOIN p_customers c ON c.customer_id = {customer}")
    if "region_id" in names:
        where = [
            f"{a}.region_id" for a, n in (("st", "store_id"), ("d", "dealer_id"), ("c", "customer_id")) if n in names
        ]
        if where:
            replaced["region_id"] = _if_empty("region_id", ", ".join(where))
    if {"product_id", "product_line"} <= names:
        joins.append("LEFT JOIN product_lines pl ON pl.product_id = t.product_id")
        replaced["product_line"] = (
            "CASE WHEN pl.master THEN pl.product_line ELSE coalesce(t.product_line, pl.product_line) END"
        )
    if not replaced:
        return rows
    listed = ", ".join(f"{sql} AS {identifier(name)}" for name, sql in replaced.items())
    view = f"g_{contract.name}"
    con.execute(f"CREATE OR REPLACE TEMP VIEW {view} AS SELECT t.* REPLACE ({listed}) FROM {rows} t {' '.join(joins)}")
    return view


def stage_partners(con: Connection) -> None:
    """Make dealer_of_customer: customers that are exactly one dealer."""
    con.execute(
        "CREATE OR REPLACE TEMP TABLE dealer_of_customer AS SELECT customer_id, min(dealer_id) AS dealer_id"
        " FROM p_dealers WHERE customer_id IS NOT NULL GROUP BY customer_id HAVING count(*) = 1"
    )


def _if_empty(name: str, others: str) -> str:
    own = f"t.{identifier(name)}"
    return f"CASE WHEN t.{identifier(name + '_raw')} IS NULL THEN coalesce({own}, {others}) ELSE {own} END"
