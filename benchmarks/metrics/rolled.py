"""Answers from roll-ups against those from the rows themselves."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any

from benchmarks.measure import table
from benchmarks.metrics import figures as kept_figures
from benchmarks.metrics.asking import ask, least, same, shown
from benchmarks.metrics.cases import CASES
from benchmarks.metrics.engines import MEMORY, opened
from fupan.loop.rollups import build_rollups
from fupan.warehouse import Warehouse


def from_rollups(layer: Any, root: Path, rows: int, runs: int) -> None:
    """Make the roll-ups as a load does, ask with them and without, print the table, keep its figures; they go again."""
    base = {}
    shutil.rmtree(root / "cache", ignore_errors=True)
    with opened("duckdb", root) as on:
        for case in CASES:
            (base[case.name],) = least(runs + 1, lambda c=case: ask(layer, on.reader, c))
    start = time.perf_counter()
    made = build_rollups(layer, Warehouse(root, memory_limit=MEMORY, threads=2)).rollups
    took = time.perf_counter() - start
    found = []
    with opened("duckdb", root) as on:
        for case in CASES:
            if not ask(layer, on.reader, case).provenance.rollups:
                continue
            (ours,) = least(9, lambda c=case: ask(layer, on.reader, c))
            before = base[case.name]
            agree = same(shown(ours.given), shown(before.given))
            found.append({"name": case.name, "base": before.cpu, "rollup": ours.cpu, "same": agree})
    shutil.rmtree(root / "cache", ignore_errors=True)
    kept_figures.keep(
        f"rollups-{kept_figures.short(rows)}", rows=rows, made_seconds=took, tables=[[r.name, r.rows] for r in made],
        cases=found,
    )  # fmt: skip
    table(
        f"from roll-ups ({', '.join(f'{r.name} {r.rows:,} rows' for r in made)}), made in {took:.1f} s: CPU seconds",
        ["question", "base", "roll-up", "times faster", "same answer"],
        [[c["name"], f"{c['base']:.3f}", f"{c['rollup']:.3f}", f"{c['base'] / c['rollup']:.0f}", "yes" if c["same"] else "NO"] for c in found],
    )  # fmt: skip
