"""Time and memory of one question in a process of its own, by number of order lines."""

from __future__ import annotations

import time
from pathlib import Path

from benchmarks.facts import FactReader, write_facts
from benchmarks.measure import run_case, table
from benchmarks.metrics.cases import CASES
from benchmarks.metrics.run import ask

NAMES = ("sum by region x month", "net sales (three facts)", "distinct customers", "attainment")


def case(name: str, place: str, rows: str, memory_limit: str = "8GB") -> str:
    """CPU seconds of the second answer to the question called *name*."""
    from fupan.metrics import MetricLayer, load_definitions

    reader = FactReader(write_facts(Path(place), int(rows)), memory_limit=memory_limit)
    layer, asked = MetricLayer(load_definitions()), next(c for c in CASES if c.name == name)
    ask(layer, reader, asked)
    start = time.process_time()
    ask(layer, reader, asked)
    return f"{time.process_time() - start:.3f}"


def run(place: Path, sizes: tuple[int, ...], names: tuple[str, ...] = NAMES) -> None:
    """Print the table for these numbers of order lines."""
    lines = []
    for name in names:
        found = [run_case("benchmarks.metrics.growth", name, str(place), str(rows)) for rows in sizes]
        lines.append([name, *(f"{m.answer} s, {m.peak_mb:,.0f} MB" if m else "failed" for m in found)])
        print(lines[-1], flush=True)
    table("CPU seconds and peak memory by order lines", ["question", *(f"{rows:,}" for rows in sizes)], lines)
