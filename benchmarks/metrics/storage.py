"""The snapshot's Parquet files against DuckDB's own file made from them, as the cache that questions are answered from."""

from __future__ import annotations

import time
from pathlib import Path

import duckdb

from benchmarks.measure import table
from benchmarks.metrics import figures as kept_figures
from benchmarks.metrics.asking import best, least
from benchmarks.metrics.cases import CASES
from benchmarks.metrics.engines import MEMORY, opened


def storage(root: Path, rows: int, runs: int) -> None:
    """The same hand-written SQL over both: print the table and keep its figures."""
    path = root / "own.duckdb"
    path.unlink(missing_ok=True)
    files = sorted(root.glob("*.parquet"))
    start = time.perf_counter()
    with duckdb.connect(str(path), config={"memory_limit": MEMORY, "threads": 2}) as own:
        for file in files:
            own.execute(f"CREATE TABLE {file.stem} AS SELECT * FROM read_parquet('{file}')")
    made, size = time.perf_counter() - start, path.stat().st_size
    found = []
    config = {"memory_limit": MEMORY, "threads": 2}
    with opened("duckdb", root) as on, duckdb.connect(str(path), read_only=True, config=config) as own:
        for case in CASES:
            texts = case.statements("duckdb")
            calls = [lambda s=s: on.run(s) for s in texts] + [lambda s=s: own.execute(s).fetchall() for s in texts]
            taken = least(runs, *calls)
            parquet, native = best(taken[: len(texts)]), best(taken[len(texts) :])
            found.append({"name": case.name, "parquet": parquet.cpu, "own": native.cpu})
    path.unlink()
    whole = sum(f.stat().st_size for f in files)
    kept_figures.keep(
        f"storage-{kept_figures.short(rows)}", rows=rows, made_seconds=made, parquet_mb=whole / 1e6, own_mb=size / 1e6,
        cases=found,
    )  # fmt: skip
    table(
        f"Parquet ({whole / 1e6:,.0f} MB) and DuckDB's own file ({size / 1e6:,.0f} MB, made in {made:.1f} s), hand SQL: CPU seconds",
        ["question", "Parquet", "own file", "ratio"],
        [[c["name"], f"{c['parquet']:.3f}", f"{c['own']:.3f}", f"{c['parquet'] / c['own']:.2f}"] for c in found],
    )  # fmt: skip
