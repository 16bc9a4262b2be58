"""A ratio target is carried by its numerator and its denominator: never divided among slices, never averaged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from fupan.money import Number, to_decimal
from fupan.plan.edit import SetCell, apply
from fupan.plan.measure import Measure
from fupan.plan.refusal import PlanError
from fupan.plan.slices import Ints
from fupan.plan.spread import Draft
from fupan.plan.tree import TYPED, Tree, level_number


@dataclass(frozen=True, slots=True, eq=False)
class RatioTree:
    """Two trees of the same slices and periods; a cell's target is numerator / denominator of that cell.

    ``ceiling``: no cell may ask for more (1 for a share of a whole), or None.
    """

    measure: Measure
    numerator: Tree
    denominator: Tree
    ceiling: Fraction | None = None

    def ratio(self, path: Sequence[str] = (), period: str | None = None, level: str = "target") -> Fraction | None:
        """The target of a cell: a ratio of sums; None where the denominator is zero."""
        upper, lower = (t.whole(path, period, level) for t in (self.numerator, self.denominator))
        scale = Fraction(10) ** (self.denominator.measure.decimals - self.numerator.measure.decimals)
        return Fraction(upper, lower) * scale if lower else None

    def set_ratio(self, path: Sequence[str], period: str, wanted: Number, level: str = "target") -> RatioTree:
        """The cell asks for *wanted*: its numerator becomes wanted x denominator, which stays.

        What is below scales alike, so that the better ones stay the better ones; who would pass the ceiling stops there and
        the others make up for it. What is above follows. 35% -> 50% of 1,000 with children 200 of 400 and 150 of 600:
        500 = 285.71 + 214.29, 71.4% and 35.7%. PlanError (code ratio) where the denominator is zero or above the ceiling.
        """
        asked = Fraction(to_decimal(wanted))
        if asked < 0 or (self.ceiling is not None and asked > self.ceiling):
            raise PlanError(
                "ratio", f"a target of {self.measure.metric} lies between 0 and {self.ceiling}", found=wanted
            )
        whole = self.denominator.whole(path, period, level)
        if not whole:
            raise PlanError("ratio", "the denominator is zero: plan it first", cell=f"{' / '.join(path)} {period}")
        scale = Fraction(10) ** (self.numerator.measure.decimals - self.denominator.measure.decimals)
        amount = self.numerator.measure.amount(round(asked * whole * scale))
        edited = apply(self.numerator, SetCell(tuple(path), period, amount, level))
        changed = RatioTree(self.measure, edited, self.denominator, self.ceiling)
        return changed if self.ceiling is None else changed.under_ceiling(level)

    def under_ceiling(self, level: str = "target") -> RatioTree:
        """Numerators that pass ceiling x denominator cut there; siblings with room take the rest, nearest to alike."""
        assert self.ceiling is not None  # noqa: S101 - the caller looked
        scale = Fraction(10) ** (self.numerator.measure.decimals - self.denominator.measure.decimals) * self.ceiling
        number, slices = level_number(level), self.numerator.slices
        most: Ints = self.denominator.values[number] * scale.numerator // scale.denominator
        if (self.numerator.values[number] <= most).all():
            return self
        draft = Draft(self.numerator)
        cells = draft.values[number]
        for node in np.flatnonzero(slices.count):
            at = slices.children(int(node))
            for leaf in np.flatnonzero((cells[:, at] > most[:, at]).any(axis=1)):
                cells[leaf, at] = _cut(cells[leaf, at], most[leaf, at], int(cells[leaf, node]))
                draft.bits[number, leaf, at] &= ~np.uint8(TYPED)
        return RatioTree(self.measure, draft.done(), self.denominator, self.ceiling)


def _cut(cells: Ints, most: Ints, total: int) -> Ints:
    from fupan.plan.balance import balanced_split

    if total > int(most.sum()):
        raise PlanError("ratio", "the slices below cannot hold the ratio together", most=int(most.sum()), wanted=total)
    if not total:
        return np.zeros_like(cells)
    return balanced_split(total, cells.astype(np.float64), np.zeros_like(cells), most).parts
