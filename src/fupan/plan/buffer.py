"""A declared buffer 弹性空间: a part of the whole held back in a reserve, released to slices with potential."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_DOWN, Decimal

from fupan.money import Number, to_decimal
from fupan.plan.edit import SetCell, SetMany, apply
from fupan.plan.refusal import PlanError
from fupan.plan.slices import Path, Slices, make_slices
from fupan.plan.tree import Tree

RESERVE = "(reserve)"
RESERVE_NAMES = ("弹性空间", "reserve")


def with_reserve(slices: Slices) -> Slices:
    """The same slices with a reserve beside those right below the whole; it is never published as anybody's target."""
    leaves = [p for p, leaf in zip(slices.paths, slices.leaf, strict=True) if leaf and p]
    if slices.has((RESERVE,)):
        return slices
    names = {**slices.names, (slices.axes[0].name, RESERVE): RESERVE_NAMES[0]}
    return make_slices(slices.axes, [*leaves, (RESERVE,)], names)


def hold_back(tree: Tree, share: Number, period: str | None = None) -> Tree:
    """*share* of the whole held back; of each period, cents rounded down; the others keep their mix of the rest. 15% of 1,000 leaves 850 to hand down.

    PlanError (code path) where the tree has no reserve, (code amount) outside [0, 1).
    """
    told = to_decimal(share)
    if not 0 <= told < 1:
        raise PlanError("amount", "a buffer is a share from 0 up to, not including, 1", found=share)
    windows = [tree.periods.window(period)] if period else list(tree.periods.leaves[tree.closed :])
    unit = Decimal(1).scaleb(-tree.measure.decimals)
    cells = [
        SetCell((RESERVE,), w.label, (tree.amount((), w.label) * told).quantize(unit, ROUND_DOWN), up="siblings")
        for w in windows
    ]
    return apply(tree, SetMany(tuple(cells)))


def release(tree: Tree, period: str, to: Mapping[Path, Number]) -> SetMany:
    """The edit that gives amounts of the reserve to slices in *period*; the whole stays as it is.

    PlanError (code amount) where more is given than is held.
    """
    held = tree.amount((RESERVE,), period)
    given = sum((to_decimal(a) for a in to.values()), Decimal(0))
    if given > held or any(to_decimal(a) < 0 for a in to.values()):
        raise PlanError("amount", "more is given than the reserve holds", held=held, given=given)
    cells = [SetCell((RESERVE,), period, held - given)]
    cells += [SetCell(path, period, tree.amount(path, period) + to_decimal(a)) for path, a in to.items()]
    return SetMany(tuple(cells))
