"""Upright columns: grouped, stacked, with target marks, and with a ratio's line in a band of its own above them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fupan.review.palette import INK, css, ink_on, point_colour, role_colour
from fupan.review.renderers.axis_scale import Scale, nice_scale, shown
from fupan.review.renderers.dips import dips
from fupan.review.renderers.echarts.canvas import (
    DASHED,
    Canvas,
    Option,
    bar_series,
    category_axis,
    legend_name,
    line_colour,
    start_option,
    value_axis,
)
from fupan.review.renderers.echarts.labels import (
    fit_categories,
    labels_of,
    value_ink,
    value_label,
    value_text,
    widest,
)

if TYPE_CHECKING:
    from fupan.review.model import Chart, Light, Series

_BAND_SHARE: Final = 0.68  # of a category's width that its columns take
_COLUMN_WIDEST: Final = 44.0
_LINE_FROM: Final = 0.78  # a ratio's line runs between these shares of the plot's height, above the columns
_LINE_TO: Final = 0.93
STACKS: Final = frozenset({"stacked", "share"})
SYMBOLS: Final[dict[Light, str]] = {
    "green": "circle",
    "light_green": "circle",
    "amber": "triangle",
    "red": "rect",
    "none": "circle",
}


def upright_option(chart: Chart, canvas: Canvas) -> Option:
    """The option of a column, combo or stacked chart."""
    option, top = start_option(chart, canvas)
    columns = [s for s in chart.series if s.kind in {"column", "bar"} and s.axis == "primary"]
    marks = [s for s in chart.series if s.kind == "mark"]
    lines = [s for s in chart.series if s not in columns and s not in marks]
    plot = canvas.width
    labelled = _labelled(chart, columns, plot / len(chart.categories), canvas)
    lines_labelled = [s for s in lines if s.labels and _fits(labels_of(s), plot / len(chart.categories), canvas)]
    lifted = bool(labelled) and bool(lines) and lines == lines_labelled and all(s.axis == "secondary" for s in lines)
    with_axis = not labelled or (bool(lines) and not lifted)
    if columns and not lifted:
        lines_labelled = []  # a line among columns: its axis tells the values

    scale = _primary_scale(chart, [*columns, *marks, *(s for s in lines if s.axis == "primary")], lifted=lifted)
    main = next(iter([*columns, *marks, *lines]))
    axis, left = value_axis(scale, main.display, canvas, visible=with_axis)
    axes, right = [axis], 4.0
    if any(s.axis == "secondary" for s in [*lines, *marks]):
        second, taken = _secondary_axis([*lines, *marks], canvas, lifted=lifted)
        axes.append(second)
        right = max(right, taken)

    band = (canvas.width - left - right) / len(chart.categories)
    names = fit_categories(chart.categories, band, canvas)
    left = max(left, min(names.overhang, canvas.width * 0.2), 2.0)
    band = (canvas.width - left - right) / len(chart.categories)
    option["grid"] = {
        "left": left,
        "right": right,
        "top": top + canvas.line + 4,
        "bottom": names.height + 2,
        "outerBoundsMode": "none",
    }
    option["xAxis"] = category_axis(names.texts, canvas, rotate=names.rotate, fontSize=names.size)
    option["yAxis"] = axes
    height = canvas.height - option["grid"]["top"] - option["grid"]["bottom"]
    width = min(_COLUMN_WIDEST, band * _BAND_SHARE / (1 if chart.kind in STACKS else max(len(columns), 1)))
    option["series"] = [
        *(_columns(chart, s, canvas, width, scale, height, labels=s in labelled) for s in columns),
        *(_marks(chart, s, canvas, width * max(len(columns), 1) + 6, band) for s in marks),
        *(_line(chart, s, canvas, labels=s in lines_labelled) for s in lines),
    ]
    return option


def _fits(texts: list[str], room: float, canvas: Canvas) -> bool:
    return widest(texts, canvas.size) <= room + 2


def _labelled(chart: Chart, columns: list[Series], band: float, canvas: Canvas) -> list[Series]:
    """The series whose values stand in the picture: all, or the first wanted one, or none when they would collide."""
    wanted = [s for s in columns if s.labels]
    if chart.kind in STACKS:
        return wanted
    if len(wanted) > 1 and not all(_fits(labels_of(s), band * _BAND_SHARE / len(columns), canvas) for s in wanted):
        wanted = [next((s for s in wanted if s.role == "actual"), wanted[0])]
    return wanted if all(_fits(labels_of(s), band, canvas) for s in wanted) else []


def _primary_scale(chart: Chart, series: list[Series], *, lifted: bool) -> Scale:
    if chart.kind in STACKS:
        values = [
            sum(v for s in series if (v := shown(s.values[i], s.display)) is not None and (v > 0) == up)
            for i in range(len(chart.categories))
            for up in (True, False)
        ]
    else:
        values = [v for s in series for value in s.values if (v := shown(value, s.display)) is not None]
    if chart.kind == "share":
        whole = 1 / float(chart.series[0].display.scale)
        return Scale(0.0, whole, whole / 5)
    scale = nice_scale(values, zero=True)
    if lifted:
        return Scale(scale.low, max([*values, scale.low + scale.step]) / 0.68, scale.step)
    return scale


def _secondary_axis(lines: list[Series], canvas: Canvas, *, lifted: bool) -> tuple[Option, float]:
    series = [s for s in lines if s.axis == "secondary"]
    values = [v for s in series for value in s.values if (v := shown(value, s.display)) is not None]
    if not lifted:
        scale = nice_scale(values, zero=False)
        axis, taken = value_axis(scale, series[0].display, canvas, visible=True)
        return {**axis, "splitLine": {"show": False}}, taken
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    spread = (high - low) or abs(high) or 1.0
    per_share = spread / (_LINE_TO - _LINE_FROM)
    floor = low - _LINE_FROM * per_share
    axis, _ = value_axis(Scale(floor, floor + per_share, per_share), series[0].display, canvas, visible=False)
    return axis, 0.0


def _columns(
    chart: Chart, series: Series, canvas: Canvas, width: float, scale: Scale, height: float, *, labels: bool
) -> Option:
    """One series of columns; inside labels in a stack, only where the part is tall and wide enough."""
    stacked = chart.kind in STACKS
    data: list[Option | None] = []
    for i, value in enumerate(series.values):
        number = shown(value, series.display)
        if number is None:
            data.append(None)
            continue
        colour = point_colour(series, i)
        item: Option = {"value": number, "itemStyle": {"color": css(colour)}}
        text = value_text(series, i)
        if labels and stacked:
            tall = abs(number) / (scale.high - scale.low) * height >= canvas.size * 1.15
            if tall and canvas.text_width(text) <= width - 2:
                item["label"] = value_label(text, "inside", css(ink_on(colour)), canvas.size)
        elif labels:
            position = "top" if number >= 0 else "bottom"
            item["label"] = value_label(text, position, value_ink(series, i), canvas.size, distance=3)
        data.append(item)
    return bar_series(chart, series, canvas, data, width) | ({"stack": "parts"} if stacked else {})


def _marks(chart: Chart, series: Series, canvas: Canvas, width: float, band: float) -> Option:
    return {
        "type": "scatter",
        "name": legend_name(chart, series, canvas.lang),
        "data": [shown(value, series.display) for value in series.values],
        "yAxisIndex": int(series.axis == "secondary"),
        "symbol": "rect",
        "symbolSize": [min(width, band - 2), 2.5],
        "itemStyle": {"color": css(INK if series.role == "target" else role_colour(series.role)), "opacity": 1},
        "emphasis": {"disabled": True},
        "z": 5,
    }


def _line(chart: Chart, series: Series, canvas: Canvas, *, labels: bool) -> Option:
    colour, low = line_colour(series), dips(series.values)
    data: list[Option | None] = []
    for i, value in enumerate(series.values):
        number = shown(value, series.display)
        if number is None:
            data.append(None)
            continue
        light: Light = series.lights[i] if i < len(series.lights) else "none"
        item: Option = {
            "value": number,
            "symbol": SYMBOLS[light],
            "itemStyle": {"color": css(point_colour(series, i)), "opacity": 1},
        }
        if labels:
            text = value_text(series, i) if light == "none" else value_text(series, i).split(" ", 1)[-1]
            place = "bottom" if i in low else "top"
            item["label"] = value_label(text, place, value_ink(series, i), canvas.size, distance=4)
        data.append(item)
    return {
        "type": "line",
        "name": legend_name(chart, series, canvas.lang),
        "data": data,
        "yAxisIndex": int(series.axis == "secondary"),
        "symbol": "circle",
        "symbolSize": 7,
        "showAllSymbol": True,
        "lineStyle": {"width": 1.75, "color": css(colour), "type": "dashed" if series.role in DASHED else "solid"},
        "itemStyle": {"color": css(colour)},
        "emphasis": {"disabled": True},
        "z": 4,
    }
