"""Lines shared out among positions by credits: what each sold of them, so that the parts are the whole again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fupan.errors import QuestionError
from fupan.metrics.plan.organisation import SINCE, STAMPS
from fupan.metrics.plan.sharing import share_out, sides

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


def shares_out(asking: Asking, fact: Fact, read: set[str | None]) -> bool:
    """Whether rows of the fact are told by whose they are, and credits may share them out."""
    return fact.table in SHARED and bool(read & set(STAMPS)) and not asking.empty("credits")


def credited(asking: Asking, fact: Fact, source: ir.Table) -> ir.Table:
    """Each line once per credited position with its share; what no credit takes stays with the line's own position.

    ``_line`` tells the parts of one line. QuestionError (code over_shared) where credits of a line add up to more than
    all of it.
    """
    import ibis

    on = SHARED[fact.table]
    side = asking.table("credits")
    side = side.filter(side["kind"].isin(KINDS), side["share"].notnull(), side["line_id"].notnull())
    stamps = [c for c in source.columns if c in side.columns and (c.removesuffix("_now") in STAMPS or c == SINCE)]
    line: Any = ibis.literal("")
    for c in on:
        line = line + ibis.coalesce(source[c], "") + "|"
    over = QuestionError("over_shared", "Credits of some order lines add up to more than 100%: they would be counted"
                         " more than once.", closest="the same without a breakdown by position, person or org unit")  # fmt: skip
    parts = sides(side, zip(on, SHARED["order_lines"], strict=True), stamps, "share")
    source = source.mutate(**{LINE: line})
    return share_out(asking, source, parts, rest_is_own=True, key=("credits over",), over=over)
