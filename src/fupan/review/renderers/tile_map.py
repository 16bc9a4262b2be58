"""What each tile of the map shows, for every renderer: name, figure, shade and ink."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fupan.review.model import show_number
from fupan.review.palette import INK, INK_3, LIGHT_FILLS, LIGHTS, PANEL, SHADES, ink_on
from fupan.review.provinces import TILES, find_tile

if TYPE_CHECKING:
    from decimal import Decimal

    from fupan.review.model import Chart, Lang, Series


@dataclass(frozen=True, slots=True)
class MapCell:
    """A tile in its place; ``index`` is its category in the chart, None where the province has no figure."""

    column: int
    row: int
    name: str
    text: str
    fill: str
    ink: str
    index: int | None


def map_cells(chart: Chart, lang: Lang) -> tuple[MapCell, ...]:
    """All 34 tiles; those without a figure are quiet. Of two categories that name one province the first counts."""
    series = chart.series[0] if chart.series else None
    figures: dict[tuple[int, int], int] = {}
    for i, name in enumerate(chart.categories):
        tile = find_tile(name)
        if tile is not None and series is not None and i < len(series.values) and series.values[i] is not None:
            figures.setdefault((tile.column, tile.row), i)
    known = sorted(v for i in figures.values() if series is not None and (v := series.values[i]) is not None)
    cells = []
    for tile in TILES:
        index = figures.get((tile.column, tile.row))
        if index is None or series is None:
            cells.append(MapCell(tile.column, tile.row, tile.name(lang), "", PANEL, INK_3, None))
            continue
        fill, text = _fill(series, index, known), _text(series, index)
        ink = INK if fill in LIGHT_FILLS.values() else ink_on(fill)
        cells.append(MapCell(tile.column, tile.row, tile.name(lang), text, fill, ink, index))
    return tuple(cells)


def _text(series: Series, index: int) -> str:
    light = series.lights[index] if index < len(series.lights) else "none"
    shape = f"{LIGHTS[light].shape} " if light in {"amber", "red"} else ""
    return shape + show_number(series.values[index], series.display)


def _fill(series: Series, index: int, known: list[Decimal]) -> str:
    """The light's colour; without lights one of five shades by rank (ties share one), a figure below zero is red."""
    value = series.values[index]
    if series.lights:
        return LIGHT_FILLS[series.lights[index] if index < len(series.lights) else "none"]
    if value is None or value < 0:
        return LIGHT_FILLS["red"]
    if known[0] == known[-1]:
        return SHADES[1]
    return SHADES[min(int(known.index(value) * len(SHADES) / len(known)), len(SHADES) - 1)]
