"""Random questions, asked of the layer and of the oracle, and what counts as the same answer."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st
from tests.metrics.memory import DEFINITIONS
from tests.metrics.oracle.answer import Asked, Key, Oracle
from tests.metrics.oracle.pack import Tables
from tests.metrics.oracle.periods import Months

from fupan.metrics import MetricLayer, Question, Result, Scope
from fupan.metrics.memory import MemoryReader

SALES = ("net_sales", "gross_sales", "ordered_sales", "orders", "customers", "gross_margin_rate", "units", "order_line_count",
         "aov", "returns", "return_rate", "share(net_sales)", "new_customers", "repeat_customers", "retention", "churn")  # fmt: skip
PLAN = ("target", "attainment", "credited_sales", "unmatched_sales", "gap", "lag", "phased_target")
STOCK = ("stock_units",)
MONEY = ("receivables", "receivables_due", "received_of_due", "overdue_amount", "collections_rate", "receipts")
CUMULATIVE = ("net_sales_mtd", "net_sales_qtd", "net_sales_ytd", "net_sales_r12", "net_sales_r3_mean",
              "gross_margin_rate_ytd", "customers_ytd", "net_sales")  # fmt: skip
AS_OF = (date(2025, 4, 14), date(2025, 5, 15), date(2025, 5, 31), date(2025, 6, 1), date(2025, 6, 14), date(2025, 6, 15),
         date(2025, 6, 28), date(2025, 6, 30))  # fmt: skip
BY = {
    "sales": ("region", "province", "product_line", "customer", "customer_tier", "channel", "category"),
    "plan": ("region", "product_line", "customer"),
    "stock": ("region", "product_line"),
    "money": ("region", "customer"),
}
FILTERS = {
    "sales": ("region = '华东'", "region != '华东'", "product_line in ('A')", "customer = '上海百联' or product_line = 'B'",
              "region is null", "not (channel = '线上') and region = '华东'", "customer_tier = 'A'"),
    "plan": ("region = '华东'", "product_line = 'A'"), "stock": ("region = '华南'",), "money": ("region = '华东'", "customer = '上海百联'"),
}  # fmt: skip
SCOPES = (
    Scope(members={"region": ("华东",)}), Scope(members={"region": ("S", "(unknown)")}),
    Scope(members={"region": ("华东", "华南"), "product_line": ("A",)}),
    Scope(either=({"region": ("上海", "GD")}, {"customer": ("c2", "杭州大厦")})), Scope(members={"province": ("上海", "S")}),
    Scope(members={"product_line": ("B",)}, either=({"region": ("CN",)}, {"region": ("(unknown)",)})),
)  # fmt: skip


@st.composite
def questions(
    draw: st.DrawFn, kind: str, *, scoped: bool = False, running: bool = False, given: tuple[str, ...] = (), **more: Any
) -> Asked:
    """A question of one kind; *running* asks on a day inside the window, before or after it; *more* is set as it is."""
    metrics = given or {"sales": SALES, "plan": PLAN, "stock": STOCK, "money": MONEY}[kind]
    if kind == "plan":
        metrics = (*metrics, "net_sales")
    window = Months(*draw(st.sampled_from([(date(2025, 6, 1), 1), (date(2025, 4, 1), 3), (date(2025, 5, 1), 2)])))
    if running:
        as_of = draw(st.sampled_from(AS_OF))
        window, more = replace(window, last_day=as_of), more | {"as_of": as_of}
    by = more.pop("by", None)
    by = tuple(draw(st.lists(st.sampled_from(BY[kind]), max_size=2, unique=True))) if by is None else by
    against = more.pop("compare", None)
    if against is None:
        against = tuple(draw(st.lists(st.sampled_from(["previous", "last_year"]), max_size=2, unique=True)))
    scopes = [s for s in SCOPES if kind in ("sales", "plan") or set(s.dimensions) <= {"region", "province"}]
    return Asked(
        metrics=tuple(draw(st.lists(st.sampled_from(metrics), min_size=1, max_size=3, unique=True))),
        by=by, window=window, grain=draw(st.sampled_from([None, None, "month"])),
        compare=against, where=draw(st.one_of(st.none(), st.sampled_from(FILTERS[kind]))), **more,
        scope=draw(st.sampled_from(scopes)) if scoped else Scope.everything(),
    )  # fmt: skip


def question(asked: Asked, **more: Any) -> Question:
    """The question in the layer's words."""
    time = (asked.grain,) if asked.grain else ()
    return Question(
        metrics=asked.metrics, by=(*time, *asked.by), window=asked.window.text, compare=asked.compare, where=asked.where,
        totals=True, as_of=asked.as_of, subtotals=asked.subtotals, having=asked.having, time=asked.time,
        **({"phase": asked.phase} if asked.phase else {}), **more,
    )  # fmt: skip


def ask_layer(tables: Tables, asked: Asked, **more: Any) -> Result:
    """The layer's answer."""
    reader = MemoryReader(**{n: rows for n, rows in tables.items() if rows})
    return MetricLayer(DEFINITIONS).ask(question(asked, **more), reader=reader, scope=asked.scope)


def rows_of(asked: Asked, result: Result) -> dict[Key, dict[str, Any]]:
    """Rows by labels (and start of the period), figures only."""
    found = {}
    full = len(asked.by) + (asked.grain is not None)
    rows = [r for r in result.rows if not asked.subtotals or r["level"] == full]
    for row in rows:
        own = (row[f"{asked.grain}.key"],) if asked.grain else ()
        found[(*own, *(row[d] for d in asked.by))] = figures(asked, row)
    assert len(found) == len(rows)
    return found


def figures(asked: Asked, row: dict[str, Any]) -> dict[str, Any]:
    """The figures of a row."""
    wanted = [
        f"{m}{s}" for m in asked.metrics for s in ("", *(x for c in asked.compare for x in (f".{c}", f".vs_{c}")))
    ]
    wanted += [f"{m}.jan_feb_now" for m in asked.metrics if "jan_feb" in asked.compare]
    return {n: row[n] for n in wanted if n in row}


def same(found: Any, expected: Any) -> bool:
    """Exact for amounts and counts, to 1e-9 for what was divided."""
    if found is None or expected is None:
        return found is None and expected is None
    if isinstance(found, Decimal | int):
        exact = Fraction(found)
        divided = 10000 % Fraction(expected).denominator != 0
        return exact == expected or (
            isinstance(found, Decimal) and divided and abs(exact - expected) <= Fraction(1, 20000)
        )
    return math.isclose(found, float(expected), rel_tol=1e-9, abs_tol=1e-12)


def says_nothing(row: dict[str, Any]) -> bool:
    """A row without any figure, which an answer may show or leave out."""
    return all(v is None or v == 0 for v in row.values())


def check_rows(asked: Asked, result: Result, oracle: Oracle) -> None:
    """Row for row, subtotals and the total at their own level."""
    check_level(asked, result, oracle)
    levels = [*([asked.grain] if asked.grain else []), *asked.by]
    for level in range(1, len(levels)) if asked.subtotals else ():
        by = tuple(levels[:level])[1 if asked.grain else 0 :]
        upper = replace(asked, by=by)
        rows = [r for r in result.rows if r["level"] == level]
        assert all(r[d] is None for r in rows for d in levels[level:])
        check_level(
            upper,
            replace(result, rows=[r | {"level": len(by) + bool(asked.grain)} for r in rows]),
            Oracle(oracle.tables, upper, asked.by),
        )
    assert result.total is not None or not result.rows
    if result.total is not None:
        for name, figure in oracle.total().items():
            if name in result.total and not name.startswith("share("):
                assert same(result.total[name], figure), f"total {name}: layer {result.total[name]}, oracle {figure}"


def check_level(asked: Asked, result: Result, oracle: Oracle) -> None:
    """The rows of one level."""
    expected = {k: {n: r[n] for n in figures(asked, r)} for k, r in oracle.answer().items()}
    found = rows_of(asked, result)
    for key in {*found, *expected}:
        mine, theirs = found.get(key), expected.get(key)
        if mine is None or theirs is None:
            assert says_nothing(mine or theirs or {}), f"{key}: layer {mine}, oracle {theirs}"
            continue
        for name, figure in theirs.items():
            assert same(mine[name], figure), f"{key} {name}: layer {mine[name]}, oracle {figure}"
