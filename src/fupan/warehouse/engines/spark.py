"""Spark: questions are answered in batch from the snapshot's own Parquet files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any, Self

from fupan.errors import UserError
from fupan.warehouse.closings import Closed
from fupan.warehouse.engines.closed_tables import ClosedTables, PastTables, closed_tables, table_of
from fupan.warehouse.engines.spark_session import session
from fupan.warehouse.engines.types import schema_of, spark_columns
from fupan.warehouse.findings import Findings
from fupan.warehouse.manifest import Manifest
from fupan.warehouse.origins import Origins
from fupan.warehouse.reader import published_tables
from fupan.warehouse.store import Store

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa
    from pyspark.sql import SparkSession

    from fupan.workspace import SparkSettings

_KEPT = 4
_OPEN: dict[tuple[SparkSettings, str, str], Any] = {}
_LOCK = Lock()


class SparkReader:
    """Published tables of one snapshot as views over its files, in a session of its own beside those of others.

    The files must be readable under the same path by every worker. Closing a reader keeps the application: starting
    it takes longer than most questions; it ends with the process.
    """

    def __init__(
        self, store: Store, manifest: Manifest, settings: SparkSettings,
        closed: Mapping[str, tuple[Closed, ...]] | None = None,
    ) -> None:  # fmt: skip
        self.manifest, self.origins = manifest, Origins(store, manifest)
        self._store, self.closed = store, dict(closed or {})
        self.findings = Findings(store, manifest.id)
        key = (settings, str(store.root), manifest.id)
        with _LOCK:
            if key not in _OPEN:
                _OPEN[key] = _backend(session(settings).newSession(), store, manifest)
                while len(_OPEN) > _KEPT:
                    _OPEN.pop(next(iter(_OPEN)))
            self.backend: Any = _OPEN[key]
        self.backend.know(closed_tables(store, self.closed))
        self._tables: dict[str, ibis.Table] = {}

    def table(self, name: str) -> ibis.Table:
        """A published table; without rows where nothing was loaded. UserError if there is no such table."""
        if name not in published_tables():
            raise UserError(f"no table “{name}”; there are: {', '.join(published_tables())}")
        if name not in self._tables:
            self._tables[name] = self.backend.table(name)
        return self._tables[name]

    def past(self, snapshot: str) -> PastTables:
        """The tables of a snapshot that closed months stand on."""
        return PastTables(self, self._store.manifest(snapshot), None)

    def sql(self, text: str, params: Sequence[Any] | dict[str, Any] | None = None) -> pa.Table:
        """Rows of one SELECT statement (trusted SQL of ours; values by parameter)."""
        self.backend.need(published_tables())
        found: pa.Table = self.backend.session.sql(text, args=params or None).toArrow()
        return found

    def close(self) -> None:
        """Nothing is held for this reader alone."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _backend(made: SparkSession, store: Store, manifest: Manifest) -> Any:
    import ibis

    ibis.pyspark  # noqa: B018 - registers the options that its compiler reads
    from ibis.backends.pyspark import Backend

    from fupan.warehouse.engines.spark_compiler import SparkCompiler

    own: ClosedTables = {name: (name, manifest) for name in published_tables()}

    class SnapshotBackend(Backend):  # type: ignore[misc] # Ibis has no types
        """Ibis over one snapshot's views; what the tables look like is known, and rows come without pandas."""

        views: frozenset[str] = frozenset()
        sources: ClosedTables = own
        compiler = SparkCompiler()

        @property
        def session(self) -> SparkSession:
            """Spark's session with the views."""
            found: SparkSession = self._session
            return found

        def know(self, closed: ClosedTables) -> None:
            """Take in tables of earlier snapshots, each by a name of its own."""
            self.sources = {**closed, **self.sources}

        def need(self, names: Iterable[str]) -> None:
            """Make the views that a statement reads, once: each is the table's files, with the declared columns."""
            with _LOCK:
                self._make(set(names) - self.views)

        def _make(self, names: Iterable[str]) -> None:
            for name in sorted(names):
                table, snapshot = self.sources[name]
                schema = ", ".join(f"`{column}` {kind}" for column, kind in spark_columns(table))
                files = [f"file://{p.as_posix()}" for p in store.paths(snapshot.tables.get(table, ()))]
                read = self.session.read.schema(schema).option("__globPaths__", "false")  # a path is no pattern
                (read.parquet(*files) if files else self.session.createDataFrame([], schema)).createOrReplaceTempView(
                    name
                )
                self.views |= {name}

        def get_schema(self, name: str, *, catalog: str | None = None, database: str | None = None) -> ibis.Schema:
            del catalog, database
            return schema_of(table_of(name))

        def fetch_rows(self, text: str) -> list[dict[str, Any]]:
            self.need(n for n in self.sources if f"`{n}`" in text)
            rows: list[dict[str, Any]] = self.session.sql(text).toArrow().to_pylist()
            return rows

        def to_pyarrow(self, expr: Any, /, **_: Any) -> pa.Table:
            text, wanted = self.compile(expr), expr.as_table().schema().to_pyarrow()
            self.need(n for n in self.sources if f"`{n}`" in text)
            return self.session.sql(text).toArrow().cast(wanted)

    backend = SnapshotBackend()
    backend.do_connect(made)
    return backend
