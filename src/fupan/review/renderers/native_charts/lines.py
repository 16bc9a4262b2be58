"""Lines over periods: actual values strong and labelled, target dashed, last year thin."""

from __future__ import annotations

import math
from dataclasses import replace

from fupan.review.model import Chart, Display, Lang, Number, Series
from fupan.review.renderers.axis_scale import nice_scale
from fupan.review.renderers.box import Box
from fupan.review.renderers.dips import dips, telling_points
from fupan.review.renderers.excel_format import is_percent, number_format
from fupan.review.renderers.native_charts.labels import category_labels, column_labels, label_texts, widest
from fupan.review.renderers.native_charts.plan import Group, Plan, Track, ValueAxis
from fupan.review.renderers.native_charts.series import light_points, numbers, series_colour, sheet_columns
from fupan.review.renderers.native_charts.ticks import ticked
from fupan.review.renderers.words import word

_LABEL_ROOM = 48.0
"""Of many points only a few are labelled, so that a label may be wider than the points are apart."""
_QUIET = {"target", "last_year", "previous"}
_DARKER_TARGET = "8C99A7"
"""The columns' target grey is too faint for a thin line (3:1 on white)."""


def plan_lines(chart: Chart, box: Box, lang: Lang) -> Plan:
    """Lines on one axis (or two, if a series asks for the second), with light grid lines."""
    columns = sheet_columns(chart)
    slot = (box.width - 60) / max(len(chart.categories), 1)
    axis, names = category_labels(chart.categories, slot)
    groups = []
    for side in ("primary", "secondary"):
        tracks = tuple(_track(series, i + 1, slot) for i, series in enumerate(chart.series) if series.axis == side)
        if tracks:
            groups.append(Group("line", tracks, axis=side))
    first = [i for i, series in enumerate(chart.series) if series.axis == "primary"] or [0]
    values = [value for i in first for value in numbers(columns[i])] if columns else []
    second = [series for series in chart.series if series.axis == "secondary"]
    values_axis = _axis(values, chart.series[first[0]] if chart.series else None)
    return Plan(
        names,
        columns,
        tuple(groups),
        axis,
        values_axis,
        ValueAxis(number_format(second[0].display), visible=True) if second and len(groups) > 1 else None,
        legend=len(chart.series) > 1,
        full_names=chart.categories if names != chart.categories else (),
        category_header=word("category", lang),
        note=_cut(values_axis, chart.series[first[0]].display if chart.series else None, lang),
    )


def _axis(values: list[float], series: Series | None) -> ValueAxis:
    """From zero, unless all values lie in the upper third: then from a round figure below them, which the chart says."""
    form = number_format(series.display) if series else "General"
    display = series.display if series else None
    low, high = min(values, default=0.0), max(values, default=0.0)
    if low < 0 or low < high * 0.66 or low == high:
        scale = nice_scale(values, zero=True)
        above = scale.step if scale.high - high < scale.step / 4 else 0.0
        return ticked(ValueAxis(form, scale.low, scale.high + above, visible=True, grid=True, step=scale.step), display)
    scale = nice_scale(values, zero=False)
    above = scale.step if scale.high - high < scale.step / 2 else 0.0  # a label needs room above the highest point
    below = scale.step if low - scale.low < scale.step / 2 and scale.low >= scale.step else 0.0
    axis = ValueAxis(form, scale.low - below, scale.high + above, visible=True, grid=True, step=scale.step)
    return ticked(axis, display)


def _cut(axis: ValueAxis, display: Display | None, lang: Lang) -> str:
    """What a reader must know of an axis that does not start at zero."""
    if not axis.minimum or axis.minimum < 0 or display is None:
        return ""
    start = axis.minimum * 100 if is_percent(display) else axis.minimum
    return word("axis_from", lang, from_=f"{start:,.10g} {display.unit or display.suffix}".strip())


def _has_room_below(values: tuple[Number, ...], index: int) -> bool:
    """Whether a label below the point stays above the axis: not where the axis starts at zero close under it."""
    known = [float(v) for v in values if v is not None]
    value = float(values[index] or 0)
    return value > 0.15 * max(known) or min(known) < 0


def _track(series: Series, column: int, slot: float) -> Track:
    labels = column_labels(series, max(slot, _LABEL_ROOM), "t", bold=True)
    if labels is not None and labels.upright:
        labels = None
    if labels is not None:
        apart = math.ceil(widest(label_texts(series), labels.size, bold=True) / max(slot, 1.0))
        told = telling_points(series.values, apart)
        low = {
            i: labels.points.get(i, (labels.format, labels.colour))
            for i in dips(series.values)
            if i in told and _has_room_below(series.values, i)
        }
        labels = replace(
            labels,
            skip=frozenset(range(len(series.values))) - told,
            points={i: p for i, p in {**labels.points, **low}.items() if i in told},
            positions=dict.fromkeys(low, "b"),
        )
    colour = series_colour(series)
    if series.role == "target":
        colour = _DARKER_TARGET
    if series.role in _QUIET or series.role == "forecast":
        dash = "" if series.role == "last_year" else "sysDash"
        return Track(column, colour, labels, light_points(series), width=1.5, dash=dash)
    return Track(column, colour, labels, light_points(series), width=2.5, marker="circle", marker_size=6)
