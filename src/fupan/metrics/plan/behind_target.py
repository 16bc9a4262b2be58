"""The target rows behind a target's figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from fupan.metrics.plan.behind import CONTRIBUTION
from fupan.metrics.plan.frame import literal
from fupan.metrics.plan.scan import MONEY
from fupan.metrics.plan.stretch import SEGMENT
from fupan.metrics.plan.target import assigned, portion

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fupan.calendar import Window
    from fupan.metrics.plan.asking import Asking
    from fupan.metrics.plan.goal_set import GoalSet
    from fupan.metrics.plan.resolve import GoalLeaf

_ALSO = ("metric", "version", "level", "grain_set", "source_file", "source_row", "load_id")


def targets_behind(asking: Asking, leaf: GoalLeaf, goal: GoalSet, window: Window) -> ir.Table:
    """Rows of *goal* that fall into a bucket, or into one of the steps to it, with the part of each that the leaf takes."""
    rows = assigned(asking, goal, _ALSO)
    rows = rows.filter(rows[SEGMENT] >= literal(window.start), rows[SEGMENT] < literal(window.plan_end))
    if not leaf.summable:
        return rows.mutate(**{CONTRIBUTION: rows["amount"].cast("float64")})
    part = portion(rows, leaf, goal)
    kind = "float64" if part.type().is_floating() else MONEY
    return rows.mutate(**{CONTRIBUTION: ibis.coalesce(part.cast(kind), ibis.literal(0).cast(kind))})
