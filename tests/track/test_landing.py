"""Where a period lands, by hand and by identities."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from fupan.track import LandingPart, land

D = Decimal
GONE = [LandingPart(D(100), D(100), D(now)) for now in (110, 130, 120, 120)]


def test_a_period_that_is_over_lands_where_it_is():
    found = land(GONE, GONE)
    assert found is not None
    assert (found.reached, found.central, found.low, found.high) == (D(480), D("480.00"), D(480), D("480.00"))


def test_the_range_never_reaches_below_what_has_come():
    wild = [LandingPart(D(100), D(100), D(now)) for now in (10, 400, 20, 300)]
    found = land([*wild, LandingPart(D(50), D(0), None)], wild)
    assert found is not None
    assert found.low == found.reached == D(730)


def test_no_landing_without_growth_or_with_too_little_to_judge_its_scatter():
    nothing = [LandingPart(D(100), D(100), D(0))] * 5
    assert land(nothing, nothing) is None
    assert land(GONE, GONE[:3]) is None
    new = [LandingPart(None, None, D(5))] * 6
    assert land(new, new) is None


@given(st.lists(st.integers(1, 10**7), min_size=4, max_size=12), st.lists(st.integers(0, 10**7), max_size=8))
def test_central_is_inside_its_range_and_scales_with_the_amounts(now, left):
    gone = [LandingPart(D(1000), D(1000), D(n)) for n in now]
    ahead = [LandingPart(D(n), D(0), None) for n in left]
    found = land([*gone, *ahead], gone)
    assert found is not None
    assert found.low <= found.central <= found.high
    assert found.reached <= found.low
