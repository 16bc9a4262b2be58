"""The target rows behind a target's figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from fupan.calendar import Window
from fupan.metrics.plan.behind import CONTRIBUTION
from fupan.metrics.plan.bind import bind, needed
from fupan.metrics.plan.frame import literal, within
from fupan.metrics.plan.holders import FOLLOWS, with_holders
from fupan.metrics.plan.scan import MONEY

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.metrics.plan.asking import Asking
    from fupan.metrics.plan.goal_set import GoalSet
    from fupan.metrics.plan.resolve import GoalLeaf


def targets_behind(asking: Asking, leaf: GoalLeaf, goal: GoalSet, window: Window) -> ir.Table:
    """Rows of *goal* whose period begins in *window*, with what each adds: all of it, or what is due by its end."""
    rows = goal.rows(asking)
    if any(d.key in FOLLOWS and d.key not in goal.columns for d in needed(asking)):
        rows = with_holders(asking, rows)
    rows = bind(asking, asking.definitions.facts["targets"], goal.metric, rows)
    rows = rows.filter(within(rows["start_date"], [(window.start, window.plan_end)]))
    amount: Any = rows["amount"]
    if leaf.phased:
        days = rows["end_date"].delta(rows["start_date"], unit="day")
        gone = ibis.least(ibis.greatest(literal(window.end).delta(rows["start_date"], unit="day"), 0), days)
        part = amount.cast("float64") * (gone.cast("float64") / days.cast("float64").nullif(0))
        return rows.mutate(**{CONTRIBUTION: ibis.coalesce(part, ibis.literal(0.0))})
    zero = ibis.literal(0).cast(MONEY)
    return rows.mutate(**{CONTRIBUTION: ibis.coalesce(amount.cast(MONEY), zero)})
