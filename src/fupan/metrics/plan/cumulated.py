"""Targets of cumulative metrics: the plan of the metric they are of over the same windows, or levels told of themselves."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fupan.calendar import Window
from fupan.errors import QuestionError
from fupan.metrics.definition import Cumulative, Dimension
from fupan.metrics.plan.aim import goal_key, metric_of
from fupan.metrics.plan.frame import Bucket, Frame, choose, literal
from fupan.metrics.plan.goal_catalogue import catalogue
from fupan.metrics.plan.goals import choose_goals
from fupan.metrics.plan.overlap import KEY, in_buckets
from fupan.metrics.plan.reach import Reach, reach_of
from fupan.metrics.plan.resolve import summable
from fupan.metrics.plan.stretch import SEGMENT

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking
    from fupan.metrics.plan.goal_set import GoalSet
    from fupan.metrics.plan.phasing import Portion


def plan_frame(asking: Asking, reach: Reach, frame: Frame) -> Frame:
    """Per row the stretch that its plan covers: from where its figure begins to the end of the row's own period.

    A period that begins anew before that ends it sooner; a rolling window is covered as it is.
    """
    reached = next(f for f in asking.frames_of(reach.name) if f.name == frame.name)
    found = []
    for row, far in zip(frame.buckets, reached.buckets, strict=True):
        own, window = row.window, far.window
        full, end = min(own.full_end, window.full_end), min(own.plan_end, window.full_end)
        found.append(Bucket(row.key, _stretch(window.start, window.end, end, full)))
    return Frame(frame.name, tuple(found))


def drawn(frame: Frame) -> Frame:
    """The plan frame as targets are put into it: a row ends where its plan ends."""
    return Frame(
        frame.name, tuple(Bucket(b.key, _stretch(b.window.start, *[b.window.plan_end] * 3)) for b in frame.buckets)
    )


def _stretch(start: Any, end: Any, plan_end: Any, full_end: Any) -> Window:
    """[start, end) of which [start, plan_end) is planned; targets begun in it may end by *full_end*."""
    return Window(start, end, "range", "", full_end if end < full_end else None, plan_end < full_end)


def steps(frame: Frame) -> Frame:
    """The stretches between two ends of a plan frame's windows, none of which overlap."""
    windows = [b.window for b in frame.buckets]
    points = sorted({d for w in windows for d in (w.start, w.plan_end)})
    found = []
    for start, end in itertools.pairwise(points):
        if not any(w.start <= start and end <= w.plan_end for w in windows):
            continue
        last = [w for w in windows if w.plan_end == end]
        gone = max((w.end for w in last if start < w.end), default=end)
        full = max((w.full_end for w in last), default=end)
        found.append(Bucket(start, _stretch(start, gone, end, full)))
    return Frame(frame.name, tuple(found))


def choose_cumulated(asking: Asking, key: str, frame: Frame, needed: Iterable[Dimension]) -> GoalSet | None:
    """The targets of a cumulative metric in one frame: levels told of it, else its plan from those of the metric it is of.

    QuestionError (code target_cumulative) where that metric's targets do not add up over time.
    """
    needed = list(needed)
    metric = asking.definitions.metric(metric_of(key))
    assert isinstance(metric, Cumulative)  # noqa: S101 - the caller looked
    if catalogue(asking, key, frame, needed):
        return _levels(asking, key, frame, needed)
    of = goal_key(metric.of, key.partition("::")[2] or "target")
    plan = steps(plan_frame(asking, reach_of(metric), frame))
    if not summable(asking.definitions, metric.of):
        if not catalogue(asking, of, plan, needed):
            return None
        raise QuestionError(
            "target_cumulative",
            f"Targets of {metric.of} do not add up over time, so that {metric.name} has no target made of them.",
            closest=f"{metric.of} against its own target, or a target told of {metric.name} itself",
            details={"metric": metric.name, "nearest": metric.of},
        )
    try:
        return choose_goals(asking, of, plan, needed)
    except QuestionError as e:  # about the metric asked for, which the targets are not told of
        about = e.details | {"metric": metric.name}
        raise QuestionError(
            e.code, f"{e.reason} The plan of {metric.name} is made of them.", closest=e.closest, details=about
        ) from e


def _levels(asking: Asking, key: str, frame: Frame, needed: list[Dimension]) -> GoalSet | None:
    """Targets told of the cumulative metric itself: of a row, those that end where it ends. Levels are never added up in time."""
    try:
        chosen = choose_goals(replace(asking, phase=None), key, frame, needed)
    except QuestionError as e:
        if "window" not in e.details:
            raise
        metric, label = asking.definitions.metric(metric_of(key)), e.details["window"].label
        raise QuestionError(
            "target_grain",
            f"The target told of {metric.name} is the level to be reached at the end of {label}: what is to be reached"
            " before is not told.",
            closest=f"{metric.name} against target for {label}, without a breakdown in time",
            details=e.details,
        ) from e
    return chosen and replace(_ending(chosen, frame), children=chosen.children and _ending(chosen.children, frame))


def _ending(goal: GoalSet, frame: Frame) -> GoalSet:
    ends = {b.window.start: b.window.full_end for b in frame.buckets}
    kept = {(p.start, p.end, p.bucket): p for p in goal.portions if p.end == ends[p.bucket]}
    spans = {(p.start, p.end) for p in kept.values()}
    periods = tuple(p for p in goal.periods if (p.start, p.end) in spans) or goal.periods
    return replace(goal, periods=periods, portions=tuple(kept.values()), level=True, ranges=())


def check_due(asking: Asking, key: str, goal: GoalSet, parts: Iterable[str]) -> None:
    """Refuse what of a level is due before its day: nothing tells it."""
    ahead = [p for p in goal.portions if p.gone != 1]
    if goal.level and ahead and "phased_target" in parts:
        metric, last = asking.definitions.metric(metric_of(key)), ahead[-1]
        base = getattr(metric, "of", metric.name)
        raise QuestionError(
            "target_cumulative",
            f"The target told of {metric.name} is the level to be reached at the end of"
            f" {asking.calendar.between(last.start, last.end).label}: what of it is due before is not told.",
            closest=f"target of {metric.name}, or phased_target of {base} with targets of its own",
            details={"metric": metric.name, "nearest": base},
        )


def at_levels(asking: Asking, source: ir.Table, reach: Reach, frame: Frame, goal: GoalSet) -> ir.Table:
    """The scanned rows once for each row of the answer whose figure they are part of; ``_seg`` is a day on which that row's
    level holds, so that they can be matched with it."""
    reached = next(f for f in asking.frames_of(reach.name) if f.name == frame.name)
    days = {p.bucket: p.start for p in goal.portions}
    told = sorted(((b.key, days[b.window.start]) for b in frame.buckets if b.window.start in days), key=lambda t: t[0])
    keys = {key for key, _ in told}
    rows = in_buckets(source, SEGMENT, Frame(frame.name, tuple(b for b in reached.buckets if b.key in keys)))
    ends = [key for key, _ in told[1:]]
    parts = [(key, end, literal(day)) for (key, day), end in zip(told, [*ends, None], strict=True)]
    return rows.mutate(**{SEGMENT: choose(rows[KEY], parts, None)}).drop(KEY)


def level_day(goal: GoalSet, row: Window) -> Any:
    """A day on which the level of a row holds; None where it has none."""
    found: Portion | None = next((p for p in goal.portions if p.bucket == row.start), None)
    return found and found.start
