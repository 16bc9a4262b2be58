"""One bubble per category in a field of two figures; two quiet lines cut it into four."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fupan.review import measure
from fupan.review.palette import INK_2, INK_3, LINE_2, css, point_colour
from fupan.review.renderers.axis_scale import Scale, nice_scale, shown
from fupan.review.renderers.bubbles import Spot, corner_areas, diameters, place_names
from fupan.review.renderers.echarts.canvas import Canvas, Option, note, plain, start_option, value_axis
from fupan.review.renderers.echarts.labels import value_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fupan.review.model import Chart, Number, Series

_SIDES: Final = {"r": "right", "l": "left", "t": "top", "b": "bottom"}


def bubble_option(chart: Chart, canvas: Canvas) -> Option:
    """The option of a bubble chart; a bubble's area goes with its size."""
    x, y, size = chart.role("x") or chart.series[0], chart.role("y") or chart.series[-1], chart.role("size")
    option, _ = start_option(_without_legend(chart), canvas)
    option["title"] = [note(_axis_name(y), canvas, left=0)]
    xs, ys = _range(x, chart.cross[0]), _range(y, chart.cross[1])
    axis_x, _ = value_axis(xs, x.display, canvas, visible=True)
    axis_y, left = value_axis(ys, y.display, canvas, visible=True)
    quiet = {
        "splitLine": {"show": False},
        "axisLine": {"show": True, "onZero": False, "lineStyle": {"color": css(LINE_2)}},
    }
    option["xAxis"] = {**axis_x, **quiet}
    option["title"].append(note(_axis_name(x), canvas, left="right", top=canvas.height - canvas.line - 2))
    option["yAxis"] = {**axis_y, **quiet}
    option["grid"] = {
        "left": left,
        "right": 24,
        "top": canvas.line + 8,
        "bottom": 2 * canvas.line + 10,
        "outerBoundsMode": "none",
    }
    sizes = [shown(v, size.display) if size is not None else 1.0 for v in (size or y).values]
    wide = diameters(sizes if size is not None else [None] * len(sizes), len(chart.categories))
    names = [measure.shorten(plain(name), canvas.size, 110) for name in chart.categories]
    width, height = canvas.width - left - 24, canvas.height - 3 * canvas.line - 18
    spots = [
        None
        if (a := shown(p, x.display)) is None or (b := shown(q, y.display)) is None
        else Spot(xs.share(a) * width, (1 - ys.share(b)) * height, wide[i] / 2, names[i])
        for i, (p, q) in enumerate(zip(x.values, y.values, strict=True))
    ]
    corners = [plain(name) for name in chart.notes] if len(chart.notes) == 4 else []
    areas = corner_areas(corners, canvas.size + 1, width, height)
    sides = place_names(spots, canvas.size, width, height, areas)
    data: list[Option] = []
    for i in range(len(chart.categories)):
        at_x, at_y, s = shown(x.values[i], x.display), shown(y.values[i], y.display), sizes[i]
        if at_x is None or at_y is None or s is None:
            continue
        data.append(
            {
                "value": [at_x, at_y],
                "symbolSize": wide[i],
                "itemStyle": {"color": css(point_colour(y, i)), "opacity": 0.75},
                "label": value_label(
                    names[i] if i in sides else "", _SIDES[sides.get(i, "r")], css(INK_2), canvas.size, distance=3
                ),
            }
        )
    marks = [
        {key: shown(at, s.display)}
        for key, at, s in (("xAxis", chart.cross[0], x), ("yAxis", chart.cross[1], y))
        if at is not None
    ]
    lines = {
        "silent": True,
        "symbol": "none",
        "label": {"show": False},
        "data": marks,
        "lineStyle": {"color": css(LINE_2), "type": "dashed"},
    }
    option["series"] = [
        {
            "type": "scatter",
            "data": data,
            "emphasis": {"disabled": True},
            **({"markLine": lines} if marks else {}),
        }
    ]
    if corners:
        option["series"].append(_corners(corners, areas, xs, ys, width, height, canvas))
    return option


def _corners(
    corners: list[str], areas: Sequence[tuple[float, ...]], xs: Scale, ys: Scale, width: float, height: float,
    canvas: Canvas,
) -> Option:  # fmt: skip
    """The names of the four parts, as labels of points that have no size."""
    data: list[Option] = []
    for name, area in zip(corners, areas, strict=True):
        across, up = (area[0] + area[2]) / 2 / width, 1 - (area[1] + area[3]) / 2 / height
        place = [xs.low + across * (xs.high - xs.low), ys.low + up * (ys.high - ys.low)]
        label = value_label(name, "inside", css(INK_3), canvas.size + 1, fontWeight="bold")
        data.append({"value": place, "symbolSize": 0.01, "label": label})
    return {"type": "scatter", "data": data, "silent": True, "emphasis": {"disabled": True}}


def _without_legend(chart: Chart) -> Chart:
    from dataclasses import replace

    return replace(chart, series=chart.series[:1])


def _axis_name(series: Series) -> str:
    unit = series.display.unit or series.display.suffix
    name = plain(series.name)
    return name if not unit or unit in name else f"{name} ({plain(unit)})"


def _range(series: Series, cross: Number) -> Scale:
    values = [v for value in (*series.values, cross) if (v := shown(value, series.display)) is not None]
    low, high = min(values, default=0.0), max(values, default=1.0)
    room = (high - low) * 0.1 or abs(high) * 0.1 or 1.0
    return nice_scale([low - room, high + room], zero=False)
