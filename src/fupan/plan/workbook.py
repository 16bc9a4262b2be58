"""A plan as a workbook to fill in offline: one sheet for each level, slices down, periods across, totals by formula."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path as File
from typing import Any

import numpy as np

from fupan.contracts.spreadsheet import safe_text
from fupan.plan.given import Stamp
from fupan.plan.measure import LEVEL_NAMES, LEVELS
from fupan.plan.slices import Path
from fupan.plan.spread import differences
from fupan.plan.tree import LOCKED, Tree, level_number

MARK = "fupan:plan"
KEY_ROW, TITLE_ROW, FIRST_ROW = 2, 3, 4
"""Rows from 0: the hidden one with period labels, the one people read, the first slice."""
_NUMBERS = {"currency": "#,##0.00", "count": "#,##0", "fraction": "0.00%", "ratio": "0.00"}


def write_plan_workbook(
    tree: Tree,
    file: File,
    *,
    stamp: Stamp,
    title: str,
    lang: str = "zh",
    levels: Sequence[str] = (),
    owners: dict[Path, str] | None = None,
) -> None:
    """Write the tree's *levels* (those that hold figures by default) to *file*.

    Panes are frozen, computed and locked cells are protected (without a password), free ones take numbers alone. Column A
    (hidden) tells the slice, so rows may be sorted; blank means unchanged when it is read back.
    """
    import xlsxwriter

    shown = list(levels) or [k for k in LEVELS if tree.values[level_number(k)].any()] or ["target"]
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(str(file), options) as book:
        for level in shown:
            _Sheet(book, tree, level, lang).write(stamp, title, owners or {})
        book.set_properties({"title": title, "comments": f"{stamp.plan} {stamp.version} #{stamp.step}"})


def preorder(tree: Tree) -> list[int]:
    """Nodes as people read them: each slice followed by what is below it."""
    found: list[int] = []
    waiting = [0]
    while waiting:
        node = waiting.pop()
        found.append(node)
        at = tree.slices.children(node)
        waiting += range(at.stop - 1, at.start - 1, -1)
    return found


class _Sheet:
    """One level's sheet."""

    def __init__(self, book: Any, tree: Tree, level: str, lang: str) -> None:
        self.tree, self.level, self.zh, self.lang = tree, level_number(level), lang == "zh", lang
        self.name = level
        self.sheet = book.add_worksheet(LEVEL_NAMES[level][0 if self.zh else 1])
        number = _NUMBERS.get(tree.measure.unit, "#,##0.00")
        self.formats = {
            name: book.add_format({"num_format": number, **given})
            for name, given in {
                "free": {"locked": False, "bg_color": "#FFFFFF", "bottom": 4, "bottom_color": "#D0D5DD"},
                "typed": {
                    "locked": False,
                    "bg_color": "#EFF4FF",
                    "font_color": "#1D4ED8",
                    "bottom": 4,
                    "bottom_color": "#D0D5DD",
                },
                "locked": {"bg_color": "#F2F4F7", "font_color": "#667085", "bottom": 4, "bottom_color": "#D0D5DD"},
                "total": {"bold": True, "bg_color": "#F9FAFB", "bottom": 1, "bottom_color": "#D0D5DD"},
            }.items()
        }
        self.head = book.add_format(
            {
                "bold": True,
                "bottom": 1,
                "bg_color": "#EAECF0",
                "align": "center",
                "valign": "vcenter",
                "text_wrap": True,
            }
        )
        self.big = book.add_format({"bold": True, "font_size": 14})
        self.quiet = book.add_format({"font_color": "#667085", "italic": True})
        self.indents = [
            book.add_format({"indent": n, "bold": n < 2, "bottom": 4, "bottom_color": "#D0D5DD"})
            for n in range(len(tree.slices.axes) + 1)
        ]
        self.columns = self._columns()

    def _columns(self) -> list[tuple[str, str, int, int]]:
        """What stands across: label, title, its leaves [from, to); a coarser period before its leaves."""
        periods = self.tree.periods
        spans = sorted(periods.spans, key=lambda s: (s[1], -(s[2] - s[1])))
        kept = [
            s for s in spans if s[2] - s[1] == 1 or s[0].grain in {"year", "quarter", "range"} or s[0] == periods.whole
        ]
        return [(w.label, w.title(self.lang), a, b) for w, a, b in kept]

    def write(self, stamp: Stamp, title: str, owners: dict[Path, str]) -> None:
        """Everything of the sheet."""
        tree, sheet = self.tree, self.sheet
        order = preorder(tree)
        first = 4
        sheet.write_string(
            0, 0, json.dumps([MARK, stamp.plan, stamp.version, stamp.step, self.name], ensure_ascii=False)
        )
        sheet.write_string(0, 2, f"{title} · {tree.measure.title(self.lang)}", self.big)
        note = (
            "留空 = 不变；灰色单元格由系统计算或已锁定"
            if self.zh
            else "blank = unchanged; grey cells are computed or locked"
        )
        sheet.write_string(1, 2, f"{stamp.plan} · {stamp.version} · #{stamp.step} · {note}", self.quiet)
        for at, text in enumerate(("path", "above", "", "")):
            sheet.write_string(KEY_ROW, at, text)
        heads = ("", "", "单位" if self.zh else "Slice", "负责人" if self.zh else "Owner")
        for at, text in enumerate(heads):
            sheet.write_string(TITLE_ROW, at, text, self.head)
        for at, (label, told, _, _) in enumerate(self.columns, first):
            sheet.write_string(KEY_ROW, at, label)
            sheet.write_string(TITLE_ROW, at, told, self.head)
        last = FIRST_ROW + len(order) - 1
        apart = {(leaf, node) for level, leaf, node, _ in differences(tree) if level == self.level}
        for line, node in enumerate(order, FIRST_ROW):
            path = tree.slices.paths[node]
            sheet.write_string(line, 0, json.dumps(path, ensure_ascii=False))
            sheet.write_string(line, 1, json.dumps(path[:-1], ensure_ascii=False) if path else "")
            whole = ("公司" if self.zh else "Company") if not path else ""
            sheet.write_string(line, 2, safe_text(tree.slices.title(node, whole)), self.indents[len(path)])
            sheet.write_string(line, 3, safe_text(owners.get(path, "")))
            for at, (_, _, a, b) in enumerate(self.columns, first):
                self._cell(line, at, node, a, b, apart, last)
        free = self._free_range(first, last)
        if free and tree.measure.unit in {"currency", "count"}:
            sheet.data_validation(*free, {
                "validate": "decimal", "criteria": ">=", "value": 0, "ignore_blank": True,
                "error_title": "fupan", "error_message": "请填数字，留空表示不变" if self.zh else "a number; blank means unchanged",
            })  # fmt: skip
        sheet.set_column(0, 1, None, None, {"hidden": True})
        sheet.set_column(2, 2, 26)
        sheet.set_column(3, 3, 12)
        sheet.set_column(first, first + len(self.columns), 16)
        sheet.set_row(KEY_ROW, None, None, {"hidden": True})
        sheet.freeze_panes(FIRST_ROW, first)
        sheet.autofilter(TITLE_ROW, 2, last, first + len(self.columns) - 1)
        sheet.protect(
            "",
            {
                "sort": True,
                "autofilter": True,
                "format_columns": True,
                "format_rows": True,
                "select_locked_cells": True,
            },
        )
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(TITLE_ROW)

    def _free_range(self, first: int, last: int) -> tuple[int, int, int, int] | None:
        return (FIRST_ROW, first, last, first + len(self.columns) - 1) if last >= FIRST_ROW else None

    def _cell(self, line: int, at: int, node: int, a: int, b: int, apart: set[tuple[int, int]], last: int) -> None:
        from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

        tree = self.tree
        value = tree.values[self.level, a:b, node]
        amount = float(tree.measure.amount(self._told(value)))
        if b - a > 1:
            leaves = [n for n, (_, _, x, y) in enumerate(self.columns, 4) if y - x == 1 and a <= x < b]
            cells = [xl_rowcol_to_cell(line, n) for n in leaves]
            kind = {"sum": f"SUM({','.join(cells)})", "last": cells[-1], "average": f"AVERAGE({','.join(cells)})"}
            self.sheet.write_formula(line, at, "=" + kind[tree.measure.over_time], self.formats["total"], amount)
            return
        if summed(tree, node, a, apart):
            column = xl_col_to_name(at)
            rows = f"${FIRST_ROW + 1}:{column}${last + 1}"
            keys = f"$B${FIRST_ROW + 1}:$B${last + 1}"
            self.sheet.write_formula(
                line, at, f"=SUMIF({keys},$A{line + 1},{column}{rows})", self.formats["total"], amount
            )
            return
        state = tree.state(node, a, self.level)
        shape = self.formats["locked" if state == "locked" else "typed" if state == "typed" else "free"]
        if state == "empty":
            self.sheet.write_blank(line, at, None, shape)
        else:
            self.sheet.write_number(line, at, amount, shape)

    def _told(self, cells: Any) -> int:
        from fupan.plan.tree import combine

        return int(combine(self.tree.measure, cells[:, None])[0])


def summed(tree: Tree, node: int, leaf: int, apart: set[tuple[int, int]]) -> bool:
    """Whether a cell is the sum of those below it, and so is never read back itself."""
    return bool(
        tree.measure.kind == "sum" and tree.slices.count[node] and not tree.over[leaf, node] and (leaf, node) not in apart
        and not np.any(tree.bits[:, leaf, node] & LOCKED)
    )  # fmt: skip
