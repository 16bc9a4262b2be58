"""Which targets every metric of a question is measured against, in each of its windows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from fupan.errors import QuestionError
from fupan.metrics.definition import Cumulative, Dimension
from fupan.metrics.plan.aim import metric_of
from fupan.metrics.plan.cumulated import check_due, choose_cumulated
from fupan.metrics.plan.goals import choose_goals
from fupan.metrics.plan.lifting import with_lifts

if TYPE_CHECKING:
    from fupan.metrics.plan.asking import Asking
    from fupan.metrics.plan.flows import Goals
    from fupan.metrics.plan.frame import Frame
    from fupan.metrics.plan.goal_set import GoalSet
    from fupan.metrics.plan.resolve import Resolved


def needed_dimensions(asking: Asking) -> list[Dimension]:
    """Dimensions that targets must hold: those asked for, filtered by and led by. (What a scope restricts they lie inside of.)"""
    from fupan.expressions import names

    wanted = [*asking.names, *(name for name, _, _ in asking.keys)]
    wanted += [] if asking.pairs is None else [asking.pairs.first, asking.pairs.second]
    wanted += [n.removesuffix(".label") for node in asking.filters for n in names(node)]
    return [asking.definitions.dimension(n) for n in dict.fromkeys(wanted)]


def choose_all_goals(asking: Asking, resolved: Resolved) -> Goals:
    """The grain set of every metric with a target, per frame."""
    found: Goals = {}
    needed = needed_dimensions(asking)
    for metric in resolved.goal_metrics():
        for frame in asking.frames:
            if frame.name != "current" and metric != metric_of(metric):
                continue  # a plan asked for as a comparison stands beside the window itself only
            try:
                goal = chosen(asking, metric, frame, needed)
                if goal is not None:
                    check_due(asking, metric, goal, (g.part for g in resolved.goals.values() if g.key == metric))
                found[metric, frame.name] = goal and with_lifts(asking, goal)
            except QuestionError:
                if frame.name == "current":
                    raise
                found[metric, frame.name] = None  # an earlier plan was coarser: no base to compare with
    return found


def chosen(asking: Asking, key: str, frame: Frame, needed: Iterable[Dimension]) -> GoalSet | None:
    """The grain set of a metric and plan in one frame; that of a cumulative one may be told of the metric it is of."""
    cumulates = isinstance(asking.definitions.metric(metric_of(key)), Cumulative)
    return (choose_cumulated if cumulates else choose_goals)(asking, key, frame, needed)
