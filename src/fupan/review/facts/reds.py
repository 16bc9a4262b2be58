"""Facts of the red items that no open action names."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from fupan.review.action_rows import read_actions
from fupan.review.context import Context
from fupan.review.deck import FactSpec
from fupan.review.phrase import Fact, Listing, Quantity
from fupan.review.red_items import items_of, told_once, without_action

NAMES = frozenset({"n", "n_open", "n_people", "first"})


def make(spec: FactSpec, context: Context) -> Mapping[str, Fact]:
    """``n`` red items of ``among`` and ``normed``, ``n_open`` of them without an action, ``first`` the worst of these."""
    items = items_of(spec.among, spec.metric, spec.normed, context)
    left = without_action(items, read_actions(context.tables, context.window, context.as_of), context)
    if not items:
        return {}

    def count(n: int) -> Quantity:
        return Quantity(Decimal(n), context.scales.count())

    people = [i for i in left if i.is_person]
    facts: dict[str, Fact] = {"n": count(len(items)), "n_open": count(len(left)), "n_people": count(len(people))}
    if left:
        left, _ = told_once(left)
        named = left if len(left) <= spec.most else left[: spec.most - 1]
        facts["first"] = Listing(tuple((i.name(context.lang), None) for i in named), len(left) - len(named))
    return facts
