"""Facts of the bridge to plan, and the choice of the dimension that tells most."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from fupan.diagnose import Bridge, Slice, bridge_growth, bridge_plan
from fupan.review.context import Context
from fupan.review.deck import FactSpec
from fupan.review.frame import Frame, member, number, towards_target
from fupan.review.phrase import Fact, Quantity

NAMES = frozenset(
    ["by", "start", "end", "net", "up", "up_amount", "down", "down_amount", "gross", "n", "untargeted", "unassigned"]
)


def make(spec: FactSpec, context: Context) -> Mapping[str, Fact]:
    """Facts of the bridge that ``choose`` takes; ``metric`` starting with ``growth:`` is read against last year."""
    kind, _, metric = spec.metric.rpartition(":")
    chosen = choose(spec.among, spec.total, metric, kind or "plan", context, most=8)
    if chosen is None:
        return {}
    name, bridge = chosen
    money = context.scales.money
    facts: dict[str, Fact] = {
        "by": dimension_name(context.frame(name), context),
        "start": Quantity(bridge.start, money([bridge.start])),
        "end": Quantity(bridge.end, money([bridge.end])),
        "net": Quantity(bridge.end - bridge.start, money([bridge.end - bridge.start])),
        "gross": Quantity(bridge.gross, money([bridge.gross])),
    }
    steps = [s for s in bridge.steps if s.kind == "slice"]
    facts["n"] = Quantity(Decimal(len(steps)), context.scales.count())
    if steps:
        first, last = max(steps, key=lambda s: s.amount), min(steps, key=lambda s: s.amount)
        if first.amount > 0:
            facts["up"], facts["up_amount"] = first.key, Quantity(first.amount, money([first.amount]))
        if last.amount < 0:
            facts["down"], facts["down_amount"] = last.key, Quantity(last.amount, money([last.amount]))
    for step in bridge.steps:
        if step.kind == "unassigned":
            facts[step.kind] = Quantity(step.amount, money([step.amount]))
    rest = context.frame(spec.total).of_total("unmatched")
    if rest:
        facts["untargeted"] = Quantity(rest, money([rest]))
    return facts


def choose(
    among: tuple[str, ...], total: str, metric: str, kind: str, context: Context, *, most: int
) -> tuple[str, Bridge] | None:
    """Of the data sets *among*, the one whose steps net out most (largest gross): it hides least; one with a single slice only if all have. None without a base."""
    found: list[tuple[bool, Decimal, int, str, Bridge]] = []
    for order, name in enumerate(among):
        frame = context.frame(name)
        bridge = _bridge(frame, context.frame(total), metric, kind, context, most)
        if bridge is not None:
            found.append((sum(s.kind == "slice" for s in bridge.steps) > 1, bridge.gross, -order, name, bridge))
    if not found:
        return None
    *_, name, bridge = max(found, key=lambda f: f[:3])
    return name, bridge


def dimension_name(frame: Frame, context: Context) -> str:
    """The name of the data set's dimension."""
    return frame.kind(frame.by[0]).label(context.lang)


def _bridge(frame: Frame, whole: Frame, metric: str, kind: str, context: Context, most: int) -> Bridge | None:
    base_column = "target" if kind == "plan" else f"{metric}.last_year"
    total = whole.total or {}
    end = towards_target(total, metric) if kind == "plan" else number(total, metric)
    start = number(total, base_column)
    if end is None or not start or not frame.by or not any(v is not None for v in frame.values(base_column)):
        return None
    dimension = frame.by[0]
    if kind == "plan":
        slices = [
            Slice(member(r, dimension, context.lang), towards_target(r, metric), number(r, "target"))
            for r in frame.rows
            if number(r, "target") is not None
        ]
        return bridge_plan(slices, target=start, actual=end, most=most)
    slices = [Slice(member(r, dimension, context.lang), number(r, metric), number(r, base_column)) for r in frame.rows]
    return bridge_growth(slices, before=start, actual=end, most=most)
