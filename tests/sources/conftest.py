"""Small files as people make them, and one parsing process for all tests of the module."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest

from fupan.contracts.batch import Batch
from fupan.sources import Mapping, SpreadsheetReader, load_file
from fupan.sources.mapping_file import parse_mapping

ORDERS = "files: ['*']\nsystem: erp\ntable: order_lines\nfields:\n  order_id: 订单号\n  order_date: 日期\n  gross_with_tax: 金额\n"


@pytest.fixture(scope="module")
def spreadsheets() -> Iterator[SpreadsheetReader]:
    """One parsing process."""
    with SpreadsheetReader() as reader:
        yield reader


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., Path]:
    """Write rows as a workbook; ``merge`` are ranges to merge, ``edit`` may change the sheet."""

    def write(
        rows: Sequence[Sequence[Any]],
        name: str = "订单.xlsx",
        *,
        merge: Sequence[str] = (),
        edit: Callable[[Any], None] | None = None,
    ) -> Path:
        made = openpyxl.Workbook()
        sheet = made.active
        assert sheet is not None
        for row in rows:
            sheet.append(list(row))
        for cells in merge:
            sheet.merge_cells(cells)
        if edit is not None:
            edit(sheet)
        made.save(tmp_path / name)
        return tmp_path / name

    return write


@pytest.fixture
def text_file(tmp_path: Path) -> Callable[..., Path]:
    """Write a text in an encoding."""

    def write(text: str, name: str = "订单.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


@pytest.fixture
def load(tmp_path: Path, spreadsheets: SpreadsheetReader) -> Callable[..., list[Batch]]:
    """Load a file by a mapping (text or object)."""

    def run(path: Path, mapping: str | Mapping = ORDERS) -> list[Batch]:
        parsed = parse_mapping(mapping, file="m.yaml", name="m") if isinstance(mapping, str) else mapping
        return load_file(path, parsed, tmp_path / "out", spreadsheets=spreadsheets)

    return run


def rows_of(batch: Batch, *columns: str) -> list[tuple[Any, ...]]:
    """The loaded rows as tuples."""
    table = pq.read_table(batch.path)
    return list(zip(*(table.column(c).to_pylist() for c in columns), strict=True))


def quarantine_of(batch: Batch) -> list[tuple[int, str, str | None]]:
    """source_row, field and found of each quarantine line."""
    assert batch.quarantine is not None
    table = pq.read_table(batch.quarantine)
    return list(
        zip(
            table.column("source_row").to_pylist(),
            table.column("field").to_pylist(),
            table.column("found").to_pylist(),
            strict=True,
        )
    )
