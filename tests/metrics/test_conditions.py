"""Filters on figures, orders, leaders inside each parent, and rows at every level: each figure at its own level."""

from __future__ import annotations

from typing import Any

import pytest
from tests.metrics.company import company, line
from tests.metrics.memory import MemoryReader, ask

from fupan.errors import QuestionError
from fupan.metrics import OTHERS, UNKNOWN

# June: 华东 100 (p1) + 60 (p2) + 30 (no product), 华南 90 (p1) + 5 (p2), without a region 7. Last June: 华东 200, 华南 50.
LINES = [
    line("a", "2025-06-01", 100, region_id="SH", product_id="p1", customer_id="c2", channel_id="on"),
    line("b", "2025-06-02", 60, region_id="ZJ", product_id="p2", customer_id="c2", channel_id="st"),
    line("c", "2025-06-03", 30, region_id="SH", customer_id="c3", channel_id="st"),
    line("d", "2025-06-04", 90, region_id="GD", product_id="p1", customer_id="c1", channel_id="on"),
    line("e", "2025-06-05", 5, region_id="GD", product_id="p2", customer_id="c2", channel_id="on"),
    line("f", "2025-06-06", 7, product_id="p1"),
    line("g", "2024-06-01", 200, region_id="SH", product_id="p1", customer_id="c2"),
    line("h", "2024-06-01", 50, region_id="GD", product_id="p1", customer_id="c1"),
]


@pytest.fixture
def reader() -> MemoryReader:
    return company(order_lines=LINES)


def figures(result: Any, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[n] for n in names) for row in result.rows]


@pytest.mark.parametrize(
    ("having", "left"),
    [
        ("net_sales > 95", ["华东"]),
        ("net_sales.vs_last_year < 0", ["华东"]),
        ("net_sales.vs_last_year >= 0.9 and net_sales > 0", ["华南"]),
        ("net_sales.last_year is null", [UNKNOWN]),
        ("not net_sales > 95", ["华南", UNKNOWN]),
        ("customers = 2", ["华东", "华南"]),  # a metric that is not asked for
        ("净销售额 / orders < 10", [UNKNOWN]),
        ("net_sales in (95, 7)", ["华南", UNKNOWN]),
        ("`share(net_sales)` > 0.6", ["华东"]),
        ("net_sales > 1000", []),
    ],
)
def test_having_picks_rows_and_totals_stay_of_the_whole(reader: MemoryReader, having: str, left: list[str]) -> None:
    result = ask(reader, "net_sales", by=("region",), compare=("last_year",), having=having, totals=True)
    assert [r["region"] for r in result.rows] == left
    assert result.total is not None
    assert (result.total["net_sales"], result.total["net_sales.last_year"]) == (292, 250)
    assert [c.metric for c in result.columns if c.kind == "metric"] == ["net_sales"]


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ({"having": "net_sales.vs_last_year < 0"}, "not_compared"),
        ({"having": "region = '华东'"}, "having"),
        ({"having": "net_sale > 1"}, "unknown_metric"),
        ({"having": "net_sales >"}, "having"),
        ({"having": "net_sales + 1"}, "having"),
        ({"having": "net_sales > 'x'"}, "having"),
        ({"having": "contains(net_sales, 'x')"}, "having"),
        ({"having": "sum(net_sales) > 1"}, "unsafe_aggregation"),
        ({"having": "avg(gross_margin_rate) > 0.2"}, "unsafe_aggregation"),
        ({"order": "-net_sale"}, "unknown_metric"),
        ({"order": "net_sales.previous"}, "not_compared"),
        ({"top_within": 2}, "top_within"),
        ({"top_within": 0, "by": ("region", "product")}, "top"),
        ({"by": ("region..product",)}, "hierarchy"),
        ({"by": ("dealer..",)}, "hierarchy"),
    ],
)
def test_conditions_that_make_no_sense_are_refused(reader: MemoryReader, question: dict[str, Any], code: str) -> None:
    with pytest.raises(QuestionError) as caught:
        ask(reader, "net_sales", **{"by": ("region",)} | question)
    assert caught.value.code == code
    assert caught.value.closest


def test_rows_are_ordered_by_another_figure(reader: MemoryReader) -> None:
    by_rate = ask(reader, "net_sales", by=("region",), order="aov")
    assert figures(by_rate, "region") == [(UNKNOWN,), ("华南",), ("华东",)]  # 7, 95/2, 190/3
    assert figures(ask(reader, "net_sales", by=("region",), order="-aov"), "region")[0] == ("华东",)
    growth = ask(reader, "net_sales", by=("region",), compare=("last_year",), order="-net_sales.vs_last_year")
    assert figures(growth, "region") == [("华南",), ("华东",), (UNKNOWN,)]  # +90%, -5%, no base


def test_bottom_n(reader: MemoryReader) -> None:
    result = ask(reader, "net_sales", by=("region",), order="net_sales", top=1, others=True)
    assert figures(result, "region", "net_sales") == [("华南", 95)]
    assert result.others is not None
    assert result.others["net_sales"] == 197


def test_top_leads_among_the_rows_that_pass(reader: MemoryReader) -> None:
    result = ask(reader, "net_sales", by=("region",), having="net_sales < 100", top=1, others=True)
    assert figures(result, "region", "net_sales") == [("华南", 95)]
    assert result.others is not None
    assert result.others["net_sales"] == 197


def test_top_within_each_parent_with_its_others(reader: MemoryReader) -> None:
    result = ask(reader, "net_sales", "customers", by=("region", "product_line"), top_within=1, others=True)
    assert figures(result, "region", "product_line", "net_sales", "customers") == [
        ("华东", "A", 100, 1),
        ("华东", OTHERS, 90, 2),  # 60 of B and 30 without a product, of two customers
        ("华南", "A", 90, 1),
        ("华南", OTHERS, 5, 1),
        (UNKNOWN, "A", 7, 0),
    ]


def test_top_within_top(reader: MemoryReader) -> None:
    result = ask(reader, "net_sales", by=("region", "product"), top=1, top_within=1, others=True, order="-net_sales")
    assert figures(result, "region", "product", "product.key", "net_sales") == [
        ("华东", "A1 手机", "p1", 100),
        ("华东", OTHERS, None, 90),
    ]
    assert result.others is not None
    assert result.others["net_sales"] == 102


def test_top_within_by_month(reader: MemoryReader) -> None:
    result = ask(
        reader, "net_sales", by=("region", "product_line", "month"), window="2025-Q2", top_within=1, others=True
    )
    assert figures(result, "region", "product_line", "month", "net_sales")[:2] == [
        ("华东", "A", "2025-06", 100),
        ("华东", OTHERS, "2025-06", 90),
    ]


def test_subtotals_are_true_totals_at_every_level(reader: MemoryReader) -> None:
    result = ask(
        reader, "net_sales", "customers", by=("region", "channel", "product_line"), subtotals=True, totals=True
    )
    assert figures(result, "region", "channel", "product_line", "level", "net_sales", "customers") == [
        ("华东", None, None, 1, 190, 2),  # c2 buys in both channels: 2 customers, not 1 + 2
        ("华东", "线上", None, 2, 100, 1),
        ("华东", "线上", "A", 3, 100, 1),
        ("华东", "门店", None, 2, 90, 2),
        ("华东", "门店", "B", 3, 60, 1),
        ("华东", "门店", UNKNOWN, 3, 30, 1),
        ("华南", None, None, 1, 95, 2),
        ("华南", "线上", None, 2, 95, 2),
        ("华南", "线上", "A", 3, 90, 1),
        ("华南", "线上", "B", 3, 5, 1),
        (UNKNOWN, None, None, 1, 7, 0),
        (UNKNOWN, UNKNOWN, None, 2, 7, 0),
        (UNKNOWN, UNKNOWN, "A", 3, 7, 0),
    ]
    assert result.total is not None
    assert (result.total["level"], result.total["net_sales"], result.total["customers"]) == (0, 292, 3)


def test_subtotals_of_a_hierarchy_with_months(reader: MemoryReader) -> None:
    result = ask(reader, "net_sales", by=("region..province", "month"), subtotals=True, having="net_sales >= 60")
    assert figures(result, "region", "province", "month", "level", "net_sales") == [
        ("华东", None, None, 1, 190),
        ("华东", "上海", None, 2, 130),
        ("华东", "上海", "2025-06", 3, 130),
        ("华东", "浙江", None, 2, 60),
        ("华东", "浙江", "2025-06", 3, 60),
        ("华南", None, None, 1, 95),
        ("华南", "广东", None, 2, 95),
        ("华南", "广东", "2025-06", 3, 95),
    ]


def test_subtotals_with_leaders_and_others(reader: MemoryReader) -> None:
    result = ask(
        reader, "net_sales", by=("region", "product_line"), top=1, top_within=1, others=True, subtotals=True,
        order="-net_sales",
    )  # fmt: skip
    assert figures(result, "region", "product_line", "level", "net_sales") == [
        ("华东", None, 1, 190), ("华东", "A", 2, 100), ("华东", OTHERS, 2, 90),
    ]  # fmt: skip
    assert result.others is not None
    assert (result.others["region"], result.others["level"], result.others["net_sales"]) == (OTHERS, 1, 102)


def test_periods_may_stand_above_members(reader: MemoryReader) -> None:
    result = ask(reader, "net_sales", by=("year", "region"), window="2024..2025", subtotals=True)
    assert figures(result, "year", "region", "level", "net_sales") == [
        ("2024", None, 1, 250), ("2024", "华东", 2, 200), ("2024", "华南", 2, 50),
        ("2025", None, 1, 292), ("2025", "华东", 2, 190), ("2025", "华南", 2, 95), ("2025", UNKNOWN, 2, 7),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("where", "net_sales"),
    [
        ("contains(customer, '百联')", 165),
        ("starts_with(customer, '深圳')", 90),
        ("ends_with(province, '东')", 95),
        ("province in ('上海', '浙江')", 190),
        ("province not in ('上海', '(unknown)')", 155),
        ("region = '(unknown)'", 7),
        ("region is null or province = '广东'", 102),
        ("not contains(product, '手机') and channel = 'st'", 90),  # a row without product has no such name
    ],
)
def test_filters_on_members_at_any_level(reader: MemoryReader, where: str, net_sales: int) -> None:
    assert ask(reader, "net_sales", where=where).rows == [{"net_sales": net_sales}]


def test_subtotals_of_nothing_are_the_whole(reader: MemoryReader) -> None:
    assert figures(ask(reader, "net_sales", subtotals=True), "level", "net_sales") == [(0, 292)]


def test_a_filter_on_the_name_of_what_some_rows_never_carry() -> None:
    """Accrued rebates have no store: by its name they are neither in nor out, so net sales has the stores' lines alone."""
    reader = company(
        order_lines=[line("a", "2025-06-14", 100, store_id="s1"), line("b", "2025-06-14", 7, store_id="s2")],
        stores=[{"store_id": "s1", "name": "南京路店"}, {"store_id": "s2", "name": "人民广场店"}],
        accruals=[{"accrual_id": "r", "accrual_date": "2025-06-20", "kind": "rebate", "amount": 30, "currency": "CNY"}],
    )
    asked = ask(reader, "net_sales", where="starts_with(store, '南京')")
    assert asked.rows[0]["net_sales"] == 100
