"""A sheet that people filled in and sent back."""

from __future__ import annotations

import tempfile
from pathlib import Path

from fupan.sources.limits import DEFAULT_LIMITS, Limits
from fupan.sources.reader import read_file
from fupan.warehouse import staging_connection

Rows = list[tuple[int, list[str | None]]]
"""Row numbers and cells of a sheet."""


def read_filled_sheet(path: Path, limits: Limits = DEFAULT_LIMITS) -> Rows:
    """The first sheet, read as guardedly as any other file that people send around."""
    return read_filled_sheets(path, limits)[0]


def read_filled_sheets(path: Path, limits: Limits = DEFAULT_LIMITS) -> list[Rows]:
    """All sheets of a file."""
    with tempfile.TemporaryDirectory(prefix="fupan-filled-") as place:
        con = staging_connection()
        try:
            return [
                [
                    (int(number), list(cells))
                    for number, *cells in con.execute(f"SELECT * FROM {sheet.relation} ORDER BY source_row").fetchall()
                ]
                for sheet in read_file(path, Path(place), limits=limits).sheets
            ]
        finally:
            con.close()
