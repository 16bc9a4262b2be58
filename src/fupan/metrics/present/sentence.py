"""An answer in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fupan.metrics.present.cells import kind_of
from fupan.metrics.question import UNKNOWN
from fupan.money import format_figure

if TYPE_CHECKING:
    from fupan.metrics.result import Column, Result

_CHANGES = {
    "vs_previous": ("环比", "against the period before"), "vs_last_year": ("同比", "against last year"),
    "vs_target": ("较目标", "against target"), "vs_festival": ("春节对齐同比", "against last year, festival aligned"),
    "vs_jan_feb": ("1-2月合计同比", "January and February against last year"),
}  # fmt: skip


def describe(result: Result, lang: str) -> str:
    """What the answer says about its first metric: the whole, its changes, who leads and who trails."""
    zh = lang == "zh"
    figures = [c for c in result.columns if c.kind == "metric"]
    dimensions = [c for c in result.columns if c.kind == "dimension"]
    window = str(result.provenance.window.get("label", ""))
    if not figures:
        return window
    column = figures[0]
    name = column.zh if zh else column.en
    whole = result.total or (result.rows[0] if len(result.rows) == 1 else None)
    parts: list[str] = []
    if whole is not None and whole.get(column.name) is not None:
        parts.append(f"{window}{name}{_text(result, column, whole, lang)}" if zh else
                     f"{name} of {window}: {_text(result, column, whole, lang)}")  # fmt: skip
        parts += _changes(result, column, whole, lang)
    else:
        rows = len(result.rows)
        parts.append(f"{window}{name}共{rows}行" if zh else f"{name} of {window}, {rows} rows")
    if dimensions and len(result.rows) > 1:
        parts += _ends(result, column, dimensions, lang)
    until = result.provenance.as_of
    if until is not None:
        parts.append(f"截至{until.isoformat()}" if zh else f"as of {until.isoformat()}")
    return ("，" if zh else ", ").join(parts) + ("。" if zh else ".")


def _text(result: Result, column: Column, row: Mapping[str, Any], lang: str, *, signed: bool = False) -> str:
    return format_figure(row[column.name], column.format, lang=lang, currency=result.provenance.currency, signed=signed)


def _changes(result: Result, column: Column, row: Mapping[str, Any], lang: str) -> list[str]:
    found = []
    for c in result.columns:
        if c.metric != column.name or not c.against.startswith("vs_"):
            continue
        zh, en = _CHANGES.get(c.against, (c.zh.removeprefix(column.zh), c.en.removeprefix(column.en).strip()))
        if row.get(c.name) is None:
            found.append(f"{zh}无可比基数" if lang == "zh" else f"no base {en}")
        else:
            text = _text(result, c, row, lang, signed=True)
            found.append(f"{zh}{text}" if lang == "zh" else f"{text} {en}")
    return found


def _ends(result: Result, column: Column, dimensions: list[Column], lang: str) -> list[str]:
    rows = [
        r for r in result.rows
        if r.get(column.name) is not None and kind_of(result, r) == "row" and r[dimensions[0].name] != UNKNOWN
    ]  # fmt: skip
    if len(rows) < 2:
        return []
    first, last = max(rows, key=lambda r: r[column.name]), min(rows, key=lambda r: r[column.name])
    if first[column.name] == last[column.name]:
        return []
    names = [" ".join(str(r[d.name]) for d in dimensions if r.get(d.name) is not None) for r in (first, last)]
    texts = [_text(result, column, r, lang) for r in (first, last)]
    if lang == "zh":
        return [f"{names[0]}最高（{texts[0]}）", f"{names[1]}最低（{texts[1]}）"]
    return [f"{names[0]} is highest ({texts[0]})", f"{names[1]} lowest ({texts[1]})"]
