"""Members in the field of two figures: which are drawn, and in which of its four parts each lies."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, Literal

from fupan.review.frame import Frame, Row, growth, in_order, is_unknown, number
from fupan.review.model import Number

Part = Literal["both", "x", "y", "neither", "level"]
ROLES: Final[dict[Part, str]] = {"both": "ahead", "x": "", "y": "", "neither": "behind", "level": ""}
"""Colour role of a bubble by the part of the field it lies in."""


def field_value(row: Row, metric: str) -> Number:
    """The figure of *metric*; ``growth`` is net sales against last year."""
    if metric == "growth":
        return growth(number(row, "net_sales"), number(row, "net_sales.last_year"))
    return number(row, metric)


def field_members(frame: Frame, by: str, x: str, y: str, size: str | None, top: int) -> tuple[list[Row], int]:
    """The *top* largest named members that have both figures, and how many smaller ones have them too."""
    rows = [
        r
        for r in frame.rows
        if not is_unknown(r, by) and field_value(r, x) is not None and field_value(r, y) is not None
    ]
    if size is not None:
        rows = [r for r in in_order(rows, f"-{size}") if (number(r, size) or 0) > 0]
    told = rows[:top]
    if any(len({_shown(field_value(r, metric), frame, metric) for r in told}) < 2 for metric in (x, y)):
        return [], 0  # all at one place of an axis: a field of one figure tells no more than a list
    return told, max(0, len(rows) - top)


def field_part(row: Row, frame: Frame, x: str, y: str) -> Part | None:
    """Whether the row is above the total in both figures, in one, or below in both, by what is displayed; level where it
    is above in none and not below in both. None where the total lacks one."""
    total = frame.total or {}
    across, up = field_value(total, x), field_value(total, y)
    own_x, own_y = field_value(row, x), field_value(row, y)
    if across is None or up is None or own_x is None or own_y is None:
        return None
    x_side = _shown(own_x, frame, x) - _shown(across, frame, x)
    y_side = _shown(own_y, frame, y) - _shown(up, frame, y)
    if x_side > 0:
        return "both" if y_side > 0 else "x"
    if y_side > 0:
        return "y"
    return "neither" if x_side < 0 and y_side < 0 else "level"


def _shown(value: Number, frame: Frame, metric: str) -> Decimal:
    """The figure as pages show it: percentages to a tenth of a point."""
    percent = metric == "growth" or frame.kind(metric).format == "percent"
    return (value or Decimal(0)).quantize(Decimal("0.001")) if percent else value or Decimal(0)
