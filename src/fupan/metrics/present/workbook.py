"""An answer as a workbook: figures as numbers in their format, a sheet that says where they come from."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fupan.metrics.present.cells import kind_of
from fupan.metrics.present.texts import footnote
from fupan.metrics.question import OTHERS, UNKNOWN

if TYPE_CHECKING:
    from fupan.metrics.result import Column, Result

_FORMATS = {
    "money": "#,##0.00;[Red]-#,##0.00", "count": "#,##0", "number": "#,##0.0", "percent": "0.0%", "points": "+0.0%;-0.0%;0.0%",
    "ratio": '"1:"0.0', "days": "#,##0.0", "score": "0.0",
}  # fmt: skip
_WIDEST = 48
_LONGEST = 32_000


def write_workbook(result: Result, path: Path, lang: str) -> None:
    """Write *result* to *path*: sheet 1 the rows, sheet 2 question, definitions, sources and SQL.

    Texts are written as texts, so that none of them is ever run as a formula; amounts as numbers of 15 digits.
    """
    import xlsxwriter

    zh = lang == "zh"
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet("结果" if zh else "Result")
        head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#F2F4F7", "text_wrap": True, "valign": "top"})
        quiet = book.add_format({"font_color": "#667085", "italic": True})
        styles = {
            (kind, bold): book.add_format({"num_format": number, "bold": bold} | ({"top": 1} if bold else {}))
            for kind, number in [*_FORMATS.items(), ("text", "@"), ("date", "yyyy-mm-dd")]
            for bold in (False, True)
        }
        widths = []
        for at, column in enumerate(result.columns):
            label = column.zh if zh else column.en
            sheet.write_string(0, at, label, head)
            widths.append(_width(label))
        every = result.all_rows()
        for line, row in enumerate(every, start=1):
            bold = kind_of(result, row) in {"total", "subtotal"}
            for at, column in enumerate(result.columns):
                text = _write(sheet, line, at, column, _value(result, row, column, at, zh), styles, bold)
                widths[at] = max(widths[at], _width(text))
        for at, width in enumerate(widths):
            sheet.set_column(at, at, min(width + 2, _WIDEST))
        sheet.freeze_panes(1, sum(c.kind == "dimension" for c in result.columns[:1]))
        sheet.write_string(len(every) + 2, 0, footnote(result, lang), quiet)
        _sources(book, result, head, zh=zh)


def _value(result: Result, row: dict[str, Any], column: Column, at: int, zh: bool) -> Any:
    value = row.get(column.name)
    if value is None and at == 0 and row is result.total:
        return "合计" if zh else "total"
    if value == OTHERS:
        return "其他" if zh else "others"
    if value == UNKNOWN:
        return "（未知）" if zh else "(unknown)"
    return value


def _write(sheet: Any, line: int, at: int, column: Column, value: Any, styles: dict[Any, Any], bold: bool) -> str:
    if value is None:
        sheet.write_blank(line, at, None, styles["text", bold])
        return ""
    if isinstance(value, bool):
        sheet.write_boolean(line, at, value, styles["text", bold])
        return "TRUE"
    if isinstance(value, date):
        sheet.write_datetime(line, at, value, styles["date", bold])
        return value.isoformat()
    if isinstance(value, str):
        sheet.write_string(line, at, value[:_LONGEST], styles["text", bold])
        return value
    kind = column.format if column.format in _FORMATS else "count" if column.type == "integer" else "number"
    sheet.write_number(line, at, float(value), styles[kind, bold])
    return f"{float(value):,.2f}"


def _sources(book: Any, result: Result, head: Any, *, zh: bool) -> None:
    sheet = book.add_worksheet("口径与来源" if zh else "Sources")
    for at, title in enumerate(("项目", "名称", "内容") if zh else ("part", "name", "what it says")):
        sheet.write_string(0, at, title, head)
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    for line, parts in enumerate(provenance_lines(result, zh=zh), start=1):
        for at, text in enumerate(parts):
            sheet.write_string(line, at, text[:_LONGEST], wrap)
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 28)
    sheet.set_column(2, 2, 100)


def provenance_lines(result: Result, *, zh: bool) -> Iterator[tuple[str, str, str]]:
    """(part, name, text) of everything that tells where the figures come from."""
    p = result.provenance
    words = ("问题", "窗口", "截止日", "快照", "定义", "对比", "目标", "来源表", "新鲜度", "质量", "说明") if zh else (
        "question", "window", "as of", "snapshot", "definition", "comparison", "targets", "tables", "freshness", "quality", "note")  # fmt: skip
    for name, value in p.question.items():
        if value not in (None, (), [], False, "", "fiscal"):
            yield words[0], name, str(value)
    yield words[1], str(p.window.get("label", "")), f"{p.window.get('start')} – {p.window.get('end')}"
    if p.as_of:
        yield words[2], "", p.as_of.isoformat()
    yield words[3], "", str(p.snapshot_id or "")
    for name, d in p.definitions.items():
        text = d.get("formula") or " ".join(str(d.get(k)) for k in ("family", "of", "fact", "where") if d.get(k))
        about = d.get("about_zh" if zh else "about_en") or ""
        yield words[4], f"{d.get('zh') if zh else d.get('en')} ({name})", f"{text}  {about}".strip()
    for name, window in p.compared.items():
        yield words[5], name, str(window.get("label", window))
    for target in p.targets:
        yield words[6], str(target.get("metric", "")), str(dict(target))
    yield words[7], "", ", ".join(p.tables)
    for part, lines in ((words[8], p.freshness), (words[9], p.quality)):
        for name, value in lines.items():
            yield part, name, str(value)
    for note in p.notes:
        yield words[10], "", note
    for number, text in enumerate(p.sql, start=1):
        yield "SQL", str(number), text


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text[:80])
