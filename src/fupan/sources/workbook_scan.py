"""Look through a workbook's bytes before a parser sees them: size, real cell references, entities, hidden rows."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

from fupan.errors import SourceError
from fupan.sources.limits import Limits

_CHUNK = 1 << 20
_OVERLAP = 512
_MAX_ROW, _MAX_COLUMN = 1_048_576, 16_384
_WIDE_REF = re.compile(rb"\br=[\"']([A-Z]{2,})(\d+)[\"']")
_DEEP_REF = re.compile(rb"\br=[\"'](?:[A-Z]+)?(\d{5,})[\"']")
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]+)(\d+):([A-Z]+)(\d+)[\"']")
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*?hidden=[\"'](?:1|true)[\"']")
_LONG_NUMBER = re.compile(
    rb"<c r=\"([A-Z]+)\d+\"(?: s=\"\d+\")?(?: t=\"n\")?><v>(?:\d{16,}|\d\.\d+[eE]\+?(?:1[5-9]|[2-9]\d))</v>"
)
_STRICT = b"purl.oclc.org/ooxml"


@dataclass(slots=True)
class SheetScan:
    """What the scan saw of one sheet; columns and rows are 1-based, as written in the file."""

    part: str
    last_column: int = 26
    last_row: int = 0
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: int = 0
    long_numbers: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WorkbookScan:
    """``sheets`` by name; ``strict``: written by the ISO namespaces; ``unzipped``: bytes seen."""

    sheets: dict[str, SheetScan]
    unzipped: int
    strict: bool
    date_1904: bool


def scan_workbook(path: Path, limits: Limits) -> WorkbookScan:
    """Scan an XLSX; SourceError for a damaged archive, a zip bomb, entities, or a cell far outside the table."""
    try:
        with zipfile.ZipFile(path) as z:
            _check_directory(z, path, limits)
            unzipped, strict = 0, False
            scans: dict[str, SheetScan] = {}
            for info in z.infolist():
                if not info.filename.endswith((".xml", ".rels")):
                    continue
                if info.filename.startswith("xl/worksheets/") and not info.filename.endswith(".rels"):
                    scan = scans[info.filename] = SheetScan(info.filename)
                else:
                    scan = None
                unzipped, seen_strict = _scan_part(z, info, scan, unzipped, path, limits)
                strict = strict or seen_strict
            by_name, date_1904 = _sheet_names(z, scans)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        RuntimeError,
        NotImplementedError,
        ET.ParseError,
        KeyError,
    ) as e:
        raise SourceError(
            "is cut off or damaged: a part of the workbook cannot be unpacked", file=path.name, found=str(e)[:160],
            expected="a complete .xlsx; copy or export it again",
        ) from e  # fmt: skip
    for name, sheet in by_name.items():
        _check_box(sheet, name, path, limits)
    return WorkbookScan(by_name, unzipped, strict, date_1904)


def check_archive(path: Path, limits: Limits) -> int:
    """The unzipped size of an ODS or other archive after checking directory and real size."""
    try:
        with zipfile.ZipFile(path) as z:
            _check_directory(z, path, limits)
            total = 0
            for info in z.infolist():
                for chunk in _chunks(z, info):
                    total += len(chunk)
                    _check_size(total, path, limits)
                    _check_entities(chunk, info.filename, path)
            return total
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as e:
        raise SourceError(
            "is cut off or damaged: a part cannot be unpacked",
            file=path.name,
            found=str(e)[:160],
            expected="a complete file",
        ) from e


def column_number(letters: str) -> int:
    """1 for A, 26 for Z, 27 for AA."""
    n = 0
    for c in letters:
        n = n * 26 + ord(c) - 64
    return n


def _check_directory(z: zipfile.ZipFile, path: Path, limits: Limits) -> None:
    infos = z.infolist()
    if len(infos) > limits.zip_entries:
        raise SourceError(
            "holds too many parts",
            file=path.name,
            found=f"{len(infos)} entries",
            expected=f"at most {limits.zip_entries}",
        )
    if any(i.flag_bits & 0x1 for i in infos):
        raise SourceError("is protected by a password", file=path.name, expected="it saved without a password")
    total = sum(i.file_size for i in infos)
    _check_size(total, path, limits)
    size = path.stat().st_size
    if total > 200 * 1024**2 and total > 400 * size:
        raise SourceError(
            "unzips to far more than a table would (a zip bomb?)", file=path.name,
            found=f"{size / 1e6:.1f} MB that become {total / 1e6:,.0f} MB", expected="at most 400 times the file",
        )  # fmt: skip


def _check_size(total: int, path: Path, limits: Limits) -> None:
    if total > limits.unzipped_bytes:
        raise SourceError(
            "unzips to more than is allowed (a zip bomb?)", file=path.name, found=f"over {total / 1e9:.1f} GB",
            expected=f"at most {limits.unzipped_bytes / 1e9:.1f} GB; export as CSV or in parts",
        )  # fmt: skip


def _check_entities(chunk: bytes, part: str, path: Path) -> None:
    if b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk:
        raise SourceError(
            "declares XML entities, which a workbook never needs",
            file=path.name,
            found=f"<!DOCTYPE in {part}",
            expected="a workbook as Excel or WPS saves it",
        )


def _chunks(z: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    with z.open(info) as part:
        while chunk := part.read(_CHUNK):
            yield chunk


def _scan_part(
    z: zipfile.ZipFile, info: zipfile.ZipInfo, sheet: SheetScan | None, before: int, path: Path, limits: Limits
) -> tuple[int, bool]:
    total, strict, first, tail = before, False, True, b""
    for chunk in _chunks(z, info):
        total += len(chunk)
        _check_size(total, path, limits)
        if first:
            strict, first = _STRICT in chunk[:8192], False
        window = tail + chunk
        _check_entities(window, info.filename, path)
        if sheet is not None:
            _look(sheet, window, len(tail))
        tail = window[-_OVERLAP:]
    return total, strict


def _look(sheet: SheetScan, window: bytes, old: int) -> None:
    """Take note of references, merges and hidden rows; matches that end inside the *old* bytes were seen before."""
    wide = 0
    for m in _WIDE_REF.finditer(window):
        if len(m[1]) > 3 or len(m[2]) > 7:
            sheet.last_column, sheet.last_row = max(sheet.last_column, _MAX_COLUMN), max(sheet.last_row, _MAX_ROW)
            continue
        wide = max(wide, column_number(m[1].decode()))
    sheet.last_column = max(sheet.last_column, wide)
    deep = [int(d[:9]) for d in _DEEP_REF.findall(window)]
    sheet.last_row = max(sheet.last_row, max(deep, default=9_999))
    for m in _MERGE.finditer(window):
        if m.end() > old and len(sheet.merges) < 500_000:
            sheet.merges.append((int(m[2]), column_number(m[1].decode()), int(m[4]), column_number(m[3].decode())))
    sheet.hidden_rows += sum(1 for m in _HIDDEN_ROW.finditer(window) if m.end() > old)
    for m in _LONG_NUMBER.finditer(window):
        if m.end() > old:
            letters = m[1].decode()
            sheet.long_numbers[letters] = sheet.long_numbers.get(letters, 0) + 1


def _check_box(sheet: SheetScan, name: str, path: Path, limits: Limits) -> None:
    if sheet.last_row > _MAX_ROW or sheet.last_column > _MAX_COLUMN:
        raise SourceError(
            "has a cell outside any sheet",
            file=path.name,
            sheet=name,
            found=f"row {sheet.last_row}, column {sheet.last_column}",
            expected="at most row 1,048,576 and column XFD",
        )
    if sheet.last_row * sheet.last_column > limits.box_cells:
        raise SourceError(
            "has a used cell far away from the table, so that the sheet would need too much memory", file=path.name, sheet=name,
            found=f"row {sheet.last_row:,}, column {sheet.last_column:,}", expected=f"at most {limits.box_cells:,} cells between the first and the last; delete the empty rows and columns around the table",
        )  # fmt: skip


def _sheet_names(z: zipfile.ZipFile, scans: dict[str, SheetScan]) -> tuple[dict[str, SheetScan], bool]:
    """Scans by the sheet's name as the person sees it, and whether dates count from 1904."""
    book = ET.fromstring(z.read("xl/workbook.xml"))  # noqa: S314 - entities were refused before
    targets: dict[str, str] = {}
    if "xl/_rels/workbook.xml.rels" in z.namelist():
        for rel in ET.fromstring(z.read("xl/_rels/workbook.xml.rels")):  # noqa: S314
            target = rel.get("Target", "")
            targets[rel.get("Id", "")] = posixpath.normpath(
                target.lstrip("/") if target.startswith("/") else "xl/" + target
            )
    found: dict[str, SheetScan] = {}
    date_1904 = False
    for node in book.iter():
        tag = node.tag.rsplit("}", 1)[-1]
        if tag == "workbookPr":
            date_1904 = node.get("date1904", "0") in ("1", "true")
        elif tag == "sheet":
            link = next((v for k, v in node.attrib.items() if k.endswith("}id")), "")
            scan = scans.get(targets.get(link, ""))
            if scan is not None:
                found[node.get("name", "")] = scan
    return found, date_1904
