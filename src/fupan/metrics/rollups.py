"""Roll-ups: sums and counts of a fact added up beforehand, as declared, so that common questions read few rows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fupan.errors import QuestionError
from fupan.metrics.carrying import conforms, fact_columns
from fupan.metrics.definition import Dimension, Fact, RollupDefinition
from fupan.metrics.question import Scope
from fupan.warehouse.rollups import Rollup

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.definitions import Definitions
    from fupan.metrics.plan.asking import Asking, Reader
    from fupan.metrics.plan.resolve import Leaf

LEAST_ROWS = 200_000
"""Smaller facts answer at once; a roll-up of them would cost each load more than it saves."""


@dataclass(frozen=True, slots=True)
class RollupPlan:
    """What is to be kept of a declared roll-up: see ``Rollup`` for the names."""

    declared: RollupDefinition
    role: str
    columns: tuple[str, ...]
    dimensions: tuple[str, ...]
    figures: tuple[tuple[str, str], ...]
    conditions: tuple[tuple[str, str], ...]
    leaves: tuple[Leaf, ...]

    @property
    def digest(self) -> str:
        """Tells it from the same roll-up declared otherwise."""
        said = (self.declared.fact, self.role, self.declared.grain, self.columns, self.dimensions, self.figures)
        return hashlib.sha256(repr(said).encode()).hexdigest()[:12]

    def stored(self, definitions: Definitions, rows: int, base_rows: int) -> Rollup:
        """Its description once it is kept with so many rows."""
        return Rollup(
            self.declared.name, definitions.hash, self.declared.fact, self.role, self.declared.grain, self.columns,
            self.dimensions, self.figures, self.conditions, rows, base_rows, f"{self.declared.name}-{self.digest}.parquet",
        )  # fmt: skip


def plan_rollup(definitions: Definitions, declared: RollupDefinition) -> RollupPlan:
    """What *declared* keeps: every sum, count, least and largest of the fact's rows that any metric needs."""
    from fupan.metrics.plan.rolled import signature

    fact = definitions.facts[declared.fact]
    role = declared.time or fact.default_time
    columns: dict[str, None] = {}
    dimensions: list[str] = []
    for name in declared.by:
        dimension = definitions.dimensions.get(name)
        if dimension is None:
            columns[name] = None
        elif dimension.keyed:
            columns |= dict.fromkeys(_own(dimension, fact))
        else:
            dimensions.append(name)
    leaves = {signature(leaf.metric): leaf for leaf in _leaves(definitions, fact, role)}
    wheres = dict.fromkeys(leaf.metric.where for leaf in leaves.values() if leaf.metric.where)
    return RollupPlan(
        declared, role, tuple(columns), tuple(dimensions), tuple((s, f"f{n}") for n, s in enumerate(leaves)),
        tuple((w, f"c{n}") for n, w in enumerate(wheres)), tuple(leaves.values()),
    )  # fmt: skip


def _own(dimension: Dimension, fact: Fact) -> list[str]:
    known = fact_columns(fact)
    return [c for c in (dimension.own, dimension.key) if c is not None and c in known]


def _leaves(definitions: Definitions, fact: Fact, role: str) -> Iterable[Leaf]:
    from fupan.metrics.plan.resolve import columns_needed, resolve

    own = fact_columns(fact)
    for name in definitions.metrics:
        try:
            found = resolve(definitions, [name], Scope.everything(), plans=())
        except QuestionError:
            continue  # it cannot stand alone
        for leaf in found.leaves.values():
            metric = leaf.metric
            same = metric.fact == fact.name and (metric.time or fact.default_time) == role
            if same and leaf.additive and set(columns_needed(leaf)) <= own:
                yield leaf


def rows_of_rollup(definitions: Definitions, reader: Reader, calendar: Any, plan: RollupPlan) -> ir.Table:
    """The rows to keep: one per day or month (``_day``), column and dimension."""
    from fupan.metrics.plan.bind import condition
    from fupan.metrics.plan.scan import figure

    bound, keys = _bound(definitions, reader, calendar, plan)
    figures = {
        c: figure(leaf, bound, leaf.metric.where) for (_, c), leaf in zip(plan.figures, plan.leaves, strict=True)
    }
    counts = {c: bound.count(where=condition(bound, w)).cast("int64") for w, c in plan.conditions}
    return bound.group_by(**keys).aggregate(**figures, **counts).order_by("_day")


def count_rows(definitions: Definitions, reader: Reader, declared: RollupDefinition) -> int | None:
    """How many rows a roll-up would have in a snapshot; None where the fact does not know one of its dimensions."""
    from fupan.metrics.plan.run import rows_of

    fact = definitions.facts[declared.fact]
    if fact.view != "table" or fact.bridge is not None or not all(_told(definitions, n, fact) for n in declared.by):
        return None
    bound, keys = _bound(definitions, reader, None, plan_rollup(definitions, declared))
    different = bound.select(**keys).distinct()
    return int(rows_of(different.aggregate(n=different.count()))[0]["n"])


def _bound(
    definitions: Definitions, reader: Reader, calendar: Any, plan: RollupPlan
) -> tuple[ir.Table, dict[str, Any]]:
    from fupan.metrics.plan.asking import Asking
    from fupan.metrics.plan.bind import bind
    from fupan.metrics.plan.resolve import columns_needed
    from fupan.metrics.plan.source import read_fact

    fact = definitions.facts[plan.declared.fact]
    dimensions = tuple(definitions.dimension(n) for n in plan.dimensions)
    asking: Asking = Asking(
        definitions=definitions, reader=reader, calendar=calendar, dimensions=dimensions, grain=None, frames=(),
        filters=(), scope=Scope.everything(), as_of=None,
    )  # fmt: skip
    day = fact.time[plan.role]
    keep = {day, *plan.columns, *(c for leaf in plan.leaves for c in columns_needed(leaf))}
    source = read_fact(asking, fact, keep)
    bound = bind(asking, fact, plan.declared.name, source.filter(source[day].notnull()))
    moment = bound[day] if plan.declared.grain == "day" else bound[day].truncate("M").cast("date")
    keys = {"_day": moment} | {c: bound[c] for c in plan.columns}
    return bound, keys | {f"dim.{n}": bound[f"dim.{n}"] for n in plan.dimensions}


def declared_plans(definitions: Definitions, rows: Callable[[str], int], least: int = LEAST_ROWS) -> list[RollupPlan]:
    """The declared roll-ups that are worth keeping: of facts with at least *least* rows, without a bridge."""
    found = []
    for declared in definitions.rollups.values():
        fact = definitions.facts[declared.fact]
        if fact.view == "table" and fact.bridge is None and rows(fact.table) >= max(least, 1):
            plan = plan_rollup(definitions, declared)
            if plan.figures and all(_told(definitions, n, fact) for n in plan.dimensions):
                found.append(plan)
    return found


def _told(definitions: Definitions, name: str, fact: Fact) -> bool:
    return conforms(definitions.dimensions[name], fact)
