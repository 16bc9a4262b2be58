"""Facts of a funnel: where a cohort starts, where most of it stays behind, how old it is."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from fupan.review.context import Context
from fupan.review.deck import FactSpec
from fupan.review.frame import in_order, is_unknown, member, number
from fupan.review.phrase import Fact, Quantity

NAMES = frozenset(["n", "first", "first_n", "last", "last_n", "weakest", "weakest_rate", "weakest_n", "age", "through"])
_TOO_FEW = 5


def make(spec: FactSpec, context: Context) -> Mapping[str, Fact]:
    """Facts of ``of`` by stage: metric is how many entered, ``rows`` names the rate and ``columns`` the age.

    ``weakest`` is the stage with the lowest rate among those entered by at least five; ``through`` is the rates multiplied.
    """
    frame = context.frame(spec.of)
    stages = [
        r for r in in_order(frame.rows, f"-{spec.metric}") if number(r, spec.metric) and not is_unknown(r, spec.by)
    ]
    if len(stages) < 2:
        return {}
    scales, lang = context.scales, context.lang

    def count(row: Mapping[str, object]) -> Quantity:
        return Quantity(number(row, spec.metric) or Decimal(0), scales.count())

    facts: dict[str, Fact] = {
        "n": Quantity(Decimal(len(stages)), scales.count()),
        "first": member(stages[0], spec.by, lang), "first_n": count(stages[0]),
        "last": member(stages[-1], spec.by, lang), "last_n": count(stages[-1]),
    }  # fmt: skip
    rated = [
        (rate, r) for r in stages[:-1] if (rate := number(r, spec.rows)) and (number(r, spec.metric) or 0) >= _TOO_FEW
    ]
    if rated:
        rate, weakest = min(rated, key=lambda pair: pair[0])
        facts |= {
            "weakest": member(weakest, spec.by, lang),
            "weakest_rate": Quantity(rate, scales.percent()),
            "weakest_n": count(weakest),
        }
        through = Decimal(1)
        for each, _ in rated:
            through *= each
        facts["through"] = Quantity(through, scales.percent())
    age = number(stages[0], spec.columns) if spec.columns else None
    if age is not None:
        facts["age"] = Quantity(age, scales.of("days", [age]))
    return facts
