"""Members in the field of two figures: which are drawn, and in which of its four parts each lies."""

from __future__ import annotations

from typing import Final, Literal

from fupan.review.frame import Frame, Row, growth, in_order, is_unknown, number
from fupan.review.model import Number

Part = Literal["both", "x", "y", "neither"]
ROLES: Final[dict[Part, str]] = {"both": "ahead", "x": "", "y": "", "neither": "behind"}
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
    return rows[:top], max(0, len(rows) - top)


def field_part(row: Row, frame: Frame, x: str, y: str) -> Part | None:
    """Whether the row is at or above the total in both figures, one or none; None where the total lacks one."""
    total = frame.total or {}
    across, up = field_value(total, x), field_value(total, y)
    own_x, own_y = field_value(row, x), field_value(row, y)
    if across is None or up is None or own_x is None or own_y is None:
        return None
    if own_x >= across:
        return "both" if own_y >= up else "x"
    return "y" if own_y >= up else "neither"
