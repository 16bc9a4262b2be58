"""A fact's rows as a plan reads them: with what they carry through another table, or shared out over a bridge."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from fupan.errors import QuestionError
from fupan.metrics.definition import Bridge, Fact, Through
from fupan.metrics.plan.bind import condition, needed
from fupan.metrics.plan.credited import LINE, credited, shares_out
from fupan.metrics.plan.keys import unique
from fupan.metrics.plan.organisation import stamps_read
from fupan.metrics.plan.sharing import SHARE, share_out, sides

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking

_AMOUNT, _PRODUCT = "decimal(18, 4)", "decimal(38, 8)"


def read_fact(asking: Asking, fact: Fact, keep: Iterable[str | None], also: Iterable[str] = ()) -> ir.Table:
    """The fact's table with the columns *keep* and those by which the dimensions that are needed are bound.

    With a bridge, and where credits share lines out among positions, there is a column SHARE, too: the part of the
    row's figures that stands in this row.
    """
    dimensions = needed(asking, also)
    read = {*keep, *(d.own for d in dimensions), *(d.key for d in dimensions if d.table)}
    read |= stamps_read(asking, read)
    source = asking.table(fact.table)
    if fact.bridge is not None:
        source = _shared_out(asking, fact, fact.bridge, source)
        read.add(SHARE)
    elif shares_out(asking, fact, read):
        source = credited(asking, fact, source)
        read |= {SHARE, LINE}
    if fact.through is not None and read & set(fact.through.columns):
        source = _carried(asking, fact.through, source)
    return source.select([c for c in source.columns if c in read])


def fact_rows(asking: Asking, fact: Fact, keep: Iterable[str | None]) -> ir.Table:
    """All rows of a fact, of every day, a view standing as of the last day asked about; for looking up, not for figures."""
    if fact.view != "table":
        from fupan.metrics.plan.as_of import rows_as_of
        from fupan.metrics.plan.open_items import stands_on

        return rows_as_of(asking, fact, stands_on(asking, max(b.window.end for f in asking.frames for b in f.buckets)))
    return read_fact(asking, fact, keep)


def weighted(value: ir.Value, source: ir.Table) -> Any:
    """*value* times the row's share, exact for amounts up to 10^14; as it is where the fact has no bridge."""
    if SHARE not in source.columns:
        return value
    if value.type().is_floating():
        return value * source[SHARE].cast("float64")
    return (value.cast(_AMOUNT) * source[SHARE]).cast(_PRODUCT)


def _carried(asking: Asking, through: Through, source: ir.Table) -> ir.Table:
    """Columns of the one row that each row points to; a key that the other table has twice would multiply: refused."""
    from fupan.contracts import table as contract

    side = asking.table(through.table)
    key = contract(through.table).key[0]
    unique(asking, through.table, key)
    side = side.select(_through=side[key], **{c: side[c] for c in through.columns})
    own = source.select([c for c in source.columns if c not in through.columns])
    return own.left_join(side, own[through.key] == side["_through"]).drop("_through")


def _shared_out(asking: Asking, fact: Fact, bridge: Bridge, source: ir.Table) -> ir.Table:
    """Each row once per partner with its share, and once with what is left over (partner unknown)."""
    side = asking.table(bridge.table)
    kept = condition(side, bridge.where)
    side = side.filter([side[bridge.share].notnull(), *([] if kept is None else [kept])])
    over = QuestionError("over_shared", f"Shares in {bridge.table} add up to more than 1 for the same {', '.join(bridge.on)}: "
                         f"{fact.name} would be counted more than once.", closest=f"the same from {fact.table}")  # fmt: skip
    parts = sides(side, [(c, c) for c in bridge.on], bridge.carries, bridge.share)
    return share_out(asking, source, parts, rest_is_own=False, key=("shares", fact.name), over=over)
