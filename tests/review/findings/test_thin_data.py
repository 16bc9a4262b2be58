"""Figures that rest on too little, worked by hand."""

from __future__ import annotations

from decimal import Decimal

from tests.review.findings.grids import SHIPPED, figures, grid, sold

from fupan.review.findings.detectors import thin_data

D = Decimal
RULE = SHIPPED["thin_data"]


def test_eleven_answers_are_few_and_none_is_no_survey() -> None:
    (found,) = thin_data.find_few_answers(grid(total={"answers": 11}), "answers", RULE)
    assert figures(found) == {"n": D(11), "least": D(30)}
    assert thin_data.find_few_answers(grid(total={"answers": 30}), "answers", RULE) == ()
    assert thin_data.find_few_answers(grid(total={"answers": 0}), "answers", RULE) == ()
    assert thin_data.find_few_answers(grid(), "answers", RULE) == ()


def test_one_month_is_no_trend() -> None:
    (found,) = thin_data.find_few_months(grid(sold("1月", 5)), "net_sales", RULE)
    assert (figures(found), found.strength) == ({"n": D(1), "least": D(3)}, D(3))
    assert thin_data.find_few_months(grid(), "net_sales", RULE) == ()
    assert thin_data.find_few_months(grid(*(sold(str(n), 5) for n in range(3))), "net_sales", RULE) == ()


def test_a_third_of_the_period_is_gone() -> None:
    (found,) = thin_data.find_partial_period(grid(), "net_sales", (10, 30))
    assert figures(found) == {"days": D(10), "of_days": D(30)}
    assert found.reach == 1 - D(10) / 30
    assert thin_data.find_partial_period(grid(), "net_sales", (30, 30)) == ()
    assert thin_data.find_partial_period(grid(), "net_sales", (0, 0)) == ()


def test_a_tenth_belongs_to_nobody() -> None:
    (found,) = thin_data.find_unassigned(grid(sold("East", 90), rest=(sold("", 10),)), "net_sales", RULE)
    assert figures(found) == {"share": D("0.1"), "amount": D(10)}
    assert found.strength == 2
    assert thin_data.find_unassigned(grid(sold("East", 96), rest=(sold("", 4),)), "net_sales", RULE) == ()
    assert thin_data.find_unassigned(grid(rest=(sold("", -4),)), "net_sales", RULE) == ()


def test_growth_from_next_to_nothing() -> None:
    # 50 from 5: +900%, three times the threshold of 300%
    (found,) = thin_data.find_small_base(grid(sold("New", 50, 5), sold("Old", 50, 40)), "net_sales", RULE)
    assert (found.names["name"], found.strength) == ("New", D(3))
    assert figures(found) == {"value": D(9), "amount": D(5)}
    assert thin_data.find_small_base(grid(sold("New", 5000, 0), sold("Tiny", 1, "0.1")), "net_sales", RULE) == ()
