"""One door to every kind of file: bytes in, sheets of text cells out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fupan.sources.columnar import read_columnar
from fupan.sources.delimited import read_delimited
from fupan.sources.filekind import detect_kind, fingerprint
from fupan.sources.limits import DEFAULT_LIMITS, Limits
from fupan.sources.raw import RawFile
from fupan.sources.spreadsheet import SpreadsheetReader


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a mapping may fix about reading: encoding and delimiter of text, rows of the header."""

    encoding: str | None = None
    delimiter: str | None = None
    header: tuple[int, ...] | None = None


def read_file(
    path: Path, stage: Path, *, options: ReadOptions = ReadOptions(), spreadsheets: SpreadsheetReader | None = None, limits: Limits = DEFAULT_LIMITS
) -> RawFile:  # fmt: skip
    """Read *path*, staging its text below the directory *stage* (created); SourceError if it cannot be read."""
    kind = detect_kind(path)
    sha256, size = fingerprint(path)
    stage.mkdir(parents=True, exist_ok=True)
    if kind == "csv":
        sheet, code, mark = read_delimited(
            path, stage, encoding=options.encoding, delimiter=options.delimiter, header=options.header, limits=limits
        )
        note = (
            f"read as {code.name}"
            + (f" ({code.note})" if code.note else "")
            + "; if characters look wrong, set encoding: in the mapping"
        )
        return RawFile(
            path,
            kind,
            sha256,
            size,
            (sheet,),
            encoding=code.name,
            delimiter=mark,
            notes=(note,) if code.guessed else (),
        )
    if kind == "parquet":
        return RawFile(path, kind, sha256, size, (read_columnar(path, limits=limits),))
    own = SpreadsheetReader(limits) if spreadsheets is None else spreadsheets
    try:
        sheets, date_1904, notes = own.read(path, stage, kind)
    finally:
        if spreadsheets is None:
            own.close()
    return RawFile(path, kind, sha256, size, sheets, date_1904=date_1904, notes=notes)
