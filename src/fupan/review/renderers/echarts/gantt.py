"""Bars over days: what is done in full colour, the rest paler, the note behind each bar, a line at today."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fupan.review import measure
from fupan.review.palette import GRID, INK, INK_2, LIGHTS, css
from fupan.review.renderers.echarts.canvas import Canvas, Option, category_axis, note, plain, start_option
from fupan.review.renderers.echarts.labels import value_label
from fupan.review.renderers.gantt import Bar, Span, days_span, gantt_bars, note_start, tick_text, today_of
from fupan.review.renderers.native_charts.gantt import first_rows
from fupan.review.renderers.words import word

if TYPE_CHECKING:
    from fupan.review.model import Chart

_NAMES_SHARE = 0.34
_LEAST_ROW = 11.0
_ROW = 2.4  # ems that a row takes


def gantt_height(chart: Chart, size: float) -> float:
    """The height at which all rows read well."""
    return (len(chart.categories) * _ROW + 3) * size


def gantt_option(chart: Chart, canvas: Canvas) -> Option:
    """The option of a Gantt chart; the first bar is on top."""
    option, _ = start_option(replace(chart, series=()), canvas)
    fit = max(1, int((canvas.height - canvas.line - 14) // _LEAST_ROW))
    if len(chart.categories) > fit:
        left_out = word("more_rows", canvas.lang, n=len(chart.categories) - fit)
        option["title"].append(note(left_out, canvas, left=0, top=canvas.height - canvas.line - 3))
        chart = first_rows(chart, fit)
    bars, span, today = gantt_bars(chart), days_span(chart), today_of(chart)
    band = max((canvas.height - canvas.line - 14) / len(chart.categories), 1.0)
    size = max(6.5, min(canvas.size, band * 0.8))
    rows = 2 if band >= 2 * size * measure.LINE_HEIGHT else 1
    names = [_name(plain(name), size, canvas.width * _NAMES_SHARE, rows) for name in chart.categories]
    lines = [line for name in names for line in name.split("\n")]
    left = max((measure.text_width(line, size) for line in lines), default=0.0) + 10
    plot = max(canvas.width - left - 8, 40.0)
    high = _end_with_notes(bars, span, plot, size)
    option["grid"] = {"left": left, "right": 8, "top": 6, "bottom": canvas.line + 8, "outerBoundsMode": "none"}
    hidden = {"show": False}
    option["xAxis"] = {"type": "value", "min": span.low, "max": high, "axisLabel": hidden, "splitLine": hidden,
                       "axisLine": hidden, "axisTick": hidden}  # fmt: skip
    style = {"fontSize": size, "lineHeight": size * measure.LINE_HEIGHT}
    option["yAxis"] = {**category_axis(names, canvas, **style), "inverse": True}
    room = plot / (high - span.low)
    bars = tuple(_shortened(b, size, today, span.low, room, plot) if b else None for b in bars)
    common: dict[str, Any] = {
        "type": "bar",
        "stack": "days",
        "barWidth": min(20.0, band * 0.62),
        "emphasis": {"disabled": True},
    }
    pad = {
        **common, "silent": True, "itemStyle": {"color": "transparent"}, "data": [b.start if b else None for b in bars],
    }  # fmt: skip
    whole = chart.role("done") is None
    done = {**common, "data": [_part(b.done, b.colour) if b else None for b in bars]}
    rest = {
        **common,
        "data": [_rest(b, size, _distance(b, size, today, room), whole=whole) if b else None for b in bars],
        "z": 4,
    }
    option["series"] = [pad, done, rest]
    option["graphic"] = _lines(span, today, left, room, canvas)
    return option


def _name(name: str, size: float, width: float, rows: int) -> str:
    shown = measure.shorten(name, size, width, lines=rows)
    return "\n".join(line.rstrip() for line in measure.break_lines(shown, size, width))


def _end_with_notes(bars: tuple[Bar | None, ...], span: Span, plot: float, size: float) -> float:
    """The end of the axis at which every note has room behind its bar, at most 2.2 times as far as the days reach."""
    days = span.high - span.low
    found = float(span.high)
    for bar in bars:
        if bar is not None and bar.note:
            width = min(measure.text_width(bar.note, size) + 10, plot * 0.55)
            found = max(found, span.low + (bar.end - span.low) / (1 - width / plot))
    return min(found, span.low + days * 2.2)


def _shortened(bar: Bar, size: float, today: int | None, low: int, room: float, plot: float) -> Bar:
    """The bar with as much of its note as there is room for."""
    at = note_start(bar, (measure.text_width(bar.note, size) + 10) / room, today)
    return replace(bar, note=measure.shorten(bar.note, size, max(plot - (at - low) * room - 2, 2 * size)))


def _part(days: float, colour: str) -> Option:
    return {"value": days, "itemStyle": {"color": css(colour)}}


def _distance(bar: Bar, size: float, today: int | None, room: float) -> float:
    """Between bar and note: more where the note would cross today's line."""
    return 5 + (note_start(bar, (measure.text_width(bar.note, size) + 10) / room, today) - bar.end) * room


def _rest(bar: Bar, size: float, distance: float, *, whole: bool) -> Option:
    item = _part(bar.days - bar.done, bar.colour if whole else bar.pale)
    if bar.note:
        ink = LIGHTS[bar.light].ink if bar.light in {"amber", "red"} else INK
        item["label"] = value_label(
            plain(bar.note).replace("{", "(").replace("}", ")"), "right", css(ink), size, distance=distance
        )
    return item


def _lines(span: Span, today: int | None, left: float, room: float, canvas: Canvas) -> list[Option]:
    """Days along the axis as quiet lines with their dates below, today as a dark one."""
    size, foot = canvas.size - 1, canvas.height - canvas.line - 8
    each = max((canvas.text_width(tick_text(t, span)) for t in span.ticks), default=0.0) + 12
    every = max(1, -(-int(each) // max(int(span.step * room), 1)))

    def line(day: float, colour: str, width: float, z: int) -> Option:
        x = left + (day - span.low) * room
        shape = {"x1": x, "y1": 4, "x2": x, "y2": foot}
        return {
            "type": "line",
            "silent": True,
            "z": z,
            "shape": shape,
            "style": {"stroke": css(colour), "lineWidth": width},
        }

    drawn = [line(tick, GRID, 1, 0) for tick in span.ticks]
    drawn += [
        {
            "type": "text", "silent": True, "x": left + (tick - span.low) * room, "y": foot + 5,
            "style": {"text": tick_text(tick, span), "fill": css(INK_2), "fontSize": size, "align": "center"},
        }
        for tick in span.ticks[::every]
    ]  # fmt: skip
    return drawn if today is None else [*drawn, line(today, INK, 1.5, 9)]
