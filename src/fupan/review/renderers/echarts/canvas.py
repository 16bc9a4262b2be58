"""What every chart option has in common: its size, texts, legend, unit and grid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from fupan.review import measure
from fupan.review.palette import GRID, INK, INK_2, INK_3, LINE_2, css, role_colour
from fupan.review.renderers.axis_scale import Scale, tick_texts

if TYPE_CHECKING:
    from fupan.review.model import Chart, Display, Lang, Series

Option = dict[str, Any]
"""Plain data (dict, list, str, float, bool, None) that ECharts takes; never a function."""

_ICON: Final = 12.0
DASHED: Final = frozenset({"target", "forecast"})
NO_DATA: Final = {"zh": "无数据", "en": "No data"}


@dataclass(frozen=True, slots=True)
class Canvas:
    """The box a chart is drawn in: pixels on screen, points on paper."""

    width: float
    height: float
    lang: Lang = "zh"
    size: float = 12.0

    def text_width(self, text: str, *, size: float | None = None, bold: bool = False) -> float:
        """Width of *text* at the canvas' text size."""
        return measure.text_width(text, size or self.size, bold=bold)

    @property
    def gap(self) -> float:
        """Space between two entries of a legend, across and down."""
        return 16.0 if self.width >= 400 else 10.0

    @property
    def line(self) -> float:
        """Height of a line of text."""
        return self.size * measure.LINE_HEIGHT


def plain(text: str) -> str:
    """*text* on one line without control characters: ECharts would take a newline as layout."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def start_option(chart: Chart, canvas: Canvas, *, cut: float | None = None) -> tuple[Option, float]:
    """The option without grid, axes and series, and the height that unit and legend take at the top.

    *cut* is where a shortened axis starts; the picture says so.
    """
    option: Option = {
        "animation": False,
        "backgroundColor": "transparent",
        "textStyle": {"fontSize": canvas.size, "color": css(INK_2)},
        "title": [],
    }
    left, top = 0.0, 0.0
    unit = "" if _named(chart) else axis_unit(chart, "primary")
    unit = unit if cut is None else _cut_note(cut, unit, canvas.lang)
    if unit:
        option["title"].append(note(unit, canvas, left=0))
        left, top = canvas.text_width(unit) + canvas.gap, canvas.line + 6
    entries = [s for s in chart.series if s.name] if chart.kind != "waterfall" else []
    if len(entries) > 1:
        rows, used = 1, left
        for series in entries:
            width = _ICON + 5 + canvas.text_width(legend_name(chart, series, canvas.lang)) + canvas.gap
            if used + width - canvas.gap > canvas.width and used > left:
                rows, used = rows + 1, left
            used += width
        option["legend"] = {
            "left": left,
            "top": 0,
            "width": canvas.width - left,
            "padding": [1, 0],
            "itemGap": canvas.gap,
            "itemWidth": _ICON,
            "itemHeight": 8,
            "selectedMode": False,
            "textStyle": {"color": css(INK_2), "fontSize": canvas.size, "lineHeight": canvas.line},
            "data": [{"name": legend_name(chart, s, canvas.lang), **_icon(s)} for s in entries],
        }
        top = max(top, rows * canvas.line + (rows - 1) * canvas.gap + 6)
    return option, top


def _named(chart: Chart) -> bool:
    """Whether the unit stands in the chart's title or in all names of the legend already."""
    unit = axis_unit(chart, "primary")
    names = [s.name for s in chart.series if s.axis == "primary"]
    return unit in chart.title or (len(chart.series) > 1 and all(unit in name for name in names))


def _cut_note(low: float, unit: str, lang: Lang) -> str:
    start = f"{low:,.10g}"
    if lang == "zh":
        return f"{unit}，纵轴自 {start} 起" if unit else f"纵轴自 {start} 起"
    return f"{unit}, axis starts at {start}" if unit else f"Axis starts at {start}"


def legend_name(chart: Chart, series: Series, lang: Lang) -> str:
    """The series' name; one on the second axis says so, with its unit."""
    name = plain(series.name)
    unit = axis_unit(chart, "secondary")
    if series.axis == "secondary" and unit and unit not in name and unit != axis_unit(chart, "primary"):
        return f"{name}（{unit}）" if lang == "zh" else f"{name} ({unit})"
    return name


def _icon(series: Series) -> Option:
    if series.kind == "mark":
        return {"icon": "path://M0 3h12v2.5h-12z", "itemStyle": {"color": css(INK)}}
    if series.kind == "line" and series.role in DASHED:
        return {"icon": "path://M0 3h5v2h-5z M7 3h5v2h-5z", "itemStyle": {"color": css(line_colour(series))}}
    if series.kind == "line":
        return {"icon": "path://M0 3h12v2h-12z", "itemStyle": {"color": css(line_colour(series))}}
    return {"icon": "rect", "itemStyle": {"color": css(role_colour(series.role))}}


def line_colour(series: Series) -> str:
    """Colour of a line: the targets' pale grey is for columns, a thin line needs a darker one."""
    return INK_3 if series.role == "target" else role_colour(series.role)


def axis_unit(chart: Chart, axis: str) -> str:
    """The unit of the series on *axis*; "" where there is none or every label carries it (percent)."""
    displays = [s.display for s in chart.series if s.axis == axis]
    return next((d.unit for d in displays if d.unit and d.unit != d.suffix.strip()), "")


def note(text: str, canvas: Canvas, *, left: float | str = "center", top: float | str = 0) -> Option:
    """A quiet text on the canvas."""
    style = {"fontSize": canvas.size, "fontWeight": "normal", "color": css(INK_3), "lineHeight": canvas.line}
    return {"text": text, "left": left, "top": top, "padding": [1, 0], "textStyle": style}


def empty_option(canvas: Canvas) -> Option:
    """A quiet note instead of a chart."""
    return {"animation": False, "title": [note(NO_DATA[canvas.lang], canvas, top="middle")]}


def value_axis(scale: Scale, display: Display, canvas: Canvas, *, visible: bool) -> tuple[Option, float]:
    """A value axis with gridlines when *visible*, else nothing but its range; and the width its labels take."""
    axis: Option = {
        "type": "value",
        "min": scale.low,
        "max": scale.high,
        "interval": scale.step,
        "axisLine": {"show": False},
        "axisTick": {"show": False},
        "axisLabel": {"show": False},
        "splitLine": {"show": False},
    }
    if not visible:
        return axis, 0.0
    axis["splitLine"] = {"show": True, "lineStyle": {"color": css(GRID), "width": 1}}
    axis["axisLabel"] = {
        "show": True,
        "color": css(INK_2),
        "fontSize": canvas.size,
        "margin": 6,
        "formatter": f"{display.prefix}{{value}}{display.suffix}",
    }
    return axis, max(canvas.text_width(text) for text in tick_texts(scale, display)) + 8


def category_axis(names: list[str], canvas: Canvas, **label: object) -> Option:
    """A category axis with a quiet line; *label* overrides its labels' style."""
    return {
        "type": "category",
        "data": names,
        "axisLine": {"show": True, "onZero": True, "lineStyle": {"color": css(LINE_2), "width": 1}},
        "axisTick": {"show": False},
        "axisLabel": {
            "interval": 0,
            "hideOverlap": False,
            "color": css(INK_2),
            "fontSize": canvas.size,
            "lineHeight": canvas.line,
            "margin": 7,
            **label,
        },
    }


def bar_series(chart: Chart, series: Series, canvas: Canvas, data: list[Option | None], width: float) -> Option:
    """Columns or bars that stand side by side without a gap, *width* each, in the colour of the series' role."""
    return {
        "type": "bar",
        "name": legend_name(chart, series, canvas.lang),
        "data": data,
        "barWidth": width,
        "barGap": "0%",
        "itemStyle": {"color": css(role_colour(series.role))},
        "emphasis": {"disabled": True},
    }
