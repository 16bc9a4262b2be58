"""Members in the field of two figures, the axes crossing at the total's own figures."""

from __future__ import annotations

from dataclasses import replace

from fupan.review.blocks.chart import describe
from fupan.review.context import Context
from fupan.review.deck_blocks import BubbleSpec
from fupan.review.field import ROLES, field_members, field_part, field_value
from fupan.review.frame import Frame, member
from fupan.review.frame import Row as Record
from fupan.review.model import Chart, Display, Series


def draw(spec: BubbleSpec, context: Context) -> Chart | None:
    """The largest members with both figures; None under three of them. ``growth`` is last year's growth of net sales."""
    frame = context.frame(spec.of)
    rows, left = field_members(frame, spec.by, spec.x, spec.y, spec.size, spec.top)
    if len(rows) < 3:
        return None
    names = tuple(member(r, spec.by, context.lang) for r in rows)
    series = [_series(spec.x, "x", rows, frame, context), _series(spec.y, "y", rows, frame, context)]
    if spec.lag:
        series[1] = replace(series[1], lights=tuple(context.light(r, frame) for r in rows))
    else:
        parts = [field_part(r, frame, spec.x, spec.y) for r in rows]
        series[1] = replace(series[1], points=tuple(ROLES[p] if p else "" for p in parts))
    if spec.size is not None:
        series.append(_series(spec.size, "size", rows, frame, context))
    total = frame.total or {}
    sentence = context.word("两线为整体水平", "The lines are the total's own figures")
    if left:
        sentence += context.word(f"；另有{left}个较小的未画", f"; {left} smaller ones are not drawn")
    return Chart(
        "bubble", names, tuple(series), spec.title.of(context.lang) if spec.title else "", sentence,
        alt=describe(names, series, context), provenance=frame.provenance,
        cross=(field_value(total, spec.x), field_value(total, spec.y)),
        notes=tuple(w.of(context.lang) for w in spec.corners or ()),
    )  # fmt: skip


def _series(metric: str, role: str, rows: list[Record], frame: Frame, context: Context) -> Series:
    values = tuple(field_value(r, metric) for r in rows)
    if metric == "growth":
        return Series(
            context.word("同比", "Growth on last year"), values, context.scales.percent(decimals=0, signed=True), role
        )
    kind = frame.kind(metric)
    display: Display = (
        context.scales.block(values)
        if kind.format == "money"
        else context.scales.of(kind.format, values, decimals=kind.decimals)
    )
    return Series(kind.label(context.lang), values, display, role)
