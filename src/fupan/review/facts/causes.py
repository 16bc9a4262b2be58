"""Facts of what page owners wrote: how many items, how many still lack a cause or a measure, decisions requested."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from fupan.review.context import Context
from fupan.review.deck import FactSpec
from fupan.review.phrase import Fact, Listing, Quantity

NAMES = frozenset(["n", "n_told", "n_missing", "missing", "n_unverified", "n_decisions", "n_resources", "deadline"])


def make(spec: FactSpec, context: Context) -> Mapping[str, Fact]:
    """Facts of the collection; none where nobody was asked."""
    if context.causes is None or not context.causes.items:
        return {}

    def count(n: int) -> Quantity:
        return Quantity(Decimal(n), context.scales.count())

    missing, entries = context.causes.missing(), context.causes.entries
    facts: dict[str, Fact] = {
        "n": count(len(context.causes.items)),
        "n_told": count(len(context.causes.items) - len(missing)),
        "n_missing": count(len(missing)),
        "n_unverified": count(sum(bool(e.cause) and not e.verified for e in entries)),
        "n_decisions": count(sum(bool(e.decision) for e in entries)),
        "n_resources": count(sum(bool(e.resource) for e in entries)),
        "deadline": context.causes.deadline,
    }
    if missing:
        named = missing[: spec.most]
        facts["missing"] = Listing(tuple((i.name, None) for i in named), len(missing) - len(named))
    return facts
