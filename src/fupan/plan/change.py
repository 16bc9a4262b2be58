"""Changes between two states of a tree, cell by cell, what they do to whom, and a tree rebuilt from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from fupan.plan.measure import LEVELS
from fupan.plan.slices import Path
from fupan.plan.tree import TYPED, Tree, combine, level_number

Key = tuple[Path, str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One cell (slice, leaf period, level) in whole cents; None: it was not, or is no longer, planned."""

    path: Path
    period: str
    level: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Impact:
    """What changes do to one slice over the whole plan. ``share``: the change beside before; None where that was zero."""

    path: Path
    level: str
    before: Decimal
    after: Decimal
    change: Decimal
    share: float | None


def planned_cells(tree: Tree) -> dict[Key, int]:
    """Every cell that holds a figure or was typed, by slice, leaf period and level."""
    places = np.argwhere((tree.values != 0) | ((tree.bits & TYPED) > 0))
    paths, leaves = tree.slices.paths, tree.periods.leaves
    return {(paths[n], leaves[t].label, LEVELS[k]): int(tree.values[k, t, n]) for k, t, n in places.tolist()}


def changes_between(before: Tree | None, after: Tree) -> tuple[Change, ...]:
    """What is new, other or gone in *after*; slices are told by their path, so the two may have other slices."""
    old = {} if before is None else planned_cells(before)
    new = planned_cells(after)
    keys = [*new, *(k for k in old if k not in new)]
    return tuple(Change(*k, old.get(k), new.get(k)) for k in keys if old.get(k) != new.get(k))


def with_changes(tree: Tree, changes: Iterable[Change], *, back: bool = False) -> Tree:
    """The tree with the cells of *changes* as they were after (or, with *back*, before) them. States of cells: computed.

    PlanError (code path, period) for a cell the tree has not.
    """
    values = tree.values.copy()
    bits = tree.bits.copy()
    for c in changes:
        told = c.before if back else c.after
        place = (level_number(c.level), tree.periods.find(c.period).start, tree.slices.find(c.path))
        values[place] = told or 0
        bits[place] = TYPED if told == 0 else bits[place] & ~np.uint8(TYPED)
    return tree.changed(values, values.copy(), bits)


def impact_of(before: Tree, after: Tree, paths: Sequence[Path] | None = None, level: str = "target") -> list[Impact]:
    """Who moves and by how much over the whole plan: each slice whose sum differs (or those of *paths*), the most first."""
    number = level_number(level)
    measure = after.measure
    found = []
    for path in after.slices.paths if paths is None else paths:
        was = (
            int(combine(measure, before.values[number][:, [before.slices.find(path)]])[0])
            if before.slices.has(path)
            else 0
        )
        now = int(combine(measure, after.values[number][:, [after.slices.find(path)]])[0])
        if was != now:
            found.append(
                Impact(path, level, measure.amount(was), measure.amount(now), measure.amount(now - was),
                       (now - was) / was if was else None)
            )  # fmt: skip
    return sorted(found, key=lambda i: (len(i.path), -abs(i.change)))


def compare_trees(trees: Mapping[str, Tree], period: str, level: str = "target") -> list[dict[str, object]]:
    """Versions side by side: one row for each slice with its amount in each of them, and the last's change on the first."""
    names = list(trees)
    paths = dict.fromkeys(p for t in trees.values() for p in t.slices.paths)
    rows: list[dict[str, object]] = []
    for path in paths:
        told = {n: t.amount(path, period, level) if t.slices.has(path) else None for n, t in trees.items()}
        first, last = told[names[0]] or Decimal(0), told[names[-1]] or Decimal(0)
        rows.append({"path": path, **told, "change": last - first, "share": float(last / first - 1) if first else None})
    return rows
