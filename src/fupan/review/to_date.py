"""A running window is judged against its target to date, not against the whole: one place decides it for every page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from fupan.review.frame import ColumnKind, Frame, Row, number

_KINDS = {
    "target": ColumnKind("序时目标", "Target to date", "money"),
    "attainment": ColumnKind("序时达成率", "Attainment to date", "percent"),
    "gap": ColumnKind("序时差额", "Gap to date", "money"),
    "full_target": ColumnKind("整期目标", "Full target", "money"),
    "full_attainment": ColumnKind("完成进度", "Progress", "percent"),
}


def to_date_frame(frame: Frame, metric: str) -> Frame:
    """The frame with target, attainment and gap against the phased target; the full ones as full_target, full_attainment.

    A slice without a phased target has no target to date. A frame without phased targets stays as it is.
    """
    if not frame.has("phased_target"):
        return frame
    total = None if frame.total is None else _to_date(frame.total, metric)
    rows = tuple(_to_date(r, metric) for r in frame.rows)
    kinds = {name: kind for name, kind in _KINDS.items() if name in frame.columns or name.startswith("full_")}
    return replace(frame, rows=rows, total=total, columns={**frame.columns, **kinds})


def _to_date(row: Row, metric: str) -> Mapping[str, Any]:
    credited = number(row, "credited")
    actual = number(row, metric) if credited is None else credited
    phased, full = number(row, "phased_target"), number(row, "target")
    there = phased is not None and phased > 0
    reached = actual if actual is not None else Decimal(0)
    return {
        **row,
        "full_target": full,
        "full_attainment": reached / full if full else None,
        "target": phased if there else None,
        "attainment": reached / phased if phased is not None and there else None,
        "gap": reached - phased if phased is not None and there else None,
    }
