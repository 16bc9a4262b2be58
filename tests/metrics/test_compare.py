"""Comparison in time: whole periods, running periods, breakdown in time, no base."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.metrics.company import company, line
from tests.metrics.memory import DEFINITIONS, ask

from fupan.calendar import PlainRules
from fupan.metrics import MetricLayer

LINES = [
    line("a", "2024-06-10", 200, region_id="SH", customer_id="c2"),
    line("b", "2024-06-28", 50, region_id="SH", customer_id="c3"),
    line("c", "2025-05-10", 300, region_id="SH", customer_id="c2"),
    line("d", "2025-05-25", 70, region_id="GD", customer_id="c1"),
    line("e", "2025-06-05", 400, region_id="SH", customer_id="c2"),
    line("f", "2025-06-16", 60, region_id="GD", customer_id="c1"),
    line("g", "2025-06-16", 10, region_id="GD", customer_id="c2"),
]


def test_previous_and_last_year() -> None:
    result = ask(
        company(order_lines=LINES), "net_sales", "customers", by=("region",), compare=("previous", "last_year")
    )
    east, south = result.rows
    assert (east["net_sales"], east["net_sales.previous"], east["net_sales.last_year"]) == (400, 300, 250)
    assert east["net_sales.vs_previous"] == pytest.approx(1 / 3)
    assert east["net_sales.vs_last_year"] == pytest.approx(0.6)
    assert (east["customers"], east["customers.last_year"]) == (1, 2)
    # the South did not sell a year ago: no base, which is neither 0% nor infinite
    assert south["net_sales.last_year"] is None
    assert south["net_sales.vs_last_year"] is None


def test_a_running_month_against_the_same_part() -> None:
    result = ask(
        company(order_lines=LINES), "net_sales", "customers", compare=("previous", "last_year"), as_of=date(2025, 6, 16)
    )
    row = result.rows[0]
    assert (row["net_sales"], row["net_sales.previous"], row["net_sales.last_year"]) == (470, 300, 200)
    assert (row["customers"], row["customers.previous"]) == (2, 1)
    assert result.provenance.compared["previous"]["end"] == date(2025, 5, 17)
    assert "running" in result.provenance.notes[0]


def test_by_month_each_month_has_its_own_base() -> None:
    result = ask(
        company(order_lines=LINES),
        "net_sales",
        "customers",
        by=("month",),
        window="2025-05..2025-06",
        compare=("previous", "last_year"),
    )
    may, june = result.rows
    assert (may["month"], may["net_sales"], may["net_sales.previous"], may["net_sales.last_year"]) == (
        "2025-05",
        370,
        None,
        None,
    )
    assert (june["month"], june["net_sales"], june["net_sales.previous"], june["net_sales.last_year"]) == (
        "2025-06",
        470,
        370,
        250,
    )
    assert (june["customers"], june["customers.previous"]) == (2, 2)
    assert june["month.key"] == date(2025, 6, 1)


def test_by_month_with_a_running_last_month_overlapping_its_base() -> None:
    """June is a row and, in part, the base of July: distinct counts must not be added from parts."""
    lines = [*LINES, line("h", "2025-07-03", 5, customer_id="c1"), line("i", "2025-06-02", 1, customer_id="c1")]
    result = ask(company(order_lines=lines), "net_sales", "customers", by=("month",), window="2025-06..2025-07",
                 compare=("previous",), as_of=date(2025, 7, 10))  # fmt: skip
    june, july = result.rows
    assert (june["net_sales"], june["net_sales.previous"]) == (471, 370)
    assert (july["net_sales"], july["net_sales.previous"]) == (5, 401)
    assert (june["customers"], july["customers"], july["customers.previous"]) == (2, 1, 2)


@pytest.mark.parametrize(
    ("grain", "labels"),
    [
        ("quarter", ["2025-Q2"]),
        ("half", ["2025-H1"]),
        ("week", ["2025-W19", "2025-W21", "2025-W23", "2025-W25"]),
        ("day", ["2025-05-10", "2025-05-25", "2025-06-05", "2025-06-16"]),
    ],
)
def test_other_periods(grain: str, labels: list[str]) -> None:
    result = ask(company(order_lines=LINES), "net_sales", by=(grain,), window="2025")
    assert [r[grain] for r in result.rows] == labels
    assert sum(r["net_sales"] for r in result.rows) == Decimal(840)


def test_cut_off_day_moves_a_sale_to_the_next_month() -> None:
    layer = MetricLayer(
        DEFINITIONS, calendars={"fiscal": PlainRules(), "accounting": PlainRules("accounting", cut_off_day=24)}
    )
    rows = ask(
        company(order_lines=LINES),
        "net_sales",
        by=("month",),
        window="2025-05..2025-06",
        calendar="accounting",
        layer=layer,
    ).rows
    assert [(r["month"], r["net_sales"]) for r in rows] == [("2025-05", 300), ("2025-06", 540)]


def test_change_of_a_percentage_is_in_points() -> None:
    lines = [
        line("a", "2025-05-01", 100, cost=50), line("b", "2025-06-01", 100, cost=40),
    ]  # fmt: skip
    result = ask(company(order_lines=lines), "gross_margin_rate", compare=("previous",))
    assert result.rows[0]["gross_margin_rate.vs_previous"] == pytest.approx(0.1)
    assert result.column("gross_margin_rate.vs_previous").format == "points"


def test_whether_there_is_a_base_does_not_depend_on_what_else_is_asked() -> None:
    """No delivery of May had a promised date: there is no base, asked alone or beside a figure of the same fact."""
    rows = [
        {"delivery_id": "1", "line_id": "1", "ship_date": "2025-05-02", "signed_date": "2025-05-03"},
        {
            "delivery_id": "2",
            "line_id": "1",
            "ship_date": "2025-06-02",
            "signed_date": "2025-06-03",
            "promised_date": "2025-06-04",
        },
    ]
    reader = company(delivery_lines=rows)
    alone = ask(reader, "lines_with_promise", compare=("previous",)).rows[0]
    beside = ask(reader, "lines_with_promise", "delivered_lines", compare=("previous",)).rows[0]
    assert alone["lines_with_promise.previous"] is beside["lines_with_promise.previous"] is None
    assert (beside["delivered_lines.previous"], beside["lines_with_promise"]) == (1, 1)
