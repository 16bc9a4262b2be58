"""From the document's series to sheet columns and tracks, as every chart kind needs them."""

from __future__ import annotations

from fupan.review import palette
from fupan.review.model import Chart, Series
from fupan.review.renderers.excel_format import header, number_format, shown_value
from fupan.review.renderers.native_charts.plan import SheetColumn


def sheet_column(series: Series, count: int) -> SheetColumn:
    """The shown numbers of *series*, one per category (missing ones empty), under its name with unit."""
    values = (*series.values, *(None,) * count)[:count]
    return SheetColumn(
        header(series.name, series.display),
        tuple(shown_value(value, series.display) for value in values),
        number_format(series.display),
    )


def sheet_columns(chart: Chart) -> tuple[SheetColumn, ...]:
    """One column per series."""
    return tuple(sheet_column(series, len(chart.categories)) for series in chart.series)


def series_colour(series: Series) -> str:
    """Colour of a series; parts of a whole take the theme's accents, so that a company's template recolours them."""
    if series.role.startswith("part_") and series.role[5:].isdigit() and 1 <= int(series.role[5:]) <= 6:
        return f"accent{int(series.role[5:])}"
    return palette.role_colour(series.role)


def light_points(series: Series) -> dict[int, str]:
    """Colours of the points that need attention or are of another role; the others keep their series' colour."""
    own = {i: palette.role_colour(role) for i, role in enumerate(series.points[: len(series.values)]) if role}
    lit = {
        index: palette.LIGHTS[light].fill
        for index, light in enumerate(series.lights[: len(series.values)])
        if light in {"amber", "red"}
    }
    return lit | own


def numbers(column: SheetColumn) -> list[float]:
    """The column's numbers, missing ones left out."""
    return [float(value) for value in column.values if value is not None and not isinstance(value, str)]
