"""Lines shared out among positions by credits: what each sold of them, so that the parts are the whole again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fupan.errors import QuestionError
from fupan.metrics.plan.organisation import SINCE, STAMPS
from fupan.metrics.plan.run import rows_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.definition import Fact
    from fupan.metrics.plan.asking import Asking

SHARED = {
    "order_lines": ("source_system", "order_id", "line_id"),
    "return_lines": ("source_system", "order_id", "order_line_id"),
}
"""Fact table -> its columns that name the order line that credits speak of."""
KINDS = ("direct", "split")  # overlays and roll-ups stand apart: they are nobody's part of the whole
LINE = "_line"
_SHARE = "decimal(19, 8)"


def shares_out(asking: Asking, fact: Fact, read: set[str | None]) -> bool:
    """Whether rows of the fact are told by whose they are, and credits may share them out."""
    return fact.table in SHARED and bool(read & set(STAMPS)) and not asking.empty("credits")


def credited(asking: Asking, fact: Fact, source: ir.Table, share: str) -> ir.Table:
    """Each line once per credited position with its share; what no credit takes stays with the line's own position.

    QuestionError (code over_shared) where credits of a line add up to more than all of it.
    """
    import ibis

    on = SHARED[fact.table]
    side = asking.table("credits")
    side = side.filter(side["kind"].isin(KINDS), side["share"].notnull(), side["line_id"].notnull())
    stamps = [c for c in source.columns if c in side.columns and (c.removesuffix("_now") in STAMPS or c == SINCE)]
    names = ("_c_source", "_c_order", "_c_line")
    side = side.select(
        **{n: side[c] for n, c in zip(names, SHARED["order_lines"], strict=True)},
        **{f"_c_{c}": side[c] for c in stamps},
        **{share: side["share"].cast(_SHARE)},
    )
    totals = side.group_by(list(names)).aggregate(_given=side[share].sum().cast(_SHARE))
    totals = totals.select(**{f"{n}t": totals[n] for n in names}, _given=totals["_given"])

    def over(_: Asking) -> int:
        return int(rows_of(totals.filter(totals["_given"] > 1).aggregate(n=totals["_given"].count()))[0]["n"])

    if asking.once(("credits over",), over):
        raise QuestionError("over_shared", "Credits of some order lines add up to more than 100%: they would be counted"
                            " more than once.", closest="the same without a breakdown by position, person or org unit")  # fmt: skip
    line: Any = ibis.literal("")
    for c in on:
        line = line + ibis.coalesce(source[c], "") + "|"
    source = source.mutate(**{LINE: line})
    shared = source.inner_join(side, [source[c] == side[n] for c, n in zip(on, names, strict=True)])
    plain = [c for c in source.columns if c not in stamps]
    parts = shared.select(*plain, **{c: shared[f"_c_{c}"] for c in stamps}, **{share: shared[share]})
    rest = source.left_join(totals, [source[c] == totals[f"{n}t"] for c, n in zip(on, names, strict=True)])
    none, whole = ibis.literal(0).cast(_SHARE), ibis.literal(1).cast(_SHARE)
    rest = rest.mutate(**{share: (whole - ibis.coalesce(rest["_given"], none)).cast(_SHARE)})
    rest = rest.filter(rest[share] != 0).select(*plain, *stamps, share)
    return ibis.union(parts, rest)
