"""Tables of an earlier snapshot beside those of the one that is read: what closed months stand on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fupan.warehouse.engine import identifier, parquet
from fupan.warehouse.manifest import Manifest
from fupan.warehouse.reader import published_tables
from fupan.warehouse.rows import empty_rows
from fupan.warehouse.store import Store

if TYPE_CHECKING:
    import ibis

    from fupan.warehouse.engines.duck import DuckEngine


class PastReader:
    """Published tables of one earlier snapshot, in a schema of their own."""

    def __init__(self, backend: DuckEngine, manifest: Manifest) -> None:
        self.backend, self.manifest = backend, manifest
        self._schema = f"closed_{manifest.id}"
        self._tables: dict[str, ibis.Table] = {}

    def beside(self, backend: DuckEngine) -> PastReader:
        """The same tables through another cursor of the engine."""
        return PastReader(backend, self.manifest)

    def attach(self, store: Store) -> list[Path]:
        """Make the views before the engine is locked; the files they read."""
        con, paths = self.backend.con, []
        con.execute(f"CREATE SCHEMA {identifier(self._schema)}")
        for name, listed in published_tables().items():
            files = store.paths(self.manifest.tables.get(name, ()))
            paths += files
            empty = empty_rows(listed)
            query = f"{empty} UNION ALL BY NAME SELECT * FROM {parquet(files)}" if files else empty
            con.execute(f"CREATE VIEW {identifier(self._schema)}.{identifier(name)} AS {query}")
        return paths

    def table(self, name: str) -> ibis.Table:
        """A published table as it stood then."""
        if name not in self._tables:
            self._tables[name] = self.backend.table(name, database=self._schema)
        return self._tables[name]
