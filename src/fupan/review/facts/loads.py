"""Facts of the rows that were read."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from fupan.review.context import Context
from fupan.review.deck import FactSpec
from fupan.review.phrase import Fact, Quantity

NAMES = frozenset(["n_metrics", "n", "read", "loaded", "quarantined", "left_out"])


def make(spec: FactSpec, context: Context) -> Mapping[str, Fact]:
    """Sources and rows: read = loaded + quarantined + left out; and how many metrics are defined."""
    del spec
    loads, metrics = context.appendix.loads, len(context.appendix.definitions)
    counts = {"n_metrics": metrics} if metrics else {}
    counts |= (
        {
            "n": len(loads),
            "read": sum(one.read for one in loads),
            "loaded": sum(one.loaded for one in loads),
            "quarantined": sum(one.quarantined for one in loads),
            "left_out": sum(one.left_out for one in loads),
        }
        if loads
        else {}
    )
    return {name: Quantity(Decimal(count), context.scales.count()) for name, count in counts.items()}
