"""One bubble per category in a field of two figures; the axes cross where the field is cut into four.

Viewers scale bubbles by the largest: LibreOffice always, PowerPoint times ``bubbleScale``. An invisible one that stands for a
quarter of the field's lesser side gives both the same measure; with it stand the names of the field's four parts.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from fupan.review import palette
from fupan.review.measure import shorten
from fupan.review.model import Chart, Lang, Number, Series
from fupan.review.renderers.axis_scale import nice_scale
from fupan.review.renderers.box import Box
from fupan.review.renderers.bubbles import Spot, corner_areas, diameters, largest_diameter, place_names
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

_NAME_WIDTH: Final = 110.0
_LETTERS: Final = 12.0
_CORNER_LETTERS: Final = 12.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 62.0, 12.0, 8.0, 44.0
"""What viewers keep for axis labels and titles around the field, about."""


def plan_bubble(chart: Chart, box: Box, lang: Lang) -> Plan:
    """x, y and size stand in the sheet beside the names; a chart without sizes has equal bubbles."""
    x, y, size = chart.role("x"), chart.role("y"), chart.role("size")
    x, y = x or chart.series[0], y or chart.series[min(1, len(chart.series) - 1)]
    count = len(chart.categories)
    names = tuple(shorten(name, _LETTERS, _NAME_WIDTH) for name in chart.categories)
    equal: tuple[Entry, ...] = tuple(Decimal(1) if v is not None else None for v in y.values)
    columns = [
        sheet_column(x, count),
        sheet_column(y, count),
        sheet_column(size, count)
        if size is not None
        else SheetColumn(word("bubble_size", lang), (*equal, *(None,) * count)[:count]),
        SheetColumn(word("label_text", lang), names, "@"),
    ]
    x_axis, y_axis = _axis(columns[0], x, chart.cross[0]), _axis(columns[1], y, chart.cross[1])
    width, height = max(box.width - _LEFT - _RIGHT, 40.0), max(box.height - _TOP - _BOTTOM, 40.0)
    sizes = [None if v is None or isinstance(v, str) else float(v) for v in columns[2].values]
    wide = diameters(sizes, count)
    spots = [
        None
        if a is None or b is None or isinstance(a, str) or isinstance(b, str)
        else Spot(_share(float(a), x_axis) * width, (1 - _share(float(b), y_axis)) * height, wide[i] / 2, names[i])
        for i, (a, b) in enumerate(zip(columns[0].values, columns[1].values, strict=True))
    ]
    corners = chart.notes if len(chart.notes) == 4 and count >= 4 else ()
    areas = corner_areas(corners, _CORNER_LETTERS, width, height)
    sides = place_names(spots, _LETTERS, width, height, areas)
    labels = Labels(
        _LETTERS,
        "r",
        texts=4,
        skip=frozenset(i for i in range(count) if i not in sides),
        positions=dict(sides.items()),
    )
    shown = Track(2, palette.ACCENT, labels, light_points(y), x=1, size=3)
    middles = [((a[0] + a[2]) / 2 / width, 1 - (a[1] + a[3]) / 2 / height) for a in areas] or [(0.5, 0.5)]
    reference = max((s for s in sizes if s), default=1.0) * (0.25 * min(width, height) / largest_diameter(count)) ** 2
    columns += _guides(middles, corners, reference, x_axis, y_axis, count, lang)
    unseen = Labels(_CORNER_LETTERS, "ctr", colour=palette.INK_3, bold=True, texts=8) if corners else None
    guide = Track(6, None, unseen, legend=False, rows=len(middles), x=5, size=7)
    return Plan(
        chart.categories,
        tuple(columns),
        (Group("bubble", (shown, guide)),),
        CategoryAxis(),
        y_axis,
        None,
        x_axis,
        legend=False,
        category_header=word("category", lang),
    )


def _guides(
    middles: list[tuple[float, float]],
    corners: tuple[str, ...],
    reference: float,
    x_axis: ValueAxis,
    y_axis: ValueAxis,
    count: int,
    lang: Lang,
) -> list[SheetColumn]:
    """Place, size and text of the invisible bubbles, as the sheet's last columns."""
    rest: tuple[Entry, ...] = (None,) * (count - len(middles))
    places = [
        tuple(_exact(_at(share, axis)) for share in shares)
        for shares, axis in zip(zip(*middles, strict=True), (x_axis, y_axis), strict=True)
    ]
    sizes = (_exact(reference),) * len(middles)
    texts: tuple[Entry, ...] = (*corners, *rest) if corners else (None,) * count
    heads = [
        word("corner", lang, what=what) for what in ("x", "y", word("bubble_size", lang), word("label_text", lang))
    ]
    return [
        SheetColumn(heads[0], (*places[0], *rest)),
        SheetColumn(heads[1], (*places[1], *rest)),
        SheetColumn(heads[2], (*sizes, *rest)),
        SheetColumn(heads[3], texts, "@"),
    ]


def _exact(value: float) -> Decimal:
    return Decimal(f"{value:.6g}")


def _axis(column: SheetColumn, series: Series, cross: Number) -> ValueAxis:
    """A range with room for bubbles and names around the outermost ones."""
    values = numbers(column)
    at = shown_value(cross, series.display)
    if at is not None:
        values = [*values, float(at)]
    low, high = min(values, default=0.0), max(values, default=1.0)
    room = (high - low) * 0.09 or abs(high) * 0.1 or 1.0
    scale = nice_scale([low - room, high + room], zero=False)
    return ValueAxis(
        number_format(series.display), scale.low, scale.high, visible=True, grid=False, step=scale.step,
        crosses=None if at is None else float(at), title=header(series.name, series.display),
    )  # fmt: skip


def _share(value: float, axis: ValueAxis) -> float:
    low, high = _ends(axis)
    return (value - low) / ((high - low) or 1.0)


def _at(share: float, axis: ValueAxis) -> float:
    low, high = _ends(axis)
    return low + share * (high - low)


def _ends(axis: ValueAxis) -> tuple[float, float]:
    return axis.minimum or 0.0, axis.maximum if axis.maximum is not None else 1.0
