"""Many lowest cells typed together: written at once, and what is above follows in one pass from the bottom up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fupan.plan.refusal import PlanError
from fupan.plan.rounding import Flags, unloaded
from fupan.plan.spread import Draft, in_tolerance
from fupan.plan.tree import INHERITED, LOCKED, TYPED

Cell = tuple[int, int, int, int]
"""Level, leaf period, node, whole cents."""


def paste_cells(draft: Draft, cells: Sequence[Cell]) -> None:
    """Type *cells* of slices without children into the draft; of one given twice the later stands. Parents grow with them.

    The same as typing them one by one with ``bubble``, without walking up for each. PlanError (code locked) for a cell, or
    a parent that would have to change, that is locked or has begun.
    """
    tree = draft.tree
    touched = np.zeros(tree.shape, dtype=bool)
    for level, leaf, node, amount in cells:
        if draft.values[level, leaf, node] != amount and _locked(draft, level, leaf, node):
            raise PlanError("locked", "the cell is locked or its period has begun", cell=_told(draft, leaf, node))
        if not _locked(draft, level, leaf, node):
            draft.values[level, leaf, node] = amount
            draft.bits[level, leaf, node] = (draft.bits[level, leaf, node] | TYPED) & ~np.uint8(INHERITED)
            touched[level, leaf, node] = True
    for level in range(tree.shape[0]):
        if touched[level].any():
            bubble_up(draft, level, touched[level])


def bubble_up(draft: Draft, level: int, touched: Flags) -> None:
    """Make all parents of the *touched* cells [leaf period, node] follow, depth by depth; PlanError for one that is locked."""
    tree, slices = draft.tree, draft.tree.slices
    every = slice(0, len(tree.periods))
    for depth in range(len(slices.depths) - 2, 0, -1):
        nodes = slices.depth(depth)
        leaves, below = np.nonzero(touched[:, nodes])
        if not len(leaves):
            continue
        upper = slices.depth(depth - 1)
        above = slices.parent[nodes][below] - upper.start
        reached = np.zeros((len(tree.periods), upper.stop - upper.start), dtype=bool)
        reached[leaves, above] = True
        counts = slices.count[upper]
        inner = np.flatnonzero(counts)
        starts = np.concatenate(([0], np.cumsum(counts[inner])[:-1]))
        sums = np.add.reduceat(draft.values[level][:, nodes], starts, axis=1)
        values, over = draft.values[level][:, upper][:, inner], draft.over[:, upper][:, inner]
        stale = np.zeros_like(reached)
        stale[:, inner] = ~in_tolerance(sums, values, over)
        stale &= reached
        new = draft.values[level][:, upper].copy()
        new[:, inner] = unloaded(sums, over)
        for leaf, node in np.argwhere(stale):
            if _locked(draft, level, int(leaf), upper.start + int(node)):
                raise PlanError("locked", "a slice above is locked and would change",
                                cell=_told(draft, int(leaf), upper.start + int(node)))  # fmt: skip
        draft.put(level, every, upper, new, stale)
        touched[:, upper] |= reached


def _locked(draft: Draft, level: int, leaf: int, node: int) -> bool:
    return leaf < draft.tree.closed or bool(draft.bits[level, leaf, node] & LOCKED)


def _told(draft: Draft, leaf: int, node: int) -> str:
    tree = draft.tree
    return f"{' / '.join(tree.slices.paths[node]) or '(whole)'} {tree.periods.leaves[leaf].label}"
