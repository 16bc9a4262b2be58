"""When a line counts as sold: the channel's rule picks the date (docs/algorithms/recognition.md)."""

from __future__ import annotations

import pyarrow as pa

from fupan.warehouse.engine import Connection, literal, scalar
from fupan.workspace import Recognition

_DATE = {
    "order": "order_date",
    "ship": "ship_date",
    "sign": "signed_date",
    "settle": "settled_date",
    "confirm": "confirmed_date",
    "lading": "lading_date",
    "invoice": "invoice_date",
}


def recognise(con: Connection, rules: Recognition, rows: str) -> tuple[str, list[str]]:
    """Order lines of *rows* with recognised_date, and with ship and signed dates from their deliveries; notes.

    A cancelled line, and one of a channel with the rule “none” (consignment), is never recognised.
    """
    notes = _stage_channel_rules(con, rules)
    delivered = _stage_deliveries(con)
    ship = "coalesce(t.ship_date, dl.ship_date, do_.ship_date)" if delivered else "t.ship_date"
    sign = "coalesce(t.signed_date, dl.signed_date, do_.signed_date)" if delivered else "t.signed_date"
    dates = {**{f"t.{d}": f"t.{d}" for d in _DATE.values()}, "t.ship_date": ship, "t.signed_date": sign}
    whens = " ".join(f"WHEN {literal(rule)} THEN {dates['t.' + date]}" for rule, date in _DATE.items())
    joins = "LEFT JOIN channel_rules cr ON cr.channel_id = t.channel_id"
    if delivered:
        joins += (
            " LEFT JOIN delivered_lines dl ON dl.order_id = t.order_id AND dl.order_line_id = t.line_id"
            " AND dl.source_system = t.source_system"
            " LEFT JOIN delivered_orders do_ ON do_.order_id = t.order_id"
            " AND do_.source_system = t.source_system"
        )
    rule = f"coalesce(cr.rule, {literal(rules.default)})"
    con.execute(
        f"CREATE OR REPLACE TEMP VIEW d_order_lines AS SELECT t.* REPLACE ({ship} AS ship_date, {sign} AS signed_date),"
        f" CASE WHEN t.cancelled THEN NULL ELSE CASE {rule} {whens} END END AS recognised_date FROM {rows} t {joins}"
    )
    return "d_order_lines", notes


def _stage_channel_rules(con: Connection, rules: Recognition) -> list[str]:
    """channel_rules: the workspace's rule by id, else by name, else by kind, else the channel master's own."""
    given = pa.table(
        {
            "named": pa.array(list(rules.by_channel), pa.string()),
            "rule": pa.array(list(rules.by_channel.values()), pa.string()),
        }
    )
    con.register("given_rules", given)
    con.execute(
        """CREATE OR REPLACE TEMP TABLE channel_rules AS
        SELECT c.channel_id, coalesce(i.rule, n.rule, k.rule, c.recognition) AS rule FROM p_channels c
        LEFT JOIN given_rules i ON i.named = c.channel_id LEFT JOIN given_rules n ON n.named = c.name
        LEFT JOIN given_rules k ON k.named = c.kind"""
    )
    unused = con.execute(
        "SELECT named FROM given_rules WHERE named NOT IN (SELECT channel_id FROM p_channels)"
        " AND named NOT IN (SELECT name FROM p_channels WHERE name IS NOT NULL)"
        " AND named NOT IN (SELECT kind FROM p_channels WHERE kind IS NOT NULL) ORDER BY named"
    ).fetchall()
    con.unregister("given_rules")
    if not scalar(con, "SELECT count(*) FROM p_channels"):
        return []
    return [f"recognition: there is no channel called “{name}” (by id, name or kind)" for (name,) in unused]


def _stage_deliveries(con: Connection) -> bool:
    """Last ship and signed date per delivered order line and per order; empty where a part has not arrived.

    A delivery may come from another system than the order (a warehouse's): it is matched across systems where only
    one system has orders of that number.
    """
    if not scalar(con, "SELECT count(*) FROM s_delivery_lines WHERE order_id IS NOT NULL"):
        return False
    con.execute(
        """CREATE OR REPLACE TEMP TABLE delivery_told AS
        WITH systems AS (SELECT order_id, count(DISTINCT source_system) AS n, min(source_system) AS one FROM s_order_lines
                         WHERE order_id IN (SELECT order_id FROM s_delivery_lines) GROUP BY order_id)
        SELECT CASE WHEN s.n = 1 THEN s.one ELSE d.source_system END AS source_system, d.order_id, d.order_line_id,
               d.ship_date, d.signed_date
        FROM s_delivery_lines d JOIN systems s USING (order_id)"""
    )
    for name, key in (("delivered_lines", ", order_line_id"), ("delivered_orders", "")):
        present = "WHERE order_line_id IS NOT NULL" if key else ""
        con.execute(
            f"""CREATE OR REPLACE TEMP TABLE {name} AS
            SELECT source_system, order_id{key}, max(ship_date) AS ship_date,
                   CASE WHEN count(signed_date) = count(*) THEN max(signed_date) END AS signed_date
            FROM delivery_told {present} GROUP BY source_system, order_id{key}"""
        )
    # an order whose deliveries name lines is dated line by line only: its other lines have not left yet
    con.execute(
        "DELETE FROM delivered_orders WHERE (source_system, order_id) IN (SELECT (source_system, order_id) FROM delivered_lines)"
    )
    return True
