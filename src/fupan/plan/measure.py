"""What a target is set for: a metric with its basis, unit and direction, and how its targets add up."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from fupan.money import Number, to_decimal
from fupan.plan.refusal import PlanError

if TYPE_CHECKING:
    from fupan.metrics.definitions import Definitions

Kind = Literal["sum", "average", "ratio"]
OverTime = Literal["sum", "last", "average"]
Direction = Literal["up", "down", "none"]

LEVELS = ("floor", "target", "stretch")
LEVEL_NAMES = {"floor": ("保底", "floor"), "target": ("目标", "target"), "stretch": ("挑战", "stretch")}
MOST = 4 * 10**14
"""Whole units of the smallest kind that a cell may hold (four trillion yuan in cents): times 20,000 it is still exact."""

_DECIMALS = {"currency": 2, "fraction": 6, "ratio": 6, "count": 0}
_OVER_TIME: dict[str, OverTime] = {"stock": "last", "balance": "last", "population": "last"}
_COUNTED = {"stock", "balance", "population", "entities", "first", "count_distinct"}
"""Families whose targets add up over slices though their figures may not: places, people, new customers."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A metric as targets see it. ``decimals``: places a cell keeps (money 2: whole cents; a ratio 6).

    ``kind``      how slices combine: ``sum``; ``average`` (a child takes its parent's value until it has its own);
                  ``ratio`` (carried by a numerator and a denominator, see ``ratio.py``).
    ``over_time`` how periods combine: ``sum``, ``last`` (stores open, stock) or ``average``.
    """

    metric: str
    zh: str = ""
    en: str = ""
    unit: str = "currency"
    basis: str = ""
    direction: Direction = "up"
    kind: Kind = "sum"
    over_time: OverTime = "sum"
    decimals: int = 2
    currency: str = ""

    def whole(self, amount: Number) -> int:
        """*amount* in whole units of the smallest kind (cents); PlanError where it has more places or is too large."""
        units = to_decimal(amount).scaleb(self.decimals)
        if units != units.to_integral_value():
            raise PlanError("amount", f"{self.metric} keeps {self.decimals} decimals", found=amount)
        if abs(units) > MOST:
            raise PlanError("amount", "the amount is too large for a cell", found=amount, expected=self.amount(MOST))
        return int(units)

    def amount(self, whole: int) -> Decimal:
        """The amount of so many whole units."""
        return Decimal(int(whole)).scaleb(-self.decimals)

    def title(self, lang: str = "zh") -> str:
        """The metric's name for people."""
        return (self.zh if lang == "zh" else self.en) or self.metric


def measure_of(definitions: Definitions, name: str, currency: str = "") -> Measure:
    """A metric of the layer as targets see it: unit, basis and direction are the metric's own.

    Sums, counts and what is made of them by + and - add up, as do places, people and new customers; a ratio is carried by
    its two parts; everything else is an average.
    """
    from fupan.metrics.plan.resolve import summable

    metric = definitions.metric(name)
    family = str(getattr(metric, "family", ""))
    adds = family in _COUNTED or summable(definitions, name)
    kind: Kind = "sum" if adds else "ratio" if family == "ratio" else "average"
    return Measure(
        metric=metric.name, zh=metric.zh, en=metric.en, unit=metric.unit, basis=metric.basis or "", direction=metric.direction,
        kind=kind, over_time=_OVER_TIME.get(family, "sum") if kind == "sum" else "average",
        decimals=_DECIMALS.get(metric.unit, 2), currency=currency if metric.unit == "currency" else "",
    )  # fmt: skip
