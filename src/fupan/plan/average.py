"""Targets that are averages (NPS, stock turns, days): a slice has its parent's value until it is given its own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from fupan.money import Number
from fupan.plan.refusal import PlanError
from fupan.plan.slices import Ints
from fupan.plan.spread import Draft
from fupan.plan.tree import INHERITED, LOCKED, TYPED, Tree, level_number

Floats = npt.NDArray[np.float64]


def set_average(tree: Tree, path: Sequence[str], period: str, value: Number, level: str = "target") -> Tree:
    """The cell is given *value*; every slice below that has none of its own, and is not locked, takes it.

    PlanError (code locked) where the cell is locked or has begun, (code structure) where the measure is one that adds up.
    """
    if tree.measure.kind == "sum":
        raise PlanError("structure", f"targets of {tree.measure.metric} add up: set a cell")
    node, at, number = tree.slices.find(path), tree.periods.find(period), level_number(level)
    if tree.locked(number, at)[:, node].any():
        raise PlanError("locked", "the cell is locked or its period has begun", cell=f"{' / '.join(path)} {period}")
    draft = Draft(tree)
    whole = tree.measure.whole(value)
    draft.values[number, at, node] = whole
    draft.bits[number, at, node] = (draft.bits[number, at, node] | TYPED) & ~np.uint8(INHERITED)
    own = np.zeros(len(tree.slices), dtype=bool)
    for leaf in range(at.start, at.stop):
        own[:] = (draft.bits[number, leaf] & (TYPED | LOCKED)) > 0
        for nodes in tree.slices.layers(node)[1:]:
            parents = tree.slices.parent[nodes]
            takes = ~own[nodes]
            draft.values[number, leaf, nodes] = np.where(
                takes, draft.values[number, leaf, parents], draft.values[number, leaf, nodes]
            )
            draft.computed[number, leaf, nodes] = np.where(
                takes, draft.values[number, leaf, nodes], draft.computed[number, leaf, nodes]
            )
            draft.bits[number, leaf, nodes] |= np.where(takes, np.uint8(INHERITED), np.uint8(0))
    return draft.done()


def mean_of_children(tree: Tree, weights: Floats, level: str = "target") -> Floats:
    """Each parent's target as its children's would make it, by *weights* [node]: [leaf period, node], leaves nan.

    A parent's 60 whose children have 62 (weight 1) and 58 (weight 3) comes to 59: they fall short of it by 1.
    """
    number = level_number(level)
    values: Ints = tree.values[number]
    parent = tree.slices.parent[1:]
    found = np.full(values.shape, np.nan)
    sums = np.bincount(parent, weights=weights[1:], minlength=len(tree.slices))
    for leaf in range(len(values)):
        totals = np.bincount(parent, weights=values[leaf, 1:] * weights[1:], minlength=len(tree.slices))
        np.divide(totals, sums, out=found[leaf], where=sums > 0)
    return found
