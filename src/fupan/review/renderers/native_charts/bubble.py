"""One bubble per category in a field of two figures; the axes cross where the field is cut into four."""

from __future__ import annotations

from fupan.review import palette
from fupan.review.measure import shorten
from fupan.review.model import Chart, Lang, Number, Series
from fupan.review.renderers.box import Box
from fupan.review.renderers.echarts.scale import nice_scale
from fupan.review.renderers.excel_format import header, number_format, shown_value
from fupan.review.renderers.native_charts.plan import (
    CategoryAxis,
    Entry,
    Group,
    Labels,
    Plan,
    SheetColumn,
    Track,
    ValueAxis,
)
from fupan.review.renderers.native_charts.series import light_points, numbers, sheet_column
from fupan.review.renderers.words import word

_NAME_WIDTH = 90.0


def plan_bubble(chart: Chart, box: Box, lang: Lang) -> Plan:
    """x, y and size stand in the sheet beside the names; a chart without sizes has equal bubbles."""
    del box
    x, y, size = chart.role("x"), chart.role("y"), chart.role("size")
    x, y = x or chart.series[0], y or chart.series[min(1, len(chart.series) - 1)]
    count = len(chart.categories)
    names = tuple(shorten(name, 11, _NAME_WIDTH) for name in chart.categories)
    sizes: tuple[Entry, ...] = tuple(1 if v is not None else None for v in y.values)  # type: ignore[misc]
    columns = (
        sheet_column(x, count),
        sheet_column(y, count),
        sheet_column(size, count)
        if size is not None
        else SheetColumn(word("bubble_size", lang), (*sizes, *(None,) * count)[:count]),
        SheetColumn(word("label_text", lang), names, "@"),
    )
    labels = Labels(11, "r", texts=4)
    points = light_points(y)
    return Plan(
        chart.categories,
        columns,
        (Group("bubble", (Track(2, palette.ACCENT, labels, points),), x=1, size=3),),
        CategoryAxis(10),
        _axis(columns[1], y, chart.cross[1]),
        None,
        _axis(columns[0], x, chart.cross[0]),
        legend=False,
        category_header=word("category", lang),
    )


def _axis(column: SheetColumn, series: Series, cross: Number) -> ValueAxis:
    """A range with room for bubbles and names around the outermost ones."""
    values = numbers(column)
    at = shown_value(cross, series.display)
    if at is not None:
        values = [*values, float(at)]
    low, high = min(values, default=0.0), max(values, default=1.0)
    room = (high - low) * 0.15 or abs(high) * 0.1 or 1.0
    scale = nice_scale([low - room, high + room], zero=False)
    return ValueAxis(
        number_format(series.display), scale.low, scale.high, visible=True, grid=False,
        crosses=None if at is None else float(at), title=header(series.name, series.display),
    )  # fmt: skip
