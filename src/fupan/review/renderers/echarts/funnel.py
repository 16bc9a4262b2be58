"""A bar per stage around a common middle; each carries its count and its share of the stage before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.review import measure
from fupan.review.palette import INK, css, ink_on, point_colour
from fupan.review.renderers.axis_scale import shown
from fupan.review.renderers.echarts.canvas import Canvas, Option, category_axis, plain, start_option
from fupan.review.renderers.echarts.labels import value_label, widest
from fupan.review.renderers.native_charts.funnel import funnel_texts

if TYPE_CHECKING:
    from fupan.review.model import Chart

_NAMES_SHARE = 0.3


def funnel_option(chart: Chart, canvas: Canvas) -> Option:
    """The option of a funnel; the first stage is on top."""
    from dataclasses import replace

    series = chart.series[0]
    option, top = start_option(replace(chart, series=chart.series[:1]), canvas)
    names = [measure.shorten(plain(name), canvas.size, canvas.width * _NAMES_SHARE) for name in chart.categories]
    values = [max(shown(value, series.display) or 0.0, 0.0) for value in series.values]
    largest = max(values, default=0.0) or 1.0
    left = widest(names, canvas.size) + 10
    plot = canvas.width - left - 6
    option["grid"] = {"left": left, "right": 6, "top": top + 2, "bottom": 4, "outerBoundsMode": "none"}
    hidden = {"show": False}
    option["xAxis"] = {"type": "value", "min": 0, "max": largest, "axisLabel": hidden, "splitLine": hidden,
                       "axisLine": hidden, "axisTick": hidden}  # fmt: skip
    option["yAxis"] = {**category_axis(names, canvas), "inverse": True, "axisLine": hidden}
    thick = min(40.0, (canvas.height - top - 6) / len(chart.categories) * 0.8)
    data: list[Option] = []
    for i, text in enumerate(funnel_texts(chart)):
        colour = point_colour(series, i)
        inside = values[i] / largest * plot >= measure.text_width(text, canvas.size) + 6
        ink = css(ink_on(colour)) if inside else css(INK)
        label = value_label(text, "inside" if inside else "right", ink, canvas.size)
        data.append({"value": values[i], "itemStyle": {"color": css(colour)}, "label": label})
    pad = {"type": "bar", "stack": "funnel", "data": [(largest - v) / 2 for v in values], "barWidth": thick,
           "itemStyle": {"color": "transparent"}, "emphasis": {"disabled": True}, "silent": True}  # fmt: skip
    bars = {"type": "bar", "stack": "funnel", "name": plain(series.name), "data": data, "barWidth": thick,
            "emphasis": {"disabled": True}}  # fmt: skip
    option["series"] = [pad, bars]
    return option
