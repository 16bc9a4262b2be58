"""What stands at a time (heads, stores, customers on file) and what looks back twelve months, by hand."""

from __future__ import annotations

from typing import Any

import pytest
from tests.metrics.company import company, line, returned
from tests.metrics.defining import layer_with
from tests.metrics.memory import ask

from fupan.errors import DefinitionError
from fupan.metrics import Scope

POSITIONS = [
    {"position_id": "k1", "name": "一岗", "org_unit_id": "o1"},
    {"position_id": "k2", "name": "二岗", "org_unit_id": "o2"},
]
ORG = [{"org_unit_id": "o1", "name": "华东区"}, {"org_unit_id": "o2", "name": "华南区"}]


def post(position: str, person: str, since: str | None, until: str | None = None, kind: str = "main") -> dict[str, Any]:
    return {"position_id": position, "person_id": person, "valid_from": since, "valid_to": until, "kind": kind}


POSTS = [
    post("k1", "a", "2024-01-01"),
    post("k1", "b", "2025-01-01", "2025-06-16"),  # stands 15 of June's 30 days
    post("k2", "c", "2025-06-11"),  # stands 20 of them
    post("k2", "a", "2025-06-01", kind="acting"),
    post("k2", "d", "2025-07-01"),
]


def test_heads_at_the_end_and_on_average() -> None:
    reader = company(
        assignments=POSTS, positions=POSITIONS, org_units=ORG,
        order_lines=[line("1", "2025-06-05", 6500, org_unit_id="o1"), line("2", "2025-06-05", 500, org_unit_id="o2")],
    )  # fmt: skip
    rows = {r["org_unit"]: r for r in ask(reader, "heads", "average_heads", "sales_per_head", by="org_unit").rows}
    assert [rows[o]["heads"] for o in ("华东区", "华南区")] == [1, 1]
    assert rows["华东区"]["average_heads"] == pytest.approx(1.5)
    assert float(rows["华东区"]["sales_per_head"]) == pytest.approx(6500 / 1.5, abs=1e-4)
    assert rows["华南区"]["sales_per_head"] == 750
    total = ask(reader, "heads", "average_heads", "sales_per_head").rows[0]
    assert (total["heads"], total["average_heads"]) == (2, pytest.approx(1 + 0.5 + 20 / 30))
    by_month = ask(reader, "heads", by="month", window="2025-05..2025-07", compare=("previous",)).rows
    assert [(r["heads"], r["heads.previous"]) for r in by_month] == [(2, 2), (2, 2), (3, 2)]


def test_turnover_of_staff_and_of_key_talent() -> None:
    people = [
        {"person_id": "1", "name": "a", "hired_date": "2020-01-01", "key_talent": True},
        {"person_id": "2", "name": "b", "hired_date": "2020-01-01", "left_date": "2025-06-15", "key_talent": True},
        {"person_id": "3", "name": "c", "hired_date": "2020-01-01", "left_date": "2025-06-30"},
        {"person_id": "4", "name": "d", "hired_date": "2025-06-02"},
        {"person_id": "5", "name": "e", "hired_date": "2020-01-01"},
        {"person_id": "6", "name": "f", "hired_date": "2020-01-01", "left_date": "2025-05-31"},
    ]
    row = ask(
        company(people=people), "staff_at_start", "staff", "leavers", "staff_turnover", "key_staff_turnover"
    ).rows[0]
    # 31 May in the evening: 1, 2, 3, 5; 30 June: 1, 4, 5; two of them left in June
    assert (row["staff_at_start"], row["staff"], row["leavers"]) == (4, 3, 2)
    assert row["staff_turnover"] == pytest.approx(2 / 3.5)
    assert row["key_staff_turnover"] == pytest.approx(1 / 1.5)


STORES = [
    {"store_id": "s1", "name": "旗舰店", "area": 100, "opened_date": "2020-01-01", "region_id": "SH"},
    {"store_id": "s2", "name": "新店", "area": 60, "opened_date": "2025-06-16", "region_id": "GD"},  # 15 of 30 days
    {"store_id": "s3", "name": "老店", "area": 50, "closed_date": "2025-06-07", "region_id": "SH"},  # 6 of 30 days
]


def test_sales_per_square_metre_and_per_store_and_month() -> None:
    reader = company(
        stores=STORES,
        order_lines=[line("1", "2025-06-05", 9000, store_id="s1", discount=1000), line("2", "2025-06-20", 3000, store_id="s2"),
                     line("3", "2025-06-20", 99999, dealer_id="d")],
        return_lines=[returned("r", "2025-06-21", 400, "2025-06-05", store_id="s1")],
    )  # fmt: skip
    row = ask(reader, "store_sales", "stores_open", "floor_area", "average_stores", "average_floor_area", "sales_per_area",
              "sales_per_store").rows[0]  # fmt: skip
    assert (row["store_sales"], row["stores_open"], row["floor_area"]) == (10600, 2, 160)
    assert row["average_stores"] == pytest.approx(1 + 0.5 + 0.2)
    assert row["average_floor_area"] == pytest.approx(100 + 30 + 10)
    assert float(row["sales_per_area"]) == pytest.approx(10600 / 140, abs=1e-4)
    assert float(row["sales_per_store"]) == pytest.approx(10600 / 1.7, abs=1e-4)
    quarter = ask(reader, "sales_per_store", window="2025-Q2", where="store = '旗舰店'").rows[0]
    assert float(quarter["sales_per_store"]) == pytest.approx((9000 - 1000 - 400) / 3, abs=1e-4)
    by_store = {r["store"]: r["sales_per_area"] for r in ask(reader, "sales_per_area", by="store").rows}
    assert (by_store["旗舰店"], by_store["新店"]) == (76, 100)


def test_coverage_of_outlets() -> None:
    outlets = [
        {"outlet_id": "1", "listed_date": "2025-01-01", "covered_date": "2025-03-01", "region_id": "SH"},
        {"outlet_id": "2", "listed_date": "2025-01-01", "covered_date": "2025-03-01", "lost_date": "2025-06-10", "region_id": "SH"},
        {"outlet_id": "3", "listed_date": "2025-01-01", "region_id": "GD"},
        {"outlet_id": "4", "listed_date": "2025-07-01", "region_id": "GD"},
    ]  # fmt: skip
    rows = ask(company(outlets=outlets), "coverage", by="month", window="2025-05..2025-07").rows
    assert [r["coverage"] for r in rows] == [pytest.approx(2 / 3), pytest.approx(1 / 3), pytest.approx(1 / 4)]


def test_files_of_customers_and_what_is_filled_in_them() -> None:
    # three customers of the company: region and tier filled, no industry, kind, date or credit days
    row = ask(company(order_lines=[line("1", "2025-06-05", 1, customer_id="c1")]), "customers_on_file", "customer_fields_filled",
              "crm_completeness", "activity_rate").rows[0]  # fmt: skip
    assert (row["customers_on_file"], row["customer_fields_filled"]) == (3, 6)
    assert (row["crm_completeness"], row["activity_rate"]) == (pytest.approx(6 / 18), pytest.approx(1 / 3))
    tiers = {
        r["customer_tier"]: r["customers_on_file"] for r in ask(company(), "customers_on_file", by="customer_tier").rows
    }
    assert tiers == {"A": 1, "B": 2}


def test_use_of_the_crm_by_those_in_post() -> None:
    reader = company(assignments=POSTS, positions=POSITIONS,
                     system_uses=[{"system": "CRM", "person_id": "a", "use_date": "2025-06-02"}])  # fmt: skip
    assert ask(reader, "crm_use_rate").rows[0]["crm_use_rate"] == 0.5
    assert ask(reader, "crm_use_rate", window="2025-07").rows[0]["crm_use_rate"] is None


def stock(day: str, amount: int) -> dict[str, Any]:
    return {"source_system": "w", "snapshot_date": day, "place_kind": "own", "place_id": "北仓", "product_id": "p1",
            "quantity": 1, "value": amount}  # fmt: skip


def test_stock_turns_are_of_twelve_months_whatever_the_window() -> None:
    reader = company(
        order_lines=[line("0", "2024-06-30", 1, cost=1000), line("1", "2024-07-01", 1, cost=300), line("2", "2025-06-30", 1, cost=500)],
        return_lines=[returned("r", "2025-01-10", 1, "2024-12-01", cost=200)],
        stock_snapshots=[stock("2024-06-30", 9000), stock("2024-12-31", 60), stock("2025-06-30", 40)],
    )  # fmt: skip
    # July 2024 to June 2025: cost 300 + 500 - 200 = 600, stock (60 + 40) / 2 = 50
    for window in ("2025-06", "2025-Q2", "2025-06-30..2025-06-30"):
        row = ask(reader, "cost_of_goods_12m", "average_stock_value_12m", "stock_turns", window=window).rows[0]
        assert (row["cost_of_goods_12m"], row["average_stock_value_12m"], row["stock_turns"]) == (600, 50, 12)
    rows = ask(
        reader, "cost_of_goods_12m", "cost_of_goods", by="month", window="2025-05..2025-06", compare=("previous",)
    ).rows
    # to May: 1000 of 30 June 2024, 300, less 200
    assert [r["cost_of_goods_12m"] for r in rows] == [1100, 600]
    assert [r["cost_of_goods_12m.previous"] for r in rows] == [1100, 1100]
    assert [r["cost_of_goods"] for r in rows] == [0, 500]


def test_a_trailing_metric_is_read_from_facts() -> None:
    with pytest.raises(DefinitionError, match="does not look back"):
        layer_with(
            "metrics: {m: {zh: 甲, en: m, unit: fraction, format: percent, family: trailing, of: attainment, months: 12}}"
        )


def test_returning_customers_and_products_per_key_account() -> None:
    customers = [{"customer_id": "c1", "name": "甲", "tier": "A", "key_account": True}, {"customer_id": "c2", "name": "乙", "tier": "B", "key_account": True},
                 {"customer_id": "c3", "name": "丙", "tier": "C", "key_account": False}]  # fmt: skip
    lines = [
        line("0", "2025-05-01", 1, customer_id="c1", product_id="p1"),
        line("1", "2025-06-01", 1, customer_id="c1", product_id="p1"), line("2", "2025-06-02", 1, customer_id="c1", product_id="p2"),
        line("3", "2025-06-03", 1, customer_id="c1", product_id="p2"), line("4", "2025-06-04", 1, customer_id="c2", product_id="p1"),
        line("5", "2025-06-05", 1, customer_id="c3", product_id="p1"),
    ]  # fmt: skip
    reader = company(customers=customers, order_lines=lines)
    row = ask(reader, "new_customers", "returning_customers", "good_customer_share", "customer_products", "products_per_customer",
              "products_per_key_account").rows[0]  # fmt: skip
    assert (row["new_customers"], row["returning_customers"]) == (2, 1)
    assert row["good_customer_share"] == pytest.approx(2 / 3)
    # pairs: c1-p1, c1-p2, c2-p1, c3-p1; of key accounts three by two
    assert (row["customer_products"], row["products_per_customer"], row["products_per_key_account"]) == (
        4,
        pytest.approx(4 / 3),
        1.5,
    )
    quarter = ask(reader, "new_customers", "returning_customers", by="month", window="2025-05..2025-06").rows
    assert [(r["new_customers"], r["returning_customers"]) for r in quarter] == [(1, 0), (2, 1)]


def test_what_a_customer_is_worth_against_what_he_costs() -> None:
    lines = [
        line("1", "2023-10-01", 100, customer_id="c1", cost=60), line("2", "2023-10-01", 100, customer_id="c2", cost=60),
        line("3", "2024-10-01", 500, customer_id="c1", cost=300), line("4", "2025-03-01", 300, customer_id="c3", cost=100),
    ]  # fmt: skip
    spend = [
        {"source_system": "m", "spend_id": "1", "spend_date": "2025-02-01", "amount": 100, "purpose": "acquisition"}
    ]
    row = ask(company(order_lines=lines, spend=spend), "gross_margin_12m", "customers_12m", "retention_12m", "churn_12m", "cac_12m",
              "ltv", "ltv_cac").rows[0]  # fmt: skip
    # July 2024 to June 2025: margin 200 + 200 of two customers; of c1 and c2 of the year before one came back
    assert (row["gross_margin_12m"], row["customers_12m"], row["retention_12m"], row["churn_12m"]) == (400, 2, 0.5, 0.5)
    k = 0.5 / 1.1
    assert row["cac_12m"] == 100
    assert float(row["ltv"]) == pytest.approx(200 * (1 + k + k * k), abs=1e-3)
    assert row["ltv_cac"] == pytest.approx(2 * (1 + k + k * k))


def test_conversion_by_stage_and_channel_and_the_sales_cycle() -> None:
    opportunities = [
        {"opportunity_id": o, "created_date": "2025-06-01", "channel_id": c}
        for o, c in [("1", "on"), ("2", "on"), ("3", "st")]
    ]
    events = [
        ("1", "线索", 1, "2025-06-01"), ("1", "方案", 2, "2025-06-05"), ("1", "赢单", 3, "2025-06-25"),
        ("2", "线索", 1, "2025-06-03"), ("3", "线索", 1, "2025-06-10"), ("3", "方案", 2, "2025-06-20"),
        ("2", "输单", 9, "2025-06-28"),  # lost: no step forward, and no stage of the funnel
    ]  # fmt: skip
    reader = company(
        opportunities=opportunities,
        stage_events=[{"opportunity_id": o, "stage": s, "stage_no": n, "entered_date": d} for o, s, n, d in events],
    )
    rows = ask(reader, "stage_conversion", "stage_entries", "stage_days", by=("stage", "channel"), as_of=None).rows
    found = {(r["stage"], r["channel"]): (r["stage_entries"], r["stage_conversion"]) for r in rows}
    assert found["线索", "线上"] == (2, 0.5)
    assert found["线索", "门店"] == (1, 1.0)
    assert found["方案", "线上"] == (1, 1.0)
    assert found["方案", "门店"] == (1, 0.0)
    assert not any(stage == "输单" for stage, _ in found)
    assert ask(reader, "sales_cycle_days").rows[0]["sales_cycle_days"] == 24


def test_a_director_sees_the_funnel_of_the_own_unit_as_it_is_today() -> None:
    def opportunity(number: str, then: str, now: str) -> dict[str, str]:
        return {"opportunity_id": number, "created_date": "2025-06-01", "org_unit_id": then, "org_unit_id_now": now}

    reader = company(
        opportunities=[opportunity("1", "U1", "U1"), opportunity("2", "U1", "U2"), opportunity("3", "U2", "U1")],
        stage_events=[
            {"opportunity_id": o, "stage": "线索", "stage_no": 1, "entered_date": "2025-06-03"} for o in "123"
        ],
        org_units=[{"org_unit_id": u, "name": f"组织{u}"} for u in ("U1", "U2")],
        business_day=[{"business_date": "2025-06-30"}],
    )
    scope = Scope({"org_unit": ("U1",)})
    mine = ask(reader, "opportunities", "stage_entries", by=("org_unit",), scope=scope).rows
    assert [(r["org_unit"], r["opportunities"], r["stage_entries"]) for r in mine] == [
        ("组织U1", 1, 1),
        ("组织U2", 1, 1),
    ]
    assert ask(reader, "stage_entries", scope=Scope({"org_unit": ("U2",)})).rows[0]["stage_entries"] == 1
