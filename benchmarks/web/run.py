"""Print both tables: ``python -m benchmarks web --rows N`` (PostgreSQL where FUPAN_BENCH_POSTGRES names a database)."""

from __future__ import annotations

import json
import os
from pathlib import Path

from benchmarks.measure import run_case, table
from benchmarks.web.crowd import PAUSE, SECONDS, crowd
from benchmarks.web.place import PEOPLE


def run(rows: int, place: Path) -> None:
    """Two pages beside their bare SQL, then the crowd on each database."""
    for which, name in (("cockpit", "The cockpit"), ("explore", "A question of the explorer")):
        done = run_case("benchmarks.web.page", str(rows), str(place), which)
        if done is None:
            continue
        page, bare, statements, first, known = json.loads(done.answer)
        table(
            f"{name} on {rows:,} order lines: a filter nobody asked for before, plans known",
            ["page", "bare SQL", "page - 1.3 x SQL", "statements", "first page", "asked before"],
            [[f"{page:.0f} ms", f"{bare:.0f} ms", f"{page - 1.3 * bare:.0f} ms", f"{statements:.0f}", f"{first:.0f} ms", f"{known:.0f} ms"]],
        )  # fmt: skip
    made = []
    for name, database in (("SQLite", ""), ("PostgreSQL", os.environ.get("FUPAN_BENCH_POSTGRES", ""))):
        if name == "PostgreSQL" and not database:
            continue
        told = crowd(place, rows, database)
        made.append(
            [
                name,
                f"{told['looks']}",
                *(f"{told[n]:.2f} s" for n in ("median", "p95", "longest")),
                f"{told['errors']}",
                f"{told['locked']}",
            ]
        )
    table(
        f"{PEOPLE} people for {SECONDS:.0f} s, a look every {PAUSE:.0f} s each, another snapshot half-way",
        ["", "looks", "median", "95%", "longest", "errors", "lock failures"], made,
    )  # fmt: skip
