"""Copies of snapshots in PostgreSQL: a schema for each, complete or absent, behind views that switch in one step.

PREFIX                     views of the snapshot in force, for BI tools, and fupan_snapshots: which copies there are
PREFIX_20260131t080000_ab  the tables of one snapshot
PREFIX_closed              tables of earlier snapshots that closed months stand on, those that were asked for
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from fupan.errors import WorkspaceError
from fupan.warehouse.engine import identifier
from fupan.warehouse.engines.types import postgres_columns
from fupan.warehouse.reader import published_tables

if TYPE_CHECKING:
    from fupan.warehouse.engines.files import FileReader
    from fupan.warehouse.manifest import Manifest

LAYOUT = 1  # raise it when copies are laid out otherwise: they are then made anew
STATE = "fupan_snapshots"
_BATCH_ROWS = 50_000
_INDEXED_FROM = 20_000  # rows from which an index on the dates of a table pays


def layout() -> str:
    """What a copy looks like: tables, columns and the version of this module."""
    return hashlib.sha256(repr((LAYOUT, published_tables())).encode()).hexdigest()[:16]


def schema_name(prefix: str, snapshot: str) -> str:
    """The schema of a snapshot's copy."""
    return f"{prefix}_{snapshot.lower().replace('-', '_')}"


def copied(con: Any, prefix: str, snapshot: str) -> tuple[bool, bool]:
    """Whether a complete copy of the snapshot is there, and whether the views show it."""
    import psycopg

    try:
        row = con.execute(
            f"SELECT layout, in_force FROM {identifier(prefix)}.{STATE} WHERE id = %s", (snapshot,)
        ).fetchone()
    except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName):
        return False, False
    return (row is not None and row[0] == layout(), row is not None and bool(row[1]))


def copy_snapshot(con: Any, prefix: str, manifest: Manifest, files: FileReader) -> None:
    """Copy a snapshot in one transaction; whoever comes second waits and finds it done."""
    with con.transaction():
        _lock(con, prefix)
        _prepare(con, prefix)
        if copied(con, prefix, manifest.id)[0]:
            return
        schema = schema_name(prefix, manifest.id)
        con.execute(f"DROP SCHEMA IF EXISTS {identifier(schema)} CASCADE")
        con.execute(f"CREATE SCHEMA {identifier(schema)}")
        for table in published_tables():
            _copy_table(con, schema, table, table, files, manifest.rows(table))
        con.execute(
            f"""INSERT INTO {identifier(prefix)}.{STATE} (id, layout, schema_name, copied_at, in_force)
            VALUES (%s, %s, %s, now(), false)
            ON CONFLICT (id) DO UPDATE SET layout = excluded.layout, copied_at = excluded.copied_at, in_force = false""",
            (manifest.id, layout(), schema),
        )


def closed_schema(prefix: str) -> str:
    """The schema of tables that closed months stand on."""
    return f"{prefix}_closed"


def copy_closed(con: Any, prefix: str, name: str, table: str, files: FileReader, rows: int) -> None:
    """Copy one *table* of an earlier snapshot as *name*, complete or not at all; whoever comes second finds it done."""
    schema = closed_schema(prefix)
    with con.transaction():
        _lock(con, prefix)
        con.execute(f"CREATE SCHEMA IF NOT EXISTS {identifier(schema)}")
        if name not in _closed_there(con, schema):
            _copy_table(con, schema, name, table, files, rows)


def forget_closed(con: Any, prefix: str, keep: Iterable[str]) -> None:
    """Drop the tables that no closed month stands on any more; one that is being read goes the next time."""
    import psycopg

    schema, wanted = closed_schema(prefix), set(keep)
    for name in sorted(_closed_there(con, schema) - wanted):
        try:
            with con.transaction():
                con.execute("SET LOCAL lock_timeout = '2s'")
                _lock(con, prefix)
                con.execute(f"DROP TABLE IF EXISTS {identifier(schema)}.{identifier(name)}")
        except psycopg.errors.LockNotAvailable:
            continue


def _closed_there(con: Any, schema: str) -> set[str]:
    rows = con.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", (schema,)).fetchall()
    return {name for (name,) in rows}


def switch_views(con: Any, prefix: str, snapshot: str) -> None:
    """Let the fixed views show a copied snapshot, all of them in one step; rights granted on a view stay."""
    schema = schema_name(prefix, snapshot)
    with con.transaction():
        _lock(con, prefix)
        there: dict[str, list[str]] = {}
        for view, column in con.execute(
            """SELECT c.relname, a.attname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute a ON a.attrelid = c.oid WHERE n.nspname = %s AND c.relkind = 'v' AND a.attnum > 0
            ORDER BY c.relname, a.attnum""",
            (prefix,),
        ).fetchall():
            there.setdefault(view, []).append(column)
        for table in published_tables():
            names = [name for name, _ in postgres_columns(table)]
            known = there.pop(table, [])
            view = f"{identifier(prefix)}.{identifier(table)}"
            if known != names[: len(known)]:  # a view can only grow at its end
                con.execute(f"DROP VIEW {view}")
            listed = ", ".join(identifier(n) for n in names)
            con.execute(
                f"CREATE OR REPLACE VIEW {view} AS SELECT {listed} FROM {identifier(schema)}.{identifier(table)}"
            )
        for gone in there:
            con.execute(f"DROP VIEW {identifier(prefix)}.{identifier(gone)}")
        con.execute(f"UPDATE {identifier(prefix)}.{STATE} SET in_force = (id = %s)", (snapshot,))


def forget_copies(con: Any, prefix: str, keep: Iterable[str]) -> list[str]:
    """Drop the copies of all snapshots but *keep* and the one the views show; the ids that went.

    One that a query is reading stays until the next time.
    """
    import psycopg

    wanted, gone = set(keep), []
    try:
        rows = con.execute(f"SELECT id, schema_name FROM {identifier(prefix)}.{STATE} WHERE NOT in_force").fetchall()
    except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName):
        return []
    for snapshot, schema in rows:
        if snapshot in wanted:
            continue
        try:
            with con.transaction():
                con.execute("SET LOCAL lock_timeout = '2s'")
                _lock(con, prefix)
                con.execute(f"DELETE FROM {identifier(prefix)}.{STATE} WHERE id = %s", (snapshot,))
                con.execute(f"DROP SCHEMA IF EXISTS {identifier(schema)} CASCADE")
        except psycopg.errors.LockNotAvailable:
            continue
        gone.append(snapshot)
    return gone


def _lock(con: Any, prefix: str) -> None:
    con.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (f"fupan:{prefix}",))


def _prepare(con: Any, prefix: str) -> None:
    con.execute(f"CREATE SCHEMA IF NOT EXISTS {identifier(prefix)}")
    con.execute(
        f"""CREATE TABLE IF NOT EXISTS {identifier(prefix)}.{STATE}
        (id text PRIMARY KEY, layout text NOT NULL, schema_name text NOT NULL, copied_at timestamptz NOT NULL,
         in_force boolean NOT NULL)"""
    )


def _copy_table(con: Any, schema: str, called: str, table: str, files: FileReader, rows: int) -> None:
    import psycopg
    from pyarrow import csv

    columns = postgres_columns(table)
    name = f"{identifier(schema)}.{identifier(called)}"
    con.execute(f"CREATE TABLE {name} ({', '.join(f'{identifier(c)} {kind}' for c, kind in columns)})")
    if not rows:
        return
    # In CSV with every value quoted, an empty text is "" and a missing one is nothing at all: both come over as they are.
    options = csv.WriteOptions(include_header=False, quoting_style="all_valid")
    try:
        with con.cursor() as cursor, cursor.copy(f"COPY {name} FROM STDIN (FORMAT csv, NULL '')") as copy:
            for batch in files.batches(table, [c for c, _ in columns], _BATCH_ROWS):
                buffer = io.BytesIO()
                csv.write_csv(batch, buffer, options)
                copy.write(buffer.getvalue())
    except psycopg.errors.DataError as e:
        raise WorkspaceError(f"table {table} cannot be copied to PostgreSQL: {e}") from e
    if rows >= _INDEXED_FROM:
        for column, kind in columns:
            if kind == "date":
                con.execute(f"CREATE INDEX ON {name} ({identifier(column)})")
    con.execute(f"ANALYZE {name}")
