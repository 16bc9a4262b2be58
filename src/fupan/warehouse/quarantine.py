"""Rows that loads held back, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.warehouse.engine import identifier, literal, parquet, staging_connection
from fupan.warehouse.loadlog import LoadRecord
from fupan.warehouse.rows import empty_rows
from fupan.warehouse.store import Store

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS = (
    ("table", "VARCHAR"), ("source_file", "VARCHAR"), ("source_row", "BIGINT"), ("field", "VARCHAR"),
    ("found", "VARCHAR"), ("reason", "VARCHAR"), ("expected", "VARCHAR"), ("row", "VARCHAR"),
)  # fmt: skip


def quarantined_rows(store: Store, record: LoadRecord) -> pa.Table:
    """One line per failing field of the load, in the order of files and rows."""
    directory = store.load_directory(record.id)
    parts = [empty_rows(COLUMNS)]
    for b in record.batches:
        if b.quarantine is not None:
            listed = ", ".join(f"CAST({identifier(n)} AS {kind}) AS {identifier(n)}" for n, kind in COLUMNS[1:])
            parts.append(
                f"SELECT {literal(b.table)} AS {identifier('table')}, {listed} FROM {parquet([directory / b.quarantine])}"
            )
    with staging_connection() as con:
        return con.execute(" UNION ALL ".join(parts)).to_arrow_table()
