"""A fact's rows as a plan reads them: with what they carry through another table, or shared out over a bridge."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from fupan.errors import QuestionError
from fupan.metrics.definition import Bridge, Fact, Through
from fupan.metrics.plan.bind import needed
from fupan.metrics.plan.run import rows_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking

SHARE = "_share"
_SHARE_TYPE, _AMOUNT, _PRODUCT = "decimal(19, 8)", "decimal(18, 4)", "decimal(38, 8)"


def read_fact(asking: Asking, fact: Fact, keep: Iterable[str | None], also: Iterable[str] = ()) -> ir.Table:
    """The fact's table with the columns *keep* and those by which the dimensions that are needed are bound.

    With a bridge there is a column SHARE, too: the part of the row's figures that stands in this row.
    """
    dimensions = needed(asking, also)
    read = {*keep, *(d.own for d in dimensions), *(d.key for d in dimensions if d.table)}
    source = asking.table(fact.table)
    if fact.bridge is not None:
        source = _shared_out(asking, fact, fact.bridge, source)
        read.add(SHARE)
    if fact.through is not None and read & set(fact.through.columns):
        source = _carried(asking, fact.through, source)
    return source.select([c for c in source.columns if c in read])


def fact_rows(asking: Asking, fact: Fact, keep: Iterable[str | None]) -> ir.Table:
    """All rows of a fact, of every day, a view standing as of the last day asked about; for looking up, not for figures."""
    if fact.view == "open_items":
        from fupan.metrics.plan.open_items import open_items

        return open_items(asking, max(b.window.end for f in asking.frames for b in f.buckets) - timedelta(days=1))
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


def unique(asking: Asking, table: str, key: str) -> None:
    """QuestionError (code fan_out) where a key stands twice in a table that facts are joined to; looked up once."""

    def look(inner: Asking) -> int:
        rows = inner.table(table)
        found = rows_of(rows.aggregate(n=rows[key].count(), d=rows[key].nunique()))[0]
        return int(found["n"]) - int(found["d"])

    if asking.once(("unique", table, key), look):
        raise QuestionError("fan_out", f"{table} has several rows with the same {key}: joined to it, figures would multiply.",
                            closest=f"the same without a breakdown or filter that needs {table}")  # fmt: skip


def _shared_out(asking: Asking, fact: Fact, bridge: Bridge, source: ir.Table) -> ir.Table:
    """Each row once per partner with its share, and once with what is left over (partner unknown)."""
    import ibis

    on = list(bridge.on)
    side = asking.table(bridge.table)
    side = side.filter([side[c].notnull() for c in (*on, bridge.share)])
    side = side.select(
        **{f"_b.{c}": side[c] for c in on},
        **{c: side[c] for c in bridge.carries},
        **{SHARE: side[bridge.share].cast(_SHARE_TYPE)},
    )
    totals = side.group_by([f"_b.{c}" for c in on]).aggregate(_given=side[SHARE].sum().cast(_SHARE_TYPE))

    def over(_: Asking) -> int:
        return int(rows_of(totals.filter(totals["_given"] > 1).aggregate(n=totals["_given"].count()))[0]["n"])

    if asking.once(("shares", fact.name), over):
        raise QuestionError("over_shared", f"Shares of {bridge.table} add up to more than 1 for some {', '.join(on)}: "
                            f"{fact.name} would be counted more than once.", closest=f"the same from {fact.table}")  # fmt: skip
    own = source.select([c for c in source.columns if c not in bridge.carries])
    shared = own.inner_join(side, [own[c] == side[f"_b.{c}"] for c in on])
    rest = own.left_join(totals, [own[c] == totals[f"_b.{c}"] for c in on])
    left = (ibis.literal(1).cast(_SHARE_TYPE) - ibis.coalesce(rest["_given"], ibis.literal(0).cast(_SHARE_TYPE))).cast(
        _SHARE_TYPE
    )
    rest = rest.mutate(**{SHARE: left}).filter(left != 0)
    columns = [*own.columns, *bridge.carries, SHARE]
    empty = {c: ibis.null(side[c].type()) for c in bridge.carries}
    return ibis.union(shared.select(columns), rest.mutate(**empty).select(columns))
