"""Conditions of headline rules, in the safe expression language, judged on displayed values.

    regions_n_red > 0 and t_yoy < 0
    t_over is not null

An unknown fact is null: a comparison with it is not true.
"""

from __future__ import annotations

from typing import Any

from fupan.expressions import evaluate, names, parse
from fupan.review.phrase import Fact, Facts, Listing, Quantity


def fact_names(condition: str) -> tuple[str, ...]:
    """The facts that *condition* mentions; ExpressionError if it does not parse."""
    return tuple(names(parse(condition))) if condition else ()


def holds(condition: str, facts: Facts) -> bool:
    """Whether *condition* is true of *facts*; an empty one always is."""
    if not condition:
        return True
    node = parse(condition)
    return evaluate(node, {name: _plain(facts.get(name)) for name in names(node)}) is True


def _plain(fact: Fact) -> Any:
    if isinstance(fact, Quantity):
        return fact.shown
    if isinstance(fact, Listing):
        return len(fact.entries) + fact.more
    return fact
