"""One run: each class of question against hand-written SQL, the layer's own overhead, roll-ups, and both ways of storing.

Seconds are of CPU over all threads (the smallest of several runs), so that other work on the machine shows least.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from benchmarks.facts import FactReader, write_facts
from benchmarks.measure import table
from benchmarks.metrics.cases import AS_OF, CASES, Case


def least(runs: int, *calls: Callable[[], Any]) -> list[tuple[float, Any]]:
    """Least CPU seconds of each call, taken in turns, and what it gave."""
    found: list[tuple[float, Any]] = [(float("inf"), None)] * len(calls)
    for _ in range(runs):
        for n, call in enumerate(calls):
            start = time.process_time()
            given = call()
            found[n] = min(found[n][0], time.process_time() - start), given
    return found


def figures(rows: Iterable[Iterable[Any]]) -> float:
    """Sum of all numbers, by which answers are compared."""
    return sum(float(v) for row in rows for v in row if isinstance(v, int | float) or type(v).__name__ == "Decimal")


def ask(layer: Any, reader: Any, case: Case) -> Any:
    """The layer's answer to a case."""
    from fupan.metrics import Question, Scope

    question = Question(metrics=case.metrics, as_of=AS_OF, **case.asked)
    return layer.ask(question, reader=reader, scope=Scope.everything())


def shown(result: Any) -> float:
    """The same of an answer, without its derived changes."""
    names = [c.name for c in result.columns if c.kind in {"metric", "comparison"} and not c.against.startswith("vs_")]
    return figures([r[n] for n in names] for r in result.all_rows())


def run(rows: int, place: Path, runs: int = 3) -> None:
    """Print the tables for *rows* order lines on DuckDB."""
    from fupan.metrics import MetricLayer, load_definitions

    facts = write_facts(place, rows)
    reader = FactReader(facts)
    con = reader.backend.con
    layer = MetricLayer(load_definitions())
    lines, base = [], {}
    for case in CASES:
        start = time.perf_counter()
        first = ask(layer, reader, case)
        cold = time.perf_counter() - start
        texts = list(dict.fromkeys(first.provenance.sql))
        (ours, answer), (engine, _), (hand, wanted) = least(
            runs, lambda c=case: ask(layer, reader, c), lambda t=texts: [con.execute(x).fetchall() for x in t],
            lambda c=case: con.execute(c.sql).fetchall(),
        )  # fmt: skip
        base[case.name] = ours, shown(answer)
        same = abs(shown(answer) - figures(wanted)) <= 1e-6 * max(1.0, abs(figures(wanted)))
        lines.append(
            [
                case.name,
                f"{cold:.2f}",
                f"{ours:.3f}",
                f"{engine:.3f}",
                f"{hand:.3f}",
                f"{ours / hand:.2f}",
                "yes" if same else "NO",
            ]
        )
        print(" ".join(lines[-1]), flush=True)
    table(
        f"{rows:,} order lines, DuckDB: CPU seconds",
        ["question", "first (wall)", "fupan", "its SQL alone", "hand SQL", "ratio", "same answer"],
        lines,
    )
    made = reader.keep_rollups(layer)
    kept = []
    for case in CASES:
        if not ask(layer, reader, case).provenance.rollups:
            continue
        ((ours, answer),) = least(5, lambda c=case: ask(layer, reader, c))
        before, value = base[case.name]
        same = abs(shown(answer) - value) <= 1e-9 * max(1.0, abs(value))
        kept.append([case.name, f"{before:.3f}", f"{ours:.3f}", f"{before / ours:.0f}", "yes" if same else "NO"])
    table(f"from roll-ups ({', '.join(f'{r.name} {r.rows:,} rows' for r in reader.rollups)}), made in {made:.1f} s",
          ["question", "base", "roll-up", "times faster", "same answer"], kept)  # fmt: skip
    overhead(place, layer)
    storage(facts, con, runs)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def overhead(place: Path, layer: Any, rows: int = 20_000) -> None:
    """What a question costs beyond its SQL: another month each time, over few rows."""
    import statistics

    from fupan.metrics import Question, Scope
    from fupan.metrics.plan import run as fetching

    reader, spent = FactReader(write_facts(place, rows)), [0.0]
    fetch = fetching.fetch

    def timed(backend: Any, text: str) -> Any:
        start = time.perf_counter()
        found = fetch(backend, text)
        spent[0] += time.perf_counter() - start
        return found

    lines = []
    asked = {
        "one figure": (("net_sales",), {}), "region, last year": (("gross_sales", "asp"), {"by": ("region",), "compare": ("last_year",)}),
        "attainment by region": (("net_sales", "attainment"), {"by": ("region",)}),
        "top 5, others, total": (("gross_sales",), {"by": ("customer",), "top": 5, "others": True, "totals": True}),
        "filter": (("units",), {"by": ("product_line",), "where": "region = '华东'"}),
    }  # fmt: skip
    fetching.fetch = timed
    try:
        for name, (metrics, more) in asked.items():
            took = []
            for month in (*range(1, 7), *range(1, 7)):
                question = Question(metrics=metrics, window=f"2025-{month:02d}", as_of=AS_OF, **more)
                spent[0], start = 0.0, time.perf_counter()
                layer.ask(question, reader=reader, scope=Scope.everything())
                took.append((time.perf_counter() - start - spent[0]) * 1000)
            lines.append(
                [name, f"{took[0]:.0f}", f"{took[1]:.1f}", f"{statistics.median(took[1:]):.1f}", f"{min(took[1:]):.1f}"]
            )
    finally:
        fetching.fetch = fetch
    table(
        "beyond the engine's run time, milliseconds of wall clock",
        ["question", "first", "second month", "median", "least"],
        lines,
    )


def storage(facts: Path, con: Any, runs: int) -> None:
    """The same SQL over Parquet and over DuckDB's own file made from it."""
    import duckdb

    path = facts / "cache.duckdb"
    path.unlink(missing_ok=True)
    start = time.perf_counter()
    with duckdb.connect(str(path)) as own:
        for name in ("order_lines", "return_lines", "accruals", "regions", "targets", "products", "stock_snapshots"):
            own.execute(f"CREATE TABLE {name} AS SELECT * FROM read_parquet('{facts / f'{name}.parquet'}')")
    made = time.perf_counter() - start
    size = path.stat().st_size / sum(p.stat().st_size for p in facts.glob("*.parquet"))
    lines = []
    with duckdb.connect(str(path), read_only=True, config={"memory_limit": "8GB", "threads": 2}) as own:
        for case in CASES:
            (parquet, _), (native, _) = least(
                runs, lambda c=case: con.execute(c.sql).fetchall(), lambda c=case: own.execute(c.sql).fetchall()
            )
            lines.append([case.name, f"{parquet:.3f}", f"{native:.3f}", f"{parquet / native:.2f}"])
    path.unlink()
    table(f"Parquet beside DuckDB's own file ({size:.1f} times the size, made in {made:.1f} s), hand SQL, CPU seconds",
          ["question", "Parquet", "own file", "ratio"], lines)  # fmt: skip
