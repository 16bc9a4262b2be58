"""Where joins multiply figures elsewhere: here each is right, or refused."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.metrics.company import CUSTOMERS, company, line, returned, target
from tests.metrics.defining import layer_with
from tests.metrics.memory import ask

from fupan.errors import DefinitionError, QuestionError

ORDERS = [
    line("1", "2025-06-02", 100, customer_id="c1", product_id="p1", region_id="GD", position_id="a"),
    line("1", "2025-06-02", 300, line_id="2", customer_id="c1", product_id="p2", region_id="GD", position_id="a"),
    line("2", "2025-06-03", 600, customer_id="c2", product_id="p1", region_id="SH", position_id="b"),
]


def credit(order: str, row: str, position: str, share: str, **more: Any) -> dict[str, Any]:
    return {"source_system": "erp", "order_id": order, "line_id": row, "position_id": position, "kind": "split",
            "share": Decimal(share)} | more  # fmt: skip


def by(found: Any, dimension: str, metric: str) -> dict[Any, Any]:
    return {r[dimension]: r[metric] for r in found.rows}


def test_two_returns_of_one_line_do_not_multiply_the_line() -> None:
    returns = [
        returned("r1", "2025-06-10", 10, "2025-06-02", order_id="1", order_line_id="1", product_id="p1"),
        returned("r2", "2025-06-12", 20, "2025-06-02", order_id="1", order_line_id="1", product_id="p1"),
        returned("r3", "2025-06-20", 5, "2025-06-02", order_id="1", order_line_id="2", product_id="p2"),
    ]
    reader = company(order_lines=ORDERS, return_lines=returns)
    found = ask(reader, "gross_sales", "returns", "net_sales", by="product", totals=True)
    assert by(found, "product", "gross_sales") == {"A1 手机": Decimal(700), "B1 耳机": Decimal(300)}
    assert by(found, "product", "returns") == {"A1 手机": Decimal(30), "B1 耳机": Decimal(5)}
    assert found.total is not None
    assert found.total["net_sales"] == Decimal(965)


def test_targets_over_many_lines_and_lines_under_two_target_rows_count_once() -> None:
    goals = [
        target(500, "2025-06-01", "2025-07-01", region_id="GD", region_id_raw="广东"),
        target(800, "2025-06-01", "2025-07-01", region_id="SH", region_id_raw="上海"),
    ]
    reader = company(order_lines=ORDERS, targets=goals)
    found = ask(reader, "net_sales", "target", "attainment", by="region", totals=True)
    assert by(found, "region", "target") == {"华南": Decimal(500), "华东": Decimal(800)}
    assert by(found, "region", "attainment") == {"华南": pytest.approx(0.8), "华东": pytest.approx(0.75)}
    assert found.total is not None
    assert (found.total["target"], found.total["net_sales"]) == (Decimal(1300), Decimal(1000))


def test_two_facts_meet_only_on_what_both_know() -> None:
    spend = [
        {"source_system": "oa", "spend_id": str(i), "spend_date": "2025-06-05", "amount": 50, "region_id": "GD", "channel_id": "on"}
        for i in range(4)
    ]  # fmt: skip
    reader = company(order_lines=ORDERS, spend=spend)
    found = ask(reader, "gross_sales", "spend", by="region")
    assert by(found, "region", "spend") == {"华南": Decimal(200), "华东": 0}
    assert by(found, "region", "gross_sales") == {"华南": Decimal(400), "华东": Decimal(600)}
    with pytest.raises(QuestionError, match="non_conformed"):
        ask(reader, "gross_sales", "spend", by="customer")
    with pytest.raises(QuestionError, match="non_conformed"):
        ask(reader, "gross_sales", "spend", where="customer = '深圳华强'")


@pytest.mark.parametrize("dimension", ["customer_tier", "customer_kind"])
def test_a_dimension_with_a_key_twice_is_refused_not_multiplied(dimension: str) -> None:
    reader = company(order_lines=ORDERS, customers=[*CUSTOMERS, {**CUSTOMERS[0], "tier": "B", "kind": "x"}])
    with pytest.raises(QuestionError, match="fan_out"):
        ask(reader, "gross_sales", by=dimension)
    assert ask(reader, "gross_sales").rows[0]["gross_sales"] == Decimal(1000)


BRIDGE = """
facts:
  shared_lines:
    table: order_lines
    bridge: {table: credits, on: [source_system, order_id, line_id], share: share, carries: [position_id],
             where: "kind in ('direct', 'split')"}
metrics:
"""
SHARED = layer_with(
    BRIDGE
    + "  shared: {zh: 拆分额, en: Shared, family: sum, fact: shared_lines, of: gross_without_tax, unit: currency, format: money}\n"
    + "  orders_shared: {zh: 单数, en: Orders, family: count_distinct, fact: shared_lines, of: order_id, unit: count, format: count}\n"
)


def test_credits_share_a_line_out_and_the_whole_stays_the_whole() -> None:
    shares = [
        credit("1", "1", "a", "0.6"), credit("1", "1", "b", "0.4"),
        credit("1", "2", "b", "0.33333333"), credit("1", "2", "c", "0.33333333"),
        credit("1", "1", "boss", "1", kind="overlay"), credit("2", "1", "boss", "1", kind="roll_up"),
    ]  # fmt: skip
    reader = company(order_lines=ORDERS, credits=shares)
    found = ask(reader, "shared", layer=SHARED, by="position", totals=True)
    assert by(found, "position", "shared") == {
        "a": Decimal(60), "b": Decimal(40) + Decimal("100.0000") + Decimal(600), "c": Decimal("100.0000"),
        "(unknown)": Decimal("100.0000"),
    }  # fmt: skip
    assert found.total is not None
    assert found.total["shared"] == Decimal(1000)
    both = ask(reader, "shared", "gross_sales", layer=SHARED, by="region")
    assert by(both, "region", "shared") == by(both, "region", "gross_sales")


def test_without_a_credit_a_line_is_its_own_positions() -> None:
    found = ask(company(order_lines=ORDERS), "shared", layer=SHARED, by="position")
    assert by(found, "position", "shared") == {"a": Decimal(400), "b": Decimal(600)}


def test_shares_over_one_are_refused() -> None:
    shares = [credit("1", "1", "a", "0.7"), credit("1", "1", "b", "0.4")]
    with pytest.raises(QuestionError, match="over_shared"):
        ask(company(order_lines=ORDERS, credits=shares), "shared", layer=SHARED)


@pytest.mark.parametrize("family", ["family: count", "family: average, of: quantity", "family: median, of: quantity"])
def test_families_that_would_count_shared_rows_more_than_once_are_refused(family: str) -> None:
    with pytest.raises(DefinitionError, match="shares its rows out"):
        layer_with(BRIDGE + f"  m: {{zh: m, en: m, unit: count, format: count, fact: shared_lines, {family}}}\n")


def test_distinct_counts_over_a_bridge_are_of_the_rows_themselves() -> None:
    shares = [credit("1", "1", "a", "0.5"), credit("1", "1", "b", "0.5")]
    found = ask(company(order_lines=ORDERS, credits=shares), "orders_shared", layer=SHARED, by="position", totals=True)
    assert by(found, "position", "orders_shared") == {"a": 1, "b": 2}
    assert found.total is not None
    assert found.total["orders_shared"] == 2


def test_what_is_carried_through_another_table_is_one_row_each() -> None:
    layer = layer_with(
        """
        facts:
          stage_events: {through: {table: opportunities, key: opportunity_id, columns: [region_id]}}
        metrics:
          events: {zh: 变动, en: Events, unit: count, format: count, family: count, fact: stage_events}
        """
    )
    events = [{"opportunity_id": "o1", "stage": s, "entered_date": "2025-06-03"} for s in "abc"]
    deal = {"opportunity_id": "o1", "created_date": "2025-06-01", "region_id": "SH"}
    found = ask(company(stage_events=events, opportunities=[deal]), "events", layer=layer, by="region")
    assert by(found, "region", "events") == {"华东": 3}
    with pytest.raises(QuestionError, match="fan_out"):
        ask(company(stage_events=events, opportunities=[deal, deal]), "events", layer=layer, by="region")


def test_a_table_without_a_key_of_one_field_cannot_be_a_dimension() -> None:
    with pytest.raises(DefinitionError, match="would multiply"):
        layer_with("dimensions:\n  d: {zh: d, en: d, table: credits, key: order_id, column: kind}\n")
