"""A case asked of the layer and of the engine, taken in turns, and whether both said the same."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.metrics.cases import AS_OF, Case
from benchmarks.metrics.clock import Cpu


@dataclass(frozen=True)
class Taken:
    """Least CPU and least wall-clock seconds of several runs of a call, and what it gave."""

    cpu: float
    wall: float
    given: Any


def least(runs: int, *calls: Callable[[], Any]) -> list[Taken]:
    """Each call so many times, in turns, so that what else the machine does falls on all of them alike."""
    found = [Taken(float("inf"), float("inf"), None)] * len(calls)
    for _ in range(runs):
        for n, call in enumerate(calls):
            cpu, wall = Cpu(), time.perf_counter()
            given = call()
            wall = time.perf_counter() - wall
            found[n] = Taken(min(found[n].cpu, cpu.seconds()), min(found[n].wall, wall), given)
    return found


def ask(layer: Any, reader: Any, case: Case) -> Any:
    """The layer's answer to a case."""
    from fupan.metrics import Question, Scope

    question = Question(metrics=case.metrics, as_of=AS_OF, **case.asked)
    return layer.ask(question, reader=reader, scope=Scope.everything())


def figures(rows: Iterable[Iterable[Any]]) -> float:
    """Sum of all numbers, by which answers are compared."""
    return sum(float(v) for row in rows for v in row if isinstance(v, int | float) or type(v).__name__ == "Decimal")


def shown(result: Any) -> float:
    """The same of an answer, without its derived changes."""
    names = [c.name for c in result.columns if c.kind in {"metric", "comparison"} and not c.against.startswith("vs_")]
    return figures([r[n] for n in names] for r in result.all_rows())


def same(one: float, other: float) -> bool:
    """Whether two such sums are equal but for the last digits of floating numbers."""
    return abs(one - other) <= 1e-6 * max(1.0, abs(other))


def best(taken: Sequence[Taken]) -> Taken:
    """The quickest of several ways to get the same, by CPU and by wall clock each."""
    return Taken(min(t.cpu for t in taken), min(t.wall for t in taken), taken[0].given)
