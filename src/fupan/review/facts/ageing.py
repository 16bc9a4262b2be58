"""Facts of overdue receivables: how much, how old, whose."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from fupan.review.context import Context, total_of
from fupan.review.deck import FactSpec
from fupan.review.frame import in_order, is_unknown, member, number
from fupan.review.phrase import Fact, Listing, Quantity

NAMES = frozenset(
    [
        "overdue",
        "oldest",
        "oldest_amount",
        "oldest_share",
        "n_customers",
        "top",
        "top_amount",
        "top_share",
        "leading",
        "leading_n",
        "leading_share",
    ]
)


def make(spec: FactSpec, context: Context) -> Mapping[str, Fact]:
    """Facts of ``of`` (by age bucket) and of the data set ``rows`` (by customer, largest first)."""
    frame, customers = context.frame(spec.of), context.frame(spec.rows)
    buckets = [(member(r, spec.by, context.lang), number(r, spec.metric)) for r in frame.rows]
    total = frame.of_total(spec.metric)
    if total is None:
        total = total_of([amount for _, amount in buckets])
    if not total or total <= 0:
        return {}
    money, percent = context.scales.money, context.scales.percent()
    facts: dict[str, Fact] = {"overdue": Quantity(total, money([total]))}
    filled = [(name, amount) for name, amount in buckets if amount]
    if len(filled) > 1:
        name, amount = filled[-1]
        if amount is not None:
            facts |= {
                "oldest": name,
                "oldest_amount": Quantity(amount, money([amount])),
                "oldest_share": Quantity(amount / total, percent),
            }
    named = [
        r
        for r in in_order(customers.rows, f"-{spec.metric}")
        if not is_unknown(r, customers.by[0]) and number(r, spec.metric)
    ]
    if named:
        amounts = [number(r, spec.metric) or Decimal(0) for r in named]
        facts["n_customers"] = Quantity(Decimal(len(named)), context.scales.count())
        facts["top"] = member(named[0], customers.by[0], context.lang)
        facts["top_amount"] = Quantity(amounts[0], money([amounts[0]]))
        facts["top_share"] = Quantity(amounts[0] / total, percent)
        if len(named) > 2:
            first = [member(r, customers.by[0], context.lang) for r in named[:3]]
            facts["leading"] = Listing(tuple((n, None) for n in first))
            facts["leading_n"] = Quantity(Decimal(len(first)), context.scales.count())
            facts["leading_share"] = Quantity(total_of(amounts[:3]) / total, percent)
    return facts
