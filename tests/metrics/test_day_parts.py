"""Weekday, month of the year and working day as ordinary dimensions."""

from __future__ import annotations

import pytest
from tests.metrics.company import company, line, target
from tests.metrics.memory import DEFINITIONS, ask

from fupan.calendar import PlainRules
from fupan.errors import QuestionError
from fupan.metrics import MetricLayer, Question, Scope

# 2 June 2025 is Dragon Boat Monday; 8 February 2025 a Saturday worked for Spring Festival
LINES = [
    line("a", "2025-06-02", 1, customer_id="c1"),
    line("b", "2025-06-03", 2, customer_id="c1"),
    line("c", "2025-06-09", 4, customer_id="c2"),
    line("d", "2025-06-14", 8, customer_id="c1", ship_date="2025-06-16"),
    line("e", "2025-02-08", 16, customer_id="c3"),
    line("f", "2024-06-10", 32, customer_id="c1"),
    line("g", "2025-05-26", 64, customer_id="c2"),
]


def test_by_weekday_with_comparison_and_distinct_counts() -> None:
    rows = ask(company(order_lines=LINES), "net_sales", "customers", by=("weekday",), compare=("last_year",)).rows
    found = [(r["weekday"], r["net_sales"], r["customers"], r["net_sales.last_year"]) for r in rows]
    assert found == [("1", 5, 2, 32), ("2", 2, 1, None), ("6", 8, 1, None)]


def test_the_day_is_that_of_the_date_role() -> None:
    rows = ask(company(order_lines=LINES), "gross_sales", by=("weekday",), time="ship").rows
    assert [(r["weekday"], r["gross_sales"]) for r in rows] == [("1", 8)]


def test_month_of_year_over_years_and_by_calendar() -> None:
    layer = MetricLayer(DEFINITIONS, calendars={
        "cut": PlainRules("cut", cut_off_day=25), "weeks": PlainRules("weeks", 2, 6, weeks="4-5-4", year_end="nearest"),
    })  # fmt: skip
    reader = company(order_lines=LINES)
    question = {"by": ("month_of_year",), "window": "2024-01-01..2025-12-31", "layer": layer}
    assert [(r["month_of_year"], r["net_sales"]) for r in ask(reader, "net_sales", **question).rows] == [
        ("02", 16), ("05", 64), ("06", 47),
    ]  # fmt: skip
    # 26 May is in June there
    assert [(r["month_of_year"], r["net_sales"]) for r in ask(reader, "net_sales", calendar="cut", **question).rows] == [
        ("02", 16), ("06", 111),
    ]  # fmt: skip
    # May is 4 May to 31 May 2025, February from 2 February; 10 June 2024 is in June, 2 to 29 June
    assert [(r["month_of_year"], r["net_sales"]) for r in ask(reader, "net_sales", calendar="weeks", **question).rows] == [
        ("02", 16), ("05", 64), ("06", 47),
    ]  # fmt: skip


def test_working_days_know_holidays_and_make_up_days() -> None:
    rows = ask(company(order_lines=LINES), "net_sales", "repurchase_rate", by=("working_day",), window="2025").rows
    # not worked: Monday 2 June and Saturday 14 June; worked: Saturday 8 February
    assert [(r["working_day"], r["net_sales"]) for r in rows] == [("yes", 86), ("no", 9)]
    assert rows[1]["repurchase_rate"] == 1  # c1 on two days off


def test_filters_and_rows_behind() -> None:
    layer = MetricLayer(DEFINITIONS)
    reader = company(order_lines=LINES)
    assert ask(reader, "net_sales", where="weekday in ('6', '7')").rows[0]["net_sales"] == 8
    question = Question(("gross_sales",), by=("weekday",), window="2025-06")
    found = layer.rows(question, {"weekday": "1"}, "gross_sales", reader=reader, scope=Scope.everything())
    assert sorted(r["order_id"] for r in found.rows) == ["a", "c"]
    with pytest.raises(QuestionError, match="no weekday “8”") as caught:
        ask(reader, "net_sales", where="weekday = '8'")
    assert caught.value.code == "unknown_member"


def test_targets_have_no_weekday() -> None:
    goals = [target(100, "2025-06-01", "2025-07-01")]
    with pytest.raises(QuestionError) as caught:
        ask(company(order_lines=LINES, targets=goals), "attainment", by=("weekday",))
    assert caught.value.code == "target_grain"


def test_stock_has_no_weekday() -> None:
    stock = [
        {
            "source_system": "erp",
            "snapshot_date": "2025-06-30",
            "place_kind": "own",
            "place_id": "w",
            "product_id": "p1",
            "quantity": 5,
        }
    ]
    with pytest.raises(QuestionError, match="stands at a day") as caught:
        ask(company(order_lines=LINES, stock_snapshots=stock), "stock_units", by=("weekday",))
    assert caught.value.code == "non_conformed"
