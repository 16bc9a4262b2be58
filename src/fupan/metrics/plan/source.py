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
from fupan.metrics.plan.run import rows_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking

SHARE = "_share"
_SHARE_TYPE, _AMOUNT, _PRODUCT = "decimal(19, 8)", "decimal(18, 4)", "decimal(38, 8)"


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
        source = credited(asking, fact, source, SHARE)
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
    import ibis

    side = asking.table(bridge.table)
    kept = condition(side, bridge.where)
    side = side.filter([side[bridge.share].notnull(), *([] if kept is None else [kept])])
    side = side.select(
        **{f"_b.{c}": _key(side[c]) for c in bridge.on},
        **{f"_c.{c}": side[c] for c in bridge.carries},
        **{SHARE: side[bridge.share].cast(_SHARE_TYPE)},
    )
    totals = side.group_by([f"_b.{c}" for c in bridge.on]).aggregate(_given=side[SHARE].sum().cast(_SHARE_TYPE))

    def over(_: Asking) -> int:
        return int(rows_of(totals.filter(totals["_given"] > 1).aggregate(n=totals["_given"].count()))[0]["n"])

    if asking.once(("shares", fact.name), over):
        raise QuestionError("over_shared", f"Shares in {bridge.table} add up to more than 1 for the same {', '.join(bridge.on)}: "
                            f"{fact.name} would be counted more than once.", closest=f"the same from {fact.table}")  # fmt: skip
    whole = ibis.literal(1).cast(_SHARE_TYPE)
    columns = [*source.columns, *(c for c in bridge.carries if c not in source.columns), SHARE]
    shared = source.inner_join(side, [_key(source[c]) == side[f"_b.{c}"] for c in bridge.on])
    shared = shared.mutate(**{c: shared[f"_c.{c}"] for c in bridge.carries})
    rest = source.left_join(totals, [_key(source[c]) == totals[f"_b.{c}"] for c in bridge.on])
    rest = rest.mutate(**{SHARE: (whole - ibis.coalesce(rest["_given"], whole - whole)).cast(_SHARE_TYPE)})
    rest = rest.filter(rest[SHARE] != 0)
    kinds = {c: side[f"_c.{c}"].type() for c in bridge.carries}
    own = {c: rest[c] if c in source.columns else ibis.null(kind) for c, kind in kinds.items()}
    rest = rest.mutate(
        **{c: ibis.ifelse(rest["_given"].isnull(), own[c], ibis.null(k)).cast(k) for c, k in kinds.items()}
    )
    return ibis.union(shared.select(columns), rest.select(columns))


def _key(column: ir.Value) -> Any:
    """A part of a key as text, so that what is missing on both sides is the same."""
    import ibis

    return ibis.coalesce(column.cast("string"), ibis.literal(""))
