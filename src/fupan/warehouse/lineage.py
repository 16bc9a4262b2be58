"""Where the rows of a table come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fupan.contracts import table
from fupan.warehouse.engine import parquet, staging_connection
from fupan.warehouse.manifest import Manifest
from fupan.warehouse.store import Store


@dataclass(frozen=True, slots=True)
class Origin:
    """Rows of a table that stand as a file of a load said them."""

    load_id: str
    loaded_at: datetime
    source: str
    file: str
    rows: int
    sha256: str = ""


def trace_table(store: Store, manifest: Manifest, name: str) -> list[Origin]:
    """Loads and files behind the current rows of table *name*, in the order of loads; the rows add up to the table's."""
    table(name)
    files = store.paths(manifest.state.get(name, ()))
    if not files:
        return []
    with staging_connection() as con:
        counted = con.execute(
            f"SELECT load_id, _source, source_file, count(*) FROM {parquet(files)} GROUP BY ALL"
        ).fetchall()
    records = {i: store.load(i) for i in manifest.loads}
    hashes = {
        (r.id, b.source, b.file.name): b.file.sha256 for r in records.values() for b in r.batches if b.table == name
    }
    found = [
        Origin(load, records[load].time, source, file, rows, hashes.get((load, source, file), ""))
        for load, source, file, rows in counted
    ]
    order = {load: n for n, load in enumerate(manifest.loads)}
    return sorted(found, key=lambda o: (order[o.load_id], o.source, o.file))
