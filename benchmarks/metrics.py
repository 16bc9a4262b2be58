"""Pack metrics by region x month beside hand-written SQL over the same Parquet files, in one process."""

from __future__ import annotations

import statistics
import time
from datetime import date
from pathlib import Path

from benchmarks.facts import FactReader, write_facts
from benchmarks.measure import table

WINDOW, FIRST, LAST = "2024-01-01..2025-06-30", "2024-01-01", "2025-07-01"
LIVE = "NOT cancelled AND NOT intercompany"


def _lines(expression: str, extra: str = "") -> str:
    return (
        f"SELECT coalesce(r.region, '?') AS region, date_trunc('month', recognised_date) AS month, {expression} AS x FROM order_lines t"
        f" LEFT JOIN regions r USING (region_id) WHERE {LIVE} AND recognised_date >= DATE '{FIRST}' AND recognised_date < DATE '{LAST}' {extra} GROUP BY ALL"
    )


def _other(name: str, day: str, expression: str, where: str = "true") -> str:
    return (
        f"SELECT coalesce(r.region, '?') AS region, date_trunc('month', {day}) AS month, {expression} AS x FROM {name} t"
        f" LEFT JOIN regions r USING (region_id) WHERE {where} AND {day} >= DATE '{FIRST}' AND {day} < DATE '{LAST}' GROUP BY ALL"
    )


_RETURNS = _other("return_lines", "return_date", "-sum(amount_without_tax)", "NOT intercompany")
_ACCRUALS = _other("accruals", "accrual_date", "-sum(amount)")
_NET = f"SELECT region, month, sum(x) AS x FROM ({_lines('sum(gross_without_tax - discount)')} UNION ALL {_RETURNS} UNION ALL {_ACCRUALS}) GROUP BY ALL"
_TARGET = (
    "SELECT r.region, start_date AS month, sum(amount) AS x FROM targets JOIN regions r USING (region_id)"
    f" WHERE metric = 'net_sales' AND targets.level = 'target' AND start_date >= DATE '{FIRST}' AND end_date <= DATE '{LAST}' GROUP BY ALL"
)
_MARGIN = (
    f"SELECT region, month, (sum(n) - sum(c))::DOUBLE / nullif(sum(n)::DOUBLE, 0) AS x FROM ("
    f" SELECT region, month, x AS n, 0 AS c FROM ({_NET}) UNION ALL SELECT region, month, 0, x FROM ({_lines('sum(cost)')})"
    f" UNION ALL SELECT region, month, 0, x FROM ({_other('return_lines', 'return_date', '-sum(cost)', 'NOT intercompany')})) GROUP BY ALL"
)

CASES = {
    "gross_sales_with_tax": _lines("sum(gross_with_tax)"),
    "gross_sales": _lines("sum(gross_without_tax)"),
    "discounts": _lines("sum(discount)"),
    "returns": _other("return_lines", "return_date", "sum(amount_without_tax)", "NOT intercompany"),
    "rebates": _other("accruals", "accrual_date", "sum(amount)", "kind = 'rebate'"),
    "price_protection": _other("accruals", "accrual_date", "sum(amount)", "kind = 'price_protection'"),
    "net_sales": _NET,
    "gross_margin_rate": _MARGIN,
    "units": _lines("sum(quantity)"),
    "orders": _lines("count(DISTINCT (source_system, order_id))"),
    "customers": _lines("count(DISTINCT customer_id)"),
    "order_line_count": _lines("count(*)"),
    "aov": _lines("sum(gross_without_tax)::DOUBLE / count(DISTINCT (source_system, order_id))"),
    "asp": _lines("sum(gross_without_tax)::DOUBLE / nullif(sum(quantity)::DOUBLE, 0)"),
    "target": _TARGET,
    "attainment": f"SELECT region, month, a.x::DOUBLE / nullif(t.x::DOUBLE, 0) AS x FROM ({_NET}) a JOIN ({_TARGET}) t USING (region, month)",
}


def run(rows: int, place: Path, repeat: int = 3) -> None:
    """Print time by metric, ratio to hand-written SQL and whether the answers agree (the medians of *repeat* runs)."""
    from fupan.metrics import MetricLayer, Question, Scope, load_definitions

    reader = FactReader(write_facts(place, rows))
    layer = MetricLayer(load_definitions("standard"))
    everything = Scope.everything()
    lines = []
    for metric, sql in CASES.items():
        question = Question(metrics=(metric,), by=("region", "month"), window=WINDOW, as_of=date(2025, 6, 30))
        ours, hand, answers, wanted = [], [], [], []
        for _ in range(repeat + 1):
            start = time.perf_counter()
            result = layer.ask(question, reader=reader, scope=everything)
            ours.append(time.perf_counter() - start)
            start = time.perf_counter()
            wanted = reader.backend.con.execute(sql).fetchall()
            hand.append(time.perf_counter() - start)
            answers = [r[metric] for r in result.rows if r[metric] is not None]
        mine, theirs = sum(float(v) for v in answers), sum(float(r[2]) for r in wanted if r[2] is not None)
        same = len(answers) == len(wanted) and abs(mine - theirs) <= 1e-6 * max(1.0, abs(theirs))
        warm, by_hand = statistics.median(ours[1:]), statistics.median(hand[1:])
        lines.append(
            [
                metric,
                f"{ours[0]:.3f}",
                f"{warm:.3f}",
                f"{by_hand:.3f}",
                f"{warm / by_hand:.2f}",
                "yes" if same else "NO",
            ]
        )
    table(
        f"pack metrics by region x month over {rows:,} order lines (seconds)",
        ["metric", "fupan first", "fupan warm", "hand SQL", "ratio", "same answer"], lines,
    )  # fmt: skip
