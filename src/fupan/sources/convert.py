"""Rows of a frame as a typed batch, each bad row set aside with what was wrong in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fupan.contracts import Table, sql_type
from fupan.errors import SourceError
from fupan.sources.cell import Cell, Lookup, compile_cell
from fupan.sources.frame import DOUBLE, FOOTNOTE, TOTAL, Frame, is_total
from fupan.sources.header import Header
from fupan.sources.mapping import FieldSpec, TableMapping
from fupan.sources.raw import RaggedRow, RawSheet
from fupan.warehouse.engine import identifier, literal

if TYPE_CHECKING:
    from fupan.warehouse.engine import Connection

_DISTINCT_WORDS = 200_000
_SHOWN = 200
#: up to here the cleaned text of a sheet is kept in memory between the questions asked of it
_KEPT_ROWS = 300_000


@dataclass(frozen=True, slots=True)
class Converted:
    """Counts of one conversion; ``read`` = loaded + quarantined + sum of left_out_by."""

    read: int
    loaded: int
    quarantined: int
    left_out_by: tuple[tuple[str, int], ...]
    path: Path
    quarantine: Path | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where the rows come from and go to: name of the file as people know it, and the two Parquet files to write."""

    source_file: str
    rows: Path
    quarantine: Path
    cell_chars: int


def convert(
    con: Connection, frame: Frame, table: Table, spec: TableMapping, sheet: RawSheet, header: Header, place: Place,
    *, system: str, decimal: str = ".", offset_days: int = 0,
) -> Converted:  # fmt: skip
    """Type every row of *frame* by the contract, write good and bad rows, and count both."""
    fields = _with_system(table, spec, system)
    if sheet.rows <= _KEPT_ROWS:
        con.execute(f"create or replace temp table cleaned as {frame.sql}")
        frame = replace(frame, sql="select * from cleaned")
    lookup = _lookups(con, frame)
    cells = [
        compile_cell(table.field(n), s, frame, lookup, decimal=decimal, offset_days=offset_days)
        for n, s in fields.items()
    ]
    con.execute(f"create or replace temp table typed as {_typed_query(frame, cells, spec, place)}")
    counts = con.execute("select why, bad, count(*) from typed group by all").fetchall()
    left_out = {str(why): n for why, bad, n in counts if why is not None}
    loaded = sum(n for why, bad, n in counts if why is None and not bad)
    bad = sum(n for why, bad, n in counts if why is None and bad)
    shuffled = bool(spec.distinct) or any(f.next is not None for f in fields.values())
    order = "" if frame.ordered and not shuffled else " order by source_row"
    con.execute(
        f"copy (select {_output(table, cells)}, cast({literal(place.source_file)} as varchar) as source_file, source_row"
        f" from typed where why is null and not bad{order}) to {literal(place.rows.as_posix())} (format parquet, compression zstd)"
    )
    ragged = [r for r in sheet.ragged if r.row > header.last and any(c and c.strip() for c in r.cells)]
    totals = [r for r in ragged if spec.totals == "leave_out" and is_total(r.cells)]
    ragged = [r for r in ragged if r not in totals] if totals else ragged
    if totals:
        left_out[TOTAL] = left_out.get(TOTAL, 0) + len(totals)
    quarantine = _write_quarantine(con, frame, cells, sheet, header, place, ragged, bad=bad) if bad or ragged else None
    con.execute("drop table typed")
    quarantined = bad + len(ragged)
    read = loaded + quarantined + sum(left_out.values())
    return Converted(read, loaded, quarantined, tuple(sorted(left_out.items())), place.rows, quarantine)


def _with_system(table: Table, spec: TableMapping, system: str) -> dict[str, FieldSpec]:
    """The mapped fields, and the system's name for tables that number documents within a system."""
    fields = dict(spec.fields)
    if "source_system" in table.names and "source_system" not in fields:
        fields["source_system"] = FieldSpec(value=system)
    return fields


def _typed_rows(frame: Frame, cells: Sequence[Cell]) -> str:
    """source_row, why, what the file says (r_) and the typed value of each field, in layers."""
    raw = ", ".join(f"{c.raw} as r_{c.field.name}" for c in cells)
    numbers = "".join(f", {c.number} as p_{c.field.name}" for c in cells if c.number)
    typed = ", ".join(f"r_{c.field.name}, {c.typed} as {identifier(c.field.name)}" for c in cells)
    return f"select source_row, why, {typed} from (select *{numbers} from (select *, {raw} from ({frame.sql})))"


def _typed_query(frame: Frame, cells: Sequence[Cell], spec: TableMapping, place: Place) -> str:
    inner = _typed_rows(frame, cells)
    bad = " or ".join(_bad(c, place.cell_chars) for c in cells)
    kept = ", ".join(identifier(c.field.name) for c in cells)
    sql = f"select source_row, why, {kept}, coalesce({bad}, false) as bad from ({inner})"
    if spec.distinct:
        keys = ", ".join(identifier(n) for n in spec.distinct)
        sql = (
            f"select * exclude (why, nth), case when why is null and not bad and nth > 1 then '{DOUBLE}' else why end as why from"
            f" (select *, row_number() over (partition by {keys}, why, bad order by source_row) as nth from ({sql}))"
        )
    return sql


def _bad(cell: Cell, cell_chars: int) -> str:
    """SQL: the cell makes its row unusable."""
    raw, typed = f"r_{cell.field.name}", identifier(cell.field.name)
    if cell.field.type == "text" and not cell.field.choices:
        found = f"(length({raw}) > {cell_chars} or contains({raw}, chr(65533)))"
    else:
        found = f"({raw} is not null and {typed} is null)"
    if cell.field.required:
        return f"({typed} is null or {found} or f_error({raw}))"
    return found


def _output(table: Table, cells: Sequence[Cell]) -> str:
    """Every field of the contract in its own type; an error cell in an optional text counts as blank."""
    given = {c.field.name for c in cells}
    listed = []
    for f in table.fields:
        name = identifier(f.name)
        if f.name not in given:
            listed.append(f"cast(null as {sql_type(f.type)}) as {name}")
        elif f.type == "text":
            listed.append(f"case when f_error({name}) then null else {name} end as {name}")
        else:
            listed.append(f"cast({name} as {sql_type(f.type)}) as {name}")
    return ", ".join(listed)


def _lookups(con: Connection, frame: Frame) -> Lookup:
    """Translate the few distinct texts of a column in Python once, and in SQL by a map."""
    number = iter(range(10_000))

    def lookup(raw: str, own: str, beside: str | None, translate: Callable[[str, str | None], str | None]) -> str:
        import pyarrow as pa

        second = beside or "cast(null as varchar)"
        pairs = con.execute(
            f"select distinct {raw}, {second} from ({frame.sql}) where {raw} is not null limit {_DISTINCT_WORDS + 1}"
        ).fetchall()
        if len(pairs) > _DISTINCT_WORDS:
            raise SourceError(
                "has too many different values for a list of words",
                file=frame.file,
                sheet=frame.sheet,
                expected=f"at most {_DISTINCT_WORDS}",
            )
        found = {(a, b): translate(a, b) for a, b in pairs}
        known = [(a, b, t) for (a, b), t in found.items() if t is not None]
        name = f"words_{next(number)}"
        keys = pa.array([_pair(a, b) for a, b, _ in known], pa.string())
        means = pa.array([t for *_, t in known], pa.string())
        con.register("words_now", pa.table({"k": keys, "t": means}))
        con.execute(
            f"create or replace temp table {name} as select map(coalesce(list(k), []), coalesce(list(t), [])) as m from words_now"
        )
        con.unregister("words_now")
        key = own if beside is None else f"{own} || chr(31) || coalesce({beside}, '')"
        return f"(select m from {name})[{key}]"

    return lookup


def _pair(first: str, second: str | None) -> str:
    return first if second is None else f"{first}\x1f{second}"


def _write_quarantine(
    con: Connection, frame: Frame, cells: Sequence[Cell], sheet: RawSheet, header: Header, place: Place,
    ragged: Sequence[RaggedRow], *, bad: int,
) -> Path:  # fmt: skip
    """One line per failing field of each bad row, with the raw row as JSON."""
    con.execute(
        "create or replace temp table bad_rows (source_file varchar, source_row bigint, field varchar, found varchar, reason varchar, expected varchar, row varchar)"
    )
    if bad:
        con.execute(
            "create or replace temp table bad_numbers as select distinct source_row from typed where why is null and bad"
        )
        picked = "source_row in (select source_row from bad_numbers)"
        names = header.names or tuple(f"column {i}" for i in range(1, sheet.width + 1))
        packed = ", ".join(f"{literal(n)}: left(c{i}, 500)" for i, n in enumerate(names, start=1))
        con.execute(
            f"create or replace temp table bad_json as select source_row, cast(to_json({{{packed}}}) as varchar) as row from {sheet.relation} where {picked}"
        )
        con.execute(
            f"create or replace temp table bad_cells as select * from ({_typed_rows(frame, cells)}) where why is null and {picked}"
        )
        for c in cells:
            _describe(con, c, place)
        con.execute("drop table bad_cells; drop table bad_numbers; drop table bad_json")
    if ragged:
        _add_ragged(con, ragged, header, sheet, place)
    con.execute(
        f"copy (select * from bad_rows order by source_row, field) to {literal(place.quarantine.as_posix())} (format parquet, compression zstd)"
    )
    con.execute("drop table bad_rows")
    return place.quarantine


def _describe(con: Connection, cell: Cell, place: Place) -> None:
    raw = f"b.r_{cell.field.name}"
    test = f"coalesce({_bad(cell, place.cell_chars)}, false)"
    reason = (
        f"case when f_error({raw}) then '表格错误值 an error of the spreadsheet'"
        f" when length({raw}) > {place.cell_chars} then '文本过长 text too long'"
        f" when contains({raw}, chr(65533)) then '乱码 characters that could not be read'"
        f" when {raw} is null then '缺少必填项 missing' else {literal(cell.reason)} end"
    )
    con.execute(
        f"insert into bad_rows select {literal(place.source_file)}, b.source_row, {literal(cell.field.name)}, left({raw}, {_SHOWN}), {reason},"
        f" {literal(cell.expected)}, j.row from (select * from bad_cells where {test}) b left join bad_json j using (source_row)"
    )


def _add_ragged(con: Connection, ragged: Sequence[RaggedRow], header: Header, sheet: RawSheet, place: Place) -> None:
    import pyarrow as pa

    lines: dict[str, list[Any]] = {"source_row": [], "found": [], "row": []}
    for r in ragged:
        lines["source_row"].append(r.row)
        lines["found"].append(f"{len(r.cells)} fields")
        cells = {
            (header.names[i] if i < len(header.names) else f"column {i + 1}"): (c or "")[:500]
            for i, c in enumerate(r.cells[: sheet.width + 20])
        }
        lines["row"].append(json.dumps(cells, ensure_ascii=False))
    con.register("ragged_now", pa.table(lines))
    con.execute(
        f"insert into bad_rows select {literal(place.source_file)}, source_row, '', found, '列数不符 wrong number of fields',"
        f" '{sheet.width} fields', row from ragged_now"
    )
    con.unregister("ragged_now")


__all__ = ["FOOTNOTE", "TOTAL", "Converted", "Place", "convert"]
