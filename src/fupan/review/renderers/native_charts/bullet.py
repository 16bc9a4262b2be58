"""Actual columns with a dash at the target: whether the mark was reached shows without reading a number."""

from __future__ import annotations

from dataclasses import replace

from fupan.review import palette
from fupan.review.model import Chart, Lang, Series
from fupan.review.renderers.box import Box
from fupan.review.renderers.excel_format import number_format
from fupan.review.renderers.native_charts.labels import category_labels, column_gap, column_labels, label_texts, widest
from fupan.review.renderers.native_charts.plan import Group, Labels, Plan, SheetColumn, Track, ValueAxis
from fupan.review.renderers.native_charts.series import light_points, numbers, series_colour, sheet_columns
from fupan.review.renderers.native_charts.ticks import ticked
from fupan.review.renderers.words import word

_COLUMN_SHARE = 0.8
"""What a column takes of its slot (gap 25)."""


def plan_bullet(chart: Chart, box: Box, lang: Lang) -> Plan:
    """Columns for the actual values, dashes for series of kind "mark", both on one axis from zero."""
    columns = sheet_columns(chart)
    slot = (box.width - 20) / max(len(chart.categories), 1)
    bars = [i for i, series in enumerate(chart.series) if series.kind != "mark"]
    marks = [i for i in range(len(chart.series)) if i not in bars]
    values = [value for column in columns for value in numbers(column)]
    high, low = max([*values, 0.0]), min([*values, 0.0])
    tall = 20 / max(box.height - 60, 40) * (high - low)
    labels = {i: _labels(chart.series[i], columns[i], slot, tall) for i in bars}
    inside = max((widest(label_texts(chart.series[i]), 12, bold=True) + 6 for i in bars), default=0.0)
    room = 24 / max(box.height - 60, 40) * (high - low)
    axis, names = category_labels(chart.categories, slot, low=low < 0)
    groups = [
        Group(
            "column",
            tuple(Track(i + 1, series_colour(chart.series[i]), labels[i], light_points(chart.series[i])) for i in bars),
            gap=column_gap(slot, max(len(bars), 1), 25, room=inside),
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
        ticked(
            ValueAxis(
                number_format(chart.series[0].display) if chart.series else "General",
                (low - room if low < 0 else 0.0) if high > low else None,
                high + room if high > low else None,
                visible=not every,
                grid=not every,
            ),
            chart.series[0].display if chart.series else None,
        ),
        legend=len(chart.series) > 1,
        full_names=chart.categories if names != chart.categories else (),
        category_header=word("category", lang),
    )


def _labels(series: Series, column: SheetColumn, slot: float, tall: float) -> Labels | None:
    """At the foot of the columns, where no target dash can cover them; above columns lower than *tall*."""
    labels = column_labels(series, slot * _COLUMN_SHARE, "inBase", bold=True)
    if labels is None or labels.upright:
        labels = column_labels(series, slot * 0.98, "inBase", bold=True)
    if labels is None:
        return None
    form = labels.format
    points, positions = dict(labels.points), dict(labels.positions)
    for index, value in enumerate(column.values):
        if value is None or isinstance(value, str):
            continue
        light = series.lights[index] if index < len(series.lights) else "none"
        inside = abs(float(value)) >= tall and not labels.upright
        ink = palette.ink_on(palette.point_colour(series, index)) if inside else palette.LIGHTS[light].ink
        points[index] = (points.get(index, (form, ""))[0], ink)
        if not inside:
            positions[index] = "outEnd"
    return replace(labels, points=points, positions=positions)
