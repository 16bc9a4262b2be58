"""Facts of the findings of all pages: how many, of which kinds, and the one with the highest score."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from fupan.review.context import Context
from fupan.review.deck import FactSpec
from fupan.review.phrase import Fact, Listing, Quantity

NAMES = frozenset({"n", "n_red", "red", "first"})


def make(spec: FactSpec, context: Context) -> Mapping[str, Fact]:
    """``red`` names what is red, the largest shortfall first; ``first`` is the sentence of the finding with the highest
    score that is not red. None where nothing was found."""
    if not context.findings:
        return {}

    def count(n: int) -> Quantity:
        return Quantity(Decimal(n), context.scales.count())

    red = [name for f in context.findings if f.is_red for fact, name in f.first.said if fact == "name"]
    facts: dict[str, Fact] = {"n": count(len(context.findings)), "n_red": count(len(red))}
    if red:
        named = red if len(red) <= spec.most else red[: spec.most - 1]
        facts["red"] = Listing(tuple((name, None) for name in named), len(red) - len(named))
    other = next((f.first.text for f in context.findings if not f.is_red), None)
    if other is not None:
        facts["first"] = other
    return facts
