"""Upright charts: columns, columns with a line on the second axis, and parts of a whole."""

from __future__ import annotations

from dataclasses import replace

from fupan.review import palette
from fupan.review.measure import text_width
from fupan.review.model import Chart, Lang, Series
from fupan.review.renderers.axis_scale import nice_scale
from fupan.review.renderers.box import Box
from fupan.review.renderers.dips import dips
from fupan.review.renderers.excel_format import number_format
from fupan.review.renderers.native_charts.labels import (
    SIZE,
    category_labels,
    column_gap,
    column_labels,
    label_texts,
)
from fupan.review.renderers.native_charts.plan import Group, Labels, Plan, SheetColumn, Track, ValueAxis
from fupan.review.renderers.native_charts.series import light_points, numbers, series_colour, sheet_columns
from fupan.review.renderers.native_charts.ticks import ticked
from fupan.review.renderers.words import word

_COLUMNS_TOP = 0.62
_LINE_BOTTOM, _LINE_TOP = 0.74, 0.93
"""Columns take the lower 62% of a combined chart, its line the band above them, so that neither hides the other."""
_OFF = 13.0
"""Points from a marker to the middle of its label."""


def plan_columns(chart: Chart, box: Box, lang: Lang) -> Plan:
    """Columns, with the second axis' series as a line above them if there are any."""
    columns = sheet_columns(chart)
    count = len(chart.categories)
    bars = [i for i, series in enumerate(chart.series) if series.axis == "primary" and series.kind != "line"]
    lines = [i for i in range(len(chart.series)) if i not in bars]
    second = any(chart.series[i].axis == "secondary" for i in lines)
    slot = (box.width - 24) / max(count, 1)
    labelled = _labelled(chart, bars, slot)
    tracks = tuple(
        Track(i + 1, series_colour(chart.series[i]), labelled[i], light_points(chart.series[i])) for i in bars
    )
    gap = column_gap(slot, len(bars), 45 if len(bars) > 1 else 70)
    groups = [Group("column", tracks, gap=gap, overlap=0)]
    if lines:
        line_tracks = tuple(_line(chart.series[i], i + 1, slot, box.height) for i in lines)
        groups.append(Group("line", line_tracks, axis="secondary" if second else "primary"))
    values = [value for i in (bars if second else range(len(columns))) for value in numbers(columns[i])]
    all_labelled = all(labelled[i] is not None or not chart.series[i].labels for i in bars) and bool(tracks)
    tall = any(labels is not None and labels.upright for labels in labelled.values())
    axis, names = category_labels(chart.categories, slot, low=any(value < 0 for value in values))
    low, high = _range(values, box.height, top=_COLUMNS_TOP if second else 1.0, label=44 if tall else 18)
    shown = chart.series[bars[0]].display if bars else None
    form = number_format(shown) if shown else "General"
    return Plan(
        names,
        columns,
        tuple(groups),
        axis,
        ticked(ValueAxis(form, low, high, visible=not all_labelled, grid=not all_labelled), shown),
        _second_axis([columns[i] for i in lines], [chart.series[i] for i in lines]) if second else None,
        legend=len(chart.series) > 1,
        full_names=chart.categories if names != chart.categories else (),
        category_header=word("category", lang),
    )


def plan_stacked(chart: Chart, box: Box, lang: Lang) -> Plan:
    """Parts of a whole, labelled inside where the part is high enough."""
    columns = sheet_columns(chart)
    count = len(chart.categories)
    slot = (box.width - 24) / max(count, 1)
    totals = [sum(max(_value(column, row), 0.0) for column in columns) for row in range(count)]
    below = [sum(min(_value(column, row), 0.0) for column in columns) for row in range(count)]
    high, low = (1.0, 0.0) if chart.kind == "share" else (max(totals, default=0.0), min(below, default=0.0))
    whole = nice_scale([low, high], zero=True)
    plot = max(box.height - 60, 40)
    tracks = []
    for index, series in enumerate(chart.series):
        colour = series_colour(series)
        labels = column_labels(series, slot * 0.62, "ctr")
        if labels is not None:
            thin = frozenset(
                row
                for row in range(count)
                if abs(_value(columns[index], row)) / ((high - low) or 1) * plot < labels.size * 1.2
            )
            ink = palette.ink_on(palette.role_colour(series.role))
            labels = Labels(labels.size, "ctr", labels.format, ink, skip=thin)
        tracks.append(Track(index + 1, colour, labels, light_points(series)))
    axis, names = category_labels(chart.categories, slot, low=low < 0)
    form = number_format(chart.series[0].display) if chart.series else "General"
    return Plan(
        names,
        columns,
        (
            Group(
                "column",
                tuple(tracks),
                stacked=True,
                whole=chart.kind == "share",
                gap=column_gap(slot, 1, 60),
                overlap=100,
            ),
        ),
        axis,
        ValueAxis(form, 0.0, 1.0, visible=True, grid=True, step=0.2)
        if chart.kind == "share"
        else ticked(
            ValueAxis(form, whole.low, whole.high, visible=True, grid=True, step=whole.step), chart.series[0].display
        ),
        legend=len(chart.series) > 1,
        full_names=chart.categories if names != chart.categories else (),
        category_header=word("category", lang),
    )


def _value(column: SheetColumn, row: int) -> float:
    value = column.values[row]
    return 0.0 if value is None or isinstance(value, str) else float(value)


def _labelled(chart: Chart, bars: list[int], slot: float) -> dict[int, Labels | None]:
    """Labels of the column series; only one of several needs room, so neighbours may lend theirs."""
    wanted = sum(chart.series[i].labels for i in bars)
    room = slot * (0.95 if wanted <= 1 else 0.95 / wanted)
    return {i: column_labels(chart.series[i], room, "outEnd") for i in bars}


def _line(series: Series, column: int, slot: float, height: float) -> Track:
    labels = column_labels(series, slot, "t", bold=True)
    if labels is None or labels.upright:
        labels = _telling(series, slot, height)
    if labels is not None:
        own = {
            i: labels.points.get(i, (labels.format, labels.colour)) for i in dips(series.values) if i not in labels.skip
        }
        labels = replace(labels, points={**labels.points, **own}, positions=dict.fromkeys(own, "b"))
    colour = series_colour(series)
    return Track(column, colour, labels, light_points(series), width=1.75, marker="circle", marker_size=8)


def _telling(series: Series, slot: float, height: float) -> Labels | None:
    """Labels of the points that matter most where there is no room for all on one level: lit ones, then the extremes; others
    where they keep clear of these, above or below. A line without any figure would say nothing."""
    labels = column_labels(series, 1e6, "t", bold=True)
    if labels is None:
        return None
    known = {i: float(v) for i, v in enumerate(series.values) if v is not None}
    severity = {"red": 0, "amber": 1}
    lit = {i: severity[light] for i, light in enumerate(series.lights) if light in severity and i in known}
    mean = sum(known.values()) / max(len(known), 1)
    low, high = min(known.values(), default=0.0), max(known.values(), default=0.0)
    band = (_LINE_TOP - _LINE_BOTTOM) * max(height - 60, 40) / max(high - low, abs(high) * 0.05, 1e-9)
    below = dips(series.values)
    level = {i: (v - low) * band + (-_OFF if i in below else _OFF) for i, v in known.items()}
    wide = {
        i: text_width(("▲\u00a0" if i in lit else "") + text, SIZE, bold=True)
        for i, text in enumerate(label_texts(series))
    }
    told: list[int] = []
    for i in sorted(known, key=lambda i: (lit.get(i, 2), -abs(known[i] - mean))):
        beside = (abs(i - o) * slot >= (wide[i] + wide[o]) / 2 + 2 for o in told)
        above = (abs(level[i] - level[o]) >= SIZE * 1.25 for o in told)
        if all(b or a for b, a in zip(beside, above, strict=True)):
            told.append(i)
    return replace(
        labels,
        skip=frozenset(range(len(series.values))) - set(told),
        points={i: p for i, p in labels.points.items() if i in told},
    )


def _range(values: list[float], height: float, *, top: float, label: float) -> tuple[float | None, float | None]:
    """Axis ends that leave room for labels above the highest and below the lowest column."""
    high, low = max(values, default=0.0), min(values, default=0.0)
    high, low = max(high, 0.0), min(low, 0.0)
    if high == low:
        return None, None
    room = label / max(height - 70, 40) * (high - low)
    return (low - room if low < 0 else 0.0), (high + room) / top if high > 0 else room / top


def _second_axis(columns: list[SheetColumn], series: list[Series]) -> ValueAxis:
    """The range that puts the line into the band above the columns."""
    values = [value for column in columns for value in numbers(column)]
    form = number_format(series[0].display)
    if not values:
        return ValueAxis(form)
    low, high = min(values), max(values)
    span = max(high - low, abs(high) * 0.05, 1e-9)
    whole = span / (_LINE_TOP - _LINE_BOTTOM)
    minimum = (low + high - span) / 2 - _LINE_BOTTOM * whole
    return ValueAxis(form, minimum, minimum + whole)
