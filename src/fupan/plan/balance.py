"""A split with bounds for each person and each group, as near to the fair one as bounds allow: linear programming."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from fupan.plan.refusal import PlanError
from fupan.plan.rounding import Flags, Floats
from fupan.plan.slices import Ints

_TOLERANCE = 1e-9
_STEEPEST = 1e15
_SHOWN = 5


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """People whose parts together lie in [lower, upper] whole cents: a region's capacity, a team's agreed sum."""

    name: str
    members: Ints
    lower: int
    upper: int


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """Whole cents that add up to the total; ``worst``: the largest distance from the fair part, as a share of it."""

    parts: Ints
    worst: float
    at_lower: Flags
    at_upper: Flags


def balanced_split(total: int, fair: Floats, lower: Ints, upper: Ints, groups: Sequence[Group] = ()) -> Split:
    """*total* cents split as near to *fair* shares as bounds of people and groups allow.

    Fair parts are total x share / sum of shares. Bounded, everybody who is free moves by the same factor from the fair
    part, in a group at its bound by that group's own: the least sum of squared relative distances. The factor is the root
    of a monotone function (Brent, by scipy). Groups that overlap have no such factor: two linear programs (HiGHS, by scipy)
    make the largest relative distance as small as can be, then the sum of distances.
    Cents by largest remainders inside all bounds. PlanError (code bounds) where bounds leave no split, with those that
    stand against each other.
    """
    apart = _check(total, fair, lower, upper, groups)
    if not len(fair):
        return Split(np.zeros(0, dtype=np.int64), 0.0, np.zeros(0, dtype=bool), np.zeros(0, dtype=bool))
    ideal = fair / fair.sum() * total
    if apart:
        parts = _whole_cents(_by_factor(ideal, lower, upper, total, groups), total, lower, upper, groups)
    else:
        narrow = [Group(g.name, g.members, g.lower + len(g.members), g.upper - len(g.members)) for g in groups]
        parts = _settle(_solve(ideal, lower, upper, total, narrow), total, lower, upper)
    scale = np.where(ideal > 0, ideal, 1.0)
    return Split(parts, float(np.max(np.abs(parts - ideal) / scale)), parts == lower, parts == upper)


def _by_factor(ideal: Floats, lower: Ints, upper: Ints, total: int, groups: Sequence[Group]) -> Floats:
    """Everybody's part under one factor; a group that would leave its bounds is held at them by a factor of its own."""
    seen = np.zeros(len(ideal), dtype=bool)
    for g in groups:
        seen[g.members] = True
    free = np.flatnonzero(~seen)

    def parts_at(factor: float, members: Ints) -> Floats:
        return np.clip(ideal[members] * factor, lower[members], upper[members])

    def at(factor: float) -> Floats:
        found = np.zeros(len(ideal))
        found[free] = parts_at(factor, free)
        for g in groups:
            part = parts_at(factor, g.members)
            held = min(max(part.sum(), g.lower), g.upper)
            if held != part.sum():
                part = parts_at(_root(lambda f, m=g.members: float(parts_at(f, m).sum()), held), g.members)  # type: ignore[misc]
            found[g.members] = part
        return found

    return at(_root(lambda f: float(at(f).sum()), total))


def _root(sum_at: Callable[[float], float], wanted: float) -> float:
    """The factor at which a sum that never falls with it is *wanted*; the nearest where bounds hold it away."""
    from scipy.optimize import brentq

    high = 1.0
    while sum_at(high) < wanted and high < _STEEPEST:
        high *= 2
    if sum_at(high) <= wanted:
        return high
    if sum_at(0.0) >= wanted:
        return 0.0
    return float(brentq(lambda f: sum_at(f) - wanted, 0.0, high, xtol=1e-15, rtol=1e-14))


def _check(total: int, fair: Floats, lower: Ints, upper: Ints, groups: Sequence[Group]) -> bool:
    """Whether groups are disjoint; PlanError where the bounds cannot hold the total."""
    if not len(fair) == len(lower) == len(upper):
        raise PlanError(
            "bounds", "shares and bounds are of different lengths", found=(len(fair), len(lower), len(upper))
        )
    if total < 0 or (fair < 0).any() or not np.isfinite(fair).all() or (len(fair) > 0 and not fair.any()):
        raise PlanError("weights", "shares are not negative and not all zero, the total is not negative")
    if (lower > upper).any():
        raise PlanError(
            "bounds", "a lower bound is above the upper one", people=np.flatnonzero(lower > upper)[:_SHOWN].tolist()
        )
    seen = np.zeros(len(fair), dtype=bool)
    reach_low, reach_high, apart = 0, 0, True
    for g in groups:
        apart = apart and not seen[g.members].any()
        seen[g.members] = True
        low, high = int(lower[g.members].sum()), int(upper[g.members].sum())
        if max(low, g.lower) > min(high, g.upper):
            raise PlanError("bounds", "a group's bounds and those of its members leave nothing between them", group=g.name,
                            group_bounds=(g.lower, g.upper), members=(low, high))  # fmt: skip
        reach_low, reach_high = reach_low + max(low, g.lower), reach_high + min(high, g.upper)
    reach_low += int(lower[~seen].sum())
    reach_high += int(upper[~seen].sum())
    if not apart:
        reach_low, reach_high = int(lower.sum()), int(upper.sum())
    if not reach_low <= total <= reach_high:
        raise PlanError("bounds", "the bounds cannot hold the total", total=total, lowest=reach_low, highest=reach_high)
    return apart


def _solve(ideal: Floats, lower: Ints, upper: Ints, total: int, groups: Sequence[Group]) -> Floats:
    """Parts and distances as variables, all in units of the mean part, so that the solver sees numbers near 1."""
    from scipy import sparse
    from scipy.optimize import linprog

    n = len(ideal)
    unit = max(total / n, 1.0)
    fair, low, high = ideal / unit, lower / unit, upper / unit
    positive = fair[fair > 0]
    scale = np.where(fair > 0, fair, positive.min() if len(positive) else 1.0)
    one = sparse.identity(n, format="csr")
    # rows: x - d <= fair and -x - d <= -fair, so d is the distance
    above = sparse.hstack([one, -one])
    under = sparse.hstack([-one, -one])
    rows, limits = [above, under], [fair, -fair]
    for g in groups:
        member = sparse.csr_matrix((np.ones(len(g.members)), (np.zeros(len(g.members)), g.members)), shape=(1, 2 * n))
        rows += [member, -member]
        limits += [np.array([g.upper / unit]), np.array([-g.lower / unit])]
    equal = sparse.csr_matrix((np.ones(n), (np.zeros(n), np.arange(n))), shape=(1, 2 * n))
    # first: the largest distance t, with d <= t x scale
    last = sparse.csr_matrix(-scale.reshape(-1, 1))
    ceiling = sparse.hstack([sparse.csr_matrix((n, n)), one, last])
    wide = [sparse.hstack([r, sparse.csr_matrix((r.shape[0], 1))]) for r in rows]
    bounds = np.vstack([np.column_stack([low, high]), np.column_stack([np.zeros(n), np.full(n, np.inf)])])
    first = linprog(
        np.concatenate([np.zeros(2 * n), [1.0]]), A_ub=sparse.vstack([*wide, ceiling]).tocsr(), b_ub=np.concatenate([*limits, np.zeros(n)]),
        A_eq=sparse.hstack([equal, sparse.csr_matrix((1, 1))]).tocsr(), b_eq=[total / unit],
        bounds=np.vstack([bounds, [0, np.inf]]), method="highs",
    )  # fmt: skip
    if not first.success:
        raise PlanError("bounds", "the bounds leave no split", solver=first.message)
    worst = float(first.x[-1]) * (1 + _TOLERANCE) + _TOLERANCE
    bounds[n:, 1] = worst * scale
    second = linprog(
        np.concatenate([np.zeros(n), 1 / scale]), A_ub=sparse.vstack(rows).tocsr(), b_ub=np.concatenate(limits),
        A_eq=equal, b_eq=[total / unit], bounds=bounds, method="highs",
    )  # fmt: skip
    found: Floats = np.asarray((second if second.success else first).x[:n]) * unit
    return np.clip(found, lower, upper)


def _whole_cents(exact: Floats, total: int, lower: Ints, upper: Ints, groups: Sequence[Group]) -> Ints:
    """Groups' sums in whole cents first, then the members of each; everything inside its bounds."""
    seen = np.zeros(len(exact), dtype=bool)
    for g in groups:
        seen[g.members] = True
    parties = [*(g.members for g in groups), *([np.flatnonzero(~seen)] if not seen.all() else [])]
    sums = np.array([exact[m].sum() for m in parties])
    low = np.array([max(int(lower[m].sum()), groups[n].lower if n < len(groups) else 0) for n, m in enumerate(parties)])
    high = np.array(
        [
            min(int(upper[m].sum()), groups[n].upper) if n < len(groups) else int(upper[m].sum())
            for n, m in enumerate(parties)
        ]
    )
    whole = _settle(sums, total, low, high)
    parts = np.zeros(len(exact), dtype=np.int64)
    for amount, members in zip(whole, parties, strict=True):
        parts[members] = _settle(exact[members], int(amount), lower[members], upper[members])
    return parts


def _settle(exact: Floats, total: int, lower: Ints, upper: Ints) -> Ints:
    """Whole numbers near *exact* inside the bounds that add up to *total*: the largest remainders first."""
    parts = np.clip(np.floor(exact + _TOLERANCE).astype(np.int64), lower, upper)
    while left := total - int(parts.sum()):
        step = 1 if left > 0 else -1
        room = upper - parts if step > 0 else parts - lower
        able = np.flatnonzero(room > 0)
        wish = (exact - parts)[able] * step
        able = able[np.argsort(-wish, kind="stable")][: abs(left)]
        each = max(abs(left) // len(able), 1)
        parts[able] += step * np.minimum(room[able], each)
    return parts
