"""Provinces as tiles: those with a figure are points that carry it, the others lie quiet behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fupan.review import measure
from fupan.review.model import show_number
from fupan.review.palette import css
from fupan.review.provinces import COLUMNS, ROWS
from fupan.review.renderers.echarts.canvas import Canvas, Option, start_option
from fupan.review.renderers.tile_map import MapCell, map_cells

if TYPE_CHECKING:
    from fupan.review.model import Chart

_GAP = 3.0
_WIDEST = 118.0
_SMALLEST = 8.5


def map_holds(chart: Chart, width: float) -> bool:
    """Whether tiles of a map *width* wide hold their figures at a size that can be read."""
    texts = [show_number(v, s.display) for s in chart.series[:1] for v in s.values]
    widest = max((measure.text_width(text, _SMALLEST, bold=True) for text in texts), default=0.0)
    return widest + 1.3 * _SMALLEST * any(s.lights for s in chart.series[:1]) <= width / COLUMNS - _GAP - 2


def map_height(width: float, size: float) -> float:
    """The height of a map *width* wide: tiles high enough for two lines."""
    return ROWS * min(max(size * 3.2, width / COLUMNS * 0.5), 56.0)


def tile_map_option(chart: Chart, canvas: Canvas) -> Option:
    """The option of a tile map."""
    from dataclasses import replace

    option, _ = start_option(replace(chart, series=()), canvas)
    wide, high = min(canvas.width / COLUMNS, _WIDEST), canvas.height / ROWS
    left = (canvas.width - wide * COLUMNS) / 2
    cells = map_cells(chart, canvas.lang)
    option["grid"] = {"left": left, "top": 0, "width": wide * COLUMNS, "height": high * ROWS, "outerBoundsMode": "none"}
    axis: dict[str, Any] = {"type": "value", "min": 0, "show": False}
    option["xAxis"], option["yAxis"] = {**axis, "max": COLUMNS}, {**axis, "max": ROWS, "inverse": True}
    data: list[Option | None] = [None] * len(chart.categories)
    for cell in cells:
        if cell.index is not None:
            data[cell.index] = _point(cell, wide - _GAP, high - _GAP, canvas)
    option["series"] = [
        {"type": "scatter", "data": data, "symbol": "rect", "clip": False, "emphasis": {"disabled": True}}
    ]
    option["graphic"] = [_quiet(cell, left, wide, high, canvas) for cell in cells if cell.index is None]
    return option


def _sizes(texts: tuple[str, ...], wide: float, high: float, canvas: Canvas) -> float:
    """The size at which each of *texts* fits one line of the tile."""
    size = min(canvas.size + 1, (high - 2) / len(texts) / 1.15)
    while size > 6.5 and any(measure.text_width(t, size, bold=True) > wide - 4 for t in texts):
        size -= 0.5
    return size


def _point(cell: MapCell, wide: float, high: float, canvas: Canvas) -> Option:
    size = _sizes((cell.text,), wide, high / 2, canvas)
    small = _sizes((cell.name,), wide, high / 2, canvas)
    name = measure.shorten(cell.name, small, wide - 2)
    line = {"color": css(cell.ink), "align": "center"}
    return {
        "value": [cell.column + 0.5, cell.row + 0.5],
        "symbolSize": [wide, high],
        "itemStyle": {"color": css(cell.fill), "opacity": 1},
        "label": {
            "show": True, "position": "inside", "formatter": f"{{n|{name}}}\n{{v|{_bare(cell.text)}}}",
            "rich": {
                "n": {**line, "fontSize": small, "lineHeight": small * 1.3},
                "v": {**line, "fontSize": size, "lineHeight": size * 1.3, "fontWeight": "bold"},
            },
        },
    }  # fmt: skip


def _bare(text: str) -> str:
    """Without the signs by which ECharts would read a template."""
    return text.replace("{", "(").replace("}", ")").replace("|", "/")


def _quiet(cell: MapCell, left: float, wide: float, high: float, canvas: Canvas) -> Option:
    size = _sizes((cell.name,), wide - _GAP, high - _GAP, canvas)
    name = measure.shorten(cell.name, size, wide - _GAP - 2)
    return {
        "type": "rect", "silent": True, "x": left + cell.column * wide + _GAP / 2, "y": cell.row * high + _GAP / 2,
        "shape": {"width": wide - _GAP, "height": high - _GAP}, "style": {"fill": css(cell.fill)},
        "textContent": {"type": "text", "style": {"text": name, "fill": css(cell.ink), "fontSize": size}},
        "textConfig": {"position": "inside"},
    }  # fmt: skip
