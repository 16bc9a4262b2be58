"""A target tree 目标体系: one measure's targets for every slice, period and level, in whole cents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

import numpy as np
import numpy.typing as npt

from fupan.money import Number, to_decimal
from fupan.plan.measure import LEVELS, Measure
from fupan.plan.periods import Periods
from fupan.plan.refusal import PlanError
from fupan.plan.rounding import BASIS_POINTS, half_even
from fupan.plan.slices import Ints, Slices

Bits = npt.NDArray[np.uint8]
TYPED, LOCKED, INHERITED = 1, 2, 4
State = Literal["locked", "typed", "inherited", "computed", "empty"]


@dataclass(frozen=True, eq=False)
class Tree:
    """Cells [level, leaf period, node]. Coarser periods are never kept: they are made of their leaves.

    ``values``    whole cents; ``computed`` what a cell held before somebody typed into it (else the value itself)
    ``bits``      TYPED, LOCKED, INHERITED
    ``over``      declared over-assignment [leaf period, node], basis points (1,000 = children add up to 110% of it)
    ``closed``    leaf periods that have begun: no edit may change them
    ``revision``  how many edits were made; an edit that names an older one is checked for what changed since
    """

    measure: Measure
    slices: Slices
    periods: Periods
    values: Ints
    computed: Ints
    bits: Bits
    over: Ints
    closed: int = 0
    revision: int = 0

    @property
    def shape(self) -> tuple[int, int, int]:
        """Levels, leaf periods, nodes."""
        return len(LEVELS), len(self.periods), len(self.slices)

    def changed(self, values: Ints, computed: Ints, bits: Bits, over: Ints | None = None) -> Tree:
        """The tree with other cells, one revision on; its arrays can no longer be written."""
        over = self.over if over is None else over
        for array in (values, computed, bits, over):
            array.flags.writeable = False
        return replace(self, values=values, computed=computed, bits=bits, over=over, revision=self.revision + 1)

    def whole(self, path: Sequence[str] = (), period: str | None = None, level: str = "target") -> int:
        """The cell in whole cents; of a coarser period as the measure combines them (a sum, the last, the average)."""
        at = self.periods.find(period or self.periods.whole.label)
        cells = self.values[level_number(level), at, self.slices.find(path)]
        return int(combine(self.measure, cells[:, None])[0])

    def amount(self, path: Sequence[str] = (), period: str | None = None, level: str = "target") -> Decimal:
        """The cell's amount."""
        return self.measure.amount(self.whole(path, period, level))

    def locked(self, level: int, at: slice) -> npt.NDArray[np.bool_]:
        """Which cells [leaf period, node] of a level no edit may change: by hand, or because their period has begun."""
        held = (self.bits[level, at] & LOCKED) > 0
        if at.start < self.closed:
            held[: self.closed - at.start] = True
        return held

    def state(self, node: int, leaf: int, level: int = 1) -> State:
        """How the cell came by its value."""
        bits = int(self.bits[level, leaf, node])
        if bits & LOCKED or leaf < self.closed:
            return "locked"
        if bits & TYPED:
            return "typed"
        if bits & INHERITED:
            return "inherited"
        return "computed" if self.values[level, leaf, node] else "empty"

    def handed_down(self, level: int, at: slice, nodes: slice | Ints) -> Ints:
        """What the children of *nodes* have to add up to: value x (1 + declared over-assignment)."""
        values = self.values[level, at, nodes]
        over = self.over[at, nodes]
        return half_even(values, over) if over.any() else values


def new_tree(
    measure: Measure,
    slices: Slices,
    periods: Periods,
    *,
    over: Mapping[Sequence[str], Number] | None = None,
    closed: int = 0,
) -> Tree:
    """An empty tree; *over*: declared over-assignment as a fraction, by path."""
    shape = (len(LEVELS), len(periods), len(slices))
    declared = np.zeros(shape[1:], dtype=np.int64)
    for path, share in (over or {}).items():
        declared[:, slices.find(path)] = basis_points(share)
    values = np.zeros(shape, dtype=np.int64)
    tree = Tree(measure, slices, periods, values, values, np.zeros(shape, dtype=np.uint8), declared, closed, -1)
    return tree.changed(values, values, tree.bits)


def basis_points(share: Number) -> int:
    """A declared over-assignment in basis points; PlanError below 0, from 100% on, or finer than 0.01%."""
    points = to_decimal(share) * BASIS_POINTS
    if points != points.to_integral_value() or not 0 <= points < BASIS_POINTS:
        raise PlanError(
            "over_assignment", "over-assignment is declared from 0% to 99.99%, in steps of 0.01%", found=share
        )
    return int(points)


def level_number(level: str) -> int:
    """Where a level stands in the arrays; PlanError names the levels there are."""
    if level not in LEVELS:
        raise PlanError("level", f"there is no level “{level}”", expected=", ".join(LEVELS))
    return LEVELS.index(level)


def combine(measure: Measure, cells: Ints) -> Ints:
    """Leaf periods [leaf, node] as one coarser period: their sum, the last, or the average rounded half-even."""
    if measure.over_time == "last":
        last: Ints = cells[-1]
        return last
    total: Ints = cells.sum(axis=0)
    if measure.over_time == "sum":
        return total
    quotient, rest = np.divmod(total, len(cells))
    return np.asarray(quotient + ((2 * rest > len(cells)) | ((2 * rest == len(cells)) & (quotient % 2 == 1))))
