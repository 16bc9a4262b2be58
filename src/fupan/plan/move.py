"""A customer, territory or person moves: its target goes along or stays, and what that does to everybody is shown first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from fupan.plan.change import impact_of
from fupan.plan.paste import bubble_up
from fupan.plan.refusal import PlanError
from fupan.plan.slices import Path, Slices, make_slices
from fupan.plan.spread import Draft, spread_below
from fupan.plan.tree import LOCKED, TYPED, Tree


@dataclass(frozen=True, slots=True)
class Effect:
    """One slice before and after a move. Attainment: its actuals / its target; None without either."""

    path: Path
    target_before: Decimal
    target_after: Decimal
    attainment_before: float | None
    attainment_after: float | None

    @property
    def change(self) -> Decimal:
        """By how much its target changes."""
        return self.target_after - self.target_before


def on_slices(tree: Tree, slices: Slices) -> Tree:
    """The tree's cells on other slices, told by path: new ones are empty, ones that are gone are left out."""
    shape = (*tree.shape[:2], len(slices))
    values, computed = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    bits, over = np.zeros(shape, dtype=np.uint8), np.zeros(shape[1:], dtype=np.int64)
    both = [(n, tree.slices.find(p)) for n, p in enumerate(slices.paths) if tree.slices.has(p)]
    new, old = (np.array(side, dtype=np.int64) for side in zip(*both, strict=True))
    for mine, theirs in ((values, tree.values), (computed, tree.computed), (bits, tree.bits), (over, tree.over)):
        mine[..., new] = theirs[..., old]
    return Tree(tree.measure, slices, tree.periods, values, computed, bits, over, tree.closed, tree.revision)


def move_slice(tree: Tree, path: Path, to: Path, *, since: str, carries: bool) -> Tree:
    """The slice *path*, with all below it, under the parent *to* from the period *since* on; before it nothing changes.

    With *carries* its target goes along: the old parents owe so much less, the new ones so much more. Without, the target
    stays: its siblings take it, and the slice begins with none at its new place.
    PlanError (code structure) where it cannot be there, (code locked) where a cell that would change is locked or has begun.
    """
    slices = tree.slices
    slices.find(path)
    if not path or len(to) != len(path) - 1 or to == path[:-1]:
        raise PlanError("structure", "a slice moves to another parent of the same step", found=" / ".join(to))
    if not slices.has(to):
        raise PlanError("path", "there is no such parent", found=" / ".join(to))
    target = (*to, path[-1])
    moving = [p for p, leaf in zip(slices.paths, slices.leaf, strict=True) if leaf and p[: len(path)] == path]
    goes = {p: (*target, *p[len(path) :]) for p in moving}
    leaves = [p for p, leaf in zip(slices.paths, slices.leaf, strict=True) if leaf and p]
    leaves += [p for p in goes.values() if p not in set(leaves)]
    grown = on_slices(tree, make_slices(slices.axes, leaves, slices.names))
    first = tree.periods.find(since).start
    if first < tree.closed:
        raise PlanError("locked", "the period has begun", period=since)
    draft = Draft(grown)
    at = slice(first, len(tree.periods))
    before = draft.values.copy()
    _take_out(draft, path, at, carries)
    if carries:
        _put_in(draft, before, path, target, at)
    changed = (draft.values != before) & ((grown.bits & LOCKED) > 0)
    if changed.any():
        node = int(np.argwhere(changed)[0][2])
        raise PlanError(
            "locked",
            "a locked cell would change: free it first",
            slice=" / ".join(grown.slices.paths[node]) or "(whole)",
        )
    return draft.done()


def _below(slices: Slices, path: Path) -> list[int]:
    return [n for part in slices.layers(slices.find(path)) for n in range(part.start, part.stop)]


def _take_out(draft: Draft, path: Path, at: slice, carries: bool) -> None:
    slices = draft.tree.slices
    node = slices.find(path)
    own = draft.values[:, at, node].copy()
    gone = _below(slices, path)
    draft.values[:, at, gone] = 0
    draft.computed[:, at, gone] = 0
    draft.bits[:, at, gone] &= ~np.uint8(TYPED)
    if carries:
        return
    parent = int(slices.parent[node])
    held = draft.bits[:, at, node].copy()
    draft.bits[:, at, node] |= LOCKED
    for level in range(len(draft.values)):
        if own[level].any():
            spread_below(draft, level, at, parent)
    draft.bits[:, at, node] = held


def _put_in(draft: Draft, before: np.ndarray, path: Path, target: Path, at: slice) -> None:
    slices = draft.tree.slices
    draft.over = draft.over.copy()
    for old in _below(slices, path):
        new = slices.find((*target, *slices.paths[old][len(path) :]))
        draft.values[:, at, new] += before[:, at, old]
        draft.computed[:, at, new] = draft.values[:, at, new]
        draft.over[at, new] = draft.over[at, old]
    touched = np.zeros(draft.tree.shape[1:], dtype=bool)
    touched[at, slices.find(path)] = touched[at, slices.find(target)] = True
    for level in range(len(draft.values)):
        bubble_up(draft, level, touched.copy())


def effects(
    before: Tree, after: Tree, actual_before: Mapping[Path, Decimal], actual_after: Mapping[Path, Decimal]
) -> list[Effect]:
    """What a move does to each slice whose target or actuals change, for the approver: higher slices first.

    *actual_after* are the actuals restated to the new places where sales are to follow, else those of before.
    """
    paths = dict.fromkeys([i.path for i in impact_of(before, after)])
    paths |= dict.fromkeys(p for p in {*actual_before, *actual_after} if actual_before.get(p) != actual_after.get(p))
    found = []
    for path in sorted(paths, key=lambda p: (len(p), p)):
        was, now = (t.amount(path) if t.slices.has(path) else Decimal(0) for t in (before, after))
        found.append(Effect(path, was, now, _ratio(actual_before.get(path), was), _ratio(actual_after.get(path), now)))
    return found


def _ratio(actual: Decimal | None, target: Decimal) -> float | None:
    return float(actual / target) if actual is not None and target else None
