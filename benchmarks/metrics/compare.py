"""Each class of question against the best hand-written SQL on the same engine, answers compared."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.measure import table
from benchmarks.metrics import figures as kept_figures
from benchmarks.metrics.asking import ask, best, figures, least, same, shown
from benchmarks.metrics.cases import CASES
from benchmarks.metrics.clock import Peak
from benchmarks.metrics.engines import opened


@dataclass(frozen=True)
class Compared:
    """Seconds of one class of question: the first time it is asked, then CPU and wall clock, ours and by hand.

    ``way`` is which of the ways to write it by hand was the fastest.
    """

    name: str
    first: float
    cpu: float
    wall: float
    hand_cpu: float
    hand_wall: float
    same: bool
    way: int

    @property
    def ratio(self) -> float:
        """CPU over CPU."""
        return self.cpu / self.hand_cpu


MOST_TRIED = 20_000_000


def compare(layer: Any, engine: str, root: Path, rows: int, runs: int, cores: int, names: Iterable[str] = ()) -> None:
    """Ask every case (or those called *names*), print the table as it comes and keep its figures.

    Beyond so many rows that each statement takes minutes, of several ways to write one only that which was the fastest
    on fewer rows is run.
    """
    found: list[Compared] = []
    fewer = kept_figures.kept(f"{engine}-10m" + ("-2core" if engine == "spark" else "")) if rows > MOST_TRIED else None
    known = {c["name"]: c["way"] for c in fewer["cases"]} if fewer else {}
    part = f"{engine}-{kept_figures.short(rows)}" + (f"-{cores}core" if engine == "spark" else "")
    earlier = kept_figures.kept(part) if names else None
    before = earlier["cases"] if earlier else []  # of the classes that are not asked now
    with Peak() as peak, opened(engine, root, cores) as on:
        for case in CASES:
            if names and case.name not in names:
                continue
            start = time.perf_counter()
            ask(layer, on.reader, case)
            first = time.perf_counter() - start
            texts = case.statements(engine)
            tried = [texts[known[case.name]]] if case.name in known else texts
            ours, *hand = least(
                runs, lambda c=case: ask(layer, on.reader, c), *[lambda s=text: on.run(s) for text in tried]
            )
            by_hand = best(hand)
            way = texts.index(tried[min(range(len(tried)), key=lambda n: hand[n].cpu)])
            agree = all(same(shown(ours.given), figures(h.given)) for h in hand)
            found.append(Compared(case.name, first, ours.cpu, ours.wall, by_hand.cpu, by_hand.wall, agree, way))
            print(*_line(found[-1]), sep="  ", flush=True)
            others = [c for c in before if c["name"] not in {f.name for f in found}]
            kept_figures.keep(
                part, engine=engine, rows=rows, runs=runs, settings=on.settings, peak_mb=round(peak.mb),
                cases=_in_order([asdict(c) for c in found] + others),
            )  # fmt: skip
        title = f"{rows:,} order lines, {on.settings}: seconds, peak memory {peak.mb:,.0f} MB"
    table(
        title,
        ["question", "first", "CPU", "by hand", "ratio", "wall", "by hand", "same answer"],
        list(map(_line, found)),
    )


def _in_order(cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    place = {case.name: n for n, case in enumerate(CASES)}
    return sorted(cases, key=lambda c: place[c["name"]])


def _line(c: Compared) -> list[str]:
    numbers = [
        f"{c.first:.2f}",
        f"{c.cpu:.2f}",
        f"{c.hand_cpu:.2f}",
        f"{c.ratio:.2f}",
        f"{c.wall:.2f}",
        f"{c.hand_wall:.2f}",
    ]
    return [c.name, *numbers, "yes" if c.same else "NO"]
