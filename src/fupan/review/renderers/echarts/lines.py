"""Lines over periods: every value of few labelled, of many the highest, the lowest and the last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.review.palette import css, point_colour
from fupan.review.renderers.axis_scale import nice_scale, shown
from fupan.review.renderers.dips import MOST_LABELS, telling_points
from fupan.review.renderers.echarts.canvas import (
    DASHED,
    Canvas,
    Option,
    category_axis,
    legend_name,
    line_colour,
    start_option,
    value_axis,
)
from fupan.review.renderers.echarts.labels import fit_categories, labels_of, value_ink, value_label, value_text, widest
from fupan.review.renderers.echarts.upright import SYMBOLS

if TYPE_CHECKING:
    from fupan.review.model import Chart, Light, Series


def line_option(chart: Chart, canvas: Canvas) -> Option:
    """The option of a line chart; the axis starts at zero unless all values lie far from it, and then says so."""
    main = [s for s in chart.series if s.axis == "primary"] or list(chart.series)
    values = [v for s in main for value in s.values if (v := shown(value, s.display)) is not None]
    far = bool(values) and min(values) > 0.55 * max(values) > 0
    scale = nice_scale(values, zero=not far)
    option, top = start_option(chart, canvas, cut=scale.low if scale.low > 0 else None)
    axis, left = value_axis(scale, main[0].display, canvas, visible=True)
    axes, right = [axis], 8.0
    second = [s for s in chart.series if s not in main]
    if second:
        others = [v for s in second for value in s.values if (v := shown(value, s.display)) is not None]
        second_axis, right = value_axis(nice_scale(others, zero=False), second[0].display, canvas, visible=True)
        axes.append({**second_axis, "splitLine": {"show": False}})
    else:
        right = widest((_last_text(s) for s in chart.series if s.labels), canvas.size) + 12
    band = (canvas.width - left - right) / len(chart.categories)
    every_value = (
        len(chart.series) == 1
        and chart.series[0].labels
        and len(chart.categories) <= MOST_LABELS
        and widest(labels_of(chart.series[0]), canvas.size) <= band
    )
    names = fit_categories(chart.categories, band, canvas)
    left = max(left, min(names.overhang, canvas.width * 0.2))
    option["grid"] = {
        "left": left,
        "right": 8.0 if every_value else right,
        "top": top + canvas.line,
        "bottom": names.height + 2,
        "outerBoundsMode": "none",
    }
    option["xAxis"] = category_axis(names.texts, canvas, rotate=names.rotate, fontSize=names.size)
    option["yAxis"] = axes
    option["series"] = [
        _line(chart, s, canvas, band, second=s in second, every_value=every_value, last=not second)
        for s in chart.series
    ]
    return option


def _last_at(series: Series) -> int:
    return max((i for i, value in enumerate(series.values) if value is not None), default=-1)


def _last_text(series: Series) -> str:
    at = _last_at(series)
    return "" if at < 0 else value_text(series, at)


def _told(series: Series, canvas: Canvas, band: float) -> frozenset[int]:
    """The highest and the lowest besides the last, where their labels meet neither it nor the axis."""
    wide = widest(labels_of(series), canvas.size)
    apart = 2 + int(wide / max(band, 1.0))
    last = _last_at(series)
    inside = {i for i in telling_points(series.values, apart) if (i + 0.5) * band > wide / 2 and last - i >= apart}
    return frozenset({*inside, last})


def _line(
    chart: Chart, series: Series, canvas: Canvas, band: float, *, second: bool, every_value: bool, last: bool
) -> Option:
    colour = css(line_colour(series))
    at, data = _last_at(series), []
    told = _told(series, canvas, band) if len(chart.series) == 1 else frozenset({at})
    for i, value in enumerate(series.values):
        number = shown(value, series.display)
        light: Light = series.lights[i] if i < len(series.lights) else "none"
        ink = value_ink(series, i) if light != "none" or every_value else colour
        item: Option = {
            "value": number,
            "symbol": SYMBOLS[light],
            "symbolSize": 7 if light != "none" else 5,
            "itemStyle": {"color": css(point_colour(series, i)) if light != "none" else colour},
        }
        if series.labels and number is not None and (every_value or (last and i in told)):
            position = "top" if every_value or i != at else "right"
            item["label"] = value_label(value_text(series, i), position, ink, canvas.size, distance=5)
        data.append(item)
    dashed = "dashed" if series.role in DASHED else "solid"
    return {
        "type": "line",
        "name": legend_name(chart, series, canvas.lang),
        "data": data,
        "yAxisIndex": int(second),
        "symbol": "circle",
        "showSymbol": series.role not in {"target", "last_year"} or at == 0,
        "showAllSymbol": True,
        "connectNulls": False,
        "lineStyle": {"width": 2.25 if series.role == "actual" else 1.5, "type": dashed, "color": colour},
        "itemStyle": {"color": colour},
        "emphasis": {"disabled": True},
        "labelLayout": {"moveOverlap": "shiftY"},
    }
