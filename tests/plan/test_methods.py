"""Methods of decomposition, fairness, commitments, ratios and averages with hand-worked numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from tests.plan.company import NOW, SALES, empty, regions, year

from fupan.calendar import WorkingDays
from fupan.plan import season, weights
from fupan.plan.average import mean_of_children, set_average
from fupan.plan.commitment import Comment, Commitment, agree, agreed_edit, comment, reconcile
from fupan.plan.edit import Respread, SetCell, apply
from fupan.plan.fairness import fairness
from fupan.plan.measure import Measure
from fupan.plan.ratio import RatioTree
from fupan.plan.refusal import PlanError
from fupan.plan.tree import new_tree

D = Decimal
QUARTERS = year("quarter")


def test_last_years_mix_and_several_years_weighted() -> None:
    slices = regions("E", "S", lines=("A", "B"))
    last = weights.from_leaves(slices, {("E", "A"): 30, ("E", "B"): 10, ("S", "A"): 60, ("S", "B"): -5})
    assert last.tolist() == [100, 40, 60, 30, 10, 60, 0]
    both = weights.years_weighted([np.array([100.0]), np.array([80.0]), np.array([60.0])], [0.5, 0.3, 0.2])
    assert both.tolist() == pytest.approx([86])
    tree = apply(empty(slices, QUARTERS), SetCell((), "2025-Q1", D(1000)))
    tree = apply(tree, Respread(period="2025-Q1", weights=last))
    assert [tree.amount(p, "2025-Q1") for p in (("E",), ("S",), ("E", "A"), ("S", "B"))] == [400, 600, 300, 0]


def test_sixty_percent_history_forty_percent_potential() -> None:
    """History 75 : 25, potential 50 : 50: 65 : 35."""
    slices = regions("E", "S")
    mixed = weights.combine_shares(slices, [(0.6, np.array([0, 75.0, 25])), (0.4, np.array([0, 1.0, 1]))])
    assert mixed.tolist() == pytest.approx([1, 0.65, 0.35])
    tree = apply(empty(slices, QUARTERS), SetCell((), "2025-Q1", D(1000)))
    tree = apply(tree, Respread(period="2025-Q1", weights=mixed))
    assert [tree.amount((r,), "2025-Q1") for r in "ES"] == [650, 350]


def test_growth_is_held_between_floor_and_cap() -> None:
    grown = weights.growth_on_base(np.array([100.0, 100, 100]), np.array([0.5, 0.1, -0.4]), weights.Growth(0.2, 0, 0.3))
    assert grown.tolist() == pytest.approx([130, 110, 100])
    assert weights.pipeline_weighted(np.array([200.0]), 0.25, np.array([50.0])).tolist() == [100]
    by = weights.by_depth(regions("E", "S", lines=("A",)), {"region": np.array([0, 3.0, 1, 0, 0])}, np.ones(5))
    assert by.tolist() == [1, 3, 1, 1, 1]
    with pytest.raises(PlanError, match="not broken down by channel"):
        weights.by_depth(regions("E"), {"channel": np.ones(2)}, np.ones(2))


def test_the_season_puts_the_trough_where_spring_festival_falls() -> None:
    """100 a day in 2024 but for the 15 days around 10 February: in 2025 ten of those fall in January, in 2024 none."""
    daily = {date(2024, 1, 1) + timedelta(days=n): 100.0 for n in range(366)}
    for n in range(-7, 8):
        daily[date(2024, 2, 10) + timedelta(days=n)] = 0.0
    months = year()
    plain = season.season(months, daily, [(1, 1.0)], festival=False)
    moved = season.season(months, daily, [(1, 1.0)])
    assert plain.sum() == pytest.approx(1)
    assert [round(s * (365 - 15) * 100) for s in plain[:3]] == [3100, 1300, 3100]
    assert [round(s * (365 - 15) * 100) for s in moved[:3]] == [2100, 2300, 3100]
    with pytest.raises(PlanError, match="no actuals"):
        season.season(months, {}, [(1, 1.0)])


def test_declared_shares_and_working_days() -> None:
    quarters = {"2025-Q1": 0.2, "2025-Q2": 0.2, "2025-Q3": 0.25, "2025-Q4": 0.35}
    shares = season.by_quarter(year(), quarters, season.days(year()))
    tree = apply(empty(regions("E")), SetCell((), "2025", D(1500)))
    tree = apply(tree, Respread(over_periods=shares, keep_typed=False))
    assert tree.amount((), "2025-Q4") == 525
    assert season.working_days(year(), WorkingDays())[0] == 19
    with pytest.raises(PlanError, match="100%"):
        season.by_quarter(QUARTERS, quarters | {"2025-Q4": 0.3}, season.days(QUARTERS))
    with pytest.raises(PlanError, match="once"):
        season.by_quarter(QUARTERS, {"2025-H1": 0.5, "2025-Q3": 0.5}, season.days(QUARTERS))


def test_fairness_tells_who_has_to_grow_most() -> None:
    """Li 120 on 100 with room for 110, Wang 90 on 100, Zhao is new."""
    view = fairness(
        {"Li": D(120), "Wang": D(90), "Zhao": D(50)},
        {"Li": D(100), "Wang": D(100)},
        {"Li": D(110), "Wang": D(100)},
        named=1,
    )
    li, wang, zhao = view.shares
    assert (li.growth, li.would_meet, round(li.attainment or 0, 3)) == (pytest.approx(0.2), False, 0.833)
    assert (wang.would_meet, zhao.growth, zhao.would_meet) == (True, None, None)
    assert (view.would_meet, view.hardest, view.lightest, view.overloaded) == (0.5, ("Li",), ("Wang",), ("Li",))
    assert view.spread == pytest.approx((0.8333, 0.9028, 0.9722, 1.0417, 1.1111), abs=1e-4)


def test_commitments_are_reconciled_line_by_line() -> None:
    tree = apply(empty(regions("E", lines=("A", "B")), QUARTERS), SetCell((), "2025-Q1", D(100)))
    given = [
        Commitment(("E", "A"), "2025-Q1", D(40), "Li", NOW, "一家大客户流失"),
        Commitment(("E", "A"), "2025-Q1", D(45), "Li", NOW + timedelta(days=1), "一家大客户流失"),
    ]
    lines = reconcile(tree, given, "2025-Q1")
    assert [(x.path, x.handed_down, x.committed, x.gap, x.state) for x in lines] == [
        ((), 100, 45, -55, "missing"), (("E",), 100, 45, -55, "missing"), (("E", "A"), 50, 45, -5, "open"),
        (("E", "B"), 50, None, None, "missing"),
    ]  # fmt: skip
    settled = comment(agree(lines[2], D(48)), Comment("Wang", NOW, "保留两成"))
    assert (settled.state, settled.comments[0].text) == ("agreed", "保留两成")
    after = apply(tree, agreed_edit([settled]))
    assert (after.amount((), "2025-Q1"), after.amount(("E", "A"), "2025-Q1")) == (98, 48)


def ratio_of(decimals: int = 2, ceiling: Fraction | None = Fraction(1)) -> RatioTree:
    slices, share = regions("E", "S"), Measure("online_share", unit="fraction", kind="ratio")
    lower, upper = (
        empty(slices, QUARTERS),
        new_tree(replace(SALES, metric="online", decimals=decimals), slices, QUARTERS),
    )
    for path, n, d in ((("E",), 200, 400), (("S",), 150, 600)):
        upper = apply(upper, SetCell(path, "2025-Q1", D(n)))
        lower = apply(lower, SetCell(path, "2025-Q1", D(d)))
    return RatioTree(share, upper, lower, ceiling)


def test_a_ratio_is_carried_by_numerator_and_denominator() -> None:
    """35% of 1,000 becomes 50%: 500 = 285.71 + 214.29, and the East keeps its lead."""
    tree = ratio_of()
    assert tree.ratio((), "2025-Q1") == Fraction(35, 100)
    fifty = tree.set_ratio((), "2025-Q1", D("0.5"))
    assert fifty.ratio((), "2025-Q1") == Fraction(1, 2)
    assert [fifty.numerator.amount((r,), "2025-Q1") for r in "ES"] == [D("285.71"), D("214.29")]
    high = tree.set_ratio((), "2025-Q1", D("0.8"))
    assert [high.ratio((r,), "2025-Q1") for r in "ES"] == [1, Fraction(2, 3)]
    assert ratio_of(0).ratio((), "2025-Q1") == Fraction(35, 100)
    for wrong, period in (("1.2", "2025-Q1"), ("0.5", "2025-Q2")):
        with pytest.raises(PlanError) as refused:
            tree.set_ratio((), period, D(wrong))
        assert refused.value.code == "ratio"


def test_an_average_is_inherited_until_a_slice_has_its_own() -> None:
    nps = Measure("nps", unit="score", kind="average", over_time="average", decimals=1)
    tree = new_tree(nps, regions("E", "S", lines=("A", "B")), QUARTERS)
    tree = set_average(tree, ("E",), "2025", D(62))
    tree = set_average(tree, (), "2025", D(60))
    assert [tree.amount(p, "2025-Q3") for p in ((), ("E",), ("E", "A"), ("S",), ("S", "B"))] == [60, 62, 62, 60, 60]
    assert [tree.state(n, 0) for n in range(4)] == ["typed", "typed", "inherited", "inherited"]
    assert tree.amount((), "2025") == 60
    tree = set_average(tree, ("S",), "2025-Q1", D(58))
    assert mean_of_children(tree, np.array([0, 1.0, 3, 1, 1, 1, 1]))[0, 0] == 590
    with pytest.raises(PlanError, match="averages"):
        apply(tree, SetCell((), "2025", D(61)))
