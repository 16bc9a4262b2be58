"""Answers from pre-aggregated rows: of a roll-up where one holds all that is asked, else made in the statement itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from fupan.metrics.carrying import fact_columns
from fupan.metrics.plan.depends import few
from fupan.metrics.plan.layers import TREES
from fupan.metrics.plan.organisation import restamped
from fupan.metrics.result import ROLLUP

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.definition import Dimension, Fact
    from fupan.metrics.plan.asking import Asking
    from fupan.metrics.plan.resolve import Leaf
    from fupan.warehouse.rollups import Rollup

MERGE = {"sum": "sum", "count": "sum", "min": "min", "max": "max"}
"""How figures of parts are put together, by family."""
MOST_GROUPS = 20_000
MOST_GROUPS_OF = {"postgres": 1_000}
LEAST_ROWS_PER_GROUP = 100
_OWN_VALUES = 20  # how many values a fact's own attribute is taken to have
_DAY = "_day"


def signature(metric: Any) -> str:
    """What a figure adds up, whatever its name."""
    return f"{metric.family}({'' if metric.family == 'count' else metric.of}) where {metric.where or 'true'}"


def covering(
    asking: Asking, fact: Fact, leaves: Sequence[Leaf], dimensions: Iterable[Dimension], columns: Iterable[str]
) -> Rollup | None:
    """The smallest roll-up that holds the leaves by these dimensions and columns of the fact, if there is one."""
    dimensions, columns = list(dimensions), set(columns)
    if not asking.rollups or not all(leaf.additive for leaf in leaves) or restamped(asking, dimensions, columns):
        return None
    role = leaves[0].metric.time or fact.default_time
    wanted = {signature(leaf.metric) for leaf in leaves}
    own = fact_columns(fact)
    columns = columns & own
    for rollup in sorted(asking.rollups, key=lambda r: (r.rows, r.name)):
        held = set(rollup.columns)
        if (
            (rollup.fact, rollup.role) == (fact.name, role)
            and wanted <= {s for s, _ in rollup.figures}
            and columns <= held
            and all(_told(d, fact, own, held, rollup.dimensions) for d in dimensions)
        ):
            return rollup
    return None


def _told(dimension: Dimension, fact: Fact, own: set[str], held: set[str], bound: Iterable[str]) -> bool:
    if dimension.name in bound or dimension.name in fact.without:
        return True
    read = {c for c in (dimension.own, dimension.key if dimension.table else None) if c in own}
    return bool(read) and read <= held


def read_rollup(asking: Asking, rollup: Rollup, leaves: Sequence[Leaf], common: str | None) -> tuple[ir.Table, str]:
    """Rows of the roll-up with a column per leaf, and the name of the column with their day.

    *common* is the one filter of all leaves: then only what has rows that pass it.
    """
    asking.used.update({asking.definitions.facts[rollup.fact].table, f"{ROLLUP}{rollup.name}"})
    reader: Any = asking.reader  # one that has roll-ups
    table = reader.rollup(rollup)
    if common is not None:
        table = table.filter(table[dict(rollup.conditions)[common]] > 0)
    columns = dict(rollup.figures)
    figures = {leaf.id: table[columns[signature(leaf.metric)]] for leaf in leaves}
    keys = [*rollup.columns, *(f"dim.{d}" for d in rollup.dimensions)]
    return table.select(*keys, _DAY, **figures), _DAY


def early(
    asking: Asking, fact: Fact, leaves: Sequence[Leaf], dimensions: Sequence[Dimension], parts: int, columns: set[str],
    lifts: Iterable[str],
) -> bool:  # fmt: skip
    """Whether rows are better added up by their keys first, and the few sums joined to the dimensions' tables.

    PostgreSQL joins a small table sooner than it keeps many groups (a third more time with 5,000 of them): there only
    with few, or where the keys are among the *columns* that are told apart anyway; those of *lifts* are not, each stands
    for its nearest node with a target.
    """
    if (
        not hasattr(asking.reader.manifest, "rows")
        or not all(leaf.additive for leaf in leaves)
        or fact.bridge is not None
    ):
        return False
    if (
        getattr(asking, "rates", None) is not None
        or asking.filters
        or asking.keys
        or asking.pairs is not None
        or asking.scoped
    ):
        return False  # fewer rows are read where the filter comes first
    if restamped(asking, dimensions, set()):
        return False
    own = fact_columns(fact)
    joined = [d for d in dimensions if d.table and d.key in own and d.name not in fact.without]
    tables = {d.table for d in joined if d.table}
    lifted = set(lifts) & own
    if not lifted and not any(d.table in tables and not d.keyed for d in dimensions):
        return False
    tables |= {TREES[column][0] for column in lifted}
    times = parts * _OWN_VALUES ** sum(d.own in own for d in dimensions)
    told = all(d.key in columns - lifted for d in joined) and not lifted
    most = MOST_GROUPS if told else MOST_GROUPS_OF.get(asking.reader.backend.name, MOST_GROUPS)
    return few(asking.reader, fact.table, most, LEAST_ROWS_PER_GROUP, times, tables)


def merged(bound: ir.Table, leaves: Sequence[Leaf]) -> dict[str, Any]:
    """The leaves' figures of parts put together, each of the type it had."""
    return {
        leaf.id: getattr(bound[leaf.id], MERGE[leaf.metric.family])().cast(bound[leaf.id].type()) for leaf in leaves
    }
