"""Whatever is edited, locked and spread again: children = parent x (1 + declared over-assignment), to the cent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plan.company import NOW, empty, year

from fupan.plan.edit import Lock, OverAssign, Respread, SetCell
from fupan.plan.history import Sheet
from fupan.plan.refusal import PlanError
from fupan.plan.slices import AXES, make_slices
from fupan.plan.spread import differences
from fupan.plan.tree import Tree

SLICES = make_slices(
    [AXES["region"], AXES["product_line"], AXES["channel"]],
    [*product("AB", "xy", "12"), ("C",), ("D", "x"), *product("E", "xyz", "1")],
)
QUARTERS = year("quarter")
PATHS = st.sampled_from(SLICES.paths)
PERIODS = st.sampled_from(["2025", "2025-H2", "2025-Q1", "2025-Q2", "2025-Q4"])
LEVELS = st.sampled_from(["target", "target", "floor"])
EDITS = st.one_of(
    st.builds(
        SetCell, PATHS, PERIODS, st.integers(0, 10**9).map(lambda n: Decimal(n) / 100), LEVELS,
        st.sampled_from(["bubble", "siblings"]), st.booleans(),
    ),
    st.builds(Lock, PATHS, st.none() | PERIODS, st.none() | LEVELS, st.booleans(), st.booleans()),
    st.builds(OverAssign, PATHS, st.sampled_from([Decimal(s) for s in ("0", "0.05", "0.15", "0.3333")])),
    st.builds(
        lambda path, period, weights, keep: Respread(path, period, weights=np.array(weights, dtype=float), keep_typed=keep),
        PATHS, PERIODS, st.lists(st.integers(0, 9), min_size=len(SLICES), max_size=len(SLICES)), st.booleans(),
    ),
    st.builds(
        lambda path, weights: Respread(path, over_periods=np.array(weights, dtype=float)),
        PATHS, st.lists(st.integers(0, 9), min_size=4, max_size=4),
    ),
)  # fmt: skip


def exactly(tree: Tree) -> None:
    """The identity told plainly, in whole cents and fractions, apart from the code that keeps it."""
    for node in range(len(SLICES)):
        children = list(range(*SLICES.children(node).indices(len(SLICES))))
        if not children:
            continue
        for level, leaf in product(range(3), range(4)):
            parent = int(tree.values[level, leaf, node])
            handed = sum(int(tree.values[level, leaf, c]) for c in children)
            due = Decimal(parent) * (10_000 + int(tree.over[leaf, node])) / 10_000
            assert handed == due if due == int(due) and not tree.over[leaf, node] else abs(handed - due) < 1


@settings(max_examples=120, deadline=None)
@given(st.lists(EDITS, min_size=1, max_size=8), st.data())
def test_children_make_up_their_parent_after_any_edits(edits: list[Any], data: st.DataObject) -> None:
    sheet = Sheet(empty(SLICES, QUARTERS)).edit(SetCell((), "2025", Decimal("1234567.89")), who="li", now=NOW)
    for edit in edits:
        before = sheet.tree
        try:
            sheet = sheet.edit(edit, who="li", now=NOW)
        except PlanError:
            assert sheet.tree is before
            continue
        exactly(sheet.tree)
        assert differences(sheet.tree) == []
        held = (before.bits & sheet.tree.bits & 2) > 0
        if not isinstance(edit, Lock):
            assert (before.values[held] == sheet.tree.values[held]).all()
    to = data.draw(st.integers(0, len(sheet.steps)))
    back = sheet.undo(to)
    forth = back.redo(len(sheet.steps))
    assert (forth.tree.values == sheet.tree.values).all()
    assert (forth.tree.bits == sheet.tree.bits).all()
    exactly(back.tree)


@settings(max_examples=40, deadline=None)
@given(st.lists(EDITS, min_size=1, max_size=6), st.sampled_from([1, 2, 3]))
def test_what_has_begun_is_never_changed(edits: list[Any], closed: int) -> None:
    from dataclasses import replace

    assert QUARTERS.begun(date(2025, 5, 2)) == 2
    start = Sheet(empty(SLICES, QUARTERS)).edit(SetCell((), "2025", Decimal(10**6)), who="li", now=NOW)
    sheet = Sheet(replace(start.tree, closed=closed))
    for edit in edits:
        try:
            sheet = sheet.edit(edit, who="li", now=NOW)
        except PlanError:
            continue
        assert (sheet.tree.values[:, :closed] == start.tree.values[:, :closed]).all()
        exactly(sheet.tree)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([p for p, leaf in zip(SLICES.paths, SLICES.leaf, strict=True) if leaf]),
                          st.sampled_from(["2025-Q1", "2025-Q3"]), st.integers(0, 10**8)), max_size=12), st.booleans())  # fmt: skip
def test_a_pasted_block_is_what_typing_one_by_one_gives(cells: list[tuple[Any, str, int]], over: bool) -> None:
    from fupan.plan.edit import SetMany, apply

    tree = apply(empty(SLICES, QUARTERS), SetCell((), "2025", Decimal("1234567.89")))
    if over:
        tree = apply(tree, OverAssign(("A",), Decimal("0.07")))
    typed = [SetCell(path, period, Decimal(cents) / 100) for path, period, cents in cells]
    pasted, single = apply(tree, SetMany(tuple(typed))), tree
    for one in typed:
        single = apply(single, one)
    exactly(pasted)
    leaf = SLICES.leaf
    assert (pasted.values[:, :, leaf] == single.values[:, :, leaf]).all()
    assert (pasted.bits == single.bits).all() or over
    assert abs(pasted.values - single.values).max() <= (3 if over else 0)
