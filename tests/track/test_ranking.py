"""Ranks with ties, and the distance from a named mean."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupan.track import Part, deviations, rank

D = Decimal


def test_ties_share_the_better_rank_and_the_next_is_skipped() -> None:
    found = rank({"a": D(5), "b": D(9), "c": D(5), "d": D(1), "e": None})
    assert [(r.key, r.rank, r.tied) for r in found] == [
        ("b", 1, False),
        ("a", 2, True),
        ("c", 2, True),
        ("d", 4, False),
    ]


def test_lowest_first() -> None:
    assert [r.key for r in rank({"a": D(5), "b": D(9)}, descending=False)] == ["a", "b"]


def test_nothing_to_rank() -> None:
    assert rank({"a": None}) == ()


def test_the_mean_of_ratios_is_the_ratio_of_the_whole() -> None:
    # 128/100 and 285/300: plain mean 1.115, the whole's ratio 413/400 = 1.0325
    found = deviations([Part("East", D(128), D(100)), Part("South", D(285), D(300))])
    assert [(d.key, d.mean, d.distance, d.kind) for d in found] == [
        ("East", D("1.0325"), D("0.2475"), "total_ratio"),
        ("South", D("1.0325"), D("-0.0825"), "total_ratio"),
    ]
    assert found[1].relative == pytest.approx(D("-0.0799"), abs=D("0.0001"))


def test_an_amount_is_compared_with_the_average_per_slice() -> None:
    found = deviations([Part("a", D(30)), Part("b", D(10)), Part("c", None)], kind="per_slice")
    assert [(d.key, d.mean, d.distance, d.relative) for d in found] == [
        ("a", D(20), D(10), D("0.5")),
        ("b", D(20), D(-10), D("-0.5")),
    ]


def test_a_slice_without_denominator_is_left_out() -> None:
    assert [d.key for d in deviations([Part("a", D(1), D(2)), Part("b", D(1), D(0)), Part("c", D(1), None)])] == ["a"]
    assert deviations([Part("a", None)]) == ()
    assert deviations([Part("a", D(1), D(1)), Part("b", D(1), D(-1))]) == ()


parts = st.lists(st.tuples(st.integers(-1000, 1000), st.integers(1, 1000)), min_size=1, max_size=8)


@given(parts)
def test_weighted_distances_cancel(given_parts: list[tuple[int, int]]) -> None:
    found = {d.key: d for d in deviations([Part(str(i), D(n), D(w)) for i, (n, w) in enumerate(given_parts)])}
    weighted = sum(found[str(i)].distance * w for i, (_, w) in enumerate(given_parts))
    assert abs(weighted) < D("1e-15")
