"""Definitions as other tools can hold them: figures aggregated from one table, formulas over them, and what has no place there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fupan.errors import QuestionError
from fupan.expressions import Name, Node, names, parse
from fupan.metrics.carrying import column_types
from fupan.metrics.check import BUILTIN
from fupan.metrics.definition import Fact
from fupan.metrics.definitions import Definitions
from fupan.metrics.exchange.sql import NotPortableError, standard_sql
from fupan.metrics.question import Scope

AGGREGATED = ("sum", "count", "count_distinct", "min", "max", "median", "percentile")
_REASONS = {
    "stock": "semi-additive: summed over places, each with its own last snapshot of the window",
    "balance": "stands as of a day, from a view made for that day", "entities": "counts entities by what they did in the window",
    "first": "looks at all time before the window", "cohort": "looks at the window before",
    "conversion": "follows a cohort beyond the window", "cumulative": "runs over the calendar's own periods",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A metric that is not written, and why."""

    metric: str
    reason: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure aggregated from the rows of one table; ``of`` and ``where`` as in the definition."""

    name: str
    fact: Fact
    time: str
    aggregate: str
    of: str | None
    where: str | None
    at: float | None
    zero: bool

    def sql(self, prefix: str = "") -> str:
        """What is aggregated, its filter included; ``prefix`` goes before each column. NotPortableError where it cannot be said."""
        column = column_of(self.fact, prefix)
        of = "1" if self.of is None else standard_sql(parse(self.of), column)
        return f"CASE WHEN {standard_sql(parse(self.where), column)} THEN {of} END" if self.where else of


@dataclass(slots=True)
class Portable:
    """Measures by name, and per metric its formula over measures' names; the rest is left out with reasons."""

    measures: dict[str, Measure] = field(default_factory=dict)
    formulas: dict[str, Node] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)

    def below(self, metric: str) -> list[Measure]:
        """The measures of a metric."""
        return [self.measures[n] for n in names(self.formulas[metric])]


def portable(definitions: Definitions) -> Portable:
    """What of *definitions* can be said elsewhere."""
    found = Portable()
    for name in definitions.metrics:
        try:
            formula, measures = _taken_apart(name, definitions)
        except (NotPortableError, QuestionError) as e:
            found.left_out.append(LeftOut(name, e.reason if isinstance(e, QuestionError) else str(e)))
        else:
            found.measures |= {m.name: m for m in measures}
            found.formulas[name] = formula
    return found


def _taken_apart(name: str, definitions: Definitions) -> tuple[Node, list[Measure]]:
    """A metric as a formula over measures; NotPortableError where it is none."""
    from fupan.metrics.plan.resolve import resolve, substitute

    resolved = resolve(definitions, [name], Scope.everything(), plans=())
    if resolved.goals or any(leaf.matched for leaf in resolved.leaves.values()):
        raise NotPortableError("needs targets, their versions and what is due of them by the day asked")
    if name not in resolved.formulas:
        raise NotPortableError(f"{definitions.metrics[name].family} is taken over the rows of an answer")
    formula = resolved.formulas[name]
    if any(n in BUILTIN for n in names(formula)):
        raise NotPortableError("depends on the days of the window asked for")
    measures = {i: _measure(leaf, definitions) for i, leaf in resolved.leaves.items()}
    formula = substitute(formula, lambda leaf: Name(measures[leaf].name))
    standard_sql(formula, lambda n: n)
    return formula, list(measures.values())


def _measure(leaf: Any, definitions: Definitions) -> Measure:
    metric = leaf.metric
    fact = definitions.facts[metric.fact]
    if metric.family not in AGGREGATED:
        raise NotPortableError(_REASONS.get(metric.family, f"family {metric.family} has no counterpart"))
    if fact.bridge is not None or fact.through is not None or fact.view != "table":
        raise NotPortableError(
            f"{fact.name} is more than the rows of a table: shared out, carried through another, or a view"
        )
    role = metric.time or fact.default_time
    of = None if metric.family == "count" else metric.of
    found = Measure(
        plain_name(leaf.id), fact, role, metric.family, of, metric.where, getattr(metric, "at", None), leaf.zero
    )
    found.sql()
    return found


def column_of(fact: Fact, prefix: str = "") -> Callable[[str], str]:
    """SQL of a fact's columns; a flag without a value counts as false, as it does in our own plans."""
    types: Mapping[str, str] = column_types(fact)

    def column(name: str) -> str:
        if name not in types:
            raise NotPortableError(f"is filtered by the dimension {name} over several tables")
        return f"COALESCE({prefix}{name}, FALSE)" if types[name] == "flag" else f"{prefix}{name}"

    return column


def plain_name(name: str) -> str:
    """A name of letters, digits and single underscores."""
    text = "".join(c if c.isascii() and c.isalnum() else "_" for c in name).lower()
    while "__" in text:
        text = text.replace("__", "_")
    return text.strip("_")


def label(metric: Any) -> str:
    """Both names."""
    return f"{metric.zh} {metric.en}"


def words(metric: Any) -> str:
    """What a metric means, in both languages."""
    return " ".join(t for t in (metric.about_en, metric.about_zh) if t) or label(metric)
