"""Provinces as coloured cells beside their figures: names above, the shown figure below, linked to nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.review.palette import css
from fupan.review.renderers.tile_map import map_cells
from fupan.review.renderers.xlsx.sheets import write_text

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from fupan.review.model import Chart
    from fupan.review.renderers.xlsx.look import Look


def write_map(sheet: Worksheet, chart: Chart, look: Look, top: int, left: int) -> None:
    """The tiles from row *top* and column *left* on, two rows each."""
    for cell in map_cells(chart, look.lang):
        style = {"bg_color": css(cell.fill), "font_color": css(cell.ink), "align": "center"}
        row, column = top + cell.row * 3, left + cell.column
        write_text(sheet, row, column, cell.name, look.of(**style))
        write_text(sheet, row + 1, column, cell.text, look.of(**style, bold=True))
    for column in range(8):
        sheet.set_column(left + column, left + column, 13)
