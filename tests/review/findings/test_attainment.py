"""Over and under target, worked by hand."""

from __future__ import annotations

from decimal import Decimal

from tests.review.findings.grids import SHIPPED, figures, grid, member

from fupan.review.findings.detectors.attainment import find_over, find_under
from fupan.review.findings.found import Cell
from fupan.review.findings.grid import Member

D = Decimal
OVER, UNDER = SHIPPED["over"], SHIPPED["under"]


def against(name: str, credited: int, target: int, level: int | None = 0) -> Member:
    ratio = None if target == 0 else str(D(credited) / target)
    return member(name, credited=credited, target=target, gap=credited - target, attainment=ratio, level=level)


def test_the_largest_surplus_beyond_ten_percent() -> None:
    # East 130 of 100: 30% ahead, a surplus of 30 of 400 in all = 7.5%; North 220 of 200: 10% ahead and 20 over
    found = find_over(grid(against("East", 130, 100), against("North", 220, 200), against("West", 105, 100)), OVER)
    assert [f.names["name"] for f in found] == ["East"]
    assert figures(found[0]) == {"attainment": D("1.3"), "gap": D(30)}
    assert (found[0].strength, found[0].reach) == (D(3), D("0.075"))
    assert found[0].score == D("0.205")  # 3/4 x root of 0.075 = 0.75 x 0.27386
    assert found[0].cells == (
        Cell("t", "East", "target", D(100)),
        Cell("t", "East", "credited", D(130)),
        Cell("t", "East", "attainment", D("1.3")),
    )


def test_a_lead_that_reads_as_ten_percent_counts() -> None:
    # 109.96% reads as 110.0%
    (found,) = find_over(grid(against("East", 10996, 10000)), OVER)
    assert found.strength == 1
    assert find_over(grid(against("East", 10994, 10000)), OVER) == ()


def test_a_small_target_far_exceeded_is_no_finding() -> None:
    # 1 of 101 of all targets is less than two percent
    assert find_over(grid(against("Tiny", 5, 1), against("Rest", 100, 100)), OVER) == ()


def test_under_goes_by_the_light_not_by_a_threshold_of_its_own() -> None:
    # South 80 of 100 (level 3), West 88 of 100 (level 2), North 94 of 100 (level 1: amber, no finding), Young: no light yet
    rows = (
        against("South", 80, 100, 3),
        against("West", 88, 100, 2),
        against("North", 94, 100, 1),
        against("Young", 10, 100, None),
    )
    found = find_under(grid(*rows), UNDER)
    assert [(f.names["name"], f.strength, f.reach) for f in found] == [
        ("South", D(2), D("0.05")),
        ("West", D("1.2"), D("0.03")),
    ]
    assert figures(found[0]) == {"attainment": D("0.8"), "gap": D(-20), "grade": D(3)}


def test_ties_stand_by_name_and_no_rows_find_nothing() -> None:
    rows = [against(name, 80, 100, 3) for name in ("C", "A", "B", "D")]
    assert [f.names["name"] for f in find_under(grid(*rows), UNDER)] == ["A", "B", "C"]
    for find, rule in ((find_over, OVER), (find_under, UNDER)):
        assert find(grid(), rule) == ()
        assert find(grid(against("No target", 50, 0)), rule) == ()
        assert find(grid(member("Unknown", credited=None, target=None, gap=None, attainment=None)), rule) == ()


def test_negative_sales_are_the_furthest_behind() -> None:
    # -10 of 100: attainment -10%, a lag of 110%
    (found,) = find_under(grid(against("Returned", -10, 100, 3)), UNDER)
    assert (found.strength, found.reach) == (D(11), D("1.1"))
    assert found.score == D("0.917")  # 11/12, reach is at most the whole
