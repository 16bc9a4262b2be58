"""Delimited files and workbooks, byte for byte the same for the same rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import xlsxwriter

CREATED = datetime(2025, 7, 17, 18, 0, tzinfo=UTC)


def write_delimited(
    path: Path,
    headers: Sequence[str],
    columns: Sequence[Sequence[str]],
    *,
    encoding: str,
    extra: Sequence[Sequence[str]] = (),
) -> None:
    """A comma-separated file with Windows line ends; *extra* rows go after the third row of data (or at the end)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if extra:
        at = min(3, len(columns[0]))
        columns = [[*c[:at], *(row[k] for row in extra), *c[at:]] for k, c in enumerate(columns)]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(headers)
    writer.writerows(zip(*columns, strict=True))
    path.write_bytes(text.getvalue().encode(encoding))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: *titles* rows above the header (one cell each), one or two header rows, rows of cells, rows of totals below.

    ``groups``  (first column, last column, text) of the upper of two header rows, merged; headers are then the lower row.
    ``merges``  (first row, last row, column, text) merged in the data, counted from the first row of data.
    """

    name: str
    titles: Sequence[str]
    headers: Sequence[str]
    rows: Iterable[Sequence[object]]
    totals: Sequence[Sequence[object]] = ()
    groups: Sequence[tuple[int, int, str]] = ()
    merges: Sequence[tuple[int, int, int, str]] = ()
    widths: dict[int, int] = field(default_factory=dict)


def write_workbook(path: Path, sheets: Sequence[Sheet]) -> None:
    """A workbook of *sheets* in order."""
    path.parent.mkdir(parents=True, exist_ok=True)
    merged = any(s.merges for s in sheets)
    book = xlsxwriter.Workbook(
        str(path),
        {
            "constant_memory": not merged,
            "default_date_format": "yyyy-mm-dd",
            "strings_to_formulas": False,
            "strings_to_urls": False,
        },
    )
    book.set_properties(
        {"title": "演示数据，全部为虚构 synthetic demonstration data", "created": CREATED.replace(tzinfo=None)}
    )
    bold = book.add_format({"bold": True, "bg_color": "#DDE7F0", "border": 1})
    title = book.add_format({"bold": True, "font_size": 14})
    middle = book.add_format({"align": "center", "valign": "vcenter", "border": 1})
    for sheet in sheets:
        _write_sheet(book.add_worksheet(sheet.name), sheet, bold, title, middle)
    book.close()


def _write_sheet(
    page: xlsxwriter.worksheet.Worksheet, sheet: Sheet, bold: object, title: object, middle: object
) -> None:
    for column, width in sheet.widths.items():
        page.set_column(column, column, width)
    row = 0
    for text in sheet.titles:
        page.write_string(row, 0, text, title)
        row += 1
    if sheet.groups:
        for first, last, text in sheet.groups:
            if first == last:
                page.write_string(row, first, text, bold)
            else:
                page.merge_range(row, first, row, last, text, bold)
        row += 1
    page.write_row(row, 0, sheet.headers, bold)
    row += 1
    start = row
    for cells in sheet.rows:
        for column, cell in enumerate(cells):
            if cell is None or cell == "":
                continue
            if isinstance(cell, str):
                page.write_string(row, column, cell)
            elif isinstance(cell, date):
                page.write_datetime(row, column, cell)  # type: ignore[arg-type]
            else:
                page.write_number(row, column, cell)  # type: ignore[arg-type]
        row += 1
    for first, last, column, text in sheet.merges:
        if last > first:
            page.merge_range(start + first, column, start + last, column, text, middle)
        else:
            page.write_string(start + first, column, text, middle)
    for cells in sheet.totals:
        for column, cell in enumerate(cells):
            if cell is not None and cell != "":
                page.write(row, column, cell, bold)
        row += 1
