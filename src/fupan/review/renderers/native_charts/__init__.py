"""Native, editable charts: a plan per chart kind, its DrawingML and its workbook."""

from __future__ import annotations

from fupan.review.model import Chart, Lang
from fupan.review.renderers.box import Box
from fupan.review.renderers.native_charts.band import plan_band
from fupan.review.renderers.native_charts.bars import plan_bars
from fupan.review.renderers.native_charts.bubble import plan_bubble
from fupan.review.renderers.native_charts.bullet import plan_bullet
from fupan.review.renderers.native_charts.columns import plan_columns, plan_stacked
from fupan.review.renderers.native_charts.funnel import plan_funnel
from fupan.review.renderers.native_charts.gantt import plan_gantt
from fupan.review.renderers.native_charts.lines import plan_lines
from fupan.review.renderers.native_charts.pareto import plan_pareto
from fupan.review.renderers.native_charts.plan import Plan
from fupan.review.renderers.native_charts.waterfall import plan_waterfall


def has_figures(chart: Chart) -> bool:
    """Whether there is anything to draw."""
    return any(value is not None for series in chart.series for value in series.values[: len(chart.categories)])


def plan_chart(chart: Chart, box: Box, lang: Lang, span: tuple[float, float] | None = None) -> Plan:
    """The plan of *chart* for a box of this size; *span* fixes the range of bars that continue on another page.

    A map has no native kind: its figures are bars in the workbook.
    """
    match chart.kind:
        case "combo" | "column":
            return plan_columns(chart, box, lang)
        case "stacked" | "share":
            return plan_stacked(chart, box, lang)
        case "line":
            return plan_lines(chart, box, lang)
        case "waterfall":
            return plan_waterfall(chart, box, lang)
        case "bullet":
            return plan_bullet(chart, box, lang)
        case "gantt":
            return plan_gantt(chart, box, lang)
        case "bar" | "tile_map":
            return plan_bars(chart, box, lang, span)
        case "pareto":
            return plan_pareto(chart, box, lang)
        case "funnel":
            return plan_funnel(chart, box, lang)
        case "band":
            return plan_band(chart, box, lang)
        case "bubble":
            return plan_bubble(chart, box, lang)
