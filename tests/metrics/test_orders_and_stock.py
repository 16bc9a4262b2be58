"""Orders that did not stay, deliveries, stock that moves or runs out: figures by hand."""

from __future__ import annotations

from typing import Any

import pytest
from tests.metrics.company import company, line
from tests.metrics.memory import ask


def delivery(number: int, **more: Any) -> dict[str, Any]:
    return {"source_system": "w", "delivery_id": str(number), "line_id": "1", "ship_date": "2025-06-02"} | more


def stock(day: str, product: str, units: int, kind: str = "own") -> dict[str, Any]:
    return {"source_system": "w", "snapshot_date": day, "place_kind": kind, "place_id": "北仓", "product_id": product,
            "quantity": units}  # fmt: skip


def test_cancellation_by_cause() -> None:
    lines = [
        line("1", "2025-06-01", 100),
        line("2", "2025-06-01", 100),
        line("3", "2025-06-02", 70, cancelled=True, cancel_reason="缺货", recognised_date=None),
        line("4", "2025-06-02", 30, cancelled=True, cancel_reason="价格", recognised_date=None),
        line("5", "2025-06-02", 10, cancelled=True, cancel_reason="缺货", recognised_date=None),
        line("6", "2025-06-02", 50, cancelled=True, intercompany=True),
    ]
    row = ask(
        company(order_lines=lines), "ordered_lines", "cancelled_lines", "cancelled_sales", "cancellation_rate"
    ).rows[0]
    # five lines outside the group, three of them cancelled: 70 + 30 + 10
    assert (row["ordered_lines"], row["cancelled_lines"], row["cancelled_sales"]) == (5, 3, 110)
    assert row["cancellation_rate"] == pytest.approx(0.6)
    causes = ask(company(order_lines=lines), "share(cancelled_lines)", by=("cancel_reason",)).rows
    by_cause = {r["cancel_reason"]: r["share(cancelled_lines)"] for r in causes if r["share(cancelled_lines)"]}
    assert by_cause == {"缺货": pytest.approx(2 / 3), "价格": pytest.approx(1 / 3)}


def test_hours_of_processing_are_of_lines_that_say_them() -> None:
    lines = [delivery(1, processing_hours=20), delivery(2, processing_hours=30), delivery(3)]
    row = ask(company(delivery_lines=lines), "processing_hours", "lines_processed").rows[0]
    assert (row["processing_hours"], row["lines_processed"]) == (25.0, 2)


def test_items_moving_and_sell_through_are_two_things() -> None:
    reader = company(
        stock_snapshots=[
            stock("2025-06-15", "p1", 80), stock("2025-06-15", "p2", 20),
            stock("2025-06-30", "p1", 70), stock("2025-06-30", "p2", 20), stock("2025-06-30", "p1", 500, kind="dealer"),
        ],
        order_lines=[line("a", "2025-06-05", 100, quantity=30, product_id="p1")],
        sellout_lines=[{"source_system": "d", "dealer_id": "d1", "product_id": "p1", "sellout_date": "2025-06-10", "quantity": 125}],
    )  # fmt: skip
    row = ask(reader, "items_sold", "items_stocked", "items_moving_rate", "sell_through", "dealer_sell_through").rows[0]
    assert (row["items_sold"], row["items_stocked"], row["items_moving_rate"]) == (1, 2, 0.5)
    assert row["sell_through"] == pytest.approx(30 / (30 + 90))
    assert row["dealer_sell_through"] == pytest.approx(125 / 625)


def test_out_of_stock_by_location_product_days() -> None:
    rows = [stock("2025-06-01", "p1", 5), stock("2025-06-01", "p2", 0), stock("2025-06-02", "p1", 0), stock("2025-06-02", "p2", 3),
            stock("2025-06-02", "p1", 0, kind="dealer")]  # fmt: skip
    row = ask(company(stock_snapshots=rows), "stock_points", "stock_points_out", "stockout_rate").rows[0]
    assert (row["stock_points"], row["stock_points_out"], row["stockout_rate"]) == (4, 2, 0.5)


def test_slow_stock_is_of_products_that_did_not_sell_in_ninety_days() -> None:
    def valued(day: str, product: str, amount: int) -> dict[str, Any]:
        return stock(day, product, 1) | {"value": amount}

    reader = company(
        stock_snapshots=[valued("2025-05-31", "p1", 100), valued("2025-05-31", "p2", 100),
                         valued("2025-06-30", "p1", 70), valued("2025-06-30", "p2", 30)],
        order_lines=[line("a", "2025-06-05", 1, product_id="p1"), line("b", "2025-04-01", 1, product_id="p2"),
                     line("c", "2025-06-09", 1, product_id="p2", cancelled=True)],
    )  # fmt: skip
    # 90 days up to 30 June begin on 2 April: p2, last sold on 1 April, is slow; up to 31 May only p2 had sold
    row = ask(reader, "slow_stock_value", "slow_stock_rate").rows[0]
    assert (row["slow_stock_value"], row["slow_stock_rate"]) == (30, pytest.approx(0.3))
    assert ask(reader, "slow_stock_rate", where="product = 'A1 手机'").rows[0]["slow_stock_rate"] == 0
    rows = ask(reader, "slow_stock_value", by=("month", "product"), window="2025-05..2025-06").rows
    assert {(r["month"], r["product"]): r["slow_stock_value"] for r in rows if r["slow_stock_value"]} == {
        ("2025-05", "A1 手机"): 100, ("2025-06", "B1 耳机"): 30,
    }  # fmt: skip
