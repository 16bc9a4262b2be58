"""Contributions to gap and growth on hand-computed slices."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from fupan.diagnose import Slice, gap_contributions, growth_contributions

D = Decimal


def test_a_share_of_the_net_gap_has_the_gross_one_beside_it() -> None:
    # over: East 30; short: South -10, North -8, West -2 (gross 20); net +10 of target 400
    reading = gap_contributions(
        [
            Slice("East", D(130), D(100)),
            Slice("South", D(90), D(100)),
            Slice("North", D(92), D(100)),
            Slice("West", D(98), D(100)),
        ]
    )
    assert (reading.short, reading.over, reading.net, reading.target) == (D(-20), D(30), D(10), D(400))
    assert [(s.key, s.gap, s.points, s.share_of_gross, s.share_of_net) for s in reading.shares] == [
        ("South", D(-10), D("-0.025"), D("0.5"), None),
        ("North", D(-8), D("-0.02"), D("0.4"), None),
        ("West", D(-2), D("-0.005"), D("0.1"), None),
        ("East", D(30), D("0.075"), D(1), D(3)),
    ]


def test_sales_without_a_target_are_in_no_gap() -> None:
    reading = gap_contributions([Slice("A", D(90), D(100)), Slice("new shop", D(7), None), Slice("closed", None, D(5))])
    assert reading.untargeted == D(7)
    assert {s.key: s.gap for s in reading.shares} == {"A": D(-10), "closed": D(-5)}


def test_no_targets_at_all() -> None:
    reading = gap_contributions([Slice("A", D(90), None)])
    assert (reading.shares, reading.net) == ((), D(0))


def test_growth_in_points_sums_to_the_growth_of_the_whole() -> None:
    parts = growth_contributions([Slice("A", D(130), D(100)), Slice("B", D(90), D(100)), Slice("new", D(20), None)])
    assert [(p.key, p.change, p.points, p.growth) for p in parts] == [
        ("A", D(30), D("0.15"), D("0.3")),
        ("new", D(20), D("0.1"), None),
        ("B", D(-10), D("-0.05"), D("-0.1")),
    ]
    assert sum(p.points or D(0) for p in parts) == D("0.2")


def test_growth_without_a_base_has_no_points() -> None:
    assert [(p.key, p.points) for p in growth_contributions([Slice("A", D(1), None), Slice("B", None, None)])] == [
        ("A", None)
    ]


money = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
slices = st.lists(st.tuples(money, st.one_of(st.none(), money)), min_size=1, max_size=9)


@given(slices)
def test_gaps_sum_to_the_net_gap(given_slices: list[tuple[Decimal, Decimal | None]]) -> None:
    reading = gap_contributions([Slice(str(i), a, b) for i, (a, b) in enumerate(given_slices)])
    assert sum((s.gap for s in reading.shares), D(0)) == reading.net == reading.over + reading.short
    assert reading.net + reading.target + reading.untargeted == sum(a for a, _ in given_slices)


@given(slices)
def test_changes_sum_to_the_change_of_the_whole(given_slices: list[tuple[Decimal, Decimal | None]]) -> None:
    parts = growth_contributions([Slice(str(i), a, b) for i, (a, b) in enumerate(given_slices)])
    whole = sum(a for a, _ in given_slices) - sum(b for _, b in given_slices if b is not None)
    assert sum((p.change for p in parts), D(0)) == whole
