"""Facts of the agreed actions, and of red items that have none."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from fupan.review.action_rows import Action, read_actions
from fupan.review.context import Context
from fupan.review.deck import FactSpec
from fupan.review.phrase import Fact, Listing, Quantity
from fupan.review.red_items import red_items, without_action

NAMES = frozenset(
    [
        "n",
        "n_done",
        "n_late",
        "n_open",
        "n_dropped",
        "n_left",
        "latest",
        "latest_owner",
        "latest_days",
        "uncovered",
        "n_uncovered",
        "next",
        "next_due",
        "done_share",
    ]
)


def make(spec: FactSpec, context: Context) -> Mapping[str, Fact]:
    """Counts by state, the action that is longest overdue, and red slices of the data sets ``among`` without an action."""
    actions = read_actions(context.tables, context.window, context.as_of)
    facts: dict[str, Fact] = {}
    missing = uncovered(actions, spec, context)
    facts["n_uncovered"] = _count(context, len(missing))
    if missing:
        named = missing if len(missing) <= spec.most else missing[: spec.most - 1]
        facts["uncovered"] = Listing(tuple((n, None) for n in named), len(missing) - len(named))
    if not actions:
        return facts
    states = [a.state for a in actions]
    facts |= {
        "n": _count(context, len(actions) - states.count("dropped")),
        "n_done": _count(context, states.count("done")),
        "n_late": _count(context, states.count("late")),
        "n_open": _count(context, states.count("open")),
        "n_dropped": _count(context, states.count("dropped")),
        "n_left": _count(context, states.count("open") + states.count("late")),
    }
    agreed = len(actions) - states.count("dropped")
    if agreed:
        facts["done_share"] = Quantity(Decimal(states.count("done")) / agreed, context.scales.percent(decimals=0))
    late = [a for a in actions if a.state == "late"]
    if late:
        facts["latest"], facts["latest_owner"] = late[0].title, late[0].owner or None
        facts["latest_days"] = _count(context, late[0].late_days)
    coming = [a for a in actions if a.state == "open" and a.due is not None]
    if coming:
        facts["next"], facts["next_due"] = coming[0].title, coming[0].due
    return {name: fact for name, fact in facts.items() if fact is not None}


def uncovered(actions: tuple[Action, ...], spec: FactSpec, context: Context) -> list[str]:
    """Names of the red items of the data sets ``among`` that no open action names, worst first."""
    items = red_items(spec.among, spec.metric, context)
    return [i.name(context.lang) for i in without_action(items, actions, context)]


def _count(context: Context, n: int) -> Quantity:
    return Quantity(Decimal(n), context.scales.count())
