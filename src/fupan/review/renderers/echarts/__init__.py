"""A chart of the document model as one ECharts option: data only, so that a page, an SVG and a picture share it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fupan.review.renderers.echarts.band import band_option
from fupan.review.renderers.echarts.bubble import bubble_option
from fupan.review.renderers.echarts.canvas import Canvas, Option, empty_option
from fupan.review.renderers.echarts.funnel import funnel_option
from fupan.review.renderers.echarts.gantt import gantt_height, gantt_option
from fupan.review.renderers.echarts.horizontal import bars_height, horizontal_option
from fupan.review.renderers.echarts.lines import line_option
from fupan.review.renderers.echarts.pareto import pareto_option
from fupan.review.renderers.echarts.tile_map import map_height, map_holds, tile_map_option
from fupan.review.renderers.echarts.upright import upright_option
from fupan.review.renderers.echarts.waterfall import waterfall_option

if TYPE_CHECKING:
    from fupan.review.model import Chart

__all__ = ["Canvas", "chart_option", "good_height", "has_data"]


def has_data(chart: Chart) -> bool:
    """Whether there is at least one value to draw."""
    return bool(chart.categories) and any(value is not None for s in chart.series for value in s.values)


def chart_option(chart: Chart, canvas: Canvas) -> Option:
    """The ECharts option of *chart* on *canvas*; without any value a quiet note.

    Labels and names are fitted to the canvas by measured widths, so an option belongs to one size. Values are in shown
    units (万元, %); label texts are ready made with the digits that tables show. Series shorter than the categories are
    filled with blanks.
    """
    if not has_data(chart):
        return empty_option(canvas)
    count = len(chart.categories)
    padded = tuple(replace(s, values=(s.values + (None,) * count)[:count]) for s in chart.series)
    chart = replace(chart, series=padded)
    match chart.kind:
        case "bar" | "bullet":
            return horizontal_option(chart, canvas)
        case "line":
            return line_option(chart, canvas)
        case "waterfall":
            return waterfall_option(chart, canvas)
        case "pareto":
            return pareto_option(chart, canvas)
        case "funnel":
            return funnel_option(chart, canvas)
        case "band":
            return band_option(chart, canvas)
        case "bubble":
            return bubble_option(chart, canvas)
        case "gantt":
            return gantt_option(chart, canvas)
        case "tile_map":
            held = map_holds(chart, canvas.width)
            return tile_map_option(chart, canvas) if held else horizontal_option(replace(chart, kind="bar"), canvas)
        case "combo" | "column" | "stacked" | "share":
            return upright_option(chart, canvas)


def good_height(chart: Chart, width: float, *, size: float = 12.0, share: float = 0.5) -> float:
    """The height at which *chart* reads well on a page that scrolls: bars by their number, others *share* of the width."""
    if not has_data(chart):
        return 6 * size
    if chart.kind in {"bar", "bullet"}:
        return bars_height(chart, size)
    if chart.kind == "funnel":
        return (len(chart.categories) * 3 + 1) * size
    if chart.kind == "gantt":
        return gantt_height(chart, size)
    if chart.kind == "tile_map":
        return map_height(width, size) if map_holds(chart, width) else bars_height(chart, size)
    return min(max(width * share, 17 * size), 36 * size)
