"""Where the tables come from, and what was held back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fupan.contracts import table as declared

if TYPE_CHECKING:
    from fupan.warehouse import Warehouse


def lineage_rows(warehouse: Warehouse, table: str | None) -> list[dict[str, Any]]:
    """One row per file and table of each load in force, the newest load first."""
    if table is not None:
        declared(table)
    return [
        {
            "table": b.table, "load_id": load.id, "time": load.time.isoformat(timespec="seconds"), "file": b.file.name,
            "read": b.read, "loaded": b.loaded, "quarantined": b.quarantined, "left_out": b.left_out,
            "left_out_by": dict(b.left_out_by), "sha256": b.file.sha256,
        }
        for load in reversed(warehouse.loads())
        for b in load.batches
        if table is None or b.table == table
    ]  # fmt: skip


def quarantined_rows(warehouse: Warehouse) -> list[dict[str, Any]]:
    """Rows held back by the latest load of each file: what a person still has to mend."""
    loads = warehouse.loads()
    latest = {b.file.name: load.id for load in loads for b in load.batches}
    rows: list[dict[str, Any]] = []
    for load in loads:
        if load.quarantined:
            found = warehouse.quarantine(load.id).to_pylist()
            rows += [r for r in found if latest.get(r["source_file"], load.id) == load.id]
    return rows
