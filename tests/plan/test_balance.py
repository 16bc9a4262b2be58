"""Splits with bounds: near to fair, inside the bounds, whole to the cent; what cannot be is refused with the reason."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fupan.plan.balance import Group, balanced_split
from fupan.plan.refusal import PlanError


def ints(*numbers: int) -> np.ndarray:
    return np.array(numbers, dtype=np.int64)


def test_what_one_cannot_carry_the_others_take_alike() -> None:
    """Fair is 500, 300 and 200. The first carries 400 at most: 100 more for the others, 20% on each, 360 and 240."""
    split = balanced_split(1000, np.array([5.0, 3, 2]), ints(0, 0, 0), ints(400, 1000, 1000))
    assert split.parts.tolist() == [400, 360, 240]
    assert split.worst == pytest.approx(0.2)
    assert split.at_upper.tolist() == [True, False, False]


def test_without_bounds_in_the_way_it_is_the_fair_one() -> None:
    split = balanced_split(100, np.array([1.0, 1, 1]), ints(0, 0, 0), ints(100, 100, 100))
    assert split.parts.tolist() == [34, 33, 33]


def test_a_group_has_a_capacity_of_its_own() -> None:
    """Two people of the East together carry 400 of 1,000; the West's two share 600."""
    east = Group("E", ints(0, 1), 0, 400)
    split = balanced_split(1000, np.array([3.0, 3, 2, 2]), ints(0, 0, 0, 0), ints(1000, 1000, 1000, 1000), [east])
    assert split.parts.tolist() == [200, 200, 300, 300]


def test_groups_that_overlap_are_solved_as_a_linear_program() -> None:
    """The East at most 300, line A at most 500 of 1,000: East A, East B, West A, West B."""
    east, line = Group("E", ints(0, 1), 0, 30_000), Group("A", ints(0, 2), 0, 50_000)
    split = balanced_split(
        100_000, np.array([1.0, 1, 1, 1]), ints(0, 0, 0, 0), ints(10**6, 10**6, 10**6, 10**6), [east, line]
    )
    assert int(split.parts.sum()) == 100_000
    assert split.parts[:2].sum() <= 30_000
    assert split.parts[[0, 2]].sum() <= 50_000
    assert split.parts.max() <= 40_002


@pytest.mark.parametrize(
    ("total", "lower", "upper", "groups", "said"),
    [
        (1000, (0, 0), (400, 500), (), "cannot hold the total"), (100, (60, 60), (90, 90), (), "cannot hold the total"),
        (100, (9, 0), (8, 500), (), "above the upper"), (100, (0, 60), (90, 90), (Group("E", ints(1), 0, 50),), "group: E"),
        (100, (0, 0), (90, 90), (Group("E", ints(0, 1), 0, 99), Group("S", ints(1), 0, 90)), "leave no split"),
    ],
)  # fmt: skip
def test_bounds_that_leave_no_split_are_named(total: int, lower: tuple[int, ...], upper: tuple[int, ...], groups: tuple[Group, ...], said: str) -> None:  # fmt: skip
    with pytest.raises(PlanError, match=said):
        balanced_split(total, np.array([1.0, 1]), ints(*lower), ints(*upper), groups)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_split_adds_up_inside_its_bounds(data: st.DataObject) -> None:
    n = data.draw(st.integers(2, 12))
    lower = np.array(data.draw(st.lists(st.integers(0, 10**7), min_size=n, max_size=n)))
    upper = lower + np.array(data.draw(st.lists(st.integers(0, 10**8), min_size=n, max_size=n)))
    total = data.draw(st.integers(int(lower.sum()), int(upper.sum())))
    fair = np.array(data.draw(st.lists(st.floats(0.01, 100), min_size=n, max_size=n)))
    half = np.arange(n // 2)
    room = total - int(upper[n // 2 :].sum())
    least = max(int(lower[half].sum()), room)
    groups = [Group("half", half, least, least + data.draw(st.integers(0, 10**6)))] if data.draw(st.booleans()) else []
    try:
        split = balanced_split(total, fair, lower, upper, groups)
    except PlanError as refused:
        assert groups
        assert refused.code == "bounds"  # noqa: PT017
        return
    assert int(split.parts.sum()) == total
    assert ((split.parts >= lower) & (split.parts <= upper)).all()
    for g in groups:
        assert g.lower <= split.parts[g.members].sum() <= g.upper
