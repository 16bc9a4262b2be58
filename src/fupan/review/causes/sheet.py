"""The sheet that page owners fill in: an item a row, cells to write in open, the rest protected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import get_args

from fupan.errors import SourceError
from fupan.review.causes.collection import CATEGORIES, Category, Collection, Entry
from fupan.review.model import Lang
from fupan.review.palette import LIGHTS

_HEAD = (
    ("项目编号", "Item id", 22), ("页面", "Page", 12), ("项目", "Item", 20), ("灯", "Light", 8), ("达成", "Figure", 10),
    ("填写人", "Owner asked", 12), ("原因", "Cause", 40), ("原因类别", "Category", 14), ("已核实(是)", "Verified (yes)", 12),
    ("措施", "Measure", 40), ("责任人", "Owner", 12), ("完成日期", "Due", 12), ("资源需求", "Resource need", 24), ("需要决策", "Decision requested", 30),
)  # fmt: skip
_ID, _CAUSE, _CATEGORY, _VERIFIED, _MEASURE, _OWNER, _DUE, _RESOURCE, _DECISION = 0, 6, 7, 8, 9, 10, 11, 12, 13
_FIRST_ROW = 3
_YES = frozenset({"是", "y", "yes", "1", "1.0", "true", "√"})


def write_sheet(collection: Collection, path: Path, lang: Lang) -> None:
    """Write the workbook: what was written before stands in it, so that it can be corrected."""
    import xlsxwriter

    zh = lang == "zh"
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("原因与措施" if zh else "Causes")
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        fixed = book.add_format({"text_wrap": True, "valign": "top"})
        free = book.add_format({"text_wrap": True, "valign": "top", "locked": False, "bg_color": "#F2F5F8"})
        day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "locked": False, "bg_color": "#F2F5F8"})
        title = (
            f"{collection.window} 原因与措施，{collection.deadline} 截止"
            if zh
            else f"Causes and measures of {collection.window}, due {collection.deadline}"
        )
        sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
        help_ = (
            "只写灰色格；日期写 2025-07-31；原因未经核实时，文档注明“待核实”"
            if zh
            else "Write in the grey cells only; dates as 2025-07-31; a cause not verified is told as to be verified"
        )
        sheet.write_string(1, 0, help_)
        for column, (name_zh, name_en, width) in enumerate(_HEAD):
            sheet.write_string(_FIRST_ROW - 1, column, name_zh if zh else name_en, bold)
            sheet.set_column(column, column, width, None, {"hidden": column == _ID})
        for row, item in enumerate(collection.items, _FIRST_ROW):
            entry = collection.entry(item.id) or Entry(item.id)
            light = f"{LIGHTS[item.light].shape} {LIGHTS[item.light].name(lang)}"
            texts = (item.id, item.section, item.name, light, item.figure, collection.owner(item))
            for column, text in enumerate(texts):
                sheet.write_string(row, column, text, fixed)
            category = CATEGORIES[entry.category][not zh] if entry.category else ""
            written = (
                entry.cause,
                category,
                ("是" if zh else "yes") if entry.verified else "",
                entry.measure,
                entry.owner,
            )
            for column, text in enumerate(written, _CAUSE):
                sheet.write_string(row, column, text, free)
            if entry.due is not None:
                sheet.write_datetime(row, _DUE, datetime.combine(entry.due, datetime.min.time()), day)
            else:
                sheet.write_blank(row, _DUE, None, day)
            sheet.write_string(row, _RESOURCE, entry.resource, free)
            sheet.write_string(row, _DECISION, entry.decision, free)
        last = _FIRST_ROW + max(len(collection.items), 1) - 1
        names = [pair[not zh] for pair in CATEGORIES.values()]
        sheet.data_validation(_FIRST_ROW, _CATEGORY, last, _CATEGORY, {"validate": "list", "source": names})
        sheet.freeze_panes(_FIRST_ROW, 3)
        sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})


def read_rows(
    rows: Sequence[tuple[int, Sequence[str | None]]], collection: Collection, file: str, by: str
) -> list[Entry]:
    """Entries of a filled-in sheet, given as (row number, cells as text).

    SourceError names file, row and field: an item that is not asked for, a category or date that cannot be read.
    """
    known = {i.id for i in collection.items}
    by_name = {i.name: i.id for i in collection.items}
    found: list[Entry] = []
    for number, cells in rows:
        given = [(c or "").strip() for c in cells] + [""] * len(_HEAD)
        item = given[_ID] if given[_ID] in known else by_name.get(given[2], "")
        if not item:
            if given[_CAUSE] and given[_CAUSE] not in {_HEAD[_CAUSE][0], _HEAD[_CAUSE][1]}:
                raise SourceError(
                    "this item was not asked for", file=file, row=number, field=_HEAD[2][0], found=given[2] or given[_ID],
                    expected="an item of the sheet that was sent out",
                )  # fmt: skip
            continue
        found.append(
            Entry(
                item, given[_CAUSE], _category(given[_CATEGORY], file, number), given[_VERIFIED].lower() in _YES,
                given[_MEASURE], given[_OWNER], _day(given[_DUE], file, number), given[_RESOURCE], given[_DECISION], by,
            )
        )  # fmt: skip
    return found


def _category(text: str, file: str, row: int) -> Category | None:
    if not text:
        return None
    for key in get_args(Category):
        zh, en = CATEGORIES[key]
        if text.lower() in {key, zh, en.lower()}:
            found: Category = key
            return found
    raise SourceError(
        "this is no category of causes", file=file, row=row, field=_HEAD[_CATEGORY][0], found=text,
        expected="、".join(zh for zh, _ in CATEGORIES.values()),
    )  # fmt: skip


def _day(text: str, file: str, row: int) -> date | None:
    """ISO date, 2025/7/31, or a spreadsheet's serial number."""
    if not text:
        return None
    plain = (
        text.split(" ", maxsplit=1)[0].split("T", maxsplit=1)[0].replace("/", "-").replace(".", "-")
        if not text.replace(".", "").isdigit()
        else text
    )
    try:
        if plain.replace(".", "").isdigit():
            return date(1899, 12, 30) + timedelta(days=int(float(plain)))
        year, month, day = (int(part) for part in plain.split("-"))
        return date(year, month, day)
    except (ValueError, OverflowError) as e:
        raise SourceError(
            "this is no date", file=file, row=row, field=_HEAD[_DUE][0], found=text, expected="2025-07-31"
        ) from e
