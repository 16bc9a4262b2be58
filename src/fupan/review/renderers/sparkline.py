"""The small trend line inside a key figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fupan.review.model import Number


def spark_points(trend: tuple[Number, ...], width: float, height: float) -> list[tuple[float, float]]:
    """A trend's points in a box, y downwards; missing values are left out, fewer than two give none.

    >>> from decimal import Decimal
    >>> spark_points((Decimal(1), None, Decimal(3)), 60, 20)
    [(0.0, 20.0), (60.0, 0.0)]
    """
    known = [(i, float(value)) for i, value in enumerate(trend) if value is not None]
    if len(known) < 2:
        return []
    low, high = min(v for _, v in known), max(v for _, v in known)
    return [
        (i / (len(trend) - 1) * width, height - ((v - low) / (high - low) if high > low else 0.5) * height)
        for i, v in known
    ]
