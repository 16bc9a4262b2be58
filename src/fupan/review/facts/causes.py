"""Facts of what page owners wrote: how many items, how many still lack a cause or a measure, decisions requested."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from fupan.review.context import Context
from fupan.review.deck import FactSpec
from fupan.review.phrase import Fact, Listing, Quantity

NAMES = frozenset(
    ["n", "n_told", "n_missing", "missing", "n_unverified", "n_decisions", "n_resources", "deadline", "n_red_missing"]
)


def make(spec: FactSpec, context: Context) -> Mapping[str, Fact]:
    """Facts of the collection, of the items of page ``by`` alone where it is given; none where nobody was asked."""
    items = () if context.causes is None else [i for i in context.causes.items if spec.by in ("", i.slide)]
    if context.causes is None or not items:
        return {}

    def count(n: int) -> Quantity:
        return Quantity(Decimal(n), context.scales.count())

    missing = [i for i in context.causes.missing() if i in items]
    entries = [e for i, e in context.causes.answers if i in items]
    facts: dict[str, Fact] = {
        "n": count(len(items)),
        "n_told": count(len(items) - len(missing)),
        "n_red_missing": count(sum(i.light == "red" for i in missing)),
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
