"""Robust statistics in decimals: what is usual among few figures, and how far one stands off.

The modified z-score 0.6745 (x - median) / MAD with 3.5 as its limit is that of Iglewicz and Hoaglin (1993), How to Detect
and Handle Outliers, ASQC Quality Press; where the MAD is nought they take 1.253314 x the mean absolute deviation.
docs/algorithms/findings.md has worked numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from statistics import median

_TO_SIGMA = Decimal("0.6745")
"""The median absolute deviation of the normal distribution, in standard deviations."""
_MEAN_TO_SIGMA = Decimal("1.253314")
"""Its standard deviation in mean absolute deviations: the root of pi / 2."""


def middle(values: Sequence[Decimal]) -> Decimal:
    """The median; ValueError without values."""
    if not values:
        raise ValueError("no values have no median")
    return Decimal(median(values))


def modified_z(value: Decimal, among: Sequence[Decimal]) -> Decimal | None:
    """How far *value* is from the median of *among*, in robust standard deviations; None where all of them are equal.

    >>> figures = [Decimal(n) for n in (10, 11, 12, 13, 14)]
    >>> modified_z(Decimal(20), figures)
    Decimal('5.3960')
    """
    usual = middle(among)
    away = [abs(v - usual) for v in among]
    spread = middle(away)
    if spread:
        return _TO_SIGMA * (value - usual) / spread
    mean = sum(away, Decimal(0)) / len(away)
    return (value - usual) / (_MEAN_TO_SIGMA * mean) if mean else None
