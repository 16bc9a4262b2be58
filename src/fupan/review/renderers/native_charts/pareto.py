"""Columns from large to small with the running share of the total: how few make up how much."""

from __future__ import annotations

from dataclasses import replace

from fupan.review import palette
from fupan.review.model import Chart, Lang, Series
from fupan.review.renderers.axis_scale import nice_scale
from fupan.review.renderers.box import Box
from fupan.review.renderers.excel_format import number_format
from fupan.review.renderers.native_charts.labels import category_labels, column_gap, column_labels, label_texts, widest
from fupan.review.renderers.native_charts.plan import Group, Labels, Plan, SheetColumn, Track, ValueAxis
from fupan.review.renderers.native_charts.series import light_points, numbers, series_colour, sheet_columns
from fupan.review.renderers.native_charts.ticks import ticked
from fupan.review.renderers.words import word


def share_end(chart: Chart) -> float:
    """End of the share's axis: the whole, or the round share above the last where the members hold less than half."""
    shares = [float(v) for s in chart.series if s.axis == "secondary" for v in s.values if v is not None]
    last = max(shares, default=1.0)
    return 1.0 if last > 0.5 else nice_scale([last * 1.25], zero=True).high


def plan_pareto(chart: Chart, box: Box, lang: Lang) -> Plan:
    """Columns on the first axis; the share's line on the second from 0 to 100%, with its axis shown."""
    columns = sheet_columns(chart)
    slot = (box.width - 64) / max(len(chart.categories), 1)
    bars = [i for i, series in enumerate(chart.series) if series.axis == "primary"]
    lines = [i for i in range(len(chart.series)) if i not in bars]
    values = [value for i in bars for value in numbers(columns[i])]
    high, low = max([*values, 0.0]), min([*values, 0.0])
    tall = 22 / max(box.height - 60, 40) * (high - low)
    labels = {
        i: _inside(column_labels(chart.series[i], slot * 0.72, "outEnd"), chart.series[i], columns[i], tall)
        for i in bars
    }
    room = 20 / max(box.height - 70, 40) * (high - low)
    axis, names = category_labels(chart.categories, slot, low=low < 0)
    tracks = tuple(Track(i + 1, series_colour(chart.series[i]), labels[i], light_points(chart.series[i])) for i in bars)
    inside = max((widest(label_texts(chart.series[i]), 12) + 6 for i in bars), default=0.0)
    groups = [Group("column", tracks, gap=column_gap(slot, max(len(bars), 1), 35, room=inside))]
    second = None
    if lines:
        share = tuple(
            Track(i + 1, series_colour(chart.series[i]), width=1.75, marker="circle", marker_size=6) for i in lines
        )
        groups.append(Group("line", share, axis="secondary"))
        second = ValueAxis("0%", 0.0, share_end(chart), visible=True)
    every = all(label is not None for label in labels.values())
    return Plan(
        names,
        columns,
        tuple(groups),
        axis,
        ticked(
            ValueAxis(
                number_format(chart.series[bars[0]].display) if bars else "General",
                (low - room if low < 0 else 0.0) if high > low else None,
                high + room if high > low else None,
                visible=not every,
                grid=not every,
            ),
            chart.series[bars[0]].display if bars else None,
        ),
        second,
        legend=len(chart.series) > 1,
        full_names=chart.categories if names != chart.categories else (),
        category_header=word("category", lang),
    )


def _inside(labels: Labels | None, series: Series, column: SheetColumn, tall: float) -> Labels | None:
    """Labels stand at the foot of columns that are *tall* enough, where the line above does not cross them."""
    if labels is None or labels.upright:
        return labels
    points, positions = dict(labels.points), dict(labels.positions)
    for i, value in enumerate(column.values):
        if value is not None and not isinstance(value, str) and float(value) >= tall:
            form = points.get(i, (labels.format, ""))[0]
            points[i], positions[i] = (form, palette.ink_on(palette.point_colour(series, i))), "inBase"
    return replace(labels, points=points, positions=positions)
