"""The workbook inside a chart: exactly the shown numbers, and a second sheet that says where they come from."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from fupan.review.measure import text_width
from fupan.review.model import Lang, Provenance
from fupan.review.renderers.native_charts.plan import Plan
from fupan.review.renderers.provenance import provenance_lines
from fupan.review.renderers.words import word

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

SHEET = "Sheet1"
"""PowerPoint, Keynote and WPS all look for this name first."""
_LONGEST_CELL = 32_000


def chart_workbook(plan: Plan, provenance: Provenance | None, lang: Lang, made: datetime) -> bytes:
    """The workbook's bytes; the same plan gives the same bytes. *made* stands as the creation date."""
    import xlsxwriter

    stream = BytesIO()
    book = xlsxwriter.Workbook(
        stream,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    book.set_properties({"created": made, "author": "", "title": ""})
    _write_data(book, book.add_worksheet(SHEET), plan, lang)
    if provenance is not None:
        _write_source(book, book.add_worksheet(word("source_sheet", lang)), provenance, lang)
    book.close()
    return stream.getvalue()


def _write_data(book: Workbook, sheet: Worksheet, plan: Plan, lang: Lang) -> None:
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    sheet.write_string(0, 0, plan.category_header, head)
    for row, name in enumerate(plan.categories, 1):
        sheet.write_string(row, 0, name)
    for place, column in enumerate(plan.columns, 1):
        form = book.add_format({"num_format": column.format})
        sheet.write_string(0, place, column.header, head)
        for row, value in enumerate(column.values):
            formula = column.formulas[row] if column.formulas else ""
            if value is None and not formula:
                continue
            if formula:
                sheet.write_formula(
                    row + 1, place, formula, form, value if isinstance(value, str) else float(value or 0)
                )
            elif isinstance(value, str):
                sheet.write_string(row + 1, place, value, form)
            else:
                sheet.write_number(row + 1, place, float(value or 0), form)
    if plan.full_names:
        place = len(plan.columns) + 2
        sheet.write_string(0, place, word("full_name", lang), head)
        for row, name in enumerate(plan.full_names, 1):
            sheet.write_string(row, place, name)
    widest = max((text_width(name, 11) for name in plan.categories), default=40)
    sheet.set_column(0, 0, min(60, max(10, widest / 5.6)))
    sheet.set_column(1, max(1, len(plan.columns)), 15)
    sheet.freeze_panes(1, 1)


def _write_source(book: Workbook, sheet: Worksheet, provenance: Provenance, lang: Lang) -> None:
    label = book.add_format({"bold": True, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 100)
    for row, (name, value) in enumerate(provenance_lines(provenance, lang)):
        sheet.write_string(row, 0, name, label)
        sheet.write_string(row, 1, value[:_LONGEST_CELL], text)
