"""Metrics that no other test asks: cumulated ones of the pack, dealers' days of stock, the funnel's amounts."""

from __future__ import annotations

import pytest
from tests.metrics.company import company, line
from tests.metrics.memory import ask, date


def test_cumulated_sales_margin_and_receipts() -> None:
    reader = company(
        order_lines=[line("1", "2024-06-30", 5000), line("2", "2024-07-01", 100, cost=50), line("3", "2025-01-10", 200, cost=100),
                     line("4", "2025-04-10", 300, cost=150), line("5", "2025-06-05", 600, cost=200)],
        receipts=[{"source_system": "e", "receipt_id": str(n), "receipt_date": d, "counted_date": d, "amount": a}
                  for n, (d, a) in enumerate([("2024-12-31", 9), ("2025-01-01", 20), ("2025-06-30", 40)])],
    )  # fmt: skip
    row = ask(
        reader,
        "net_sales_mtd",
        "net_sales_qtd",
        "net_sales_r12",
        "net_sales_r3_mean",
        "gross_margin_rate_ytd",
        "receipts_ytd",
    ).rows[0]
    assert (row["net_sales_mtd"], row["net_sales_qtd"], row["net_sales_r12"]) == (600, 900, 1200)
    assert row["net_sales_r3_mean"] == 300
    # of the year: 1100 sold, 450 cost
    assert row["gross_margin_rate_ytd"] == pytest.approx(650 / 1100)
    assert row["receipts_ytd"] == 60


def test_days_of_stock_at_dealers() -> None:
    reader = company(
        stock_snapshots=[{"source_system": "w", "snapshot_date": "2025-06-30", "place_kind": "dealer", "place_id": "d1",
                          "product_id": "p1", "quantity": 400}],
        sellout_lines=[{"source_system": "d", "dealer_id": "d1", "product_id": "p1", "sellout_date": "2025-06-10", "quantity": 200}],
    )  # fmt: skip
    assert ask(reader, "dealer_stock_days").rows[0]["dealer_stock_days"] == 60


def test_amount_of_new_opportunities_age_of_their_cohort_and_lines_sent() -> None:
    reader = company(
        opportunities=[{"opportunity_id": "1", "created_date": "2025-06-01", "amount": 70}, {"opportunity_id": "2", "created_date": "2025-06-20", "amount": 30}],
        stage_events=[{"opportunity_id": "1", "stage": "线索", "stage_no": 1, "entered_date": "2025-06-01"},
                      {"opportunity_id": "2", "stage": "线索", "stage_no": 1, "entered_date": "2025-06-21"}],
        delivery_lines=[{"source_system": "w", "delivery_id": str(n), "line_id": "1", "ship_date": "2025-06-02"} for n in range(3)],
    )  # fmt: skip
    row = ask(reader, "opportunity_amount", "stage_age", "delivered_lines", as_of=date(2025, 6, 30)).rows[0]
    # 29 and 9 days old on 30 June
    assert (row["opportunity_amount"], row["stage_age"], row["delivered_lines"]) == (100, 19, 3)
