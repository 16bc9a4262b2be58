"""Weights by which a target is split, for each method of decomposition 目标拆解; shares are combined, never amounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fupan.money import Number
from fupan.plan.refusal import PlanError
from fupan.plan.slices import Path, Slices

Floats = npt.NDArray[np.float64]
METHODS = {
    "history": ("去年实绩结构", "last year's mix"), "years": ("多年加权", "last years, weighted"),
    "potential": ("潜力指数", "potential index"), "season": ("季节性", "seasonality"),
    "working_days": ("工作日", "working days"), "days": ("天数", "days"), "even": ("平均", "even"),
    "growth": ("基数增长", "growth on base"), "pipeline": ("商机加权", "pipeline-weighted"), "column": ("自定权重", "a column of weights"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Growth:
    """Growth on the base by slice, held between a floor and a cap (0.1 = 10% more than the base)."""

    share: float
    floor: float | None = None
    cap: float | None = None


def from_leaves(slices: Slices, amounts: Mapping[Path, Number]) -> Floats:
    """Amounts by path as weights [node]; a parent's is its children's sum, unless given. Unknown paths are refused.

    Negative amounts (returns above sales) count as nothing: they cannot carry a part of a target.
    """
    weights = np.zeros(len(slices))
    given = np.zeros(len(slices), dtype=bool)
    for path, amount in amounts.items():
        node = slices.find(path)
        weights[node], given[node] = max(float(amount), 0.0), True
    return add_up(slices, weights, given)


def add_up(slices: Slices, weights: Floats, given: npt.NDArray[np.bool_] | None = None) -> Floats:
    """*weights* with every parent that is not *given* made the sum of its children, from the bottom up."""
    found = weights.copy()
    for depth in range(len(slices.depths) - 2, 0, -1):
        nodes = slices.depth(depth)
        sums = np.bincount(slices.parent[nodes], weights=found[nodes], minlength=len(slices))
        inner = slices.count > 0
        if given is not None:
            inner = inner & ~given
        upper = slices.depth(depth - 1)
        found[upper] = np.where(inner[upper], sums[upper], found[upper])
    return found


def even(slices: Slices) -> Floats:
    """The same for every child."""
    return np.ones(len(slices))


def years_weighted(years: Sequence[Floats], parts: Sequence[float]) -> Floats:
    """Several years, the latest first, each by its part: 0.5, 0.3, 0.2 of 100, 80, 60 give 86."""
    if len(years) != len(parts) or not years or min(parts) < 0 or not sum(parts):
        raise PlanError("weights", "each year has one part, none negative", found=list(parts))
    total = sum(parts)
    return np.asarray(sum(y * (p / total) for y, p in zip(years, parts, strict=True)))


def growth_on_base(base: Floats, wanted: Floats, growth: Growth) -> Floats:
    """The base grown by what is *wanted* of each slice (a share), held between floor and cap.

    Of a base of 100 that would grow by 50% under a cap of 30% stand 130.
    """
    low = -1.0 if growth.floor is None else growth.floor
    high = np.inf if growth.cap is None else growth.cap
    if low > high:
        raise PlanError("weights", "the floor of growth is above its cap", floor=low, cap=high)
    return np.asarray(base * (1 + np.clip(wanted, low, high)))


def pipeline_weighted(open_amount: Floats, win_rate: Floats | float, base: Floats | None = None) -> Floats:
    """Open opportunities by their chance of being won, beside what comes without (*base*)."""
    expected = np.asarray(open_amount * win_rate)
    return expected if base is None else expected + base


def combine_shares(slices: Slices, parts: Sequence[tuple[float, Floats]]) -> Floats:
    """Several methods in one, "60% history, 40% potential": shares among siblings, added by their parts.

    Where a method has nothing to say of some siblings, the others share its part there.
    """
    if not parts or min(p for p, _ in parts) < 0 or not sum(p for p, _ in parts):
        raise PlanError("weights", "parts of a combination are not negative and not all zero")
    total = np.zeros(len(slices))
    for part, weights in parts:
        total += part * sibling_shares(slices, weights)
    return total


def sibling_shares(slices: Slices, weights: Floats) -> Floats:
    """Each weight as a share of its siblings' sum; 0 where that is 0. The root's is 1."""
    shares = np.ones(len(slices))
    sums = np.bincount(slices.parent[1:], weights=weights[1:], minlength=len(slices))
    of = sums[slices.parent[1:]]
    shares[1:] = np.divide(weights[1:], of, out=np.zeros(len(slices) - 1), where=of > 0)
    return shares


def by_depth(slices: Slices, methods: Mapping[str, Floats], otherwise: Floats) -> Floats:
    """One method for each step of the breakdown, by its axis: regions by potential, lines by last year's mix."""
    found = otherwise.copy()
    known = [a.name for a in slices.axes]
    for name, weights in methods.items():
        if name not in known:
            raise PlanError("structure", f"the plan is not broken down by {name}", expected=", ".join(known))
        nodes = slices.depth(known.index(name) + 1)
        found[nodes] = weights[nodes]
    return found
