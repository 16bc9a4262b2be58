"""Bridges from target and from last year to the actual."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from fupan.diagnose import Slice, bridge_growth, bridge_plan

D = Decimal


def test_plan_bridge_names_what_has_no_target_and_what_is_not_broken_down() -> None:
    slices = [Slice("E", D(130), D(100)), Slice("S", D(90), D(100)), Slice("web", D(5), None)]
    found = bridge_plan(slices, target=D(210), actual=D(225))
    assert [(s.key, s.amount, s.kind) for s in found.steps] == [
        ("E", D(30), "slice"),
        ("S", D(-10), "slice"),
        ("", D(5), "untargeted"),
        ("", D(-10), "unassigned"),
    ]
    assert found.start + sum(s.amount for s in found.steps) == found.end
    assert found.gross == D(55)


def test_the_smallest_go_into_others() -> None:
    slices = [Slice(str(i), D(100 + i), D(100)) for i in range(10)]
    found = bridge_plan(slices, target=D(1000), actual=D(1045), most=4)
    assert [(s.key, s.amount) for s in found.steps] == [("9", D(9)), ("8", D(8)), ("7", D(7)), ("", D(21))]
    assert found.steps[-1].members == ("6", "5", "4", "3", "2", "1", "0")


def test_rounding_dust_is_no_step() -> None:
    found = bridge_plan(
        [Slice("E", D("33.3333"), D("20.0001")), Slice("S", D(1), D(2))], target=D(22), actual=D("34.3333")
    )
    assert [s.kind for s in found.steps] == ["slice", "slice"]
    assert found.start + sum(s.amount for s in found.steps) == found.end


def test_growth_bridge() -> None:
    found = bridge_growth([Slice("A", D(12), D(10)), Slice("new", D(3), None)], before=D(10), actual=D(15))
    assert [(s.key, s.amount) for s in found.steps] == [("new", D(3)), ("A", D(2))]


money = st.decimals(min_value=-(10**8), max_value=10**8, places=4)


@given(st.lists(st.tuples(money, st.one_of(st.none(), money)), max_size=12), money, money, st.integers(2, 9))
def test_every_bridge_sums_exactly(
    rows: list[tuple[Decimal, Decimal | None]], start: Decimal, end: Decimal, most: int
) -> None:
    slices = [Slice(str(i), a, b) for i, (a, b) in enumerate(rows)]
    for found in (
        bridge_plan(slices, target=start, actual=end, most=most),
        bridge_growth(slices, before=start, actual=end, most=most),
    ):
        assert found.start + sum((s.amount for s in found.steps), D(0)) == found.end
        assert sum(s.kind in ("slice", "others") for s in found.steps) <= most
