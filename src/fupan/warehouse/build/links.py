"""What a return, delivery or invoice line leaves out, taken from the order line it belongs to."""

from __future__ import annotations

from fupan.contracts import Table, table
from fupan.warehouse.engine import Connection, identifier, scalar

OWNED = ("position_id", "person_id", "org_unit_id")  # of the original sale: kept apart, for the owner's step
_LINKED = ("return_lines", "delivery_lines", "invoice_lines")
_NEVER = frozenset({"source_system", "quantity", "unit_price", "discount", "cost", "cancelled", "note", *OWNED})


def follow_orders(con: Connection, contract: Table, rows: str) -> str:
    """The view of *rows* with empty fields filled from the order; *rows* itself where there is nothing to follow.

    The line is found by order and line number, else by order and product, else by what all lines of the order agree
    on. An order id that only one system has is found whatever the line's own system is.
    """
    if contract.name not in _LINKED or not scalar(
        con, f"SELECT count(*) FROM s_{contract.name} WHERE order_id IS NOT NULL"
    ):
        return rows
    orders = table("order_lines")
    taken = [f.name for f in contract.fields if _may_follow(f.name, orders)]
    derived = [f.name for f in contract.derived if f.name in orders.names]
    wanted = [*taken, *derived, *OWNED]
    _stage_orders(con, contract, wanted)
    has_line = "order_line_id" in contract.names
    sources = ["byline", "byproduct", "byorder"] if has_line else ["byproduct", "byorder"]
    filled = {n: "coalesce(" + ", ".join(f"{s}.{identifier(n)}" for s in sources) + ")" for n in wanted}
    # a name that stands there but is unknown is not papered over with the order's
    empty = {n: f"t.{identifier(n + '_raw')} IS NULL" if contract.field(n).refers else "true" for n in taken}
    replaced = ", ".join(
        f"CASE WHEN {empty[n]} THEN coalesce(t.{identifier(n)}, {filled[n]}) ELSE t.{identifier(n)} END AS {identifier(n)}"
        for n in taken
    )
    added = "".join(f", {filled[n]} AS {identifier(n)}" for n in derived)
    added += "".join(f", {filled[n]} AS {identifier('sale_' + n)}" for n in OWNED)
    system = "CASE WHEN os.systems = 1 THEN os.only_system ELSE t.source_system END"
    joins = "LEFT JOIN order_systems os ON os.order_id = t.order_id"
    for s in sources:
        by = {"byline": "line_id = t.order_line_id", "byproduct": "product_id = t.product_id", "byorder": ""}[s]
        joins += f" LEFT JOIN order_{s} {s} ON {s}.order_id = t.order_id AND {s}.source_system = {system}"
        joins += f" AND {s}.{by}" if by else ""
    view = f"l_{contract.name}"
    con.execute(f"CREATE OR REPLACE TEMP TABLE {view} AS SELECT t.* REPLACE ({replaced}){added} FROM {rows} t {joins}")
    return view


def _may_follow(name: str, orders: Table) -> bool:
    if name not in orders.names or name in _NEVER:
        return False
    found = orders.field(name)
    return found.refers is not None or name in ("product_line", "tax_rate", "currency", "intercompany")


def _stage_orders(con: Connection, contract: Table, wanted: list[str]) -> None:
    """The orders *contract* speaks of: their systems, and the values per line, per product and per order."""
    listed = ", ".join(identifier(n) for n in dict.fromkeys((*wanted, "product_id")))
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE order_told AS SELECT source_system, order_id, line_id, {listed} FROM p_order_lines"
        f" WHERE order_id IN (SELECT order_id FROM s_{contract.name})"
    )
    con.execute(
        "CREATE OR REPLACE TEMP TABLE order_systems AS SELECT order_id, count(DISTINCT source_system) AS systems,"
        " min(source_system) AS only_system FROM order_told GROUP BY order_id"
    )
    for view, by in (("byline", "line_id"), ("byproduct", "product_id"), ("byorder", None)):
        agreed = ", ".join(
            f"CASE WHEN count({identifier(n)}) = count(*) AND min({identifier(n)}) = max({identifier(n)})"
            f" THEN min({identifier(n)}) END AS {identifier(n)}"
            for n in wanted
            if n != by
        )
        key = f", {by}" if by else ""
        present = f" WHERE {by} IS NOT NULL" if by else ""
        itself = f", {by} AS {by}" if by else ""
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE order_{view} AS SELECT source_system, order_id{itself}, {agreed}"
            f" FROM order_told{present} GROUP BY source_system, order_id{key}"
        )
