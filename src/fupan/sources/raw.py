"""A file as read: text cells with the row they stand in, before anything is understood."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal["xlsx", "xls", "ods", "csv", "parquet"]
Cells = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class RaggedRow:
    """A CSV record with another number of fields than the header."""

    row: int
    cells: Cells


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, 1-based and inclusive, columns counted from the first column of the staged table."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet (or the only table) of a file.

    ``relation``  SQL text yielding ``source_row`` BIGINT (1-based, as a person sees it) and ``c1`` .. ``c<width>``
                  VARCHAR, title and header rows included.
    ``head``      the first rows, (row, cells), for finding the header; empty if ``names`` came with the format.
    ``unfilled``  columns that hold vertical merges: ``c3`` is filled down, ``u3`` is as it stands in the file.
    ``names``     column names where the format carries them (Parquet).
    """

    name: str | None
    relation: str
    width: int
    rows: int
    head: tuple[tuple[int, Cells], ...] = ()
    names: tuple[str, ...] = ()
    merges: tuple[Merge, ...] = ()
    unfilled: frozenset[int] = frozenset()
    ragged: tuple[RaggedRow, ...] = ()
    visible: bool = True
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file and its sheets. ``notes`` are for the person (the encoding recognised, hidden sheets)."""

    path: Path
    kind: Kind
    sha256: str
    size: int
    sheets: tuple[RawSheet, ...]
    encoding: str | None = None
    delimiter: str | None = None
    date_1904: bool = False
    notes: tuple[str, ...] = ()
