"""The waterfall: a total, signed steps, a total. Steps may cross zero; the axis may start above it and says so."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from fupan.review.model import show_number
from fupan.review.palette import LINE_2, css, role_colour
from fupan.review.renderers.axis_cut import axis_floor, break_at
from fupan.review.renderers.axis_scale import Scale, nice_scale, nice_step, shown
from fupan.review.renderers.echarts.canvas import (
    Canvas,
    Option,
    category_axis,
    start_option,
    value_axis,
)
from fupan.review.renderers.echarts.labels import fit_categories, value_label, widest

if TYPE_CHECKING:
    from fupan.review.model import Chart


def waterfall_option(chart: Chart, canvas: Canvas) -> Option:
    """The option of a waterfall; series[0] holds first total, signed steps, last total."""
    series = chart.series[0]
    spans = spans_of([shown(value, series.display) for value in series.values])
    scale, cut = _scale(spans)
    gap = break_at(scale.low, scale.high) if cut else None
    option, top = start_option(chart, canvas, cut=scale.low if cut else None)
    axis, _ = value_axis(scale, series.display, canvas, visible=False)
    band = (canvas.width - 4) / len(spans)
    names = fit_categories(chart.categories, band, canvas)
    left = max(2.0, min(names.overhang, canvas.width * 0.2))
    option["grid"] = {
        "left": left,
        "right": 2,
        "top": top + canvas.line + 2,
        "bottom": names.height + 2,
        "outerBoundsMode": "none",
    }
    option["xAxis"] = category_axis(names.texts, canvas, rotate=names.rotate, fontSize=names.size)
    option["yAxis"] = axis
    texts = [
        ("+" if 0 < i < len(spans) - 1 and value is not None and value > 0 and not series.display.signed else "")
        + show_number(value, series.display)
        for i, value in enumerate(series.values)
    ]
    size = canvas.size if widest(texts, canvas.size) <= band + 2 else canvas.size - 1.5
    labels = series.labels and widest(texts, size) <= band * 1.15
    option["series"] = _series(spans, texts if labels else [], scale, size, min(56.0, band * 0.66), series.name, gap)
    return option


def spans_of(values: list[float | None]) -> list[tuple[float, float]]:
    """(from, to) of each column: totals stand on zero, a step starts where the one before it ended.

    >>> spans_of([10.0, 3.0, -5.0, 8.0])
    [(0.0, 10.0), (10.0, 13.0), (13.0, 8.0), (0.0, 8.0)]
    """
    level, spans = 0.0, []
    for i, value in enumerate(values):
        start = 0.0 if i in {0, len(values) - 1} else level
        level = start + (value or 0.0)
        spans.append((start, level))
    return spans


def _scale(spans: list[tuple[float, float]]) -> tuple[Scale, bool]:
    levels = [end for _, end in spans]
    high = max(levels)
    full = nice_scale([*levels, 0.0], zero=True)
    floor = axis_floor(levels, [end - start for start, end in spans[1:-1]])
    if floor > 0:
        return Scale(floor, high, nice_step((high - floor) / 3)), True
    return Scale(full.low, max(high, 0.0) or full.step, full.step), False


def _series(
    spans: list[tuple[float, float]],
    texts: list[str],
    scale: Scale,
    size: float,
    width: float,
    name: str,
    gap: tuple[float, float] | None,
) -> list[Option]:
    """An unseen base, the part above zero, the part below it, and unseen points that carry labels and connectors.

    Totals of a cut axis stand on a foot, with a gap above it.
    """
    last = len(spans) - 1
    colours = [
        css(role_colour("total" if i in {0, last} else "up" if end >= start else "down"))
        for i, (start, end) in enumerate(spans)
    ]
    feet, bases, above, below, tops = [], [], [], [], []
    for i, ((start, end), colour) in enumerate(zip(spans, colours, strict=True)):
        low, high = min(start, end), max(start, end)
        broken = gap is not None and i in {0, last}
        foot, base = (gap[0], gap[1] - gap[0]) if gap and broken else (0.0, max(low, 0.0) + min(high, 0.0))
        feet.append(foot)
        bases.append(base)
        above.append(
            {"value": max(high, 0.0) - max(low, 0.0) - (foot + base if broken else 0), "itemStyle": {"color": colour}}
        )
        below.append({"value": min(low, 0.0) - min(high, 0.0), "itemStyle": {"color": colour}})
        tops.append(max(high, scale.low))
    bar: Option = {"type": "bar", "stack": "steps", "barWidth": width, "emphasis": {"disabled": True}}
    points: list[Option] = [
        {"value": top, **({"label": value_label(text, "top", colour, size, distance=3)} if texts else {})}
        for top, text, colour in zip(tops, texts or [""] * len(tops), colours, strict=True)
    ]
    standing = [{**bar, "name": "foot", "data": feet, "itemStyle": {"color": colours[0]}, "silent": True}]
    return [
        *(standing if gap else []),
        {**bar, "name": "base", "data": bases, "itemStyle": {"color": "transparent"}, "silent": True},
        {**bar, "name": name or "above", "data": above},
        {**bar, "name": "below", "data": below},
        {
            "type": "scatter",
            "name": "labels",
            "data": points,
            "symbolSize": 1,
            "silent": True,
            "itemStyle": {"color": "transparent"},
            "markLine": {
                "silent": True,
                "z": 1,  # below the columns
                "symbol": "none",
                "animation": False,
                "lineStyle": {"color": css(LINE_2), "width": 1, "type": "solid"},
                "label": {"show": False},
                "emphasis": {"disabled": True},
                "data": [
                    [{"coord": [i, one[1]]}, {"coord": [i + 1, one[1]]}]
                    for i, (one, _) in enumerate(pairwise(spans))
                    if one[1] >= scale.low
                ],
            },
            "z": 1,
        },
    ]
