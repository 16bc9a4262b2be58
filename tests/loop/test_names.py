"""The file of matched names, and the sheet a person fills in."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from fupan.errors import DefinitionError, SourceError
from fupan.loop import Candidate, MatchReport
from fupan.loop.match import read_sheet, write_sheet
from fupan.loop.names import read_names, remember_names

REPORT = MatchReport(
    (
        Candidate("dealers", "深圳华强", Decimal(900), 3, "D1", "深圳市华强电子有限公司", 0.95),
        Candidate("dealers", "=cmd|'/c calc'!A1", Decimal(5), 1),
    )
)


def test_names_are_remembered_and_merged(tmp_path: Path) -> None:
    path = tmp_path / "sources" / "names.yaml"
    assert read_names(path) == {}
    assert remember_names(path, {"dealers": {"深圳华强": "D1"}}) == 1
    assert remember_names(path, {"dealers": {"深圳华强": "D1", "yes": "D2"}, "people": {"张 三": "P1"}}) == 2
    assert read_names(path) == {"dealers": {"yes": "D2", "深圳华强": "D1"}, "people": {"张 三": "P1"}}


def test_a_wrong_entity_is_named(tmp_path: Path) -> None:
    path = tmp_path / "names.yaml"
    path.write_text("dealer:\n  a: b\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match="dealer"):
        read_names(path)


def test_only_confident_proposals_are_taken() -> None:
    assert REPORT.confident(0.9) == {"dealers": {"深圳华强": "D1"}}
    assert REPORT.confident(0.96) == {}


def _fill(path: Path, answers: list[str]) -> None:
    book = openpyxl.load_workbook(path)
    for row, answer in enumerate(answers, start=2):
        book.active.cell(row, 8, answer)
    book.save(path)


def test_a_filled_in_sheet(tmp_path: Path) -> None:
    path = tmp_path / "names.xlsx"
    write_sheet(REPORT, path)
    assert openpyxl.load_workbook(path).active["B3"].data_type == "s"
    _fill(path, ["y", "D7"])
    assert read_sheet(path, REPORT, {"dealers": {"D1", "D7"}}) == {
        "dealers": {"深圳华强": "D1", "=cmd|'/c calc'!A1": "D7"}
    }


def test_a_key_that_no_master_has(tmp_path: Path) -> None:
    path = tmp_path / "names.xlsx"
    write_sheet(REPORT, path)
    _fill(path, ["D99", ""])
    with pytest.raises(SourceError, match=r"row 2.*D99"):
        read_sheet(path, REPORT, {"dealers": {"D1"}})


def test_a_sheet_that_is_none_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "names.xlsx"
    path.write_bytes(b"PK\x03\x04 cut off")
    with pytest.raises(SourceError, match=r"names\.xlsx"):
        read_sheet(path, REPORT, {"dealers": {"D1"}})
