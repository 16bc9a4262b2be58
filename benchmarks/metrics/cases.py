"""Questions of each class with the best SQL a person would write for them on the same tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

WINDOW, FIRST, LAST = "2024-01-01..2025-06-30", "2024-01-01", "2025-07-01"
LIVE = "NOT cancelled AND NOT intercompany"
AS_OF = date(2025, 6, 30)


@dataclass(frozen=True)
class Case:
    """A question, and SQL whose last columns are its figures in the same order of rows or not."""

    name: str
    metrics: tuple[str, ...]
    asked: dict[str, Any]
    sql: str


def _fact(table: str, day: str, figures: str, where: str, keys: str, first: str = FIRST, last: str = LAST) -> str:
    join = "LEFT JOIN regions r USING (region_id)" if "r." in keys + where else ""
    return f"SELECT {keys}{', ' if keys else ''}{figures} FROM {table} t {join} WHERE {where} AND {day} >= DATE '{first}' AND {day} < DATE '{last}' GROUP BY ALL"


def _lines(figures: str, keys: str, first: str = FIRST, last: str = LAST, where: str = LIVE) -> str:
    return _fact("order_lines", "recognised_date", figures, where, keys, first, last)


def _monthly(day: str) -> str:
    return f"coalesce(r.region, '?') AS region, date_trunc('month', {day}) AS month"


_M = _monthly("recognised_date")
_RETURNS = _fact(
    "return_lines", "return_date", "-sum(amount_without_tax) AS x", "NOT intercompany", _monthly("return_date")
)
_ACCRUALS = _fact("accruals", "accrual_date", "-sum(amount) AS x", "true", _monthly("accrual_date"))
_NET = f"SELECT region, month, sum(x) AS x FROM ({_lines('sum(gross_without_tax - discount) AS x', _M)} UNION ALL {_RETURNS} UNION ALL {_ACCRUALS}) GROUP BY ALL"
_TARGET = f"SELECT r.region, start_date AS month, sum(amount) AS x FROM targets JOIN regions r USING (region_id) WHERE metric = 'net_sales' AND start_date >= DATE '{FIRST}' AND end_date <= DATE '{LAST}' GROUP BY ALL"
_H1, _H0 = ("2025-01-01", "2025-07-01"), ("2024-01-01", "2024-07-01")
_YOY = (
    "SELECT r.region, sum(gross_without_tax) FILTER (recognised_date >= DATE '2025-01-01') AS a, sum(gross_without_tax) FILTER (recognised_date < DATE '2024-07-01') AS b"
    f" FROM order_lines t LEFT JOIN regions r USING (region_id) WHERE {LIVE} AND (recognised_date >= DATE '2025-01-01' AND recognised_date < DATE '2025-07-01'"
    " OR recognised_date >= DATE '2024-01-01' AND recognised_date < DATE '2024-07-01') GROUP BY ALL"
)
_TOP = (
    f"WITH c AS ({_lines('sum(gross_without_tax) AS x', 'customer_id', *_H1)}), o AS (SELECT *, row_number() OVER (ORDER BY x DESC, customer_id) AS n FROM c)"
    " SELECT CASE WHEN n <= 10 THEN customer_id END AS k, sum(x) AS x FROM o GROUP BY ALL"
)
_REPEAT = (
    "SELECT region, count(*) FILTER (n >= 2) AS x FROM (SELECT coalesce(r.region, '?') AS region, customer_id, count(DISTINCT order_date) AS n"
    f" FROM order_lines t LEFT JOIN regions r USING (region_id) WHERE {LIVE} AND recognised_date >= DATE '2025-04-01' AND recognised_date < DATE '2025-07-01' GROUP BY ALL) GROUP BY ALL"
)
_STOCK = (
    "SELECT p.product_line, sum(quantity) AS x FROM stock_snapshots s JOIN products p USING (product_id) JOIN (SELECT source_system, place_kind, place_id, max(snapshot_date) AS d"
    " FROM stock_snapshots WHERE snapshot_date >= DATE '2025-06-01' AND snapshot_date < DATE '2025-07-01' GROUP BY ALL) l"
    " ON s.source_system = l.source_system AND s.place_kind = l.place_kind AND s.place_id = l.place_id AND s.snapshot_date = l.d GROUP BY ALL"
)
_BY = {"by": ("region", "month"), "window": WINDOW}

CASES = (
    Case("sum by region x month", ("gross_sales",), _BY, _lines("sum(gross_without_tax) AS x", _M)),
    Case("net sales (three facts)", ("net_sales",), _BY, _NET),
    Case("distinct orders", ("orders",), _BY, _lines("count(DISTINCT order_id) AS x", _M)),
    Case("distinct customers", ("customers",), _BY, _lines("count(DISTINCT customer_id) AS x", _M)),
    Case("ratio (price per unit)", ("asp",), _BY, _lines("sum(gross_without_tax)::DOUBLE / nullif(sum(quantity)::DOUBLE, 0) AS x", _M)),
    Case("last year by region", ("gross_sales",), {"by": ("region",), "window": "2025-H1", "compare": ("last_year",)}, _YOY),
    Case("attainment", ("attainment",), _BY, f"SELECT region, month, a.x::DOUBLE / nullif(t.x::DOUBLE, 0) AS x FROM ({_NET}) a JOIN ({_TARGET}) t USING (region, month)"),
    Case("top 10 customers, others", ("gross_sales",), {"by": ("customer",), "window": "2025-H1", "top": 10, "others": True}, _TOP),
    Case("repeat customers", ("repeat_customers",), {"by": ("region",), "window": "2025-Q2"}, _REPEAT),
    Case("filter on a region", ("units",), {"by": ("product_line", "month"), "window": WINDOW, "where": "region = '华东'"},
         _lines("sum(quantity) AS x", "product_line, date_trunc('month', recognised_date) AS month", where=f"{LIVE} AND r.region = '华东'")),
    Case("rows and total", ("gross_sales",), {"by": ("region",), "window": WINDOW, "totals": True},
         _lines("sum(gross_without_tax) AS x", "coalesce(r.region, '?') AS region").replace("GROUP BY ALL", "GROUP BY ROLLUP (coalesce(r.region, '?'))")),
    Case("stock, last snapshot", ("stock_units",), {"by": ("product_line",), "window": "2025-06"}, _STOCK),
)  # fmt: skip
