"""Facts of the bridge to finance's ledger."""

from __future__ import annotations

from collections.abc import Mapping

from fupan.review.context import Context
from fupan.review.deck import FactSpec
from fupan.review.phrase import Fact, Quantity

NAMES = frozenset(["gross", "finance", "remainder"])


def make(spec: FactSpec, context: Context) -> Mapping[str, Fact]:
    """Gross with tax, finance's net sales and what no step explains."""
    del spec
    steps = context.appendix.finance
    if not steps:
        return {}
    money = context.scales.money
    remainder = next((s.amount for s in steps if s.kind == "remainder"), None)
    facts: dict[str, Fact] = {
        "gross": Quantity(steps[0].amount, money([steps[0].amount])),
        "finance": Quantity(steps[-1].amount, money([steps[-1].amount])),
    }
    if remainder is not None:
        facts["remainder"] = Quantity(remainder, money([remainder]))
    return facts
