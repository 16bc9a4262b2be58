"""Which questions are asked on every engine: all metrics by all they conform to, and every option of every axis."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from tests.conformance.variations import AXES, Option

from fupan.errors import UserError
from fupan.metrics import Definitions, MetricLayer, Question, Scope
from fupan.metrics.carrying import conforms
from fupan.metrics.plan.resolve import resolve

AS_OF = date(2025, 6, 30)
TOGETHER = 8
OPTIONS = 54
"""So many options of all axes are in a covering sample; another seed takes others, and the full grid has them all."""
_FIELDS = {f.name for f in fields(Question)}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and who asks it."""

    question: Question
    scope: Scope

    def __str__(self) -> str:
        given = {f.name: getattr(self.question, f.name) for f in fields(Question)}
        plain = {f.name: f.default for f in fields(Question)}
        said = {n: v for n, v in given.items() if v != plain[n]}
        return f"{said}" + (f" for {self.scope.members}" if self.scope != Scope() else "")


class Grid:
    """Questions about one company; *reader* (DuckDB's) tells which members a dimension has.

    *usual* is what each question says unless an option says otherwise: the currency, of a company that books in two.
    """

    def __init__(self, layer: MetricLayer, reader: Any, seed: int, usual: Option | None = None) -> None:
        self.usual = dict(usual or {})
        self.layer, self.reader, self.random = layer, reader, random.Random(seed)
        self.definitions: Definitions = layer.definitions
        self.plain = [d.name for d in self.definitions.dimensions.values() if d.time is None]
        self.carried = {m: self._carried(m) for m in self._metrics()}
        self._members: dict[str, list[str]] = {}

    def _metrics(self) -> list[str]:
        """Every metric, and those that are about another one (attainment, share) about some others too."""
        found = list(self.definitions.metrics)
        about = [
            m.name for m in self.definitions.metrics.values() if getattr(m, "of", None) in self.definitions.metrics
        ]
        return found + [
            f"{name}({of})" for name in about for of in ("gross_sales", "customers") if self._known(name, of)
        ]

    def _known(self, name: str, of: str) -> bool:
        """Whether a metric can be asked about another one than its own."""
        try:
            self.definitions.metric(f"{name}({of})")
        except UserError:
            return False
        return True

    def _carried(self, metric: str) -> list[str]:
        try:
            resolved = resolve(self.definitions, (metric,), Scope(), plans=())
        except UserError:
            return []
        facts = [self.definitions.facts[n] for n in resolved.facts()]
        return [d for d in self.plain if facts and all(conforms(self.definitions.dimension(d), f) for f in facts)]

    def members(self, metric: str, dimension: str) -> list[str]:
        """Members of a dimension, as the first metric that asks has them."""
        if dimension not in self._members:
            try:
                asked = Question((metric,), (dimension,), "2025-h1", as_of=AS_OF, **self.usual)
                rows = self.layer.ask(asked, reader=self.reader, scope=Scope()).rows
            except UserError:
                rows = []
            self._members[dimension] = [r[dimension] for r in rows] or ["大区1"]
        return self._members[dimension]

    def asked(self, metrics: Sequence[str], by: Sequence[str], *options: Option) -> Asked:
        """The question with these options; a later one wins, breakdowns add up."""
        given: dict[str, Any] = {"window": "2025-h1", "as_of": AS_OF} | self.usual
        times: tuple[str, ...] = ()
        for option in options:
            times += tuple(option.get("by", ()))
            given |= {n: v for n, v in option.items() if n != "by"}
        by = (*times, *by)
        spot = next((b for b in by if b in self.plain), (self.carried.get(metrics[0]) or self.plain)[0])
        for name, value in given.items():
            if isinstance(value, str) and "{" in value:
                member = self.random.choice(self.members(metrics[0], spot)).replace("'", "''")
                given[name] = value.format(metric=metrics[0], dimension=spot, member=member)
        scope = given.pop("scope", Scope())
        return Asked(Question(tuple(metrics), tuple(by), **given), scope)

    def full(self) -> Iterator[Asked]:
        """Each metric by each dimension it carries, and with each option of each axis."""
        for metric, dimensions in self.carried.items():
            for dimension in dimensions:
                yield self.asked([metric], [dimension], self._any("compare"))
            for name, options in AXES.items():
                for option in options:
                    by = self.random.sample(dimensions, min(len(dimensions), self.random.choice((1, 1, 2))))
                    if name == "time":
                        by = by[:1] if self.random.random() < 0.5 else []
                    yield self.asked([metric], by, option)

    def covering(self, count: int) -> list[Asked]:
        """At least *count* questions that together name every metric, every dimension that is carried and many options.

        Metrics that carry the same dimensions are asked together, two options at a time as chance has it: another seed
        gives other pairs. What is refused is asked once more with less, and stays as a question too.
        """
        every = [(axis, o) for axis, each in AXES.items() for o in each[1:]]
        options = _Deck(self.random.sample(every, min(OPTIONS, len(every))), self.random)
        names = _Deck([m for m, d in self.carried.items() if d], self.random)
        bare = [m for m, d in self.carried.items() if not d]
        unseen = {d for dims in self.carried.values() for d in dims}
        found = [self.asked(bare[n : n + TOGETHER], []) for n in range(0, len(bare), TOGETHER)]
        answered = 0
        while answered < count or names.round < 2 or options.round < 2:
            (metric,) = names.deal(1)
            metrics = [metric, *self._alike(metric, names)]
            common = [d for d in self.carried[metric] if all(d in self.carried[m] for m in metrics)]
            fresh = [d for d in common if d in unseen] or common
            by = self.random.sample(fresh, min(len(fresh), self.random.choice((1, 1, 2))))
            chosen = dict(options.deal(2))
            steps = [
                (metrics, by, list(chosen.values())),
                (metrics, by[:1], list(chosen.values())[:1]),
                ([metric], by[:1], list(chosen.values())[1:]),
                ([metric], by[:1], []),
            ]
            for step in steps:
                asked = self.asked(step[0], step[1], *step[2])
                found.append(asked)
                if self._answered(asked):
                    answered += 1
                    unseen -= set(step[1])
                    break
        return found

    def _answered(self, asked: Asked) -> bool:
        try:
            self.layer.ask(asked.question, reader=self.reader, scope=asked.scope)
        except UserError:
            return False
        return True

    def _alike(self, metric: str, names: _Deck) -> list[str]:
        """Further metrics, not yet asked, that carry at least half of what this one does."""
        own = set(self.carried[metric])
        alike = [m for m in names.left if len(own & set(self.carried[m])) * 2 >= len(own)]
        return names.take(self.random.sample(alike, min(len(alike), TOGETHER - 1)))

    def _any(self, axis: str) -> Mapping[str, Any]:
        return self.random.choice(AXES[axis])


class _Deck:
    """Cards dealt in random order, all of them before any comes again; ``round`` counts how often they were shuffled."""

    def __init__(self, cards: Sequence[Any], random_: random.Random) -> None:
        self.cards, self.random, self.round = list(cards), random_, 0
        self.left: list[Any] = []

    def deal(self, count: int) -> list[Any]:
        found: list[Any] = []
        while self.cards and len(found) < count:
            if not self.left:
                self.round += 1
                self.left = self.random.sample(self.cards, len(self.cards))
            found.append(self.left.pop())
        return found

    def take(self, cards: list[Any]) -> list[Any]:
        self.left = [c for c in self.left if c not in cards]
        return cards
