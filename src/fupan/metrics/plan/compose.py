"""The whole plan: which scans and lanes a question needs, drilled across and derived, as one Ibis expression."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from fupan.errors import QuestionError
from fupan.metrics.definition import Dimension
from fupan.metrics.plan.drill import Part, drill_across
from fupan.metrics.plan.entities import active, first_timers, returners
from fupan.metrics.plan.frame import Frame, exact, segments
from fupan.metrics.plan.goals import GoalSet, choose_goals
from fupan.metrics.plan.open_items import balance
from fupan.metrics.plan.scan import SEGMENT, scan
from fupan.metrics.plan.stock import stock
from fupan.metrics.plan.target import match_columns, matched, target_figures

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking
    from fupan.metrics.plan.resolve import Leaf, Resolved

_MERGE = {"sum": "sum", "count": "sum", "min": "min", "max": "max"}
Goals = dict[tuple[str, str], GoalSet | None]
"""(metric, frame name) -> the chosen grain set."""


def needed_dimensions(asking: Asking) -> list[Dimension]:
    """Dimensions that targets must hold: those asked for, filtered by and restricted by the scope."""
    from fupan.expressions import names

    wanted = [*asking.names, *asking.scope.members]
    wanted += [n.removesuffix(".label") for node in asking.filters for n in names(node)]
    return [asking.definitions.dimension(n) for n in dict.fromkeys(wanted)]


def choose_all_goals(asking: Asking, resolved: Resolved) -> Goals:
    """The grain set of every metric with a target, per frame."""
    found: Goals = {}
    needed = needed_dimensions(asking)
    for metric in resolved.goal_metrics():
        basis = asking.definitions.metric(metric).basis
        for frame in asking.frames:
            try:
                found[metric, frame.name] = choose_goals(asking, metric, basis, frame, needed)
            except QuestionError:
                if frame.name == "current":
                    raise
                found[metric, frame.name] = None  # an earlier plan was coarser: no base to compare with
    return found


def compose(asking: Asking, resolved: Resolved, goals: Goals) -> ir.Table:
    """Dimensions, bucket and the leaves' figures of every frame, before formulas."""
    parts: list[Part] = []
    groups: dict[tuple[str, str], list[Leaf]] = {}
    for leaf in resolved.leaves.values():
        match leaf.metric.family:
            case "sum" | "count" | "min" | "max" | "count_distinct":
                role = leaf.metric.time or asking.definitions.facts[leaf.metric.fact].default_time
                groups.setdefault((leaf.metric.fact, role), []).append(leaf)
            case "entities":
                parts += _lanes(asking, leaf, lambda p, leaf=leaf: active(asking, leaf, p))
            case "first":
                parts += _lanes(asking, leaf, lambda p, leaf=leaf: first_timers(asking, leaf, p))
            case "stock":
                parts += _lanes(asking, leaf, lambda p, leaf=leaf: stock(asking, leaf, p))
            case "cohort":
                parts += [Part(returners(asking, leaf, f), {leaf.id: "max"}, (f,)) for f in asking.frames]
    parts += _balances(asking, [leaf for leaf in resolved.leaves.values() if leaf.metric.family == "balance"])
    for leaves in groups.values():
        parts += _scans(asking, leaves, goals)
    for metric in dict.fromkeys(g.of for g in resolved.goals.values()):
        wanted = [g for g in resolved.goals.values() if g.of == metric]
        for frame in asking.frames:
            goal = goals[metric, frame.name]
            if goal is not None:
                table = target_figures(asking, wanted, goal, frame)
                parts.append(Part(table, {g.id: "max" for g in wanted}, (frame,)))
    if not parts:
        parts.append(_nothing(asking))
    return drill_across(parts, asking.names, by_time=asking.grain is not None)


def _lanes(asking: Asking, leaf: Leaf, node: Any) -> list[Part]:
    """A figure that cannot be added up over time: one pass where buckets are segments, else one per frame."""
    merge = {leaf.id: "max"}
    parts = segments(asking.frames)
    if exact(asking.frames, parts):
        return [Part(node(parts), merge, asking.frames)]
    return [Part(node(segments([f])), merge, (f,)) for f in asking.frames]


def _balances(asking: Asking, leaves: list[Leaf]) -> list[Part]:
    if not leaves:
        return []
    return [Part(balance(asking, leaves, f), {leaf.id: "max" for leaf in leaves}, (f,)) for f in asking.frames]


def _scans(asking: Asking, leaves: list[Leaf], goals: Goals) -> list[Part]:
    """The scan of one fact and date role, shared by plain figures, figures matched with targets and distinct counts."""
    plain = [leaf for leaf in leaves if leaf.additive and leaf.matched is None]
    credited = [leaf for leaf in leaves if leaf.matched is not None]
    distinct = [leaf for leaf in leaves if not leaf.additive]
    chosen = [g for (m, _), g in goals.items() if g is not None and any(leaf.matched == m for leaf in credited)]
    cuts = {d for g in chosen for p in g.periods for d in (p.start, p.end)}
    parts = segments(asking.frames, cuts)
    fact = asking.definitions.facts[leaves[0].metric.fact]
    extra: dict[str, str] = {}
    for goal in chosen:
        extra |= match_columns(asking, goal, fact, leaves[0].metric.name)
    found: list[Part] = []
    together = distinct if not extra and exact(asking.frames, parts) else []
    apart = [] if together else distinct
    if plain or credited or together:
        read = {leaf.metric.name: leaf for leaf in [*plain, *credited, *together]}
        source = scan(asking, [_named(leaf) for leaf in read.values()], parts, extra)
        merges = {n: _MERGE.get(leaf.metric.family, "max") for n, leaf in read.items()}
        mine = [*plain, *together]
        if mine:
            table = (
                _grouped(source, asking.names, {leaf.metric.name: merges[leaf.metric.name] for leaf in mine})
                if extra
                else source
            )
            final = not extra and len(asking.frames) == 1 and len(parts) == len(asking.frames[0].buckets)
            found.append(Part(table, {leaf.id: merges[leaf.metric.name] for leaf in mine}, asking.frames, final))
        for (metric, frame_name), own in goals.items():
            under = [leaf for leaf in credited if leaf.matched == metric]
            if own is None or not under:
                continue
            frame = next(f for f in asking.frames if f.name == frame_name)
            rows = matched(asking, source, own, extra)
            table = _grouped(rows, asking.names, {leaf.metric.name: merges[leaf.metric.name] for leaf in under})
            table = table.rename({leaf.id: leaf.metric.name for leaf in under})
            found.append(Part(table, {leaf.id: merges[leaf.metric.name] for leaf in under}, (frame,)))
    if apart:
        merge = {leaf.id: "max" for leaf in apart}
        whole = segments(asking.frames)
        if exact(asking.frames, whole):
            found.append(Part(scan(asking, apart, whole), merge, asking.frames))
        else:
            found += [Part(scan(asking, apart, segments([f])), merge, (f,)) for f in asking.frames]
    return found


def _named(leaf: Leaf) -> Leaf:
    from dataclasses import replace

    return replace(leaf, id=leaf.metric.name, matched=None)


def _grouped(table: ir.Table, dimensions: Iterable[str], merges: dict[str, str]) -> ir.Table:
    figures: dict[str, Any] = {n: getattr(table[n], how)().cast(table[n].type()) for n, how in merges.items()}
    return table.group_by([*dimensions, SEGMENT]).aggregate(**figures)


def _nothing(asking: Asking) -> Part:
    """A question about time alone (elapsed) still has one row per bucket."""
    import ibis

    starts = [f.buckets[0].window.start for f in asking.frames]
    row = (
        asking.table("targets")
        .aggregate(_none=ibis.literal(0).max())
        .mutate(**{SEGMENT: ibis.literal(starts[0], type="date")})
    )
    return Part(row.mutate(**{n: ibis.null("string") for n in asking.names}), {"_none": "max"}, asking.frames[:1])


__all__ = ["Frame", "choose_all_goals", "compose", "needed_dimensions"]
