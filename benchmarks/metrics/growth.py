"""Time and memory of one question in a process of its own, by number of order lines."""

from __future__ import annotations

import json
import time
from pathlib import Path

from benchmarks.facts import write_facts
from benchmarks.measure import run_case, table
from benchmarks.metrics import figures as kept_figures
from benchmarks.metrics.asking import ask
from benchmarks.metrics.cases import CASES
from benchmarks.metrics.engines import opened

NAMES = ("sum by region x month", "net sales (three facts)", "distinct orders", "distinct customers", "attainment")
SIZES = (1_000_000, 10_000_000, 100_000_000)


def case(name: str, root: str) -> str:
    """Seconds of CPU and of wall clock of the second answer to the question called *name*."""
    from fupan.metrics import MetricLayer, load_definitions

    layer, asked = MetricLayer(load_definitions()), next(c for c in CASES if c.name == name)
    with opened("duckdb", Path(root)) as on:
        ask(layer, on.reader, asked)
        cpu, wall = time.process_time(), time.perf_counter()
        ask(layer, on.reader, asked)
        return json.dumps([time.process_time() - cpu, time.perf_counter() - wall])


def growth(place: Path, most: int, names: tuple[str, ...] = NAMES) -> None:
    """Print and keep the table for the sizes up to *most* order lines."""
    sizes = [s for s in SIZES if s <= most]
    found = []
    for name in names:
        taken = []
        for rows in sizes:
            measured = run_case("benchmarks.metrics.growth", name, str(write_facts(place, rows)))
            if measured is not None:
                cpu, wall = json.loads(measured.answer)
                taken.append({"rows": rows, "cpu": cpu, "wall": wall, "mb": measured.peak_mb})
        found.append({"name": name, "sizes": taken})
    kept_figures.keep("growth", cases=found)
    table(
        "CPU seconds and peak memory by order lines", ["question", *(f"{rows:,}" for rows in sizes)],
        [[c["name"], *(f"{t['cpu']:.2f} s, {t['mb']:,.0f} MB" for t in c["sizes"])] for c in found],
    )  # fmt: skip
