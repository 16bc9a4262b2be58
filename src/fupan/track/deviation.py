"""Distance from the mean 偏离均值, and which mean it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Mean = Literal["total_ratio", "per_slice"]

MEAN_NAMES: dict[Mean, tuple[str, str]] = {
    "total_ratio": ("整体比率", "ratio of the whole"),
    "per_slice": ("单位均值", "average per slice"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A slice with numerator and denominator; an amount has the denominator 1."""

    key: str
    numerator: Decimal | None
    denominator: Decimal | None = Decimal(1)


@dataclass(frozen=True, slots=True)
class Deviation:
    """How far a slice is from the mean: ``distance`` in the value's unit, ``relative`` as a fraction of the mean."""

    key: str
    value: Decimal
    mean: Decimal
    distance: Decimal
    relative: Decimal | None
    kind: Mean


def deviations(parts: Sequence[Part], *, kind: Mean = "total_ratio") -> tuple[Deviation, ...]:
    """Each slice's distance from the mean, furthest above first.

    ``total_ratio``: sum of numerators / sum of denominators, which is the slices' own ratios weighted by their
    denominators and equals the ratio of the whole; never the plain mean of ratios.
    ``per_slice``: sum of numerators / number of slices, for amounts.
    Slices without a value or with a zero denominator are left out of both the list and the mean.

    >>> parts = [Part("East", Decimal(128), Decimal(100)), Part("South", Decimal(285), Decimal(300))]
    >>> [(d.key, d.mean, d.distance) for d in deviations(parts)]
    [('East', Decimal('1.0325'), Decimal('0.2475')), ('South', Decimal('1.0325'), Decimal('-0.0825'))]
    """
    known = [(p.key, p.numerator, p.denominator) for p in parts if p.numerator is not None and p.denominator]
    if not known:
        return ()
    total = sum((n for _, n, _ in known), Decimal(0))
    weight = sum((d for _, _, d in known), Decimal(0)) if kind == "total_ratio" else Decimal(len(known))
    if weight == 0:
        return ()
    mean = total / weight
    found = [(key, numerator / denominator) for key, numerator, denominator in known]
    return tuple(
        Deviation(key, value, mean, value - mean, (value - mean) / mean if mean else None, kind)
        for key, value in sorted(found, key=lambda item: (-item[1], item[0]))
    )
