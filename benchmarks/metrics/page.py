"""The README's tables and its picture, written from the figures that were kept: between ``<!-- NAME -->`` and ``<!-- / -->``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.metrics.figures import kept
from benchmarks.metrics.picture import draw

README = Path(__file__).parent / "README.md"
_PLACE = re.compile(r"<!-- ([a-z0-9-]+) -->\n.*?<!-- / -->", re.DOTALL)
COMPARED = ("duckdb-10m", "postgres-10m", "spark-10m-2core", "spark-10m-1core", "duckdb-100m", "spark-100m-2core")


def write_page() -> None:
    """Fill every place of the README for which there are figures; others stay as they are."""
    text = README.read_text(encoding="utf-8")
    README.write_text(_PLACE.sub(lambda m: _filled(m[1], m[0]), text), encoding="utf-8")
    draw({name: found for name in COMPARED if (found := kept(name)) is not None})


def _filled(name: str, whole: str) -> str:
    if name == "summary":
        body = _summary()
    else:
        found = kept(name)
        if found is None:
            return whole
        makers = {"rollups": _rollups, "storage": _storage, "growth": _growth, "rivals": _rivals, "overhead": _overhead}
        body = f"{makers.get(name.partition('-')[0], _compared)(found)}\n\n{_said(found)}"
    return f"<!-- {name} -->\n{body}\n<!-- / -->"


def _said(found: dict[str, Any]) -> str:
    settings = f"; {found['settings']}" if "settings" in found else ""
    peak = f"; peak memory {found['peak_mb']:,} MB" if "peak_mb" in found else ""
    return f"*{found['day']}; {found['machine']}{settings}{peak}.*"


def _table(heads: list[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _summary() -> str:
    """Per engine and size: how many classes were asked, the ratios' range, and those of scans over one second."""
    rows = []
    for name in COMPARED:
        found = kept(name)
        if found is None:
            continue
        ratios = sorted(c["cpu"] / c["hand_cpu"] for c in found["cases"])
        long = sorted(c["cpu"] / c["hand_cpu"] for c in found["cases"] if c["hand_wall"] > 1)
        over = [c["name"] for c in found["cases"] if c["hand_wall"] > 1 and c["cpu"] / c["hand_cpu"] > 1.105]
        agree = sum(c["same"] for c in found["cases"])
        rows.append([
            name, f"{agree} of {len(ratios)}", f"{ratios[0]:.2f} to {ratios[-1]:.2f}, middle {ratios[len(ratios) // 2]:.2f}",
            f"{len(long)}: {long[0]:.2f} to {long[-1]:.2f}" if long else "none", ", ".join(over) or "none",
        ])  # fmt: skip
    return _table(
        ["engine, order lines", "same answers", "fupan / hand SQL, CPU", "scans over 1 s", "of these over 1.1"], rows
    )


def _compared(found: dict[str, Any]) -> str:
    return _table(
        ["question", "CPU", "by hand", "ratio", "wall", "by hand", "ratio", "same answer"],
        (
            [
                c["name"], f"{c['cpu']:.2f}", f"{c['hand_cpu']:.2f}", f"{c['cpu'] / c['hand_cpu']:.2f}", f"{c['wall']:.2f}",
                f"{c['hand_wall']:.2f}", f"{c['wall'] / c['hand_wall']:.2f}", "yes" if c["same"] else "**no**",
            ]
            for c in found["cases"]
        ),
    )  # fmt: skip


def _rollups(found: dict[str, Any]) -> str:
    return _table(
        ["question", "base", "roll-up", "times faster"],
        (
            [c["name"], f"{c['base']:.2f}", f"{c['rollup']:.3f}", f"{c['base'] / c['rollup']:.0f}"]
            for c in found["cases"]
        ),
    )


def _overhead(found: dict[str, Any]) -> str:
    return _table(
        ["question", "first", "median", "least"],
        ([c["name"], f"{c['first']:.0f}", f"{c['median']:.1f}", f"{c['least']:.1f}"] for c in found["cases"]),
    )


def _storage(found: dict[str, Any]) -> str:
    size = f"Parquet {found['parquet_mb']:,.0f} MB; own file {found['own_mb']:,.0f} MB, made in {found['made_seconds']:.0f} s."
    return size + "\n\n" + _table(
        ["question", "Parquet", "own file", "Parquet / own file"],
        ([c["name"], f"{c['parquet']:.2f}", f"{c['own']:.2f}", f"{c['parquet'] / c['own']:.2f}"] for c in found["cases"]),
    )  # fmt: skip


def _growth(found: dict[str, Any]) -> str:
    sizes = [t["rows"] for t in found["cases"][0]["sizes"]]
    return _table(
        ["question", *(f"{rows // 1_000_000} million" for rows in sizes)],
        (
            [c["name"], *(f"{t['cpu']:.2f} s CPU, {t['wall']:.2f} s, {t['mb']:,.0f} MB" for t in c["sizes"])]
            for c in found["cases"]
        ),
    )


def _rivals(found: dict[str, Any]) -> str:
    who = ("fupan", "boring", "metricflow")
    heads = ["CPU seconds (wall)", "fupan", *found["versions"].values()]
    rows = [
        [c["name"], *(f"{c[w]['cpu']:.2f} ({c[w]['wall']:.2f})" if w in c else "–" for w in who)]
        for c in found["cases"]
    ]
    plans = [[c[w]["plan"] * 1000 for c in found["cases"] if w in c and "plan" in c[w]] for w in who[1:]]
    rows.append(
        ["writing the statement, ms", "see below", *(f"{min(p):.0f} to {max(p):.0f}" if p else "–" for p in plans)]
    )
    lines = found["lines"]
    own = f"{lines['fupan']}, or 0: the pack has them"
    rows.append(["lines of definition", own, str(lines["boring"]), str(lines["metricflow"])])
    return _table(heads, rows)
