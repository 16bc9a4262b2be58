"""One run on one engine: each class of question against hand-written SQL; on DuckDB also everything else that is measured.

Seconds are of CPU over all threads and processes (and of wall clock beside them), the least of several runs in turns.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from benchmarks.facts import write_facts
from benchmarks.metrics.compare import compare
from benchmarks.metrics.growth import growth
from benchmarks.metrics.overhead import overhead
from benchmarks.metrics.page import write_page
from benchmarks.metrics.rivals.beside import beside
from benchmarks.metrics.rolled import from_rollups
from benchmarks.metrics.storage import storage

PARTS = ("compare", "rollups", "overhead", "storage", "growth", "rivals")


def run(
    rows: int, place: Path, engine: str = "duckdb", cores: int = 2, runs: int = 3, parts: tuple[str, ...] = (),
    names: tuple[str, ...] = (),
) -> None:  # fmt: skip
    """Print the tables for *rows* order lines on *engine*, keep the figures and write the README from them.

    ``parts`` chooses some of PARTS; all but the comparison are of DuckDB.
    """
    from fupan.metrics import MetricLayer, load_definitions

    root = write_facts(place, rows)
    layer = MetricLayer(load_definitions())
    wanted = [p for p in parts or PARTS if p == "compare" or engine == "duckdb"]
    shutil.rmtree(root / "cache", ignore_errors=True)  # no plan, no roll-up of an earlier run
    if "compare" in wanted:
        compare(layer, engine, root, rows, runs, cores, names)
    if "rollups" in wanted:
        from_rollups(layer, root, rows, runs)
    if "overhead" in wanted:
        overhead(layer, place)
    if "storage" in wanted:
        storage(root, rows, runs)
    if "growth" in wanted:
        growth(place, rows)
    if "rivals" in wanted:
        beside(root, rows, runs)
    write_page()
