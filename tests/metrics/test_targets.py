"""Targets: grain sets, versions, matching, phasing, levels of a tree, refusals."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.metrics.company import company, line, target
from tests.metrics.memory import MemoryReader, ask

from fupan.errors import QuestionError

JUNE = ("2025-06-01", "2025-07-01")
LINES = [
    line("a", "2025-06-10", 800, region_id="SH", product_id="p1", customer_id="c2", channel_id="on"),
    line("b", "2025-06-28", 200, region_id="ZJ", product_id="p2", customer_id="c3", channel_id="st"),
    line("c", "2025-06-05", 300, region_id="GD", product_id="p1", customer_id="c1", channel_id="on"),
    line("d", "2025-06-06", 50, product_id="p1"),
    line("e", "2025-05-06", 1, region_id="GD", product_id="p1"),
]


def sold(*targets: dict[str, object], **more: object) -> MemoryReader:
    return company(order_lines=LINES, targets=list(targets), **more)


def test_attainment_counts_actuals_with_a_target_only() -> None:
    reader = sold(target(1250, *JUNE, region_id="E"), target(600, *JUNE, region_id="S"))
    result = ask(reader, "net_sales", "target", "attainment", "unmatched_sales", "gap", by=("region",), totals=True)
    assert [(r["region"], r["target"], r["attainment"], r["unmatched_sales"]) for r in result.rows] == [
        ("华东", Decimal(1250), 0.8, Decimal(0)),
        ("华南", Decimal(600), 0.5, Decimal(0)),
        ("(unknown)", None, None, Decimal(50)),
    ]
    assert result.total is not None
    assert result.total["net_sales"] == 1350
    assert result.total["attainment"] == pytest.approx(1300 / 1850)
    assert result.total["unmatched_sales"] == 50
    assert result.total["gap"] == -550


def test_null_target_is_none_and_zero_target_is_not_defined() -> None:
    reader = sold(target(None, *JUNE, region_id="E"), target(0, *JUNE, region_id="S"))
    east, south, _ = ask(reader, "attainment", "target", "net_sales", by=("region",)).rows
    assert sorted([(r["region"], r["target"], r["attainment"]) for r in (east, south)]) == [
        ("华东", None, None),
        ("华南", Decimal(0), None),
    ]


def test_no_targets_at_all_gives_no_attainment_and_no_refusal() -> None:
    row = ask(sold(), "net_sales", "attainment", "lag", compare=("target",)).rows[0]
    assert (row["net_sales"], row["net_sales.target"], row["attainment"], row["lag"]) == (1350, None, None, None)


def test_two_grain_sets_are_never_summed_and_the_coarsest_that_answers_is_taken() -> None:
    reader = sold(
        target(2000, *JUNE, grain_set="company"),
        target(1200, *JUNE, grain_set="region", region_id="E"), target(700, *JUNE, grain_set="region", region_id="S"),
        target(500, *JUNE, grain_set="line", product_line="A"), target(300, *JUNE, grain_set="line", product_line="B"),
    )  # fmt: skip
    assert ask(reader, "target").rows[0]["target"] == 2000
    assert [r["target"] for r in ask(reader, "target", by=("region",)).rows] == [1200, 700]
    assert [(r["product_line"], r["attainment"]) for r in ask(reader, "attainment", by=("product_line",)).rows] == [
        ("A", pytest.approx(1150 / 500)),
        ("B", pytest.approx(200 / 300)),
    ]
    assert ask(reader, "target", where="region = '华东'").rows[0]["target"] == 1200
    used = ask(reader, "target", by=("region",)).provenance.targets
    assert [t["grain_set"] for t in used] == ["region"]


def test_sets_without_a_name_are_told_apart_by_their_columns() -> None:
    reader = sold(target(2000, *JUNE), target(1200, *JUNE, region_id="E"), target(700, *JUNE, region_id="S"))
    assert ask(reader, "target").rows[0]["target"] == 2000
    assert [r["target"] for r in ask(reader, "target", by=("region",)).rows] == [1200, 700]


def test_newest_version_of_each_period() -> None:
    reader = sold(
        target(100, *JUNE), target(110, *JUNE, version="v2"), target(120, *JUNE, version="v10"),
        target(90, "2025-05-01", "2025-06-01"),
    )  # fmt: skip
    assert ask(reader, "target").rows[0]["target"] == 120
    assert ask(reader, "target", window="2025-05..2025-06").rows[0]["target"] == 210
    assert ask(reader, "target", target_version="v1").rows[0]["target"] == 100
    with pytest.raises(QuestionError, match="no version"):
        ask(reader, "target", target_version="v7")


def test_levels_of_a_target_are_apart() -> None:
    reader = sold(target(100, *JUNE), target(80, *JUNE, level="floor"), target(130, *JUNE, level="stretch"))
    assert ask(reader, "target").rows[0]["target"] == 100
    assert ask(reader, "target", target_level="stretch").rows[0]["target"] == 130


def test_too_coarse_in_dimension_is_refused_with_what_can_be_asked() -> None:
    reader = sold(target(1200, *JUNE, region_id="E"), target(700, *JUNE, region_id="S"))
    with pytest.raises(QuestionError) as caught:
        ask(reader, "attainment", by=("product_line",))
    assert caught.value.code == "target_grain"
    assert "region" in str(caught.value.closest)
    with pytest.raises(QuestionError, match="target_grain"):
        ask(reader, "attainment", by=("province",))


def test_too_coarse_in_time_is_refused_with_the_window_that_can_be_asked() -> None:
    reader = sold(target(12_000, "2025-01-01", "2026-01-01"))
    with pytest.raises(QuestionError) as caught:
        ask(reader, "attainment")
    assert caught.value.code == "target_grain"
    assert "2025" in str(caught.value.closest)
    assert ask(reader, "target", window="2025").rows[0]["target"] == 12_000


def test_other_basis_is_refused() -> None:
    reader = sold(target(1000, *JUNE, basis="order/with/sell_in"))
    with pytest.raises(QuestionError) as caught:
        ask(reader, "attainment")
    assert caught.value.code == "basis"
    assert "ordered_sales_with_tax" in str(caught.value.closest)


def test_lag_and_progress_of_a_running_month() -> None:
    reader = sold(target(2000, *JUNE))
    row = ask(
        reader, "net_sales", "progress", "elapsed", "expected_progress", "lag", "phased_target", as_of=date(2025, 6, 15)
    ).rows[0]
    # 15 of 30 days: 1000 of the target is due; 1150 was sold by then
    assert row["net_sales"] == 1150
    assert row["elapsed"] == pytest.approx(0.5)
    assert row["phased_target"] == 1000
    assert row["expected_progress"] == pytest.approx(0.5)
    assert row["progress"] == pytest.approx(0.575)
    assert row["lag"] == pytest.approx(-0.15)


def test_year_to_date_takes_the_months_begun() -> None:
    months = [target(1000, f"2025-{m:02d}-01", f"2025-{m + 1:02d}-01") for m in range(1, 12)]
    row = ask(sold(*months), "target", "phased_target", "lag", window="ytd", as_of=date(2025, 6, 15)).rows[0]
    assert row["target"] == 6000
    assert row["phased_target"] == 5500
    assert row["lag"] == pytest.approx(1 - 1151 / 5500)


def test_progress_of_a_year_is_told_on_the_whole_years_target() -> None:
    """1,151 of twelve months at 1,000 by mid June: 9.6% done where 45.8% was due; year to date it is 1,151 of 6,000."""
    months = [target(1000, f"2025-{m:02d}-01", f"{2025 + m // 12}-{m % 12 + 1:02d}-01") for m in range(1, 13)]
    day, reader = date(2025, 6, 15), sold(*months)
    wanted = ("target", "phased_target", "attainment", "progress", "expected_progress", "lag")
    year = ask(reader, *wanted, window="2025", as_of=day).rows[0]
    to_date = ask(reader, *wanted, window="ytd", as_of=day).rows[0]
    assert (year["target"], year["phased_target"]) == (12000, 5500)
    assert year["progress"] == year["attainment"] == pytest.approx(1151 / 12000)
    assert year["expected_progress"] == pytest.approx(5500 / 12000)
    assert (to_date["target"], to_date["phased_target"]) == (6000, 5500)
    assert to_date["attainment"] == pytest.approx(1151 / 6000)
    assert year["lag"] == to_date["lag"] == pytest.approx(1 - 1151 / 5500)


def test_lag_is_reversed_where_lower_is_better() -> None:
    returns = [
        {
            "source_system": "erp",
            "return_id": "r",
            "line_id": "1",
            "return_date": "2025-06-03",
            "amount_without_tax": 60,
        }
    ]
    reader = sold(target(50, *JUNE) | {"metric": "returns"}, return_lines=returns)
    row = ask(reader, "lag(returns)", "attainment(returns)").rows[0]
    assert row["lag(returns)"] == pytest.approx(0.2)
    assert row["attainment(returns)"] == pytest.approx(1.2)


def test_targets_of_other_metrics_and_of_rates() -> None:
    reader = sold(
        target(8, *JUNE) | {"metric": "orders"},
        target(1, *JUNE, region_id="E") | {"metric": "gross_margin_rate"},
    )  # fmt: skip
    result = ask(reader, "orders", compare=("target",))
    assert (result.rows[0]["orders"], result.rows[0]["orders.target"]) == (4, 8)
    assert result.rows[0]["orders.vs_target"] == pytest.approx(-0.5)
    rate = ask(reader, "gross_margin_rate", compare=("target",), where="region = '华东'").rows[0]
    assert rate["gross_margin_rate.target"] == 1.0


def test_office_sales_count_for_the_area_that_has_the_target() -> None:
    units = [
        {"org_unit_id": "hq", "name": "总部"},
        {"org_unit_id": "east", "name": "华东大区", "parent_id": "hq"},
        {"org_unit_id": "sh", "name": "上海办", "parent_id": "east"},
    ]
    lines = [
        line("a", "2025-06-01", 100, org_unit_id="sh"),
        line("b", "2025-06-02", 40, org_unit_id="east"),
        line("c", "2025-06-02", 9),
    ]
    reader = company(order_lines=lines, org_units=units, targets=[target(200, *JUNE, org_unit_id="east")])
    row = ask(reader, "attainment", "unmatched_sales").rows[0]
    assert (row["attainment"], row["unmatched_sales"]) == (0.7, 9)


def test_a_target_of_an_unmatched_name_stays_unknown_and_is_not_the_whole() -> None:
    reader = sold(target(500, *JUNE, region_id="E"), target(70, *JUNE) | {"region_id_raw": "华夏"})
    rows = {r["region"]: r for r in ask(reader, "target", "attainment", by=("region",)).rows}
    assert rows["(unknown)"]["target"] == 70
    assert rows["(unknown)"]["attainment"] == 0.0
    assert rows["华东"]["attainment"] == 2.0


def test_by_month_against_monthly_targets_and_last_year() -> None:
    reader = sold(
        target(1000, *JUNE), target(10, "2025-05-01", "2025-06-01"), target(500, "2024-06-01", "2024-07-01"),
    )  # fmt: skip
    rows = ask(reader, "attainment", by=("month",), window="2025-05..2025-06", compare=("last_year",)).rows
    assert [(r["month"], r["attainment"], r["attainment.last_year"]) for r in rows] == [
        ("2025-05", 0.1, None),
        ("2025-06", 1.35, 0.0),
    ]


def test_target_dimensions_come_from_its_own_columns() -> None:
    reader = sold(
        target(400, *JUNE, region_id="E", product_line="A", channel_id="on"),
        target(200, *JUNE, region_id="E", product_line="B", channel_id="st"),
        target(100, *JUNE, region_id="S", product_line="A", channel_id="st"),
    )  # fmt: skip
    rows = ask(reader, "target", "credited_sales", "unmatched_sales", by=("region", "product_line")).rows
    assert [(r["region"], r["product_line"], r["target"], r["credited_sales"], r["unmatched_sales"]) for r in rows] == [
        ("华东", "A", 400, 800, 0),
        ("华东", "B", 200, 200, 0),
        ("华南", "A", 100, 0, 300),
        ("(unknown)", "A", None, 0, 50),
    ]


def test_a_positions_target_is_its_units_and_its_holders() -> None:
    lines = [
        line("a", "2025-06-03", 60, position_id="k1", person_id="w", org_unit_id="sh"),
        line("b", "2025-07-03", 90, position_id="k1", person_id="z", org_unit_id="sh"),
        line("c", "2025-06-04", 30, position_id="k2", org_unit_id="sh"),
        line("d", "2025-06-04", 7, org_unit_id="sh"),
    ]
    reader = company(
        order_lines=lines,
        org_units=[{"org_unit_id": "sh", "name": "上海办"}],
        positions=[{"position_id": p, "name": p, "org_unit_id": "sh"} for p in ("k1", "k2")],
        people=[{"person_id": "w", "name": "王芳"}, {"person_id": "z", "name": "赵强"}],
        assignments=[
            {"position_id": "k1", "person_id": "w", "valid_from": "2024-01-01", "valid_to": "2025-07-01"},
            {"position_id": "k1", "person_id": "z", "valid_from": "2025-07-01"},
            {"position_id": "k1", "person_id": "z", "valid_from": "2025-06-01", "kind": "second"},
        ],
        targets=[
            target(100, *JUNE, position_id="k1"), target(100, "2025-07-01", "2025-08-01", position_id="k1"),
            target(50, *JUNE, position_id="k2"),
        ],
    )  # fmt: skip
    unit = ask(reader, "target", "attainment", "unmatched_sales", by=("org_unit",)).rows
    assert [(r["org_unit"], r["target"], r["attainment"], r["unmatched_sales"]) for r in unit] == [
        ("上海办", 150, 0.6, 7)
    ]
    people = ask(reader, "target", "attainment", by=("person",), window="2025-06..2025-07").rows
    assert [(r["person"], r["target"], r["attainment"]) for r in people] == [
        ("王芳", 100, 0.6), ("赵强", 100, 0.9), ("(unknown)", 50, 0.6),
    ]  # fmt: skip
    assert ask(reader, "attainment", where="org_unit = '上海办'").rows[0]["attainment"] == 0.6


def test_a_region_is_judged_by_its_own_target_where_few_of_its_provinces_have_one() -> None:
    reader = sold(
        target(1250, *JUNE, region_id="E"), target(600, *JUNE, region_id="S"), target(400, *JUNE, region_id="SH")
    )
    rows = ask(reader, "target", "target_of_children", by=("region",), totals=True).all_rows()
    assert [(r["region"], r["target"]) for r in rows if r["target"] is not None] == [
        ("华东", 1250),
        ("华南", 600),
        (None, 1850),
    ]
    assert rows[0]["target_of_children"] == 400
