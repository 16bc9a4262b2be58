"""``python -m benchmarks [load|metrics|plan|review|web] [--rows N]``: print the comparisons; files are kept in build/benchmarks.

``python -m benchmarks metrics --engine duckdb|postgres|spark --rows N`` writes benchmarks/metrics/README.md anew, too."""

from __future__ import annotations

import argparse
from pathlib import Path


def main() -> None:
    """Run the benchmarks that the arguments name (all by default)."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("which", nargs="*", choices=["load", "metrics", "plan", "review", "web", []], default=[])
    parser.add_argument("--rows", type=int, help="rows (default: 2 million to load, 10 million for metrics)")
    parser.add_argument("--place", type=Path, default=Path("build/benchmarks"), help="where the files are kept")
    metrics = parser.add_argument_group("metrics")
    metrics.add_argument("--engine", choices=["duckdb", "postgres", "spark"], default="duckdb")
    metrics.add_argument("--cores", type=int, default=2, help="threads of DuckDB, workers of Spark")
    metrics.add_argument("--runs", type=int, default=3, help="runs of each, of which the least counts")
    metrics.add_argument("--parts", nargs="*", default=[], help="compare rollups overhead storage growth rivals (all)")
    metrics.add_argument("--cases", nargs="*", default=[], help="only these classes of question, by name")
    given = parser.parse_args()
    which = given.which or ["load", "metrics", "plan", "review", "web"]
    if "load" in which:
        from benchmarks.load import run as run_load

        run_load(given.rows or 2_000_000, given.place)
    if "metrics" in which:
        from benchmarks.metrics.run import run as run_metrics

        run_metrics(
            given.rows or 10_000_000, given.place, given.engine, given.cores, given.runs, tuple(given.parts),
            tuple(given.cases),
        )  # fmt: skip
    if "plan" in which:
        from benchmarks.plan.run import run as run_plan

        run_plan()
    if "review" in which:
        from benchmarks.compose import run as run_compose
        from benchmarks.review import run as run_review

        run_review(given.place)
        run_compose(given.place)
    if "web" in which:
        from benchmarks.web.run import run as run_web

        run_web(given.rows or 10_000_000, given.place)


if __name__ == "__main__":
    main()
