"""Rights inside a plan: the scope as a condition on rows, trees with all that is below, and columns that are masked."""

from __future__ import annotations

from collections.abc import Collection
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any

from fupan.contracts import table as contract
from fupan.errors import QuestionError
from fupan.metrics.carrying import made_of
from fupan.metrics.definition import Dimension, Fact
from fupan.metrics.plan.run import rows_of
from fupan.metrics.plan.scope_slots import below_mark
from fupan.metrics.question import UNKNOWN

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking
    from fupan.metrics.scope import Members, Scope

PARENT = "parent_id"


def in_scope(asking: Asking, bound: ir.Table) -> Any:
    """Whether a row (with its dimensions bound) may be seen."""
    scope = asking.scope
    conditions = [] if not scope.members else [_in_slice(asking, bound, scope.members)]
    if scope.either:
        conditions.append(reduce(or_, [_in_slice(asking, bound, each) for each in scope.either]))
    return reduce(and_, conditions)


def _in_slice(asking: Asking, bound: ir.Table, members: Members) -> Any:
    import ibis

    if not members:
        return ibis.literal(True)
    return reduce(and_, [_among_members(asking, bound, name, given) for name, given in members.items()])


def _among_members(asking: Asking, bound: ir.Table, name: str, members: tuple[str, ...]) -> Any:
    """Rows of these members, of all below them in a tree, and of no member where UNKNOWN is named; never NULL."""
    import ibis

    dimension = asking.definitions.dimension(name)
    known = [m for m in members if m != UNKNOWN]
    column = bound[f"dim.{dimension.name}"]
    found: list[Any] = [column.isin(known)] if known else []
    if known and dimension.keyed and dimension.label and f"dim.{dimension.name}.label" in bound.columns:
        found.append(bound[f"dim.{dimension.name}.label"].isin(known))
    if known and is_tree(dimension) and dimension.key in bound.columns:
        keys: list[Any] = [*(below_mark(known) or below(asking, dimension, known))]
        found.append(bound[dimension.key].isin(keys or [None]))
    inside: Any = ibis.coalesce(reduce(or_, found), ibis.literal(False)) if found else ibis.literal(False)
    if UNKNOWN in members:
        inside = inside | column.isnull()
    return inside


def is_tree(dimension: Dimension) -> bool:
    """Whether members stand below one another."""
    return dimension.table is not None and PARENT in contract(dimension.table).names


def below(asking: Asking, dimension: Dimension, members: Collection[str]) -> list[str]:
    """Keys of the nodes named by *members* (key, or label of a keyed dimension) and of all nodes below them.

    An attribute of a tree (province) names its rows by itself; only what is no value of it is read as a node's key,
    so that the city 吉林 never stands for the province of that name.
    """
    assert dimension.table is not None  # noqa: S101 - is_tree() held
    table = dimension.table
    tree: list[dict[str, Any]] = asking.once(("nodes", table), lambda inner: _nodes(inner, table))
    if dimension.column is not None:
        attributes = {r[dimension.column] for r in tree}
        start = {r["_key"] for r in tree if r["_key"] in members and r["_key"] not in attributes}
    else:
        keys = {r["_key"] for r in tree}
        named = {m for m in members if m not in keys}
        start = {r["_key"] for r in tree if r["_key"] in members or (dimension.label and r[dimension.label] in named)}
    children: dict[str, list[str]] = {}
    for row in tree:
        if row[PARENT] is not None:
            children.setdefault(row[PARENT], []).append(row["_key"])
    found: set[str] = set()
    waiting = sorted(start)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += children.get(node, [])
    return sorted(found)


def _nodes(asking: Asking, table: str) -> list[dict[str, Any]]:
    declared, source = contract(table), asking.table(table)
    rows = rows_of(source.mutate(_key=source[declared.key[0]]).distinct())
    return [{n: r.get(n) for n in ("_key", *(f.name for f in (*declared.fields, *declared.derived)))} for r in rows]


def places_of(dimension: Dimension, fact: Fact | None = None) -> list[tuple[str, str]]:
    """Contract columns (table, column) that a breakdown or filter by the dimension shows."""
    of = dimension.table
    places: list[tuple[str | None, str | None]] = [(of, dimension.column), (of, dimension.label)]
    if of is not None and dimension.keyed:
        places.append((of, contract(of).key[0]))
    if fact is not None:
        carried = [dimension.own, dimension.key if dimension.keyed else None]
        places += [place for column in carried if column for place in made_of(fact, column)]
    return [(table, column) for table, column in places if table and column]


def check_masked(dimension: Dimension, scope: Scope, fact: Fact | None = None) -> None:
    """QuestionError (code masked) where a breakdown or filter by the dimension shows a column kept from the asker."""
    for table, column in places_of(dimension, fact):
        if scope.hides(table, column):
            raise QuestionError("masked", f"{dimension.name} shows {table}.{column}, which you may not see.",
                                closest="another dimension", details={"dimension": dimension.name})  # fmt: skip
