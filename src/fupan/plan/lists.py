"""A plan in the forms other tools use: a flat long list, months across, a pivot with the last step across."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path as File
from typing import Any, Literal

from fupan.contracts.spreadsheet import safe_text
from fupan.plan.given import Stamp
from fupan.plan.measure import LEVEL_NAMES, LEVELS
from fupan.plan.tree import Tree, level_number
from fupan.plan.workbook import preorder

Layout = Literal["tree", "long", "wide", "pivot"]
PERIOD, LEVEL, AMOUNT = ("期间", "Period"), ("档位", "Level"), ("目标值", "Amount")
STAMP_SHEET = "_fupan"


def write_list(tree: Tree, file: File, layout: Layout, *, stamp: Stamp, lang: str = "zh") -> None:
    """Write *tree* to *file* (.xlsx, or .csv for the long list) as *layout*; all slices, members by their ids.

    long   one row for each planned cell: members, period, level, amount
    wide   one row for each slice and level, leaf periods across
    pivot  a sheet for each leaf period of the target level: slices down, members of the last step across
    """
    zh = lang == "zh"
    if layout == "long":
        sheets = {"目标" if zh else "Targets": _long(tree, zh)}
    elif layout == "wide":
        sheets = {"目标" if zh else "Targets": _wide(tree, zh)}
    else:
        sheets = {w.label: _pivot(tree, n, zh) for n, w in enumerate(tree.periods.leaves)}
    if file.suffix.lower() == ".csv":
        _csv(next(iter(sheets.values())), file)
        return
    _book(tree, sheets, file, stamp, layout, zh)


def _heads(tree: Tree, zh: bool) -> list[str]:
    return [a.title("zh" if zh else "en") for a in tree.slices.axes]


def _members(tree: Tree, node: int) -> list[str]:
    path = tree.slices.paths[node]
    return [*path, *[""] * (len(tree.slices.axes) - len(path))]


def _amount(tree: Tree, level: int, leaf: int, node: int) -> Any:
    empty = tree.state(node, leaf, level) == "empty"
    return None if empty else tree.measure.amount(int(tree.values[level, leaf, node]))


def _long(tree: Tree, zh: bool) -> list[list[Any]]:
    side = 0 if zh else 1
    rows: list[list[Any]] = [[*_heads(tree, zh), PERIOD[side], LEVEL[side], AMOUNT[side]]]
    for node in preorder(tree):
        for level in LEVELS:
            for leaf, window in enumerate(tree.periods.leaves):
                amount = _amount(tree, level_number(level), leaf, node)
                if amount is not None:
                    rows.append([*_members(tree, node), window.label, LEVEL_NAMES[level][side], amount])
    return rows


def _wide(tree: Tree, zh: bool) -> list[list[Any]]:
    side = 0 if zh else 1
    rows: list[list[Any]] = [[*_heads(tree, zh), LEVEL[side], *(w.label for w in tree.periods.leaves)]]
    for node in preorder(tree):
        for level in LEVELS:
            cells = [_amount(tree, level_number(level), n, node) for n in range(len(tree.periods))]
            if any(c is not None for c in cells):
                rows.append([*_members(tree, node), LEVEL_NAMES[level][side], *cells])
    return rows


def _pivot(tree: Tree, leaf: int, zh: bool) -> list[list[Any]]:
    """The lowest slices alone: what is above is their sum."""
    level, depth = level_number("target"), len(tree.slices.axes)
    lowest = [n for n in preorder(tree) if len(tree.slices.paths[n]) == depth]
    across = list(dict.fromkeys(tree.slices.paths[n][-1] for n in lowest))
    rows: list[list[Any]] = [[*_heads(tree, zh)[:-1], *across]]
    lines: dict[tuple[str, ...], list[Any]] = {}
    for node in lowest:
        path = tree.slices.paths[node]
        line = lines.setdefault(path[:-1], [None] * len(across))
        line[across.index(path[-1])] = _amount(tree, level, leaf, node)
    return [*rows, *([*path, *cells] for path, cells in lines.items())]


def _csv(rows: Sequence[Sequence[Any]], file: File) -> None:
    import csv

    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        for row in rows:
            writer.writerow(["" if v is None else safe_text(v) if isinstance(v, str) else v for v in row])


def _book(tree: Tree, sheets: dict[str, list[list[Any]]], file: File, stamp: Stamp, layout: Layout, zh: bool) -> None:
    import json

    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(str(file), options) as book:
        head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#EAECF0"})
        number = book.add_format({"num_format": "#,##0.00" if tree.measure.decimals == 2 else "General"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name[:31])
            for line, row in enumerate(rows):
                for at, value in enumerate(row):
                    if value is None:
                        continue
                    if isinstance(value, str):
                        sheet.write_string(line, at, safe_text(value), head if line == 0 else None)
                    else:
                        sheet.write_number(line, at, float(value), number)
            sheet.freeze_panes(1, len(tree.slices.axes) - (1 if layout == "pivot" else 0))
            sheet.set_column(0, max(len(r) for r in rows), 14)
            if layout == "long":
                _lists(sheet, tree, len(rows), zh)
        hidden = book.add_worksheet(STAMP_SHEET)
        hidden.write_string(
            0, 0, json.dumps(["fupan:plan", stamp.plan, stamp.version, stamp.step, layout], ensure_ascii=False)
        )
        hidden.hide()


def _lists(sheet: Any, tree: Tree, rows: int, zh: bool) -> None:
    """Pick lists for level and period, over the rows there are and some to add."""
    end, at = rows + 1000, len(tree.slices.axes)
    labels = [w.label for w in tree.periods.leaves]
    if len(",".join(labels)) <= 255:
        sheet.data_validation(1, at, end, at, {"validate": "list", "source": labels})
    names = [LEVEL_NAMES[k][0 if zh else 1] for k in LEVELS]
    sheet.data_validation(1, at + 1, end, at + 1, {"validate": "list", "source": names})
