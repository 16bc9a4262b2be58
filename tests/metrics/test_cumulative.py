"""Cumulative and rolling metrics: sums, ratios, distinct counts, customers, by month, by day, against last year."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.metrics.company import company, line, returned
from tests.metrics.memory import ask

from fupan.calendar import PlainRules
from fupan.errors import DefinitionError
from fupan.metrics import MetricLayer, Question, Result, Scope
from fupan.metrics.definitions import Definitions
from fupan.metrics.load import read_definitions
from fupan.packs import pack_files

OWN = """
metrics:
  sales_ytd: {zh: 累计净销售额, en: Net sales to date, family: cumulative, of: net_sales, window: ytd}
  sales_qtd: {zh: 季累计净销售额, en: Net sales quarter to date, family: cumulative, of: net_sales, window: qtd}
  sales_r2: {zh: 滚动两月, en: Two months, family: cumulative, of: net_sales, window: rolling, n: 2, grain: month}
  sales_r2_mean: {zh: 滚动两月均值, en: Two-month mean, family: cumulative, of: net_sales, window: rolling, n: 2, grain: month, average: true}
  customers_ytd: {zh: 累计客户数, en: Customers to date, family: cumulative, of: customers, window: ytd}
  margin_rate_ytd: {zh: 累计毛利率, en: Margin rate to date, family: cumulative, of: gross_margin_rate, window: ytd}
  repurchase_ytd: {zh: 累计复购率, en: Repurchase to date, family: cumulative, of: repurchase_rate, window: ytd}
  new_ytd: {zh: 累计新客, en: New customers to date, family: cumulative, of: new_customers, window: ytd}
  median_ytd: {zh: 累计中位, en: Median to date, family: cumulative, of: line_median, window: ytd}
  line_median: {zh: 行中位, en: Median line, family: median, fact: order_lines, of: gross_without_tax, unit: currency, format: money}
"""
LINES = [
    line("p", "2024-01-10", 50, cost=40, customer_id="c1"),
    line("q", "2024-03-20", 70, cost=40, customer_id="c2"),
    line("r", "2024-03-05", 30, cost=20, customer_id="c1"),
    line("a", "2025-01-10", 100, cost=50, customer_id="c1", region_id="SH"),
    line("b", "2025-01-20", 100, cost=90, customer_id="c2", region_id="GD"),
    line("c", "2025-03-05", 200, cost=100, customer_id="c1", region_id="SH"),
    line("d", "2025-04-02", 400, cost=300, customer_id="c3", region_id="SH"),
]


def own(tmp_path: Path, text: str = OWN) -> Definitions:
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    return read_definitions([*pack_files("standard", "metrics", None), path])


def told(tmp_path: Path, *metrics: str, tables: dict[str, Any] | None = None, **question: Any) -> Result:
    layer = MetricLayer(own(tmp_path), calendars={"april": PlainRules("april", 4)})
    return ask(company(**({"order_lines": LINES} | (tables or {}))), *metrics, layer=layer, **question)


def test_year_to_date_by_month_is_the_running_total(tmp_path: Path) -> None:
    result = told(tmp_path, "net_sales", "sales_ytd", "sales_qtd", "customers_ytd", by=("month",), window="2025-01..2025-04",
                  totals=True)  # fmt: skip
    found = [(r["month"], r["net_sales"], r["sales_ytd"], r["sales_qtd"], r["customers_ytd"]) for r in result.rows]
    # February sold nothing itself, and stands with what had been sold by its end
    assert found == [
        ("2025-01", 200, 200, 200, 2),
        ("2025-02", 0, 200, 200, 2),
        ("2025-03", 200, 400, 400, 2),
        ("2025-04", 400, 800, 400, 3),
    ]
    # the total is at the window's end, not the sum of rows
    assert result.total is not None
    assert (result.total["net_sales"], result.total["sales_ytd"], result.total["customers_ytd"]) == (800, 800, 3)
    assert result.column("sales_ytd").unit == "currency"


def test_one_scan_reads_all_windows_of_a_fact(tmp_path: Path) -> None:
    result = told(tmp_path, "net_sales", "sales_ytd", "sales_r2", by=("month",), window="2025-01..2025-04")
    assert len(result.provenance.sql) == 1
    assert result.provenance.sql[0].count('"order_lines"') == 1


def test_a_ratio_is_of_cumulated_sums(tmp_path: Path) -> None:
    rows = told(tmp_path, "gross_margin_rate", "margin_rate_ytd", by=("month",), window="2025-01..2025-04").rows
    march, april = rows[-2], rows[-1]
    assert march["gross_margin_rate"] == pytest.approx(0.5)
    assert march["margin_rate_ytd"] == pytest.approx((400 - 240) / 400)
    assert april["margin_rate_ytd"] == pytest.approx((800 - 540) / 800)


def test_rolling_months_and_their_mean(tmp_path: Path) -> None:
    rows = told(tmp_path, "sales_r2", "sales_r2_mean", by=("month",), window="2025-01..2025-04").rows
    assert [(r["month"], r["sales_r2"], r["sales_r2_mean"]) for r in rows] == [
        ("2025-01", 200, 100),
        ("2025-02", 200, 100),
        ("2025-03", 200, 100),
        ("2025-04", 600, 300),
    ]


def test_against_last_year_and_the_month_before(tmp_path: Path) -> None:
    result = told(tmp_path, "sales_ytd", "customers_ytd", by=("month",), window="2025-03..2025-04",
                  compare=("last_year", "previous"))  # fmt: skip
    march, april = result.rows
    assert (march["sales_ytd"], march["sales_ytd.last_year"], march["sales_ytd.previous"]) == (400, 150, 200)
    assert march["sales_ytd.vs_last_year"] == pytest.approx(400 / 150 - 1)
    assert (march["customers_ytd.last_year"], march["customers_ytd.previous"]) == (2, 2)
    assert (april["sales_ytd.last_year"], april["sales_ytd.previous"]) == (150, 400)
    assert (april["customers_ytd"], april["customers_ytd.last_year"]) == (3, 2)


def test_a_running_month_reaches_to_the_day(tmp_path: Path) -> None:
    """As of 5 March: to date to 5 March, last year to 5 March of that year (without the 20th)."""
    row = told(
        tmp_path, "sales_ytd", "sales_r2", window="2025-03", as_of=date(2025, 3, 5), compare=("last_year",)
    ).rows[0]
    assert (row["sales_ytd"], row["sales_ytd.last_year"]) == (400, 80)
    # rolling two months to 5 March: from 6 January
    assert (row["sales_r2"], row["sales_r2.last_year"]) == (400, 80)
    later = told(tmp_path, "sales_r2", window="2025-03", as_of=date(2025, 3, 15)).rows[0]
    # from 16 January to 15 March: without the sale of the 10th
    assert later["sales_r2"] == 300


def test_by_day_and_by_region(tmp_path: Path) -> None:
    result = told(tmp_path, "sales_ytd", "customers_ytd", by=("day", "region"), window="2025-01-09..2025-01-21")
    found = {(r["day"], r["region"]): (r["sales_ytd"], r["customers_ytd"]) for r in result.rows}
    assert found[("2025-01-10", "华东")] == (100, 1)
    assert found[("2025-01-21", "华东")] == (100, 1)
    assert found[("2025-01-21", "华南")] == (100, 1)
    assert ("2025-01-09", "华东") not in found


def test_customers_with_two_purchases_over_the_whole_stretch(tmp_path: Path) -> None:
    """c1 bought on 10 January and 5 March: a repeat buyer of the year, of neither month."""
    rows = told(tmp_path, "repurchase_rate", "repurchase_ytd", "new_customers", "new_ytd", "median_ytd", by=("month",),
                window="2025-01..2025-04").rows  # fmt: skip
    march = rows[2]
    assert march["repurchase_rate"] == 0
    assert march["repurchase_ytd"] == pytest.approx(1 / 2)
    # c1 and c2 first bought in 2024, c3 in April 2025
    assert [r["new_ytd"] for r in rows] == [0, 0, 0, 1]
    assert [r["median_ytd"] for r in rows] == [100, 100, 100, 150]


def test_the_fiscal_year_of_the_calendar_asked(tmp_path: Path) -> None:
    rows = told(tmp_path, "sales_ytd", by=("month",), window="2025-03..2025-04", calendar="april").rows
    # fiscal 2025 ends in March: 2024-04 to 2025-03 is 400; April begins anew
    assert [r["sales_ytd"] for r in rows] == [400, 400]


def test_several_facts(tmp_path: Path) -> None:
    back = [returned("x", "2025-02-10", 30, "2025-01-10")]
    rows = told(
        tmp_path, "net_sales", "sales_ytd", by=("month",), window="2025-01..2025-03", tables={"return_lines": back}
    ).rows
    assert [(r["net_sales"], r["sales_ytd"]) for r in rows] == [(200, 200), (-30, 170), (200, 370)]
    assert isinstance(rows[1]["sales_ytd"], Decimal)


def test_shares_and_order_of_cumulated_figures(tmp_path: Path) -> None:
    result = told(tmp_path, "sales_ytd", "share(sales_ytd)", by=("region",), window="2025-04", top=1, others=True,
                  order="-sales_ytd")  # fmt: skip
    assert [(r["region"], r["sales_ytd"]) for r in result.rows] == [("华东", 700)]
    assert result.others is not None
    assert result.others["sales_ytd"] == 100


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ("family: cumulative, of: net_sales, window: rolling", "needs n and grain"),
        ("family: cumulative, of: net_sales, window: ytd, n: 3, grain: month", "the others take neither"),
        ("family: cumulative, of: net_sales, window: ytd, average: true", "average is for window rolling"),
        ("family: cumulative, of: customers, window: rolling, n: 3, grain: month, average: true", "no mean per period"),
        ("family: cumulative, of: attainment, window: ytd", "read from no fact and cannot be cumulated"),
        ("family: cumulative, of: net_slaes, window: ytd", "no metric “net_slaes”"),
        ("family: cumulative, of: net_sales, window: annual", "annual"),
        ("family: filtered, of: net_sales_ytd, where: region_id = 'E'", "net_sales_ytd looks back: filter net_sales"),
    ],
)
def test_definitions_are_checked(tmp_path: Path, entry: str, why: str) -> None:
    with pytest.raises(DefinitionError, match=why):
        own(tmp_path, f"metrics:\n  mine: {{zh: 我的, en: Mine, unit: currency, format: money, {entry}}}\n")


def test_a_cumulated_metric_is_not_cumulated_again(tmp_path: Path) -> None:
    text = OWN + "  twice: {zh: 再累计, en: Twice, family: cumulative, of: sales_ytd, window: ytd}\n"
    with pytest.raises(DefinitionError, match="cumulative already"):
        own(tmp_path, text)


def test_rows_behind_a_cumulated_cell(tmp_path: Path) -> None:
    layer = MetricLayer(own(tmp_path))
    question = Question(("sales_ytd",), by=("month",), window="2025-01..2025-04", compare=("last_year",))
    found = layer.rows(
        question, {"month": "2025-03"}, "sales_ytd", reader=company(order_lines=LINES), scope=Scope.everything()
    )
    gross = next(p for p in found.parts if p.metric == "gross_sales")
    assert sorted(r["order_id"] for r in gross.rows) == ["a", "b", "c"]
    assert sum(r["contribution"] for r in gross.rows) == 400
