"""An answer as CSV and Markdown."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING, Any

from fupan.contracts.spreadsheet import safe_text
from fupan.metrics.present.cells import shown

if TYPE_CHECKING:
    from fupan.metrics.result import Result


def to_csv(result: Result, lang: str | None = None) -> str:
    """CSV of all rows: plain numbers with a point, dates as ISO texts; heads are names, or labels where *lang* is given.

    A text that a spreadsheet would run as a formula gets an apostrophe in front.
    """
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    heads = [c.name if lang is None else c.zh if lang == "zh" else c.en for c in result.columns]
    writer.writerow([safe_text(h) for h in heads])
    for row in result.all_rows():
        writer.writerow([_plain(row.get(c.name)) for c in result.columns])
    return text.getvalue()


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    return safe_text(value) if isinstance(value, str) else value


def to_markdown(result: Result, lang: str) -> str:
    """A Markdown table of figures in their units, with the as-of date and the snapshot below."""
    table = shown(result, lang)
    right = ["---" if c.kind == "dimension" else "---:" for c in table.columns]
    lines = [_line(table.heads), "|" + "|".join(right) + "|"]
    for texts, kind in zip(table.rows, table.kinds, strict=True):
        lines.append(_line([f"**{_cell(t)}**" if kind in {"total", "subtotal"} and t else _cell(t) for t in texts]))
    return "\n".join([*lines, "", f"*{footnote(result, lang)}*"]) + "\n"


def footnote(result: Result, lang: str) -> str:
    """Window, as-of date and snapshot of the answer in one line."""
    p = result.provenance
    words = ("期间", "统计截止", "快照") if lang == "zh" else ("window", "as of", "snapshot")
    parts = [f"{words[0]} {p.window.get('label', '')}"]
    parts += [f"{words[1]} {p.as_of}"] if p.as_of else []
    parts += [f"{words[2]} {p.snapshot_id}"] if p.snapshot_id else []
    return " · ".join(parts)


def _line(texts: tuple[str, ...] | list[str]) -> str:
    return "| " + " | ".join(texts) + " |"


def _cell(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")
