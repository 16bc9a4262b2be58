"""The edits of a tree, each with who, when and why, and what each cell held before and after: undone to any step."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import numpy as np

from fupan.errors import ConflictError
from fupan.plan.edit import Edit, SetCell, SetMany, apply
from fupan.plan.rounding import Flags
from fupan.plan.slices import Ints
from fupan.plan.tree import Bits, Tree, level_number


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One edit as it was done: places of changed cells in the flat arrays, and what they held before and after."""

    number: int
    what: dict[str, Any]
    who: str
    when: datetime
    reason: str
    cells: Ints
    values: tuple[Ints, Ints]
    computed: tuple[Ints, Ints]
    bits: tuple[Bits, Bits]
    over_cells: Ints
    over: tuple[Ints, Ints]

    @property
    def count(self) -> int:
        """How many cells it changed."""
        return len(self.cells)


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A tree with its edits: ``steps[:at]`` are done, those after are undone and can be done again."""

    tree: Tree
    steps: tuple[Step, ...] = ()
    at: int = 0

    def edit(self, edit: Edit, *, who: str, now: datetime, reason: str = "", seen: int | None = None) -> Sheet:
        """Follow *edit*; what was undone before is forgotten. *seen*: the step number the editor last saw.

        ConflictError where somebody changed a cell since then that this edit types into; PlanError as ``apply``.
        """
        if seen is not None:
            self._refuse_overwriting(edit, seen)
        return self.record(apply(self.tree, edit), describe(edit), who=who, now=now, reason=reason)

    def record(self, after: Tree, what: dict[str, Any], *, who: str, now: datetime, reason: str = "") -> Sheet:
        """The tree as another function left it, as one more step that can be undone."""
        step = step_between(self.tree, after, self.at + 1, what, who, now, reason)
        return Sheet(after, (*self.steps[: self.at], step), self.at + 1)

    def undo(self, to: int | None = None) -> Sheet:
        """Back to after step *to* (the one before the last by default; 0: before all)."""
        to = max(self.at - 1, 0) if to is None else to
        return self._go(to)

    def redo(self, to: int | None = None) -> Sheet:
        """Forward again to after step *to* (the next by default)."""
        return self._go(min(self.at + 1, len(self.steps)) if to is None else to)

    def _go(self, to: int) -> Sheet:
        if not 0 <= to <= len(self.steps):
            raise IndexError(f"there are {len(self.steps)} steps, none numbered {to}")
        tree = self.tree
        values, computed, bits, over = tree.values.copy(), tree.computed.copy(), tree.bits.copy(), tree.over.copy()
        back = to < self.at
        for step in reversed(self.steps[to : self.at]) if back else self.steps[self.at : to]:
            side = 0 if back else 1
            values.reshape(-1)[step.cells] = step.values[side]
            computed.reshape(-1)[step.cells] = step.computed[side]
            bits.reshape(-1)[step.cells] = step.bits[side]
            over.reshape(-1)[step.over_cells] = step.over[side]
        return Sheet(tree.changed(values, computed, bits, over), self.steps, to)

    def _refuse_overwriting(self, edit: Edit, seen: int) -> None:
        mine = typed_cells(self.tree, edit)
        for step in self.steps[seen : self.at]:
            both = np.intersect1d(mine, step.cells)
            if len(both):
                raise ConflictError(
                    f"{step.who} changed {len(both)} of these cells meanwhile (step {step.number}): "
                    + ", ".join(cell_title(self.tree, int(c)) for c in both[:5])
                )


def step_between(
    before: Tree, after: Tree, number: int, what: dict[str, Any], who: str, when: datetime, reason: str
) -> Step:
    """What an edit changed, as the step that can be undone."""
    cells = np.flatnonzero(
        _differs(before.values, after.values)
        | _differs(before.computed, after.computed)
        | _differs(before.bits, after.bits)
    )
    over = np.flatnonzero(_differs(before.over, after.over))

    def both(name: str, at: Ints) -> tuple[Any, Any]:
        return getattr(before, name).reshape(-1)[at], getattr(after, name).reshape(-1)[at]

    return Step(
        number, what, who, when, reason, cells, both("values", cells), both("computed", cells), both("bits", cells), over,
        both("over", over),
    )  # fmt: skip


def _differs(one: Any, other: Any) -> Flags:
    flags: Flags = (one != other).reshape(-1)
    return flags


def typed_cells(tree: Tree, edit: Edit) -> Ints:
    """Places in the flat arrays of the cells that an edit types into (not of those that follow from it)."""
    cells: list[Ints] = []
    for one in edit.cells if isinstance(edit, SetMany) else (edit,):
        if isinstance(one, SetCell):
            at = tree.periods.find(one.period)
            leaves = np.arange(at.start, at.stop)
            level, node = level_number(one.level), tree.slices.find(one.path)
            cells.append((level * tree.shape[1] + leaves) * tree.shape[2] + node)
    return np.concatenate(cells) if cells else np.array([], dtype=np.int64)


def cell_title(tree: Tree, cell: int) -> str:
    """A cell for people: slice and period."""
    level_leaf, node = divmod(cell, tree.shape[2])
    leaf = tree.periods.leaves[level_leaf % tree.shape[1]]
    return f"{' / '.join(tree.slices.paths[node]) or '(whole)'} {leaf.label}"


def describe(edit: Edit) -> dict[str, Any]:
    """An edit as plain values for the log; weights are told by their method's name."""
    if isinstance(edit, SetMany):
        return {"edit": "SetMany", "cells": [describe(c) for c in edit.cells]}
    assert is_dataclass(edit)  # noqa: S101 - every edit is one
    told: dict[str, Any] = {"edit": type(edit).__name__}
    for field in fields(edit):
        found = getattr(edit, field.name)
        if not isinstance(found, np.ndarray) and found is not None:
            told[field.name] = (
                str(found) if isinstance(found, Decimal) else list(found) if field.name == "path" else found
            )
    return told
