"""The whole plan: which scans and lanes a question needs, drilled across and derived, as one Ibis expression."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fupan.metrics.plan.arrange import arrange
from fupan.metrics.plan.balances import balance
from fupan.metrics.plan.conversion import conversions, same_cohort
from fupan.metrics.plan.count_back import count_back
from fupan.metrics.plan.derive import derive
from fupan.metrics.plan.drill import Part, drill_across
from fupan.metrics.plan.entities import active, first_timers, returners
from fupan.metrics.plan.flows import Goals, flows
from fupan.metrics.plan.frame import exact, literal, segments
from fupan.metrics.plan.fused import fused
from fupan.metrics.plan.goal_parts import goal_parts
from fupan.metrics.plan.overlap import layers
from fupan.metrics.plan.population import population
from fupan.metrics.plan.run import compiled, uncollected
from fupan.metrics.plan.stacked import stacked
from fupan.metrics.plan.stock import stock
from fupan.metrics.plan.stretch import SEGMENT
from fupan.metrics.plan.whole import with_whole

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking
    from fupan.metrics.plan.reach import Reach
    from fupan.metrics.plan.resolve import Leaf, Resolved

FLOWS = ("sum", "count", "min", "max", "count_distinct", "median", "percentile")


def plan(asking: Asking, resolved: Resolved, goals: Goals, top: int | None) -> str:
    """The SQL of the whole plan."""
    with uncollected():
        resolved = fused(asking, resolved)
        leaves = compose(asking, resolved, goals)
        if asking.wholes:
            return compiled(with_whole(asking, resolved, leaves, top))
        wide = derive(asking, resolved, leaves, lambda other: compose(other, resolved, goals))
        return compiled(arrange(asking, wide, next(iter(resolved.metrics)), top))


def compose(asking: Asking, resolved: Resolved, goals: Goals) -> ir.Table:
    """Dimensions, bucket and the leaves' figures of every frame, before formulas."""
    parts: list[Part] = []
    groups: dict[tuple[str, str], list[Leaf]] = {}
    reaching: dict[Reach | None, list[Leaf]] = {}
    for leaf in resolved.leaves.values():
        if leaf.metric.family in FLOWS:
            role = leaf.metric.time or asking.definitions.facts[leaf.metric.fact].default_time
            groups.setdefault((leaf.metric.fact, role), []).append(leaf)
        else:
            reaching.setdefault(leaf.reach, []).append(leaf)
    for reach, leaves in reaching.items():
        parts += _figures(asking.over(reach.name if reach else None), leaves)
    parts += flows(asking, groups, goals)
    parts += goal_parts(asking, list(resolved.goals.values()), goals)
    if not parts:
        parts.append(_nothing(asking))
    return drill_across(parts, asking.names, by_time=asking.grain is not None)


def _figures(asking: Asking, leaves: list[Leaf]) -> list[Part]:
    """Parts of the leaves' figures, each read in its way."""
    parts: list[Part] = []
    cohorts: dict[tuple[Any, ...], list[Leaf]] = {}
    for leaf in leaves:
        match leaf.metric.family:
            case "entities":
                parts += _lanes(asking, leaf, lambda p, leaf=leaf: active(asking, leaf, p))
            case "first" if leaf.metric.counted == "known":
                parts += _lanes(asking, leaf, lambda p, leaf=leaf: first_timers(asking, leaf, p))
            case "count_back":
                each = [f for frame in asking.frames for f in layers(frame)]
                parts += [Part(count_back(asking, leaf, f), {leaf.id: "max"}, (f,)) for f in each]
            case "population":
                each = [f for frame in asking.frames for f in layers(frame)]
                parts += [Part(population(asking, leaf, f), {leaf.id: "max"}, (f,)) for f in each]
            case "first":
                table = first_timers(asking, leaf, segments(asking.frames))
                parts.append(Part(table, {leaf.id: "sum"}, asking.frames))
            case "stock":
                parts += _lanes(asking, leaf, lambda p, leaf=leaf: stock(asking, leaf, p))
            case "conversion":
                cohorts.setdefault(same_cohort(leaf), []).append(leaf)
            case "cohort":
                each = [f for frame in asking.frames for f in layers(frame)]
                parts += [Part(returners(asking, leaf, f), {leaf.id: "max"}, (f,)) for f in each]
    parts += _balances(asking, [leaf for leaf in leaves if leaf.metric.family == "balance"])
    for same in cohorts.values():
        table = conversions(asking, same, segments(asking.frames))
        parts.append(Part(table, {leaf.id: "sum" for leaf in same}, asking.frames))
    return parts


def _lanes(asking: Asking, leaf: Leaf, node: Any) -> list[Part]:
    """A figure that cannot be added up over time: one pass where buckets are segments, else one per frame."""
    merge = {leaf.id: "max"}
    parts = segments(asking.frames)
    if exact(asking.frames, parts):
        return [Part(node(parts), merge, asking.frames)]
    return [Part(node(segments([f])), merge, (f,)) for frame in asking.frames for f in layers(frame)]


def _balances(asking: Asking, leaves: list[Leaf]) -> list[Part]:
    each = [f for frame in asking.frames for f in layers(frame)]
    found: list[Part] = []
    for fact in dict.fromkeys(leaf.metric.fact for leaf in leaves):
        mine = [leaf for leaf in leaves if leaf.metric.fact == fact]
        found += [Part(balance(asking, mine, f), {leaf.id: "max" for leaf in mine}, (f,)) for f in each]
    return found


def _nothing(asking: Asking) -> Part:
    """A question about time alone (elapsed) still has one row per bucket."""
    import ibis

    targets = asking.table("targets")
    one = targets.aggregate(_none=targets.count())
    one = one.mutate(**{n: ibis.null("string") for n in asking.names})
    rows = [one.mutate(**{SEGMENT: literal(b.window.start)}) for b in asking.frames[0].buckets]
    return Part(stacked(rows), {"_none": "max"}, asking.frames[:1])
