"""Facts of the four parts of a field of growth and another figure: who lies where, and what they hold of the total."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from fupan.review.context import Context, total_of
from fupan.review.deck import FactSpec
from fupan.review.field import Part, field_members, field_part
from fupan.review.frame import Row, member, number
from fupan.review.phrase import Fact, Listing, Quantity

_PARTS: tuple[tuple[Part, str], ...] = (("both", "both"), ("x", "growing"), ("y", "earning"), ("neither", "neither"))
NAMES = frozenset(
    {f"{name}{end}" for _, name in _PARTS for end in ("", "_n", "_share")} | {"n", "share", "new_n", "new_share"}
)
_NAMED = 3


def make(spec: FactSpec, context: Context) -> Mapping[str, Fact]:
    """Of the ``most`` largest members by net sales that have growth and ``metric``: ``both`` above the total in both,
    ``growing`` only in growth, ``earning`` only in ``metric``, ``neither``; with number and share of the total's net sales.
    ``new``: members with sales now and none last year, which have no growth and stand outside the field."""
    frame = context.frame(spec.of)
    total = frame.of_total("net_sales")
    rows, _ = field_members(frame, spec.by, "growth", spec.metric, "net_sales", spec.most)
    if len(rows) < 3 or total is None or total <= 0:
        return {}
    parts = [(field_part(r, frame, "growth", spec.metric), r) for r in rows]
    if any(part is None for part, _ in parts):
        return {}
    facts: dict[str, Fact] = {"n": _count(context, len(rows)), "share": _share(context, rows, total)}
    for part, name in _PARTS:
        members = [r for found, r in parts if found == part]
        facts[f"{name}_n"] = _count(context, len(members))
        if members:
            named = members if len(members) <= _NAMED + 1 else members[:_NAMED]
            entries = tuple((member(r, spec.by, context.lang), None) for r in named)
            facts[name] = Listing(entries, len(members) - len(named))
            facts[f"{name}_share"] = _share(context, members, total)
    new = [r for r in frame.rows if (number(r, "net_sales") or 0) > 0 and not number(r, "net_sales.last_year")]
    if new and frame.has("net_sales.last_year"):
        facts |= {"new_n": _count(context, len(new)), "new_share": _share(context, new, total)}
    return facts


def _count(context: Context, n: int) -> Quantity:
    return Quantity(Decimal(n), context.scales.count())


def _share(context: Context, rows: list[Row], total: Decimal) -> Quantity:
    return Quantity(total_of([number(r, "net_sales") for r in rows]) / total, context.scales.percent())
