"""Spreading a node's cells over what is below it, and an amount over periods; locked cells stay."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from fupan.plan.measure import LEVELS
from fupan.plan.refusal import PlanError
from fupan.plan.rounding import BASIS_POINTS, Flags, Floats, half_even, share_out
from fupan.plan.slices import Ints
from fupan.plan.tree import INHERITED, LOCKED, TYPED, Bits, Tree

Weights = npt.NDArray[np.float64]
_SEEN = 5


class Draft:
    """A tree's arrays while one edit is worked out; nothing of it is seen unless the whole edit holds."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.values: Ints = tree.values.copy()
        self.computed: Ints = tree.computed.copy()
        self.bits: Bits = tree.bits.copy()
        self.over = tree.over

    def done(self) -> Tree:
        """The tree after the edit."""
        return self.tree.changed(self.values, self.computed, self.bits, self.over)

    def put(self, level: int, at: slice, nodes: slice, cells: Ints, changed: Flags | None = None) -> None:
        """Write computed cells [leaf period, node]; those not *changed* keep all they have."""
        where = (level, at, nodes)
        if changed is None or changed.all():
            self.values[where] = cells
            self.computed[where] = cells
            self.bits[where] &= ~np.uint8(TYPED | INHERITED)
            return
        self.values[where] = np.where(changed, cells, self.values[where])
        self.computed[where] = np.where(changed, cells, self.computed[where])
        self.bits[where] &= np.where(changed, ~np.uint8(TYPED | INHERITED), np.uint8(255))


def held_cells(draft: Draft, level: int, at: slice, nodes: slice, keep_typed: bool) -> Flags:
    """Which cells a spread leaves alone."""
    bits = draft.bits[level, at, nodes]
    held: Flags = (bits & np.uint8(LOCKED | (TYPED if keep_typed else 0))) > 0
    if at.start < draft.tree.closed:
        held[: draft.tree.closed - at.start] = True
    return held


def in_tolerance(sums: Ints, values: Ints, over: Ints) -> Flags:
    """Whether children add up to value x (1 + over) to the cent: exactly, or within one where that is no whole number."""
    apart = sums * BASIS_POINTS - values * (BASIS_POINTS + over)
    near: Flags = np.abs(apart) < np.where(over > 0, BASIS_POINTS, 1)
    return near


def spread_below(
    draft: Draft, level: int, at: slice, node: int, *, keep_typed: bool = False, weights: Weights | None = None
) -> None:
    """Hand the cells of *node* in the leaf periods *at* down to all that is below it.

    By *weights* ([node] or [leaf period of at, node]); without any, by what the children hold now (those that add up
    already stay as they are). Locked cells stay and the rest is shared among the others. PlanError (code locked,
    nothing_free) where locked cells hold more than there is, or nothing is free to take it.
    """
    slices = draft.tree.slices
    for parents in slices.layers(node)[:-1]:
        _spread_layer(draft, level, at, parents, keep_typed, weights)


def _spread_layer(
    draft: Draft, level: int, at: slice, parents: slice, keep_typed: bool, weights: Weights | None
) -> None:
    tree, slices = draft.tree, draft.tree.slices
    counts = slices.count[parents]
    children = slices.below(parents.start, parents.stop)
    upper: Ints = np.arange(parents.start, parents.stop)
    if not counts.all():
        upper, counts = upper[counts > 0], counts[counts > 0]
    starts = np.concatenate(([0], np.cumsum(counts)[:-1]))
    now = draft.values[level, at, children]
    values, over = draft.values[level, at][:, upper], draft.over[at][:, upper]
    due = half_even(values, over) if over.any() else values
    stale = None
    if weights is None:
        stale = ~in_tolerance(np.add.reduceat(now, starts, axis=1), values, over)
        if not stale.any():
            return
        used: Floats = np.abs(now).astype(np.float64)
    else:
        chosen = weights[children] if weights.ndim == 1 else weights[:, children]
        used = np.broadcast_to(chosen, now.shape).astype(np.float64)
    held = held_cells(draft, level, at, children, keep_typed)
    if not held.any():
        parts = share_out(due, used, counts)
        draft.put(level, at, children, parts, None if stale is None else np.repeat(stale, counts, axis=1))
        return
    if stale is None:
        stale = np.ones(due.shape, dtype=bool)
    kept = np.add.reduceat(np.where(held, now, 0), starts, axis=1)
    free = due - kept
    some = np.add.reduceat(~held, starts, axis=1) > 0
    settled = in_tolerance(kept, values, over)
    _refuse(
        tree, at, upper, stale & ~some & ~settled, "nothing_free", "every slice below is locked, and they do not add up"
    )
    _refuse(
        tree,
        at,
        upper,
        stale & some & (free * np.sign(due) < 0),
        "locked",
        "locked slices hold more than there is to hand down",
    )
    usable = np.where(held, 0.0, used)
    none = np.add.reduceat(usable, starts, axis=1) == 0
    usable = np.where(np.repeat(none, counts, axis=1) & ~held, 1.0, usable)
    parts = share_out(np.where(some, free, 0), usable, counts)
    draft.put(level, at, children, parts, np.repeat(stale & some, counts, axis=1) & ~held)


def _refuse(tree: Tree, at: slice, upper: Ints, wrong: Flags, code: str, reason: str) -> None:
    if not wrong.any():
        return
    places = [
        f"{' / '.join(tree.slices.paths[int(upper[n])]) or tree.periods.whole.label} {tree.periods.leaves[at.start + int(t)].label}"
        for t, n in np.argwhere(wrong)[:_SEEN]
    ]
    raise PlanError(code, reason, cells=", ".join(places), count=int(wrong.sum()))


def spread_over_periods(
    draft: Draft,
    level: int,
    at: slice,
    node: int,
    amount: int,
    weights: Weights | None = None,
    *,
    keep_typed: bool = False,
) -> Ints:
    """*amount* of *node* shared over the leaf periods *at*: the new cells [leaf period]. Locked periods stay.

    By *weights* of the leaf periods, else by what they hold now, else by their days. For a measure that is told by its
    last or average value, *amount* is that. PlanError (code locked, nothing_free) as in ``spread_below``.
    """
    tree = draft.tree
    now = draft.values[level, at, node]
    held = held_cells(draft, level, at, slice(node, node + 1), keep_typed)[:, 0]
    kind = tree.measure.over_time
    if kind == "last":
        if held[-1] and now[-1] != amount:
            _refuse(tree, at, np.array([node]), _last(held), "locked", "the last period is locked")
        return np.concatenate((now[:-1], [amount]))
    total = amount * len(now) if kind == "average" else amount
    kept = int(now[held].sum())
    free = total - kept
    if held.all() and free:
        _refuse(tree, at, np.array([node]), held[:, None], "nothing_free", "every period is locked or has begun")
    if free * total < 0:
        _refuse(
            tree,
            at,
            np.array([node]),
            held[:, None] & (now != 0)[:, None],
            "locked",
            "locked periods hold more than that",
        )
    used = np.abs(now).astype(np.float64) if weights is None else weights.astype(np.float64)
    used = np.where(held, 0.0, used)
    if not used.any():
        days = np.array([w.days for w in tree.periods.leaves[at]], dtype=np.float64)
        used = np.where(held, 0.0, days)
    if held.all():
        return now
    parts = share_out(np.array([[free]]), used[None, :], np.array([len(used)]))[0]
    return np.where(held, now, parts)


def _last(held: Flags) -> Flags:
    only = np.zeros((len(held), 1), dtype=bool)
    only[-1] = True
    return only


def differences(tree: Tree) -> list[tuple[int, int, int, int]]:
    """Where children do not add up to what was handed down: level, leaf period, node, cents over (+) or missing (-)."""
    slices = tree.slices
    found: list[tuple[int, int, int, int]] = []
    upper = np.flatnonzero(slices.count)
    if tree.measure.kind != "sum" or not len(upper):
        return found
    starts = slices.first[upper] - 1  # children of all nodes stand in one row, from node 1 on
    for level in range(len(LEVELS)):
        sums = np.add.reduceat(tree.values[level][:, 1:], starts, axis=1)
        values, over = tree.values[level][:, upper], tree.over[:, upper]
        wrong = np.argwhere(~in_tolerance(sums, values, over))
        due = half_even(values, over)
        found += [(level, int(t), int(upper[n]), int(sums[t, n] - due[t, n])) for t, n in wrong]
    return found
