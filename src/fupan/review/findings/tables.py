"""A data set's answer as the table that detectors read."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from fupan.review.context import Context
from fupan.review.findings.found import FigureKind
from fupan.review.findings.grid import Grid, Member
from fupan.review.frame import Frame, Row, is_unknown, number, told_member, towards_target
from fupan.review.model import Number

_KINDS: dict[str, FigureKind] = {
    "money": "money", "percent": "percent", "points": "points", "count": "count", "days": "days", "score": "score", "ratio": "ratio",
}  # fmt: skip


def to_grid(name: str, context: Context, metric: str) -> Grid:
    """The data set *name*: each row's figures, what counts towards its target, and the level of its light for *metric*."""
    frame = context.frame(name)
    named = [r for r in frame.rows if not any(is_unknown(r, d) for d in frame.by)]
    rest = [r for r in frame.rows if any(is_unknown(r, d) for d in frame.by)]
    columns = _numeric(frame.rows)
    total = (
        None
        if frame.total is None
        else Member("", _figures(frame.total, frame, metric, _numeric([frame.total]), context))
    )
    return Grid(
        name,
        tuple(Member(_name(r, frame, context), _figures(r, frame, metric, columns, context)) for r in named),
        total or Member(""),
        tuple(Member("", _figures(r, frame, metric, columns, context)) for r in rest),
        {c: _KINDS.get(frame.kind(c).format, "count") for c in {*columns, *(frame.total or {})}},
    )


def _numeric(rows: Sequence[Row]) -> list[str]:
    found = (k for r in rows for k, v in r.items() if isinstance(v, int | float | Decimal) and not isinstance(v, bool))
    return list(dict.fromkeys(found))


def _figures(row: Row, frame: Frame, metric: str, columns: list[str], context: Context) -> dict[str, Number]:
    figures = {c: number(row, c) for c in columns}
    figures["credited"] = towards_target(row, metric)
    judged = context.judge_row(row, frame, metric)
    figures["level"] = None if judged.light == "none" else Decimal(judged.level)
    return figures


def _name(row: Row, frame: Frame, context: Context) -> str:
    dot = "·" if context.lang == "zh" else " "
    return dot.join(told_member(row, d, context.lang) for d in frame.by)
