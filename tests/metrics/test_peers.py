"""Rank and distance from the mean among the rows of an answer, by hand."""

from __future__ import annotations

import pytest
from tests.metrics.company import company, line, target
from tests.metrics.memory import ask

from fupan.errors import QuestionError
from fupan.metrics import Scope

LINES = [
    line("1", "2025-06-01", 300, customer_id="c1", region_id="GD", quantity=3),
    line("2", "2025-06-02", 100, customer_id="c2", region_id="SH", quantity=2),
    line("3", "2025-06-03", 100, customer_id="c3", region_id="ZJ", quantity=1),
    line("4", "2025-06-03", 900, customer_id=None, region_id="ZJ", quantity=1),
    line("5", "2025-05-03", 50, customer_id="c1", region_id="GD", quantity=1),
    line("6", "2025-05-03", 70, customer_id="c2", region_id="SH", quantity=1),
]


def test_equal_figures_share_the_better_rank_and_the_unknown_has_none() -> None:
    rows = ask(company(order_lines=LINES), "net_sales", "rank", "deviation", by="customer").rows
    found = {r["customer"]: (r["rank"], r["deviation"]) for r in rows}
    # the mean of the three known customers is 500 / 3
    assert found["深圳华强"] == (1, pytest.approx(300 / (500 / 3) - 1))
    assert found["上海百联"] == found["杭州大厦"] == (2, pytest.approx(100 / (500 / 3) - 1))
    assert found["(unknown)"] == (None, None)


def test_ranks_are_taken_period_by_period_and_moves_are_in_places() -> None:
    result = ask(company(order_lines=LINES), "rank", by=("customer", "month"), window="2025-05..2025-06", totals=True)
    found = {(r["customer"], r["month"]): r["rank"] for r in result.rows}
    assert (found["上海百联", "2025-05"], found["深圳华强", "2025-05"]) == (1, 2)
    assert (found["上海百联", "2025-06"], found["深圳华强", "2025-06"]) == (2, 1)
    assert result.total is not None
    assert result.total["rank"] is None
    moved = ask(company(order_lines=LINES), "rank", by="customer", compare="previous")
    row = next(r for r in moved.rows if r["customer"] == "深圳华强")
    assert (row["rank"], row["rank.previous"], row["rank.vs_previous"]) == (1, 2, -1.0)
    assert moved.column("rank.vs_previous").format == "count"


def test_the_mean_of_a_ratio_is_the_ratio_of_sums() -> None:
    # asp by region: 华南 100, 华东 1100 / 4 = 275; of all 1400 / 7 = 200, not 187.5
    rows = {
        r["region"]: r for r in ask(company(order_lines=LINES), "asp", "deviation(asp)", "rank(asp)", by="region").rows
    }
    assert rows["华东"]["deviation(asp)"] == pytest.approx(275 / 200 - 1)
    assert rows["华南"]["deviation(asp)"] == pytest.approx(100 / 200 - 1)
    assert (rows["华东"]["rank(asp)"], rows["华南"]["rank(asp)"]) == (1, 2)
    months = ask(company(order_lines=LINES), "deviation(asp)", by=("region", "month"), window="2025-05..2025-06").rows
    # May: 50 by one, 70 by one: mean 60
    assert {(r["region"], r["month"]): r["deviation(asp)"] for r in months}["华东", "2025-05"] == pytest.approx(
        70 / 60 - 1
    )


def test_where_lower_is_better_the_lowest_leads() -> None:
    lines = [
        line("1", "2025-06-01", 100, customer_id="c1", discount=9),
        line("2", "2025-06-01", 100, customer_id="c2", discount=2),
    ]
    rows = {
        r["customer"]: r["rank(discounts)"]
        for r in ask(company(order_lines=lines), "rank(discounts)", by="customer").rows
    }
    assert rows == {"深圳华强": 2, "上海百联": 1}


def test_rank_of_attainment() -> None:
    goals = [
        target(200, "2025-06-01", "2025-07-01", region_id="S"),
        target(4000, "2025-06-01", "2025-07-01", region_id="E"),
    ]
    rows = {
        r["region"]: r
        for r in ask(
            company(order_lines=LINES, targets=goals), "rank(attainment)", "deviation(attainment)", by="region"
        ).rows
    }
    assert (rows["华南"]["rank(attainment)"], rows["华东"]["rank(attainment)"]) == (1, 2)
    assert rows["华南"]["deviation(attainment)"] == pytest.approx(300 / 200 / (1400 / 4200) - 1)


def test_peers_are_those_in_scope_unless_a_right_says_the_company() -> None:
    reader = company(order_lines=LINES)
    east = Scope(members={"region": ("华东",)})
    rows = ask(reader, "rank", "deviation", by="customer", scope=east).rows
    assert {r["customer"]: r["rank"] for r in rows} == {"上海百联": 1, "杭州大厦": 1, "(unknown)": None}
    free = Scope(members={"region": ("华东",)}, benchmarks={"own_rank": ("net_sales",), "company_mean": ("net_sales",)})
    rows = ask(reader, "rank", "deviation", by="customer", scope=free).rows
    found = {r["customer"]: (r["rank"], r["deviation"]) for r in rows}
    assert found["上海百联"] == (2, pytest.approx(100 / (500 / 3) - 1))
    assert set(found) == {"上海百联", "杭州大厦", "(unknown)"}


def test_top_by_one_dimension_keeps_the_rank_among_all_and_two_are_refused() -> None:
    reader = company(order_lines=LINES)
    rows = ask(reader, "net_sales", "rank", by="customer", top=1).rows
    assert [(r["customer"], r["rank"]) for r in rows] == [("深圳华强", 1)]
    with pytest.raises(QuestionError, match="all rows"):
        ask(reader, "net_sales", "rank", by=("customer", "month"), top=1)
    with pytest.raises(QuestionError, match="cannot stand inside"):
        ask(reader, "rank(deviation)", by="customer")
