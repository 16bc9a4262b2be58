"""Groups by members and by stretch of time. A stretch that is the only one is no key: it would be compared for every row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from fupan.metrics.plan.frame import Segment, literal, segment_start

if TYPE_CHECKING:
    import ibis.expr.types as ir

SEGMENT = "_seg"
_ROWS = "_rows"


def stretch_of(day: ir.Value, parts: Sequence[Segment], *, months: bool = False) -> Any:
    """Start of the stretch that *day* lies in: a column, or the one date where there is but one stretch."""
    return parts[0][0] if len(parts) == 1 else segment_start(day, parts, months=months)


def group_stretch(source: ir.Table, keys: Mapping[str, Any], stretch: Any, figures: Mapping[str, Any]) -> ir.Table:
    """*figures* by *keys* and *stretch* (column ``_seg``); as with any grouping, no rows are no group."""
    if not isinstance(stretch, date):
        return source.group_by(**keys, **{SEGMENT: stretch}).aggregate(**figures)
    if keys:
        found = source.group_by(**keys).aggregate(**figures)
    else:
        one = source.aggregate(**figures, **{_ROWS: source.count()})
        found = one.filter(one[_ROWS] > 0).drop(_ROWS)
    return found.mutate(**{SEGMENT: literal(stretch)}).select(*keys, SEGMENT, *figures)
