"""What a question costs beyond its SQL, and from what it is asked again: another month each time, over few rows."""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from typing import Any

from benchmarks.facts import write_facts
from benchmarks.measure import table
from benchmarks.metrics import figures as kept_figures
from benchmarks.metrics.cases import AS_OF
from benchmarks.metrics.engines import opened

ASKED: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "one figure": (("net_sales",), {}),
    "region, last year": (("gross_sales", "asp"), {"by": ("region",), "compare": ("last_year",)}),
    "attainment by region": (("net_sales", "attainment"), {"by": ("region",)}),
    "top 5, others, total": (("gross_sales",), {"by": ("customer",), "top": 5, "others": True, "totals": True}),
    "filter": (("units",), {"by": ("product_line",), "where": "region = '华东'"}),
}


def overhead(layer: Any, place: Path, rows: int = 20_000) -> None:
    """Print and keep milliseconds of wall clock beyond the engine's."""
    from fupan.metrics import Question, Scope
    from fupan.metrics.plan import run as fetching

    spent, fetch = [0.0], fetching.fetch

    def timed(backend: Any, text: str) -> Any:
        start = time.perf_counter()
        found = fetch(backend, text)
        spent[0] += time.perf_counter() - start
        return found

    found = []
    fetching.fetch = timed
    try:
        with opened("duckdb", write_facts(place, rows)) as on:
            for name, (metrics, more) in ASKED.items():
                took = []
                for month in (*range(1, 7), *range(1, 7), *range(1, 7)):
                    question = Question(metrics=metrics, window=f"2025-{month:02d}", as_of=AS_OF, **more)
                    spent[0], start = 0.0, time.perf_counter()
                    layer.ask(question, reader=on.reader, scope=Scope.everything())
                    took.append((time.perf_counter() - start - spent[0]) * 1000)
                found.append(
                    {"name": name, "first": took[0], "median": statistics.median(took[1:]), "least": min(took[1:])}
                )
    finally:
        fetching.fetch = fetch
    kept_figures.keep("overhead", cases=found)
    table(
        "beyond the engine's run time, milliseconds of wall clock", ["question", "first", "median", "least"],
        [[c["name"], f"{c['first']:.0f}", f"{c['median']:.1f}", f"{c['least']:.1f}"] for c in found],
    )  # fmt: skip
