"""How much a file may ask of the machine before it is refused."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one input file; each breach is a SourceError that names the bound.

    ``unzipped_bytes``  what an XLSX or ODS may unzip to.   ``memory_bytes``  address space of the parsing process.
    ``columns``         widest table read.                  ``cell_chars``    longest text kept (longer: quarantined).
    ``box_cells``       largest rectangle of cells between the first and last used cell.
    ``seconds``         time for parsing one spreadsheet, plus one second per two million unzipped bytes.
    """

    unzipped_bytes: int = 3 * 1024**3
    memory_bytes: int = 4 * 1024**3
    columns: int = 2000
    cell_chars: int = 32_767
    box_cells: int = 60_000_000
    zip_entries: int = 20_000
    record_bytes: int = 64 * 1024**2
    seconds: float = 60.0


DEFAULT_LIMITS = Limits()
