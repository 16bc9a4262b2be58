"""Axis ranges a person would choose, in shown units (value over the display's scale)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fupan.review.model import Display, Number

_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """Lowest and highest shown value of an axis and the distance between its ticks."""

    low: float
    high: float
    step: float

    def share(self, value: float) -> float:
        """Where *value* lies between low (0) and high (1)."""
        return (value - self.low) / (self.high - self.low)


def shown(value: Number, display: Display) -> float | None:
    """*value* in shown units as the chart draws it: 12,345,678 yuan in 万元 is 1234.5678."""
    return None if value is None else float(value / display.scale)


def nice_scale(values: Iterable[float], *, zero: bool, ticks: int = 5) -> Scale:
    """A scale over *values* with round ticks; *zero* makes it start (or end) at zero. No values: 0 to 1.

    >>> nice_scale([3, 23], zero=True)
    Scale(low=0.0, high=25.0, step=5.0)
    >>> nice_scale([91, 97], zero=False)
    Scale(low=90.0, high=98.0, step=2.0)
    >>> nice_scale([5.8, 6.4], zero=False).low
    5.8
    """
    found = [*values, 0.0] if zero else [*values]
    low, high = (min(found), max(found)) if found else (0.0, 1.0)
    if low == high:
        spread = abs(low) * 0.1 or 1.0
        low, high = (low - spread, high + spread) if not zero else (min(low, 0.0), high or 1.0)
    step = nice_step((high - low) / ticks)
    return Scale(_plain(math.floor(low / step + 1e-9) * step), _plain(math.ceil(high / step - 1e-9) * step), step)


def _plain(value: float) -> float:
    """29 * 0.2 is 5.8, not 5.800000000000001: an axis that began there would cut off a point at 5.8."""
    return float(f"{value:.12g}")


def nice_step(rough: float) -> float:
    """The round step nearest above *rough*: 1, 2, 2.5 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step for step in _STEPS if step * power >= rough * 0.999) * power


def tick_decimals(*ticks: float) -> int:
    """The decimals at which none of *ticks* (a step, an end of the axis) is rounded: an axis shows where its lines stand.

    >>> tick_decimals(2.0, 0.0), tick_decimals(0.5, 21.5), tick_decimals(0.25)
    (0, 1, 2)
    """
    return next((d for d in range(6) if all(abs(round(t, d) - t) < 1e-9 for t in ticks)), 6)


def tick_texts(scale: Scale, display: Display) -> list[str]:
    """The tick texts as the chart prints them, to measure their width."""
    count = round((scale.high - scale.low) / scale.step)
    digits = max(0, -math.floor(math.log10(scale.step))) + (1 if scale.step < 10 and scale.step % 1 else 0)
    return [f"{display.prefix}{scale.low + i * scale.step:,.{digits}f}{display.suffix}" for i in range(count + 1)]
