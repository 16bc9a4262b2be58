"""What was read, counted again in the files that a load wrote: rows kept, rows held back, rows passed over by rule."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import duckdb
from tests.figures.pages.appendix import Load


def count_loads(warehouse: Path) -> list[Load]:
    """Each source with its rows; a row of a file that feeds several tables counts once."""
    base = duckdb.connect()

    def rows(path: str | None, folder: Path) -> int:
        found = base.execute(f"select count(*) from '{folder / path}'").fetchone() if path else (0,)
        return int(found[0]) if found else 0

    files: dict[tuple[str, str], list[tuple[int, int, int]]] = defaultdict(list)
    for record in sorted(warehouse.glob("loads/*/load.json")):
        for batch in json.loads(record.read_text(encoding="utf-8"))["batches"]:
            passed = sum(n for _, n in batch["left_out_by"])
            counted = (rows(batch["path"], record.parent), rows(batch["quarantine"], record.parent), passed)
            files[batch["source"], batch["file"]["name"]].append(counted)
    sums: dict[str, list[int]] = {}
    for (source, _), batches in files.items():
        read, held = max(sum(b) for b in batches), sum(b[1] for b in batches)
        loaded = min(max(b[0] for b in batches), read - held)
        for i, n in enumerate((read, loaded, held, read - loaded - held)):
            sums.setdefault(source, [0, 0, 0, 0])[i] += n
    return [(name, *found) for name, found in sums.items() if found[0]]  # type: ignore[misc]
