"""fupan, boring-semantic-layer and MetricFlow asked the same over the same files in one run, in turns.

The others are installed into environments of their own below build/, by the requirements that stand here; nothing of
fupan depends on them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from benchmarks.measure import table
from benchmarks.metrics import figures as kept_figures
from benchmarks.metrics.asking import ask, figures, least, same, shown
from benchmarks.metrics.cases import CASES, Case
from benchmarks.metrics.engines import opened

HERE = Path(__file__).parent
RIVALS = ("boring", "metricflow")
ROUNDS = 2


OWN = {
    "gross_sales": "sold", "net_sales": "sold_net", "orders": "sold_orders", "customers": "sold_customers",
    "asp": "sold_price", "units": "sold_units",
}  # fmt: skip
"""The pack's metrics, which the cases ask for, and the same as fupan/metrics/sold.yaml defines them anew."""
OWN_LINE = {"product_line": "sold_line"}
"""The pack takes a row's product line from its product where the row has none; the others were told of the row's alone."""


def beside(root: Path, rows: int, runs: int, environments: Path = Path("build/rivals")) -> None:
    """Print the table and keep its figures; a question that one of them was not asked is left empty."""
    from fupan.metrics import MetricLayer, load_definitions

    pythons = {r: _environment(environments.absolute() / r, HERE / f"requirements-{r}.txt") for r in RIVALS}
    found: dict[str, dict[str, dict[str, float]]] = {}
    layer = MetricLayer(load_definitions("standard", HERE / "fupan"))
    with opened("duckdb", root) as on:
        for _ in range(ROUNDS):
            answers = {
                r: _asked(r, python, environments.absolute(), root.absolute(), runs) for r, python in pythons.items()
            }
            names = [_as_told(c) for c in CASES if any(c.name in a for a in answers.values())]
            for case in names:
                ask(layer, on.reader, case)
                ours, hand = least(
                    runs, lambda c=case: ask(layer, on.reader, c), lambda c=case: on.run(c.statements("duckdb")[0])
                )
                wanted = figures(hand.given)
                mine = {"cpu": ours.cpu, "wall": ours.wall, "total": shown(ours.given)}
                for who, one in {
                    "fupan": mine,
                    **{r: a[case.name] for r, a in answers.items() if case.name in a},
                }.items():
                    known = found.setdefault(case.name, {}).setdefault(who, one | {"same": same(one["total"], wanted)})
                    known["cpu"], known["wall"] = min(known["cpu"], one["cpu"]), min(known["wall"], one["wall"])
    kept_figures.keep(
        "rivals", rows=rows, versions={r: _version(r) for r in RIVALS}, lines=definition_lines(),
        cases=[{"name": name} | by for name, by in found.items()],
    )  # fmt: skip
    who = ("fupan", *RIVALS)
    table(
        f"other semantic layers, {rows:,} order lines, the same Parquet: CPU seconds (wall)", ["question", *who],
        [[name, *(_cell(by.get(w)) for w in who)] for name, by in found.items()],
    )  # fmt: skip
    print("lines of definition:", definition_lines())


def _as_told(case: Case) -> Case:
    """The same question of the definitions that stand beside those of the others."""
    by = tuple(OWN_LINE.get(d, d) for d in case.asked["by"])
    return replace(case, metrics=(OWN[case.metrics[0]],), asked=case.asked | {"by": by})


def _cell(one: dict[str, float] | None) -> str:
    if one is None:
        return "–"
    return f"{one['cpu']:.2f} ({one['wall']:.2f})" + ("" if one["same"] else " another answer")


def definition_lines() -> dict[str, int]:
    """Lines that are not empty of what each was told for the questions asked here; the pack has them all already."""
    script = (HERE / "ask_boring.py").read_text(encoding="utf-8")
    boring = script.partition("definitions begin\n")[2].partition("# -- definitions end")[0]
    models = sorted((HERE / "metricflow" / "models").glob("*"))
    return {
        "fupan": _lines((HERE / "fupan" / "metrics" / "sold.yaml").read_text(encoding="utf-8")),
        "boring": _lines(boring),
        "metricflow": sum(_lines(p.read_text(encoding="utf-8")) for p in models),
    }


def _lines(text: str) -> int:
    return sum(bool(line.strip()) for line in text.splitlines())


def _environment(place: Path, requirements: Path) -> Path:
    """The interpreter of an environment with these packages, made once for what stands in the file."""
    python, stamp = place / ("Scripts/python.exe" if os.name == "nt" else "bin/python"), place / "requirements.txt"
    if not stamp.exists() or stamp.read_bytes() != requirements.read_bytes():
        shutil.rmtree(place, ignore_errors=True)
        base = Path(sys.base_prefix) / ("python.exe" if os.name == "nt" else "bin/python3")
        subprocess.run([base, "-m", "venv", place], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", requirements], check=True)
        shutil.copyfile(requirements, stamp)
    return python


def _asked(rival: str, python: Path, environments: Path, root: Path, runs: int) -> dict[str, dict[str, float]]:
    """What a rival says, by name of the question; its script starts in its own environment."""
    first: Path = root
    if rival == "metricflow":  # a project is written to where it stands
        first = environments / "project"
        shutil.rmtree(first, ignore_errors=True)
        shutil.copytree(HERE / "metricflow", first)
    clean = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")} | {"FACTS": str(root)}
    done = subprocess.run(
        [python, HERE / f"ask_{rival}.py", first, str(runs)], capture_output=True, text=True, check=False, cwd=first,
        env=clean,
    )  # fmt: skip
    if done.returncode:
        print(f"{rival} failed: {done.stderr[-2000:]}", file=sys.stderr)
        return {}
    return {one.pop("name"): one for one in json.loads(done.stdout.strip().splitlines()[-1])}


def _version(rival: str) -> str:
    return (HERE / f"requirements-{rival}.txt").read_text(encoding="utf-8").splitlines()[0]
