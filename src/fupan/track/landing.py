"""Where a period lands 落点: what has gone, plus last year's season at this year's growth, with a range.

Method (docs/algorithms/landing.md): growth g = sum of the parts gone now / sum of the same parts last year; what is left
of a part is what was left of it last year, times g. Each part gone scatters around g by r = ln(now / (g x before)); s is
the standard deviation of these. With the weights w of what is left, var = s^2 x (sum w^2 + (sum w)^2 / n): the scatter of
the parts themselves and that of g. The range is 80%: 1.2816 standard deviations to either side.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

_LEAST_PARTS = 4
_Z = Decimal("1.2816")
"""Quantile of the normal distribution for 10% on either side."""
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class LandingPart:
    """A month of the period: last year's whole and its part up to the same day, and what this year has brought.

    Gone: ``before_gone == before``. Not begun: ``before_gone`` 0 and ``now`` None. Amounts in one currency.
    """

    before: Decimal | None
    before_gone: Decimal | None
    now: Decimal | None

    @property
    def begun(self) -> bool:
        """Whether this year has a figure."""
        return self.now is not None

    @property
    def left(self) -> Decimal:
        """What last year still brought after the same day."""
        return (self.before or Decimal(0)) - (self.before_gone or Decimal(0))

    @property
    def gone(self) -> bool:
        """Whether the part is over."""
        return self.begun and self.left == 0


@dataclass(frozen=True, slots=True)
class Landing:
    """The landing of a period: central value and the ends of its 80% range; ``growth`` is g - 1, ``parts`` how many
    finished parts it rests on."""

    reached: Decimal
    central: Decimal
    low: Decimal
    high: Decimal
    growth: Decimal
    parts: int


def growth_factor(parts: Sequence[LandingPart]) -> Decimal | None:
    """g over all that has gone, running parts with the same elapsed part of last year; None without a positive base."""
    begun = [p for p in parts if p.begun and p.before_gone]
    base = sum((p.before_gone or Decimal(0) for p in begun), Decimal(0))
    gone = sum((p.now or Decimal(0) for p in begun), Decimal(0))
    return gone / base if base > 0 and gone > 0 else None


def scatter(parts: Sequence[LandingPart], growth: Decimal) -> tuple[float, int] | None:
    """Standard deviation of ln(now / (g x before)) over finished parts, and their number; None under four of them."""
    ratios = [
        math.log(float(p.now / (growth * p.before)))
        for p in parts
        if p.gone and p.now is not None and p.before is not None and p.now > 0 and p.before > 0
    ]
    n = len(ratios)
    if n < _LEAST_PARTS:
        return None
    mean = sum(ratios) / n
    return math.sqrt(sum((r - mean) ** 2 for r in ratios) / (n - 1)), n


def land(period: Sequence[LandingPart], history: Sequence[LandingPart]) -> Landing | None:
    """The landing of *period*; growth and scatter come from *history* (at best the year's months so far).

    None where growth has no base or fewer than four finished parts show how it scatters: a range from less is a guess.
    A period that is over lands where it is.
    """
    growth = growth_factor(history)
    if growth is None:
        return None
    found = scatter(history, growth)
    if found is None:
        return None
    s, n = found
    reached = sum((p.now or Decimal(0) for p in period), Decimal(0))
    weights = [p.left * growth for p in period if p.left > 0]
    rest = sum(weights, Decimal(0))
    squares = sum((w * w for w in weights), Decimal(0))
    spread = _Z * Decimal(repr(s)) * (squares + rest * rest / n).sqrt()
    central = (reached + rest).quantize(_CENT)
    return Landing(
        reached, central, max((central - spread).quantize(_CENT), reached), (central + spread).quantize(_CENT), growth - 1, n
    )  # fmt: skip
