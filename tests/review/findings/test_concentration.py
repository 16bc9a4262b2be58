"""Concentration, worked by hand."""

from __future__ import annotations

from decimal import Decimal

from tests.review.findings.grids import SHIPPED, figures, grid, sold

from fupan.review.findings.detectors.concentration import find_concentration

D = Decimal
RULE = SHIPPED["concentration"]


def test_one_holds_more_than_half() -> None:
    # 60, 20, 20: 60%; squares 0.36 + 0.04 + 0.04 = 0.44, as concentrated as 1 / 0.44 = 2.27 equal ones
    (found,) = find_concentration(grid(sold("A", 60), sold("B", 20), sold("C", 20)), "net_sales", RULE)
    assert (found.variant, found.names) == ("share", {"name": "A"})
    assert figures(found) == {"amount": D(60), "share": D("0.6"), "n": D(3), "alike": D(2)}
    assert (found.strength, found.reach) == (D("1.2"), D("0.6"))


def test_a_share_that_rose_by_five_points() -> None:
    # 42 of 100 now, 25 of 100 then; squares 0.1764 + 0.09 + 0.0784: 1 / 0.3448 = 2.9
    rows = (sold("A", 42, 25), sold("B", 30, 35), sold("C", 28, 40))
    (found,) = find_concentration(grid(*rows, total={"net_sales": 100, "net_sales__last_year": 100}), "net_sales", RULE)
    assert found.variant == "rise"
    assert figures(found) == {
        "amount": D(42), "share": D("0.42"), "n": D(3), "alike": D(3), "share_before": D("0.25"), "change": D("0.17"),
    }  # fmt: skip
    assert [(c.member, c.column) for c in found.cells] == [
        ("A", "net_sales"), ("", "net_sales"), ("A", "net_sales.last_year"), ("", "net_sales.last_year"),
    ]  # fmt: skip


def test_nobody_stands_out() -> None:
    tied = grid(sold("A", 50), sold("B", 50), sold("C", 0), sold("D", 1))
    assert find_concentration(tied, "net_sales", RULE) == ()
    few = grid(sold("A", 90), sold("B", 10))
    assert find_concentration(few, "net_sales", RULE) == ()
    assert find_concentration(grid(), "net_sales", RULE) == ()
    assert find_concentration(grid(sold("A", -5), sold("B", -6), sold("C", -7)), "net_sales", RULE) == ()


def test_what_fell_below_nought_is_part_of_the_whole_only() -> None:
    # the whole is 60 + 20 + 20 - 20 = 80: 75%
    (found,) = find_concentration(grid(sold("A", 60), sold("B", 20), sold("C", 20), sold("D", -20)), "net_sales", RULE)
    assert figures(found)["share"] == D("0.75")
    assert figures(found)["n"] == 3
