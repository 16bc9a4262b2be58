"""Breaks and runs of growth, worked by hand."""

from __future__ import annotations

from decimal import Decimal

from tests.review.findings.grids import SHIPPED, figures, grid, sold

from fupan.review.findings.detectors.trend_break import find_trend_break
from fupan.review.findings.grid import Grid

D = Decimal
RULE = SHIPPED["trend_break"]


def months(*growths: int) -> Grid:
    """Months that grew by so many percent over 100 a year ago."""
    return grid(*(sold(f"{n}月", 100 + g, 100) for n, g in enumerate(growths, start=1)))


def test_a_fall_after_months_that_were_alike() -> None:
    # before: 8 9 10 11 12, median 10, deviations 2 1 0 1 2, their median 1; now -20: 0.6745 x -30 / 1 = -20.2
    (found,) = find_trend_break(months(8, 9, 10, 11, 12, -20), "net_sales", RULE)
    assert (found.variant, found.names) == ("break_down", {"at": "6月"})
    assert figures(found) == {"value": D("-0.2"), "usual": D("0.1"), "change": D("-0.3"), "n": D(5)}
    assert found.strength == 5  # 20.2 / 3.5 = 5.8, capped
    assert len(found.cells) == 12


def test_a_break_needs_both_distances() -> None:
    # 4 points off: far beyond 3.5 deviations of months that hardly differ, yet under ten points
    assert find_trend_break(months(10, 10, 10, 11, 10, 15), "net_sales", RULE) == ()
    # 30 points off among months that differ by as much: 0.6745 x 30 / 20 = 1.0
    assert find_trend_break(months(-20, 0, 20, 40, 5, 40), "net_sales", RULE) == ()


def test_months_that_were_all_equal_break_by_the_distance_alone() -> None:
    (found,) = find_trend_break(months(10, 10, 10, 10, 10, 25), "net_sales", RULE)
    assert (found.variant, found.strength) == ("break_up", 5)


def test_a_run_of_three_and_more() -> None:
    # 30, then 25, 18, 12: three steps down by 18 points in all
    (found,) = find_trend_break(months(20, 30, 25, 18, 12), "net_sales", RULE)
    assert (found.variant, found.names) == ("run_down", {"at": "5月", "from": "2月"})
    assert figures(found) == {"value": D("0.12"), "first": D("0.3"), "change": D("-0.18"), "n": D(3)}
    assert found.strength == D("1.8")
    assert find_trend_break(months(20, 30, 25, 18), "net_sales", RULE) == ()  # two steps
    assert find_trend_break(months(20, 30, 29, 28, 27), "net_sales", RULE) == ()  # three points in all
    assert find_trend_break(months(20, 30, 25, 25, 12), "net_sales", RULE) == ()  # a level month ends the run


def test_degenerate_series() -> None:
    for one in (grid(), months(10), months(10, 90)):
        assert find_trend_break(one, "net_sales", RULE) == ()
    no_base = grid(*(sold(f"{n}月", 100, None) for n in range(1, 9)))
    assert find_trend_break(no_base, "net_sales", RULE) == ()
    last_unknown = Grid("t", (*months(8, 9, 10, 11, 12, -20).members, sold("7月", None, 100)))
    assert find_trend_break(last_unknown, "net_sales", RULE) == ()
    from_nothing = grid(*(sold(f"{n}月", 100, 0) for n in range(1, 9)))
    assert find_trend_break(from_nothing, "net_sales", RULE) == ()
