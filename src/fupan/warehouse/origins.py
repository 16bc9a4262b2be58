"""Which loads fed tables of a snapshot: when, from which files, and what was held back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from fupan.warehouse.loadlog import LoadRecord
from fupan.warehouse.manifest import Manifest
from fupan.warehouse.store import Store


@dataclass(frozen=True, slots=True)
class Feed:
    """What loads brought to one table: the last one, files, rows read, loaded and quarantined."""

    table: str
    loads: tuple[str, ...]
    loaded_at: datetime
    files: tuple[str, ...]
    read: int
    loaded: int
    quarantined: int


class Origins:
    """The load records of one snapshot, read when first asked for."""

    def __init__(self, store: Store, manifest: Manifest) -> None:
        self._store, self._manifest = store, manifest

    @cached_property
    def _records(self) -> list[LoadRecord]:
        return [self._store.load(i) for i in self._manifest.loads]

    def feeds(self, tables: Iterable[str]) -> list[Feed]:
        """One entry per table that a load brought rows to, in the order given."""
        found = []
        for table in tables:
            of = [(r, b) for r in self._records for b in r.batches if b.table == table]
            if of:
                found.append(
                    Feed(
                        table, tuple(dict.fromkeys(r.id for r, _ in of)), max(r.time for r, _ in of),
                        tuple(dict.fromkeys(b.file.name for _, b in of)), sum(b.read for _, b in of),
                        sum(b.loaded for _, b in of), sum(b.quarantined for _, b in of),
                    )
                )  # fmt: skip
        return found
