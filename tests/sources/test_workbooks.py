"""Workbooks as people make them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.sources.conftest import ORDERS, quarantine_of, rows_of

from fupan.contracts.batch import Batch

Load = Callable[..., list[Batch]]
Book = Callable[..., Path]


def test_titles_totals_dates_and_codes(load: Load, book: Book) -> None:
    path = book([
        ["云澜电子销售明细"], ["单位：万元"], [], ["订单号", "日期", "金额", "产品"],
        [10001, datetime(2025, 6, 30, 12, 30),  # noqa: DTZ001 - a cell has no time zone
        1.5, "00012"], ["A2", "2025年6月30日", "(2)", 12], ["A3", 45838, "３", None], ["合计", None, 2.5, None],
    ], merge=["A1:D1"])  # fmt: skip
    (batch,) = load(path, ORDERS + "  product_id: 产品\n")
    assert rows_of(batch, "source_row", "order_id", "order_date", "gross_with_tax", "product_id") == [
        (5, "10001", date(2025, 6, 30), Decimal(15000), "00012"), (6, "A2", date(2025, 6, 30), Decimal(-20000), "12"),
        (7, "A3", date(2025, 6, 30), Decimal(30000), None),
    ]  # fmt: skip
    assert batch.left_out_by == (("total row", 1),)
    assert batch.file.header_rows == (4,)


def test_two_row_header_and_merged_cells(load: Load, book: Book) -> None:
    path = book([
        ["", "订单", None, "金额"], ["", "订单号", "日期", "含税"], ["", "A1", "2025-06-01", 100], ["", None, "2025-06-02", None], ["", "A3", "2025-06-03", 7],
    ], merge=["B1:C1", "B3:B4", "D3:D4"])  # fmt: skip
    mapping = "files: ['*']\ntable: order_lines\nfields:\n  order_id: 订单/订单号\n  order_date: 订单/日期\n  gross_with_tax: 金额/含税\n"
    (batch,) = load(path, mapping)
    assert batch.file.header_rows == (1, 2)
    # a merged id counts for each of its rows, a merged amount once
    assert rows_of(batch, "order_id", "order_date", "gross_with_tax") == [
        ("A1", date(2025, 6, 1), Decimal(100)), ("A1", date(2025, 6, 2), None), ("A3", date(2025, 6, 3), Decimal(7)),
    ]  # fmt: skip


def test_sheets_of_one_form_are_united_and_hidden_ones_reported(load: Load, tmp_path: Path, book: Book) -> None:
    def more(sheet: Any) -> None:
        sheet.title = "华东"
        south = sheet.parent.create_sheet("华南")
        for row in [["日期", "订单号", "金额"], ["2025-06-02", "S1", 2]]:
            south.append(row)
        sheet.parent.create_sheet("底稿").sheet_state = "hidden"

    path = book([["订单号", "日期", "金额"], ["E1", "2025-06-01", 1]], edit=more)
    batches = load(path, ORDERS.replace("table:", "sheet: '*'\ntable:"))
    assert [(b.file.name, rows_of(b, "order_id", "source_file")) for b in batches] == [
        ("订单.xlsx#华东", [("E1", "订单.xlsx#华东")]), ("订单.xlsx#华南", [("S1", "订单.xlsx#华南")]),
    ]  # fmt: skip
    assert any("底稿" in w for w in batches[0].warnings)


def test_strict_open_xml_is_read(load: Load, book: Book, tmp_path: Path) -> None:
    source, target = book([["订单号", "日期", "金额"], ["A1", "2025-06-01", 1]]), tmp_path / "strict.xlsx"
    with zipfile.ZipFile(source) as z, zipfile.ZipFile(target, "w") as out:
        for name in z.namelist():
            data = z.read(name)
            data = data.replace(
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                b"http://purl.oclc.org/ooxml/spreadsheetml/main",
            )
            data = data.replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            )
            out.writestr(name, data)
    (batch,) = load(target)
    assert rows_of(batch, "order_id") == [("A1",)]


def test_error_cells_hidden_rows_and_long_numbers_are_told(load: Load, book: Book) -> None:
    def edit(sheet: Any) -> None:
        sheet["C2"].value, sheet["C2"].data_type = "#DIV/0!", "e"
        sheet.row_dimensions[3].hidden = True

    path = book(
        [["订单号", "日期", "金额"], ["A1", "2025-06-01", 0], [1234567890123456789, "2025-06-02", 2]], edit=edit
    )
    (batch,) = load(path)
    assert quarantine_of(batch)[0][:2] == (2, "gross_with_tax")
    assert any("hidden row" in w for w in batch.warnings)
    assert any("15 digits" in w for w in batch.warnings)


def test_formula_text_stays_text(load: Load, book: Book) -> None:
    def edit(sheet: Any) -> None:
        sheet["A2"].value, sheet["A2"].data_type = "=cmd|'/C calc'!A0", "s"

    (batch,) = load(book([["订单号", "日期", "金额"], ["x", "2025-06-01", 1]], edit=edit))
    assert rows_of(batch, "order_id") == [("=cmd|'/C calc'!A0",)]
