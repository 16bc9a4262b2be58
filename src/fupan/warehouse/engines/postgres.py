"""PostgreSQL: questions are answered from a copy of the snapshot in a schema of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self

from fupan.errors import UserError, WorkspaceError
from fupan.warehouse.closings import Closed
from fupan.warehouse.engines import missing_extra
from fupan.warehouse.engines.closed_tables import PastTables, closed_names, closed_tables, table_of
from fupan.warehouse.engines.limits import refusal
from fupan.warehouse.engines.postgres_copy import (
    closed_schema,
    copied,
    copy_closed,
    copy_snapshot,
    forget_closed,
    forget_copies,
    schema_name,
    switch_views,
)
from fupan.warehouse.engines.types import schema_of
from fupan.warehouse.findings import Findings
from fupan.warehouse.manifest import Manifest
from fupan.warehouse.origins import Origins
from fupan.warehouse.reader import published_tables
from fupan.warehouse.store import Store

if TYPE_CHECKING:
    import ibis
    import psycopg
    import pyarrow as pa

    from fupan.workspace import PostgresSettings


class PostgresReader:
    """Published tables of one snapshot in PostgreSQL; the copy is made when it is first needed.

    Sessions are read-only, in UTC; texts compare byte by byte. Tables that ``closed`` months stand on are copied, too,
    each when a reported figure first needs it.
    """

    def __init__(
        self, store: Store, manifest: Manifest, settings: PostgresSettings,
        closed: Mapping[str, tuple[Closed, ...]] | None = None,
    ) -> None:  # fmt: skip
        self.manifest, self.origins = manifest, Origins(store, manifest)
        self._store, self._settings, self.closed = store, settings, dict(closed or {})
        self._closed_tables = closed_tables(store, self.closed)
        self._copied: set[str] = set()
        self.findings = Findings(store, manifest.id)
        self._schema = schema_name(settings.schema, manifest.id)
        con = connect(settings)
        try:
            _ensure(con, store, manifest, settings)
            con.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
            con.execute("SELECT set_config('search_path', %s, false)", (self._schema,))
        except BaseException:
            con.close()
            raise
        self.backend: Any = _backend(con, self._schema, self._need)
        self._tables: dict[str, ibis.Table] = {}

    def table(self, name: str) -> ibis.Table:
        """A published table; without rows where nothing was loaded. UserError if there is no such table."""
        if name not in published_tables():
            raise UserError(f"no table “{name}”; there are: {', '.join(published_tables())}")
        if name not in self._tables:
            self._tables[name] = self.backend.table(name, database=self._schema)
        return self._tables[name]

    def past(self, snapshot: str) -> PastTables:
        """The tables of a snapshot that closed months stand on."""
        return PastTables(self, self._store.manifest(snapshot), closed_schema(self._settings.schema))

    def _need(self, text: str) -> None:
        """Copy the tables of earlier snapshots that a statement reads."""
        schema = re.escape(closed_schema(self._settings.schema))
        for name in sorted(
            set(re.findall(f'"{schema}"\\."([a-z0-9_]+)"', text)) & set(self._closed_tables) - self._copied
        ):
            from fupan.warehouse.engines.files import FileReader

            table, manifest = self._closed_tables[name]
            con = connect(self._settings)
            try:
                with FileReader(self._store, manifest, memory_limit="2GB", threads=None) as files:
                    copy_closed(con, self._settings.schema, name, table, files, manifest.rows(table))
            finally:
                con.close()
            self._copied.add(name)

    def sql(self, text: str, params: Sequence[Any] | dict[str, Any] | None = None) -> pa.Table:
        """Rows of one SELECT statement (trusted SQL of ours; values by parameter)."""
        import pyarrow as pa

        cursor = self.backend.con.execute(text, params)
        names = [c.name for c in cursor.description]
        columns = list(zip(*cursor.fetchall(), strict=True)) or [()] * len(names)
        return pa.table({n: pa.array(c) for n, c in zip(names, columns, strict=True)})

    def close(self) -> None:
        """Give the connection back."""
        self.backend.con.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def forget(store: Store, settings: PostgresSettings, keep: Iterable[str]) -> list[str]:
    """Drop the copies of snapshots that are not kept, and of tables that no closed month stands on; the snapshots' ids."""
    con = connect(settings)
    try:
        forget_closed(con, settings.schema, closed_names(store))
        return forget_copies(con, settings.schema, keep)
    finally:
        con.close()


def connect(settings: PostgresSettings) -> psycopg.Connection[Any]:
    """A session in UTC that commits each statement; WorkspaceError where there is no server."""
    try:
        import psycopg
    except ImportError as e:
        raise missing_extra("postgres", "postgres", e) from e
    try:
        con = psycopg.connect(settings.url, autocommit=True, application_name="fupan", connect_timeout=10)
    except psycopg.Error as e:
        raise WorkspaceError(f"fupan.toml, postgres.url: PostgreSQL cannot be reached: {e}") from e
    encoding = con.execute("SHOW server_encoding").fetchone()
    if encoding != ("UTF8",):
        con.close()
        told = f"fupan.toml, postgres.url: the database has encoding {encoding and encoding[0]}, not UTF8"
        raise refusal("postgres", "encoding", told)
    con.execute("SET TIME ZONE 'UTC'")
    con.execute("SET jit = off")  # it costs more than most questions
    return con


def _ensure(con: psycopg.Connection[Any], store: Store, manifest: Manifest, settings: PostgresSettings) -> None:
    from fupan.warehouse.engines.files import FileReader

    there, shown = copied(con, settings.schema, manifest.id)
    if not there:
        with FileReader(store, manifest, memory_limit="2GB", threads=None) as files:
            copy_snapshot(con, settings.schema, manifest, files)
        shown = False
    history = store.history()
    if not shown and history[:1] == (manifest.id,):
        switch_views(con, settings.schema, manifest.id)
        forget_copies(con, settings.schema, history)
        forget_closed(con, settings.schema, closed_names(store))


def _backend(con: psycopg.Connection[Any], schema: str, need: Callable[[str], None]) -> Any:
    import pyarrow as pa
    from ibis.backends.postgres import Backend

    from fupan.warehouse.engines.postgres_compiler import ICU, SnapshotCompiler

    class SnapshotBackend(Backend):  # type: ignore[misc] # Ibis has no types
        """Ibis over one snapshot's schema; what the tables look like is known, and rows come without pandas."""

        compiler = SnapshotCompiler()

        def _post_connect(self) -> None:
            """The session was set up by :func:`connect`."""

        def get_schema(self, name: str, *, catalog: str | None = None, database: str | None = None) -> ibis.Schema:
            del catalog, database
            return schema_of(table_of(name))

        def fetch_rows(self, text: str) -> list[dict[str, Any]]:
            need(text)
            cursor = self.con.execute(text)
            names = [c.name for c in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

        def to_pyarrow(self, expr: Any, /, **_: Any) -> pa.Table:
            wanted = expr.as_table().schema().to_pyarrow()
            return pa.Table.from_pylist(self.fetch_rows(self.compile(expr)), schema=wanted)

    backend = SnapshotBackend.from_connection(con)
    backend.snapshot_schema = schema
    found = con.execute("SELECT 1 FROM pg_collation WHERE collname = %s", (ICU,)).fetchone()
    backend.compiler.icu = found is not None
    return backend
