"""The year's running totals: actual, target, and the landing with its range."""

from __future__ import annotations

import re

from fupan.review.blocks.chart import describe
from fupan.review.context import Context
from fupan.review.deck_blocks import BandSpec
from fupan.review.model import Chart, Lang, Series

_LINES = (("reached", "actual"), ("landing", "forecast"), ("target", "target"), ("low", "low"), ("high", "high"))
_ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LABEL = re.compile(r"(\d{4})-(\d{2})")


def _months(labels: list[str], lang: Lang) -> tuple[str, ...]:
    """Months without the year that all of them share, so that twelve names can stand side by side.

    >>> _months(["2025-01", "2025-02"], "zh"), _months(["2025-01", "2026-01"], "en")
    (('1月', '2月'), ('2025-01', '2026-01'))
    """
    found = [_LABEL.fullmatch(label) for label in labels]
    if not all(found) or len({m[1] for m in found if m}) > 1:
        return tuple(labels)
    numbers = [int(m[2]) for m in found if m]
    return tuple(f"{n}月" if lang == "zh" else _ENGLISH[n - 1] for n in numbers)


def draw(spec: BandSpec, context: Context) -> Chart | None:
    """Lines of a landing data set by month; None without a landing."""
    frame = context.frame(spec.of)
    if not frame.has("landing"):
        return None
    names = _months([str(r["period"]) for r in frame.rows], context.lang)
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
