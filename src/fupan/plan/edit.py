"""Edits of a target tree: a cell set, a block set together, cells locked, over-assignment declared, a part spread again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

import numpy as np

from fupan.plan.measure import LEVELS
from fupan.plan.paste import Cell, paste_cells
from fupan.plan.refusal import PlanError
from fupan.plan.rounding import unloaded
from fupan.plan.slices import Path
from fupan.plan.spread import Draft, Weights, in_tolerance, spread_below, spread_over_periods
from fupan.plan.tree import INHERITED, LOCKED, TYPED, Tree, basis_points, level_number

Up = Literal["bubble", "siblings", "show"]


@dataclass(frozen=True, slots=True)
class SetCell:
    """Type an amount into a cell. What is below follows; above, by choice: ``up``

    ``bubble``    the parents grow with it;  ``siblings`` the parent stays and the other free slices give or take;
    ``show``      nothing above changes, and the difference is shown (``differences``).
    """

    path: Path
    period: str
    amount: Decimal
    level: str = "target"
    up: Up = "bubble"
    keep_typed: bool = False


@dataclass(frozen=True, slots=True)
class SetMany:
    """Several cells typed together (a pasted block): all or none."""

    cells: tuple[SetCell, ...]


@dataclass(frozen=True, slots=True)
class Lock:
    """Lock cells, or with ``locked=False`` free them; ``below``: those below the slice, too. No period: all; no level: all."""

    path: Path
    period: str | None = None
    level: str | None = None
    locked: bool = True
    below: bool = False


@dataclass(frozen=True, slots=True)
class OverAssign:
    """Declare how much more is handed down than is owed (0.05 = 5%); what is below follows."""

    path: Path
    share: Decimal


@dataclass(frozen=True, slots=True, eq=False)
class Respread:
    """Spread a slice's cells again over what is below: by weights [node] or [leaf period, node], else by the present mix.

    ``over_periods``: weights of the leaf periods, to share out the slice's own sum over time first (what is above follows
    by ``up``). What was typed stays unless ``keep_typed`` is off.
    """

    path: Path = ()
    period: str | None = None
    level: str = "target"
    weights: Weights | None = field(default=None, repr=False)
    over_periods: Weights | None = field(default=None, repr=False)
    keep_typed: bool = True
    up: Up = "bubble"
    method: str = ""


Edit = SetCell | SetMany | Lock | OverAssign | Respread


def apply(tree: Tree, edit: Edit) -> Tree:
    """The tree after *edit*; PlanError where it cannot be followed (then nothing has changed)."""
    draft = Draft(tree)
    match edit:
        case SetCell():
            _set(draft, edit)
        case SetMany():
            _set_many(draft, edit)
        case Lock():
            _lock(draft, edit)
        case OverAssign():
            _declare_over(draft, edit)
        case Respread():
            _respread(draft, edit)
    return draft.done()


def _set_many(draft: Draft, edit: SetMany) -> None:
    """One by one in their order; a run of lowest cells that bubble up is written at once."""
    tree = draft.tree
    run: list[Cell] = []
    for cell in edit.cells:
        node, at = tree.slices.find(cell.path), tree.periods.find(cell.period)
        if (
            tree.measure.kind == "sum"
            and cell.up == "bubble"
            and at.stop - at.start == 1
            and not tree.slices.count[node]
        ):
            run.append((level_number(cell.level), at.start, node, tree.measure.whole(cell.amount)))
            continue
        if run:
            paste_cells(draft, run)
            run = []
        _set(draft, cell)
    if run:
        paste_cells(draft, run)


def _set(draft: Draft, edit: SetCell) -> None:
    tree = draft.tree
    if tree.measure.kind == "average":
        raise PlanError(
            "structure", f"targets of {tree.measure.metric} are averages: each slice has its own (set_average)"
        )
    node, at, level = tree.slices.find(edit.path), tree.periods.find(edit.period), level_number(edit.level)
    before = draft.values[level, at, node].copy()
    cells = spread_over_periods(draft, level, at, node, tree.measure.whole(edit.amount), keep_typed=edit.keep_typed)
    locked = tree.locked(level, at)[:, node]
    if (locked & (cells != before)).any():
        raise PlanError("locked", "the cell is locked or its period has begun", cell=_told(edit.path, edit.period))
    free = ~locked
    draft.values[level, at, node] = cells
    draft.bits[level, at, node] = np.where(
        free, (draft.bits[level, at, node] | TYPED) & ~np.uint8(INHERITED), draft.bits[level, at, node]
    )
    spread_below(draft, level, at, node, keep_typed=edit.keep_typed)
    _upwards(draft, level, at, node, edit)


def _upwards(draft: Draft, level: int, at: slice, node: int, edit: SetCell | Respread) -> None:
    if edit.up == "bubble":
        _bubble(draft, level, at, node)
    elif edit.up == "siblings" and node:
        _siblings(draft, level, at, node, edit.keep_typed)


def _bubble(draft: Draft, level: int, at: slice, node: int) -> None:
    slices = draft.tree.slices
    locked = draft.tree.locked(level, at)
    for upper in slices.ancestors(node):
        sums = draft.values[level, at, slices.children(upper)].sum(axis=1)
        values, over = draft.values[level, at, upper], draft.over[at, upper]
        stale = ~in_tolerance(sums, values, over)
        if not stale.any():
            continue
        if (shut := stale & locked[:, upper]).any():
            label = draft.tree.periods.leaves[at.start + int(np.argmax(shut))].label
            raise PlanError("locked", "a slice above is locked: choose siblings or show",
                            cell=_told(slices.paths[upper], label))  # fmt: skip
        new = np.where(stale, unloaded(sums, over), values)
        draft.put(level, at, slice(upper, upper + 1), new[:, None], stale[:, None])


def _siblings(draft: Draft, level: int, at: slice, node: int, keep_typed: bool) -> None:
    """The parent's other free children take what is left; then what is below them follows."""
    slices = draft.tree.slices
    parent = int(slices.parent[node])
    own = draft.bits[level, at, node].copy()
    draft.bits[level, at, node] |= LOCKED
    spread_below(draft, level, at, parent, keep_typed=keep_typed)
    draft.bits[level, at, node] = own


def _lock(draft: Draft, edit: Lock) -> None:
    tree = draft.tree
    node = tree.slices.find(edit.path)
    at = tree.periods.find(edit.period or tree.periods.whole.label)
    levels = range(len(LEVELS)) if edit.level is None else (level_number(edit.level),)
    stretches = tree.slices.layers(node) if edit.below else [slice(node, node + 1)]
    for level in levels:
        for nodes in stretches:
            if edit.locked:
                draft.bits[level, at, nodes] |= LOCKED
            else:
                draft.bits[level, at, nodes] &= ~np.uint8(LOCKED)


def open_part(tree: Tree, at: slice) -> slice:
    """The leaf periods of *at* that have not begun."""
    return slice(min(max(at.start, tree.closed), at.stop), at.stop)


def _declare_over(draft: Draft, edit: OverAssign) -> None:
    """From the first period on that has not begun; what was handed down before stays as it was declared."""
    tree = draft.tree
    node = tree.slices.find(edit.path)
    at = open_part(tree, slice(0, len(tree.periods)))
    draft.over = draft.over.copy()
    draft.over[at, node] = basis_points(edit.share)
    if at.start < at.stop:
        for level in range(len(LEVELS)):
            spread_below(draft, level, at, node)


def _respread(draft: Draft, edit: Respread) -> None:
    tree = draft.tree
    node, level = tree.slices.find(edit.path), level_number(edit.level)
    at = tree.periods.find(edit.period or tree.periods.whole.label)
    for weights in (edit.weights, edit.over_periods):
        if weights is not None and ((weights < 0).any() or not np.isfinite(weights).all()):
            raise PlanError("weights", "a weight is negative or no number", method=edit.method)
    if edit.over_periods is not None:
        amount = int(draft.values[level, at, node].sum())
        cells = spread_over_periods(draft, level, at, node, amount, edit.over_periods, keep_typed=edit.keep_typed)
        draft.put(level, at, slice(node, node + 1), cells[:, None], (cells != draft.values[level, at, node])[:, None])
    part = open_part(tree, at)
    if part.start == part.stop:
        return
    used = edit.weights
    if used is not None and used.ndim == 2:
        used = used[part.start - at.start :]
    spread_below(draft, level, part, node, keep_typed=edit.keep_typed, weights=used)
    if edit.over_periods is not None:
        _upwards(draft, level, part, node, edit)


def _told(path: Sequence[str], period: str) -> str:
    return f"{' / '.join(path) or '(whole)'} {period}"
