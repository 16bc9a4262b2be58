"""Questions of each class with the best SQL a person would write for them on the same tables, in each engine's dialect.

Where there are several good ways to write one, all of them are tried and the fastest counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

WINDOW, FIRST, LAST = "2024-01-01..2025-06-30", "2024-01-01", "2025-07-01"
SPAN = FIRST, LAST
LIVE = "cancelled IS NOT TRUE AND intercompany IS NOT TRUE"
AS_OF = date(2025, 6, 30)


@dataclass(frozen=True)
class Case:
    """A question, and SQL whose last columns are its figures in the same order of rows or not.

    ``also`` are other ways to write the SQL.
    """

    name: str
    metrics: tuple[str, ...]
    asked: dict[str, Any]
    sql: str
    also: tuple[str, ...] = ()

    def statements(self, engine: str) -> list[str]:
        """Every way to write it, in the dialect of *engine*."""
        return [_in_dialect(text, engine) for text in (self.sql, *self.also)]


_FIRST_OF_MONTH = {
    "duckdb": r"\1 - CAST(day(\1) - 1 AS INTEGER)",  # date_trunc makes a moment of it, in twice the time
    "postgres": r"CAST(date_trunc('month', CAST(\1 AS TIMESTAMP)) AS DATE)",  # of a DATE it would go over time zones
    "spark": r"trunc(\1, 'MM')",
}


def _in_dialect(text: str, engine: str) -> str:
    text = re.sub(r"first_of_month\((\w+)\)", _FIRST_OF_MONTH[engine], text)
    return text.replace("DOUBLE PRECISION", "DOUBLE") if engine == "spark" else text


def _fact(table: str, day: str, figures: str, where: str, keys: tuple[str, ...], span: tuple[str, str] = SPAN) -> str:
    join = "LEFT JOIN regions r USING (region_id)" if "r." in f"{keys}{where}" else ""
    return _grouped(f"{table} t {join} WHERE {where} AND {_inside(day, span)}", figures, keys)


def _grouped(source: str, figures: str, keys: tuple[str, ...]) -> str:
    listed = ", ".join(map(str, range(1, len(keys) + 1)))
    return f"SELECT {', '.join((*keys, figures))} FROM {source} GROUP BY {listed}"


def _inside(day: str, span: tuple[str, str]) -> str:
    return f"{day} >= DATE '{span[0]}' AND {day} < DATE '{span[1]}'"


def _lines(figures: str, keys: tuple[str, ...], span: tuple[str, str] = SPAN, where: str = LIVE) -> str:
    return _fact("order_lines", "recognised_date", figures, where, keys, span)


def _month(day: str) -> str:
    return f"first_of_month({day}) AS month"


def _different(column: str) -> str:
    """Different values, each found once by a grouping of its own: engines spread that over cores, not COUNT(DISTINCT)."""
    once = _lines("count(*) AS n", (*_M, column))
    return _grouped(f"({once}) d", f"count({column}) AS x", ("region", "month"))


def _early(figures: str, table: str, day: str, where: str) -> str:
    """Added up by key and month before the regions are joined."""
    summed = _fact(table, day, f"{figures} AS x", where, ("region_id", _month(day)))
    return f"SELECT {_REGION}, month, sum(x) AS x FROM ({summed}) t LEFT JOIN regions r USING (region_id) GROUP BY 1, 2"


_REGION = "coalesce(r.region, '?') AS region"
_M = (_REGION, _month("recognised_date"))
_PARTS = (
    ("sum(gross_without_tax - discount)", "order_lines", "recognised_date", LIVE),
    ("-sum(amount_without_tax)", "return_lines", "return_date", "intercompany IS NOT TRUE"),
    ("-sum(amount)", "accruals", "accrual_date", "true"),
)
_SUM = ("sum(gross_without_tax)", "order_lines", "recognised_date", LIVE)


def _net(parts: list[str]) -> str:
    return f"SELECT region, month, sum(x) AS x FROM ({' UNION ALL '.join(parts)}) u GROUP BY 1, 2"


_NET = _net([_fact(t, d, f"{f} AS x", w, (_REGION, _month(d))) for f, t, d, w in _PARTS])
_NET_EARLY = _net([_early(*part) for part in _PARTS])
_TARGET = (
    "SELECT r.region, start_date AS month, sum(amount) AS x FROM targets JOIN regions r USING (region_id)"
    f" WHERE metric = 'net_sales' AND start_date >= DATE '{FIRST}' AND end_date <= DATE '{LAST}' GROUP BY 1, 2"
)


def _attained(net: str) -> str:
    return f"SELECT region, month, {_ratio('a.x', 't.x')} AS x FROM ({net}) a JOIN ({_TARGET}) t USING (region, month)"


def _ratio(above: str, below: str) -> str:
    return f"CAST({above} AS DOUBLE PRECISION) / nullif(CAST({below} AS DOUBLE PRECISION), 0)"


_PRICE_EARLY = (
    f"SELECT {_REGION}, month, {_ratio('sum(a)', 'sum(b)')} AS x FROM"
    f" ({_lines('sum(gross_without_tax) AS a, sum(quantity) AS b', ('region_id', _month('recognised_date')))}) t"
    " LEFT JOIN regions r USING (region_id) GROUP BY 1, 2"
)
_H1, _H0 = ("2025-01-01", "2025-07-01"), ("2024-01-01", "2024-07-01")
_TWO_HALVES = (
    "sum(gross_without_tax) FILTER (WHERE recognised_date >= DATE '2025-01-01') AS a,"
    " sum(gross_without_tax) FILTER (WHERE recognised_date < DATE '2024-07-01') AS b"
)
_EITHER = f"{LIVE} AND ({_inside('recognised_date', _H1)} OR {_inside('recognised_date', _H0)})"
_YOY = _grouped(
    f"order_lines t LEFT JOIN regions r USING (region_id) WHERE {_EITHER}", _TWO_HALVES, ("r.region AS region",)
)
_YOY_EARLY = (
    "SELECT r.region, sum(a) AS a, sum(b) AS b FROM"
    f" ({_grouped(f'order_lines WHERE {_EITHER}', _TWO_HALVES, ('region_id',))}) t"
    " LEFT JOIN regions r USING (region_id) GROUP BY 1"
)
_TOP = (
    f"WITH c AS ({_lines('sum(gross_without_tax) AS x', ('customer_id',), _H1)}),"
    " o AS (SELECT c.*, row_number() OVER (ORDER BY x DESC, customer_id) AS n FROM c)"
    " SELECT CASE WHEN n <= 10 THEN customer_id END AS k, sum(x) AS x FROM o GROUP BY 1"
)
_Q2 = ("2025-04-01", "2025-07-01")
_DAYS_BOUGHT = _lines("count(DISTINCT order_date) AS n", (_REGION, "customer_id"), _Q2)
_REPEAT = f"SELECT region, count(*) FILTER (WHERE n >= 2) AS x FROM ({_DAYS_BOUGHT}) d GROUP BY 1"
_REPEAT_BY_ENDS = _REPEAT.replace(
    "count(DISTINCT order_date)", "1 + CAST(min(order_date) < max(order_date) AS INTEGER)"
)
_LAST_DAYS = (
    "SELECT source_system, place_kind, place_id, max(snapshot_date) AS d FROM stock_snapshots"
    f" WHERE {_inside('snapshot_date', ('2025-06-01', '2025-07-01'))} GROUP BY 1, 2, 3"
)
_STOCK = (
    "SELECT p.product_line, sum(quantity) AS x FROM stock_snapshots s JOIN products p USING (product_id)"
    f" JOIN ({_LAST_DAYS}) l ON s.source_system = l.source_system AND s.place_kind = l.place_kind"
    " AND s.place_id = l.place_id AND s.snapshot_date = l.d GROUP BY 1"
)
_LINE = "coalesce(t.product_line, p.product_line) AS product_line"
_EAST = _grouped(
    "order_lines t JOIN regions r USING (region_id) LEFT JOIN products p USING (product_id)"
    f" WHERE {LIVE} AND {_inside('recognised_date', SPAN)} AND r.region = '华东'",
    "sum(quantity) AS x",
    (_LINE, _month("recognised_date")),
)
_EAST_EARLY = _grouped(
    "(SELECT t.product_line, CASE WHEN t.product_line IS NULL THEN product_id END AS product_id,"
    f" {_month('recognised_date')}, sum(quantity) AS x FROM order_lines t JOIN regions r USING (region_id)"
    f" WHERE {LIVE} AND {_inside('recognised_date', SPAN)} AND r.region = '华东' GROUP BY 1, 2, 3) t"
    " LEFT JOIN products p USING (product_id)",
    "sum(x) AS x",
    (_LINE, "month"),
)
_WITH_TOTAL = _lines("sum(gross_without_tax) AS x", (_REGION,)).replace(
    "GROUP BY 1", "GROUP BY ROLLUP (coalesce(r.region, '?'))"
)
_TOTAL_EARLY = (
    "SELECT coalesce(r.region, '?') AS region, sum(x) AS x FROM"
    f" ({_lines('sum(gross_without_tax) AS x', ('region_id',))}) t LEFT JOIN regions r USING (region_id)"
    " GROUP BY ROLLUP (coalesce(r.region, '?'))"
)
_BY = {"by": ("region", "month"), "window": WINDOW}

CASES = (
    Case("sum by region x month", ("gross_sales",), _BY, _lines("sum(gross_without_tax) AS x", _M), (_early(*_SUM),)),
    Case("net sales (three facts)", ("net_sales",), _BY, _NET, (_NET_EARLY,)),
    Case("distinct orders", ("orders",), _BY, _lines("count(DISTINCT order_id) AS x", _M), (_different("order_id"),)),
    Case(
        "distinct customers", ("customers",), _BY, _lines("count(DISTINCT customer_id) AS x", _M),
        (_different("customer_id"),),
    ),
    Case(
        "ratio (price per unit)", ("asp",), _BY, _lines(f"{_ratio('sum(gross_without_tax)', 'sum(quantity)')} AS x", _M),
        (_PRICE_EARLY,),
    ),
    Case(
        "last year by region", ("gross_sales",), {"by": ("region",), "window": "2025-H1", "compare": ("last_year",)}, _YOY,
        (_YOY_EARLY,),
    ),
    Case("attainment", ("attainment",), _BY, _attained(_NET), (_attained(_NET_EARLY),)),
    Case(
        "top 10 customers, others", ("gross_sales",),
        {"by": ("customer",), "window": "2025-H1", "top": 10, "others": True}, _TOP,
    ),
    Case(
        "repeat customers", ("repeat_customers",), {"by": ("region",), "window": "2025-Q2"}, _REPEAT, (_REPEAT_BY_ENDS,)
    ),
    Case(
        "filter on a region", ("units",),
        {"by": ("product_line", "month"), "window": WINDOW, "where": "region = '华东'"}, _EAST,
        (_EAST_EARLY,),
    ),
    Case(
        "rows and total", ("gross_sales",), {"by": ("region",), "window": WINDOW, "totals": True}, _WITH_TOTAL,
        (_TOTAL_EARLY,),
    ),
    Case("stock, last snapshot", ("stock_units",), {"by": ("product_line",), "window": "2025-06"}, _STOCK),
)  # fmt: skip
