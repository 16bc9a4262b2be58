"""A sheet that people filled in and sent back."""

from __future__ import annotations

import tempfile
from pathlib import Path

from fupan.sources.reader import read_file
from fupan.warehouse import staging_connection


def read_filled_sheet(path: Path) -> list[tuple[int, list[str | None]]]:
    """Row numbers and cells of the first sheet, read as guardedly as any other file that people send around."""
    with tempfile.TemporaryDirectory(prefix="fupan-filled-") as place:
        sheet = read_file(path, Path(place)).sheets[0]
        con = staging_connection()
        try:
            rows = con.execute(f"SELECT * FROM {sheet.relation} ORDER BY source_row").fetchall()
        finally:
            con.close()
    return [(int(number), list(cells)) for number, *cells in rows]
