"""Figures that flow (sums, counts, distinct counts): one scan per fact and date role, matched with targets where asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from fupan.metrics.plan.cumulated import at_levels
from fupan.metrics.plan.drill import Part
from fupan.metrics.plan.frame import exact, segments
from fupan.metrics.plan.goal_set import GoalSet, goals_together
from fupan.metrics.plan.lifting import LIFTED, alike
from fupan.metrics.plan.scan import scan, scan_overlapping
from fupan.metrics.plan.stacked import stacked
from fupan.metrics.plan.stretch import SEGMENT
from fupan.metrics.plan.target import match_columns, matched

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking
    from fupan.metrics.plan.frame import Frame
    from fupan.metrics.plan.reach import Reach
    from fupan.metrics.plan.resolve import Leaf

_MERGE = {"sum": "sum", "count": "sum", "min": "min", "max": "max"}
Goals = dict[tuple[str, str], GoalSet | None]
"""(metric, frame name) -> the chosen grain set."""
Groups = Mapping[tuple[str, str], list["Leaf"]]
"""(fact, date role) -> leaves read in one scan."""


def flows(asking: Asking, groups: Groups, goals: Goals) -> list[Part]:
    """Parts of all flow figures. A fact without any row gives no part: its sums are zero."""
    found: list[Part] = []
    with_targets: list[list[Leaf]] = []
    for (fact, _), leaves in groups.items():
        if asking.empty(asking.definitions.facts[fact].table):
            continue
        additive = [leaf for leaf in leaves if leaf.additive]
        distinct = [leaf for leaf in leaves if not leaf.additive]
        if any(leaf.matched and _goals_of(leaf.matched, goals) for leaf in additive):
            apart = [leaf for leaf in additive if leaf.reach is not None and leaf.matched is None]
            with_targets.append([leaf for leaf in additive if leaf not in apart])
            found += _plain(asking, apart, distinct)
        else:
            found += _plain(asking, [leaf for leaf in additive if leaf.matched is None], distinct)
    return found + (_credited(asking, with_targets, goals) if with_targets else [])


def _goals_of(metric: str, goals: Goals) -> list[GoalSet]:
    return [goal for (name, _), goal in goals.items() if name == metric and goal is not None]


def _plain(asking: Asking, additive: list[Leaf], distinct: list[Leaf]) -> list[Part]:
    """One scan, over all windows that any leaf reaches; distinct counts share it where every bucket is a stretch of its own.

    A leaf that is taken over several windows (month and year to date) is read once, and put together once for each.
    """
    reaches = list(dict.fromkeys(leaf.reach for leaf in (*additive, *distinct)))
    frames = tuple(f for reach in reaches for f in _frames(asking, reach))
    parts = segments(frames)
    together = distinct if exact(frames, parts) else []
    mine = [*additive, *together]
    found: list[Part] = []
    if mine:
        merge = {leaf.id: _MERGE.get(leaf.metric.family, "max") for leaf in mine}
        if reaches == [None]:
            final = len(frames) == 1 and len(parts) == len(frames[0].buckets)
            found.append(Part(scan(asking, mine, parts), merge, frames, final))
        else:
            read = {_unreached(leaf): replace(leaf, id=_unreached(leaf)) for leaf in mine}
            source = scan(asking, list(read.values()), parts)
            for reach in dict.fromkeys(leaf.reach for leaf in mine):
                ids = {leaf.id: _unreached(leaf) for leaf in mine if leaf.reach == reach}
                rows = source.select(*asking.names, SEGMENT, **{i: source[n] for i, n in ids.items()})
                found.append(Part(rows, {i: merge[i] for i in ids}, _frames(asking, reach)))
    return found + ([] if together else _distinct(asking, distinct))


def _frames(asking: Asking, reach: Reach | None) -> tuple[Frame, ...]:
    return asking.frames_of(reach.name if reach else None)


def _unreached(leaf: Leaf) -> str:
    return leaf.id if leaf.reach is None else leaf.id.removesuffix(f"~{leaf.reach.name}")


def _distinct(asking: Asking, leaves: list[Leaf]) -> list[Part]:
    """Distinct counts in scans of their own: one, or one per frame where buckets of frames overlap."""
    found: list[Part] = []
    for reach in dict.fromkeys(leaf.reach for leaf in leaves):
        mine = [leaf for leaf in leaves if leaf.reach == reach]
        merge = {leaf.id: "max" for leaf in mine}
        frames = _frames(asking, reach)
        parts = segments(frames)
        if exact(frames, parts):
            found.append(Part(scan(asking, mine, parts), merge, frames))
            continue
        for frame in frames:
            if frame.disjoint:
                found.append(Part(scan(asking, mine, segments([frame])), merge, (frame,)))
                continue
            for counted in (True, False):
                some = [leaf for leaf in mine if (leaf.metric.family == "count_distinct") == counted]
                if some:
                    table = scan_overlapping(asking, some, frame)
                    found.append(Part(table, {leaf.id: "max" for leaf in some}, (frame,), final=True))
    return found


def _credited(asking: Asking, facts: list[list[Leaf]], goals: Goals) -> list[Part]:
    """Facts that are matched with targets: put together at the targets' grain first, then matched once per target set."""
    chosen = [g for leaves in facts for leaf in leaves if leaf.matched for g in _goals_of(leaf.matched, goals)]
    reaches = list(dict.fromkeys(leaf.reach for leaves in facts for leaf in leaves))
    cuts = {d for g in chosen for p in g.periods for d in (p.start, p.end)}
    parts = segments([f for reach in reaches for f in _frames(asking, reach)], cuts)
    lifts = alike(asking, chosen)
    scans: list[ir.Table] = []
    merges: dict[str, str] = {}
    aliases: dict[str, None] = {}
    for leaves in facts:
        extra: dict[str, str] = {}
        for each in chosen:
            first = leaves[0].metric
            extra |= match_columns(asking, each, asking.definitions.facts[first.fact], first.name)
        extra = {f"{a}{LIFTED}" if a.removeprefix("_g_") in lifts else a: column for a, column in extra.items()}
        read = {leaf.metric.name: replace(leaf, id=leaf.metric.name, matched=None) for leaf in leaves}
        merges |= {n: _MERGE[leaf.metric.family] for n, leaf in read.items()}
        aliases |= dict.fromkeys(extra)
        scans.append(scan(asking, list(read.values()), parts, extra, lifts, loose=True))
    source = _stacked(scans, [*asking.names, SEGMENT, *aliases])
    every = [leaf for leaves in facts for leaf in leaves]
    alone = len(asking.frames) == 1 and reaches == [None]  # then all that was read lies in its buckets
    whole = alone and exact(asking.frames, parts) and len(parts) == len(asking.frames[0].buckets)
    found: list[Part] = []
    plain = [leaf for leaf in every if leaf.matched is None]
    if plain:
        found.append(
            Part(source, {leaf.id: merges[leaf.id] for leaf in plain}, asking.frames, inside=alone, whole=whole)
        )
    for metric in dict.fromkeys(leaf.matched for leaf in every if leaf.matched):
        under = {leaf.metric.name: leaf.id for leaf in every if leaf.matched == metric}
        reach = next(leaf.reach for leaf in every if leaf.matched == metric)
        by_frame = [(f, goal) for f in asking.frames if (goal := goals.get((metric, f.name))) is not None]
        for read, goal, frames in _under(asking, source, reach, by_frame):
            rows = matched(asking, read, goal, list(aliases))
            rows = rows.select(*asking.names, SEGMENT, **{i: rows[n] for n, i in under.items()})
            found.append(Part(rows, {i: merges[n] for n, i in under.items()}, frames, inside=alone, whole=whole))
    return found


def _under(
    asking: Asking, source: ir.Table, reach: Reach | None, by_frame: list[tuple[Frame, GoalSet]]
) -> Iterator[tuple[ir.Table, GoalSet, tuple[Frame, ...]]]:
    """The rows to be matched with each set of targets, and the frames that they are then put into."""
    if reach is None:
        yield from ((source, goal, frames) for goal, frames in goals_together(by_frame))
        return
    reached = {f.name: f for f in _frames(asking, reach)}
    for frame, goal in by_frame:
        if goal.portions and goal.level:
            yield at_levels(asking, source, reach, frame, goal), goal, (frame,)
        elif goal.portions:
            yield source, goal, (reached[frame.name],)


def _stacked(scans: list[ir.Table], keys: list[str]) -> ir.Table:
    """Scans of several facts one below the other; a figure of another fact is NULL."""
    import ibis

    if len(scans) == 1:
        return scans[0]
    types = {c: t[c].type() for t in scans for c in t.columns if c not in keys}
    kinds = {k: next((t[k].type() for t in scans if not t[k].type().is_null()), scans[0][k].type()) for k in keys}
    wide = [
        t.select(
            **{k: t[k].cast(kinds[k]) for k in keys},
            **{c: t[c] if c in t.columns else ibis.null(kind) for c, kind in types.items()},
        )
        for t in scans
    ]
    return stacked(wide)
