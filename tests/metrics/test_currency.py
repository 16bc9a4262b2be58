"""Amounts in one currency: each line at the rate of its own day, actual or planned, or refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.metrics.company import company, line, returned, target
from tests.metrics.memory import DEFINITIONS, MemoryReader, ask

from fupan.errors import QuestionError
from fupan.metrics import MetricLayer, Question, Scope
from fupan.money import Telling


def rate(currency: str, since: str, amount: str, kind: str = "actual", to: str = "CNY") -> dict[str, Any]:
    return {"currency": currency, "to_currency": to, "kind": kind, "valid_from": since, "rate": Decimal(amount)}


RATES = [
    rate("USD", "2025-05-01", "7.2"), rate("USD", "2025-06-01", "7.1"), rate("USD", "2025-06-15", "7.3"),
    rate("USD", "2025-01-01", "7", "plan"), rate("EUR", "2025-06-01", "8"), rate("EUR", "2025-01-01", "7.5", "plan"),
]  # fmt: skip
LINES = [
    line("a", "2025-06-14", 100, currency="USD", region_id="SH"),  # 710
    line("b", "2025-06-15", 100, currency="USD", region_id="SH"),  # 730
    line("c", "2025-06-20", 10, currency="EUR", region_id="GD"),  # 80
    line("d", "2025-06-20", 5, region_id="GD"),  # 5, as it is
    line("e", "2025-05-31", 100, currency="USD", region_id="SH"),  # 720 in May
]


@pytest.fixture
def reader() -> MemoryReader:
    return company(
        order_lines=LINES, exchange_rates=RATES,
        return_lines=[returned("r", "2025-06-16", 10, "2025-06-14", currency="USD", region_id="SH")],  # 73
    )  # fmt: skip


def test_each_line_at_the_rate_of_its_own_day(reader: MemoryReader) -> None:
    result = ask(reader, "net_sales", "returns", by=("region",), currency="CNY", compare=("previous",), totals=True)
    assert "amounts in CNY at actual rates, targets at plan rates" in result.provenance.notes
    assert [(r["region"], r["net_sales"], r["returns"], r["net_sales.previous"]) for r in result.rows] == [
        ("华东", Decimal(710 + 730 - 73), Decimal(73), Decimal(720)), ("华南", Decimal(85), Decimal(0), None),
    ]  # fmt: skip
    assert result.total is not None
    assert result.total["net_sales"] == 1452


def test_at_plan_rate(reader: MemoryReader) -> None:
    assert ask(reader, "net_sales", currency="CNY", rate="plan").rows[0]["net_sales"] == 1400 - 70 + 75 + 5


def test_without_a_rate_they_are_never_added_up(reader: MemoryReader) -> None:
    with pytest.raises(QuestionError) as caught:
        ask(reader, "net_sales")
    assert caught.value.code == "currencies"
    assert "currency='" in str(caught.value.closest)


def test_a_filter_that_leaves_one_currency_says_nothing_of_the_rest() -> None:
    layer = MetricLayer(DEFINITIONS)
    reader = company(
        order_lines=[
            line("a", "2025-06-14", 100, currency="USD", region_id="SH"),
            line("b", "2025-06-20", 5, region_id="GD"),
        ]
    )
    for _ in range(2):
        assert ask(reader, "net_sales", where="region = '华南'", layer=layer).rows[0]["net_sales"] == 5
        with pytest.raises(QuestionError) as caught:
            ask(reader, "net_sales", layer=layer)
        assert caught.value.code == "currencies"


def test_a_missing_rate_is_named_with_its_first_day(reader: MemoryReader) -> None:
    reader.add("order_lines", [line("x", "2025-06-09", 1, currency="GBP"), line("y", "2025-06-07", 1, currency="GBP")])
    with pytest.raises(QuestionError) as caught:
        ask(reader, "net_sales", currency="CNY")
    assert caught.value.code == "rate"
    assert "GBP of 2025-06-07" in str(caught.value)
    assert ask(reader, "net_sales", currency="CNY", where="region = '华东'").rows[0]["net_sales"] == 1367
    assert (
        ask(reader, "net_sales", currency="CNY", scope=Scope(members={"region": ("华南",)})).rows[0]["net_sales"] == 85
    )
    assert ask(reader, "orders", currency="CNY").rows[0]["orders"] == 6


def test_an_actual_rate_grows_stale_and_a_plan_rate_does_not(reader: MemoryReader) -> None:
    layer = MetricLayer(DEFINITIONS, telling=Telling(rate_days=10))
    with pytest.raises(QuestionError, match="USD of 2025-06-14"):
        ask(reader, "net_sales", currency="CNY", layer=layer)
    assert ask(reader, "net_sales", currency="CNY", rate="plan", layer=layer).rows[0]["net_sales"] == 1410


def test_all_amounts_may_be_told_in_one_currency_unless_asked_otherwise(reader: MemoryReader) -> None:
    """1,410 at plan rate without a word of the question; by currency, or for one, each stays in its own."""
    layer = MetricLayer(DEFINITIONS, telling=Telling(told_in="CNY", rate="plan"))
    result = ask(reader, "net_sales", layer=layer)
    assert (
        result.rows[0]["net_sales"]
        == ask(reader, "net_sales", currency="CNY", rate="plan").rows[0]["net_sales"]
        == 1410
    )
    assert (result.provenance.currency, result.question and result.question.rate) == ("CNY", "plan")
    assert ask(reader, "net_sales", by="currency", layer=layer).rows == ask(reader, "net_sales", by="currency").rows
    actual = MetricLayer(DEFINITIONS, telling=Telling(told_in="CNY"))
    assert ask(reader, "net_sales", rate="plan", layer=actual).rows[0]["net_sales"] == 1410
    (one,) = actual.ask_all([Question(("net_sales",), window="2025-06", where="currency = 'USD'")], reader=reader,
                            scope=Scope.everything())  # fmt: skip
    assert one.rows == ask(reader, "net_sales", where="currency = 'USD'").rows


def test_there_is_no_way_back_without_a_rate_of_its_own(reader: MemoryReader) -> None:
    with pytest.raises(QuestionError, match="CNY to USD"):
        ask(reader, "net_sales", currency="USD")


def test_rounded_half_to_even_per_line() -> None:
    lines = [line(str(n), "2025-06-01", 0, gross_without_tax=Decimal(a), currency="USD", customer_id=c)
             for n, (a, c) in enumerate([("0.0001", "c1"), ("0.0003", "c2"), ("-0.0001", "c3"), ("0.0007", None)])]  # fmt: skip
    reader = company(order_lines=lines, exchange_rates=[rate("USD", "2025-06-01", "0.5")])
    rows = ask(reader, "gross_sales", by=("customer",), currency="CNY").rows
    # 0.00005 -> 0, 0.00015 -> 0.0002, -0.00005 -> 0, 0.00035 -> 0.0004
    assert {r["customer.key"]: r["gross_sales"] for r in rows} == {
        "c1": 0, "c2": Decimal("0.0002"), "c3": 0, None: Decimal("0.0004"),
    }  # fmt: skip


def test_targets_are_turned_at_plan_rate() -> None:
    june = ("2025-06-01", "2025-07-01")
    reader = company(
        order_lines=LINES[:2], exchange_rates=RATES,
        targets=[target(200, *june, currency="USD", region_id="E"), target(100, *june, region_id="S")],
    )  # fmt: skip
    row = ask(reader, "target", "attainment", currency="CNY", compare=("target",)).rows[0]
    assert row["target"] == 200 * 7 + 100
    assert row["attainment"] == pytest.approx(1440 / 1500)


def test_a_turned_target_is_cut_by_week() -> None:
    """1,500 over 30 days is 50 a day; the weeks of June 2025 have 1, 7, 7, 7, 7 and 1 of them."""
    june = ("2025-06-01", "2025-07-01")
    reader = company(
        order_lines=LINES[:2], exchange_rates=RATES,
        targets=[target(200, *june, currency="USD", region_id="E"), target(100, *june, region_id="S")],
    )  # fmt: skip
    result = ask(reader, "target", by=("week",), currency="CNY", compare=("target",), window="2025-06", phase="even")
    assert [r["target"] for r in result.rows] == [50, 350, 350, 350, 350, 50]


def test_receivables_are_turned_at_the_rate_of_the_day_they_stand() -> None:
    invoice = {
        "invoice_id": "i",
        "line_id": "1",
        "invoice_date": "2025-05-02",
        "due_date": "2025-06-10",
        "currency": "USD",
    }
    reader = company(
        invoice_lines=[invoice | {"amount_with_tax": 100}], exchange_rates=RATES,
        receipts=[{"receipt_id": "r", "receipt_date": "2025-06-01", "counted_date": "2025-06-01", "amount": 40,
                   "invoice_id": "i", "currency": "USD"}],
    )  # fmt: skip
    assert ask(reader, "receivables", currency="CNY").rows[0]["receivables"] == 60 * Decimal("7.3")
    assert ask(reader, "receivables", currency="CNY", window="2025-05").rows[0]["receivables"] == 720
    assert ask(reader, "receipts", currency="CNY").rows[0]["receipts"] == 40 * Decimal("7.1")
    assert ask(reader, "receivables", by=("currency",)).rows[0]["currency"] == "USD"


def test_consolidated_figures_leave_intercompany_out() -> None:
    reader = company(order_lines=[line("a", "2025-06-01", 100), line("b", "2025-06-01", 50, intercompany=True)])
    assert ask(reader, "net_sales").rows[0]["net_sales"] == 100


def test_one_currency_throughout_needs_no_rate() -> None:
    reader = company(order_lines=[line("a", "2025-06-01", 100), line("b", "2025-06-02", 1, currency=None)])
    assert ask(reader, "net_sales", currency="CNY").rows[0]["net_sales"] == 101


def test_the_rate_is_actual_or_plan(reader: MemoryReader) -> None:
    with pytest.raises(QuestionError, match="no rate"):
        ask(reader, "net_sales", currency="CNY", rate="spot")
    assert ask(reader, "net_sales", currency="CNY", as_of=date(2025, 6, 14)).rows[0]["net_sales"] == 710


def test_a_line_of_many_millions_is_turned_exactly() -> None:
    """Engines whose product of short decimals is short, too, would overflow from a product of a million on."""
    amounts = {"a": Decimal("9999999.99"), "b": Decimal("12345678901.2345")}
    lines = [line(n, "2025-06-14", 0, currency="USD", gross_without_tax=amount) for n, amount in amounts.items()]
    reader = company(order_lines=lines, exchange_rates=[rate("USD", "2025-06-01", "7.12345678")])
    expected = Decimal("71234567.7288") + Decimal("87943910072.7018")
    assert ask(reader, "gross_sales", currency="CNY").rows[0]["gross_sales"] == expected
