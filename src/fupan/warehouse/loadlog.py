"""The log of loads: what was read, what it changed, and the rows themselves, so that a load can be taken back."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from fupan.contracts.batch import Batch, FileFacts


@dataclass(frozen=True, slots=True)
class Change:
    """What one load did to one table from one source, in rows.

    loaded = new + changed + unchanged + superseded. ``superseded`` are rows of the load that a later row of the same
    load with the same key replaced. ``vanished`` are rows of earlier loads that are gone.
    """

    table: str
    source: str
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    vanished: int = 0
    superseded: int = 0
    warnings: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether the table is as it was."""
        return not (self.new or self.changed or self.vanished)


@dataclass(frozen=True, slots=True)
class BatchRecord:
    """A batch as it stands in the log; ``path`` and ``quarantine`` are file names in the load's directory."""

    table: str
    source: str
    system: str
    mode: str
    scope: str
    path: str
    quarantine: str | None
    file: FileFacts
    read: int
    loaded: int
    quarantined: int
    left_out: int
    left_out_by: tuple[tuple[str, int], ...]
    warnings: tuple[str, ...]
    mapping_hash: str


@dataclass(frozen=True, slots=True)
class LoadRecord:
    """One load: when, why, from which files, and what came of it."""

    id: str
    time: datetime
    reason: str
    batches: tuple[BatchRecord, ...]
    changes: tuple[Change, ...] = ()

    @property
    def files(self) -> tuple[str, ...]:
        """Names of the files read, each once, in order."""
        return tuple(dict.fromkeys(b.file.name for b in self.batches))

    @property
    def read(self) -> int:
        """Rows read."""
        return sum(b.read for b in self.batches)

    @property
    def loaded(self) -> int:
        """Rows loaded."""
        return sum(b.loaded for b in self.batches)

    @property
    def quarantined(self) -> int:
        """Rows held back."""
        return sum(b.quarantined for b in self.batches)

    @property
    def left_out(self) -> int:
        """Rows the mappings' own rules drop."""
        return sum(b.left_out for b in self.batches)


def record_of(batch: Batch, path: str, quarantine: str | None) -> BatchRecord:
    """The log's entry for *batch*, whose files were kept under these names."""
    return BatchRecord(
        batch.table, batch.source, batch.system, batch.mode, batch.scope, path, quarantine, batch.file,
        batch.read, batch.loaded, batch.quarantined, batch.left_out, batch.left_out_by, batch.warnings,
        batch.mapping_hash,
    )  # fmt: skip


def to_json(record: LoadRecord) -> str:
    """Text of a load's ``load.json``."""
    return json.dumps(asdict(record) | {"time": record.time.isoformat()}, ensure_ascii=False, indent=1, sort_keys=True)


def from_json(text: str) -> LoadRecord:
    """The record written by :func:`to_json`."""
    raw: dict[str, Any] = json.loads(text)
    return LoadRecord(
        raw["id"],
        datetime.fromisoformat(raw["time"]),
        raw["reason"],
        tuple(_batch(b) for b in raw["batches"]),
        tuple(Change(**c | {"warnings": tuple(c["warnings"])}) for c in raw["changes"]),
    )


def _batch(raw: dict[str, Any]) -> BatchRecord:
    file = raw["file"]
    return BatchRecord(
        **raw
        | {
            "file": FileFacts(**file | {"header_rows": tuple(file["header_rows"])}),
            "left_out_by": tuple((str(reason), int(rows)) for reason, rows in raw["left_out_by"]),
            "warnings": tuple(raw["warnings"]),
        }
    )
