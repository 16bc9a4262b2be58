"""Targets of every metric and plan that a question needs, each from its own set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.metrics.definition import Cumulative
from fupan.metrics.plan.cumulated import drawn, plan_frame
from fupan.metrics.plan.drill import Part
from fupan.metrics.plan.flows import Goals
from fupan.metrics.plan.goal_set import goals_together
from fupan.metrics.plan.target import target_figures

if TYPE_CHECKING:
    from fupan.metrics.plan.asking import Asking
    from fupan.metrics.plan.frame import Frame
    from fupan.metrics.plan.goal_set import GoalSet
    from fupan.metrics.plan.resolve import GoalLeaf


def goal_parts(asking: Asking, leaves: list[GoalLeaf], goals: Goals) -> list[Part]:
    """Targets of every metric and plan, each from its own set; those of the level below from the next finer one."""
    found: list[Part] = []
    alone = len(asking.frames) == 1  # then a bucket's key is its start
    for key in dict.fromkeys(g.key for g in leaves):
        reach = next(g.reach for g in leaves if g.key == key)
        chosen = [(frame, goal) for frame in asking.frames if (goal := goals.get((key, frame.name))) is not None]
        for below in (False, True):
            wanted = [g for g in leaves if g.key == key and (g.part == "target_of_children") == below]
            of = [(f, g.children) for f, g in chosen if g.children is not None] if below else chosen
            if reach is not None:
                found += [
                    part for f, goal in of if not goal.level and wanted for part in _cumulated(asking, wanted, goal, f)
                ]
                of = [(f, goal) for f, goal in of if goal.level]
            for goal, frames in goals_together(of) if wanted else ():
                if goal.portions:
                    loose = alone and all(g.summable for g in wanted)
                    table = target_figures(asking, wanted, goal, loose=loose)
                    merge = {g.id: "sum" if loose else "max" for g in wanted}
                    found.append(Part(table, merge, frames, final=alone and not loose, inside=loose, whole=loose))
    return found


def _cumulated(asking: Asking, leaves: list[GoalLeaf], goal: GoalSet, frame: Frame) -> list[Part]:
    """The plan of a cumulative metric: each row of *frame* has what falls between the start of its figure and its end."""
    reach = leaves[0].reach
    if reach is None or not goal.portions:
        return []
    table = target_figures(asking, leaves, goal)
    metric = asking.definitions.metric(leaves[0].of)
    if isinstance(metric, Cumulative) and metric.average and metric.n is not None:
        table = table.mutate(**{g.id: table[g.id].cast("float64") / metric.n for g in leaves})
    return [Part(table, {g.id: "sum" for g in leaves}, (drawn(plan_frame(asking, reach, frame)),))]
