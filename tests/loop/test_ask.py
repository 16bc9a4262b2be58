"""Asking from Python: figures worked out by hand, and the forms a result comes in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

import fupan
from fupan.loop import Company


def test_attainment_by_region(loaded: Company) -> None:
    """华南: 10,000 + 5,000 of 20,000 = 75%; 华东: 20,000 of 16,000 = 125%; together 35,000 of 36,000."""
    result = loaded.query(["net_sales", "attainment"], by=["region"], window="2025-06", totals=True)
    rows = {r["region"]: r for r in result.rows}
    assert rows["华南"]["net_sales"] == Decimal(15000)
    assert float(rows["华南"]["attainment"]) == pytest.approx(0.75)
    assert float(rows["华东"]["attainment"]) == pytest.approx(1.25)
    assert result.total is not None
    assert result.total["net_sales"] == Decimal(35000)
    assert float(result.total["attainment"]) == pytest.approx(35 / 36)


def test_a_result_comes_in_every_form(loaded: Company) -> None:
    result = loaded.query(["net_sales"], by=["region"], window="2025-06")
    assert result.to_arrow().num_rows == 2
    assert list(result.to_pandas()["net_sales"]) == [Decimal(20000), Decimal(15000)]
    assert result.to_polars().height == 2
    assert "order_lines" in result.sql()


def test_open_finds_the_workspace_from_inside(loaded: Company) -> None:
    assert fupan.open(loaded.workspace.data).workspace.name == "测试公司"


def test_the_business_date(loaded: Company) -> None:
    """The last business was on 18 June, not near the month's end: that day it is."""
    result = loaded.query(["orders"], window="2025-06")
    assert result.provenance.as_of == date(2025, 6, 18)


def test_names_that_look_alike_are_proposed_and_remembered(fresh: Company) -> None:
    fresh.load(accept=True)
    (found,) = fresh.match().candidates
    assert (found.entity, found.name, found.key, found.money) == (
        "customers",
        "深圳华强",
        "深圳华强电子有限公司",
        Decimal(8000),
    )
    assert fresh.confirm_names({"customers": {"深圳华强": "深圳华强电子有限公司"}}) == 1
    assert fresh.match().candidates == ()
    with fresh.reading() as reader:
        keys = reader.sql("SELECT customer_id FROM receipts ORDER BY receipt_id")["customer_id"].to_pylist()
    assert keys == ["深圳华强电子有限公司", "上海天成贸易"]
    assert fresh.confirm_names({"customers": {"深圳华强": "深圳华强电子有限公司"}}) == 0
