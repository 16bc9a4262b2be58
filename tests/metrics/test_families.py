"""Families of metrics, each against figures worked out by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.metrics.company import company, line, returned
from tests.metrics.defining import layer_with, metrics
from tests.metrics.memory import ask, date

from fupan.errors import DefinitionError

LINES = [
    line("1", "2025-06-02", 100, quantity=1, customer_id="c1", channel_id="on", region_id="GD"),
    line("2", "2025-06-03", 200, quantity=3, customer_id="c2", channel_id="st", region_id="SH"),
    line("3", "2025-06-20", 400, quantity=4, customer_id="c2", channel_id="on", region_id="SH", ship_date="2025-07-01"),
    line("4", "2025-07-05", 1000, quantity=2, customer_id="c3", channel_id="st", region_id="ZJ"),
    line("5", "2025-06-21", 9999, quantity=1, customer_id="c1", channel_id="on", region_id="GD", cancelled=True),
]
RETURNS = [
    returned("r1", "2025-06-25", 30, "2025-06-02", channel_id="on", region_id="GD"),
    returned("r2", "2025-06-26", 50, "2025-06-03", channel_id="st", region_id="SH"),
]
KEPT = "where: not cancelled"


def test_average_is_a_ratio_of_sums_and_skips_rows_without_a_value() -> None:
    rows = [*LINES, line("6", "2025-06-22", 0, quantity=None, customer_id="c1")]
    layer = metrics(m=f"family: average, fact: order_lines, of: quantity, {KEPT}")
    assert ask(company(order_lines=rows), "m", layer=layer).rows[0]["m"] == pytest.approx(8 / 3)
    found = ask(company(order_lines=rows), "m", layer=layer, by="month", window="2025-06..2025-07", totals=True)
    assert [r["m"] for r in found.rows] == [pytest.approx(8 / 3), 2.0]
    assert found.total is not None
    assert found.total["m"] == pytest.approx(10 / 4)  # not the mean of 8/3 and 2


def test_a_weighted_average() -> None:
    layer = metrics(m=f"family: average, fact: order_lines, of: gross_without_tax / quantity, weight: quantity, {KEPT}")
    found = ask(company(order_lines=LINES), "m", layer=layer, by="region")
    # 华东 is 600 by 7 units, 华南 100 by 1
    assert {r["region"]: r["m"] for r in found.rows} == {"华东": pytest.approx(600 / 7), "华南": pytest.approx(100.0)}


@pytest.mark.parametrize(
    ("given", "expected"),
    [("family: median", 200.0), ("family: percentile, at: 0.9", 360.0), ("family: percentile, at: 0.25", 150.0)],
)
def test_percentiles_interpolate_between_neighbours(given: str, expected: float) -> None:
    # 100, 200, 400: the 90th lies 0.9 * 2 = 1.8 steps up: 200 + 0.8 * 200
    layer = metrics(m=f"{given}, fact: order_lines, of: gross_without_tax, {KEPT}")
    assert ask(company(order_lines=LINES), "m", layer=layer).rows[0]["m"] == pytest.approx(expected)


def test_a_percentile_of_a_whole_is_taken_anew() -> None:
    layer = metrics(m=f"family: median, fact: order_lines, of: gross_without_tax, {KEPT}")
    found = ask(company(order_lines=LINES), "m", layer=layer, by="month", window="2025-06..2025-07", totals=True,
                compare="previous")  # fmt: skip
    assert [r["m"] for r in found.rows] == [200.0, 1000.0]
    assert found.total is not None
    assert found.total["m"] == 300.0  # of 100, 200, 400, 1000


def test_filtered_inherits_and_narrows_every_fact_below() -> None:
    layer = metrics(online="family: filtered, of: net_sales, where: channel_kind = 'online'")
    online = layer.definitions.metrics["online"]
    assert (online.unit, online.format, online.owner, online.basis, online.certified) == (
        "currency", "money", "销售管理部", "recognition/without/sell_in", False)  # fmt: skip
    reader = company(order_lines=LINES, return_lines=RETURNS)
    found = ask(reader, "online", "net_sales", layer=layer).rows[0]
    assert (found["online"], found["net_sales"]) == (Decimal(470), Decimal(620))  # 100 + 400 - 30; 700 - 80
    by = ask(reader, "online", layer=layer, by="region", where="region = '华东'").rows[0]
    assert by["online"] == Decimal(400)


def test_filtered_by_column_by_another_date_and_of_another_filtered() -> None:
    layer = metrics(
        big="family: filtered, of: gross_sales, where: gross_without_tax >= 200",
        shipped="family: filtered, of: gross_sales, time: ship",
        big_online="family: filtered, of: big, where: channel_id = 'on'",
        share_of_big="family: ratio, numerator: big, denominator: gross_sales, unit: fraction",
        goods="family: filtered, of: aov, where: quantity > 1",
    )
    assert layer.definitions.metrics["shipped"].basis is None  # another date, another basis
    reader = company(order_lines=LINES)
    found = ask(reader, "big", "big_online", "shipped", "share_of_big", "goods", layer=layer).rows[0]
    assert (found["big"], found["big_online"], found["shipped"]) == (Decimal(600), Decimal(400), 0)
    assert found["share_of_big"] == pytest.approx(6 / 7)
    assert found["goods"] == pytest.approx(600 / 2)
    assert ask(reader, "shipped", layer=layer, window="2025-07").rows[0]["shipped"] == Decimal(400)


def test_ratio_without_denominator_is_nothing() -> None:
    layer = metrics(r="family: ratio, numerator: returns, denominator: gross_sales, unit: fraction")
    assert ask(company(return_lines=RETURNS), "r", layer=layer).rows[0]["r"] is None


EVENTS = [
    ("o1", "线索", "2025-06-01", 1), ("o1", "商机", "2025-06-11", 2), ("o1", "赢单", "2025-07-01", 3),
    ("o2", "线索", "2025-06-10", 1), ("o2", "商机", "2025-06-30", 2),
    ("o3", "线索", "2025-06-20", 1),
    ("o4", "线索", "2025-05-01", 1), ("o4", "商机", "2025-06-05", 2), ("o4", "线索", "2025-06-06", 1),
    ("o5", "线索", "2025-07-01", 1), ("o5", "赢单", "2025-07-11", 3),
]  # fmt: skip
STAGES = [{"opportunity_id": o, "stage": s, "entered_date": d, "stage_no": n} for o, s, d, n in EVENTS]
DEALS = [
    {"opportunity_id": o, "created_date": "2025-05-01", "region_id": r, "channel_id": "on"}
    for o, r in (("o1", "SH"), ("o2", "GD"), ("o3", "SH"), ("o4", "GD"), ("o5", "ZJ"))
]
FUNNEL = (
    "family: conversion, fact: stage_events, entity: opportunity_id, entered: stage = '线索', "
    "reached: \"stage in ('商机', '赢单')\""
)


def test_conversion_follows_the_cohort_by_the_day_it_entered() -> None:
    layer = metrics(
        entered=f"{FUNNEL}, counted: entered", reached=f"{FUNNEL}, counted: reached", rate=FUNNEL,
        days=f"{FUNNEL}, counted: days", age=f"{FUNNEL}, counted: age", quick=f"{FUNNEL}, within_days: 15",
    )  # fmt: skip
    reader = company(stage_events=STAGES, opportunities=DEALS)
    asked = ("entered", "reached", "rate", "days", "age", "quick")
    found = ask(reader, *asked, layer=layer, as_of=date(2025, 7, 31)).rows[0]
    # June's cohort is o1, o2, o3: o4 was a lead before. o1 after 10 days, o2 after 20.
    assert (found["entered"], found["reached"]) == (3, 2)
    assert found["rate"] == pytest.approx(2 / 3)
    assert found["days"] == 15.0
    assert found["age"] == pytest.approx((60 + 51 + 41) / 3)
    assert found["quick"] == pytest.approx(1 / 3)
    early = ask(reader, *asked, layer=layer, as_of=date(2025, 6, 15)).rows[0]
    assert (early["entered"], early["reached"], early["age"]) == (2, 1, pytest.approx((14 + 5) / 2))
    months = ask(reader, *asked, layer=layer, by="month", window="2025-05..2025-07", totals=True)
    assert [r["entered"] for r in months.rows] == [1, 3, 1]
    assert [r["reached"] for r in months.rows] == [1, 2, 1]
    assert months.total is not None
    assert months.total["rate"] == pytest.approx(4 / 5)
    assert months.total["days"] == pytest.approx((35 + 10 + 20 + 10) / 4)


def test_conversion_step_by_step_by_what_the_opportunity_carries() -> None:
    layer = layer_with(
        """
        facts:
          stage_events: {through: {table: opportunities, key: opportunity_id, columns: [region_id, channel_id]}}
        metrics:
          step: {zh: 逐级, en: Step, unit: fraction, format: percent, family: conversion, fact: stage_events,
                 entity: opportunity_id, step: stage_no}
        """
    )
    reader = company(stage_events=STAGES, opportunities=DEALS)
    found = ask(reader, "step", layer=layer, by="stage", window="2025-05..2025-07")
    # leads 5, of which o1, o2, o4 and o5 went on; opportunities 3, of which o1; wins 2, nothing after them
    assert {r["stage"]: r["step"] for r in found.rows} == {"线索": 0.8, "商机": pytest.approx(1 / 3), "赢单": 0.0}
    regions = ask(reader, "step", layer=layer, by="region", where="region = '华东'", window="2025-06").rows[0]
    assert regions["step"] == pytest.approx(2 / 3)  # o1 lead and opportunity went on, o3 did not
    assert ask(reader, "step", layer=layer, by="region", window="2025-05").rows[0]["step"] == 1.0


def stock(day: str, place: str, units: int) -> dict[str, object]:
    return {"source_system": "wms", "place_kind": "warehouse", "place_id": place, "product_id": "p1", "snapshot_date": day,
            "quantity": units}  # fmt: skip


def test_stock_may_be_the_first_or_the_peak_of_the_window() -> None:
    rows = [stock("2025-06-05", "a", 10), stock("2025-06-05", "b", 1), stock("2025-06-15", "a", 40), stock("2025-06-25", "a", 5),
            stock("2025-06-15", "b", 2), stock("2025-06-25", "b", 30)]  # fmt: skip
    given = "family: stock, fact: stock_snapshots, of: quantity, unit: units"
    layer = metrics(first=f"{given}, over_time: first", peak=f"{given}, over_time: max", last=given)
    found = ask(company(stock_snapshots=rows), "first", "peak", "last", layer=layer).rows[0]
    assert (found["first"], found["peak"], found["last"]) == (11, 42, 35)
    by = ask(company(stock_snapshots=rows), "peak", layer=layer, by="place")
    assert {r["place"]: r["peak"] for r in by.rows} == {"a": 40, "b": 30}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("family: filtered, of: attainment, where: quantity > 1", "no fact"),
        ("family: filtered, of: net_sales, where: quantity > 1", "accruals"),
        ("family: filtered, of: net_sales, time: ship", "time role"),
        ("family: filtered, of: net_sales", "where or a time"),
        ("family: filtered, of: net_sale, where: quantity > 1", "net_sales"),
        ("family: ratio, numerator: net_sale, denominator: units, unit: ratio", "net_sales"),
        ("family: median, fact: order_lines, of: quantity, at: 0.4, unit: units", "0.5"),
        ("family: percentile, fact: order_lines, of: quantity, unit: units", "at"),
        ("family: conversion, fact: stage_events, entity: opportunity_id, unit: fraction", "step"),
        ("family: conversion, fact: stage_events, entity: opportunity_id, step: stage_nr, unit: fraction", "stage_no"),
        ("family: filtered, of: m, where: quantity > 1, unit: units", "itself"),
    ],
)
def test_what_cannot_be_is_refused_when_definitions_are_read(given: str, said: str) -> None:
    with pytest.raises(DefinitionError, match=said):
        metrics(m=given)
