"""What a detector finds: who or what it is about, how strong it is, and the cells that prove it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from fupan.review.model import Number

FigureKind = Literal["money", "percent", "points", "growth", "count", "days", "score", "ratio"]
"""How a figure is displayed; growth is a percentage with its sign, points a difference of two percentages."""
Detector = Literal[
    "over", "under", "concentration", "trend_break", "mix_shift", "outlier", "contradiction", "thin_data"
]
_THOUSANDTH = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that a sentence may hold, with how it is shown."""

    value: Decimal
    kind: FigureKind


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a data set that proves a finding: the member ("" for the total), the column, its raw value."""

    data: str
    member: str
    column: str
    value: Number


@dataclass(frozen=True, slots=True)
class Found:
    """One finding of a detector. ``variant`` says which of its sentences suits it (up, down, share, ...).

    ``strength`` is how many times its threshold it reaches (at least 1), ``reach`` the share of the whole that it touches
    (0 to 1). ``names`` and ``figures`` are what its sentences may hold.
    """

    variant: str
    strength: Decimal
    reach: Decimal
    names: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)
    cells: tuple[Cell, ...] = ()

    @property
    def score(self) -> Decimal:
        """strength / (1 + strength) x the root of reach, to three decimals: 0 to 1, comparable across detectors.

        >>> Found("up", Decimal(1), Decimal(1)).score, Found("up", Decimal(3), Decimal("0.04")).score
        (Decimal('0.500'), Decimal('0.150'))
        """
        strength = max(self.strength, Decimal(0))
        share = min(max(self.reach, Decimal(0)), Decimal(1))
        return (strength / (1 + strength) * share.sqrt()).quantize(_THOUSANDTH)


def as_shown(value: Decimal) -> Decimal:
    """A fraction as people read it: to a tenth of a percent. Thresholds are judged on it."""
    return value.quantize(_THOUSANDTH)
