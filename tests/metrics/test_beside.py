"""Benchmarks by right, never telling one other apart; and figures at plan rate beside those at actual rate."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.metrics.company import line
from tests.metrics.memory import MemoryReader, ask

from fupan.errors import QuestionError
from fupan.metrics import Scope

RIGHTS = {"company_mean": ("net_sales", "gross_margin_rate"), "own_rank": ("*",), "company_share": ("net_sales",)}


def five(*amounts: int) -> MemoryReader:
    """Regions A, B, C ... with net sales as given and half of it as cost."""
    regions = [{"region_id": chr(65 + n), "region": chr(65 + n)} for n in range(len(amounts))]
    lines = [line(str(n), "2025-06-01", a, region_id=chr(65 + n), cost=a * n // 10) for n, a in enumerate(amounts)]
    return MemoryReader(regions=regions, order_lines=lines)


def mine(region: str = "B", **more: Any) -> Scope:
    return Scope(members={"region": (region,)}, benchmarks=RIGHTS | more)


def test_mean_rank_and_share_of_the_company() -> None:
    result = ask(five(100, 70, 40, 70, 20), "net_sales", by=("region",), compare=("company_mean", "own_rank", "company_share"),
                 scope=mine())  # fmt: skip
    (row,) = result.rows
    assert (row["net_sales"], row["net_sales.company_mean"], row["net_sales.own_rank"]) == (70, 60, 2)
    assert row["net_sales.company_share"] == pytest.approx(70 / 300)
    assert [c.name for c in result.columns][-3:] == [
        f"net_sales.{n}" for n in ("company_mean", "own_rank", "company_share")
    ]


def test_the_mean_of_a_rate_is_the_companys_own_rate() -> None:
    (row,) = ask(
        five(100, 100, 100, 100), "gross_margin_rate", by=("region",), compare=("company_mean",), scope=mine()
    ).rows
    assert row["gross_margin_rate.company_mean"] == pytest.approx(1 - (0 + 10 + 20 + 30) / 400)


def test_by_month_each_month_has_its_own_mean() -> None:
    reader = five(100, 70, 40, 20)
    reader.add(
        "order_lines",
        [line("m", "2025-05-01", 8, region_id="B"), *[line(f"m{r}", "2025-05-01", 4, region_id=r) for r in "ACD"]],
    )
    rows = ask(
        reader, "net_sales", by=("month", "region"), window="2025-05..2025-06", compare=("company_mean",), scope=mine()
    ).rows
    assert [(r["month.key"], r["net_sales.company_mean"]) for r in rows] == [
        (date(2025, 5, 1), 5), (date(2025, 6, 1), pytest.approx(230 / 4)),
    ]  # fmt: skip


def test_a_benchmark_over_few_others_is_withheld() -> None:
    for amounts in ((100, 70), (100, 70, 40)):
        result = ask(five(*amounts), "net_sales", by=("region",), compare=("company_mean", "own_rank"), scope=mine())
        assert result.rows[0]["net_sales.company_mean"] is None
        assert result.rows[0]["net_sales.own_rank"] is None
        assert any("withheld" in note for note in result.provenance.notes)
    row = ask(five(100, 70), "net_sales", by=("region",), compare=("company_mean",)).rows[0]
    assert row["net_sales.company_mean"] == 85  # who sees all rows sees every mean


@pytest.mark.parametrize(
    ("question", "scope", "code"),
    [
        ({"by": ("region",)}, Scope(members={"region": ("B",)}), "right"),
        ({"by": ("region",)}, mine(company_mean=("orders",)), "right"),
        ({"by": ("region",), "where": "product_line = 'A'"}, mine(), "benchmark"),
        ({"by": ("customer",)}, mine(), "benchmark"),
        ({}, mine(), "benchmark"),
        (
            {"by": ("region",)},
            Scope(members={"region": ("B",), "product_line": ("A",)}, benchmarks=RIGHTS),
            "benchmark",
        ),
    ],
)
def test_refused(question: dict[str, Any], scope: Scope, code: str) -> None:
    with pytest.raises(QuestionError) as caught:
        ask(five(100, 70, 40, 70, 20), "net_sales", compare=("company_mean",), scope=scope, **question)
    assert caught.value.code in {code, "unknown_member"}
    assert "100" not in str(caught.value)


def test_a_mask_goes_before_a_benchmark() -> None:
    scope = Scope(
        members={"region": ("B",)}, masks=frozenset({"order_lines.cost"}), benchmarks={"company_mean": ("*",)}
    )
    with pytest.raises(QuestionError, match="masked"):
        ask(five(100, 70, 40, 70, 20), "gross_margin_rate", by=("region",), compare=("company_mean",), scope=scope)


def test_currency_effect() -> None:
    rates = [{"currency": "USD", "to_currency": "CNY", "kind": k, "valid_from": "2025-01-01", "rate": r}
             for k, r in (("actual", 8), ("plan", 7))]  # fmt: skip
    reader = MemoryReader(
        order_lines=[line("a", "2025-01-10", 10, currency="USD"), line("b", "2025-01-11", 5)], exchange_rates=rates
    )
    asked: dict[str, Any] = {"window": "2025-01", "compare": ("plan_rate",)}
    row = ask(reader, "net_sales", "orders", currency="CNY", totals=True, **asked).rows[0]
    assert (row["net_sales"], row["net_sales.plan_rate"], row["net_sales.rate_effect"]) == (85, 75, 10)
    with pytest.raises(QuestionError, match="one currency"):
        ask(reader, "orders", **asked)
