"""A file and its mapping in, typed batches out."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from fupan.contracts import table as contract
from fupan.contracts.batch import Batch, FileFacts
from fupan.errors import SourceError
from fupan.sources.convert import Place, convert
from fupan.sources.formula import formula_names, formula_sql
from fupan.sources.frame import Frame, filtered, joined, sheet_frame, unpivoted
from fupan.sources.header import Header, find_header
from fupan.sources.limits import DEFAULT_LIMITS, Limits
from fupan.sources.macros import MACROS
from fupan.sources.mapping import Join, Mapping, TableMapping
from fupan.sources.raw import RawFile, RawSheet
from fupan.sources.reader import ReadOptions, read_file
from fupan.sources.spreadsheet import SpreadsheetReader
from fupan.sources.text import fold
from fupan.sources.units import split_unit
from fupan.warehouse.engine import identifier, literal, staging_connection

if TYPE_CHECKING:
    from fupan.warehouse.engine import Connection

_DAYS_1904 = 1462


@dataclass(frozen=True, slots=True)
class _Work:
    """What the steps of one load share."""

    con: Connection
    stage: Path
    out: Path
    mapping: Mapping
    file: RawFile
    name: str
    spreadsheets: SpreadsheetReader
    limits: Limits


def load_file(
    path: Path, mapping: Mapping, out_dir: Path, *, name: str | None = None, spreadsheets: SpreadsheetReader | None = None,
    limits: Limits = DEFAULT_LIMITS, memory_limit: str = "4GB",
) -> list[Batch]:  # fmt: skip
    """Read *path* as *mapping* says and write its batches below *out_dir*: one per table and sheet.

    *name* is the file's name in the load log (default: its own). SourceError if the file cannot be used at all; single
    bad rows are quarantined instead. Nothing outside *out_dir* is written.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        stage = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=".stage-", dir=out_dir)))
        reader = spreadsheets or stack.enter_context(SpreadsheetReader(limits))
        first = mapping.header_rows(mapping.tables[0])
        options = ReadOptions(mapping.encoding, mapping.delimiter, first)
        file = read_file(path, stage / "file", options=options, spreadsheets=reader, limits=limits)
        con = stack.enter_context(prepared_connection(stage, memory_limit))
        work = _Work(con, stage, out_dir, mapping, file, name or path.name, reader, limits)
        made: list[Batch] = []
        for number, spec in enumerate(mapping.tables):
            try:
                made += _load_table(work, spec, number)
            except Exception as e:
                if type(e).__name__ in ("OutOfMemoryException", "ConversionException", "OutOfRangeException"):
                    what = str(e).splitlines()[0][:160]
                    raise SourceError(
                        f"cannot be turned into {spec.table}",
                        file=work.name,
                        found=what,
                        expected="a smaller file, or values in range",
                    ) from e
                raise
        return _with_unread(made, file)


def _with_unread(made: list[Batch], file: RawFile) -> list[Batch]:
    """The batches, the first of them saying which sheets with rows no table of the mapping is read from."""
    read = {b.file.sheet for b in made}
    unread = [s.name or "" for s in file.sheets if s.visible and s.rows and s.name not in read]
    if not made or not unread:
        return made
    more = f" … ({len(unread)})" if len(unread) > 5 else ""
    said = f"没有读取的工作表 sheets not read: {', '.join(unread[:5])}{more}"
    return [replace(made[0], warnings=(*made[0].warnings, said)), *made[1:]]


@contextmanager
def prepared_connection(stage: Path, memory_limit: str) -> Iterator[Connection]:
    """A staging connection that knows the conversion macros."""
    con = staging_connection(memory_limit, spill=stage)
    try:
        con.execute("set enable_progress_bar = false")
        for macro in MACROS:
            con.execute(macro)
        yield con
    finally:
        con.close()


def header_of(sheet: RawSheet, declared: tuple[int, ...] | None, file: str) -> Header | None:
    """The sheet's header: by its format, by declaration, or found; SourceError if the declared rows are not there."""
    if sheet.names:
        return Header((), sheet.names)
    header = find_header(sheet.head, sheet.merges, declared)
    if header is None and declared is not None:
        raise SourceError(
            "has no such header row",
            file=file,
            sheet=sheet.name,
            found=f"{sheet.rows} rows",
            expected=f"a header in row {declared[-1]}",
        )
    return header


def choose_sheets(
    file: RawFile, wanted: Sequence[str] | None, declared: tuple[int, ...] | None, name: str
) -> list[tuple[RawSheet, Header]]:
    """The sheets to read and their headers: the named ones (``*``: every visible one), else the first with a header."""
    if wanted is None or file.kind in ("csv", "parquet"):
        for sheet in file.sheets:
            if sheet.rows and sheet.visible and (header := header_of(sheet, declared, name)) is not None:
                return [(sheet, header)]
        raise SourceError(
            "has no header row",
            file=name,
            found=_first_cells(file),
            expected="a row with the names of the columns above the data",
        )
    found: list[tuple[RawSheet, Header]] = []
    for want in wanted:
        pattern = re.compile(re.escape(want).replace(r"\*", ".*"))
        matching = [
            s for s in file.sheets if s.name is not None and pattern.fullmatch(s.name) and (s.visible or s.name == want)
        ]
        if not matching:
            raise SourceError(
                "has no such sheet",
                file=name,
                found=", ".join(s.name or "" for s in file.sheets),
                expected=f"a sheet “{want}”",
            )
        for sheet in matching:
            header = header_of(sheet, declared, name) if sheet.rows else None
            if header is not None and all(sheet is not s for s, _ in found):
                found.append((sheet, header))
            elif header is None and "*" not in want:
                raise SourceError(
                    "has no header row",
                    file=name,
                    sheet=sheet.name,
                    expected="a row with the names of the columns above the data",
                )
    if not found:
        raise SourceError(
            "has no sheet with a header row",
            file=name,
            found=", ".join(s.name or "" for s in file.sheets),
            expected="a table",
        )
    return found


def _first_cells(file: RawFile) -> str:
    for sheet in file.sheets:
        for _, cells in sheet.head:
            if any(cells):
                return " | ".join((c or "")[:20] for c in cells[:6])
    return "no text"


def _load_table(work: _Work, spec: TableMapping, number: int) -> list[Batch]:
    mapping, file = work.mapping, work.file
    chosen = choose_sheets(file, mapping.sheets(spec), mapping.header_rows(spec), work.name)
    made: list[Batch] = []
    # rows of several sheets of one file that feed one table must stay apart in the load log
    several = len(chosen) > 1 or sum(t.table == spec.table for t in mapping.tables) > 1
    for i, (sheet, header) in enumerate(chosen):
        name = f"{work.name}#{sheet.name}" if several and sheet.name else work.name
        frame = sheet_frame(
            sheet, header, file=work.name, totals=spec.totals == "leave_out", wanted=wanted_headers(spec)
        )
        for k, join in enumerate(spec.join):
            frame = _join(work, frame, join, f"{number}_{i}_{k}")
        for k, turn in enumerate(spec.unpivot):
            frame = unpivoted(frame, turn, k)
        if spec.where is not None:
            frame = filtered(frame, formula_sql(spec.where, frame.find, "flag"))
        stem = f"{mapping.name}.{spec.table}.{number}.{i}"
        place = Place(
            name, work.out / f"{stem}.parquet", work.out / f"{stem}.quarantine.parquet", work.limits.cell_chars
        )
        offset = _DAYS_1904 if file.date_1904 else 0
        done = convert(
            work.con, frame, contract(spec.table), spec, sheet, header, place,
            system=mapping.source_system, decimal=mapping.decimal, offset_days=offset,
        )  # fmt: skip
        made.append(Batch(
            table=spec.table, source=mapping.name, system=mapping.source_system, mode=mapping.mode_of(spec), scope=mapping.scope_of(spec),
            path=done.path, file=FileFacts(name, file.sha256, file.size, sheet.name, file.encoding, header.rows),
            read=done.read, loaded=done.loaded, quarantined=done.quarantined, left_out=sum(n for _, n in done.left_out_by),
            left_out_by=done.left_out_by, quarantine=done.quarantine, warnings=(*file.notes, *sheet.warnings), mapping_hash=mapping.digest,
        ))  # fmt: skip
    return made


def wanted_headers(spec: TableMapping) -> Callable[[str], bool]:
    """Whether a header is one that the mapping speaks of."""
    named: set[str] = set()
    for f in spec.fields.values():
        named.update(
            h for h in (f.column, f.year, f.without_tax, *(f.first_of or ()), *(f.concat or ())) if isinstance(h, str)
        )
        if f.expression is not None:
            named.update(formula_names(f.expression))
        if f.next is not None:
            named.update((f.next.start, *f.next.by))
    if spec.where is not None:
        named.update(formula_names(spec.where))
    named.update(h for j in spec.join for h in j.on)
    named.update(h for u in spec.unpivot for h in u.columns or ())
    patterns = [re.compile(u.pattern) for u in spec.unpivot if u.pattern]
    known = {fold(h) for h in named} | {fold(split_unit(h).bare) for h in named}

    def wanted(header: str) -> bool:
        return (
            fold(header) in known or fold(split_unit(header).bare) in known or any(p.search(header) for p in patterns)
        )

    return wanted


def _named_in(join: Join) -> Callable[[str], bool]:
    named = {fold(h) for h in (*join.on.values(), *join.take)} | {
        fold(split_unit(h).bare) for h in (*join.on.values(), *join.take)
    }
    return lambda header: fold(header) in named or fold(split_unit(header).bare) in named


def _join(work: _Work, frame: Frame, join: Join, number: str) -> Frame:
    """Read the other file, check that its keys are unique, and put its columns beside the rows."""
    other = next(
        (p for p in (work.file.path.parent / join.file, *work.file.path.parent.rglob(join.file)) if p.is_file()), None
    )
    if other is None:
        raise SourceError(
            "the file to join is not there",
            file=work.name,
            found=str(work.file.path.parent / join.file),
            expected=f"{join.file} in the same folder",
        )
    declared = None if join.header == "auto" else join.header
    raw = read_file(
        other,
        work.stage / f"join{number}",
        options=ReadOptions(header=declared),
        spreadsheets=work.spreadsheets,
        limits=work.limits,
    )
    ((sheet, header),) = choose_sheets(raw, (join.sheet,) if join.sheet else None, declared, other.name)[:1]
    right = sheet_frame(sheet, header, file=other.name, wanted=_named_in(join))
    take = dict(join.take) if isinstance(join.take, dict) else {c: c for c in join.take}
    keys = [right.find(h) for h in join.on.values()]
    values = [right.find(h) for h in take]
    listed = ", ".join([*(f"{c} as k{i}" for i, c in enumerate(keys)), *(f"{c} as t{i}" for i, c in enumerate(values))])
    present = " and ".join(f"{c} is not null" for c in keys)
    pick = f" qualify row_number() over (partition by {', '.join(keys)} order by source_row) = 1" if join.first else ""
    table = f"join_{number}"
    work.con.execute(
        f"create or replace temp table {table} as select {listed} from ({right.sql}) where why is null and {present}{pick}"
    )
    grouped = ", ".join(f"k{i}" for i in range(len(keys)))
    double = work.con.execute(
        f"select {grouped}, count(*) from {table} group by all having count(*) > 1 limit 1"
    ).fetchone()
    if double is not None:
        raise SourceError(
            "has the same key more than once, so joining it would multiply rows", file=other.name, field=", ".join(join.on.values()),
            found=" | ".join(str(v) for v in double[:-1]), expected="each key once, or first: true in the mapping",
        )  # fmt: skip
    units = {new: right.units[right.name_of(old)] for old, new in take.items() if right.name_of(old) in right.units}
    made = joined(frame, table, int(number.rsplit("_", 1)[-1]), join.on, dict(take.items()))
    return replace(made, units={**made.units, **units})


__all__ = ["choose_sheets", "header_of", "identifier", "literal", "load_file", "prepared_connection"]
