"""One bubble per category in a field of two figures; the axes cross where the field is cut into four."""

from __future__ import annotations

from collections.abc import Sequence

from fupan.review import palette
from fupan.review.measure import shorten, text_width
from fupan.review.model import Chart, Lang, Number, Series
from fupan.review.renderers.axis_scale import nice_scale
from fupan.review.renderers.box import Box
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
    x_axis, y_axis = _axis(columns[0], x, chart.cross[0]), _axis(columns[1], y, chart.cross[1])
    places = [
        None
        if a is None or b is None or isinstance(a, str) or isinstance(b, str)
        else (_share(float(a), x_axis), _share(float(b), y_axis))
        for a, b in zip(columns[0].values, columns[1].values, strict=True)
    ]
    kept = named_points(places, names, 11, box.width - 60, box.height - 50)
    labels = Labels(11, "r", texts=4, skip=frozenset(i for i in range(count) if i not in kept))
    points = light_points(y)
    return Plan(
        chart.categories,
        columns,
        (Group("bubble", (Track(2, palette.ACCENT, labels, points),), x=1, size=3, scale=60 if count <= 6 else 36),),
        CategoryAxis(10),
        y_axis,
        None,
        x_axis,
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


def _share(value: float, axis: ValueAxis) -> float:
    low, high = axis.minimum or 0.0, axis.maximum if axis.maximum is not None else 1.0
    return (value - low) / ((high - low) or 1.0)


def named_points(
    places: Sequence[tuple[float, float] | None], names: Sequence[str], size: float, width: float, height: float
) -> frozenset[int]:
    """Which bubbles can carry their name: in the given order (largest first), each whose text meets no earlier one.

    *places* are shares of the field's *width* and *height* in points. A name left out stands in the sheet and the text.
    """
    taken: list[tuple[float, float, float, float]] = []
    kept = set()
    for i, place in enumerate(places):
        if place is None:
            continue
        left, middle = place[0] * width + 12, place[1] * height
        box = (left, middle - size * 0.65, left + text_width(names[i], size), middle + size * 0.65)
        if box[2] <= width + 40 and not any(
            box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken
        ):
            taken.append(box)
            kept.add(i)
    return frozenset(kept)
