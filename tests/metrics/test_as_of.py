"""The as-of date inside, before and after the window; pace by working days."""

from __future__ import annotations

from datetime import date

import pytest
from tests.metrics.company import company, line, target
from tests.metrics.memory import ask

LINES = [
    line("a", "2025-06-05", 300, customer_id="c1"),
    line("b", "2025-06-16", 100, customer_id="c2"),
    line("c", "2025-06-20", 50, customer_id="c3"),
    line("d", "2025-07-02", 70, customer_id="c1"),
    line("e", "2024-07-02", 20, customer_id="c1"),
]
GOALS = [target(1000, "2025-06-01", "2025-07-01"), target(2000, "2025-07-01", "2025-08-01")]


def test_inside_the_last_day_counts() -> None:
    row = ask(company(order_lines=LINES), "net_sales", "customers", "elapsed", as_of=date(2025, 6, 16)).rows[0]
    assert (row["net_sales"], row["customers"]) == (400, 2)
    assert row["elapsed"] == pytest.approx(16 / 30)


def test_on_and_after_the_last_day_the_window_is_whole() -> None:
    for day in (date(2025, 6, 30), date(2025, 7, 15)):
        result = ask(company(order_lines=LINES), "net_sales", "elapsed", as_of=day)
        assert (result.rows[0]["net_sales"], result.rows[0]["elapsed"]) == (450, 1)
        assert not any("running" in n for n in result.provenance.notes)


def test_before_the_window_nothing_has_happened_yet() -> None:
    """Rows dated ahead do not count; the target stands, last year's whole month is the base."""
    result = ask(company(order_lines=[*LINES, line("f", "2025-07-03", 1, customer_id="c9")], targets=GOALS), "net_sales",
                 "customers", "new_customers", "elapsed", "target", "attainment", window="2025-07", as_of=date(2025, 6, 16), compare=("last_year",))  # fmt: skip
    row = result.rows[0]
    assert (row["net_sales"], row["customers"], row["new_customers"], row["elapsed"]) == (0, 0, 0, 0)
    assert (row["target"], row["attainment"], row["net_sales.last_year"]) == (2000, 0, 20)
    assert "2025-07 has not begun by 2025-06-16: no actuals count yet" in result.provenance.notes


def test_future_target_periods_have_no_actuals_yet() -> None:
    rows = ask(company(order_lines=LINES, targets=GOALS), "net_sales", "target", by=("target_period",),
               window="2025-06..2025-07", as_of=date(2025, 6, 16)).rows  # fmt: skip
    assert [(r["net_sales"], r["target"]) for r in rows] == [(400, 1000), (0, 2000)]


def test_pace_by_working_days() -> None:
    """June 2025 has 21 weekdays less Dragon Boat Monday the 2nd: 20; to Monday the 16th 10 have gone."""
    row = ask(company(order_lines=LINES, targets=GOALS), "sales_per_working_day", "needed_per_working_day", "working_days_left",
              as_of=date(2025, 6, 16)).rows[0]  # fmt: skip
    assert (row["sales_per_working_day"], row["needed_per_working_day"], row["working_days_left"]) == (40, 60, 10)
    done = ask(company(order_lines=LINES, targets=GOALS), "needed_per_working_day", as_of=date(2025, 7, 1)).rows[0]
    assert done["needed_per_working_day"] is None


def test_working_days_of_an_unpublished_year_are_provisional() -> None:
    lines = [line("a", "2040-06-05", 300)]
    result = ask(company(order_lines=lines), "sales_per_working_day", window="2040-06")
    assert any("provisional" in n for n in result.provenance.notes)
    assert not ask(company(order_lines=LINES), "sales_per_working_day").provenance.notes


def test_working_days_by_month() -> None:
    rows = ask(
        company(order_lines=LINES),
        "working_days_left",
        "sales_per_working_day",
        by=("month",),
        window="2025-06..2025-07",
    ).rows
    # July 2025: 23 weekdays, no holiday
    assert [float(r["sales_per_working_day"]) for r in rows] == [450 / 20, pytest.approx(70 / 23, abs=1e-4)]


def test_before_the_window_nothing_of_a_target_is_due() -> None:
    reader = company(order_lines=LINES, targets=[*GOALS, target(9000, "2025-07-01", "2025-10-01", grain_set="quarter")])
    wanted = ("target", "phased_target", "expected_progress", "lag")
    for phase in (None, "working_days"):
        row = ask(reader, *wanted, window="2025-07", as_of=date(2025, 6, 16), phase=phase).rows[0]
        assert (row["phased_target"], row["expected_progress"], row["lag"]) == (0, 0, None)


def test_rows_dated_ahead_count_in_no_base_and_in_no_year_to_date() -> None:
    """On 10 June the sales of the 16th and 20th are still to come, in July's base and in the year to July, too."""
    row = ask(company(order_lines=LINES), "net_sales", "net_sales_ytd", "customers", window="2025-07", as_of=date(2025, 6, 10),
              compare=("previous",)).rows[0]  # fmt: skip
    assert (row["net_sales.previous"], row["customers.previous"], row["net_sales_ytd"]) == (300, 1, 300)
