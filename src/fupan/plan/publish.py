"""A version as rows of the table ``targets``: what is planned, for which slice, from when the version holds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from fupan.plan.buffer import RESERVE
from fupan.plan.change import Change
from fupan.plan.tree import Tree
from fupan.plan.version import Version


def target_rows(tree: Tree, plan: str, version: Version, kind: str = "target") -> list[dict[str, Any]]:
    """One row for each cell the version changes (the first: for each it plans), by slice, leaf period and level.

    A cell that is no longer planned is a row without an amount: it withdraws the slice. The reserve is nobody's target.
    Rows hold all fields of the table that are not NULL; amounts in the measure's unit.
    """
    return [
        target_row(tree, plan, version.name, version.valid_from, change, kind)
        for change in version.changes
        if change.path[:1] != (RESERVE,)
    ]


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
