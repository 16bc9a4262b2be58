"""A plan's grid as plain values for screens and APIs: a page of rows, and what one edit changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np

from fupan.calendar import Window
from fupan.plan.history import Step
from fupan.plan.measure import LEVELS
from fupan.plan.slices import Path
from fupan.plan.spread import differences
from fupan.plan.tree import LOCKED, TYPED, Tree, combine, level_number


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside targets in a row: last year's and this year's actuals so far, and who owns the slice."""

    last_year: Mapping[Path, Decimal] = field(default_factory=dict)
    actual: Mapping[Path, Decimal] = field(default_factory=dict)
    owners: Mapping[Path, str] = field(default_factory=dict)


def columns_of(tree: Tree, grain: str | None = None) -> list[Window]:
    """Periods across: each coarser one before its parts; with *grain* those of one grain alone."""
    spans = sorted(tree.periods.spans, key=lambda s: (s[1], -(s[2] - s[1])))
    return [w for w, _, _ in spans if grain is None or w.grain == grain]


def grid_page(
    tree: Tree,
    *,
    level: str = "target",
    start: int = 0,
    count: int = 200,
    grain: str | None = None,
    open_: Sequence[Path] | None = None,
    beside: Beside = Beside(),
    lang: str = "zh",
) -> dict[str, Any]:
    """Rows [start, start + count) of the grid: slices in reading order, those below *open_* ones (all by default).

    Amounts are texts of exact decimals. Each cell: amount, state (typed, computed, locked, inherited, empty), and what the
    spread had given where somebody typed over it.
    """
    number = level_number(level)
    nodes = _shown(tree, open_)
    columns = columns_of(tree, grain)
    gaps: dict[int, int] = {}
    for k, _, node, cents in differences(tree):
        if k == number:
            gaps[node] = gaps.get(node, 0) + cents
    rows = [_row(tree, node, number, columns, beside, gaps, lang) for node in nodes[start : start + count]]
    return {
        "metric": tree.measure.metric, "title": tree.measure.title(lang), "unit": tree.measure.unit, "basis": tree.measure.basis,
        "direction": tree.measure.direction, "decimals": tree.measure.decimals, "level": level, "revision": tree.revision,
        "columns": [{"label": w.label, "title": w.title(lang), "grain": w.grain} for w in columns],
        "rows": rows, "start": start, "total": len(nodes),
    }  # fmt: skip


def _shown(tree: Tree, open_: Sequence[Path] | None) -> list[int]:
    opened = None if open_ is None else {tuple(p) for p in open_}
    found: list[int] = []
    waiting = [0]
    while waiting:
        node = waiting.pop()
        found.append(node)
        if opened is None or tree.slices.paths[node] in opened:
            at = tree.slices.children(node)
            waiting += range(at.stop - 1, at.start - 1, -1)
    return found


def _row(
    tree: Tree, node: int, level: int, columns: Sequence[Window], beside: Beside, gaps: Mapping[int, int], lang: str
) -> dict[str, Any]:
    path = tree.slices.paths[node]
    measure = tree.measure
    target = tree.amount(path, None, LEVELS[level])
    before = beside.last_year.get(path)
    actual = beside.actual.get(path)
    return {
        "path": list(path), "title": tree.slices.title(node, "公司" if lang == "zh" else "Company"), "depth": len(path),
        "children": int(tree.slices.count[node]), "owner": beside.owners.get(path, ""), "target": str(target),
        "last_year": None if before is None else str(before), "growth": float(target / before - 1) if before else None,
        "actual": None if actual is None else str(actual), "attainment": float(actual / target) if actual is not None and target else None,
        "over_assignment": str(Decimal(int(tree.over[-1, node])) / 10_000), "difference": str(measure.amount(gaps.get(node, 0))),
        "cells": [cell_value(tree, node, level, w.label) for w in columns],
    }  # fmt: skip


def cell_value(tree: Tree, node: int, level: int, label: str) -> dict[str, Any]:
    """One cell as plain values; a coarser period is locked where all its leaves are, typed where one is."""
    at = tree.periods.find(label)
    amount = int(combine(tree.measure, tree.values[level, at, node][:, None])[0])
    if at.stop - at.start == 1:
        state = str(tree.state(node, at.start, level))
    else:
        bits = tree.bits[level, at, node]
        shut = ((bits & LOCKED) > 0) | (np.arange(at.start, at.stop) < tree.closed)
        state = "locked" if shut.all() else "typed" if (bits & TYPED).any() else "computed" if amount else "empty"
    told: dict[str, Any] = {"amount": str(tree.measure.amount(amount)), "state": state}
    if at.stop - at.start == 1 and tree.bits[level, at.start, node] & TYPED:
        told["computed"] = str(tree.measure.amount(int(tree.computed[level, at.start, node])))
    return told


def patch(tree: Tree, step: Step, *, level: str = "target", most: int = 5000) -> dict[str, Any]:
    """What a screen has to draw anew after *step*: cells of a level with the coarser periods above them.

    More than *most* slices are not listed (``all``: the page is to be asked for again).
    """
    number = level_number(level)
    levels, rest = np.divmod(step.cells, tree.shape[1] * tree.shape[2])
    leaves, nodes = np.divmod(rest[levels == number], tree.shape[2])
    touched = np.unique(nodes)
    if len(touched) > most:
        return {"revision": tree.revision, "step": step.number, "all": True, "cells": []}
    spans = [(w.label, a, b) for w, a, b in tree.periods.spans]
    changed: dict[int, set[int]] = {int(n): set() for n in touched}
    for leaf, node in zip(leaves.tolist(), nodes.tolist(), strict=True):
        changed[node].add(leaf)
    cells = [
        {"path": list(tree.slices.paths[node]), "period": label, **cell_value(tree, node, number, label)}
        for node, found in changed.items()
        for label, a, b in spans
        if any(a <= leaf < b for leaf in found)
    ]
    return {"revision": tree.revision, "step": step.number, "all": False, "cells": cells}
