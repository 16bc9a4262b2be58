"""A customer moves from the East to the South in the middle of the year, with its target or without."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.plan.company import empty, year

from fupan.plan.edit import Lock, OverAssign, SetCell, apply
from fupan.plan.move import effects, move_slice
from fupan.plan.refusal import PlanError
from fupan.plan.slices import AXES, make_slices
from fupan.plan.spread import differences
from fupan.plan.tree import Tree

D = Decimal
LEAVES = [("E", "c1"), ("E", "c2"), ("S", "c3")]


def tree() -> Tree:
    """100 in each quarter for each of three customers."""
    made = empty(make_slices([AXES["region"], AXES["customer"]], LEAVES), year("quarter"))
    for path in LEAVES:
        for quarter in range(1, 5):
            made = apply(made, SetCell(path, f"2025-Q{quarter}", D(100)))
    return made


def quarter(made: Tree, number: int) -> dict[str, Decimal]:
    return {"/".join(p): made.amount(p, f"2025-Q{number}") for p in made.slices.paths}


def test_a_target_that_goes_along() -> None:
    after = move_slice(tree(), ("E", "c1"), ("S",), since="2025-Q3", carries=True)
    assert quarter(after, 2) == {"": 300, "E": 200, "S": 100, "E/c1": 100, "E/c2": 100, "S/c3": 100, "S/c1": 0}
    assert quarter(after, 3) == {"": 300, "E": 100, "S": 200, "E/c1": 0, "E/c2": 100, "S/c3": 100, "S/c1": 100}
    assert differences(after) == []


def test_a_target_that_stays_is_taken_by_the_siblings() -> None:
    after = move_slice(tree(), ("E", "c1"), ("S",), since="2025-Q3", carries=False)
    assert quarter(after, 3) == {"": 300, "E": 200, "S": 100, "E/c1": 0, "E/c2": 200, "S/c3": 100, "S/c1": 0}
    assert differences(after) == []


def test_over_assignment_goes_with_the_move() -> None:
    """The East hands down 25% more: 200 are handed down of 160; without c1 100 of 80, and the South owes 200."""
    before = apply(tree(), OverAssign(("E",), D("0.25")))
    before = apply(before, SetCell(("E",), "2025-Q3", D(160)))
    after = move_slice(before, ("E", "c1"), ("S",), since="2025-Q3", carries=True)
    assert quarter(after, 3) == {"": 280, "E": 80, "S": 200, "E/c1": 0, "E/c2": 100, "S/c3": 100, "S/c1": 100}
    assert differences(after) == []


def test_the_approver_sees_what_it_does_to_everybody() -> None:
    """The East's 280 of 400 with 80 of the customer's last half: without the move 35%, with it 200 of 600 in its 800."""
    before = tree()
    after = move_slice(before, ("E", "c1"), ("S",), since="2025-Q3", carries=True)
    told = effects(before, after, {("E",): D(280), ("S",): D(100)}, {("E",): D(200), ("S",): D(180)})
    rows = {e.path: (e.target_before, e.target_after, e.attainment_before, e.attainment_after) for e in told}
    assert rows["E",] == (800, 600, 0.35, pytest.approx(1 / 3))
    assert rows["S",] == (400, 600, 0.25, pytest.approx(0.3))
    assert [e.change for e in told if len(e.path) == 2] == [-200, 200]


def test_what_cannot_move_is_refused() -> None:
    for path, to, since, code in (
        (("E", "c1"), ("E",), "2025-Q3", "structure"), (("E", "c1"), ("N",), "2025-Q3", "path"), (("E",), ("S",), "2025-Q3", "structure"),
        (("E", "c1"), ("S",), "2025-Q1", "locked"),
    ):  # fmt: skip
        with pytest.raises(PlanError) as refused:
            move_slice(replace(tree(), closed=1), path, to, since=since, carries=True)
        assert refused.value.code == code
    with pytest.raises(PlanError, match="S 2025-Q3"):
        move_slice(apply(tree(), Lock(("S",))), ("E", "c1"), ("S",), since="2025-Q3", carries=True)
