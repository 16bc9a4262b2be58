"""What a source hands to the warehouse: typed rows of one canonical table from one file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Mode = Literal["full", "incremental"]


@dataclass(frozen=True, slots=True)
class FileFacts:
    """The file a batch came from; ``sha256`` is of its bytes, ``rows_read`` counts data rows before any filter."""

    name: str
    sha256: str
    size: int
    sheet: str | None = None
    encoding: str | None = None
    header_rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows ready to be folded into a table.

    ``path``       Parquet with every field of the contract (typed by ``arrow_type``, NULL where the source has none)
                   plus ``source_file`` (text) and ``source_row`` (BIGINT, 1-based row of the file as a person sees it).
    ``quarantine`` Parquet with source_file, source_row, field, found, reason, expected, row (JSON of the raw row);
                   one line per failing field; ``quarantined`` counts rows, not lines.
    ``mode``       ``full``: what of ``scope`` is no longer in the file has vanished; ``incremental``: upsert.
    ``scope``      what a full file replaces: "file" (rows that came from a file of this name) or "source".

    Identity: read = loaded + quarantined + left_out, where ``left_out`` are rows that the mapping's own rules drop
    (total rows, filters), counted by reason in ``left_out_by``.
    """

    table: str
    source: str
    system: str
    mode: Mode
    scope: Literal["file", "source"]
    path: Path
    file: FileFacts
    read: int
    loaded: int
    quarantined: int
    left_out: int = 0
    left_out_by: tuple[tuple[str, int], ...] = ()
    quarantine: Path | None = None
    warnings: tuple[str, ...] = ()
    mapping_hash: str = ""

    def __post_init__(self) -> None:
        if self.read != self.loaded + self.quarantined + self.left_out:
            raise ValueError(
                f"{self.file.name}: read {self.read} is not loaded {self.loaded} + quarantined {self.quarantined}"
                f" + left out {self.left_out}"
            )
