"""Targets spread over time, several plans side by side, versions in force, levels above one another."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.metrics.company import company, line, target
from tests.metrics.memory import DEFINITIONS, MemoryReader, ask

from fupan.errors import QuestionError
from fupan.metrics import MetricLayer
from fupan.metrics.definitions import Definitions

JUNE = ("2025-06-01", "2025-07-01")
YEAR = ("2025-01-01", "2026-01-01")
LINES = [
    line("a", "2025-06-10", 800, region_id="SH", product_id="p1", product_line="A"),
    line("b", "2025-06-28", 200, region_id="ZJ", product_id="p2", product_line="B"),
    line("c", "2025-06-05", 300, region_id="GD", product_id="p1", product_line="A"),
]


def sold(*targets: dict[str, Any], lines: list[dict[str, Any]] | None = None, **more: Any) -> MemoryReader:
    return company(order_lines=LINES if lines is None else lines, targets=list(targets), **more)


def with_metric(**changes: Any) -> MetricLayer:
    """The pack with keys of one metric changed: name={...}."""
    metrics = dict(DEFINITIONS.metrics)
    for name, keys in changes.items():
        metrics[name] = metrics[name].model_copy(update=keys)
    return MetricLayer(Definitions(DEFINITIONS.facts, DEFINITIONS.dimensions, metrics))


def test_working_days_make_more_due_before_a_holiday() -> None:
    """October 2025: work is on 9-11 October (the 11th in place of a holiday), then on weekdays: 18 days in all."""
    reader = sold(target(1800, "2025-10-01", "2025-11-01"))
    asked: dict[str, Any] = {"window": "2025-10", "as_of": date(2025, 10, 11)}
    row = ask(reader, "target", "phased_target", "expected_progress", phase="working_days", **asked)
    assert (row.rows[0]["target"], row.rows[0]["phased_target"]) == (1800, 300)
    assert row.rows[0]["expected_progress"] == pytest.approx(3 / 18)
    assert (row.provenance.targets[0]["phase"], row.provenance.targets[0]["phase_by"]) == ("working_days", "question")
    even = ask(reader, "phased_target", **asked)
    assert even.rows[0]["phased_target"] == Decimal("638.7097")  # 1800 x 11 / 31
    assert (even.provenance.targets[0]["phase"], even.provenance.targets[0]["phase_by"]) == ("even", "default")


def test_a_year_by_month_is_refused_and_offered_to_be_spread() -> None:
    reader = sold(target(1000, *YEAR))
    with pytest.raises(QuestionError) as caught:
        ask(reader, "target", by=("month",), window="2025")
    assert caught.value.code == "target_grain"
    assert "phase='season'" in str(caught.value.closest)


def test_parts_of_a_target_add_up_to_the_cent() -> None:
    """1,000.00 over 365 days: January is 31/365 = 84.93, and the twelve parts are 1,000.00 again."""
    reader = sold(target(1000, *YEAR))
    months = ask(reader, "target", by=("month",), window="2025", phase="even").rows
    assert [r["target"] for r in months[:3]] == [Decimal("84.93"), Decimal("76.71"), Decimal("84.94")]
    assert sum(r["target"] for r in months) == 1000
    days = ask(reader, "target", by=("day",), window="2025", phase="even").rows
    assert sum(r["target"] for r in days) == 1000
    quarters = ask(reader, "target", by=("quarter",), window="2025", phase="even")
    assert quarters.rows[0]["target"] == sum(r["target"] for r in months[:3])
    assert quarters.provenance.targets[0]["split"] is True
    june = ask(reader, "target", "attainment", window="2025-06", phase="even").rows[0]
    assert june["target"] == months[5]["target"] == Decimal("82.19")
    assert june["attainment"] == pytest.approx(1300 / 82.19)


def test_a_running_month_of_a_years_target() -> None:
    row = ask(sold(target(3650, *YEAR)), "target", "phased_target", "lag", window="2025-06", as_of=date(2025, 6, 15), phase="even")  # fmt: skip
    assert (row.rows[0]["target"], row.rows[0]["phased_target"]) == (300, 150)
    assert row.rows[0]["lag"] == pytest.approx(1 - 1100 / 150)


def test_season_follows_last_years_months() -> None:
    """2024 sold 100 in each month but 900 in June: a year's 20,000 is 1,000 a month and 9,000 in June."""
    lines = [line(f"m{m}", f"2024-{m:02d}-15", 900 if m == 6 else 100) for m in range(1, 13)]
    reader = sold(target(20_000, *YEAR), lines=lines)
    rows = ask(reader, "target", by=("month",), window="2025", phase="season").rows
    assert [r["target"] for r in rows] == [9000 if m == 6 else 1000 for m in range(1, 13)]
    row = ask(reader, "phased_target", window="2025", as_of=date(2025, 6, 10), phase="season").rows[0]
    assert row["phased_target"] == 5000 + 9000 * 10 // 30
    one = sold(target(20_000, *YEAR), target(50, *YEAR, region_id="S"), lines=lines)
    east = ask(one, "target", by=("region",), window="2025-06", phase="season").rows
    assert [(r["region"], r["target"]) for r in east] == [("华南", Decimal("22.5"))]  # the company's shape for all


def test_season_inside_a_month_follows_its_days() -> None:
    """June 2024 sold 300 on the 3rd and 100 on the 20th: three quarters are due from the 3rd on."""
    lines = [line("a", "2024-06-03", 300), line("b", "2024-06-20", 100)]
    reader = sold(target(1000, *JUNE), lines=lines)
    asked = [
        ask(reader, "phased_target", phase="season", as_of=date(2025, 6, d)).rows[0]["phased_target"]
        for d in (2, 3, 19, 20)
    ]
    assert asked == [0, 750, 750, 1000]


def test_season_without_a_last_year_is_even_and_says_so() -> None:
    result = ask(sold(target(1000, *JUNE)), "phased_target", phase="season", as_of=date(2025, 6, 15))
    assert result.rows[0]["phased_target"] == 500
    assert result.provenance.targets[0]["phase_even_for"] == 1


def test_season_declared_by_the_metric() -> None:
    weights = tuple(Decimal(w) for w in (5, 5, 10, 10, 10, 10, 5, 5, 10, 10, 10, 10))
    layer = with_metric(net_sales={"phase": "season", "season": weights})
    reader = sold(target(1000, *YEAR), target(300, *JUNE, grain_set="month"))
    result = ask(reader, "phased_target", window="2025", as_of=date(2025, 2, 28), layer=layer)
    assert result.rows[0]["phased_target"] == 100
    assert result.provenance.targets[0]["phase_by"] == "metric"
    halves = ask(reader, "target", by=("half",), window="2025", phase="season", layer=layer).rows
    assert [r["target"] for r in halves] == [500, 500]


def test_plans_side_by_side() -> None:
    reader = sold(
        target(1000, *JUNE), target(800, *JUNE, level="floor"), target(1625, *JUNE, level="stretch"),
        target(1300, *JUNE, plan="budget"), target(1250, *JUNE, plan="forecast", version="v1"),
        target(1040, *JUNE, plan="forecast", version="v2"), target(900, *JUNE, version="v0"),
    )  # fmt: skip
    compare = ("target", "floor", "stretch", "budget", "forecast", "forecast@v1", "target@v0")
    result = ask(reader, "net_sales", "attainment", compare=compare)
    row = result.rows[0]
    assert [row[f"net_sales.{c}"] for c in compare] == [1000, 800, 1625, 1300, 1040, 1250, 900]
    assert [row[f"net_sales.vs_{c}"] for c in compare] == pytest.approx(
        [0.3, 0.625, -0.2, 0, 0.25, 0.04, 1300 / 900 - 1]
    )
    assert row["attainment"] == pytest.approx(1.3)
    labels = {c.name: (c.zh, c.en) for c in result.columns}
    assert labels["net_sales.vs_budget"] == ("净销售额较预算", "Net sales vs budget")
    assert labels["net_sales.forecast@v1"] == ("净销售额预测v1", "Net sales forecast v1")
    plans = [t["plan"] for t in result.provenance.targets]
    assert sorted(plans) == sorted(compare)
    with pytest.raises(QuestionError) as caught:
        ask(reader, "net_sales", compare=("budgett",))
    assert caught.value.closest == "budget"


def test_each_plan_counts_the_actuals_that_it_covers() -> None:
    reader = sold(target(500, *JUNE, region_id="E"), target(650, *JUNE, plan="budget"))
    row = ask(reader, "net_sales", compare=("target", "budget")).rows[0]
    assert row["net_sales"] == 1300
    assert row["net_sales.vs_target"] == pytest.approx(1000 / 500 - 1)
    assert row["net_sales.vs_budget"] == pytest.approx(1300 / 650 - 1)


def test_the_version_in_force_when_the_period_began() -> None:
    reader = sold(
        target(100, *JUNE, version="v1", valid_from="2025-01-01"),
        target(120, *JUNE, version="v2", valid_from="2025-06-01"),
        target(150, *JUNE, version="v3", valid_from="2025-06-10"),
    )
    assert ask(reader, "target").rows[0]["target"] == 150
    assert ask(reader, "target", target_version="in_force").rows[0]["target"] == 120
    both = ask(reader, "net_sales", compare=("target", "target@in_force")).rows[0]
    assert (both["net_sales.target"], both["net_sales.target@in_force"]) == (150, 120)
    layer = with_metric(target={"version": "in_force"})
    assert ask(reader, "target", layer=layer).rows[0]["target"] == 120
    assert ask(reader, "target", target_version="newest", layer=layer).rows[0]["target"] == 150


def test_a_year_and_its_months_in_one_file_are_not_added_up() -> None:
    months = [target(100, f"2025-{m:02d}-01", f"2025-{m + 1:02d}-01" if m < 12 else "2026-01-01") for m in range(1, 13)]
    reader = sold(target(1000, *YEAR), *months)
    assert ask(reader, "target", window="2025").rows[0]["target"] == 1000
    assert ask(reader, "target", window="2025-06").rows[0]["target"] == 100
    assert [r["target"] for r in ask(reader, "target", by=("half",), window="2025").rows] == [600, 600]


def test_a_regions_and_its_provinces_targets_are_levels_of_their_own() -> None:
    """The East owes 1,000 and handed 1,100 down: 10% more than it owes; the South handed nothing down."""
    reader = sold(
        target(1000, *JUNE, region_id="E"), target(500, *JUNE, region_id="S"),
        target(700, *JUNE, region_id="SH"), target(400, *JUNE, region_id="ZJ"),
    )  # fmt: skip
    wanted = ("target", "target_of_children", "over_assignment", "attainment", "attainment_of_children")
    result = ask(reader, *wanted, by=("region",), totals=True)
    rows = {r["region"]: r for r in result.rows}
    assert (rows["华东"]["target"], rows["华东"]["target_of_children"]) == (1000, 1100)
    assert rows["华东"]["over_assignment"] == pytest.approx(0.1)
    assert rows["华东"]["attainment"] == pytest.approx(1.0)
    assert rows["华东"]["attainment_of_children"] == pytest.approx(1000 / 1100)
    assert (rows["华南"]["target"], rows["华南"]["target_of_children"]) == (500, None)
    assert result.total is not None
    assert result.total["target"] == 1500
    by_province = ask(reader, "target", "attainment", by=("province",)).rows
    assert [(r["province"], r["target"]) for r in by_province if r["target"]] == [("上海", 700), ("浙江", 400)]


def test_over_assignment_by_lines_of_products_and_of_the_whole() -> None:
    reader = sold(
        target(1000, *JUNE), target(600, *JUNE, product_line="A"), target(500, *JUNE, product_line="B"),
        target(660, *JUNE, product_line="A", product_id="p1"),
    )  # fmt: skip
    whole = ask(reader, "target", "target_of_children", "over_assignment").rows[0]
    assert (whole["target"], whole["target_of_children"]) == (1000, 1100)
    lines = ask(reader, "target", "target_of_children", "over_assignment", by=("product_line",)).rows
    assert [(r["product_line"], r["target"], r["target_of_children"]) for r in lines] == [
        ("A", 600, 660),
        ("B", 500, None),
    ]
    assert lines[0]["over_assignment"] == pytest.approx(0.1)
