"""The rules of lights and levels, as data (see docs/algorithms/lights-and-levels.md)."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Direction = Literal["higher", "lower"]
Answers = Literal["department", "leadership", "general_manager"]

LEVEL_NAMES: dict[Answers, tuple[str, str]] = {
    "department": ("部门", "department"),
    "leadership": ("领导小组", "leadership group"),
    "general_manager": ("总经理督办", "general manager"),
}
"""A level is shown by who answers, since elsewhere "level one" 一级 means the gravest."""


@dataclass(frozen=True, slots=True)
class LightRule:
    """When a lag lights up, and who answers.

    ``levels``         where levels one, two and three begin, as fractions of the phased target; each band holds its start.
    ``answers``        who answers each level.
    ``minimum_amount`` a slice whose phased target is smaller (in the metric's unit) gets no light.
    ``minimum_share``  the same as a share of the whole's phased target.
    ``leave_out_days`` in a running window no light during its first days.
    ``release``        hysteresis: a level is left only once the lag is this much below its start.
    ``decimals``       the lag is judged as it is shown, with so many decimals of the fraction; None: unrounded.
    ``norm``           a standing value for a metric that has no target rows (collections rate 95%).
    """

    levels: tuple[Decimal, Decimal, Decimal] = (Decimal("0.05"), Decimal("0.10"), Decimal("0.15"))
    answers: tuple[Answers, Answers, Answers] = ("department", "leadership", "general_manager")
    direction: Direction = "higher"
    minimum_amount: Decimal = Decimal(0)
    minimum_share: Decimal = Decimal(0)
    leave_out_days: int = 0
    release: Decimal = Decimal(0)
    decimals: int | None = None
    norm: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LightRules:
    """The rule of every metric; metrics that are not named follow the default."""

    default: LightRule = field(default_factory=LightRule)
    by_metric: dict[str, LightRule] = field(default_factory=dict)

    def of(self, metric: str) -> LightRule:
        """The rule of *metric*."""
        return self.by_metric.get(metric, self.default)
