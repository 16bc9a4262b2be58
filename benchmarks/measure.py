"""Measure a call in a process of its own: seconds of wall clock, and peak memory of it and its children."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """What one case took; ``answer`` is what it computed, so that cases can be checked against each other."""

    seconds: float
    peak_mb: float
    answer: str


def run_case(module: str, *arguments: str) -> Measured | None:
    """Run ``python -m module arguments``; its last line is JSON with seconds and answer. None if it failed."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.child", module, *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(done.stderr[-2000:], file=sys.stderr)
        return None
    found = json.loads(done.stdout.strip().splitlines()[-1])
    return Measured(found["seconds"], found["peak_mb"], found["answer"])


def table(title: str, heads: list[str], rows: list[list[str]]) -> None:
    """Print a plain table, first column left, others right."""
    widths = [max(len(r[i]) for r in [heads, *rows]) for i in range(len(heads))]
    print(f"\n{title}")
    for r in [heads, ["-" * w for w in widths], *rows]:
        print("  ".join(c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(r, widths, strict=True))))
