"""A fact with the dimensions a question needs joined to it by key: many rows to one, so nothing fans out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from fupan.contracts import table as contract
from fupan.errors import QuestionError
from fupan.expressions import Node, build, names
from fupan.metrics.carrying import conforms
from fupan.metrics.definition import Dimension, Fact
from fupan.metrics.definitions import Definitions
from fupan.metrics.plan.keys import unique
from fupan.metrics.plan.layers import TREES
from fupan.metrics.plan.nearest import NEAREST, Lift, with_nearest
from fupan.metrics.plan.organisation import LEVELS, SINCE, STAMPS, UNITS, needs_today, today, tree_then
from fupan.metrics.plan.rights import check_masked, in_scope

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking, Pairs


def require(dimension: Dimension, fact: Fact, definitions: Definitions, metric: str) -> None:
    """QuestionError (code non_conformed) where the fact does not know the dimension."""
    if not conforms(dimension, fact):
        known = [d.name for d in definitions.dimensions.values() if d.time is None and conforms(d, fact)]
        raise QuestionError(
            "non_conformed",
            f"{metric} cannot be broken down or filtered by {dimension.name}: {fact.name} does not carry it.",
            closest=f"{metric} by {', '.join(known[:8])}",
            details={"dimension": dimension.name, "metric": metric, "known": known},
        )


def needed(asking: Asking, also: Iterable[str] = ()) -> list[Dimension]:
    """Dimensions of the filters, the scope and the kept members, of the breakdown, and *also*.

    Tables are joined in this order: what leaves rows out comes first, the rest is joined to fewer.
    """
    wanted = dict.fromkeys(name.removesuffix(".label") for node in asking.filters for name in names(node))
    wanted |= dict.fromkeys([*asking.scoped, *(k[0] for k in asking.keys)])
    if asking.pairs is not None:
        wanted |= dict.fromkeys([asking.pairs.first, asking.pairs.second])
    wanted |= dict.fromkeys([*asking.names, *also])
    return [asking.definitions.dimension(n) for n in wanted]


def bind(
    asking: Asking, fact: Fact, metric: str, source: ir.Table, also: Iterable[str] = (),
    lifts: Mapping[str, Lift] | None = None,
) -> ir.Table:  # fmt: skip
    """*source* with one column ``dim.<name>`` per needed dimension, and all filters and the scope applied.

    With *lifts* (by column) there is ``lift.<column>``, too: the nearest node of the tree with a target. A keyed dimension gives its key; ``dim.<name>.label`` is there too where a filter reads the label.
    """
    labels = {n.removesuffix(".label") for node in asking.filters for n in names(node) if n.endswith(".label")}
    seen = needs_today(asking, source)
    if seen:
        source = _seen_today(asking, fact, metric, source)
    bound = join_dimensions(asking, fact, metric, source, needed(asking, also), labels, lifts=lifts)
    get = lambda name: bound[f"dim.{name}"]  # noqa: E731
    conditions = [build(node, get) for node in asking.filters]
    if asking.scope.dimensions and not seen:
        conditions.append(in_scope(asking, bound))
    for name, keys, inside in asking.keys:
        conditions.append(_among(bound[f"dim.{name}"], keys, inside))
    if asking.pairs is not None:
        conditions.append(_paired(bound, asking.pairs))
    return bound.filter(conditions) if conditions else bound


def _seen_today(asking: Asking, fact: Fact, metric: str, source: ir.Table) -> ir.Table:
    """The rows that the asker may see by today's organisation, with the stamps of their own day."""
    columns = source.columns
    kept = today(source.mutate(**{f"_was_{c}": source[c] for c in columns if c in STAMPS or c == SINCE}))
    scoped = [asking.definitions.dimension(n) for n in asking.scoped]
    bound = join_dimensions(asking, fact, metric, kept, scoped, set(), now=True)
    found = bound.filter(in_scope(asking, bound))
    return found.select(**{c: found[f"_was_{c}" if f"_was_{c}" in found.columns else c] for c in columns})


def join_dimensions(
    asking: Asking, fact: Fact, metric: str, source: ir.Table, dimensions: list[Dimension], labels: set[str],
    *, now: bool = False, lifts: Mapping[str, Lift] | None = None,
) -> ir.Table:  # fmt: skip
    """*source* with a column per dimension and per lift; each table is joined once, by its key.

    The org tree is that of the row's own day, but for a question about today (as is) and with *now*.
    """
    import ibis

    columns, scoped = set(source.columns), set(asking.scoped)
    attributes: dict[tuple[str, str], dict[str, str]] = {}
    for d in dimensions:
        check_dimension(asking, d, fact, metric)
        if f"dim.{d.name}" in columns:
            continue  # of a roll-up, or told from the day
        if d.part is not None:
            raise QuestionError("non_conformed", f"{metric} stands at a day and cannot be broken down or filtered by {d.name}.",
                                closest=f"{metric} by month", details={"dimension": d.name, "metric": metric, "known": []})  # fmt: skip
        if d.table and d.key and d.key in columns and d.name not in fact.without:
            if d.column is not None:
                attributes.setdefault((d.table, d.key), {})[d.column] = f"{d.table}.{d.column}"
            elif d.label and (d.name in labels or d.name in scoped):
                attributes.setdefault((d.table, d.key), {})[d.label] = f"{d.table}.{d.label}"
    lifts = {column: lift for column, lift in (lifts or {}).items() if column in columns}
    for column in lifts:
        attributes.setdefault((TREES[column][0], column), {})[NEAREST] = f"lift.{column}"
    for (table, key), wanted in attributes.items():
        target, own = contract(table).key[0], f"{table}.{key}#"
        levels = {c: alias for c, alias in wanted.items() if table == UNITS and c in LEVELS}
        then = tree_then(asking, source) if levels and not now else None
        if then is not None:
            past, since = f"{own}then", f"{table}.{SINCE}#"
            side = then.select(
                then[target].name(past), then["valid_from"].name(since), *[then[c].name(a) for c, a in levels.items()]
            )
            source = source.left_join(side, [source[key] == side[past], source[SINCE] == side[since]])
            if len(levels) == len(wanted):
                continue
        side = asking.table(table)
        unique(asking, table, target)
        if NEAREST in wanted:
            side = with_nearest(asking, side, lifts[key])
        rest = {c: alias for c, alias in wanted.items() if then is None or c not in levels}
        side = side.select(side[target].name(own), *[side[c].name(alias) for c, alias in rest.items()])
        source = source.left_join(side, source[key] == side[own])
    found: dict[str, Any] = {}
    for column in (c for c, lift in lifts.items() if lift.beside):  # one that the tree's table lacks stays itself
        found[f"lift.{column}"] = ibis.coalesce(source[f"lift.{column}"], source[column])
    for d in (d for d in dimensions if f"dim.{d.name}" not in columns):
        parts = []
        if d.name not in fact.without:
            if d.own in columns:
                parts.append(source[d.own])
            if d.table and d.key in columns:
                parts.append(source[d.key] if d.keyed else source[f"{d.table}.{d.column}"])
        expression = ibis.coalesce(*parts) if len(parts) > 1 else parts[0] if parts else ibis.null("string")
        found[f"dim.{d.name}"] = as_text(expression)
        if d.label and f"{d.table}.{d.label}" in source.columns and d.keyed:
            found[f"dim.{d.name}.label"] = source[f"{d.table}.{d.label}"]
        elif d.name in labels and d.label and d.keyed:  # rows of a fact without it have no label either
            found[f"dim.{d.name}.label"] = ibis.null("string")
    return source.mutate(**found) if found else source


def as_text(expression: Any) -> Any:
    """A member as text: a flag is yes or no."""
    import ibis

    kind = expression.type()
    if kind.is_boolean():
        return ibis.ifelse(expression, "yes", "no")
    return expression if kind.is_string() or kind.is_null() else expression.cast("string")


def check_dimension(asking: Asking, dimension: Dimension, fact: Fact, metric: str) -> None:
    """QuestionError where the fact does not know the dimension (non_conformed) or the asker may not see it (masked)."""
    require(dimension, fact, asking.definitions, metric)
    if dimension.name in asking.shown:
        check_masked(dimension, asking.scope, fact)


def _paired(bound: ir.Table, pairs: Pairs) -> Any:
    """Whether a row is (not) one of the pairs; a NULL key is a key."""
    import ibis

    first, second = bound[f"dim.{pairs.first}"], bound[f"dim.{pairs.second}"]
    either = [_among(first, (key,), True) & _among(second, keys, True) for key, keys in pairs.keys]
    found = ibis.coalesce(reduce(or_, either), ibis.literal(False)) if either else ibis.literal(False)
    return found if pairs.inside else ~found


def _among(column: Any, keys: tuple[Any, ...], inside: bool) -> Any:
    known = [k for k in keys if k is not None]
    has_null = len(known) < len(keys)
    if inside:
        return column.isin(known) | column.isnull() if has_null else column.isin(known)
    if not known:
        return column.notnull() if has_null else column.isnull() | column.notnull()
    return column.notnull() & ~column.isin(known) if has_null else column.isnull() | ~column.isin(known)


class ColumnGetter:
    """Names of an expression as columns, else as dimensions bound to them; a flag without value counts as false, but is told by "is null"."""

    def __init__(self, source: ir.Table) -> None:
        self.source = source

    def __call__(self, name: str) -> Any:
        import ibis

        column = self.as_loaded(name)
        return ibis.coalesce(column, ibis.literal(False)) if column.type().is_boolean() else column

    def as_loaded(self, name: str) -> Any:
        """The column or dimension itself."""
        return self.source[name] if name in self.source.columns else self.source[f"dim.{name}"]


def condition(source: ir.Table, text: str | None) -> Any:
    """The filter of a metric as a condition on *source*, or None."""
    from fupan.expressions import parse

    node: Node | None = parse(text) if text else None
    return None if node is None else build(node, ColumnGetter(source))
