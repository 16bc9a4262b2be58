"""A version as rows of the table ``targets``: what is planned, for which slice, from when the version holds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from fupan.plan.buffer import RESERVE
from fupan.plan.change import Change, planned_cells
from fupan.plan.spread import differences
from fupan.plan.tree import Tree
from fupan.plan.version import Version

if TYPE_CHECKING:
    from fupan.plan.plan import Plan


def published_depths(tree: Tree) -> frozenset[int]:
    """Which steps of the breakdown are targets of their own: the lowest slices, and what is not just their sum.

    A parent that is the sum of its children is told by them: published as well, it would be a second plan of the same.
    Where it is over-assigned or differs, its whole step is published. Where branches end at different steps, every step
    down to the shortest branch is, so that one of them covers the whole.
    """
    depth = np.repeat(np.arange(len(tree.slices.depths) - 1), np.diff(tree.slices.depths))
    ends = np.unique(depth[tree.slices.leaf])
    found = {int(d) for d in ends}
    if len(ends) > 1:
        found |= set(range(int(ends.min()) + 1))
    found |= {int(depth[node]) for _, _, node, _ in differences(tree)}
    found |= {int(d) for d in np.unique(depth[(tree.over.any(axis=0)) & (tree.slices.count > 0)])}
    return frozenset(found)


def target_rows(
    tree: Tree, plan: str, version: Version, kind: str = "target", told: frozenset[int] = frozenset()
) -> list[dict[str, Any]]:
    """One row for each cell the version changes (the first: for each it plans), by slice, leaf period and level.

    *told* are the steps of the breakdown that earlier versions published: they go on, and one that is new is published as
    a whole. A cell that is no longer planned is a row without an amount: it withdraws the slice. The reserve is nobody's
    target. Rows hold all fields of the table that are not NULL; amounts in the measure's unit.
    """
    needed = published_depths(tree)
    changes = [c for c in version.changes if len(c.path) in needed | told]
    if told and (new := needed - told):
        seen = {(c.path, c.period, c.level) for c in changes}
        changes += [Change(*k, None, v) for k, v in planned_cells(tree).items() if len(k[0]) in new and k not in seen]
    return [
        target_row(tree, plan, version.name, version.valid_from, change, kind)
        for change in changes
        if change.path[:1] != (RESERVE,)
    ]


def rows_of_versions(plan: Plan) -> list[tuple[Version, list[dict[str, Any]]]]:
    """Each published version with its rows, the oldest first; the same for the same plan."""
    found, told = [], frozenset[int]()
    for version in plan.versions:
        if version.state in {"published", "superseded"}:
            tree = plan.at(version.name)
            found.append((version, target_rows(tree, plan.name, version, plan.kind, told)))
            told |= published_depths(tree)
    return found


def target_row(tree: Tree, plan: str, version: str, valid_from: date, change: Change, kind: str) -> dict[str, Any]:
    """One cell as a row of ``targets``; a slice's deeper member of a column (province under region) is the one told."""
    window = tree.periods.window(change.period)
    columns = {a.column: m for a, m in zip(tree.slices.axes, change.path, strict=False)}
    row: dict[str, Any] = {
        "metric": tree.measure.metric, "version": version, "level": change.level, "plan": kind, "valid_from": valid_from,
        "start_date": window.start, "end_date": window.end, "grain_set": plan,
        "amount": None if change.after is None else tree.measure.amount(change.after).quantize(Decimal("0.0001")),
    }  # fmt: skip
    if tree.measure.basis:
        row["basis"] = tree.measure.basis
    if tree.measure.currency:
        row["currency"] = tree.measure.currency
    return row | columns
