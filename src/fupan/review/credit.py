"""Attainment counts credited actuals only; what was sold where no target is set stands beside it, never mixed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from fupan.review.frame import ColumnKind, Frame, Row, number

_KINDS = {
    "credited": ColumnKind("计入达成额", "Counted towards target", "money"),
    "unmatched": ColumnKind("无目标部分", "Without target", "money", direction="none"),
}
_CENT = Decimal("0.005")


def with_credit(frame: Frame, metric: str) -> Frame:
    """The frame with ``credited`` (target + gap) and ``unmatched`` (the rest of *metric*) where it has targets.

    A row without a target has nothing credited: all of it is unmatched.
    """
    if "gap" not in frame.columns or "target" not in frame.columns or not frame.has("target"):
        return frame
    rows = tuple(_split(r, metric) for r in frame.rows)
    total = None if frame.total is None else _split(frame.total, metric)
    return replace(frame, rows=rows, total=total, columns={**frame.columns, **_KINDS})


def _split(row: Row, metric: str) -> Mapping[str, Any]:
    actual, target, gap = number(row, metric), number(row, "target"), number(row, "gap")
    credited = None if target is None or gap is None else target + gap
    if actual is None:
        return {**row, "credited": credited, "unmatched": None}
    rest = actual - (credited or Decimal(0))
    return {**row, "credited": credited, "unmatched": rest if abs(rest) >= _CENT else None}
