"""Facts of a landing data set: where the month, the quarter and the year land, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping

from fupan.review.context import Context
from fupan.review.deck import FactSpec
from fupan.review.frame import Row, number
from fupan.review.phrase import Fact, Quantity

GRAINS = ("month", "quarter", "year")
_EACH = ("landing", "low", "high", "target", "attainment", "gap", "short", "reached", "light", "over", "low_short")
NAMES = frozenset({f"{grain}_{name}" for grain in GRAINS for name in _EACH} | {"growth", "parts"})


def make(spec: FactSpec, context: Context) -> Mapping[str, Fact]:
    """Per period that is not over: landing, range, target, attainment at the landing; ``short`` where it falls short,
    ``low_short`` where only the low end does. ``growth`` is the growth it assumes, ``parts`` the months behind the range."""
    frame = context.frame(spec.of)
    facts: dict[str, Fact] = {}
    for row in frame.rows:
        grain = str(row.get("grain"))
        if grain in GRAINS:
            facts |= {f"{grain}_{name}": fact for name, fact in _period(row, context).items()}
            growth, parts = number(row, "growth"), number(row, "parts")
            if growth is not None and parts is not None:
                facts["growth"] = Quantity(growth, context.scales.percent(signed=True))
                facts["parts"] = Quantity(parts, context.scales.count())
    return facts


def _period(row: Row, context: Context) -> dict[str, Fact]:
    amounts = {name: number(row, name) for name in ("landing", "low", "high", "target", "reached", "gap")}
    unit = context.scales.money(amounts[n] for n in ("landing", "low", "high", "target"))
    facts: dict[str, Fact] = {
        name: Quantity(value, unit if name != "gap" else context.scales.money([value]))
        for name, value in amounts.items()
        if value is not None
    }
    attainment, gap, low, target = number(row, "attainment"), amounts["gap"], amounts["low"], amounts["target"]
    if attainment is not None and gap is not None and low is not None and target is not None:
        facts["attainment"] = Quantity(attainment, context.scales.percent())
        facts["over"] = Quantity(attainment - 1, context.scales.percent())
        facts["light"] = context.light({"lag": 1 - attainment, "target": target}, context.frame(""))
        if gap < 0:
            facts["short"] = Quantity(-gap, context.scales.money([gap]))
        elif low < target:
            facts["low_short"] = Quantity(target - low, context.scales.money([target - low]))
    return facts
