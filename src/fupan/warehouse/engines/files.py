"""DuckDB over the snapshot's own Parquet files: the default engine, and the one that loads and checks files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from fupan.errors import UserError
from fupan.warehouse.closings import Closed
from fupan.warehouse.engine import identifier, literal, parquet
from fupan.warehouse.engines.duck import DuckEngine
from fupan.warehouse.engines.past import PastReader
from fupan.warehouse.findings import Findings
from fupan.warehouse.manifest import Manifest
from fupan.warehouse.origins import Origins
from fupan.warehouse.reader import published_tables
from fupan.warehouse.rollups import Rollup, read_rollups, rollup_directory
from fupan.warehouse.rows import empty_rows
from fupan.warehouse.store import SHARED, Store

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa


def _nobody() -> None:
    """Nobody waits for its end."""


def rows_of(listed: Sequence[tuple[str, str]], files: list[Path]) -> str:
    """A query of the rows in *files* with the columns *listed*, whatever a file lacks."""
    empty = empty_rows(listed)
    return f"{empty} UNION ALL BY NAME SELECT * FROM {parquet(files)}" if files else empty


class FileReader:
    """Published tables of one snapshot.

    ``manifest`` the snapshot; ``backend`` an Ibis DuckDB backend over it, locked: it reads the snapshot's files only
    and its configuration cannot be changed. A writer never blocks a reader, and a switch is not seen by it.
    """

    def __init__(
        self, store: Store, manifest: Manifest, *, memory_limit: str, threads: int | None,
        closed: Mapping[str, tuple[Closed, ...]] | None = None,
    ) -> None:  # fmt: skip
        self.manifest, self.origins = manifest, Origins(store, manifest)
        self.findings, self.shared = Findings(store, manifest.id), Findings(store, SHARED)
        self.closed = dict(closed or {})
        self._past: dict[str, PastReader] = {}
        self.backend = DuckEngine()
        self._left: Callable[[], None] = _nobody
        self._tables: dict[str, ibis.Table] = {}
        self._contents: dict[str, str] = {}
        con = self.backend.con
        con.execute(f"SET memory_limit = {literal(memory_limit)}")
        if threads is not None:
            con.execute(f"SET threads = {int(threads)}")
        con.execute("SET parquet_metadata_cache = true")  # a snapshot's files never change
        paths: list[Path] = []
        for name, listed in published_tables().items():
            query, files = self._rows(store, name, listed)
            paths += files
            con.execute(f"CREATE VIEW {identifier(name)} AS {query}")
        self.rollups = read_rollups(store, manifest.id)
        for rollup in self.rollups:
            path = rollup_directory(store, manifest.id) / rollup.file
            con.execute(f"CREATE VIEW {identifier(rollup.view)} AS SELECT * FROM {parquet([path])}")
            paths.append(path)
        for snapshot in sorted({c.snapshot for listed in self.closed.values() for c in listed}):
            past = PastReader(self.backend, store.manifest(snapshot))
            paths += past.attach(store)
            self._past[snapshot] = past
        allowed = ", ".join(literal(p.as_posix()) for p in paths)
        con.execute(f"SET allowed_paths = [{allowed}]")
        con.execute("SET enable_external_access = false")
        con.execute("SET lock_configuration = true")

    def _rows(self, store: Store, name: str, listed: Sequence[tuple[str, str]]) -> tuple[str, list[Path]]:
        """The query of a published table's rows, and the files it reads."""
        files = store.paths(self.manifest.tables.get(name, ()))
        return rows_of(listed, files), files

    def contents(self, tables: Iterable[str]) -> dict[str, str]:
        """Each of *tables* with a text that is the same for the same rows, in whatever order."""
        found: dict[str, str] = {}
        for name in tables:
            if name not in self._contents:
                columns = ", ".join(identifier(c) for c, _ in published_tables()[name])
                asked = f"SELECT count(*), sum(hash({columns})) FROM {identifier(name)}"
                self._contents[name] = repr(self.backend.con.execute(asked).fetchone())
            found[name] = self._contents[name]
        return found

    def past(self, snapshot: str) -> PastReader:
        """The tables of a snapshot that closed months stand on."""
        return self._past[snapshot]

    def table(self, name: str) -> ibis.Table:
        """A published table; without rows where nothing was loaded. UserError if there is no such table."""
        if name not in published_tables():
            raise UserError(f"no table “{name}”; there are: {', '.join(published_tables())}")
        if name not in self._tables:
            self._tables[name] = self.backend.table(name)
        return self._tables[name]

    def rollup(self, rollup: Rollup) -> ibis.Table:
        """Rows of one of ``rollups``, the pre-aggregated tables of this snapshot."""
        if rollup.view not in self._tables:
            self._tables[rollup.view] = self.backend.table(rollup.view)
        return self._tables[rollup.view]

    def sql(self, text: str, params: Sequence[Any] | dict[str, Any] | None = None) -> pa.Table:
        """Rows of one SELECT statement (trusted SQL of ours; values by parameter)."""
        import duckdb

        con = self.backend.con
        statements = con.extract_statements(text)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise ValueError("a reader runs exactly one SELECT statement")
        return con.execute(statements[0], params).to_arrow_table()

    def batches(self, table: str, columns: Sequence[str], rows: int) -> pa.RecordBatchReader:
        """A published table in batches of about *rows*, for copying it to another engine."""
        listed = ", ".join(identifier(c) for c in columns)
        return self.backend.con.execute(f"SELECT {listed} FROM {identifier(table)}").to_arrow_reader(rows)

    def beside(self, engine: DuckEngine, left: Callable[[], None]) -> FileReader:
        """Another reader of the same snapshot through *engine*, a cursor of this one's; *left* is called when it is closed."""
        other = copy(self)
        past = {name: one.beside(engine) for name, one in self._past.items()}
        vars(other).update(backend=engine, _left=left, _tables={}, _past=past)
        return other

    def close(self) -> None:
        """Give the engine back."""
        self.backend.disconnect()
        self._left()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
