"""A published version of a plan becomes rows of the warehouse's table ``targets``; doing it again changes nothing."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fupan.plan.publish import rows_of_versions

if TYPE_CHECKING:
    from fupan.contracts.batch import Batch
    from fupan.plan.plan import Plan
    from fupan.plan.version import Version
    from fupan.warehouse import BuildRules, Warehouse


def publish_versions(plan: Plan, warehouse: Warehouse, rules: BuildRules, *, now: datetime) -> list[str]:
    """Hand each published version to the warehouse that it does not hold yet, in one snapshot; the names of those."""
    known = {record.id for record in warehouse.loads()}
    fresh: list[tuple[str, Version, list[dict[str, Any]]]] = []
    for version, rows in rows_of_versions(plan):
        load_id = f"plan-{_hash([plan.name, version.name, *rows])[:16]}"
        if load_id not in known:
            fresh.append((load_id, version, rows))
    if not fresh:
        return []
    with tempfile.TemporaryDirectory(prefix="fupan-plan-") as place, warehouse.write(now) as writer:
        for load_id, version, rows in fresh:
            reason = f"plan {plan.name} {version.name}"
            writer.add(load_id, [_batch(rows, plan.name, version.name, Path(place))], reason=reason)
        writer.publish(rules)
    return [version.name for _, version, _ in fresh]


def _hash(told: Any) -> str:
    return hashlib.sha256(json.dumps(told, default=str, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _batch(rows: Sequence[dict[str, Any]], plan: str, version: str, place: Path) -> Batch:
    """The rows as a batch of ``targets``, as a file would bring them."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from fupan.contracts import arrow_type, table
    from fupan.contracts.batch import Batch, FileFacts

    name = f"plans/{plan}/{version}"
    columns: dict[str, Any] = {
        f.name: pa.array([r.get(f.name) for r in rows], arrow_type(f.type)) for f in table("targets").fields
    }
    columns["source_file"] = pa.array([name] * len(rows), pa.string())
    columns["source_row"] = pa.array(range(1, len(rows) + 1), pa.int64())
    digest = _hash([plan, version, *rows])
    path = place / f"{digest[:16]}.parquet"
    pq.write_table(pa.table(columns), path)
    return Batch(
        table="targets", source=f"plan-{plan}", system="fupan", mode="incremental", scope="file", path=path,
        file=FileFacts(name, digest, path.stat().st_size), read=len(rows), loaded=len(rows), quarantined=0,
    )  # fmt: skip
