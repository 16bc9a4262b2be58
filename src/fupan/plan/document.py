"""A plan as one JSON document: readable rows for cells and versions, packed arrays for the undo log."""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np

from fupan.calendar import Window
from fupan.errors import WorkspaceError
from fupan.plan.change import Change
from fupan.plan.commitment import Commitment
from fupan.plan.history import Sheet, Step
from fupan.plan.measure import LEVELS, Measure
from fupan.plan.periods import Periods
from fupan.plan.plan import Plan
from fupan.plan.slices import Axis, Slices, make_slices
from fupan.plan.tree import Tree, new_tree
from fupan.plan.version import Note, Version

FORMAT = 1


def to_json(plan: Plan) -> str:
    """The plan as text, the same for the same plan."""
    tree = plan.tree
    told = {
        "format": FORMAT, "name": plan.name, "kind": plan.kind, "title_zh": plan.title_zh, "title_en": plan.title_en,
        "measure": asdict(tree.measure), "periods": _periods(tree.periods), "slices": _slices(tree.slices),
        "closed": tree.closed, "revision": tree.revision, "cells": _cells(tree),
        "versions": [_version(v) for v in plan.versions],
        "commitments": [asdict(c) | {"amount": str(c.amount), "when": c.when.isoformat()} for c in plan.commitments],
        "at": plan.sheet.at, "steps": [_step(s) for s in plan.sheet.steps],
    }  # fmt: skip
    return "{\n" + ",\n".join(f"{_line(name)}: {_value(value)}" for name, value in told.items()) + "\n}\n"


def from_json(text: str, file: str = "") -> Plan:
    """The plan that a text holds; WorkspaceError names the file that is damaged or of a later fupan."""
    try:
        told = json.loads(text)
        if told["format"] != FORMAT:
            raise WorkspaceError(f"{file}: a plan of format {told['format']}; this fupan reads {FORMAT}")
        measure = Measure(**told["measure"])
        slices = _read_slices(told["slices"])
        tree = _read_cells(new_tree(measure, slices, _read_periods(told["periods"])), told)
        sheet = Sheet(tree, tuple(_read_step(s) for s in told["steps"]), told["at"])
        return Plan(
            told["name"], sheet, told["kind"], told["title_zh"], told["title_en"],
            tuple(_read_version(v) for v in told["versions"]), tuple(_read_commitment(c) for c in told["commitments"]),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, IndexError) as e:
        raise WorkspaceError(f"{file}: the plan is damaged: {type(e).__name__}: {e}") from e


def _value(value: Any) -> str:
    """A list or a mapping of lists with one line for each row, so that a change of a cell is a change of a line."""
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(_line(v) for v in value) + "\n]"
    if isinstance(value, dict) and any(isinstance(v, list) for v in value.values()):
        return "{\n" + ",\n".join(f"{_line(k)}: {_value(v)}" for k, v in value.items()) + "\n}"
    return _line(value)


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, np.integer):
        return int(value)
    raise TypeError(f"{type(value).__name__} has no place in a plan's file")


def _window(w: Window) -> list[Any]:
    return [w.label, w.start, w.end, w.grain]


def _read_window(told: list[str]) -> Window:
    label, start, end, grain = told
    return Window(date.fromisoformat(start), date.fromisoformat(end), grain, label)  # type: ignore[arg-type]


def _periods(periods: Periods) -> dict[str, Any]:
    return {
        "calendar": periods.calendar, "grain": periods.grain, "whole": _window(periods.whole),
        "leaves": [_window(w) for w in periods.leaves], "spans": [[*_window(w), a, b] for w, a, b in periods.spans],
    }  # fmt: skip


def _read_periods(told: dict[str, Any]) -> Periods:
    return Periods(
        told["calendar"], _read_window(told["whole"]), told["grain"], tuple(_read_window(w) for w in told["leaves"]),
        tuple((_read_window(s[:4]), s[4], s[5]) for s in told["spans"]),
    )  # fmt: skip


def _slices(slices: Slices) -> dict[str, Any]:
    return {
        "axes": [asdict(a) for a in slices.axes],
        "leaves": [p for p, leaf in zip(slices.paths, slices.leaf, strict=True) if leaf and p],
        "names": [[*key, name] for key, name in slices.names.items()],
    }


def _read_slices(told: dict[str, Any]) -> Slices:
    return make_slices(
        [Axis(**a) for a in told["axes"]], [tuple(p) for p in told["leaves"]], {(a, m): n for a, m, n in told["names"]}
    )


def _cells(tree: Tree) -> dict[str, Any]:
    """Rows of a slice's leaf periods by level, those that hold something; states and over-assignment beside."""
    found: dict[str, Any] = {level: [] for level in LEVELS}
    for k, level in enumerate(LEVELS):
        for n in np.flatnonzero((tree.values[k] != 0).any(axis=0) | (tree.bits[k] != 0).any(axis=0)):
            row = [list(tree.slices.paths[n]), tree.values[k, :, n].tolist()]
            if tree.bits[k, :, n].any() or (tree.computed[k, :, n] != tree.values[k, :, n]).any():
                row += [tree.bits[k, :, n].tolist(), tree.computed[k, :, n].tolist()]
            found[level].append(row)
    found["over"] = [
        [list(tree.slices.paths[n]), tree.over[:, n].tolist()] for n in np.flatnonzero(tree.over.any(axis=0))
    ]
    return found


def _read_cells(tree: Tree, told: dict[str, Any]) -> Tree:
    values, computed, bits, over = tree.values.copy(), tree.computed.copy(), tree.bits.copy(), tree.over.copy()
    for k, level in enumerate(LEVELS):
        for path, amounts, *more in told["cells"][level]:
            n = tree.slices.find(path)
            values[k, :, n] = amounts
            bits[k, :, n] = more[0] if more else 0
            computed[k, :, n] = more[1] if more else amounts
    for path, points in told["cells"]["over"]:
        over[:, tree.slices.find(path)] = points
    from dataclasses import replace

    return replace(tree.changed(values, computed, bits, over), closed=told["closed"], revision=told["revision"])


def _version(v: Version) -> dict[str, Any]:
    return asdict(v) | {"changes": [[list(c.path), c.period, c.level, c.before, c.after] for c in v.changes]}


def _read_version(told: dict[str, Any]) -> Version:
    return Version(
        told["name"], told["kind"], told["state"], date.fromisoformat(told["valid_from"]),
        tuple(Change(tuple(path), *rest) for path, *rest in told["changes"]), told["reason"], told["event"], tuple(told["tiers"]),
        tuple(Note(**(n | {"when": datetime.fromisoformat(n["when"])})) for n in told["notes"]),
    )  # fmt: skip


def _read_commitment(told: dict[str, Any]) -> Commitment:
    return Commitment(
        tuple(told["path"]), told["period"], Decimal(told["amount"]), told["who"], datetime.fromisoformat(told["when"]), told["reason"]
    )  # fmt: skip


_ARRAYS = ("cells", "values", "computed", "bits", "over_cells", "over")


def _step(step: Step) -> dict[str, Any]:
    told: dict[str, Any] = {n: getattr(step, n) for n in ("number", "what", "who", "when", "reason")}
    for name in _ARRAYS:
        found = getattr(step, name)
        told[name] = [_pack(a) for a in found] if isinstance(found, tuple) else _pack(found)
    return told


def _read_step(told: dict[str, Any]) -> Step:
    arrays: dict[str, Any] = {
        n: tuple(_unpack(t, n) for t in told[n]) if isinstance(told[n], list) else _unpack(told[n], n) for n in _ARRAYS
    }
    return Step(
        number=told["number"], what=told["what"], who=told["who"], when=datetime.fromisoformat(told["when"]), reason=told["reason"],
        **arrays,
    )  # fmt: skip


def _pack(array: Any) -> str:
    return base64.b64encode(zlib.compress(np.ascontiguousarray(array).tobytes(), 6)).decode()


def _unpack(text: str, name: str) -> Any:
    return np.frombuffer(zlib.decompress(base64.b64decode(text)), dtype=np.uint8 if name == "bits" else np.int64)
