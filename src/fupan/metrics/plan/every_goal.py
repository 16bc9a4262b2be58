"""Which targets every metric of a question is measured against, in each of its windows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.errors import QuestionError
from fupan.metrics.definition import Dimension
from fupan.metrics.plan.aim import metric_of
from fupan.metrics.plan.goals import choose_goals
from fupan.metrics.plan.lifting import with_lifts

if TYPE_CHECKING:
    from fupan.metrics.plan.asking import Asking
    from fupan.metrics.plan.flows import Goals
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
                goal = choose_goals(asking, metric, frame, needed)
                found[metric, frame.name] = goal and with_lifts(asking, goal)
            except QuestionError:
                if frame.name == "current":
                    raise
                found[metric, frame.name] = None  # an earlier plan was coarser: no base to compare with
    return found
