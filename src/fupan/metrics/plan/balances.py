"""Figures that stand on a day (receivables, what is not yet allocated): as of the last day of each bucket."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fupan.expressions import build, parse
from fupan.metrics.plan.as_of import rows_as_of
from fupan.metrics.plan.bind import ColumnGetter, bind, condition
from fupan.metrics.plan.exchange import in_currency
from fupan.metrics.plan.frame import Frame, literal
from fupan.metrics.plan.open_items import stands_on
from fupan.metrics.plan.scan import output_type
from fupan.metrics.plan.spine import spine, with_every
from fupan.metrics.plan.stretch import SEGMENT

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking
    from fupan.metrics.plan.resolve import Leaf

_END = "_end"


def balance(asking: Asking, leaves: list[Leaf], frame: Frame) -> ir.Table:
    """The figures of leaves of one fact as of the last day of each bucket of *frame*, or the as-of date where that is yet to come."""
    fact = asking.definitions.facts[leaves[0].metric.fact]
    if len(frame.buckets) == 1:
        window = frame.buckets[0].window
        last = stands_on(asking, window.end)
        source = in_currency(asking, fact, rows_as_of(asking, fact, last), literal(last))
        figured = _figures(asking, leaves, source, {}, literal(window.start), literal(window.end))
        return figured.mutate(**{SEGMENT: literal(window.start)}).select(
            *asking.names, SEGMENT, *(leaf.id for leaf in leaves)
        )
    from fupan.metrics.plan.timeline import ON, rows_on

    windows = [b.window for b in frame.buckets]
    days = spine(
        {
            SEGMENT: [w.start for w in windows],
            _END: [w.end for w in windows],
            ON: [stands_on(asking, w.end) for w in windows],
        }
    )
    source = in_currency(asking, fact, rows_on(asking, fact, days, max(w.end for w in windows)), ON)
    figured = _figures(asking, leaves, source, {SEGMENT: source[SEGMENT]}, source[SEGMENT], source[_END])
    return figured if asking.names else with_every(figured, days, SEGMENT)


def _figures(
    asking: Asking, leaves: list[Leaf], source: ir.Table, stretch: dict[str, Any], start: Any, end: Any
) -> ir.Table:
    """The leaves' figures of rows as of a day, by dimensions and *stretch*; *start* and *end* are those of their window."""
    fact = asking.definitions.facts[leaves[0].metric.fact]
    columns = (
        {"_due": (source["due_date"] >= start) & (source["due_date"] < end)} if "due_date" in source.columns else {}
    )
    bound = bind(asking, fact, leaves[0].metric.name, source.mutate(**columns))
    keys = {n: bound[f"dim.{n}"] for n in asking.names} | {name: bound[name] for name in stretch}
    figures: dict[str, Any] = {}
    for leaf in leaves:
        of = build(parse(leaf.metric.of), ColumnGetter(bound))
        kept = condition(bound, leaf.metric.where)
        if leaf.metric.due_in_window:
            kept = bound["_due"] if kept is None else kept & bound["_due"]
        figures[leaf.id] = of.sum(where=kept).cast(output_type(of))
    return bound.group_by(**keys).aggregate(**figures) if keys else bound.aggregate(**figures)
