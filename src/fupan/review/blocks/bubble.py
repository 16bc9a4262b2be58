"""Members in the field of two figures, the axes crossing at the total's own figures."""

from __future__ import annotations

from fupan.review.blocks.chart import describe
from fupan.review.context import Context
from fupan.review.deck_blocks import BubbleSpec
from fupan.review.frame import Frame, growth, in_order, is_unknown, member, number
from fupan.review.frame import Row as Record
from fupan.review.model import Chart, Display, Number, Series


def draw(spec: BubbleSpec, context: Context) -> Chart | None:
    """The largest members with both figures; None under three of them. ``growth`` is last year's growth of net sales."""
    frame = context.frame(spec.of)
    rows = [
        r
        for r in frame.rows
        if not is_unknown(r, spec.by) and _value(r, spec.x) is not None and _value(r, spec.y) is not None
    ]
    if spec.size is not None:
        rows = [r for r in in_order(rows, f"-{spec.size}") if (number(r, spec.size) or 0) > 0]
    left, rows = max(0, len(rows) - spec.top), rows[: spec.top]
    if len(rows) < 3:
        return None
    names = tuple(member(r, spec.by, context.lang) for r in rows)
    lights = tuple(context.light(r, frame) for r in rows) if spec.lag else ()
    series = [_series(spec.x, "x", rows, frame, context), _series(spec.y, "y", rows, frame, context)]
    if lights:
        y = series[1]
        series[1] = Series(y.name, y.values, y.display, y.role, lights=lights)
    if spec.size is not None:
        series.append(_series(spec.size, "size", rows, frame, context))
    total = frame.total or {}
    sentence = context.word("两线为整体水平", "The lines are the total's own figures")
    if left:
        sentence += context.word(f"；另有{left}个未列", f"; {left} smaller ones are not shown")
    return Chart(
        "bubble", names, tuple(series), spec.title.of(context.lang) if spec.title else "", sentence,
        alt=describe(names, series, context), provenance=frame.provenance,
        cross=(_value(total, spec.x), _value(total, spec.y)),
    )  # fmt: skip


def _value(row: Record, metric: str) -> Number:
    if metric == "growth":
        return growth(number(row, "net_sales"), number(row, "net_sales.last_year"))
    return number(row, metric)


def _series(metric: str, role: str, rows: list[Record], frame: Frame, context: Context) -> Series:
    values = tuple(_value(r, metric) for r in rows)
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
