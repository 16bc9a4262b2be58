"""Stock is summed over places and taken last (or averaged) over time."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.metrics.company import company, line
from tests.metrics.memory import MemoryReader, ask


def stock(day: str, place: str, product: str, units: int, kind: str = "own") -> dict[str, Any]:
    return {
        "source_system": "wms", "snapshot_date": day, "place_kind": kind, "place_id": place, "product_id": product,
        "quantity": units, "value": units * 10,
    }  # fmt: skip


ROWS = [
    stock("2025-05-31", "北仓", "p1", 500),
    stock("2025-06-15", "北仓", "p1", 80), stock("2025-06-15", "北仓", "p2", 20),
    stock("2025-06-30", "北仓", "p1", 60),
    stock("2025-06-20", "南仓", "p1", 7),
    stock("2025-06-30", "甲商", "p1", 1000, kind="dealer"),
]  # fmt: skip


@pytest.fixture
def reader() -> MemoryReader:
    return company(stock_snapshots=ROWS, order_lines=[line("a", "2025-06-05", 100, quantity=30, product_id="p1")])


def test_each_place_counts_with_its_own_last_snapshot(reader: MemoryReader) -> None:
    row = ask(reader, "stock_units", "stock_value", "dealer_stock_units").rows[0]
    # North: 60 on 30 June (p2 is gone, not carried on from the 15th); South: 7 on 20 June
    assert (row["stock_units"], row["stock_value"], row["dealer_stock_units"]) == (
        Decimal(67),
        Decimal(670),
        Decimal(1000),
    )


def test_stock_does_not_add_over_months(reader: MemoryReader) -> None:
    result = ask(reader, "stock_units", by=("month",), window="2025-Q2", totals=True)
    assert [(r["month"], r["stock_units"]) for r in result.rows] == [("2025-05", 500), ("2025-06", 67)]
    assert result.total is not None
    assert result.total["stock_units"] == 67


def test_a_filter_on_a_product_does_not_bring_old_stock_back(reader: MemoryReader) -> None:
    assert ask(reader, "stock_units", where="product = 'p2'").rows[0]["stock_units"] is None
    rows = ask(reader, "stock_units", by=("product",)).rows
    assert next((r["product"], r["stock_units"]) for r in rows) == ("A1 手机", 67)


def test_average_is_over_a_places_snapshots(reader: MemoryReader) -> None:
    # North: (100 + 60) / 2 = 80, South: 7
    assert ask(reader, "average_stock_units").rows[0]["average_stock_units"] == pytest.approx(87)


def test_days_of_stock(reader: MemoryReader) -> None:
    # 67 units, 30 sold in 30 days
    assert ask(reader, "stock_days").rows[0]["stock_days"] == pytest.approx(67.0)


def test_previous_month_has_its_own_last_snapshot(reader: MemoryReader) -> None:
    assert ask(reader, "stock_units", compare=("previous",)).rows[0]["stock_units.previous"] == 500
