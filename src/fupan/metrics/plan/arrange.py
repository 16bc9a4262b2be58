"""Which rows stay and in which order, inside the engine and by a unique key."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any

from fupan.errors import QuestionError
from fupan.expressions import Compare, Logic, Name, Node, Not, build
from fupan.metrics.plan.drill import BUCKET

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking

_RANK = "_rank"
_SORTS_LATE = {"pyspark"}
_A, _B = Name("a"), Name("b")


def arrange(asking: Asking, table: ir.Table, first_metric: str, top: int | None) -> ir.Table:
    """Rows in time, then by the first metric descending or as ordered (nothing last), then by keys; at most *top*.

    Rows that do not fulfil ``having`` leave first. The unknown member never leads: with *top* it is among the others.
    Where an engine would read the rows once more to sort them, only the first few are: an answer's rows are placed anyway.
    """
    if asking.having is not None:
        table = table.filter(fulfils(asking.having, table))
    if not asking.names and BUCKET not in table.columns:
        return table
    if asking.within is not None:
        return _leading_within(asking, table, first_metric)
    if top is not None:
        table = table.filter(table[asking.names[0]].notnull())
    elif asking.reader.backend.name in _SORTS_LATE:
        return table
    order = [table[BUCKET].asc()] if BUCKET in table.columns else []
    table = table.order_by([*order, *ranked(asking, table, first_metric), *[table[n].asc() for n in asking.names]])
    return table.limit(top) if top is not None else table


def ranked(asking: Asking, table: ir.Table, first_metric: str) -> list[Any]:
    """The leading column, nothing last."""
    import ibis

    column, descending = asking.order or (first_metric, True)
    leading = _column(table, column).cast("float64")
    return [leading.isnull().asc(), ibis.desc(leading) if descending else ibis.asc(leading)]


def _leading_within(asking: Asking, table: ir.Table, first_metric: str) -> ir.Table:
    """The leading members of the second dimension inside each member of the first."""
    import ibis

    assert asking.within is not None  # noqa: S101 - asked by the caller
    first, second = asking.names[:2]
    known = table.filter(table[second].notnull())
    order = [*ranked(asking, known, first_metric), known[second].asc()]
    place = ibis.row_number().over(ibis.window(group_by=[known[first]], order_by=order))
    placed = known.mutate(**{_RANK: place.cast("int64")})
    kept = placed.filter(placed[_RANK] < asking.within).drop(_RANK)
    return kept.order_by([kept[first].asc(), kept[second].asc()])


def _column(table: ir.Table, name: str) -> Any:
    if name not in table.columns:
        raise QuestionError("not_compared", f"There is no {name} to go by.", closest=name.partition(".")[0])
    return table[name]


def fulfils(node: Node, table: ir.Table) -> Any:
    """The condition; QuestionError (having) where it mixes what cannot be compared."""
    import ibis

    try:
        return _condition(node, table)
    except (TypeError, AttributeError, ValueError, ibis.IbisError) as e:
        raise QuestionError(
            "having", "The condition compares a figure with what is no number.", closest="net_sales > 100000"
        ) from e


def _condition(node: Node, table: ir.Table) -> Any:
    """The condition; a ratio is compared in float64 on both sides, an amount exactly."""
    match node:
        case Logic(op, operands):
            return reduce(and_ if op == "and" else or_, [_condition(o, table) for o in operands])
        case Not(operand):
            return ~_condition(operand, table)
        case Compare(op, left, right):
            sides = [build(side, lambda name: _column(table, name)) for side in (left, right)]
            if any(s.type().is_floating() for s in sides):
                sides = [s.cast("float64") for s in sides]
            made = dict(zip("ab", sides, strict=True))
            return build(Compare(op, _A, _B), made.__getitem__)
        case _:
            found = build(node, lambda name: _column(table, name))
            if not found.type().is_boolean():
                raise QuestionError("having", "A condition says yes or no to a row.", closest="net_sales > 100000")
            return found
