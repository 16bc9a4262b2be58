"""Widths and safe writing: texts stay texts, whatever they begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fupan.review.measure import is_wide
from fupan.review.model import Display, Number
from fupan.review.renderers.excel_format import is_percent

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_LONGEST_TEXT: Final = 32_767


def write_text(sheet: Worksheet, row: int, column: int, text: str, look: Format) -> None:
    """Write *text* as a text, cut to what a cell holds."""
    sheet.write_string(row, column, text[:_LONGEST_TEXT], look)


def exact_value(value: Number, display: Display) -> float | None:
    """The number for a cell: in the display's unit (万元), not rounded; the cell's format rounds what is seen."""
    if value is None:
        return None
    return float(value) if is_percent(display) else float(value / display.scale)


def text_columns(text: str) -> int:
    """Width of *text* in Excel's units: Chinese characters take two."""
    return max((sum(2 if is_wide(c) else 1 for c in line) for line in text.split("\n")), default=0)


def set_widths(sheet: Worksheet, texts: dict[int, list[str]], *, least: int = 9, most: int = 48) -> None:
    """Column widths for these texts by column."""
    for column, lines in texts.items():
        widest = max((text_columns(text) for text in lines), default=0)
        sheet.set_column(column, column, max(least, min(most, widest + 3)))
