"""Askable 可问组合: which metrics and dimensions can stand in one question, told from definitions, rights and loaded tables.

No question is tried: a metric can be told by what every fact below it carries, and asked by who may see what it reads.
What only the data can tell (targets set coarser than a breakdown, currencies that do not mix) is left to the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from fupan.errors import QuestionError
from fupan.metrics.carrying import conforms
from fupan.metrics.definition import Dimension, Fact
from fupan.metrics.definitions import Definitions
from fupan.metrics.plan.resolve import Resolved, resolve
from fupan.metrics.plan.rights import check_masked
from fupan.metrics.question import Scope

TARGETS = "targets"


@dataclass(frozen=True, slots=True)
class Askable:
    """What one asker can ask: metric -> the dimensions it can be told by; ``refused``: metric -> code of the refusal."""

    metrics: Mapping[str, frozenset[str]]
    refused: Mapping[str, str]

    def dimensions(self, metrics: Iterable[str], beside: Collection[str] = ()) -> frozenset[str]:
        """The dimensions that these metrics can all be told by; none that is unknown or refused is counted.

        Without metrics: those of any metric that can be told by all of *beside*.
        """
        chosen = [self.metrics[m] for m in metrics if m in self.metrics]
        if chosen:
            return frozenset.intersection(*chosen)
        fitting = [by for by in self.metrics.values() if by.issuperset(beside)]
        return frozenset().union(*fitting)

    def fitting(self, dimensions: Collection[str]) -> tuple[str, ...]:
        """The metrics that can be told by all of these dimensions, in the order of definition."""
        return tuple(m for m, by in self.metrics.items() if by.issuperset(dimensions))


def askable(definitions: Definitions, scope: Scope, *, has_rows: Callable[[str], bool]) -> Askable:
    """What can be asked inside *scope*; ``has_rows`` tells whether a table of the snapshot has any.

    >>> from fupan.metrics import load_definitions
    >>> from fupan.metrics.question import Scope
    >>> found = askable(load_definitions(), Scope.everything(), has_rows=lambda table: True)
    >>> "customer" in found.metrics["net_sales"], "stage" in found.metrics["net_sales"]
    (True, False)
    >>> sorted(found.dimensions(["stage_entries", "wins"]) & {"stage", "region", "product"})
    ['region']
    """
    metrics: dict[str, frozenset[str]] = {}
    refused: dict[str, str] = {}
    carried: dict[str, frozenset[str]] = {}
    scoped = [definitions.dimension(name).name for name in scope.dimensions]
    for name, metric in definitions.metrics.items():
        if metric.hidden:
            continue
        try:
            resolved = resolve(definitions, (name,), scope, plans=())
        except QuestionError as error:
            refused[name] = error.code
            continue
        facts = facts_of(resolved)
        if facts and not any(has_rows(definitions.facts[f].table) for f in facts):
            refused[name] = "not_loaded"
            continue
        told = set(definitions.dimensions)
        for fact in facts:
            if fact not in carried:
                carried[fact] = _carried(definitions, definitions.facts[fact], scope)
            told &= carried[fact]
        if not all(_reached(definitions, facts, d) for d in scoped):
            refused[name] = "non_conformed"
            continue
        if not resolved.goals:
            told.discard("target_period")
        metrics[name] = frozenset(told)
    return Askable(metrics, refused)


def facts_of(resolved: Resolved) -> list[str]:
    """The facts whose rows a metric is read from; the targets only where they are all that it is read from."""
    found = [f for f in resolved.facts() if f != TARGETS]
    return found or ([TARGETS] if resolved.goals else [])


def _reached(definitions: Definitions, facts: Iterable[str], dimension: str) -> bool:
    """Whether rows of all these facts can be told to lie inside or outside a scope by the dimension."""
    return all(conforms(definitions.dimensions[dimension], definitions.facts[f]) for f in facts)


def _carried(definitions: Definitions, fact: Fact, scope: Scope) -> frozenset[str]:
    return frozenset(
        d.name for d in definitions.dimensions.values()
        if not d.hidden and (d.time is not None or conforms(d, fact)) and _may(d, scope, fact)
    )  # fmt: skip


def _may(dimension: Dimension, scope: Scope, fact: Fact) -> bool:
    try:
        check_masked(dimension, scope, fact)
    except QuestionError:
        return False
    return True
