"""Actual columns with a dash at the target: whether the mark was reached shows without reading a number."""

from __future__ import annotations

from fupan.review import palette
from fupan.review.model import Chart, Lang
from fupan.review.renderers.excel_format import number_format
from fupan.review.renderers.pptx.box import Box
from fupan.review.renderers.pptx.charts.labels import category_labels, column_labels
from fupan.review.renderers.pptx.charts.plan import Group, Plan, Track, ValueAxis
from fupan.review.renderers.pptx.charts.series import light_points, numbers, series_colour, sheet_columns
from fupan.review.renderers.words import word


def plan_bullet(chart: Chart, box: Box, lang: Lang) -> Plan:
    """Columns for the actual values, dashes for series of kind "mark", both on one axis from zero."""
    columns = sheet_columns(chart)
    slot = (box.width - 20) / max(len(chart.categories), 1)
    bars = [i for i, series in enumerate(chart.series) if series.kind != "mark"]
    marks = [i for i in range(len(chart.series)) if i not in bars]
    labels = {i: column_labels(chart.series[i], slot * 0.98, "outEnd", bold=True) for i in bars}
    values = [value for column in columns for value in numbers(column)]
    high, low = max([*values, 0.0]), min([*values, 0.0])
    room = 24 / max(box.height - 60, 40) * (high - low)
    axis, names = category_labels(chart.categories, slot, low=low < 0)
    groups = [
        Group(
            "column",
            tuple(
                Track(i + 1, series_colour(chart.series[i]), labels[i], light_points(chart.series[i])) for i in bars
            ),
            gap=40,
        )
    ]
    if marks:
        dash = max(5, min(24, int(slot * 0.5)))
        groups.append(
            Group(
                "line",
                tuple(Track(i + 1, palette.INK, marker="dash", marker_size=dash, stroke=False) for i in marks),
            )
        )
    every = all(label is not None for label in labels.values())
    return Plan(
        names,
        columns,
        tuple(groups),
        axis,
        ValueAxis(
            number_format(chart.series[0].display) if chart.series else "General",
            (low - room if low < 0 else 0.0) if high > low else None,
            high + room if high > low else None,
            visible=not every,
            grid=not every,
        ),
        legend=len(chart.series) > 1,
        full_names=chart.categories if names != chart.categories else (),
        category_header=word("category", lang),
    )
