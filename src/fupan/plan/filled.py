"""Reading a plan's file back: the workbook, or a long, wide or pivot list, ours or another tool's."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path as File

from fupan.errors import SourceError
from fupan.plan.given import Filled, Given, Message, Stamp
from fupan.plan.lists import AMOUNT, LEVEL, PERIOD, STAMP_SHEET
from fupan.plan.measure import LEVEL_NAMES, LEVELS
from fupan.plan.tree import Tree
from fupan.plan.workbook import FIRST_ROW, KEY_ROW, MARK

Row = Sequence[str | None]
_EPOCH = date(1899, 12, 30)
_LEVELS = {name.lower(): level for level, names in LEVEL_NAMES.items() for name in (*names, level)}
_AMOUNTS = {*(a.lower() for a in AMOUNT), "目标", "目标金额", "target", "quota", "amount"}
_PERIODS = {*(p.lower() for p in PERIOD), "月份", "month", "period", "start_date", "开始日期"}


def read_filled(file: File, tree: Tree) -> Filled:
    """What *file* (.xlsx or .csv) says of the plan *tree*; SourceError where it is no form of one."""
    if file.suffix.lower() == ".csv":
        return _list("", _csv_rows(file), tree, None, file.name)
    from fupan.sources.grid import workbook_cells

    sheets = workbook_cells(file)
    stamp, layout = _stamp(sheets)
    cells: list[Given] = []
    messages: list[Message] = []
    for name, rows in sheets.items():
        if name == STAMP_SHEET or not rows:
            continue
        own = _mark(rows[0][0] if rows[0] else None)
        if own is not None:
            stamp = own[0]
            found = _tree_sheet(name, rows, own[1])
        elif layout == "pivot":
            found = _pivot(name, rows, tree)
        else:
            found = _list(name, rows, tree, stamp, file.name)
        cells += found.cells
        messages += found.messages
    return Filled(tuple(cells), tuple(messages), stamp)


def _csv_rows(file: File) -> list[Row]:
    import csv
    import io

    raw = file.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return [[c or None for c in row] for row in csv.reader(io.StringIO(text))]
    raise SourceError("is neither UTF-8 nor GB18030", file=file.name, expected="a CSV saved as UTF-8")


def _mark(text: str | None) -> tuple[Stamp, str] | None:
    if not text or MARK not in text:
        return None
    try:
        mark, plan, version, step, more = json.loads(text)
    except ValueError:
        return None
    return (Stamp(plan, version, step), more) if mark == MARK else None


def _stamp(sheets: dict[str, list[tuple[str | None, ...]]]) -> tuple[Stamp | None, str]:
    rows = sheets.get(STAMP_SHEET)
    found = _mark(rows[0][0]) if rows and rows[0] else None
    return found or (None, "")


def _tree_sheet(name: str, rows: Sequence[Row], level: str) -> Filled:
    labels = rows[KEY_ROW]
    cells: list[Given] = []
    messages: list[Message] = []
    for number, row in enumerate(rows[FIRST_ROW:], FIRST_ROW + 1):
        if not row[0]:
            if any(row[4:]):
                messages.append(
                    Message(
                        name,
                        number,
                        "error",
                        "这一行没有单位标识，未读入",
                        "the row has lost its slice and is left out",
                    )
                )
            continue
        path = tuple(json.loads(row[0]))
        cells += [
            Given(name, number, path, label, level, text)
            for label, text in zip(labels[4:], row[4:], strict=False)
            if label
        ]
    return Filled(tuple(cells), tuple(messages))


def _list(name: str, rows: Sequence[Row], tree: Tree, stamp: Stamp | None, file: str) -> Filled:
    """A long or wide list by its headers; members by id or by name."""
    heads = [(h or "").strip() for h in rows[0]] if rows else []
    low = [h.lower() for h in heads]
    axes = [
        next((n for n, h in enumerate(low) if h in {a.zh.lower(), a.en.lower(), a.name, a.column}), None)
        for a in tree.slices.axes
    ]
    level_at = next((n for n, h in enumerate(low) if h in {x.lower() for x in (*LEVEL, "level")}), None)
    amount_at = next((n for n, h in enumerate(low) if h in _AMOUNTS), None)
    period_at = next((n for n, h in enumerate(low) if h in _PERIODS), None)
    across = [(n, label) for n, h in enumerate(heads) if (label := period_label(h, tree)) is not None]
    if all(a is None for a in axes) or not (across or (amount_at is not None and period_at is not None)):
        wanted = ", ".join([*(a.title() for a in tree.slices.axes), PERIOD[0], AMOUNT[0]])
        raise SourceError(
            "has no headers of a plan", file=file, sheet=name or None, found=", ".join(heads), expected=wanted
        )
    ids = _ids(tree)
    cells: list[Given] = []
    messages: list[Message] = []
    for number, row in enumerate(rows[1:], 2):
        if not any(row):
            continue
        told = [(row[a] or "").strip() if a is not None and a < len(row) else "" for a in axes]
        while told and not told[-1]:
            told.pop()
        path = tuple(ids.get((n, m.lower()), m) for n, m in enumerate(told))
        level = _LEVELS.get(((row[level_at] if level_at is not None else None) or "target").strip().lower())
        if level is None:
            messages.append(
                Message(
                    name,
                    number,
                    "error",
                    "不认识的档位",
                    f"no such level; one of {', '.join(LEVELS)}",
                    str(row[level_at or 0]),
                )
            )
            continue
        if across:
            cells += [Given(name, number, path, label, level, row[n] if n < len(row) else None) for n, label in across]
            continue
        text = row[period_at] if period_at is not None else None
        label = period_label(text or "", tree)
        if label is None:
            messages.append(
                Message(name, number, "error", "计划中没有这个期间", "the plan has no such period", text or "")
            )
            continue
        cells.append(Given(name, number, path, label, level, row[amount_at] if amount_at is not None else None))
    return Filled(tuple(cells), tuple(messages), stamp)


def _pivot(name: str, rows: Sequence[Row], tree: Tree) -> Filled:
    depth = len(tree.slices.axes) - 1
    across = [(h or "").strip() for h in rows[0][depth:]]
    cells = []
    for number, row in enumerate(rows[1:], 2):
        path = tuple((m or "").strip() for m in row[:depth])
        for member, text in zip(across, row[depth:], strict=False):
            if member and (text or tree.slices.has((*path, member))):
                cells.append(Given(name, number, (*path, member), name, "target", text))
    return Filled(tuple(cells))


def _ids(tree: Tree) -> dict[tuple[int, str], str]:
    """Ids of members by step and by what people call them, ids themselves included."""
    axes = {a.name: n for n, a in enumerate(tree.slices.axes)}
    found = {(axes[a], name.lower()): member for (a, member), name in tree.slices.names.items() if a in axes}
    return found | {(n, m.lower()): m for path in tree.slices.paths for n, m in enumerate(path)}


def period_label(text: str, tree: Tree) -> str | None:
    """The plan's period that a header or cell means: its label, 2025年6月, 202506, a date in it; None if none."""
    told = text.strip()
    known = {w.label: w for w, _, _ in tree.periods.spans}
    if told in known:
        return told
    for w in known.values():
        if told and told in {w.title("zh"), w.title("en")}:
            return w.label
    if match := re.fullmatch(r"(\d{4})[-/.年]?(\d{1,2})月?", told):
        label = f"{match[1]}-{int(match[2]):02d}"
        return label if label in known else None
    day = _day(told)
    if day is None:
        return None
    return next((w.label for w in tree.periods.leaves if w.start == day), None) or next(
        (w.label for w in tree.periods.leaves if w.contains(day)), None
    )


def _day(text: str) -> date | None:
    if text.replace(".", "", 1).isdigit() and 20_000 < float(text) < 80_000:
        return _EPOCH + timedelta(days=int(float(text)))
    match = re.match(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})", text)
    try:
        return date(*(int(n) for n in match.groups())) if match else None
    except ValueError:
        return None
