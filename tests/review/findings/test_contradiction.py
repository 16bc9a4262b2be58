"""Figures that ought to go together and do not, worked by hand."""

from __future__ import annotations

from decimal import Decimal

from tests.review.findings.grids import SHIPPED, figures, grid, member

from fupan.review.findings.detectors.contradiction import Side, find_contradiction
from fupan.review.findings.grid import Grid

D = Decimal
RULE = SHIPPED["contradiction"]


def amounts(now: int, before: int, **regions: tuple[int, int]) -> Side:
    """Net sales in total, and by region."""
    rows = (member(name, net_sales=a, net_sales__last_year=b) for name, (a, b) in regions.items())
    return Side(grid(*rows, total={"net_sales": now, "net_sales__last_year": before}), "net_sales")


def rate(now: str, before: str) -> Side:
    return Side(grid(total={"rate": now, "rate__previous": before}), "rate", "previous")


def test_goods_go_in_and_do_not_come_out() -> None:
    # sell-in +20%, sell-out -6%: 20 / 3 and 6 / 3 times the threshold, the lesser counts
    (found,) = find_contradiction(amounts(120, 100), amounts(94, 100), RULE)
    assert (found.variant, found.names, found.strength, found.reach) == ("total", {}, D(2), D(1))
    assert figures(found) == {"up_change": D("0.2"), "down_change": D("-0.06"), "up_now": D(120), "down_now": D(94)}
    assert found.score == D("0.667")
    assert [c.value for c in found.cells] == [D(120), D(100), D(94), D(100)]


def test_both_up_or_one_hardly_moved_is_no_contradiction() -> None:
    assert find_contradiction(amounts(120, 100), amounts(101, 100), RULE) == ()
    assert find_contradiction(amounts(102, 100), amounts(90, 100), RULE) == ()
    assert find_contradiction(amounts(1029, 1000), amounts(90, 100), RULE) == ()
    assert find_contradiction(amounts(10296, 10000), amounts(90, 100), RULE) != ()  # 2.96% reads as 3.0%


def test_a_rate_falls_by_points() -> None:
    # 93.2% to 89.2%: four points against one
    (found,) = find_contradiction(amounts(120, 100), rate("0.8924", "0.9321"), RULE)
    assert figures(found)["down_change"] == D("-0.040")
    assert found.figures["down_change"].kind == "points"
    assert found.strength == D("4.0")


def test_in_total_they_agree_but_in_one_region_not() -> None:
    goods = amounts(220, 200, East=(120, 100), West=(100, 100))
    sold_on = amounts(205, 200, East=(90, 100), West=(115, 100))
    (found,) = find_contradiction(goods, sold_on, RULE)
    assert (found.variant, found.names["name"]) == ("member", "East")
    assert found.reach == D(120) / 220


def test_without_a_base_there_is_nothing_to_hold_against() -> None:
    empty = Side(Grid("t"), "net_sales")
    assert find_contradiction(empty, amounts(90, 100), RULE) == ()
    assert find_contradiction(amounts(120, 0), amounts(90, 100), RULE) == ()
    assert find_contradiction(amounts(120, -100), amounts(90, 100), RULE) == ()
