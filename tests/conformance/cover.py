"""The full grid in few questions: every metric with every cell it may have, several of them to a question.

A cell of a metric is a dimension that it carries or an option of an axis. Each is asked: mixed with others first, alone
where that was refused or empty. DuckDB answers as the questions are made, once for all engines that are compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tests.conformance.grid import Asked, Grid
from tests.conformance.variations import AXES

from fupan.errors import QuestionError
from fupan.metrics import Result, Scope
from fupan.metrics.partial import ask_partly
from fupan.metrics.plan.resolve import resolve

Cell = tuple[str, Any]
"""(axis, number of the option), or (``dimension``, its name)."""
MIXED = (
    ("compare", "time", "window", "calendar", "figures"),
    ("shape",),
    ("where", "scope", "role", "org", "currency"),
)
"""Of each of these groups one axis goes into a question of many cells."""
GAIN, TURNS = 20, 4
"""Questions of many cells are asked until the last few had fewer new cells than this on average: the rest alone, which
costs less for each cell."""


@dataclass(frozen=True, slots=True)
class Covered:
    """A question, what DuckDB says to it, and how many cells it is the first to have."""

    asked: Asked
    expected: Result | QuestionError
    cells: int


class Cover:
    """Questions that have every cell of every metric of *grid*; ``answered`` and ``refused`` count cells by axis."""

    def __init__(self, grid: Grid, together: int = 12, part: tuple[int, int] = (1, 1)) -> None:
        """*part* (2, 5) is the second fifth of the metrics, which stand by what they read."""
        self.grid, self.together, self.random = grid, together, grid.random
        options = [(axis, n) for axis, each in AXES.items() for n in range(1, len(each))]
        self.facts = {metric: self._facts(metric) for metric in grid.carried}
        every = sorted(self.facts, key=lambda m: (sorted(self.facts[m]), m))
        number, of = part
        mine = every[len(every) * (number - 1) // of : len(every) * number // of]
        self.untried: dict[str, set[Cell]] = {
            metric: {("dimension", d) for d in grid.carried[metric]} | set(options) for metric in mine
        }
        self.left = {metric: set(cells) for metric, cells in self.untried.items()}
        self.total = sum(map(len, self.left.values()))
        self.answered: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()

    @property
    def missing(self) -> int:
        """How many cells no question has had yet."""
        return sum(map(len, self.left.values()))

    def questions(self) -> Iterator[Covered]:
        """All of them; each cell of each metric stands in one that is answered, or alone in one that is refused."""
        gained = [GAIN] * TURNS
        while any(self.untried.values()) and sum(gained[-TURNS:]) >= TURNS * GAIN:
            before = self.missing
            yield from self._mixed()
            gained.append(before - self.missing)
        for cell in sorted({c for cells in self.left.values() for c in cells}, key=repr):
            yield from self._alone(cell)

    def _mixed(self) -> Iterator[Covered]:
        """One question of many cells that no other had; what it refuses or leaves empty is asked alone later."""
        most = max(map(len, self.untried.values()))
        lead = self.random.choice([m for m, cells in self.untried.items() if len(cells) == most])
        metrics = self._mates(lead)
        common = [d for d in self.grid.carried[lead] if all(d in self.grid.carried[m] for m in metrics)]
        by = self._wanted([("dimension", d) for d in common], metrics)[: self.random.choice((2, 2, 3))]
        chosen: list[Cell] = []
        given: dict[str, Any] = {}
        for group in MIXED:
            listed = [(a, n) for a in group for n in range(1, len(AXES[a])) if _fits(AXES[a][n], given)]
            for axis, number in self._wanted(listed, metrics)[:1]:
                chosen.append((axis, number))
                given |= AXES[axis][number]
        cells = [*by, *chosen]
        for metric in metrics:
            self.untried[metric] -= set(cells)
        yield from self._ask(metrics, [d for _, d in by], chosen, cells, final=False)

    def _mates(self, lead: str) -> list[str]:
        """*lead* and the metrics that share most untried cells with it and a dimension that all of them carry."""
        found, common = [lead], set(self.grid.carried[lead])
        wanted = self.untried[lead]
        order = self.random.sample(list(self.untried), len(self.untried))
        facts = self.facts[lead]
        for metric in sorted(order, key=lambda m: (len(facts ^ self.facts[m]), -len(wanted & self.untried[m]))):
            carried = set(self.grid.carried[metric])
            if metric == lead or not self.untried[metric] or bool(carried & common) != bool(common):
                continue
            found.append(metric)
            common &= carried
            if len(found) == self.together:
                break
        return found

    def _facts(self, metric: str) -> frozenset[str]:
        """What a metric reads: those that read the same cost one question little more than one of them."""
        try:
            return frozenset(resolve(self.grid.definitions, (metric,), Scope(), plans=()).facts())
        except QuestionError:
            return frozenset()

    def _wanted(self, cells: Iterable[Cell], metrics: Sequence[str]) -> list[Cell]:
        """Cells that some of the metrics have not tried, those that most have not first."""
        count = {c: sum(c in self.untried[m] for m in metrics) for c in cells}
        listed = self.random.sample(list(count), len(count))
        return [c for c in sorted(listed, key=lambda c: -count[c]) if count[c]]

    def _alone(self, cell: Cell) -> Iterator[Covered]:
        """The cell with every metric that still lacks it, and nothing else; what is refused now is refused."""
        axis, named = cell
        lacking = [m for m, cells in self.left.items() if cell in cells]
        while lacking:
            lead = lacking.pop(0)
            metrics = [lead]
            common = set(self.grid.carried[lead])
            for metric in sorted(lacking, key=lambda m: len(self.facts[lead] ^ self.facts[m])):
                carried = set(self.grid.carried[metric])
                if len(metrics) < self.together and bool(carried & common) == bool(common):
                    metrics.append(metric)
                    lacking.remove(metric)
                    common &= carried
            by = [named] if axis == "dimension" else self.random.sample(sorted(common), min(1, len(common)))
            yield from self._ask(metrics, by, [] if axis == "dimension" else [cell], [cell], final=True)

    def _ask(
        self, metrics: Sequence[str], by: Sequence[str], options: Sequence[Cell], cells: Sequence[Cell], *, final: bool
    ) -> Iterator[Covered]:
        asked = self.grid.asked(metrics, by, *(AXES[a][n] for a, n in options))
        partly = ask_partly(self.grid.layer, asked.question, reader=self.grid.reader, scope=asked.scope)
        result = partly.result
        if result is not None and result.question is not None and (result.rows or final):
            had = [(m, c) for m in result.question.metrics for c in cells if c in self.left[m]]
            self._tick(had, self.answered)
            yield Covered(replace(asked, question=result.question), result, len(had))
        if not final:
            return
        for metric in partly.refused:
            alone = self.grid.asked([metric], by, *(AXES[a][n] for a, n in options))
            try:
                told: Result | QuestionError = self.grid.layer.ask(
                    alone.question, reader=self.grid.reader, scope=alone.scope
                )
            except QuestionError as error:
                told = error
            had = [(metric, c) for c in cells if c in self.left[metric]]
            self._tick(had, self.answered if isinstance(told, Result) else self.refused)
            yield Covered(alone, told, len(had))

    def _tick(self, had: Iterable[tuple[str, Cell]], counted: Counter[str]) -> None:
        for metric, cell in had:
            self.left[metric].discard(cell)
            self.untried[metric].discard(cell)
            counted[cell[0]] += 1


def _fits(option: Mapping[str, Any], given: Mapping[str, Any]) -> bool:
    """Whether an option changes nothing that another one of the question has set."""
    return all(key not in given for key in option)
