"""The product line of each product: from the master, else what most of the facts say."""

from __future__ import annotations

from fupan.contracts import all_tables
from fupan.warehouse.engine import Connection

_CARRIES = ("product_id", "product_line")


def find_product_lines(con: Connection, present: frozenset[str]) -> None:
    """Make product_lines (product_id, product_line, master): ``master`` tells whether the master itself says so."""
    facts = [
        t.name
        for t in all_tables()
        if t.name in present and t.kind == "fact" and t.name != "targets" and set(_CARRIES) <= set(t.names)
    ]
    parts = ["SELECT NULL::VARCHAR AS product_id, NULL::VARCHAR AS product_line, 0 AS n WHERE false"]
    parts += [
        f"SELECT product_id, product_line, count(*) AS n FROM f_{name}"
        " WHERE product_id IS NOT NULL AND product_line IS NOT NULL GROUP BY ALL"
        for name in facts
    ]
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE product_lines AS
        WITH said AS (SELECT product_id, product_line, sum(n) AS n FROM ({" UNION ALL ".join(parts)}) GROUP BY ALL),
             most AS (SELECT product_id, product_line FROM said
                      QUALIFY row_number() OVER (PARTITION BY product_id ORDER BY n DESC, product_line) = 1)
        SELECT f.product_id, coalesce(f.product_line, m.product_line) AS product_line,
               f.product_line IS NOT NULL AS master
        FROM f_products f LEFT JOIN most m USING (product_id)"""
    )
