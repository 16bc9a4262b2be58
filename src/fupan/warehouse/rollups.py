"""Pre-aggregated tables of a snapshot: a cache beside it that may be thrown away at any time, never the truth.

cache/SNAPSHOT/NAME-DIGEST.parquet   the rows        cache/SNAPSHOT/rollups.json   what they hold
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fupan.warehouse.files import flush, replace_file, write_text
from fupan.warehouse.store import Store

if TYPE_CHECKING:
    import pyarrow as pa

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Rollup:
    """What a roll-up holds: one row per period, ``columns`` of the fact and ``dimensions`` (bound: ``dim.NAME``).

    ``definitions`` is the hash of the definitions it was made by, ``role`` the date role, ``grain`` day or month;
    ``figures`` are (what is added up, column), ``conditions`` (filter, column with the number of rows that pass it).
    """

    name: str
    definitions: str
    fact: str
    role: str
    grain: str
    columns: tuple[str, ...]
    dimensions: tuple[str, ...]
    figures: tuple[tuple[str, str], ...]
    conditions: tuple[tuple[str, str], ...]
    rows: int
    base_rows: int
    file: str

    @property
    def view(self) -> str:
        """Name of the view over it in an engine."""
        return f"rollup_{Path(self.file).stem.replace('-', '_')}"


def rollup_directory(store: Store, snapshot: str) -> Path:
    """Where the roll-ups of a snapshot lie."""
    return store.root / "cache" / snapshot


def read_rollups(store: Store, snapshot: str) -> tuple[Rollup, ...]:
    """The roll-ups of a snapshot whose files are there; none where the list cannot be read."""
    directory = rollup_directory(store, snapshot)
    try:
        raw = json.loads((directory / "rollups.json").read_text(encoding="utf-8"))
        if raw["format"] != FORMAT:
            return ()
        found = tuple(_rollup(r) for r in raw["rollups"])
    except (OSError, ValueError, KeyError, TypeError):
        return ()
    return tuple(r for r in found if (directory / r.file).is_file())


def write_rows(store: Store, snapshot: str, rollup: Rollup, batches: pa.RecordBatchReader) -> Rollup:
    """Write a roll-up's rows; nothing reads them before :func:`write_rollups`. Its description with their number."""
    import pyarrow.parquet as pq

    target = rollup_directory(store, snapshot) / rollup.file
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_suffix(f".{os.getpid()}.new")
    rows = 0
    with pq.ParquetWriter(aside, batches.schema, compression="zstd") as file:
        for batch in batches:
            file.write_batch(batch)
            rows += batch.num_rows
    flush(aside)
    replace_file(aside, target)
    return replace(rollup, rows=rows)


def write_rollups(store: Store, snapshot: str, rollups: Iterable[Rollup]) -> None:
    """Make these the roll-ups of a snapshot, in one atomic step; files that none of them needs go."""
    kept = list(rollups)
    directory = rollup_directory(store, snapshot)
    directory.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"format": FORMAT, "rollups": [asdict(r) for r in kept]}, ensure_ascii=False, indent=1)
    write_text(directory / "rollups.json", text)
    files = {r.file for r in kept}
    for path in directory.glob("*.parquet"):
        if path.name not in files:
            path.unlink(missing_ok=True)


def _rollup(raw: dict[str, Any]) -> Rollup:
    lists = {k: tuple(raw[k]) for k in ("columns", "dimensions")}
    pairs = {k: tuple((str(a), str(b)) for a, b in raw[k]) for k in ("figures", "conditions")}
    found = Rollup(**(raw | lists | pairs))
    if Path(found.file).name != found.file:
        raise ValueError(f"“{found.file}” is no name of a file")
    return found
