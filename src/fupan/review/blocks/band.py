"""The year's running totals: actual, target, and the landing with its range."""

from __future__ import annotations

from fupan.review.blocks.chart import describe
from fupan.review.context import Context
from fupan.review.deck_blocks import BandSpec
from fupan.review.model import Chart, Series

_LINES = (("reached", "actual"), ("landing", "forecast"), ("target", "target"), ("low", "low"), ("high", "high"))


def draw(spec: BandSpec, context: Context) -> Chart | None:
    """Lines of a landing data set by month; None without a landing."""
    frame = context.frame(spec.of)
    if not frame.has("landing"):
        return None
    names = tuple(str(r["period"]) for r in frame.rows)
    display = context.scales.block([v for column, _ in _LINES for v in frame.values(column)])
    series = tuple(
        Series(frame.kind(column).label(context.lang), tuple(frame.values(column)), display, role, "line")
        for column, role in _LINES
        if frame.has(column)
    )
    title = spec.title.of(context.lang) if spec.title else ""
    if title and display.unit:
        title += context.word(f"（{display.unit}）", f" ({display.unit})")
    return Chart("band", names, series, title, alt=describe(names, series, context), provenance=frame.provenance)
