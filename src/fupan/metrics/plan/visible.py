"""Members that an asker may know of: those inside the scope, by the masters or by rows that may be seen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from fupan.contracts import table as contract
from fupan.metrics.carrying import conforms, fact_columns
from fupan.metrics.definition import Dimension, Fact
from fupan.metrics.plan.bind import bind
from fupan.metrics.plan.source import fact_rows, read_fact
from fupan.metrics.plan.stacked import stacked

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking


def visible(asking: Asking, dimension: Dimension, facts: Iterable[str], members: ir.Table) -> ir.Table:
    """The rows of *members* (key ``_k``) that are inside the scope; all of them where it restricts nothing.

    A master that carries the scope's dimensions tells for itself; beyond that a member is known by the rows of *facts*
    it stands in. What lies outside is as unknown as what does not exist, so that no refusal tells the one from the other.
    """
    import ibis

    if not asking.scope.dimensions or dimension.table is None:
        return members
    plain = replace(asking, dimensions=(), filters=(), keys=(), pairs=None)
    scoped = [asking.definitions.dimension(n) for n in asking.scoped]
    known: list[ir.Table] = []
    key = contract(dimension.table).key[0]
    master = Fact(name=dimension.table, table=dimension.table)
    if all(conforms(d, master) for d in scoped):
        bound = bind(plain, master, dimension.name, read_fact(plain, master, {key}))
        known.append(bound.select(_visible=bound[key]))
    for name in facts:
        fact = asking.definitions.facts[name]
        if not all(conforms(d, fact) for d in scoped) or asking.empty(fact.table):
            continue
        if dimension.key not in fact_columns(fact):
            continue
        bound = bind(plain, fact, dimension.name, fact_rows(plain, fact, {dimension.key}))
        known.append(bound.select(_visible=bound[dimension.key]))
    if not known:
        return members.filter(ibis.literal(False))
    union = stacked(known).distinct()
    return members.semi_join(union, members["_k"] == union["_visible"])
