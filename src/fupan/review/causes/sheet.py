"""The sheet that page owners fill in: an item a row, cells to write in open, the rest protected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fupan.review.causes.collection import CATEGORIES, Collection, Entry
from fupan.review.causes.follow import Measure
from fupan.review.model import Lang
from fupan.review.palette import LIGHTS

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

HEAD = (
    ("项目编号", "Item id", 22), ("页面", "Page", 12), ("项目", "Item", 20), ("灯", "Light", 8), ("数字", "Figures", 34),
    ("填写人", "Owner asked", 12), ("原因", "Cause", 40), ("原因类别", "Category", 14), ("已核实(是)", "Verified (yes)", 12),
    ("措施", "Measure", 40), ("责任人", "Owner", 12), ("完成日期", "Due", 12), ("资源需求", "Resource need", 24), ("需要决策", "Decision requested", 30),
)  # fmt: skip
ID, ITEM, ASKED, CAUSE, CATEGORY, VERIFIED, MEASURE, OWNER, DUE, RESOURCE, DECISION = (
    0,
    2,
    5,
    6,
    7,
    8,
    9,
    10,
    11,
    12,
    13,
)
LAST_HEAD = (
    ("项目编号", "Item id", 22), ("项目", "Item", 20), ("措施", "Measure", 40), ("责任人", "Owner", 12), ("完成日期", "Due", 12),
    ("当时", "Then", 10), ("现在", "Now", 10), ("完成了吗", "Done?", 12), ("结果", "Result", 40),
)  # fmt: skip
LAST_DONE, LAST_RESULT = 7, 8
DONE = {"yes": ("是", "yes"), "partly": ("部分", "partly"), "no": ("否", "no")}
FIRST_ROW = 3
_GREY = "#F2F5F8"


def write_sheet(
    collection: Collection,
    path: Path,
    lang: Lang,
    *,
    person: str | None = None,
    measures: Sequence[Measure] = (),
) -> None:
    """Write the workbook for everybody, or for *person* alone: the own items only, and of those what they may see.

    What was written before stands in it, so that it can be corrected. *measures* of the round before make a second sheet,
    in which is told whether they are done.
    """
    import xlsxwriter

    at = 0 if lang == "zh" else 1
    items = collection.items if person is None else collection.asked(person)
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(("原因与措施", "Causes")[at])
        fixed = book.add_format({"text_wrap": True, "valign": "top"})
        free = book.add_format({"text_wrap": True, "valign": "top", "locked": False, "bg_color": _GREY})
        day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "locked": False, "bg_color": _GREY})
        to = f"（{person}）" if person and at == 0 else f" ({person})" if person else ""
        _head(
            book,
            sheet,
            (f"{collection.window} 原因与措施{to}，{collection.deadline} 截止", f"Causes and measures of {collection.window}{to}, due {collection.deadline}")[at],
            ("只写灰色格；日期写 2025-07-31；原因未经核实时，文档注明“待核实”", "Write in the grey cells only; dates as 2025-07-31; a cause not verified is told as to be verified")[at],
            HEAD, at,
        )  # fmt: skip
        for row, item in enumerate(items, FIRST_ROW):
            entry = collection.entry(item.id) or Entry(item.id)
            light = f"{LIGHTS[item.light].shape} {LIGHTS[item.light].name(lang)}"
            figures = "；".join(f"{_half(label, at)} {text}" for label, text in item.figures) or item.figure
            _row(sheet, row, 0, (item.id, item.section, item.name, light, figures, collection.owner(item)), fixed)
            category = CATEGORIES[entry.category][at] if entry.category else ""
            verified = DONE["yes"][at] if entry.verified else ""
            _row(sheet, row, CAUSE, (entry.cause, category, verified, entry.measure, entry.owner), free)
            _day(sheet, row, DUE, entry.due, day)
            _row(sheet, row, RESOURCE, (entry.resource, entry.decision), free)
        last = FIRST_ROW + max(len(items), 1) - 1
        _listed(sheet, CATEGORY, last, [pair[at] for pair in CATEGORIES.values()])
        _listed(sheet, VERIFIED, last, [DONE["yes"][at]])
        wrong = ("请写日期，如 2025-07-31", "write a date such as 2025-07-31")[at]
        sheet.data_validation(FIRST_ROW, DUE, last, DUE, {
            "validate": "date", "criteria": ">=", "value": date(2000, 1, 1), "error_title": wrong, "error_type": "warning",
        })  # fmt: skip
        sheet.freeze_panes(FIRST_ROW, 3)
        if measures:
            _write_measures(book, collection, measures, lang, fixed, free)


def _write_measures(
    book: Any, collection: Collection, measures: Sequence[Measure], lang: Lang, fixed: Format, free: Format
) -> None:
    at = 0 if lang == "zh" else 1
    sheet = book.add_worksheet(("上期措施", "Last measures")[at])
    _head(
        book, sheet, (f"{measures[0].window} 定的措施", f"Measures of {measures[0].window}")[at],
        ("只写灰色格：完成了吗（是、部分、否），结果如何", "Write in the grey cells only: done (yes, partly, no), and what came of it")[at],
        LAST_HEAD, at,
    )  # fmt: skip
    for row, one in enumerate(measures, FIRST_ROW):
        report = collection.report(one.item.id)
        due = one.entry.due.isoformat() if one.entry.due else ""
        _row(sheet, row, 0, (one.item.id, one.item.name, one.entry.measure, one.entry.owner, due, one.item.figure, one.now or "–"), fixed)  # fmt: skip
        done = DONE[report.done][at] if report is not None and report.done else ""
        _row(sheet, row, LAST_DONE, (done, report.result if report is not None else ""), free)
    _listed(sheet, LAST_DONE, FIRST_ROW + len(measures) - 1, [pair[at] for pair in DONE.values()])
    sheet.freeze_panes(FIRST_ROW, 2)


def _head(book: Any, sheet: Worksheet, title: str, help_: str, head: Sequence[tuple[str, str, int]], at: int) -> None:
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    sheet.write_string(0, 1, title, book.add_format({"bold": True, "font_size": 14}))
    sheet.write_string(1, 1, help_)
    for column, (zh, en, width) in enumerate(head):
        sheet.write_string(FIRST_ROW - 1, column, (zh, en)[at], bold)
        sheet.set_column(column, column, width, None, {"hidden": column == ID})
    sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})


def _half(label: str, at: int) -> str:
    """The language's half of a label that holds both: 差额 gap."""
    zh, _, en = label.partition(" ")
    return (zh, en)[at] if en and not zh.isascii() and en.isascii() else label


def _row(sheet: Worksheet, row: int, column: int, texts: Sequence[str], look: Format) -> None:
    for at, text in enumerate(texts, column):
        sheet.write_string(row, at, text, look)


def _day(sheet: Worksheet, row: int, column: int, day: date | None, look: Format) -> None:
    if day is None:
        sheet.write_blank(row, column, None, look)
    else:
        sheet.write_datetime(row, column, datetime.combine(day, datetime.min.time()), look)


def _listed(sheet: Worksheet, column: int, last: int, names: list[str]) -> None:
    sheet.data_validation(FIRST_ROW, column, last, column, {"validate": "list", "source": names})
