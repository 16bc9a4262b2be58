"""Sales figures by hand: net sales across facts, ratios of sums, distinct counts, unknown members, totals."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.metrics.company import company, line, returned
from tests.metrics.memory import MemoryReader, ask

LINES = [
    line(
        "o1",
        "2025-06-03",
        1000,
        region_id="SH",
        customer_id="c2",
        product_id="p1",
        channel_id="on",
        cost=600,
        discount=50,
    ),
    line(
        "o1",
        "2025-06-03",
        200,
        line_id="2",
        region_id="SH",
        customer_id="c2",
        product_id="p2",
        channel_id="on",
        cost=90,
    ),
    line(
        "o2",
        "2025-06-10",
        500,
        region_id="ZJ",
        customer_id="c3",
        product_id="p1",
        channel_id="st",
        cost=300,
        quantity=2,
    ),
    line("o3", "2025-06-11", 300, region_id="GD", customer_id="c1", product_id="p2", channel_id="on", cost=100),
    line("o4", "2025-06-12", 40, channel_id="on", cost=10),
    line("o5", "2025-06-13", 999, region_id="GD", customer_id="c1", cancelled=True),
    line("o6", "2025-06-14", 888, region_id="GD", customer_id="c1", intercompany=True),
    line("o7", "2025-06-15", 777, region_id="GD", customer_id="c1", recognised_date=None),
]
RETURNS = [
    returned("r1", "2025-06-20", 100, "2025-05-02", region_id="SH", product_id="p1", cost=60),
    returned("r2", "2025-06-21", 30, "2025-06-03", region_id="SH", product_id="p1", order_id="o1", cost=18),
    returned("r3", "2025-07-02", 20, "2025-06-03", region_id="SH", product_id="p1", order_id="o1", cost=12),
]
ACCRUALS = [
    {"source_system": "erp", "accrual_id": "a1", "kind": "rebate", "accrual_date": "2025-06-30", "region_id": "E", "amount": 25},
    {"source_system": "erp", "accrual_id": "a2", "kind": "price_protection", "accrual_date": "2025-06-30", "region_id": "S", "amount": 15},
]  # fmt: skip


@pytest.fixture
def reader() -> MemoryReader:
    return company(order_lines=LINES, return_lines=RETURNS, accruals=ACCRUALS)


def test_net_sales_is_gross_less_four_deductions(reader: MemoryReader) -> None:
    result = ask(reader, "gross_sales", "discounts", "returns", "rebates", "price_protection", "net_sales")
    # 1000 + 200 + 500 + 300 + 40; cancelled, intercompany and not yet recognised lines stay out
    assert result.rows == [
        {
            "gross_sales": Decimal(2040), "discounts": Decimal(50), "returns": Decimal(130), "rebates": Decimal(25),
            "price_protection": Decimal(15), "net_sales": Decimal(2040 - 50 - 130 - 25 - 15),
        }
    ]  # fmt: skip


def test_facts_meet_on_dimensions_without_fan_out(reader: MemoryReader) -> None:
    rows = ask(reader, "net_sales", "returns", by=("region",)).rows
    assert [(r["region"], r["net_sales"], r["returns"]) for r in rows] == [
        ("华东", Decimal(1000 + 200 + 500 - 50 - 130 - 25), Decimal(130)),
        ("华南", Decimal(300 - 15), Decimal(0)),
        ("(unknown)", Decimal(40), Decimal(0)),
    ]


def test_ratios_are_ratios_of_sums_and_totals_stand_at_their_own_level(reader: MemoryReader) -> None:
    result = ask(reader, "gross_margin_rate", "aov", "asp", by=("product_line",), totals=True)
    by_line = {r["product_line"]: r for r in result.rows}
    # A: net 1500 - 50 - 130 = 1320, cost 900 - 78 = 822
    assert by_line["A"]["gross_margin_rate"] == pytest.approx(498 / 1320)
    assert by_line["A"]["aov"] == Decimal(750)
    assert by_line["A"]["asp"] == Decimal(500)
    assert by_line["B"]["aov"] == Decimal(250)
    # order o1 has lines of both A and B: four orders in all, not five
    assert result.total is not None
    assert result.total["aov"] == Decimal(510)
    assert result.total["gross_margin_rate"] == pytest.approx((1820 - (1100 - 78)) / 1820)


def test_distinct_counts_do_not_add(reader: MemoryReader) -> None:
    result = ask(reader, "orders", "customers", "units", "order_line_count", by=("product_line",), totals=True)
    assert [(r["product_line"], r["orders"], r["customers"], r["order_line_count"]) for r in result.rows] == [
        ("A", 2, 2, 2),
        ("B", 2, 2, 2),
        ("(unknown)", 1, 0, 1),
    ]
    assert result.total is not None
    assert (result.total["orders"], result.total["customers"], result.total["units"]) == (4, 3, Decimal(6))


def test_return_rate_is_by_cohort_of_the_original_month(reader: MemoryReader) -> None:
    row = ask(reader, "return_rate", "ordered_sales", "returned_of_cohort", where="region = '华东'").rows[0]
    # of goods ordered in June in the East (1700), 30 came back in June and 20 in July; r1 belongs to May
    assert row["ordered_sales"] == Decimal(1700)
    assert row["returned_of_cohort"] == Decimal(50)
    assert row["return_rate"] == pytest.approx(50 / 1700)


def test_statistic_dates_differ_by_metric(reader: MemoryReader) -> None:
    row = ask(reader, "gross_sales", "ordered_sales").rows[0]
    assert (row["gross_sales"], row["ordered_sales"]) == (Decimal(2040), Decimal(2040 + 777))


def test_share_is_of_the_whole_of_the_question(reader: MemoryReader) -> None:
    rows = ask(reader, "share(gross_sales)", by=("channel",)).rows
    assert [(r["channel"], r["share(gross_sales)"]) for r in rows] == [
        ("线上", pytest.approx(1540 / 2040)),
        ("门店", pytest.approx(500 / 2040)),
    ]
    rows = ask(reader, "share(gross_sales)", by=("channel",), where="region = '华东'").rows
    assert rows[0]["share(gross_sales)"] == pytest.approx(1200 / 1700)


def test_members_keep_their_keys(reader: MemoryReader) -> None:
    rows = ask(reader, "gross_sales", by=("customer",)).rows
    assert [(r["customer"], r["customer.key"]) for r in rows] == [
        ("上海百联", "c2"), ("杭州大厦", "c3"), ("深圳华强", "c1"), ("(unknown)", None),
    ]  # fmt: skip


def test_filters_by_label_key_and_unknown(reader: MemoryReader) -> None:
    def gross(where: str) -> Decimal:
        found = ask(reader, "gross_sales", where=where).rows[0]["gross_sales"]
        assert isinstance(found, Decimal)
        return found

    assert gross("customer = '上海百联'") == gross("customer = 'c2'") == 1200
    assert gross("region = '(unknown)'") == gross("region is null") == 40
    assert gross("region != '华东'") == 340
    assert gross("region not in ('华东', '(unknown)')") == 300
    assert gross("region = '华东' and product_line = 'A' or channel_kind = 'store'") == 1500
    assert gross("starts_with(customer, '上海')") == 1200
    assert gross("not (region = '华东')") == 340  # as with !=: the unknown member is a member of its own


def test_top_and_others_at_their_own_level(reader: MemoryReader) -> None:
    result = ask(reader, "gross_sales", "orders", by=("customer",), top=1, others=True, totals=True)
    assert [(r["customer"], r["gross_sales"], r["orders"]) for r in result.all_rows()] == [
        ("上海百联", Decimal(1200), 1),
        ("(others)", Decimal(840), 3),
        (None, Decimal(2040), 4),
    ]


def test_top_of_the_first_of_two_dimensions(reader: MemoryReader) -> None:
    result = ask(reader, "gross_sales", by=("region", "product_line"), top=1, others=True)
    assert [(r["region"], r["product_line"], r["gross_sales"]) for r in result.rows] == [
        ("华东", "A", Decimal(1500)),
        ("华东", "B", Decimal(200)),
    ]
    assert result.others is not None
    assert result.others["gross_sales"] == Decimal(340)


def test_hierarchy_levels_and_declared_order(reader: MemoryReader) -> None:
    assert [r["province"] for r in ask(reader, "gross_sales", by=("province",)).rows] == [
        "上海",
        "浙江",
        "广东",
        "(unknown)",
    ]
    assert [r["customer_tier"] for r in ask(reader, "gross_sales", by=("customer_tier",)).rows] == [
        "A",
        "B",
        "(unknown)",
    ]


def test_a_slice_without_rows_is_zero_for_sums_and_nothing_for_ratios(reader: MemoryReader) -> None:
    row = ask(reader, "net_sales", "gross_margin_rate", "orders", window="2023-01").rows[0]
    assert row == {"net_sales": Decimal(0), "gross_margin_rate": None, "orders": 0}


def test_the_unknown_member_never_leads() -> None:
    reader = company(
        order_lines=[
            line("a", "2025-06-01", 900),
            line("b", "2025-06-01", 5, customer_id="c1"),
            line("c", "2025-06-01", 3, customer_id="c2"),
        ]
    )
    result = ask(reader, "gross_sales", by=("customer",), top=1, others=True)
    assert [(r["customer"], r["gross_sales"]) for r in result.all_rows()] == [("深圳华强", 5), ("(others)", 903)]
