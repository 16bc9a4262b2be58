"""Columns from large to small with the running share of the total on an axis of its own, from 0 to 100%."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.review.palette import css, ink_on, point_colour
from fupan.review.renderers.axis_scale import nice_scale, shown
from fupan.review.renderers.echarts.canvas import (
    Canvas,
    Option,
    bar_series,
    category_axis,
    legend_name,
    line_colour,
    start_option,
    value_axis,
)
from fupan.review.renderers.echarts.labels import fit_categories, labels_of, value_ink, value_label, value_text, widest
from fupan.review.renderers.native_charts.pareto import share_end

if TYPE_CHECKING:
    from fupan.review.model import Chart, Series


def pareto_option(chart: Chart, canvas: Canvas) -> Option:
    """The option of a Pareto chart."""
    option, top = start_option(chart, canvas)
    columns = [s for s in chart.series if s.axis == "primary"] or [chart.series[0]]
    lines = [s for s in chart.series if s not in columns]
    values = [v for s in columns for value in s.values if (v := shown(value, s.display)) is not None]
    band = canvas.width * 0.88 / len(chart.categories)
    labelled = all(not s.labels or widest(labels_of(s), canvas.size) <= band * 0.8 for s in columns)
    axis, left = value_axis(nice_scale(values, zero=True), columns[0].display, canvas, visible=not labelled)
    axes, right = [axis], 4.0
    if lines:
        second, right = value_axis(
            nice_scale([share_end(chart) * 100], zero=True), lines[0].display, canvas, visible=True
        )
        axes.append({**second, "splitLine": {"show": False}})
    band = (canvas.width - left - right) / len(chart.categories)
    names = fit_categories(chart.categories, band, canvas)
    left = max(left, min(names.overhang, canvas.width * 0.2), 2.0)
    option["grid"] = {
        "left": left, "right": right, "top": top + canvas.line + 4, "bottom": names.height + 2, "outerBoundsMode": "none",
    }  # fmt: skip
    option["xAxis"] = category_axis(names.texts, canvas, rotate=names.rotate, fontSize=names.size)
    option["yAxis"] = axes
    width = min(72.0, (canvas.width - left - right) / len(chart.categories) * 0.8 / len(columns))
    tall = canvas.size * 1.8 / max(canvas.height - top - names.height, 40) * max([*values, 0.0])
    option["series"] = [_columns(chart, s, canvas, width, tall, labels=labelled and s.labels) for s in columns]
    option["series"] += [_share(chart, s, canvas) for s in lines]
    return option


def _columns(chart: Chart, series: Series, canvas: Canvas, width: float, tall: float, *, labels: bool) -> Option:
    data: list[Option | None] = []
    for i, value in enumerate(series.values):
        number = shown(value, series.display)
        if number is None:
            data.append(None)
            continue
        item: Option = {"value": number, "itemStyle": {"color": css(point_colour(series, i))}}
        if labels:
            inside = number >= tall
            ink = css(ink_on(point_colour(series, i))) if inside else value_ink(series, i)
            place = "insideBottom" if inside else "top" if number >= 0 else "bottom"
            item["label"] = value_label(value_text(series, i), place, ink, canvas.size, distance=3)
        data.append(item)
    return bar_series(chart, series, canvas, data, width) | {"z": 5}


def _share(chart: Chart, series: Series, canvas: Canvas) -> Option:
    colour = css(line_colour(series))
    return {
        "type": "line", "name": legend_name(chart, series, canvas.lang), "yAxisIndex": 1,
        "data": [shown(value, series.display) for value in series.values], "symbol": "circle", "symbolSize": 5,
        "showAllSymbol": True, "lineStyle": {"width": 1.75, "color": colour}, "itemStyle": {"color": colour},
        "emphasis": {"disabled": True}, "z": 6,
    }  # fmt: skip
