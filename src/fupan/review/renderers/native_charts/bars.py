"""Horizontal bars: for long names and rankings. Order is kept from top to bottom."""

from __future__ import annotations

from fupan.review.model import Chart, Lang
from fupan.review.renderers.box import Box
from fupan.review.renderers.excel_format import number_format
from fupan.review.renderers.native_charts.labels import SIZE, WIDEST_BAR, bar_labels, bar_names, label_texts, widest
from fupan.review.renderers.native_charts.plan import CategoryAxis, Group, Plan, Track, ValueAxis
from fupan.review.renderers.native_charts.series import light_points, numbers, series_colour, sheet_columns
from fupan.review.renderers.native_charts.ticks import ticked
from fupan.review.renderers.words import word

_NAME_SHARE = 0.34
"""Share of the width that names may take at most."""
_SHARED_ROOM = 0.25
"""Share of the axis kept for labels on each page of a chart that goes on."""


def bars_that_fit(chart: Chart, height: float) -> int:
    """How many categories a chart of *height* points can name and label."""
    return max(1, int((height - (28 if len(chart.series) > 1 else 6)) // _each(chart)))


def bars_height(chart: Chart) -> float:
    """The least height in points at which each category is named and labelled."""
    return len(chart.categories) * _each(chart) + (29 if len(chart.series) > 1 else 7)


def _each(chart: Chart) -> float:
    return 16.5 if len(chart.series) == 1 else 12.0 * len(chart.series) + 4


def plan_bars(chart: Chart, box: Box, lang: Lang, span: tuple[float, float] | None = None) -> Plan:
    """Bars with labels at their ends; *span* fixes lowest and highest value where a chart continues on another page."""
    columns = sheet_columns(chart)
    count = max(len(chart.categories), 1)
    slot = (box.height - (28 if len(chart.series) > 1 else 6)) / count
    thickness = slot / (len(chart.series) + 0.45)
    names = bar_names(chart.categories, SIZE, box.width * _NAME_SHARE)
    labels = [bar_labels(series, max(thickness, slot / len(chart.series) - 1), "outEnd") for series in chart.series]
    values = [value for column in columns for value in numbers(column)]
    low, high = span or (min(values, default=0.0), max(values, default=0.0))
    low, high = min(low, 0.0), max(high, 0.0)
    every = all(label is not None or not series.labels for label, series in zip(labels, chart.series, strict=True))
    texts = [f"▲\u00a0{text}" for series in chart.series for text in label_texts(series) if series.labels]
    room = (widest(texts, SIZE) + 8) if any(labels) else 8.0
    plot = max(box.width - widest(names, SIZE) - 24, 80.0)
    share = _SHARED_ROOM if span else min(room / plot, 0.42)  # one scale on every page
    sides = 1 + (low < 0 < high)
    extra = (high - low) * share / max(1 - sides * share, 0.15)
    return Plan(
        names,
        columns,
        (
            Group(
                "bar",
                tuple(
                    Track(i + 1, series_colour(series), labels[i], light_points(series))
                    for i, series in enumerate(chart.series)
                ),
                gap=max(45, min(500, round((slot / WIDEST_BAR - len(chart.series)) * 100))),
                overlap=0,
            ),
        ),
        CategoryAxis(SIZE, reverse=True, low=low < 0),
        ticked(
            ValueAxis(
                number_format(chart.series[0].display) if chart.series else "General",
                (low - extra if low < 0 else 0.0) if high > low else None,
                (high + extra if high > 0 or low == 0 else 0.0) if high > low else None,
                visible=not every,
                grid=not every,
            ),
            chart.series[0].display if chart.series else None,
        ),
        legend=len(chart.series) > 1,
        full_names=chart.categories if names != chart.categories else (),
        category_header=word("category", lang),
    )
