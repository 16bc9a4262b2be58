"""Credits with the order line they speak of, who held the position then and now, and a check that splits are the whole."""

from __future__ import annotations

from fupan.warehouse.engine import Connection

_RANK = "CASE coalesce(r.kind, 'main') WHEN 'main' THEN 0 WHEN 'acting' THEN 1 ELSE 2 END"


def stamp_credits(con: Connection, rows: str) -> tuple[str, list[str]]:
    """The credits with one row per order line (one without line number speaks of the whole order), and notes.

    A note tells lines whose direct and split shares do not add up to 100%.
    """
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE o_credits AS
        WITH told AS (
            SELECT t.* REPLACE (coalesce(t.source_system, o.source_system) AS source_system,
                                coalesce(o.line_id, t.line_id) AS line_id),
                   o.order_date, o.recognised_date, o.customer_id, o.product_id, o.product_line, o.channel_id, o.region_id,
                   o.currency, CAST((o.gross_without_tax - coalesce(o.discount, 0)) * t.share AS DECIMAL(19, 4)) AS amount
            FROM {rows} t LEFT JOIN p_order_lines o ON o.order_id = t.order_id
                AND (t.line_id IS NULL OR o.line_id = t.line_id)
                AND (t.source_system IS NULL OR o.source_system = t.source_system))
        SELECT t.*, {_holder("t.order_date")} AS person_id,
               coalesce((SELECT any_value(s.org_unit_id) FROM position_spans s WHERE s.position_id = t.position_id
                         AND s.valid_from <= t.order_date AND (s.valid_to IS NULL OR s.valid_to > t.order_date)),
                        p.org_unit_id) AS org_unit_id,
               (SELECT max(h.valid_from) FROM org_history h WHERE h.valid_from <= t.order_date) AS org_since,
               t.position_id AS position_id_now, {_holder("b.business_date")} AS person_id_now,
               p.org_unit_id AS org_unit_id_now
        FROM told t CROSS JOIN business_day b LEFT JOIN p_positions p ON p.position_id = t.position_id"""
    )
    wrong = con.execute(
        """SELECT order_id, line_id, sum(share) AS given FROM o_credits WHERE kind IN ('direct', 'split')
        GROUP BY ALL HAVING sum(share) <> 1 ORDER BY order_id, line_id"""
    ).fetchall()
    notes = []
    if wrong:
        order, line, given = wrong[0]
        notes.append(
            f"credits: direct and split shares of {len(wrong)} order lines do not add up to 100%, such as order {order}"
            f" line {line}: {float(given):.2%}"
        )
    return "o_credits", notes


def _holder(day: str) -> str:
    """Who held the position on a day: main before acting before second."""
    return (
        f"(SELECT arg_min(r.person_id, {_RANK}) FROM p_assignments r WHERE r.position_id = t.position_id"
        f" AND (r.valid_from IS NULL OR r.valid_from <= {day}) AND (r.valid_to IS NULL OR r.valid_to > {day}))"
    )
