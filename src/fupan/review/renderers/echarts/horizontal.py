"""Horizontal bars for long names, and bullets: the actual as a bar, the target as a mark across it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from fupan.review import measure
from fupan.review.palette import INK, css, point_colour
from fupan.review.renderers.axis_scale import nice_scale, shown
from fupan.review.renderers.echarts.canvas import (
    Canvas,
    Option,
    bar_series,
    category_axis,
    legend_name,
    plain,
    start_option,
    value_axis,
)
from fupan.review.renderers.echarts.labels import labels_of, value_ink, value_label, value_text, widest

if TYPE_CHECKING:
    from fupan.review.model import Chart, Series

_BAR_THICKEST: Final = 22.0
_NAMES_SHARE: Final = 0.34  # of the width that category names may take


def horizontal_option(chart: Chart, canvas: Canvas) -> Option:
    """The option of a bar or bullet chart; the first category is on top."""
    if chart.kind == "bullet":
        targets = tuple(replace(s, kind="mark") if s.role == "target" else s for s in chart.series)
        chart = replace(chart, series=targets)
    option, top = start_option(chart, canvas)
    bars = [s for s in chart.series if s.kind != "mark"]
    marks = [s for s in chart.series if s.kind == "mark"]
    band = (canvas.height - top - 8) / len(chart.categories)
    size = max(6.5, min(canvas.size, band * 0.86))
    rows = 2 if band >= 2 * size * measure.LINE_HEIGHT else 1
    names = [_fit_name(plain(name), size, canvas.width * _NAMES_SHARE, rows) for name in chart.categories]
    thick = min(_BAR_THICKEST, band * 0.7 / max(len(bars), 1))
    values = [v for s in chart.series for value in s.values if (v := shown(value, s.display)) is not None]
    scale = nice_scale(values, zero=True)
    labelled = [s for s in bars if s.labels] if thick >= size * 0.8 else []
    if bars and not labelled and any(s.labels for s in bars):
        labelled = [next(s for s in bars if s.labels)] if band >= size else []
    main = next(iter([*bars, *marks]))
    axis, _ = value_axis(scale, main.display, canvas, visible=not labelled)
    room = widest((text for s in labelled for text in labels_of(s)), size) + 8 if labelled else 12.0
    below = bool(values) and min(values) < 0
    left = widest((line for name in names for line in name.split("\n")), size) + 10
    left += room if labelled and below else 0
    option["grid"] = {
        "left": left,
        "right": room,
        "top": top + 2,
        "bottom": 6 if labelled else canvas.line + 10,
        "outerBoundsMode": "none",
    }
    low, high = (min([*values, 0.0]), max([*values, 0.0])) if labelled else (scale.low, scale.high)
    high = high if high > low else low + 1
    option["xAxis"] = {**axis, "min": low, "max": high}
    style = {
        "fontSize": size,
        "lineHeight": size * measure.LINE_HEIGHT,
        "margin": 7 + (room if labelled and below else 0),
    }
    option["yAxis"] = {**category_axis(names, canvas, **style), "inverse": True}
    unit = (canvas.width - left - room) / (high - low)
    option["series"] = [
        *(_bars(chart, s, canvas, thick, size, marks, unit, labels=s in labelled) for s in bars),
        *(_marks(chart, s, canvas, min(thick * max(len(bars), 1) + 6, band - 1)) for s in marks),
    ]
    return option


def bars_height(chart: Chart, size: float) -> float:
    """The height at which a bar chart reads well: as many rows as it has categories and series."""
    bars = max(sum(s.kind != "mark" and not (chart.kind == "bullet" and s.role == "target") for s in chart.series), 1)
    row = max(bars * size * 1.35, size * 1.5) + size * 0.6
    return row * len(chart.categories) + 3 * size


def _fit_name(name: str, size: float, width: float, rows: int) -> str:
    return "\n".join(
        line.rstrip() for line in measure.break_lines(measure.shorten(name, size, width, lines=rows), size, width)
    )


def _bars(
    chart: Chart,
    series: Series,
    canvas: Canvas,
    thick: float,
    size: float,
    marks: list[Series],
    unit: float,
    *,
    labels: bool,
) -> Option:
    """One series of bars; *unit* is the width of one shown unit, to keep labels off the marks."""
    data: list[Option | None] = []
    for i, value in enumerate(series.values):
        number = shown(value, series.display)
        if number is None:
            data.append(None)
            continue
        item: Option = {"value": number, "itemStyle": {"color": css(point_colour(series, i))}}
        if labels:
            text = value_text(series, i)
            room = measure.text_width(text, size) + 8
            ahead = [(m - number) * unit for mark in marks if (m := shown(mark.values[i], mark.display)) is not None]
            distance = max([5.0, *(a + 6 for a in ahead if -4 < a < room)]) if number >= 0 else 5.0
            position = "right" if number >= 0 else "left"
            item["label"] = value_label(text, position, value_ink(series, i), size, distance=distance)
        data.append(item)
    return bar_series(chart, series, canvas, data, thick)


def _marks(chart: Chart, series: Series, canvas: Canvas, height: float) -> Option:
    return {
        "type": "scatter",
        "name": legend_name(chart, series, canvas.lang),
        "data": [
            None if (number := shown(value, series.display)) is None else [number, i]
            for i, value in enumerate(series.values)
        ],
        "symbol": "rect",
        "symbolSize": [2.5, height],
        "itemStyle": {"color": css(INK), "opacity": 1},
        "emphasis": {"disabled": True},
        "z": 5,
    }
