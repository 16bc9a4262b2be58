"""Mix shifts and outliers, worked by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.review.findings.grids import SHIPPED, figures, grid, member, sold

from fupan.review.findings.detectors.mix_shift import find_mix_shift
from fupan.review.findings.detectors.outlier import find_outlier
from fupan.review.findings.grid import Grid
from fupan.review.findings.robust import middle, modified_z

D = Decimal
MIX, OUT = SHIPPED["mix_shift"], SHIPPED["outlier"]


def test_ten_points_moved_from_one_line_to_another() -> None:
    # shares 50 30 20 then; 60 20 20 now: half of 10 + 10 + 0
    (found,) = find_mix_shift(grid(sold("A", 120, 50), sold("B", 40, 30), sold("C", 40, 20)), "net_sales", MIX)
    assert found.names == {"up": "A", "down": "B"}
    assert figures(found) == {
        "shift": D("0.1"), "up_change": D("0.1"), "up_share": D("0.6"), "down_change": D("-0.1"), "down_share": D("0.2"),
    }  # fmt: skip
    assert (found.strength, found.reach) == (D(2), D("0.1"))
    assert len(found.cells) == 4


def test_rows_that_name_nobody_are_part_of_the_mix() -> None:
    rest = (sold("", 100, 0),)
    # A 50% then 25%, B 50% then 25%, unnamed 0% then 50%: no member gained
    assert find_mix_shift(grid(sold("A", 50, 50), sold("B", 50, 50), rest=rest), "net_sales", MIX) == ()


@pytest.mark.parametrize(
    "table",
    [
        grid(), grid(sold("A", 10, 20)), grid(sold("A", 10, None), sold("B", 20, None)), grid(sold("A", 0, 5), sold("B", 0, 5)),
        grid(sold("A", -10, 20), sold("B", 50, 20)), grid(sold("A", 51, 50), sold("B", 49, 50)),
    ],
)  # fmt: skip
def test_no_mix_to_speak_of(table: Grid) -> None:
    assert find_mix_shift(table, "net_sales", MIX) == ()


def test_modified_z_by_hand() -> None:
    values = [D(n) for n in (10, 11, 12, 13, 14)]
    assert middle(values) == 12
    assert modified_z(D(20), values) == D("5.396")  # 0.6745 x 8 / 1
    # most are alike: MAD 0; mean deviation 12/6 = 2: 12 / (1.253314 x 2)
    alike = [D(10)] * 5 + [D(22)]
    assert modified_z(D(22), alike) == D(12) / (D("1.253314") * 2)
    assert modified_z(D(5), [D(5)] * 4) is None
    with pytest.raises(ValueError, match="no median"):
        middle([])


def test_one_product_grew_unlike_its_peers() -> None:
    # growth 0 5 10 15 20 100%: median 12.5, deviations 12.5 7.5 2.5 2.5 7.5 87.5, MAD 7.5; 0.6745 x 87.5 / 7.5 = 7.87
    rows = [sold(f"P{g}", 100 + g, 100) for g in (0, 5, 10, 15, 20, 100)]
    (found,) = find_outlier(grid(*rows), "net_sales.growth", "net_sales", OUT)
    assert (found.variant, found.names) == ("growth_high", {"name": "P100"})
    assert figures(found) == {"value": D(1), "usual": D("0.125").quantize(D("0.001")), "share": D("0.267"), "n": D(6)}
    assert [(c.column, c.value) for c in found.cells] == [("net_sales", D(200)), ("net_sales.last_year", D(100))]


def test_a_rate_far_below_its_peers() -> None:
    rows = [
        member(f"P{i}", rate=r, net_sales=100) for i, r in enumerate(("0.30", "0.31", "0.32", "0.33", "0.34", "0.05"))
    ]
    (found,) = find_outlier(grid(*rows), "rate", "net_sales", OUT)
    assert (found.variant, found.names["name"]) == ("level_low", "P5")
    assert figures(found)["usual"] == D("0.315")


def test_no_outliers_among_few_small_or_equal_members() -> None:
    few = [sold(f"P{g}", 100 + g, 100) for g in (0, 5, 10, 100)]
    assert find_outlier(grid(*few), "net_sales.growth", "net_sales", OUT) == ()
    small = [sold(f"P{g}", 10_000 + g, 10_000) for g in (0, 5, 10, 15, 20)]
    assert find_outlier(grid(*small, sold("tiny", 20, 1)), "net_sales.growth", "net_sales", OUT) == ()
    alike = [sold(f"P{n}", 110, 100) for n in range(8)]
    assert find_outlier(grid(*alike), "net_sales.growth", "net_sales", OUT) == ()
    assert find_outlier(grid(), "net_sales.growth", "net_sales", OUT) == ()
    returned = [sold(f"P{n}", -5, 100) for n in range(8)]
    assert find_outlier(grid(*returned), "net_sales.growth", "net_sales", OUT) == ()
