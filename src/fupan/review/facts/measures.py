"""Facts of the measures of the round before: how many are done or late, and how many items stand better or worse since."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from fupan.review.context import Context
from fupan.review.deck import FactSpec
from fupan.review.phrase import Fact, Quantity

NAMES = frozenset(["n", "n_done", "n_late", "n_open", "n_better", "n_worse", "n_silent", "latest", "latest_days"])


def make(spec: FactSpec, context: Context) -> Mapping[str, Fact]:
    """Counts by state and by what the figures say; none without measures."""
    del spec
    if not context.measures:
        return {}
    states = [m.state for m in context.measures]
    points = [m.points for m in context.measures if m.points is not None]
    counts = {
        "n": len(states), "n_done": states.count("done"), "n_late": states.count("late"), "n_open": states.count("open"),
        "n_better": sum(p > 0 for p in points), "n_worse": sum(p < 0 for p in points),
        "n_silent": sum(m.report is None for m in context.measures),
    }  # fmt: skip
    facts: dict[str, Fact] = {name: Quantity(Decimal(n), context.scales.count()) for name, n in counts.items()}
    late = context.measures[0]
    if late.state == "late":
        facts["latest"] = late.entry.measure
        facts["latest_days"] = Quantity(Decimal(late.late_days), context.scales.count())
    return facts
