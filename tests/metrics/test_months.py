"""When the month of a row's day tells its stretch, so that a plan need not compare days."""

from __future__ import annotations

from datetime import date

import pytest
from tests.metrics.company import company, line
from tests.metrics.memory import ask

from fupan.calendar import Window
from fupan.metrics.plan.frame import calendar_months

JAN, FEB, MAR, APR = (date(2025, m, 1) for m in (1, 2, 3, 4))


def windows(*spans: tuple[date, date]) -> list[Window]:
    return [Window(start, end, label="", grain="month") for start, end in spans]


WHOLE = ((JAN, FEB), (FEB, MAR), (MAR, APR))


@pytest.mark.parametrize(
    ("spans", "cuts", "told"),
    [
        (WHOLE, (), True),
        (WHOLE, (date(2025, 1, 1), date(2026, 1, 1)), True),
        ((*WHOLE[:2], (MAR, date(2025, 3, 16))), (), True),  # a running month
        ((*WHOLE, WHOLE[0]), (), True),  # read for two frames
        (WHOLE, (date(2025, 2, 10),), False),  # a target from the 10th
        ((*WHOLE, (FEB, date(2025, 2, 16))), (), False),  # the same part of the month before
        (((date(2025, 1, 26), date(2025, 2, 26)), *WHOLE[1:]), (), False),  # a cut-off day
        (((JAN, MAR), (FEB, MAR), (MAR, APR)), (), False),
        (((JAN, APR), (date(2025, 4, 1), date(2025, 7, 1)), (date(2025, 7, 1), date(2025, 10, 1))), (), False),
        (WHOLE[:2], (), False),  # two are as soon compared
    ],
)
def test_only_months_of_the_common_calendar(
    spans: tuple[tuple[date, date], ...], cuts: tuple[date, ...], *, told: bool
) -> None:
    assert calendar_months(windows(*spans), cuts) is told


def test_a_row_counts_in_its_own_month_and_none_after_the_as_of_day() -> None:
    lines = [
        line("a", "2025-01-31", 100), line("b", "2025-02-01", 20), line("c", "2025-03-05", 3), line("d", "2025-03-25", 4),
        line("e", "2024-12-31", 1000), line("f", "2025-04-01", 2000),
    ]  # fmt: skip
    reader = company(order_lines=lines)
    result = ask(reader, "gross_sales", by=("month",), window="2025-Q1", as_of=date(2025, 3, 20))
    assert [int(row["gross_sales"]) for row in result.rows] == [100, 20, 3]
    assert [(row["month"], row["month.key"]) for row in result.rows] == [
        ("2025-01", JAN),
        ("2025-02", FEB),
        ("2025-03", MAR),
    ]
    assert "DAY(" in result.provenance.sql[0]
