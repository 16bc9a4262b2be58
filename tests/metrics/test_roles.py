"""Statistic dates: the same lines by order, ship, recognition, invoice date; bases and refusals with them."""

from __future__ import annotations

import pytest
from tests.metrics.company import company, line, returned, target
from tests.metrics.memory import ask

from fupan.errors import QuestionError

LINES = [
    line("a", "2025-05-30", 100, ship_date="2025-06-02", recognised_date="2025-06-05", invoice_date="2025-07-01"),
    line("b", "2025-06-10", 200, ship_date="2025-06-12", recognised_date="2025-06-20", invoice_date="2025-06-25"),
    line("c", "2025-06-28", 400, ship_date="2025-07-01", recognised_date="2025-07-04"),
    line("d", "2025-06-29", 800, ship_date=None, recognised_date=None),
]


@pytest.mark.parametrize(
    ("time", "sales", "basis"),
    [
        (None, 300, "recognition/without/sell_in"),
        ("recognition", 300, "recognition/without/sell_in"),
        ("order", 1400, "order/without/sell_in"),
        ("ship", 300, "delivery/without/sell_in"),
        ("invoice", 200, "invoice/without/sell_in"),
    ],
)
def test_june_by_each_date(time: str | None, sales: int, basis: str) -> None:
    result = ask(company(order_lines=LINES), "gross_sales", "orders", time=time)
    assert result.rows[0]["gross_sales"] == sales
    column = result.column("gross_sales")
    assert column.basis == basis
    assert column.time == (time or "recognition")
    assert list(result.provenance.dates["gross_sales"].values()) == [time or "recognition"]


def test_labels_and_notes_name_the_date() -> None:
    result = ask(company(order_lines=LINES), "gross_sales", time="ship", compare=("previous",))
    assert (result.column("gross_sales").zh, result.column("gross_sales").en) == (
        "销售毛额（按发货日期）",
        "Gross sales by ship date",
    )
    assert result.column("gross_sales.previous").zh == "销售毛额上期（按发货日期）"
    assert "statistic date: ship" in result.provenance.notes
    assert ask(company(order_lines=LINES), "gross_sales").column("gross_sales").zh == "销售毛额"


def test_a_metric_with_its_own_date_follows_too() -> None:
    result = ask(company(order_lines=LINES), "ordered_sales", time="recognition")
    assert result.rows[0]["ordered_sales"] == 300
    assert result.column("ordered_sales").basis == "recognition/without/sell_in"


def test_parts_of_a_metric_that_lack_the_date() -> None:
    reader = company(order_lines=LINES, return_lines=[returned("r", "2025-06-30", 10, "2025-05-30")])
    with pytest.raises(QuestionError, match="has no date “ship”") as caught:
        ask(reader, "net_sales", time="ship")
    assert caught.value.code == "time_role"
    assert caught.value.closest == "gross_sales by ship"
    assert caught.value.question is not None
    assert (caught.value.question.metrics, caught.value.question.time) == (("gross_sales",), "ship")
    # recognised on its own day: a return counts on the day of the return
    assert ask(reader, "net_sales", time="recognition").rows[0]["net_sales"] == 290


def test_returns_by_the_order_they_belong_to() -> None:
    reader = company(order_lines=LINES, return_lines=[returned("r", "2025-06-30", 10, "2025-05-30")])
    assert ask(reader, "returns", window="2025-05", time="order").rows[0]["returns"] == 10
    assert ask(reader, "returns", window="2025-06", time="order").rows[0]["returns"] == 0


def test_a_date_that_is_not_known() -> None:
    with pytest.raises(QuestionError, match="no statistic date “shipp”") as caught:
        ask(company(order_lines=LINES), "gross_sales", time="shipp")
    assert caught.value.closest == "ship"


def test_stock_stands_at_a_day() -> None:
    stock = [{"source_system": "erp", "snapshot_date": "2025-06-30", "place_kind": "own", "place_id": "w", "product_id": "p1",
              "quantity": 5}]  # fmt: skip
    with pytest.raises(QuestionError, match="stands at a day"):
        ask(company(order_lines=LINES, stock_snapshots=stock), "stock_units", time="order")


def test_targets_of_another_basis_are_not_compared() -> None:
    plain = [target(1000, "2025-06-01", "2025-07-01", metric="gross_sales")]
    by_order = [target(1000, "2025-06-01", "2025-07-01", metric="gross_sales", basis="order/without/sell_in")]
    assert ask(company(order_lines=LINES, targets=plain), "attainment(gross_sales)").rows[0] != {}
    # a target that names no basis is on the metric's usual one
    with pytest.raises(QuestionError, match="set on the basis recognition/without/sell_in") as caught:
        ask(company(order_lines=LINES, targets=plain), "attainment(gross_sales)", time="order")
    assert caught.value.code == "basis"
    found = ask(company(order_lines=LINES, targets=by_order), "attainment(gross_sales)", time="order")
    assert found.rows[0]["attainment(gross_sales)"] == pytest.approx(1.4)
    with pytest.raises(QuestionError, match="set on the basis order/without/sell_in"):
        ask(company(order_lines=LINES, targets=by_order), "attainment(gross_sales)")


def test_words_that_depend_on_today_need_it() -> None:
    for window in ("上月", "近30天", "this-quarter", "rolling-3m", "ytd"):
        with pytest.raises(QuestionError, match="depends on the day"):
            ask(company(order_lines=LINES), "gross_sales", window=window)
