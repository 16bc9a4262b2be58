"""Tiny literal batches for the tests of the warehouse."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from fupan.contracts import arrow_type, table
from fupan.contracts.batch import Batch, FileFacts, Mode
from fupan.warehouse import BuildRules, Change, Manifest, Warehouse

NOW = dt.datetime(2025, 7, 17, 9, 30, tzinfo=dt.UTC)


def value(kind: str, given: Any) -> Any:
    """A literal as the field's type: '2025-06-01' for a date, numbers as decimals."""
    if given is None:
        return None
    if kind == "date" and isinstance(given, str):
        return dt.date.fromisoformat(given)
    if kind in ("money", "decimal", "share"):
        return Decimal(str(given))
    return given


def batch(
    folder: Path,
    name: str,
    rows: Sequence[dict[str, Any]],
    *,
    file: str = "",
    source: str = "",
    system: str = "erp",
    mode: Mode = "incremental",
    scope: str = "file",
    quarantine: Sequence[dict[str, Any]] = (),
) -> Batch:
    """A batch of table *name* with these rows, as a source would hand it over."""
    contract = table(name)
    file = file or f"{name}.csv"
    content = json.dumps([name, file, list(rows)], default=str, sort_keys=True)
    sha = hashlib.sha256(content.encode()).hexdigest()
    columns: dict[str, Any] = {}
    for f in contract.fields:
        columns[f.name] = pa.array([value(f.type, r.get(f.name)) for r in rows], arrow_type(f.type))
    columns["source_file"] = pa.array([file] * len(rows), pa.string())
    columns["source_row"] = pa.array(range(2, len(rows) + 2), pa.int64())
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{sha[:16]}.parquet"
    pq.write_table(pa.table(columns), path)
    held = None
    if quarantine:
        held = folder / f"{sha[:16]}-q.parquet"
        fields = ("source_file", "source_row", "field", "found", "reason", "expected", "row")
        pq.write_table(
            pa.table(
                {
                    k: pa.array([q.get(k) for q in quarantine], pa.int64() if k == "source_row" else pa.string())
                    for k in fields
                }
            ),
            held,
        )
    facts = FileFacts(file, sha, len(content))
    return Batch(
        name, source or name, system, mode, scope, path, facts,  # type: ignore[arg-type]
        len(rows) + len(quarantine), len(rows), len(quarantine), quarantine=held,
    )  # fmt: skip


def order(order_id: str, line: str | None, amount: Any, **more: Any) -> dict[str, Any]:
    """An order line with an amount without tax."""
    return {"order_id": order_id, "line_id": line, "order_date": "2025-06-03", "gross_without_tax": amount} | more


def load(
    warehouse: Warehouse, load_id: str, *batches: Batch, rules: BuildRules | None = None
) -> tuple[Manifest, tuple[Change, ...]]:
    """Load and publish."""
    with warehouse.write(NOW) as writer:
        writer.add(load_id, batches)
        return writer.publish(rules or BuildRules())


def rows_of(warehouse: Warehouse, query: str, snapshot_id: str | None = None) -> list[tuple[Any, ...]]:
    """Rows of a query on the current or the given snapshot."""
    with warehouse.read(snapshot_id) as reader:
        return [tuple(r.values()) for r in reader.sql(query).to_pylist()]


def counts(change: Change) -> tuple[int, int, int, int]:
    """(new, changed, unchanged, vanished)."""
    return change.new, change.changed, change.unchanged, change.vanished
