"""Text tables: encoding, delimiter, quotes, and records that do not fit the header."""

from __future__ import annotations

import csv
import io
import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from fupan.errors import SourceError
from fupan.sources.encoding import Encoding, as_utf8, detect_encoding
from fupan.sources.header import find_header
from fupan.sources.limits import Limits
from fupan.sources.raw import Cells, RaggedRow, RawSheet

_HEAD_BYTES = 1 << 20
_HEAD_RECORDS = 200
_KEPT_RECORDS = 60
_DELIMITERS = (",", "\t", ";", "|", "\x01", "^")
_RAGGED_KEPT = 200_000


def read_delimited(
    path: Path,
    stage: Path,
    *,
    encoding: str | None,
    delimiter: str | None,
    header: tuple[int, ...] | None,
    limits: Limits,
) -> tuple[RawSheet, Encoding, str]:
    """Stage *path* as Parquet text below *stage*; the sheet, the encoding and the delimiter used.

    Records are numbered from 1 as a spreadsheet would show them (a quoted line break stays inside its record, a blank
    line counts). SourceError for a file without text, with too many columns, or with one record beyond the limit.
    """
    code = detect_encoding(path, encoding)
    text = as_utf8(path, code, stage / "utf8.csv")
    sample = _sample(text, path, code)
    if not sample.strip():
        raise SourceError("the file holds no text", file=path.name, expected="a table with a header row")
    mark, skip = _delimiter(sample, delimiter)
    if len(mark) != 1 or not mark.isascii():
        raise SourceError(
            "a delimiter must be one plain character",
            file=path.name,
            found=mark,
            expected='delimiter: "," or ";" or "|" or tab',
        )
    records = _records(sample, mark)[:_HEAD_RECORDS]
    width = _width(records, header)
    if width > limits.columns:
        raise SourceError(
            "has too many columns", file=path.name, found=str(width), expected=f"at most {limits.columns}"
        )
    head = tuple((i, _padded(r, width)) for i, r in enumerate(records[:_KEPT_RECORDS], start=1))
    target = stage / "rows.parquet"
    warnings: list[str] = []
    try:
        rows, ragged = _stage(text, target, mark, width, limits, quoted=True, name=path.name)
    except _Unbalanced:
        warnings.append("quotation marks do not pair up; the file was read without giving them a meaning")
        rows, ragged = _stage(text, target, mark, width, limits, quoted=False, name=path.name)
    if skip:
        warnings.append("the first line only names the delimiter")
    sheet = RawSheet(
        name=None, relation=f"read_parquet('{_quoted(target)}')", width=width, rows=rows + len(ragged), head=head,
        ragged=tuple(ragged), warnings=tuple(warnings),
    )  # fmt: skip
    return sheet, replace(code, name="utf-8" if code.name == "utf-8-sig" else code.name), mark


class _Unbalanced(Exception):  # noqa: N818 - a signal, never shown
    """A quotation mark that is opened and never closed."""


def _sample(text: Path, path: Path, code: Encoding) -> str:
    with text.open("rb") as f:
        raw = f.read(_HEAD_BYTES)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as e:
        if e.start >= len(raw) - 4:
            return raw[: e.start].decode("utf-8")
        raise SourceError(
            f"is not {code.name} text", file=path.name, row=raw[: e.start].count(b"\n") + 1, found=raw[e.start : e.start + 4].hex(" "),
            expected="the right encoding: in the mapping (utf-8, gb18030, big5)",
        ) from e  # fmt: skip


def _delimiter(sample: str, declared: str | None) -> tuple[str, bool]:
    """The delimiter (declared, by a ``sep=`` line, or the one that splits most evenly) and whether line 1 is ``sep=``."""
    first = sample.split("\n", 1)[0].strip().strip('"')
    named = first.lower().startswith("sep=") and len(first) >= 5
    if declared:
        return ("\t" if declared in ("\\t", "tab") else declared), named
    if named:
        return first[4], True
    best, best_score = ",", 0.0
    for mark in _DELIMITERS:
        counts = Counter(len(r) for r in _records(sample, mark)[:100] if any(c.strip() for c in r))
        if not counts:
            continue
        fields, times = max(counts.items(), key=lambda item: (item[1] * min(item[0], 2), item[0]))
        score = 0.0 if fields < 2 else times / sum(counts.values()) * (1 + min(fields, 30) / 100)
        if score > best_score:
            best, best_score = mark, score
    return best, False


def _records(sample: str, mark: str) -> list[list[str]]:
    """The first records of the sample, by Python's reader; lines as they are where quotes do not pair up."""
    csv.field_size_limit(1 << 27)
    try:
        found = list(itertools.islice(csv.reader(io.StringIO(sample, newline=""), delimiter=mark), _HEAD_RECORDS + 1))
        broken = any(sum(c.count("\n") for c in r) > 50 for r in found)  # a quotation mark is left open
    except csv.Error:
        found, broken = [], True
    if broken:
        found = [line.split(mark) for line in itertools.islice(io.StringIO(sample), _HEAD_RECORDS + 1)]
        found = [[c.strip('\r\n"') for c in r] for r in found]
    return found or [[]]


def _width(records: list[list[str]], declared: tuple[int, ...] | None) -> int:
    """Number of columns: of the header, if most records agree or it is the wider, else what most records have."""
    counts = Counter(len(r) for r in records if any(c.strip() for c in r))
    if not counts:
        return 1
    usual = max(counts.items(), key=lambda item: (item[1], item[0]))[0]
    most = max(counts)
    head = tuple((i, _padded(r, most)) for i, r in enumerate(records, start=1))
    place = find_header(head, declared=declared)
    named = len(records[place.rows[-1] - 1]) if place else usual
    return max(1, named if counts[named] > 1 or named > usual else usual)


def _padded(record: list[str], width: int) -> Cells:
    cells: list[str | None] = [c if c != "" else None for c in record[:width]]
    return tuple(cells + [None] * (width - len(cells)))


def _stage(
    text: Path, target: Path, mark: str, width: int, limits: Limits, *, quoted: bool, name: str
) -> tuple[int, list[RaggedRow]]:
    """Stream the records of the right width into Parquet; the others come back as ragged rows."""
    import pyarrow as pa
    import pyarrow.csv as pc
    import pyarrow.parquet as pq

    columns = [f"c{i}" for i in range(1, width + 1)]
    ragged: list[RaggedRow] = []
    stopped: list[str] = []

    def set_aside(invalid: Any) -> str:
        # an exception raised here would be lost inside the parser: it is told to stop instead
        if len(ragged) >= _RAGGED_KEPT:
            stopped.append("many")
            return "error"
        if quoted and str(invalid.text).count('"') % 2:
            stopped.append("quotes")
            return "error"
        fields = next(csv.reader([invalid.text], delimiter=mark), []) if quoted else invalid.text.split(mark)
        ragged.append(RaggedRow(invalid.number, tuple(c or None for c in fields)))
        return "skip"

    schema = pa.schema([("source_row", pa.int64()), *((c, pa.string()) for c in columns)])
    block = max(
        1 << 16,
        min(text.stat().st_size + 2, limits.record_bytes // (1 if text.stat().st_size < limits.record_bytes else 8)),
    )
    rows = 0
    try:
        with pc.open_csv(
            text,
            read_options=pc.ReadOptions(use_threads=False, column_names=columns, block_size=block),
            parse_options=pc.ParseOptions(
                delimiter=mark, quote_char='"' if quoted else False, newlines_in_values=quoted, ignore_empty_lines=False,
                invalid_row_handler=set_aside,
            ),
            convert_options=pc.ConvertOptions(column_types=dict.fromkeys(columns, pa.string()), strings_can_be_null=False, check_utf8=True),
        ) as reader, pq.ParquetWriter(target, schema, compression="lz4") as writer:  # fmt: skip
            for batch in _batches(reader):
                numbers = _numbers(rows, batch.num_rows, ragged)
                writer.write_table(pa.Table.from_arrays([numbers, *batch.columns], schema=schema))
                rows += batch.num_rows
    except pa.ArrowInvalid as e:
        reason = str(e)
        if "many" in stopped:
            raise SourceError(
                f"more than {_RAGGED_KEPT} records have another number of fields than the {width} of the header",
                file=name, expected="the right delimiter: in the mapping",
            ) from e  # fmt: skip
        if "quotes" in stopped or (
            quoted
            and (
                "straddling" in reason
                or "quot" in reason.lower()
                or "cannot parse" in reason.lower()
                or "CSV parse" in reason
            )
        ):
            raise _Unbalanced from e
        raise SourceError(
            "cannot be read as a text table", file=name, found=reason[:200], expected="one record per line"
        ) from e
    return rows, ragged


def _batches(reader: Any) -> Iterator[Any]:
    while True:
        try:
            yield reader.read_next_batch()
        except StopIteration:
            return


def _numbers(before: int, count: int, ragged: list[RaggedRow]) -> Any:
    """True record numbers of the next *count* good records, *before* good ones having been read already."""
    import numpy as np
    import pyarrow as pa

    numbers = np.arange(before + 1, before + count + 1, dtype=np.int64)
    if ragged:
        # the k-th good record comes after all ragged ones whose number is not above k + how many of them precede it
        gaps = np.array([r.row for r in ragged], dtype=np.int64) - np.arange(len(ragged), dtype=np.int64)
        numbers = numbers + np.searchsorted(gaps, numbers, side="right")
    return pa.array(numbers)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
