"""What a file is, by its bytes and not by its name."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

from fupan.errors import SourceError
from fupan.sources.raw import Kind

EXTENSIONS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".txt", ".tsv", ".parquet")
_EXPECTED = "an .xlsx, .xls, .ods, .csv, .txt or .parquet file"


def detect_kind(path: Path) -> Kind:
    """The kind of *path*; SourceError if it is empty, damaged or of another kind, saying which."""
    try:
        with path.open("rb") as f:
            start = f.read(8192)
    except OSError as e:
        raise SourceError(f"cannot be opened: {e.strerror}", file=path.name) from e
    if not start:
        raise SourceError("the file is empty", file=path.name, expected="a table with a header row")
    if start.startswith(b"PK"):
        return _zip_kind(path)
    if start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole_kind(path)
    if start.startswith(b"PAR1"):
        return "parquet"
    _refuse_foreign(path, start)
    return "csv"


def fingerprint(path: Path) -> tuple[str, int]:
    """SHA-256 and size of the file's bytes."""
    digest = hashlib.sha256()
    size = 0
    with path.open("rb") as f:
        while chunk := f.read(1 << 20):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size


def _zip_kind(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as z:
            names = set(z.namelist())
            if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
                if "xl/workbook.bin" in names:
                    raise SourceError("is a binary workbook (.xlsb)", file=path.name, expected="it saved as .xlsx")
                return "xlsx"
            typed = "mimetype" in names and z.getinfo("mimetype").file_size < 200
            if typed and b"opendocument.spreadsheet" in z.read("mimetype"):
                return "ods"
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError) as e:
        raise SourceError(
            "is cut off or damaged: its zip directory cannot be read", file=path.name, found=str(e),
            expected="a complete .xlsx; copy or export it again",
        ) from e  # fmt: skip
    raise SourceError(
        "is a zip archive but no workbook", file=path.name, found=", ".join(sorted(names)[:3]), expected=_EXPECTED
    )


def _ole_kind(path: Path) -> Kind:
    with path.open("rb") as f:
        body = f.read(4 << 20)
    if "EncryptedPackage".encode("utf-16-le") in body:
        raise SourceError("is protected by a password", file=path.name, expected="it saved without a password")
    if "WordDocument".encode("utf-16-le") in body:
        raise SourceError("is a Word document", file=path.name, expected=_EXPECTED)
    return "xls"


def _damaged_text(start: bytes) -> bool:
    """A text with a stray NUL or two; its rows are read, those with damage are quarantined."""
    strange = sum(1 for b in start if 0 < b < 9 or 14 <= b < 27 or 28 <= b < 32)
    return strange == 0 and start.count(0) <= max(3, len(start) // 100)


def _refuse_foreign(path: Path, start: bytes) -> None:
    """SourceError for what is surely no table of text."""
    lowered = start.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if lowered.startswith((b"<!doctype html", b"<html", b"<table", b"<meta")):
        raise SourceError(
            "is a web page (HTML) under a table's name, as some systems export it", file=path.name,
            expected="it opened in Excel or WPS and saved as .xlsx",
        )  # fmt: skip
    if lowered.startswith(b"<?xml"):
        raise SourceError("is an XML file", file=path.name, expected=_EXPECTED)
    for magic, what in (
        (b"%PDF", "a PDF document"), (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"),
        (b"\x1f\x8b", "a gzip archive"), (b"Rar!", "a RAR archive"), (b"7z\xbc\xaf", "a 7z archive"),
        (b"SQLite format 3", "a SQLite database"), (b"{\\rtf", "an RTF document"),
    ):  # fmt: skip
        if start.startswith(magic):
            raise SourceError(f"is {what}", file=path.name, expected=_EXPECTED)
    has_bom = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not has_bom and b"\x00" in start and not _damaged_text(start):
        even, odd = start[0::2].count(0), start[1::2].count(0)
        if min(even, odd) > 0.02 * len(start) or max(even, odd) < 0.05 * len(start):
            raise SourceError(
                "holds binary data, no text", file=path.name, found=start[:12].hex(" "), expected=_EXPECTED
            )
    if path.suffix.lower() in {".xlsx", ".xlsm", ".xls", ".ods", ".parquet"} and not _readable(start):
        raise SourceError(
            f"is no {path.suffix} file inside", file=path.name, found=start[:12].hex(" "), expected=_EXPECTED
        )


def _readable(start: bytes) -> bool:
    """Whether the bytes look like text at all: few control characters."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    control = sum(1 for b in start if b < 32 and b not in (9, 10, 13))
    return control < 0.02 * len(start)
