"""The workbook in LibreOffice: a round trip keeps every sheet, cell and chart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.review import documents, kinds
from tests.review.office import convert

from fupan.review.renderers.xlsx import render_xlsx


@pytest.mark.needs("libreoffice")
@pytest.mark.parametrize("make", [documents.hard, kinds.every_kind])
def test_round_trip_keeps_sheets_cells_and_charts(make: Any, tmp_path: Path, soffice: str) -> None:
    source = tmp_path / "book.xlsx"
    render_xlsx(make("zh"), source)
    back = openpyxl.load_workbook(convert(soffice, source, "xlsx", tmp_path / "back"))
    ours = openpyxl.load_workbook(source)
    assert back.sheetnames == ours.sheetnames
    for sheet in ours:
        other = back[sheet.title]
        assert _cells(other) == _cells(sheet), sheet.title
        assert len(other._charts) == len(sheet._charts), sheet.title


def _cells(sheet: Any) -> dict[str, Any]:
    """What stands in the sheet; figures to twelve digits, empty texts left out."""
    return {
        cell.coordinate: float(f"{cell.value:.12g}") if isinstance(cell.value, float) else cell.value
        for row in sheet.iter_rows()
        for cell in row
        if cell.value not in (None, "")
    }
