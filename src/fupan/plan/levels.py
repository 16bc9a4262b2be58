"""Floor, target and stretch 保底/目标/挑战: made from the target by factors, and in their order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fupan.money import Number, to_decimal
from fupan.plan.edit import open_part
from fupan.plan.measure import LEVELS
from fupan.plan.rounding import BASIS_POINTS, Ints, half_even, share_out
from fupan.plan.spread import Draft, spread_below
from fupan.plan.tree import Tree, level_number

_TARGET = LEVELS.index("target")


@dataclass(frozen=True, slots=True)
class Disorder:
    """A cell whose levels are not in their order: a floor above the target, a stretch below it."""

    path: tuple[str, ...]
    period: str
    level: str
    amount: int
    target: int


def derive_level(tree: Tree, level: str, factor: Number) -> Tree:
    """*level* as *factor* x target: the whole's sum rounded half-even, shared over periods and slices by the target's mix.

    Typed and locked cells of that level stay, and so do periods that have begun. 0.85 of a target of 100.00 is 85.00.
    """
    number = level_number(level)
    at = open_part(tree, slice(0, len(tree.periods)))
    if at.start == at.stop:
        return tree
    draft = Draft(tree)
    points = int(to_decimal(factor) * BASIS_POINTS)
    free = np.flatnonzero(~tree.locked(number, at)[:, 0])
    targets: Ints = tree.values[_TARGET, at, 0][free]
    total = half_even(targets.sum(keepdims=True), np.array(points - BASIS_POINTS))
    if len(free):
        whole = tree.values[number, at, 0].copy()
        parts = share_out(total[None, :], np.abs(targets).astype(np.float64)[None, :], np.array([len(free)]))[0]
        whole[free] = parts if tree.measure.over_time == "sum" else half_even(targets, np.array(points - BASIS_POINTS))
        draft.put(number, at, slice(0, 1), whole[:, None], (whole != tree.values[number, at, 0])[:, None])
    weights = np.abs(tree.values[_TARGET, at]).astype(np.float64)
    spread_below(draft, number, at, 0, keep_typed=True, weights=weights)
    return draft.done()


def out_of_order(tree: Tree) -> list[Disorder]:
    """Cells in which floor <= target <= stretch does not hold (reversed where lower is better); empty levels are none."""
    sign = -1 if tree.measure.direction == "down" else 1
    found = []
    target = tree.values[_TARGET] * sign
    for level, wrong in (("floor", 1), ("stretch", -1)):
        values = tree.values[level_number(level)]
        for leaf, node in np.argwhere((values != 0) & ((values * sign - target) * wrong > 0)):
            found.append(
                Disorder(tree.slices.paths[node], tree.periods.leaves[leaf].label, level, int(values[leaf, node]),
                         int(tree.values[_TARGET, leaf, node]))
            )  # fmt: skip
    return found
