"""Fold the batches of a load into a table's current rows, by the identity rules of docs/algorithms/row-identity.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fupan.contracts import Table
from fupan.warehouse.engine import Connection, columns, identifier, literal, parquet, scalar
from fupan.warehouse.loadlog import BatchRecord, Change
from fupan.warehouse.rows import SOURCE, identity, row_hash, state_columns, tail


@dataclass(frozen=True, slots=True)
class Incoming:
    """A kept batch and where its rows are."""

    record: BatchRecord
    path: Path


def fold(con: Connection, table: Table, state: str, load_id: str, batches: Sequence[Incoming]) -> Change:
    """Fold the batches of one load and one source into the temporary table *state*; what it did to the rows.

    *state* has the columns of :func:`fupan.warehouse.rows.state_columns`. Nothing is written to the disk.
    """
    source = batches[0].record.source
    taken, warnings = _without_copies(batches)
    _stage(con, table, load_id, taken)
    _identify(con, table, "f_in", "f_new")
    _identify(con, table, state, "f_old")
    _number_occurrences(con)
    superseded, doubled = _drop_superseded(con)
    if doubled:
        key = " + ".join(table.key)
        warnings.append(f"{doubled} rows were replaced by a later, different row of the same load with the same {key}")
    _match(con)
    gone = _gone(source, taken)
    copies = sum(b.record.loaded for b in batches) - sum(b.record.loaded for b in taken)
    new, changed, unchanged, vanished = _count(con, gone)
    warnings += _foreign(con, table, source) + _elsewhere(con, table, gone)
    _apply(con, table, state, gone)
    for name in ("f_in", "f_new", "f_old", "f_match", "f_whole"):
        con.execute(f"DROP TABLE IF EXISTS {name}")
    return Change(table.name, source, new, changed, unchanged, vanished, superseded + copies, tuple(warnings))


def _without_copies(batches: Sequence[Incoming]) -> tuple[list[Incoming], list[str]]:
    """Leave out files with the same bytes as an earlier one of this load: one export dropped under two names."""
    first: dict[tuple[str, str | None], str] = {}
    taken, warnings = [], []
    for b in batches:
        file = b.record.file
        original = first.setdefault((file.sha256, file.sheet), file.name)
        if original == file.name:
            taken.append(b)
        else:
            warnings.append(f"{file.name} is a copy of {original}; its {b.record.loaded} rows are counted once")
    return taken, warnings


def _stage(con: Connection, table: Table, load_id: str, batches: Sequence[Incoming]) -> None:
    """The wide rows of the load as f_in, in the order of batches and files."""
    parts = []
    for b in batches:
        have = {row[0] for row in con.execute(f"DESCRIBE SELECT * FROM {parquet([b.path])}").fetchall()}
        listed = [
            f"{_field(name, kind, b.record, have)} AS {identifier(name)}" for name, kind in state_columns(table)[:-2]
        ]
        parts.append(
            f"SELECT {', '.join(listed)}, {literal(load_id)} AS load_id, {literal(b.record.source)} AS {SOURCE}"
            f" FROM {parquet([b.path])}"
        )
    con.execute(f"CREATE OR REPLACE TEMP TABLE f_in AS {' UNION ALL '.join(parts)}")


def _field(name: str, kind: str, record: BatchRecord, have: set[str]) -> str:
    """A field of an incoming row; a field that was declared after the batch was made is NULL."""
    value = f"CAST({identifier(name)} AS {kind})" if name in have else f"CAST(NULL AS {kind})"
    return f"coalesce({value}, {literal(record.system)})" if name == "source_system" else value


def _identify(con: Connection, table: Table, rows: str, into: str) -> None:
    """For each row of *rows* its row id, place, hash and identity."""
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {into} AS SELECT rowid AS _rid, source_file, source_row, {SOURCE},"
        f" {row_hash(table)} AS _hash, {_document(table)} AS _doc, {_numbered(table)} AS _numbered,"
        f" {identity(table.key)} AS _key FROM {identifier(rows)}"
    )


def _number_occurrences(con: Connection) -> None:
    """Identify a line without a number by what it says and, where several say the same, by occurrence.

    f_whole: documents that are replaced as a whole, since such a line stands in the load or in what it meets.
    """
    con.execute(
        "CREATE OR REPLACE TEMP TABLE f_whole AS SELECT DISTINCT _doc FROM ("
        "SELECT _doc FROM f_new WHERE NOT _numbered UNION ALL SELECT _doc FROM f_old WHERE NOT _numbered"
        " AND _doc IN (SELECT _doc FROM f_new))"
    )
    for side in ("f_new", "f_old"):
        con.execute(
            f"UPDATE {side} SET _key = o._occurrence FROM (SELECT _rid, 'w' || _doc || '#' || _hash || '#' || row_number()"
            f" OVER (PARTITION BY _doc, _hash ORDER BY source_file, source_row, _rid) AS _occurrence FROM {side}"
            f" WHERE NOT _numbered) o WHERE {side}._rid = o._rid"
        )


def _document(table: Table) -> str:
    return identity(table.group) if table.group else "NULL::VARCHAR"


def _numbered(table: Table) -> str:
    """Whether a row carries its number within its document (always true where there are no documents)."""
    return " AND ".join(f"{identifier(k)} IS NOT NULL" for k in tail(table)) or "true"


def _drop_superseded(con: Connection) -> tuple[int, int]:
    """Keep the last row of each key; how many rows went, and how many of those differed from the row that stays."""
    con.execute(
        "CREATE OR REPLACE TEMP TABLE f_last AS SELECT _key, max(_rid) AS _rid, arg_max(_hash, _rid) AS _hash FROM f_new"
        " GROUP BY _key HAVING count(*) > 1"
    )
    condition = "FROM f_new i JOIN f_last l USING (_key) WHERE i._rid <> l._rid"
    superseded = scalar(con, f"SELECT count(*) {condition}")
    different = scalar(con, f"SELECT count(*) {condition} AND i._hash <> l._hash") if superseded else 0
    if superseded:
        con.execute("DELETE FROM f_new USING f_last l WHERE f_new._key = l._key AND f_new._rid <> l._rid")
    con.execute("DROP TABLE f_last")
    return superseded, different


def _match(con: Connection) -> None:
    """Each incoming row beside the old row of its identity: _said = says the same, _same = and stands where it stood."""
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE f_match AS SELECT i._rid AS _in, o._rid AS _old, i._doc, o.{SOURCE} AS _was,"
        f" o._hash = i._hash AS _said, o._hash = i._hash AND o.source_file IS NOT DISTINCT FROM i.source_file"
        f" AND o.source_row IS NOT DISTINCT FROM i.source_row AND o.{SOURCE} = i.{SOURCE} AS _same"
        f" FROM f_new i LEFT JOIN f_old o USING (_key)"
    )


def _gone(source: str, batches: Sequence[Incoming]) -> str:
    """Query of the old rows that the load could speak of and no longer holds."""
    reach = {"_doc IN (SELECT _doc FROM f_whole)"}
    for b in batches:
        if b.record.mode == "full" and b.record.scope == "source":
            reach.add(f"{SOURCE} = {literal(source)}")
        elif b.record.mode == "full":
            reach.add(f"({SOURCE} = {literal(source)} AND ({_of_file(b.record)}))")
    return (
        f"SELECT _rid FROM f_old WHERE ({' OR '.join(sorted(reach))})"
        " AND _rid NOT IN (SELECT _old FROM f_match WHERE _old IS NOT NULL)"
    )


def _of_file(record: BatchRecord) -> str:
    """Whether an old row came from the file: from any sheet of it, also one that is no longer there, if it is a workbook."""
    name, sheet = record.file.name, record.file.sheet
    same = f"source_file = {literal(name)} OR source_file IN (SELECT source_file FROM f_in)"
    if sheet is None:
        return same
    book = name.removesuffix(f"#{sheet}")
    return f"{same} OR source_file = {literal(book)} OR starts_with(source_file, {literal(book + '#')})"


def _count(con: Connection, gone: str) -> tuple[int, int, int, int]:
    """Rows new, changed, unchanged, vanished."""
    row = con.execute(
        "SELECT count(*) FILTER (_old IS NULL), count(*) FILTER (NOT _said), count(*) FILTER (_said) FROM f_match"
    ).fetchone()
    new, changed, unchanged = (int(v) for v in row) if row else (0, 0, 0)
    vanished = scalar(con, f"SELECT count(*) FROM ({gone})")
    # in a document without line numbers, a row that went and a row that came are one changed row
    paired = scalar(
        con,
        "SELECT sum(least(came, went)) FROM"
        " (SELECT _doc, count(*) AS came FROM f_match WHERE _old IS NULL AND _doc IN (SELECT _doc FROM f_whole)"
        "  GROUP BY _doc) JOIN"
        f" (SELECT _doc, count(*) AS went FROM f_old WHERE _rid IN ({gone}) GROUP BY _doc) USING (_doc)",
    )
    return new - paired, changed + paired, unchanged, vanished - paired


def _foreign(con: Connection, table: Table, source: str) -> list[str]:
    """A warning where rows of another source were overwritten: two sources claim the same key."""
    found = con.execute(
        f"SELECT _was, count(*) FROM f_match WHERE _old IS NOT NULL AND NOT _said AND _was <> {literal(source)}"
        " GROUP BY _was ORDER BY _was"
    ).fetchall()
    return [f"{rows} rows of {table.name} that came from source {was} were replaced" for was, rows in found]


def _elsewhere(con: Connection, table: Table, gone: str) -> list[str]:
    """A warning where a document without line numbers replaced lines of it that another file had brought."""
    row = con.execute(
        f"SELECT count(*), count(DISTINCT _doc) FROM f_old WHERE _rid IN ({gone}) AND _doc IN (SELECT _doc FROM f_whole)"
        " AND source_file NOT IN (SELECT source_file FROM f_in WHERE source_file IS NOT NULL)"
    ).fetchone()
    lines, documents = row or (0, 0)
    if not lines:
        return []
    told = f"{lines} lines of {documents} documents of {table.name} that came from other files were replaced"
    return [f"{told}, since without line numbers a document is replaced as a whole"]


def _apply(con: Connection, table: Table, state: str, gone: str) -> None:
    """Old rows that stay as they are, then the rows that are new, say something else or stand elsewhere."""
    names = columns(name for name, _ in state_columns(table))
    if not scalar(con, "SELECT count(*) FROM f_old") and scalar(
        con, "SELECT (SELECT count(*) FROM f_in) = (SELECT count(*) FROM f_match)"
    ):  # a first load is taken as it is, without a second copy of it in memory
        con.execute(f"DROP TABLE {identifier(state)}")
        con.execute(f"ALTER TABLE f_in RENAME TO {identifier(state)}")
        return
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE f_next AS SELECT {names} FROM {identifier(state)}"
        f" WHERE rowid NOT IN (SELECT _old FROM f_match WHERE _old IS NOT NULL AND NOT _same)"
        f" AND rowid NOT IN ({gone})"
        f" UNION ALL SELECT {names} FROM f_in WHERE rowid IN (SELECT _in FROM f_match WHERE _same IS NOT true)"
    )
    con.execute(f"DROP TABLE {identifier(state)}")
    con.execute(f"ALTER TABLE f_next RENAME TO {identifier(state)}")
