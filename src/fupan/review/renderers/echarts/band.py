"""Lines over periods with the range around the forecast shaded behind them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fupan.review.palette import BAND, css
from fupan.review.renderers.axis_scale import nice_scale
from fupan.review.renderers.echarts.canvas import Canvas, Option
from fupan.review.renderers.echarts.lines import line_option
from fupan.review.renderers.native_charts.band import band_ends

if TYPE_CHECKING:
    from fupan.review.model import Chart


def band_option(chart: Chart, canvas: Canvas) -> Option:
    """The lines' option with two stacked areas below them, of which only the upper one is seen."""
    ends = band_ends(chart)
    lines = replace(chart, series=tuple(s for s in chart.series if s.role not in {"low", "high"}))
    if not lines.series:
        return line_option(chart, canvas)
    option = line_option(lines, canvas)
    low, high = chart.role("low"), chart.role("high")
    if ends is None or low is None or high is None:
        return option
    factor = 100.0 if low.display.suffix == "%" else 1.0
    lows, heights = ([float(v) * factor for v in part] for part in ends)
    axis = option["yAxis"][0]
    scale = nice_scale(
        [axis["min"], axis["max"], *lows, *(a + b for a, b in zip(lows, heights, strict=True))], zero=axis["min"] == 0
    )
    axis |= {"min": scale.low, "max": scale.high, "interval": scale.step}
    quiet = {"type": "line", "stack": "band", "symbol": "none", "lineStyle": {"opacity": 0}, "silent": True,
             "emphasis": {"disabled": True}, "z": 1}  # fmt: skip
    name = f"{low.name} – {high.name}"
    shade = {"areaStyle": {"color": css(BAND), "opacity": 1}, "itemStyle": {"color": css(BAND)}}
    option["series"] = [
        {**quiet, "data": lows, "areaStyle": {"opacity": 0}},
        {**quiet, "data": heights, "name": name, **shade},
        *option["series"],
    ]
    if "legend" in option:
        option["legend"]["data"].append({"name": name, "icon": "rect", "itemStyle": {"color": css(BAND)}})
    return option
