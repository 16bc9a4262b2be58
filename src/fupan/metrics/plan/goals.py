"""Which targets answer a question: one grain set, each row in one version, whole periods. Two sets are never summed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from fupan.metrics.definition import Dimension
from fupan.metrics.plan.aim import metric_of
from fupan.metrics.plan.frame import Frame
from fupan.metrics.plan.goal_catalogue import catalogue, whole_catalogue
from fupan.metrics.plan.goal_equals import decided
from fupan.metrics.plan.goal_refusal import check_version, other_basis, refusal
from fupan.metrics.plan.goal_set import GoalSet, Period
from fupan.metrics.plan.holders import follows, holds
from fupan.metrics.plan.layers import TREES
from fupan.metrics.plan.resolve import summable
from fupan.metrics.plan.season import method_of, phasing_of

if TYPE_CHECKING:
    from fupan.metrics.plan.asking import Asking


def choose_goals(asking: Asking, key: str, frame: Frame, needed: Iterable[Dimension]) -> GoalSet | None:
    """The set for one frame (*key* names metric and plan); None if the metric has no targets there at all.

    Of the sets that hold every needed dimension and whose periods nest in the buckets: the one that covers most of
    the window, then overshoots a running one least, then has the fewest dimensions, then stands highest in a tree, then
    has the longest periods; of equals as ``goal_equals`` says. With a way to spread targets asked for, longer periods
    answer too, where no set nests as well.
    QuestionError (code target_grain) where targets exist but none is fine enough.
    """
    needed = list(needed)
    check_version(asking, key)
    rows = catalogue(asking, key, frame, needed)
    if not rows:
        return None
    metric = asking.definitions.metric(metric_of(key))
    sets: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in rows:
        sets.setdefault((row["grain_set"], row["columns"], row["nodes"], row["layer"]), []).append(row)
    split = asking.phase is not None and summable(asking.definitions, metric.name)
    fitting: dict[tuple[Any, ...], list[tuple[tuple[Any, ...], GoalSet]]] = {}
    too_coarse_dimensions: list[GoalSet] = []
    too_coarse_periods: list[GoalSet] = []
    told: dict[GoalSet, list[dict[str, Any]]] = {}
    below: dict[Any, int] = {}  # nodes of a tree -> how many of their ancestors have targets of their own
    for (name, columns, nodes, _), found in sets.items():
        below[nodes] = sum(found[0][f"gen_{column}"] for column in TREES)
        basis = next((r["basis"] for r in found if r["basis"]), None)
        goal = GoalSet(key, name, columns, _periods(found), basis, nodes)
        missing = [d for d in needed if not holds(d, columns) or any(r.get(f"miss_{d.name}") for r in found)]
        loose = [p for p in goal.periods if _bucket_of(p, frame) is None]
        if missing:
            too_coarse_dimensions.append(goal)
        elif loose and not split:
            too_coarse_periods.append(goal)
        else:
            weight = sum(p.rows * (p.end - p.start).days for p in goal.periods)
            rank = (-_covered(goal, frame), bool(loose), *_rank(goal, frame), -weight, len(goal.periods))
            fitting.setdefault((name, columns, nodes), []).append((rank, goal))
            told[goal] = found
    # of a year's and its months' targets of the same slices only one counts
    best_of_set = [min(found, key=lambda pair: pair[0]) for found in fitting.values()]
    best_of_set = [
        ((*rank[:4], _height(goal, below[goal.kept], needed), *_size(goal)), goal) for rank, goal in best_of_set
    ]
    if not best_of_set:
        raise refusal(asking, metric.name, needed, too_coarse_dimensions, too_coarse_periods)
    best_of_set.sort(key=lambda pair: (*pair[0], pair[1].grain_set or ""))
    equals = [goal for rank, goal in best_of_set if rank == best_of_set[0][0]]
    best = decided(asking, frame, equals, told)
    ordered = [best, *(goal for _, goal in best_of_set if goal is not best)]
    if best.basis and metric.basis and best.basis != metric.basis:
        raise other_basis(asking, metric.name, best.basis, metric.basis)
    made = _spread(asking, best, frame, split=split)
    children = next(
        (g for g in ordered[1:] if _finer(asking, g, best) and _covered(g, frame) == _covered(best, frame)), None
    )
    below_it = None if children is None else _spread(asking, children, frame, split=split)
    every = whole_catalogue(asking, key, needed)
    return replace(
        _told_apart(made, every),
        among=len(ordered),
        children=None if below_it is None else _told_apart(below_it, every),
    )


def _told_apart(goal: GoalSet, every: list[dict[str, Any]]) -> GoalSet:
    """The set with what tells its rows from all others of the plan: its name alone, its stretch alone."""
    named = [r for r in every if r["grain_set"] == goal.grain_set]
    first, last = goal.periods[0].start, max(p.end for p in goal.periods)
    spans = {(p.start, p.end) for p in goal.periods}
    inside = {(r["start_date"], r["end_date"]) for r in named if first <= r["start_date"] and r["end_date"] <= last}
    sole = goal.grain_set is not None and all(r["columns"] == goal.columns for r in named)
    return replace(goal, sole=sole, ranges=((first, last),) if inside <= spans else ())


def _spread(asking: Asking, goal: GoalSet, frame: Frame, *, split: bool) -> GoalSet:
    phasing = phasing_of(asking, goal.metric)
    portions = phasing.portions([(p.start, p.end) for p in goal.periods], frame, split=split, as_of=asking.as_of)
    digits = 2 if asking.definitions.metric(goal.metric).unit == "currency" else 4
    by = method_of(asking, goal.metric)
    inside = {(p.start, p.end) for p in portions}
    periods = tuple(p for p in goal.periods if (p.start, p.end) in inside) or goal.periods
    periods = tuple(replace(p, rows=0) for p in periods)  # how many they are shapes no plan
    return replace(goal, periods=periods, portions=portions, phase=by, fallen=len(phasing.fallen), digits=digits)


def _finer(asking: Asking, goal: GoalSet, parent: GoalSet) -> bool:
    """Whether a set is the next level below another: it fills what the other fills, or what that follows from."""
    if goal.grain_set == parent.grain_set and goal.columns == parent.columns:
        return goal.kept != parent.kept
    by_key = {d.own: d.key for d in asking.definitions.dimensions.values() if d.own and d.table}
    return all(follows(c, goal.columns) or by_key.get(c) in goal.columns for c in parent.columns)


def _periods(rows: list[dict[str, Any]]) -> tuple[Period, ...]:
    """The periods of a set, each with the versions that stand in it."""
    found: dict[tuple[date, date], list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault((row["start_date"], row["end_date"]), []).append(row)
    return tuple(
        Period(s, e, tuple(dict.fromkeys(r["version"] for r in found[s, e])), sum(r["rows"] for r in found[s, e]))
        for s, e in sorted(found)
    )


def _bucket_of(period: Period, frame: Frame) -> Any:
    """The bucket that a period nests in: begun in its window, ended by the end of its whole period."""
    for bucket in frame.buckets:
        if bucket.window.start <= period.start and period.end <= bucket.window.full_end:
            return bucket
    return None


def _covered(goal: GoalSet, frame: Frame) -> int:
    """Days of the window that the set has targets for."""
    first, last = min(b.window.start for b in frame.buckets), max(b.window.plan_end for b in frame.buckets)
    covered: set[int] = set()
    for p in goal.periods:
        if p.start < last:
            covered |= set(range(max(p.start, first).toordinal(), min(p.end, last).toordinal()))
    return len(covered)


def _rank(goal: GoalSet, frame: Frame) -> tuple[Any, ...]:
    last = max(b.window.plan_end for b in frame.buckets)
    overshoot = max((p.end for p in goal.periods if p.start < last), default=last).toordinal() - last.toordinal()
    return (max(overshoot, 0), len(goal.columns))


def _height(goal: GoalSet, below: int, needed: Iterable[Dimension]) -> int:
    """Nodes above before nodes below; but where positions are told apart (by position, by who holds it, by its org
    unit), the people's before their managers'."""
    apart = any(c == "position_id" for c, _ in goal.kept) and any(follows(d.key, ("position_id",)) for d in needed)
    return -below if apart else below


def _size(goal: GoalSet) -> tuple[Any, ...]:
    """Few targets before many, long periods before short ones."""
    return (sum(p.rows for p in goal.periods) if goal.kept else 0, len(goal.periods))
