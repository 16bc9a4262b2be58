"""Facts of the next window's targets."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from fupan.review.context import Context
from fupan.review.deck import FactSpec
from fupan.review.frame import growth, is_unknown, member, number
from fupan.review.phrase import Fact, Quantity

NAMES = frozenset(
    [
        "next",
        "target",
        "needed",
        "now",
        "change",
        "yoy",
        "steepest",
        "steepest_target",
        "steepest_change",
        "n",
        "largest",
        "largest_target",
    ]
)


def make(spec: FactSpec, context: Context) -> Mapping[str, Fact]:
    """The whole's target of ``of`` (else of ``columns``, which is not broken down), beside what ``total`` reached now; the slice whose target rises most over now."""
    frame, now = context.frame(spec.of), context.frame(spec.total)
    target = frame.of_total("target")
    if target is None and spec.columns:
        target = context.frame(spec.columns).of_total("target")
    if target is None or not target:
        return {}
    money = context.scales.money
    facts: dict[str, Fact] = {
        "next": context.windows["next"].title(context.lang),
        "target": Quantity(target, money([target])),
    }
    reached = now.of_total(spec.metric)
    rise = growth(target, reached)
    if reached is not None:
        facts["now"] = Quantity(reached, money([reached]))
    if rise is not None and not context.window.running:
        facts["change"] = Quantity(rise, context.scales.percent(signed=True))
    rise = growth(target, frame.of_total(f"{spec.metric}.last_year"))
    if rise is not None:
        facts["yoy"] = Quantity(rise, context.scales.percent(signed=True))
    before = {member(r, d, context.lang): number(r, spec.metric) for d in now.by for r in now.rows}
    slices = context.frame(spec.rows)
    reached_by = {
        member(r, d, context.lang): number(r, spec.metric) for d in slices.by[:1] for r in slices.rows
    } or before
    named = [r for r in frame.rows if frame.by and not is_unknown(r, frame.by[0]) and number(r, "target")]
    if named:
        first = max(named, key=lambda r: number(r, "target") or 0)
        facts["n"] = Quantity(Decimal(len(named)), context.scales.count())
        facts["largest"] = member(first, frame.by[0], context.lang)
        facts["largest_target"] = Quantity(number(first, "target") or Decimal(0), money([number(first, "target")]))
    rises = []
    for row in frame.rows:
        if frame.by and not is_unknown(row, frame.by[0]):
            name = member(row, frame.by[0], context.lang)
            step = growth(number(row, "target"), reached_by.get(name))
            if step is not None:
                rises.append((step, name, number(row, "target")))
    if len(rises) > 1:
        step, name, amount = max(rises, key=lambda r: r[0])
        if step > 0 and amount is not None:
            facts["steepest"] = name
            facts["steepest_target"] = Quantity(amount, money([amount]))
            facts["steepest_change"] = Quantity(step, context.scales.percent(signed=True))
    return facts
