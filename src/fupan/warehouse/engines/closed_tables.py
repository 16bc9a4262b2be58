"""Tables that closed months stand on, on an engine that holds copies: one copy of the same files, whatever snapshots have them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from fupan.warehouse.closings import Closed, in_force, read_closings
from fupan.warehouse.manifest import Manifest
from fupan.warehouse.reader import published_tables

if TYPE_CHECKING:
    import ibis

    from fupan.warehouse.reader import Reader
    from fupan.warehouse.store import Store

ClosedTables = Mapping[str, tuple[str, Manifest]]
"""Name of a copy -> the table that it is of, and a snapshot that has its files."""


def closed_name(table: str, manifest: Manifest) -> str:
    """The name of a table's copy; the same for snapshots that have the same files of it."""
    said = repr((table, published_tables()[table], manifest.tables.get(table, ())))
    return f"{table}_{hashlib.sha256(said.encode()).hexdigest()[:16]}"


def table_of(name: str) -> str:
    """The published table that a name, of a table or of a copy, is of."""
    return name if name in published_tables() else name.rpartition("_")[0]


def closed_tables(store: Store, closed: Mapping[str, Iterable[Closed]]) -> dict[str, tuple[str, Manifest]]:
    """Every table of the snapshots that closed months stand on."""
    snapshots = sorted({c.snapshot for listed in closed.values() for c in listed})
    manifests = [store.manifest(s) for s in snapshots]
    return {closed_name(t, m): (t, m) for m in manifests for t in published_tables()}


def closed_names(store: Store) -> set[str]:
    """Names of all copies that are of use to the books as they are closed now."""
    entries = read_closings(store)
    return set(closed_tables(store, {e.calendar: in_force(entries, e.calendar) for e in entries}))


class PastTables:
    """Published tables of an earlier snapshot through the reader of a later one; of unchanged files, the later one's."""

    def __init__(self, reader: Reader, manifest: Manifest, schema: str | None) -> None:
        self.manifest, self._reader, self._schema = manifest, reader, schema

    @property
    def backend(self) -> Any:
        """The Ibis backend that the tables are of."""
        return self._reader.backend

    def table(self, name: str) -> ibis.Table:
        """A published table as it stood then."""
        if self.manifest.tables.get(name) == self._reader.manifest.tables.get(name):
            return self._reader.table(name)
        copy = closed_name(name, self.manifest)
        found: ibis.Table = (
            self.backend.table(copy, database=self._schema) if self._schema else self.backend.table(copy)
        )
        return found
