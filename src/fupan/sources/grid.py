"""All cells of a workbook as texts, by sheet: for forms of our own that are filled in and come back."""

from __future__ import annotations

import tempfile
from pathlib import Path

from fupan.sources.raw import Cells
from fupan.sources.spreadsheet import SpreadsheetReader


def workbook_cells(path: Path) -> dict[str, list[Cells]]:
    """Sheet name -> its rows from the first on, cells as texts (None: empty); SourceError where it cannot be read.

    Parsed as every workbook is: scanned first, in a process with limits of its own.
    """
    import pyarrow.parquet as pq

    found: dict[str, list[Cells]] = {}
    with SpreadsheetReader() as reader, tempfile.TemporaryDirectory(prefix="fupan-grid-") as place:
        sheets, _, _ = reader.read(path, Path(place), "xlsx")
        for number, sheet in enumerate(sheets):
            staged = Path(place) / f"sheet{number}.parquet"
            rows: list[Cells] = []
            if staged.is_file():
                with pq.ParquetFile(staged) as file:
                    columns = file.read(columns=[f"c{n}" for n in range(1, sheet.width + 1)])
                rows = list(zip(*(c.to_pylist() for c in columns.columns), strict=True))
            found[sheet.name or ""] = rows
    return found
