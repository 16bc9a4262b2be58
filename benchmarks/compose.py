"""A review from its questions: CPU seconds of a fresh process that composes the demonstration's monthly review.

``new``: of a snapshot nobody asked before, so that every plan is made; ``known``: asked before by another process. ``few``
pages: the key figures and the regions alone.
"""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from benchmarks.measure import run_case, table

WINDOW = "2025-06"
CASES = {
    "every page, new snapshot": ("new", ""),
    "every page, known snapshot": ("known", ""),
    "two pages, new snapshot": ("new", "kpi,regions"),
    "two pages, known snapshot": ("known", "kpi,regions"),
}


def case(how: str, pages: str, place: str) -> str:
    """CPU seconds of composing the *pages* (all where ""), what was found out about the snapshot thrown away where it is new."""
    start = time.process_time()
    import fupan

    company = fupan.open(place)
    if how == "new":
        shutil.rmtree(company.workspace.warehouse / "cache", ignore_errors=True)
    only = pages.split(",") if pages else ()
    made = company.review("monthly", window=WINDOW, to=(), only=only, out=Path(place) / "benchmark")
    return f"{time.process_time() - start:.1f} s, {len(made.document.slides)} slides"


def demo(place: Path, scale: float = 1.0) -> Path:
    """The demonstration with its files loaded and its names matched, made once."""
    root = place / "demo"
    if not (root / "warehouse" / "current").exists():
        import fupan
        from fupan.demo.prepare import prepare_workspace

        shutil.rmtree(root, ignore_errors=True)
        company = fupan.open(prepare_workspace(root, scale=scale))
        company.load(accept=True)
        company.confirm_names(company.match().confident(0.9))
    return root


def run(place: Path) -> None:
    """Print the table."""
    root = demo(place)
    rows = []
    for name, (how, pages) in CASES.items():
        done = run_case("benchmarks.compose", how, pages, str(root))
        rows.append([name, done.answer if done else "–", f"{done.peak_mb:.0f} MB" if done else "–"])
    table("A review from its questions", ["", "CPU", "peak"], rows)
